// What a reader sees who cites, or proposes a note: a dialogue with each form, to be copied. Fetched by cite.js.
"use strict";
window.edition.citing = (() => {
  const { _, about, copy, make, unspaced } = window.edition;
  const words = (node) => node.textContent;
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
  const numberOf = (note) => document.getElementById(`ref-${note.id}`).dataset.number;
  const ofNote = (note) => {
    const paragraph = note.closest(".unit").id;
    return { id: note.id, forms: about.note.forms, values: { number: numberOf(note), lemma: words(note.querySelector(".lemma")), name: sourceOf(paragraph).name, place: place(paragraph) } };
  };
  // Of each kind of thing, what the dialogue is called, and how it is cited.
  const CITED = {
    paragraph: ({ id }) => [_("Cite {text}, {place}", { text: sourceOf(id).name, place: place(id) }), ofParagraph(id)],
    note: (note) => [_("Cite note {number}", { number: numberOf(note) }), ofNote(note)],
    table: (id) => [_("Cite {text}", { text: about.tables[id].title }), { id, forms: about.tables[id].forms }],
    page: () => [_("Cite {text}", { text: about.chapter.title }), { id: "", forms: about.chapter.forms }],
  };

  // --- Forms ----------------------------------------------------------------------------------------------------------
  const oneLine = (text) => text.replace(/\s+/g, " ").trim();
  const TEX = { "\\": "\\textbackslash{}", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}", "{": "\\textbraceleft{}", "}": "\\textbraceright{}" };
  const tex = (text) => oneLine(text).replace(/(?<=-)(?=-)|(?<=`)(?=`)|(?<=')(?=')/g, "\0").replace(/[$&%#_{}\\~^]/g, (letter) => TEX[letter] ?? `\\${letter}`).replaceAll("\0", "{}");
  const braceless = (url) => url.replace(/[{}\\]/g, encodeURIComponent);
  const json = (text) => JSON.stringify(text).slice(1, -1);
  // Of each form how words are escaped, and how an address.
  const ESCAPES = { BibTeX: [tex, braceless], BibLaTeX: [tex, braceless], RIS: [oneLine, oneLine], "CSL-JSON": [json, json] };
  // In the order in which they are made (site/citation_data.py).
  const FORMS = [
    _("Chicago, in a note"), _("Chicago, in the bibliography"), _("APA, in the list of references"), _("APA, in the text"),
    _("MLA, in the list of works cited"), _("MLA, in the text"), ...Object.keys(ESCAPES),
  ];
  const visited = () => new Date().toISOString().slice(0, 10);
  // As words stand within quotation marks.
  const within_marks = (lemma, [open, close]) => oneLine(lemma.replace(/[“„«]/g, open).replace(/[”»]/g, close)).replace(/[.,;:]$/, "");
  // The forms of a citation by name: words, every second part of them in italics, or data.
  const citations = ({ id, forms, values = {} }) => FORMS.map((name, index) => {
    const lemma = values.lemma && within_marks(values.lemma, about.note.marks[index] || "‘’");
    const all = { ...values, lemma, id: id || about.page.replace(/\.\w+$/, "").replace(/\W+/g, "-"), address: address(id), visited: visited() };
    if (!ESCAPES[name]) return [name, forms[index].map((part) => fill(part, all))];
    const day = all.visited.split("-");
    if (name === "RIS") all.visited = `${day.join("/")}/`;
    const template = name === "CSL-JSON" ? forms[index].replace(`"literal": "${sign("visited")}"`, `"date-parts": [[${day.map(Number)}]]`) : forms[index];
    return [name, [fill(template, all, ESCAPES[name])]];
  });

  // --- The dialogue ----------------------------------------------------------------------------------------------------
  const dialog = make("dialog", { className: "cite-dialog", "aria-labelledby": "cite-title" });
  document.body.append(dialog);
  const href = new URL("dialog.css", new URL(about.scripts.citing, location.href)).href;
  const styled = new Promise((resolve) => { document.head.append(make("link", { rel: "stylesheet", href, onload: resolve, onerror: resolve })); });
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
    styled.then(() => dialog.showModal());
  };
  const cite = (kind, what) => {
    const [title, cited] = CITED[kind](what);
    open(title, block(_("Address"), address(cited.id)), ...citations(cited).map((form) => block(...form)));
  };
  // Words with their citation as in a note of Chicago.
  const inNote = ({ id, forms, values }) => forms[0].map((part) => fill(part, { ...values, address: address(id) })).join("");
  const quote = ({ quotation, unit }) => copy(_("“{quotation}” ({citation}).", { quotation, citation: inNote(ofParagraph(unit.id)).slice(0, -1) }), _("Quotation with citation"));

  // --- A note ---------------------------------------------------------------------------------------------------------
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
  const example = _("The note: one thing, 30 to 120 words, every fact with its source {cite:p}`key`.");
  // No line of what a reader has written ends the block or opens another.
  const within_block = (text) => text.replace(/^(?=\s*(?::{3,}|\x60{3,}|~{3,}|%))/gm, "\\");
  const markdown = (part, { by = "", text = example } = {}) => [
    `::::{annotation} ${unique(part)}`, `:kind: ${Object.keys(about.kinds)[0]}`, `:certainty: ${Object.keys(about.certainties)[0]}`,
    ...by ? [`% ${oneLine(by)}`] : [], within_block(text), "::::",
  ].join("\n");
  const propose = (part) => {
    const passage = part.unit.closest(".passage");
    const how = make("p", {}, _("Kinds: {kinds}. Certainty: {certainties}. The block goes inside the passage of {paragraph}, in {file}.", { kinds: Object.keys(about.kinds).join(", "), certainties: Object.keys(about.certainties).join(", "), paragraph: part.unit.id, file: about.file }));
    const blocks = [how, block(_("The note in Markdown"), markdown(part))];
    if (about.edit) blocks.push(make("p", {}, make("a", { href: about.edit, rel: "nofollow" }, _("Open the chapter in the editor"))));
    open(_("Propose a note"), ...blocks);
    copy(markdown(part), _("The note in Markdown"));
    return passage;
  };
  return { cite, markdown, propose, quote };
})();
