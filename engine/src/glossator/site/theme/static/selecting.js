// What can be done with words that a reader selects in the source: copied with their citation, or annotated. Fetched by
// cite.js when words are first selected.
"use strict";
(() => {
  const { _, later, make, unspaced } = window.edition;
  const [quote, propose] = [later("quote"), later("propose")];
  const write = later("write", "readers");

  const bar = make("div", { className: "selection-tools", hidden: true, role: "group", "aria-label": _("Selected words") });
  document.body.append(bar);
  let chosen;
  // What a range holds of a paragraph. It may begin before it and end after it, as one does that three clicks make.
  const within = (range, paragraph) => {
    const part = document.createRange();
    part.selectNodeContents(paragraph);
    if (range.compareBoundaryPoints(Range.START_TO_START, part) > 0) part.setStart(range.startContainer, range.startOffset);
    if (range.compareBoundaryPoints(Range.END_TO_END, part) < 0) part.setEnd(range.endContainer, range.endOffset);
    return part;
  };
  const inWord = (text, at) => [text[at - 1], text[at]].every((letter) => letter && /\S/.test(letter) && !unspaced.test(letter));
  // Whole words of one paragraph of the source, or nothing.
  const selected = () => {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const paragraph = [...document.querySelectorAll(".passage[role=group] > .unit > .source")].find((one) => range.intersectsNode(one) && `${within(range, one)}`.trim());
    if (!paragraph) return null;
    const part = within(range, paragraph);
    if (`${range}`.trim() !== `${part}`.trim()) return null;
    const before = document.createRange();
    before.setStart(paragraph, 0);
    before.setEnd(part.startContainer, part.startOffset);
    const text = paragraph.textContent;
    let start = `${before}`.length;
    let end = start + `${part}`.length;
    while (inWord(text, start)) start -= 1;
    while (inWord(text, end)) end += 1;
    const quotation = text.slice(start, end).trim().replace(/[.,;:。，；：、،؛]$/, "");
    return quotation ? { quotation, text, start: text.indexOf(quotation, start), unit: paragraph.closest(".unit") } : null;
  };
  for (const [label, act] of [[_("Write a note"), write], [_("Copy with citation"), quote], [_("Propose a note"), propose]]) {
    const button = make("button", { type: "button" }, label);
    // The selection must still be there when the button acts.
    button.addEventListener("pointerdown", (event) => event.preventDefault());
    button.addEventListener("click", () => { const part = chosen ?? selected(); bar.hidden = true; if (part) act(part); });
    bar.append(button);
  }
  const show = () => {
    const part = selected();
    if (bar.contains(document.activeElement) && !part) return;
    chosen = part;
    bar.hidden = !part;
    if (!part) return;
    const box = getSelection().getRangeAt(0).getBoundingClientRect();
    bar.style.top = `${Math.max(8, scrollY + box.bottom + 8)}px`;
    bar.style.left = `${Math.max(8, Math.min(box.left, document.documentElement.clientWidth - bar.offsetWidth - 8))}px`;
  };
  document.addEventListener("selectionchange", show);
  show();
})();
