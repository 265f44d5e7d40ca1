// Citing: a paragraph, a note, a table, the chapter; words that the reader selects in the source (selecting.js).
// The citations are in the page, made by citeproc; the signs in them are replaced that stand for what differs.
// What makes and shows them (citing.js) is fetched when a reader first asks for it, and so is what adds to a sheet (adding.js).
"use strict";
(() => {
  const { _, about, copyLink, fetched, make, remembered, soon } = window.edition;
  const later = (name, script = "citing") => (...given) => fetched(script).then(() => window.edition[script][name](...given), () => {});
  const cite = later("cite");
  const [writeOn, showNotes, allNotes] = ["writeOn", "show", "desk"].map((name) => later(name, "readers"));
  const notesKey = `notes ${document.querySelector(".site-title").textContent.trim()}`;
  Object.assign(window.edition, { later, notesKey });

  // --- Buttons at paragraphs, notes and tables, and for the chapter ----------------------------------------------------
  const small = (className, words, label, onclick) => make("button", { type: "button", className, "aria-label": label, onclick }, words);
  const citeButton = (what, act) => small("cite", _("Cite"), _("Cite: {what}", { what }), act);
  const sheetButton = (what, type, id, more) => (about.scripts.adding ? small("to-sheet", _("Sheet"), _("Add to sheet: {what}", { what }), ({ target }) => fetched("adding").then(() => window.edition.sheet.add([{ type, id, ...more }], target), () => {})) : "");
  // After those that notes.js gives a note: theirs are the places.
  soon(() => document.querySelectorAll(".passage[role=group] > .unit").forEach((unit) => {
    const number = unit.querySelector(".paragraph-number");
    const what = number.getAttribute("aria-label");
    const write = small("cite", _("+ Note"), _("Write a note: {what}", { what }), () => writeOn(unit, write));
    number.closest(".unit-head").append(citeButton(what, () => cite("paragraph", unit)), write, sheetButton(what, "paragraph", unit.id, { notes: "all" }));
    for (const note of unit.querySelectorAll(":scope > .annotation[role=note]")) {
      const name = note.getAttribute("aria-label");
      note.querySelector(".note-actions").prepend(citeButton(name, () => cite("note", note)), sheetButton(name, "paragraph", unit.id, { notes: [note.id] }), ...improve(document.getElementById(`ref-${note.id}`).dataset));
    }
  }));
  function improve(note) {
    return about.edit ? [make("a", { className: "improve", href: about.edit, rel: "nofollow", "aria-label": _("Improve note {number}", note) }, _("Improve"))] : [];
  }
  soon(() => {
    for (const [type, places] of Object.entries({ chart: ".chart-figure > figcaption", row: ".records tr[id] > td:first-child", question: ".question > .question-facts" })) {
      for (const place of document.querySelectorAll(places)) place.append(" ", sheetButton(place.textContent.trim(), type, place.parentElement.id));
    }
    for (const [id, { title }] of Object.entries(about.tables ?? {})) {
      document.getElementById(id)?.querySelector(":scope > caption")?.append(" ", citeButton(title, () => cite("table", id)));
    }
    // A further page of a list of works is none that is cited.
    for (const tool of about.chapter ? document.querySelectorAll(".cite-tool") : []) {
      const button = make("button", { type: "button", className: "cite-page" }, _("Cite this page"));
      button.addEventListener("click", () => cite("page"));
      const notes = make("button", { type: "button", className: "cite-page" }, _("Notes of readers"));
      notes.addEventListener("click", () => allNotes("open"));
      tool.append(button, copyLink(), copyLink(true), notes);
      tool.hidden = false;
    }
  });

  // Notes that readers have written here before.
  soon(() => { if (remembered(notesKey)?.includes(`"${about.page}"`)) showNotes(); });

  // --- Selected words: their tools are fetched when words of a source are first selected -------------------------------
  const inSource = () => {
    const selection = getSelection();
    return !selection.isCollapsed && [selection.anchorNode, selection.focusNode].some((end) => (end?.closest ? end : end?.parentElement)?.closest(".passage[role=group] > .unit"));
  };
  const select = () => {
    if (!inSource()) return;
    document.removeEventListener("selectionchange", select);
    fetched("selecting").catch(() => document.addEventListener("selectionchange", select));
  };
  document.addEventListener("selectionchange", select);
})();
