// Citing: a paragraph, a note, a table, the chapter, or words that the reader selects in the source; and proposing a note.
// The citations are in the page, made by citeproc; here the signs in them are replaced that stand for what differs.
"use strict";
(() => {
  const { _, about, copy, make, soon, unspaced } = window.edition;
  const address = (id) => {
    const url = new URL(about.address ? `${about.address}${about.page}` : location.href);
    url.search = "";
    url.hash = id;
    return url.href;
  };

  // --- What is cited --------------------------------------------------------------------------------------------------
  const SIGNS = ["number", "lemma", "name", "place", "label", "address", "id", "visited"];
  const sign = (name) => String.fromCharCode(0xE001 + SIGNS.indexOf(name));
  const oneLine = (words) => words.replace(/\s+/g, " ").trim();
  const TEX = { "\\": "\\textbackslash{}", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}" };
  const tex = (words) => oneLine(words).replace(/(?<=-)(?=-)|(?<=`)(?=`)|(?<=')(?=')/g, "\0").replace(/[$&%#_{}\\~^]/g, (letter) => TEX[letter] ?? `\\${letter}`).replaceAll("\0", "{}");
  const braceless = (url) => url.replace(/[{}\\]/g, encodeURIComponent);
  const json = (words) => JSON.stringify(words).slice(1, -1);
  const asItIs = (words) => words;
  // Of each form how words are escaped, and how an address.
  const ESCAPES = { BibTeX: [tex, braceless], BibLaTeX: [tex, braceless], RIS: [oneLine, oneLine], "CSL-JSON": [json, json] };
  const fill = (template, values, [words, url] = [asItIs, asItIs]) =>
    SIGNS.reduce((text, name) => text.replaceAll(sign(name), () => (name === "address" ? url : words)(values[name] ?? "")), template);

  const sourceOf = (id) => about.sources[id.split("-")[0]];
  const labelOf = (id) => id.split("-")[1];
  const isHeadline = (id) => labelOf(id) === "title";
  const place = (id) => (isHeadline(id) ? _("headline") : _("para. {label}", { label: labelOf(id) }));
  const visited = () => new Date().toISOString().slice(0, 10);
  // As words stand within quotation marks.
  const within_marks = (lemma, [open, close]) => oneLine(lemma.replace(/[“„«]/g, open).replace(/[”»]/g, close)).replace(/[.,;:]$/, "");
  const ofParagraph = (id) => {
    const source = sourceOf(id);
    // Data and not print, which is English in every edition.
    const inData = isHeadline(id) ? "headline" : `para. ${labelOf(id)}`;
    return { id, forms: isHeadline(id) ? source.headline : source.paragraph, values: { label: labelOf(id), place: inData } };
  };
  const ofNote = (paragraph, { id, number, lemma }) =>
    ({ id, forms: about.note.forms, values: { number, lemma, name: sourceOf(paragraph).name, place: place(paragraph) } });
  // The forms of a citation by name: words, every second part of them in italics, or data.
  const citations = ({ id, forms, values = {} }) => about.forms.map((name, index) => {
    const lemma = values.lemma && within_marks(values.lemma, about.note.marks[index] || "‘’");
    const all = { ...values, lemma, id: id || about.page.replace(/\.\w+$/, "").replace(/\W+/g, "-"), address: address(id), visited: visited() };
    if (!ESCAPES[name]) return [name, forms[index].map((part) => fill(part, all))];
    const day = all.visited.split("-");
    if (name === "RIS") all.visited = `${day.join("/")}/`;
    const template = name === "CSL-JSON" ? forms[index].replace(`"literal": "${sign("visited")}"`, `"date-parts": [[${day.map(Number)}]]`) : forms[index];
    return [name, [fill(template, all, ESCAPES[name])]];
  });
  const inNote = (cited) => citations(cited)[0][1].join("");

  // --- The dialogue ----------------------------------------------------------------------------------------------------
  const dialog = make("dialog", { className: "cite-dialog", "aria-labelledby": "cite-title" });
  document.body.append(dialog);
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  const block = (name, parts) => {
    const text = [parts].flat().join("");
    const shown = make("pre", { translate: false, className: Array.isArray(parts) && !ESCAPES[name] ? "words" : "" }, ...[parts].flat().map((part, index) => (index % 2 ? make("i", {}, part) : part)));
    const button = make("button", { type: "button", "aria-label": _("Copy: {name}", { name }) }, _("Copy"));
    button.addEventListener("click", () => copy(text, name, shown.querySelector("i") && shown));
    return make("section", {}, make("h3", {}, name), shown, button);
  };
  const open = (title, ...blocks) => {
    const close = make("button", { type: "button", className: "close" }, _("Close"));
    close.addEventListener("click", () => dialog.close());
    dialog.replaceChildren(make("h2", { id: "cite-title" }, title), ...blocks, close);
    dialog.showModal();
  };
  const cite = (title, cited) => open(title, block(_("Address"), address(cited.id)), ...citations(cited).map((form) => block(...form)));

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
    for (const [id, { title, forms }] of Object.entries(about.tables)) {
      document.getElementById(id)?.querySelector(":scope > caption")?.append(" ", citeButton(title, () => cite(_("Cite {text}", { text: title }), { id, forms })));
    }
    for (const tool of document.querySelectorAll(".cite-tool")) {
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
  // The quotation as an annotation must write it: with as much context as makes it the only one in its passage.
  const escaped = (part) => part.trim().replace(/\s+/g, " ").replace(/\||…|\.{3}/g, "\\$&");
  const unique = ({ quotation, text, start, unit }) => {
    const all = [...unit.closest(".passage").querySelectorAll(".source")].map(words).join("\n");
    const count = (string) => all.split(string).length - 1;
    if (count(quotation) === 1) return escaped(quotation);
    // Words, or letters where there are no words, with the blanks beside them.
    const word = `(?:${unspaced.source}|[^\\s${unspaced.source.slice(1)}+)`;
    const left = text.slice(0, start).match(new RegExp(`${word}\\s*`, "gu")) ?? [];
    const right = text.slice(start + quotation.length).match(new RegExp(`\\s*${word}`, "gu")) ?? [];
    for (let size = 1; size <= Math.max(left.length, right.length); size += 1) {
      const before = left.slice(-size).join("");
      const after = right.slice(0, size).join("");
      if (count(before + quotation) === 1) return `${escaped(before)}|${escaped(quotation)}|`;
      if (count(quotation + after) === 1) return `|${escaped(quotation)}|${escaped(after)}`;
    }
    return escaped(quotation);
  };
  const example = _("The note: one thing, 30 to 110 words, every fact with its source {cite:p}`key`.");
  const markdown = (part) => `::::{annotation} ${unique(part)}\n:kind: ${Object.keys(about.kinds)[0]}\n:certainty: ${Object.keys(about.certainties)[0]}\n${example}\n::::`;
  const propose = (part) => {
    const passage = part.unit.closest(".passage");
    const how = make("p", {}, _("Kinds: {kinds}. Certainty: {certainties}. The block goes inside the passage of {paragraph}, in {file}.", { kinds: Object.keys(about.kinds).join(", "), certainties: Object.keys(about.certainties).join(", "), paragraph: part.unit.id, file: about.file }));
    const blocks = [how, block(_("The note in Markdown"), markdown(part))];
    if (about.edit) blocks.push(make("p", {}, make("a", { href: about.edit, rel: "nofollow" }, _("Open the chapter in the editor"))));
    open(_("Propose a note"), ...blocks);
    copy(markdown(part), _("The note in Markdown"));
    return passage;
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
