// What of a page would be lost on paper: letters beyond the edge, what is not black on white, notes over one another.
(() => {
  const faults = [];
  const edge = document.documentElement.clientWidth;
  const texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  while (texts.nextNode()) {
    range.selectNodeContents(texts.currentNode);
    if ([...range.getClientRects()].some((line) => line.left < -1 || line.right > edge + 1)) faults.push(`over the edge: ${texts.currentNode.data}`);
  }
  const boxes = [...document.querySelectorAll(".annotation")].map((note) => [note, note.getBoundingClientRect()]);
  for (const [note, box] of boxes) {
    if (!note.checkVisibility() || !box.height) faults.push(`${note.id} is hidden`);
    for (const [other, place] of boxes) {
      const meet = Math.min(box.right, place.right) - Math.max(box.left, place.left) > 1 && Math.min(box.bottom, place.bottom) - Math.max(box.top, place.top) > 1;
      if (note !== other && meet) faults.push(`${note.id} overlaps ${other.id}`);
    }
  }
  const body = getComputedStyle(document.body);
  if (body.backgroundColor !== "rgb(255, 255, 255)" || body.color !== "rgb(0, 0, 0)") faults.push(`${body.color} on ${body.backgroundColor}`);
  return faults;
})()
