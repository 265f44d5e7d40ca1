// What a reader would find wrong with the notes of a page, at the size and in the scheme that it has just now.
// Returns a list of sentences; an empty one means that every note can be read where it belongs.
(() => {
  const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];
  const screen = document.documentElement.clientWidth;
  const wide = matchMedia("(min-width: 60rem)").matches;
  const mirrored = document.dir === "rtl";
  const faults = [];
  const name = (element) => element.id || `${element.localName}.${element.className} “${element.textContent.trim().slice(0, 30)}”`;
  // What a reader has not opened yet; a browser may have laid it out all the same. Of a closed note a line is to be seen.
  const CLOSED = [
    "details:not([open]) > :not(summary)", ".annotation > [hidden='until-found']", ".unseen",
    ".annotation:has(.note-line[aria-expanded='false']) :is(.lemma, .labels)", ".annotation:has(.of-words) .lemma",
  ].join();
  const closed = (node) => node.parentElement.closest(CLOSED) !== null;
  const rectangles = (node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    return [...range.getClientRects()].filter((line) => line.width > 0.5 && line.height > 0.5);
  };
  const lines = (element) => {
    if (element.nodeType !== Node.ELEMENT_NODE) return rectangles(element);
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const found = [];
    while (texts.nextNode()) if (!closed(texts.currentNode)) found.push(...rectangles(texts.currentNode));
    return found;
  };
  const meet = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
  const isAt = (element, x, y) => element.contains(document.elementFromPoint(x, y));
  // No animation: where an element is must be where it stays.
  const bringIntoView = (element) => element.scrollIntoView({ block: "center", behavior: "instant" });

  // Texts inside a note that have no box are hidden; a button that this width does not need is no text of the note.
  const hiddenTexts = (note) => {
    const texts = document.createTreeWalker(note, NodeFilter.SHOW_TEXT);
    let hidden = 0;
    while (texts.nextNode()) {
      const text = texts.currentNode;
      if (text.data.trim() && !closed(text) && !text.parentElement.closest(".note-actions") && !lines(text).length) hidden += 1;
    }
    return hidden;
  };
  const clips = (note) => {
    for (let box = note.parentElement; box !== document.body; box = box.parentElement) {
      const { overflowX, overflowY, clipPath } = getComputedStyle(box);
      if (overflowX !== "visible" || overflowY !== "visible" || clipPath !== "none") return true;
    }
    return note.scrollWidth > note.clientWidth + 1 || note.scrollHeight > note.clientHeight + 1;
  };

  if (document.documentElement.scrollWidth > screen) faults.push(`the page scrolls sideways by ${document.documentElement.scrollWidth - screen} px`);

  const notes = all(".annotation");
  scrollTo({ top: 0, behavior: "instant" });
  const boxes = new Map(notes.map((note) => [note, note.getBoundingClientRect()]));
  const others = all(".site-contents, .site-header, .site-footer, .prev-next, .source, .paragraph-number, .chart-figure, table, pre, h1, h2, h3, article p, article li")
    .filter((other) => !other.closest(".annotation") && other.checkVisibility()).map((other) => [other, other.getBoundingClientRect()]);
  for (const [note, box] of boxes) {
    const say = (what) => faults.push(`${note.id} ${what}`);
    if (!note.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true }) || !box.height) say("is hidden");
    else if (hiddenTexts(note)) say("has words that are hidden");
    if (clips(note)) say("is clipped");
    const text = lines(note);
    if (text.some((line) => line.left < -1 || line.right > screen + 1)) say("runs off the screen");
    if (text.some((line) => line.left < box.left - 1 || line.right > box.right + 1 || line.bottom > box.bottom + 1)) say("runs out of its box");
    for (const [other, place] of [...boxes, ...others]) if (other !== note && meet(box, place)) say(`overlaps ${name(other)}`);
  }

  // Where each note stands. In the margin: past the end of its text, not above its words, and no lower than the notes before
  // it make necessary. Below: after its paragraph and before the next.
  for (const unit of all(".unit")) {
    const text = unit.querySelector(".source").getBoundingClientRect();
    let above = text.bottom;
    let free = text.top;
    for (const note of all(".annotation", unit)) {
      const box = boxes.get(note);
      const words = document.getElementById(`ref-${note.id}`).getBoundingClientRect();
      if (wide && (mirrored ? box.right > text.left : box.left < text.right)) faults.push(`${note.id} does not stand in the margin`);
      if (wide && window.edition && Math.abs(box.top - Math.max(words.top, free)) > 24) faults.push(`${note.id} does not begin beside its words`);
      if (wide && box.top > Math.max(text.bottom, free) + 24) faults.push(`${note.id} stands too low`);
      if (!wide && box.top < above) faults.push(`${note.id} does not follow its paragraph and the note before it`);
      above = box.bottom;
      free = box.bottom;
    }
    if (unit.getBoundingClientRect().bottom < above - 1) faults.push(`the notes on ${unit.id} run into what follows`);
  }

  // What a finger or a pointer finds there; and, in the margin, whether the words are in view with the note.
  for (const note of notes) {
    bringIntoView(note);
    const seen = lines(note).filter((line) => line.top > 0 && line.bottom < innerHeight);
    for (const line of [seen[0], seen.at(-1)]) {
      if (line && !isAt(note, (line.left + line.right) / 2, (line.top + line.bottom) / 2)) faults.push(`${note.id} is covered by something`);
    }
    if (!wide) continue;
    const words = document.getElementById(`ref-${note.id}`);
    const box = words.getBoundingClientRect();
    if (!isAt(words, (box.left + box.right) / 2, (box.top + box.bottom) / 2)) faults.push(`${note.id} is read without its words in view`);
  }
  return faults;
})()
