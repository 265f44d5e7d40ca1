// Citing: a paragraph, a note, a table, the chapter, or words that the reader selects in the source; and proposing a note.
// The citations are in the page, made by citeproc; the signs in them are replaced that stand for what differs.
// What shows them (citing.js) is fetched when a reader first asks for it.
"use strict";
(() => {
  const { _, about, copy, make, soon, unspaced } = window.edition;
  let loading;
  const load = () => loading ??= new Promise((resolve, reject) => {
    document.head.append(make("script", { src: about.citing, onload: resolve, onerror: reject }));
  });
  const later = (name) => (...given) => load().then(() => window.edition.citing[name](...given));
  const cite = later("cite");
  const propose = later("propose");
  const address = (id) => {
    const url = new URL(about.address ? `${about.address}${about.page}` : location.href);
    url.search = "";
    url.hash = id;
    return url.href;
  };

  // --- What is cited --------------------------------------------------------------------------------------------------
  const SIGNS = ["number", "lemma", "name", "place", "label", "address", "id", "visited"];
  const sign = (name) => String.fromCharCode(0xE001 + SIGNS.indexOf(name));
  const asItIs = (words) => words;
  const fill = (template, values, [words, url] = [asItIs, asItIs]) =>
    SIGNS.reduce((text, name) => text.replaceAll(sign(name), () => (name === "address" ? url : words)(values[name] ?? "")), template);

  const sourceOf = (id) => about.sources[id.split("-")[0]];
  const labelOf = (id) => id.split("-")[1];
  const isHeadline = (id) => labelOf(id) === "title";
  const place = (id) => (isHeadline(id) ? _("headline") : _("para. {label}", { label: labelOf(id) }));
  const ofParagraph = (id) => {
    const source = sourceOf(id);
    // Data and not print, which is English in every edition.
    const inData = isHeadline(id) ? "headline" : `para. ${labelOf(id)}`;
    return { id, forms: isHeadline(id) ? source.headline : source.paragraph, values: { label: labelOf(id), place: inData } };
  };
  const ofNote = (paragraph, { id, number, lemma }) =>
    ({ id, forms: about.note.forms, values: { number, lemma, name: sourceOf(paragraph).name, place: place(paragraph) } });
  const inNote = ({ id, forms, values }) => forms[0].map((part) => fill(part, { ...values, address: address(id) })).join("");

  Object.assign(window.edition, { address, fill, sign, words: (node) => node.textContent });

  // --- Buttons at paragraphs, notes and tables, and for the chapter ----------------------------------------------------
  const citeButton = (what, act) => {
    const button = make("button", { type: "button", className: "cite", "aria-label": _("Cite: {what}", { what }) }, _("Cite"));
    button.addEventListener("click", act);
    return button;
  };
  // After those that notes.js gives a note: theirs are the places.
  soon(() => document.querySelectorAll(".passage[role=group] > .unit").forEach((unit) => {
    const number = unit.querySelector(".paragraph-number");
    const title = _("Cite {text}, {place}", { text: sourceOf(unit.id).name, place: place(unit.id) });
    number.closest(".unit-head").append(citeButton(number.getAttribute("aria-label"), () => cite(title, ofParagraph(unit.id))));
    for (const note of unit.querySelectorAll(":scope > .annotation[role=note]")) {
      const about_note = { id: note.id, number: document.getElementById(`ref-${note.id}`).dataset.number, lemma: note.querySelector(".lemma").textContent };
      const tool = citeButton(note.getAttribute("aria-label"), () => cite(_("Cite note {number}", about_note), ofNote(unit.id, about_note)));
      note.querySelector(".note-actions").prepend(tool, ...improve(about_note));
    }
  }));
  function improve(note) {
    return about.edit ? [make("a", { className: "improve", href: about.edit, rel: "nofollow", "aria-label": _("Improve note {number}", note) }, _("Improve"))] : [];
  }
  soon(() => {
    for (const [id, { title, forms }] of Object.entries(about.tables ?? {})) {
      document.getElementById(id)?.querySelector(":scope > caption")?.append(" ", citeButton(title, () => cite(_("Cite {text}", { text: title }), { id, forms })));
    }
    // A further page of a list of works is none that is cited.
    for (const tool of about.chapter ? document.querySelectorAll(".cite-tool") : []) {
      const { title, forms } = about.chapter;
      const button = make("button", { type: "button", className: "cite-page" }, _("Cite this page"));
      button.addEventListener("click", () => cite(_("Cite {text}", { text: title }), { id: "", forms }));
      tool.append(button);
      tool.hidden = false;
    }
  });

  // --- Selected words ------------------------------------------------------------------------------------------------------
  const words = (node) => node.textContent;
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
    const text = words(paragraph);
    let start = `${before}`.length;
    let end = start + `${part}`.length;
    while (inWord(text, start)) start -= 1;
    while (inWord(text, end)) end += 1;
    const quotation = text.slice(start, end).trim().replace(/[.,;:。，；：、،؛]$/, "");
    return quotation ? { quotation, text, start: text.indexOf(quotation, start), unit: paragraph.closest(".unit") } : null;
  };
  const quote = (part) => copy(_("“{quotation}” ({citation}).", { quotation: part.quotation, citation: inNote(ofParagraph(part.unit.id)).slice(0, -1) }), _("Quotation with citation"));
  for (const [label, act] of [[_("Copy with citation"), quote], [_("Propose a note"), propose]]) {
    const button = make("button", { type: "button" }, label);
    // The selection must still be there when the button acts.
    button.addEventListener("pointerdown", (event) => event.preventDefault());
    button.addEventListener("click", () => { const part = chosen ?? selected(); bar.hidden = true; if (part) act(part); });
    bar.append(button);
  }
  document.addEventListener("selectionchange", () => {
    const part = selected();
    if (bar.contains(document.activeElement) && !part) return;
    chosen = part;
    bar.hidden = !part;
    if (!part) return;
    const box = getSelection().getRangeAt(0).getBoundingClientRect();
    bar.style.top = `${Math.max(8, scrollY + box.bottom + 8)}px`;
    bar.style.left = `${Math.max(8, Math.min(box.left, innerWidth - 280))}px`;
  });
})();
