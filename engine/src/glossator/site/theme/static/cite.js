// Citing: a paragraph, a note, or words that the reader selects in the source; and proposing a note on those words.
"use strict";
(() => {
  const { about, copy, make, soon } = window.edition;
  const address = (id) => {
    const url = new URL(about.address ? `${about.address}${about.page}` : location.href);
    url.search = "";
    url.hash = id;
    return url.href;
  };
  const day = (iso) => new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" }).format(new Date(iso));
  const accessed = () => new Date().toISOString().slice(0, 10);

  // --- What is cited --------------------------------------------------------------------------------------------------
  const sourceOf = (id) => about.sources[id.split("-")[0]];
  const place = (id) => {
    const label = id.split("-")[1];
    return label === "title" ? "headline" : `para. ${label}`;
  };
  const work = (paragraph, note) => {
    const source = sourceOf(paragraph);
    const where = `${source.issuer}, “${source.title}” (${source.date_words}), ${place(paragraph)}`;
    return note ? { where: `note ${note.number} (“${note.lemma}”) on ${where}`, id: note.id, source } : { where, id: paragraph, source };
  };
  const chicago = ({ where, id }) => `${where[0].toUpperCase()}${where.slice(1)}, in ${about.title}, version ${about.version}, accessed ${day(accessed())}, ${address(id)}.`;
  const apa = ({ id, source }, note) => {
    const title = note ? `Note ${note.number} on “${note.lemma}”` : source.title;
    const author = note ? about.editors : `${source.issuer}.`;
    return `${author} (${note ? about.year : source.date_apa}). ${title} (${place(id)}). In ${note ? "" : `${about.editors_of_book}, `}${about.title} (Version ${about.version}). ${address(id)}`;
  };
  const bibtex = ({ id, source }, note) => [
    `@incollection{${id},`,
    `  author = {${note ? about.editors_bibtex : `{${source.issuer}}`}},`,
    `  title = {{${note ? `Note ${note.number} on “${note.lemma}”` : source.title}}},`,
    `  booktitle = {{${about.title}}},`,
    `  edition = {Version ${about.version}},`,
    `  year = {${about.year}},`,
    `  note = {${place(id)}; accessed ${accessed()}},`,
    `  url = {${address(id)}}`,
    "}"].join("\n");

  // --- The dialogue ----------------------------------------------------------------------------------------------------
  const dialog = make("dialog", { className: "cite-dialog", "aria-labelledby": "cite-title" });
  document.body.append(dialog);
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  const block = (name, text) => {
    const button = make("button", { type: "button", "aria-label": `Copy: ${name}` }, "Copy");
    button.addEventListener("click", () => copy(text, name));
    return make("section", {}, make("h3", {}, name), make("pre", {}, text), button);
  };
  const open = (title, ...blocks) => {
    const close = make("button", { type: "button", className: "close" }, "Close");
    close.addEventListener("click", () => dialog.close());
    dialog.replaceChildren(make("h2", { id: "cite-title" }, title), ...blocks, close);
    dialog.showModal();
  };
  const cite = (paragraph, note) => {
    const cited = work(paragraph, note);
    open(note ? `Cite note ${note.number}` : `Cite ${sourceOf(paragraph).name}, ${place(paragraph)}`,
      block("Address", address(cited.id)), block("Chicago", chicago(cited)), block("APA", apa(cited, note)), block("BibTeX", bibtex(cited, note)));
  };

  // --- Buttons at paragraphs and notes -----------------------------------------------------------------------------------
  // After those that notes.js gives a note: theirs are the places.
  soon(() => document.querySelectorAll(".unit").forEach((unit) => {
    const number = unit.querySelector(".paragraph-number");
    const button = make("button", { type: "button", className: "cite", "aria-label": `Cite: ${number.getAttribute("aria-label")}` }, "Cite");
    button.addEventListener("click", () => cite(unit.id));
    number.after(button);
    for (const note of unit.querySelectorAll(".annotation")) {
      const about_note = { id: note.id, number: note.querySelector(".backlink").textContent, lemma: note.querySelector(".lemma").textContent };
      const tool = make("button", { type: "button", className: "cite", "aria-label": `Cite: ${note.getAttribute("aria-label")}` }, "Cite");
      tool.addEventListener("click", () => cite(unit.id, about_note));
      note.querySelector(".note-actions").prepend(tool, ...improve(about_note));
    }
  }));
  function improve(note) {
    return about.edit ? [make("a", { className: "improve", href: about.edit, rel: "nofollow", "aria-label": `Improve note ${note.number}` }, "Improve")] : [];
  }

  // --- Selected words ------------------------------------------------------------------------------------------------------
  const words = (node) => node.textContent;
  const bar = make("div", { className: "selection-tools", hidden: true, role: "group", "aria-label": "Selected words" });
  document.body.append(bar);
  let chosen;
  // Whole words of one paragraph of the source, or nothing.
  const selected = () => {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const paragraph = (range.startContainer.parentElement ?? range.startContainer).closest(".source");
    if (!paragraph || !paragraph.contains(range.endContainer)) return null;
    const before = document.createRange();
    before.setStart(paragraph, 0);
    before.setEnd(range.startContainer, range.startOffset);
    const text = words(paragraph);
    let start = words(before.cloneContents()).length;
    let end = start + words(range.cloneContents()).length;
    while (start > 0 && /\S/.test(text[start - 1]) && /\S/.test(text[start])) start -= 1;
    while (end < text.length && /\S/.test(text[end]) && /\S/.test(text[end - 1])) end += 1;
    const quotation = text.slice(start, end).trim().replace(/[.,;:]$/, "");
    return quotation ? { quotation, text, start: text.indexOf(quotation, start), unit: paragraph.closest(".unit") } : null;
  };
  // The quotation as an annotation must write it: with as much context as makes it the only one in its passage.
  const unique = ({ quotation, text, start, unit }) => {
    const all = [...unit.closest(".passage").querySelectorAll(".source")].map(words).join("\n");
    const count = (string) => all.split(string).length - 1;
    if (count(quotation) === 1) return quotation;
    const left = text.slice(0, start).trimEnd().split(" ");
    const right = text.slice(start + quotation.length).trimStart().split(" ");
    for (let size = 1; size <= Math.max(left.length, right.length); size += 1) {
      const before = left.slice(-size).join(" ");
      const after = right.slice(0, size).join(" ");
      if (count(`${before} ${quotation}`) === 1) return `${before}|${quotation}|`;
      if (count(`${quotation} ${after}`) === 1) return `|${quotation}|${after}`;
    }
    return quotation;
  };
  const markdown = (part) => `::::{annotation} ${unique(part)}\n:kind: ${Object.keys(about.kinds)[0]}\n:certainty: ${Object.keys(about.certainties)[0]}\nThe note: one thing, 30 to 110 words, every fact with its source {cite:p}\`key\`.\n::::`;
  const propose = (part) => {
    const passage = part.unit.closest(".passage");
    const how = make("p", {}, `Kinds: ${Object.keys(about.kinds).join(", ")}. Certainty: ${Object.keys(about.certainties).join(", ")}. The block goes inside the passage of ${part.unit.id}, in ${about.file ?? "the chapter’s file"}.`);
    const blocks = [how, block("The note in Markdown", markdown(part))];
    if (about.edit) blocks.push(make("p", {}, make("a", { href: about.edit, rel: "nofollow" }, "Open the chapter in the editor")));
    open("Propose a note", ...blocks);
    copy(markdown(part), "The note in Markdown");
    return passage;
  };
  const quote = (part) => copy(`“${part.quotation}” (${chicago(work(part.unit.id)).slice(0, -1)}).`, "Quotation with citation");
  for (const [label, act] of [["Copy with citation", quote], ["Propose a note", propose]]) {
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
