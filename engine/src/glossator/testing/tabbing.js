// Keeps account of what the Tab key reaches: after each press, what has the focus and what is wrong with it. The walk is
// done when it has come round, or is past the last note.
(() => {
  const walk = { done: false, notes: [], marks: [], faults: [] };
  const seen = new Set();
  const last = [...document.querySelectorAll(".annotation")].at(-1);
  addEventListener("keyup", () => {
    const stop = document.activeElement;
    walk.done ||= stop === document.body || seen.has(stop) || Boolean(last?.compareDocumentPosition(stop) & Node.DOCUMENT_POSITION_FOLLOWING && !last.contains(stop));
    if (walk.done) return;
    seen.add(stop);
    const note = stop.closest(".annotation");
    if (note) walk.notes.push(note.id);
    if (stop.matches(".noteref")) walk.marks.push(stop.hash.slice(1));
    const [box] = stop.getClientRects();
    const name = stop.getAttribute("aria-label") ?? stop.textContent.trim().slice(0, 40);
    const style = getComputedStyle(stop);
    if (style.outlineStyle === "none" || Number.parseFloat(style.outlineWidth) < 2) walk.faults.push(`no focus can be seen on “${name}”`);
    if (!box || box.top < 0 || box.bottom > innerHeight + 1) walk.faults.push(`“${name}” has the focus out of view`);
    else if (!stop.contains(document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2))) walk.faults.push(`something covers “${name}”`);
  });
  window.walk = walk;
})();
