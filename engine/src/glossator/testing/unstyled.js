// What is lost of the notes when nothing but the elements themselves is left.
(() => {
  document.querySelectorAll("link[rel=stylesheet], style").forEach((sheet) => sheet.remove());
  const faults = [];
  for (const note of document.querySelectorAll(".annotation")) {
    const source = note.closest(".unit").querySelector(".source");
    const mark = source.querySelector(`a[href="#${note.id}"]`);
    const box = note.getBoundingClientRect();
    if (!note.checkVisibility() || box.top < source.getBoundingClientRect().bottom) faults.push(`${note.id} is not below its paragraph`);
    if (!mark) faults.push(`no words lead to ${note.id}`);
    else if (!note.querySelector(`a[href="#${mark.id}"]`)) faults.push(`${note.id} does not lead back to its words`);
    if (!note.querySelector("strong")) faults.push(`${note.id} does not open with the words it quotes`);
  }
  return faults;
})()
