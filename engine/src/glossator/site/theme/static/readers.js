// Notes of readers: written beside the words they are on, kept in the reader's browser, marked in the text and listed
// under their paragraph. The text itself is not touched: a mark is a highlight of the browser, or none where it has no
// such thing. Fetched when a reader first writes a note, or at once where there are notes on the page (cite.js). What is
// done with all of them, files and merging, is in desk.js.
"use strict";
window.edition.readers = (() => {
  const { _, about, fetched, make, notesKey, remembered, say, unspaced } = window.edition;
  const UNIT = ".passage[role=group] > .unit";
  const title = document.querySelector(".site-title").textContent.trim();
  // Where the form stands is measured when its rules apply; without them it still works.
  const styled = new Promise((resolve) => {
    document.head.append(make("link", { rel: "stylesheet", href: about.scripts["readers.css"], onload: resolve, onerror: resolve }));
  });

  // --- What is kept ---------------------------------------------------------------------------------------------------
  // A note: id, by, text, page, paragraph, exact, prefix, suffix, start and end (in code points, null if unknown),
  // created, modified, version and address of the edition it was written on; `from`, the file of one without a name.
  const LONGEST = 20000;
  const isText = (value, longest = 300) => typeof value === "string" && value.length <= longest;
  const isPlace = (value) => value === null || (Number.isInteger(value) && value >= 0);
  const isSound = (note) => note !== null && typeof note === "object" && isText(note.text, LONGEST) && note.text.trim() !== ""
    && isText(note.exact, LONGEST) && note.exact !== "" && isText(note.id) && note.id !== ""
    && ["by", "paragraph", "prefix", "suffix", "created", "modified", "version", "address", "from"].every((name) => isText(note[name]))
    && isPlace(note.start) && isPlace(note.end) && isText(note.page) && /^(?!\/)(?!.*\.\.)[^\s:?#\\]+$/.test(note.page);

  // The browser may keep nothing, or have no room left: then all of it lasts for this page, and the reader is told.
  const state = { name: "", isNamed: false, notes: [], isKept: true };
  const stored = () => {
    try {
      const { name, isNamed, notes } = JSON.parse(remembered(notesKey));
      return { name: isText(name) ? name : "", isNamed: isNamed === true, notes: notes.filter(isSound) };
    } catch { return {}; }
  };
  // Another page may have written since this one has read.
  const refresh = () => { if (state.isKept) Object.assign(state, stored()); };
  const change = (work) => {
    refresh();
    work(state);
    const { name, isNamed, notes } = state;
    try {
      localStorage.setItem(notesKey, JSON.stringify({ name, isNamed, notes }));
      state.isKept = true;
    } catch { state.isKept = false; }
    show();
  };
  const isMine = ({ by }) => by === "" || by === state.name;
  const person = ({ by, from }) => by || from;

  // --- Where its words are --------------------------------------------------------------------------------------------
  const shared = (one, other) => { let size = 0; while (size < one.length && one[size] === other[size]) size += 1; return size; };
  const reversed = (text) => [...text].reverse().join("");
  const placeIn = (unit, { exact, prefix, suffix, start, end }) => {
    const source = unit.querySelector(":scope > .source");
    const text = source.textContent;
    const letters = [...text];
    if (start !== null && letters.slice(start, end).join("") === exact) {
      const from = letters.slice(0, start).join("").length;
      return { unit, source, start: from, end: from + exact.length };
    }
    // The words have moved: of several places that which has most of the same beside it.
    const fit = (at) => shared(reversed(prefix), reversed(text.slice(0, at))) + shared(suffix, text.slice(at + exact.length));
    let best = -1;
    for (let at = text.indexOf(exact); at >= 0; at = text.indexOf(exact, at + 1)) if (best < 0 || fit(at) > fit(best)) best = at;
    return best < 0 ? null : { unit, source, start: best, end: best + exact.length };
  };
  const find = (note) => {
    const units = note.paragraph ? [document.getElementById(note.paragraph)].filter((unit) => unit?.matches(UNIT)) : [...note.page === about.page ? document.querySelectorAll(UNIT) : []];
    for (const unit of units) {
      const place = placeIn(unit, note);
      if (place) return place;
    }
    return null;
  };
  const range = ({ source, start, end }) => {
    const found = document.createRange();
    const texts = document.createTreeWalker(source, NodeFilter.SHOW_TEXT);
    let at = 0;
    while (texts.nextNode()) {
      const { data } = texts.currentNode;
      if (start >= at && start < at + data.length) found.setStart(texts.currentNode, start - at);
      if (end <= at + data.length) { found.setEnd(texts.currentNode, end - at); break; }
      at += data.length;
    }
    return found;
  };
  const mark = (name, places) => {
    if (!window.Highlight || !CSS.highlights) return;
    if (places.length) CSS.highlights.set(name, new window.Highlight(...places.map(range)));
    else CSS.highlights.delete(name);
  };
  const light = (place) => mark("my-note-now", place ? [place] : []);
  const brief = (text) => {
    const line = text.replace(/\s+/g, " ").trim();
    return line.length > 120 ? `${line.slice(0, 60).trim()} … ${line.slice(-40).trim()}` : line;
  };
  const nameOf = (unit) => unit.querySelector(".paragraph-number").getAttribute("aria-label");

  // --- The lists under the paragraphs -------------------------------------------------------------------------------------
  // Whose notes are shown: those of one person, of all (null), or none.
  const view = { of: null, none: false };
  const isShown = (note) => !view.none && (view.of === null || person(note) === view.of);
  const gone = new Map();
  const tool = (words, label, act) => {
    const button = make("button", { type: "button", className: "my-note-tool", "aria-label": label }, words);
    button.addEventListener("click", act);
    return button;
  };
  const focus = (id, selector) => {
    const item = [...document.querySelectorAll(".my-note")].find((one) => one.dataset.note === id);
    // The reader stays where the words are.
    (selector ? item?.querySelector(selector) : item)?.focus({ preventScroll: true });
  };
  const remove = (note) => {
    gone.set(note.id, note);
    change(({ notes }) => notes.splice(notes.findIndex(({ id }) => id === note.id), 1));
    focus(note.id, "button");
  };
  const restore = (note) => {
    gone.delete(note.id);
    change(({ notes }) => { if (!notes.some(({ id }) => id === note.id)) notes.push(note); });
    focus(note.id);
  };
  const item = (note, place) => {
    const on = { words: brief(note.exact) };
    if (gone.has(note.id)) {
      return make("li", { className: "my-note", "data-note": note.id }, _("The note on “{words}” was deleted.", on), " ", tool(_("Undo"), _("Undo: keep the note on “{words}”", on), () => restore(note)));
    }
    const by = person(note);
    const entry = make("li", { className: "my-note", "data-note": note.id, tabIndex: -1 },
      make("q", { className: "my-note-words", translate: false, dir: "auto", lang: place?.source.lang ?? "" }, on.words),
      ...by ? [" ", make("cite", {}, by)] : [],
      make("p", { dir: "auto" }, note.text),
      make("span", { className: "my-note-tools" },
        ...isMine(note) && place ? [tool(_("Edit"), _("Edit the note on “{words}”", on), (event) => edit(note, event.currentTarget))] : [],
        tool(_("Delete"), _("Delete the note on “{words}”", on), () => remove(note))));
    for (const [begin, end] of [["mouseenter", "mouseleave"], ["focusin", "focusout"]]) {
      entry.addEventListener(begin, () => light(place));
      entry.addEventListener(end, () => light());
    }
    return entry;
  };
  const warning = () => make("p", { className: "my-notes-warning", role: "alert" },
    _("This browser keeps no more notes: they are lost when you leave this page. Save them to a file."), " ",
    tool(_("Save to a file"), _("Save to a file"), () => desk("save")));
  const listUnder = (unit, found) => {
    const heading = found.every(({ note }) => isMine(note)) ? _("My notes") : _("Notes of readers");
    const list = make("ul", {}, ...found.sort((one, other) => one.place.start - other.place.start).map(({ note, place: at }) => item(note, at)));
    const section = make("section", { className: "my-notes", "aria-label": `${heading}: ${nameOf(unit)}` }, make("p", { className: "my-notes-title" }, heading), list, ...state.isKept ? [] : [warning()]);
    unit.querySelector(":scope > .source").after(section);
  };
  const show = () => {
    document.querySelectorAll(".my-notes").forEach((section) => section.remove());
    const all = [...state.notes, ...gone.values()].filter(isShown);
    const found = all.map((note) => ({ note, place: find(note) })).filter((one) => one.place);
    for (const unit of new Set(found.map((one) => one.place.unit))) listUnder(unit, found.filter((one) => one.place.unit === unit));
    mark("my-notes", found.filter(({ note }) => !gone.has(note.id)).map((one) => one.place));
    light();
    window.edition.desk?.show();
  };
  const desk = (act) => fetched("desk").then(() => window.edition.desk[act](), () => {});

  // --- The form -------------------------------------------------------------------------------------------------------
  const form = make("dialog", { className: "my-note-form", "aria-labelledby": "my-note-title" });
  document.body.append(form);
  let draft;
  // What has been typed is there again when the form is opened at the same words.
  const drafts = new Map();
  const close = (back) => {
    form.close();
    light();
    draft = undefined;
    back?.focus();
  };
  const leave = () => {
    const text = form.querySelector("textarea").value;
    if (text !== draft.text) drafts.set(draft.key, text);
    close(draft.back);
  };
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { event.stopPropagation(); leave(); }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.querySelector("form").requestSubmit();
  });
  addEventListener("beforeunload", (event) => { if (form.open && form.querySelector("textarea").value !== draft.text) event.preventDefault(); });

  // Words are chosen by the keyboard, too: the first and the last of them.
  const parts = (text) => [...text.matchAll(new RegExp(`(?:${unspaced.source}|[^\\s${unspaced.source.slice(1)}+)`, "gu"))].map((found) => ({ start: found.index, end: found.index + found[0].length, word: found[0] }));
  const choice = (at) => {
    const all = parts(at.source.textContent);
    const list = (label, chosen) => {
      const select = make("select", { lang: at.source.lang }, ...all.map(({ word }, index) => make("option", { value: index, selected: index === chosen }, word)));
      select.addEventListener("change", () => {
        const [first, last] = [from, to].map(({ value }) => Number(value));
        if (first > last) (select === from ? to : from).value = select.value;
        Object.assign(at, { start: all[from.value].start, end: all[to.value].end });
        light(at);
        sayWords(at);
      });
      return [make("label", {}, label, " ", select), select];
    };
    const [[first, from], [last, to]] = [list(_("First word"), 0), list(_("Last word"), all.length - 1)];
    return make("div", { className: "my-note-choice", translate: false }, first, last);
  };
  const wordsAt = ({ source, start, end }) => source.textContent.slice(start, end);
  const sayWords = (at) => { form.querySelector("q").textContent = brief(wordsAt(at)); };
  const below = (at) => {
    const box = range(at).getBoundingClientRect();
    form.style.top = `${Math.max(8, scrollY + Math.min(box.bottom, innerHeight * 0.6) + 8)}px`;
    form.style.left = `${Math.max(8, Math.min(box.left, document.documentElement.clientWidth - form.offsetWidth - 8))}px`;
  };
  const open = async (at, { note, choose = false, back }) => {
    await styled;
    if (form.open) leave();
    const key = note?.id ?? `${at.unit.id} ${at.start} ${at.end}`;
    const text = note?.text ?? "";
    draft = { key, text, back };
    const area = make("textarea", { rows: 4, required: true, maxLength: LONGEST, value: drafts.get(key) ?? text });
    // Asked once, and may be left out; it can be changed among all notes.
    const name = state.isNamed ? null : make("input", { type: "text", autocomplete: "name", maxLength: 200, value: state.name });
    const cancel = make("button", { type: "button" }, _("Cancel"));
    cancel.addEventListener("click", leave);
    const body = make("form", { method: "dialog" },
      make("h2", { id: "my-note-title" }, note ? _("Edit a note") : _("Write a note")),
      make("p", {}, make("q", { translate: false, dir: "auto", lang: at.source.lang })), ...choose ? [choice(at)] : [],
      make("label", {}, _("Your note"), area),
      ...name ? [make("label", {}, _("Your name (may be left out)"), name)] : [],
      make("p", { className: "my-note-hint" }, _("It is kept in this browser, and sent nowhere.")),
      make("div", { className: "my-note-tools" }, make("button", { className: "keep" }, _("Keep")), cancel));
    body.addEventListener("submit", (event) => {
      event.preventDefault();
      if (area.value.trim()) keep(at, note, area.value.trim(), name?.value.trim(), key);
    });
    form.replaceChildren(body);
    sayWords(at);
    // By its attribute: show() would bring its first field into view where it does not stand yet.
    form.open = true;
    below(at);
    light(at);
    area.focus({ preventScroll: true });
    form.scrollIntoView({ block: "nearest" });
  };
  const identifier = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    return `urn:uuid:${[...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-")}`;
  };
  const CONTEXT = 32;
  const written = ({ unit, source, start, end }) => {
    const text = source.textContent;
    const count = (part) => [...part].length;
    const before = [...text.slice(0, start)];
    const exact = text.slice(start, end);
    return { page: about.page, paragraph: unit.id, exact, prefix: before.slice(-CONTEXT).join(""), suffix: [...text.slice(end)].slice(0, CONTEXT).join(""), start: before.length, end: before.length + count(exact) };
  };
  const keep = (at, note, text, name, key) => {
    const now = new Date().toISOString();
    const id = note?.id ?? identifier();
    drafts.delete(key);
    close();
    // What has just been written is seen, whosever notes were chosen.
    Object.assign(view, { of: null, none: false });
    change((all) => {
      // A name that is given later is that of the notes before, which had none.
      if (name !== undefined) rename(name, all);
      const old = all.notes.find((one) => one.id === id);
      if (old) Object.assign(old, { text, modified: now });
      else all.notes.push({ id, by: all.name, text, ...written(at), created: now, modified: now, version: about.version, address: about.address, from: "" });
    });
    say(state.isKept ? _("The note is kept in this browser.") : _("The note could not be kept."));
    focus(id);
  };
  const rename = (name, all) => {
    const before = all.name;
    Object.assign(all, { name, isNamed: true });
    for (const note of all.notes) if (note.by === before && !note.from) note.by = name;
  };
  const edit = (note, back) => open(find(note), { note, back });

  // On words that were selected (selecting.js), or on a paragraph, of which words can then be chosen.
  const write = ({ quotation, start, unit }) => open({ unit, source: unit.querySelector(":scope > .source"), start, end: start + quotation.length }, {});
  const writeOn = (unit, back) => {
    const source = unit.querySelector(":scope > .source");
    open({ unit, source, start: 0, end: source.textContent.length }, { choose: true, back });
  };

  addEventListener("storage", ({ key }) => { if (key === notesKey) { refresh(); show(); } });
  refresh();
  return { brief, change, desk, find, identifier, isMine, isShown, isSound, item, person, rename, show, state, title, view, warning, write, writeOn };
})();
