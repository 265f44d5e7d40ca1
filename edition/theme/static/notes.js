// Notes and the words they quote light each other up. Without this script the links between them do the same.
"use strict";
(() => {
  const notes = [...document.querySelectorAll(".annotation")];
  const wordsOf = new Map(notes.map((note) => [note.id, []]));
  for (const words of document.querySelectorAll(".quoted")) {
    for (const id of words.dataset.notes.split(" ")) wordsOf.get(id)?.push(words);
  }
  const parts = (id) => [document.getElementById(id), ...wordsOf.get(id)];
  const light = (ids, on) => ids.flatMap(parts).forEach((part) => part.classList.toggle("lit", on));

  // An event on a note, on its number in the text or on its words means these notes.
  const notesAt = (target) => {
    const place = target.closest?.(".annotation, .noteref, .quoted");
    if (!place) return [];
    if (place.matches(".annotation")) return [place.id];
    return place.matches(".noteref") ? [place.hash.slice(1)] : place.dataset.notes.split(" ");
  };
  for (const [on, off] of [["mouseover", "mouseout"], ["focusin", "focusout"]]) {
    document.addEventListener(on, (event) => light(notesAt(event.target), true));
    document.addEventListener(off, (event) => light(notesAt(event.target), false));
  }
  const lightTarget = () => {
    light([...wordsOf.keys()], false);
    const id = decodeURIComponent(location.hash.slice(1)).replace(/^ref-/, "");
    if (wordsOf.has(id)) light([id], true);
  };
  addEventListener("hashchange", lightTarget);
  lightTarget();
})();
