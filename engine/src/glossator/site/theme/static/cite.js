// Citing: a paragraph, a note, or words that the reader selects in the source; and proposing a note on those words.
"use strict";
(() => {
  const { _, about, copy, make, soon, unspaced } = window.edition;
  const address = (id) => {
    const url = new URL(about.address ? `${about.address}${about.page}` : location.href);
    url.search = "";
    url.hash = id;
    return url.href;
  };
  const day = (iso) => new Intl.DateTimeFormat(document.documentElement.lang.replace(/^en$/, "en-GB"), { dateStyle: "long", timeZone: "UTC" }).format(new Date(iso));
  const accessed = () => new Date().toISOString().slice(0, 10);

  // --- What is cited --------------------------------------------------------------------------------------------------
  const sourceOf = (id) => about.sources[id.split("-")[0]];
  const labelOf = (id) => id.split("-")[1];
  const place = (id) => (labelOf(id) === "title" ? _("headline") : _("para. {label}", { label: labelOf(id) }));
  const work = (paragraph, note) => {
    const source = sourceOf(paragraph);
    const where = _("{issuer}, “{title}” ({date}), {place}", { issuer: source.issuer, title: source.title, date: source.date_words, place: place(paragraph) });
    return note ? { where: _("note {number} (“{lemma}”) on {where}", { ...note, where }), id: note.id, source } : { where, id: paragraph, source };
  };
  const chicago = ({ where, id }) => _("{where}, in {title}, version {version}, accessed {date}, {address}.", { where: where[0].toUpperCase() + where.slice(1), title: about.title, version: about.version, date: day(accessed()), address: address(id) });
  const titled = (source, note) => (note ? _("Note {number} on “{lemma}”", note) : source.title);
  const apa = ({ id, source }, note) => {
    const title = titled(source, note);
    const author = note ? about.editors : `${source.issuer}.`;
    return _("{author} ({date}). {title} ({place}). In {book} (Version {version}). {address}", { author, date: note ? about.year : source.date_apa, title, place: place(id), book: note ? about.title : `${about.editors_of_book}, ${about.title}`, version: about.version, address: address(id) });
  };
  // Data and not print, which is English in every edition; but a title is in the language of its work.
  const visited = (id) => `${labelOf(id) === "title" ? "headline" : `para. ${labelOf(id)}`}; accessed ${accessed()}`;
  const bibtex = ({ id, source }, note) => [
    `@incollection{${id},`,
    `  author = {${note ? about.editors_bibtex : `{${source.issuer}}`}},`,
    `  title = {{${titled(source, note)}}},`,
    `  booktitle = {{${about.title}}},`,
    `  edition = {Version ${about.version}},`,
    `  year = {${about.year}},`,
    `  note = {${visited(id)}},`,
    `  url = {${address(id)}}`,
    "}"].join("\n");

  // --- The dialogue ----------------------------------------------------------------------------------------------------
  const dialog = make("dialog", { className: "cite-dialog", "aria-labelledby": "cite-title" });
  document.body.append(dialog);
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  const block = (name, text) => {
    const button = make("button", { type: "button", "aria-label": _("Copy: {name}", { name }) }, _("Copy"));
    button.addEventListener("click", () => copy(text, name));
    return make("section", {}, make("h3", {}, name), make("pre", { translate: false }, text), button);
  };
  const open = (title, ...blocks) => {
    const close = make("button", { type: "button", className: "close" }, _("Close"));
    close.addEventListener("click", () => dialog.close());
    dialog.replaceChildren(make("h2", { id: "cite-title" }, title), ...blocks, close);
    dialog.showModal();
  };
  const cite = (paragraph, note) => {
    const cited = work(paragraph, note);
    open(note ? _("Cite note {number}", note) : _("Cite {text}, {place}", { text: sourceOf(paragraph).name, place: place(paragraph) }),
      block(_("Address"), address(cited.id)), block("Chicago", chicago(cited)), block("APA", apa(cited, note)), block("BibTeX", bibtex(cited, note)));
  };

  // --- Buttons at paragraphs and notes -----------------------------------------------------------------------------------
  // After those that notes.js gives a note: theirs are the places.
  soon(() => document.querySelectorAll(".passage[role=group] > .unit").forEach((unit) => {
    const number = unit.querySelector(".paragraph-number");
    const button = make("button", { type: "button", className: "cite", "aria-label": _("Cite: {what}", { what: number.getAttribute("aria-label") }) }, _("Cite"));
    button.addEventListener("click", () => cite(unit.id));
    number.closest(".unit-head").append(button);
    for (const note of unit.querySelectorAll(":scope > .annotation[role=note]")) {
      const about_note = { id: note.id, number: document.getElementById(`ref-${note.id}`).dataset.number, lemma: note.querySelector(".lemma").textContent };
      const tool = make("button", { type: "button", className: "cite", "aria-label": _("Cite: {what}", { what: note.getAttribute("aria-label") }) }, _("Cite"));
      tool.addEventListener("click", () => cite(unit.id, about_note));
      note.querySelector(".note-actions").prepend(tool, ...improve(about_note));
    }
  }));
  function improve(note) {
    return about.edit ? [make("a", { className: "improve", href: about.edit, rel: "nofollow", "aria-label": _("Improve note {number}", note) }, _("Improve"))] : [];
  }

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
  const quote = (part) => copy(_("“{quotation}” ({citation}).", { quotation: part.quotation, citation: chicago(work(part.unit.id)).slice(0, -1) }), _("Quotation with citation"));
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
