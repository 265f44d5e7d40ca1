// Notes and the words they quote: three views of a passage, notes that open in place, and which of them are shown.
// What a reader chooses stands in the address. Without this script all notes are shown and open, and the links between
// note and words do the rest.
"use strict";
(() => {
  const { _, decoded, fetched, lead, make, ngettext, remember, remembered, soon, write } = window.edition;
  // By what none but a passage has: an author may give any block any class.
  const [NOTE, REFERENCE, QUOTED] = [".annotation[role=note]", ".noteref[role=doc-noteref]", ".quoted[data-notes]"];
  const root = document.documentElement;
  const notes = [...document.querySelectorAll(NOTE)];
  const wordsOf = new Map(notes.map((note) => [note.id, []]));
  for (const words of document.querySelectorAll(QUOTED)) {
    for (const id of words.dataset.notes.split(" ")) wordsOf.get(id)?.push(words);
  }
  const referenceTo = (note) => document.getElementById(`ref-${note.id}`);
  const noteOf = (reference) => document.getElementById(decoded(reference.hash.slice(1)));
  // From here on there is a margin; below, a note that is opened while one reads comes up from the foot of the window.
  const wide = matchMedia("(min-width: 60rem)");
  const isRead = () => root.dataset.view === "read";

  // --- Lighting -------------------------------------------------------------------------------------------------
  const parts = (id) => [document.getElementById(id), ...wordsOf.get(id)];
  const light = (ids, on) => ids.flatMap(parts).forEach((part) => part.classList.toggle("lit", on));
  const notesAt = (target) => {
    const place = target.closest?.(`${NOTE}, ${REFERENCE}, ${QUOTED}`);
    if (!place) return [];
    if (place.matches(NOTE)) return [place.id];
    return place.matches(REFERENCE) ? [decoded(place.hash.slice(1))] : place.dataset.notes.split(" ");
  };
  for (const [on, off] of [["mouseover", "mouseout"], ["focusin", "focusout"]]) {
    document.addEventListener(on, (event) => light(notesAt(event.target), true));
    document.addEventListener(off, (event) => { light(notesAt(event.target), false); if (sheet.note) light([sheet.note.id], true); });
  }

  // --- Opening and closing --------------------------------------------------------------------------------------
  // In the Read view a note is closed until it is opened, in the Study view open until it is closed; each view keeps its
  // own account. A browser that searches hidden text opens what it finds.
  const isOpen = (note) => (isRead() ? note.classList.contains("open") : !note.classList.contains("closed"));
  const lines = new Map();
  const apply = (note) => {
    const open = isOpen(note);
    for (const part of note.children) {
      if (part.matches(".annotation-head, .note-sheet")) continue;
      if (open) part.removeAttribute("hidden");
      else part.setAttribute("hidden", "until-found");
    }
    lines.get(note)?.setAttribute("aria-expanded", String(open));
  };
  const setOpen = (note, on) => {
    note.classList.toggle(isRead() ? "open" : "closed", isRead() ? on : !on);
    apply(note);
    if (!on && sheet.note === note) sheet.leave();
  };
  let origin;
  const open = (note, { from, more = false } = {}) => {
    if (isRead() && !more) notes.filter((other) => other !== note && other.classList.contains("open")).forEach((other) => setOpen(other, false));
    const height = note.offsetHeight;
    setOpen(note, true);
    if (from) origin = from;
    if (isRead() && !wide.matches) sheet.enter(note, height);
    align();
  };
  const close = (note, back = origin) => {
    setOpen(note, false);
    align();
    (back?.isConnected && !note.contains(back) ? back : lines.get(note))?.focus({ preventScroll: true });
    origin = undefined;
  };
  const focus = (note) => lines.get(note)?.focus({ preventScroll: true });
  // Bring the note, or its words above the sheet, into what is seen; nothing moves that is there.
  const reveal = (note) => {
    const top = document.querySelector(".site-header").getBoundingClientRect();
    const above = Math.max(0, getComputedStyle(document.querySelector(".site-header")).position === "sticky" ? top.bottom : 0) + 16;
    const below = innerHeight - (sheet.note ? sheet.note.offsetHeight : 0) - 16;
    const box = (sheet.note ? wordsOf.get(note.id)[0] ?? referenceTo(note) : note).getBoundingClientRect();
    if (box.top < above || (box.bottom > below && box.top > above)) scrollBy({ top: Math.min(box.top - above, Math.max(box.bottom - below, box.top - above - (below - above) / 3)) });
  };

  // --- The sheet: the open note at the foot of a narrow window ------------------------------------------------------
  const sheet = { note: undefined, place: make("div", { className: "note-place" }) };
  const shownNotes = () => notes.filter((note) => !note.hidden);
  const step = (by) => {
    const all = shownNotes();
    const next = all[all.indexOf(sheet.note) + by];
    if (next) { open(next); reveal(next); sheet.bar.querySelector(by < 0 ? ".previous" : ".next").focus({ preventScroll: true }); }
  };
  const control = (className, sign, label, act) => {
    const button = make("button", { type: "button", className, "aria-label": label }, sign);
    button.addEventListener("click", act);
    return button;
  };
  sheet.count = make("output", { role: "status" });
  sheet.bar = make("div", { className: "note-sheet" },
    control("previous", "‹", _("Previous note"), () => step(-1)), sheet.count, control("next", "›", _("Next note"), () => step(1)),
    control("close", "×", _("Close the note"), () => close(sheet.note)));
  sheet.enter = (note, height) => {
    if (sheet.note && sheet.note !== note) sheet.leave();
    if (sheet.note !== note) {
      sheet.place.style.height = `${height}px`;
      note.before(sheet.place);
    }
    sheet.note = note;
    note.classList.add("sheet");
    note.prepend(sheet.bar);
    note.scrollTop = 0;
    const all = shownNotes();
    sheet.count.textContent = _("{number} of {count}", { number: all.indexOf(note) + 1, count: all.length });
    sheet.bar.querySelector(".previous").disabled = note === all[0];
    sheet.bar.querySelector(".next").disabled = note === all.at(-1);
    light([...wordsOf.keys()], false);
    light([note.id], true);
  };
  sheet.leave = () => {
    const { note } = sheet;
    sheet.note = undefined;
    sheet.place.remove();
    sheet.bar.remove();
    note.classList.remove("sheet");
    light([note.id], false);
  };
  // A finger that draws the sheet down by its head puts it away.
  let from;
  sheet.bar.addEventListener("pointerdown", (event) => { from = event.target.closest("button") ? undefined : event.clientY; });
  addEventListener("pointerup", (event) => { if (from !== undefined && sheet.note && event.clientY - from > 40) close(sheet.note); from = undefined; });

  // --- By words, by number, by its line; by keyboard ------------------------------------------------------------------
  const act = (note, event) => {
    const opened = !isOpen(note) || (isRead() && !wide.matches && sheet.note !== note);
    lead(opened ? note.id : "");
    if (!opened) return close(note, document.activeElement);
    open(note, { from: event.currentTarget === document ? referenceTo(note) : event.currentTarget, more: event.shiftKey });
    reveal(note);
    return focus(note);
  };
  document.addEventListener("click", (event) => {
    if (!isRead() || event.ctrlKey || event.metaKey || event.altKey || event.button) return;
    const reference = event.target.closest(REFERENCE);
    const words = event.target.closest(QUOTED);
    if (reference) {
      event.preventDefault();
      act(noteOf(reference), event);
    } else if (words && getSelection().isCollapsed && !words.classList.contains("plain")) {
      // Where several notes quote the words, each click opens the next of them.
      const all = words.dataset.notes.split(" ").map((id) => document.getElementById(id)).filter((note) => !note.hidden);
      const now = all.findIndex((note) => isOpen(note));
      act(all[now + 1] ?? all[now], event);
    }
  });
  let byKey;
  const keys = { get on() { return byKey ??= remembered("keys") !== "off"; }, set on(on) { byKey = on; } };
  const isTyping = (target) => target.closest?.("input, select, textarea, [contenteditable]");
  const walk = (by) => {
    const all = shownNotes();
    const here = document.activeElement.closest?.(`${NOTE}, ${REFERENCE}`);
    const at = here ? all.indexOf(here.matches(NOTE) ? here : noteOf(here)) : all.indexOf(sheet.note ?? last);
    const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by];
    if (!next) return;
    last = next;
    open(next, { from: referenceTo(next) });
    reveal(next);
    focus(next);
  };
  let last;
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || document.querySelector("dialog[open]")) return;
    if (event.key === "Escape" && isRead()) {
      const note = event.target.closest?.(`${NOTE}.open`) ?? sheet.note ?? notes.findLast((one) => one.classList.contains("open"));
      if (note) close(note);
    } else if (keys.on && root.dataset.view !== "text" && (event.key === "j" || event.key === "k")) walk(event.key === "j" ? 1 : -1);
  });

  // The line of a note, which opens and closes it: its point, or where it has none the words it quotes.
  for (const note of notes) {
    const head = note.querySelector(".annotation-head");
    const lemma = head.querySelector(".lemma");
    let line = head.querySelector(".gist");
    if (!line) {
      line = make("span", { className: "gist of-words", translate: false }, lemma.textContent);
      lemma.before(line, " ");
    }
    const button = make("button", { type: "button", className: "note-line", "aria-expanded": "true" }, ...line.childNodes, make("span", { className: "unseen" }, ` (${head.querySelector(".labels").textContent})`));
    button.addEventListener("click", (event) => act(note, event));
    line.append(button);
    lines.set(note, button);
    for (const part of note.children) part.addEventListener("beforematch", () => open(note, { more: true }));
  }
  soon(() => notes.forEach((note) => note.querySelector(".annotation-head").append(make("span", { className: "note-actions" }))));

  // --- Which notes are shown ----------------------------------------------------------------------------------------
  const labels = { kind: window.edition.about.kinds ?? {}, certainty: window.edition.about.certainties ?? {} };
  const has = (note, value) => note.classList.contains(`kind-${value}`) || note.classList.contains(`certainty-${value}`);
  const asked = new URLSearchParams(location.search);
  const list = (name) => asked.getAll(name).join().split(",").filter(Boolean);
  const units = new Map([...document.querySelectorAll(".unit[id]")].map((unit) => [unit.id, unit]));
  const known = { notes: ["none", ...Object.values(labels).flatMap(Object.keys), ...wordsOf.keys()], only: [...units.keys()] };
  // What an address asks for and the page does not have does nothing; views.js says so.
  const [chosen, only] = ["notes", "only"].map((name) => new Set(list(name).filter((value) => known[name].includes(value))));
  const alone = (note) => !only.size || only.has(note.closest(".unit")?.id);
  const named = (note) => ![...chosen].some((value) => wordsOf.has(value)) || chosen.has(note.id);
  const shown = (note) => root.dataset.view !== "text" && alone(note) && named(note) && Object.values(labels).every((values) => {
    const wanted = Object.keys(values).filter((value) => chosen.has(value));
    return !wanted.length || wanted.some((value) => has(note, value));
  });
  // A paragraph alone, ?only=letter-2: what is neither it nor a heading that leads there is hidden.
  let leftOut = [];
  const beside = (within, kept) => [...within.children].flatMap((part) => {
    if (kept.includes(part) || part.matches("h1, h2, h3, h4, h5, h6")) return [];
    return kept.some((one) => part.contains(one)) ? beside(part, kept) : [part];
  });
  const leaveOut = () => {
    leftOut.forEach((part) => { part.hidden = false; });
    leftOut = only.size ? beside(document.querySelector("article"), [byLink.bar.closest(".note-tools") ?? byLink.bar, ...[...only].map((id) => units.get(id))]) : [];
    leftOut.forEach((part) => { part.hidden = true; });
  };
  const byLink = { isSo: chosen.size > 0, words: make("span", { role: "status" }), bar: make("p", { className: "by-link" }) };
  const sayWhatIsShown = (count) => {
    const names = [...only].map((id) => units.get(id).querySelector(".paragraph-number")?.getAttribute("aria-label") ?? id).join(", ");
    const part = ngettext("{shown} of {count} note, chosen by this link", "{shown} of {count} notes, chosen by this link", notes.length, { shown: count });
    const isPart = only.size || (byLink.isSo && count < notes.length && root.dataset.view !== "text");
    byLink.words.textContent = [
      ...only.size ? [_("{paragraph} alone:", { paragraph: names })] : [],
      ...isPart && notes.length ? [part] : [],
    ].join(" ");
    byLink.bar.hidden = !byLink.words.textContent;
    byLink.all.hidden = !isPart;
  };
  const show = () => {
    const visible = new Set(notes.filter((note) => { note.hidden = !shown(note); return !note.hidden; }).map((note) => note.id));
    for (const reference of document.querySelectorAll(REFERENCE)) reference.hidden = !visible.has(decoded(reference.hash.slice(1)));
    for (const words of document.querySelectorAll(QUOTED)) {
      words.classList.toggle("plain", !words.dataset.notes.split(" ").some((id) => visible.has(id)));
    }
    for (const box of document.querySelectorAll(".filter input[value]")) box.checked = chosen.has(box.value);
    const count = document.querySelector(".filter output");
    if (count) count.textContent = ngettext("{shown} of {count} note shown", "{shown} of {count} notes shown", notes.length, { shown: visible.size });
    sayWhatIsShown(visible.size);
    align();
  };
  const showAll = () => {
    for (const [name, values] of Object.entries({ notes: chosen, only })) { values.clear(); write(name, ""); }
    leaveOut();
    show();
  };
  byLink.all = make("button", { type: "button" }, _("Show all"));
  byLink.all.addEventListener("click", () => { showAll(); switches.firstChild.focus(); });
  byLink.bar.append(byLink.words, byLink.all);
  const choose = (value, on) => {
    byLink.isSo = false;
    if (value === "all") chosen.clear();
    else chosen[on ? "add" : "delete"](value);
    write("notes", [...chosen].join(","));
    show();
  };
  // What is to be chosen is fetched when a reader opens it.
  const filter = make("details", { className: "filter" }, make("summary", {}, _("Choose notes")));
  filter.addEventListener("toggle", () => fetched("choosing").then(() => {
    if (filter.children[1]) return;
    filter.append(window.edition.choosing({ choose, has, keys, labels, notes }));
    show();
  }, () => {}));

  // --- Views ----------------------------------------------------------------------------------------------------------
  // The choice itself is made by the first frame (site/policy.py), from the address or from what was chosen last.
  const VIEWS = { read: [_("Read"), _("The text, with a line for each note")], study: [_("Study"), _("All notes open")], text: [_("Text"), _("The text alone")] };
  let viewed;
  const view = (name) => {
    if (sheet.note) sheet.leave();
    root.dataset.view = viewed = name;
    for (const button of switches.children) button.setAttribute("aria-pressed", String(button.value === name));
    notes.forEach(apply);
    show();
  };
  const switches = make("div", { className: "views", role: "group", "aria-label": _("View") }, ...Object.entries(VIEWS).map(([name, [label, title]]) => {
    const button = make("button", { type: "button", value: name, title }, label);
    button.addEventListener("click", () => { remember("view", name); write("view", name); if (name !== "text" && chosen.delete("none")) write("notes", ""); view(name); });
    return button;
  }));

  // --- Height ------------------------------------------------------------------------------------------------------
  // In the margin a note begins beside its words, or below the note before it. The sheet alone begins it beside their
  // paragraph. How high a paragraph is, the style sheet must know to keep the end of a long one in sight.
  const align = () => {
    notes.forEach((note) => note.style.removeProperty("margin-top"));
    for (const source of document.querySelectorAll(".unit > .source")) source.style.setProperty("--h", `${source.offsetHeight}px`);
    if (!wide.matches) return;
    const places = notes.filter((note) => !note.hidden && note.parentElement.matches(".unit")).map((note) => {
      const text = note.parentElement.querySelector(".source").getBoundingClientRect();
      const words = referenceTo(note).getBoundingClientRect();
      return { note, text, height: note.offsetHeight + Number.parseFloat(getComputedStyle(note).marginBottom), wanted: words.top - text.top };
    });
    let [unit, free] = [null, 0];
    for (const { note, height, wanted } of places) {
      if (note.parentElement !== unit) [unit, free] = [note.parentElement, 0];
      const down = Math.max(0, wanted - free);
      if (down) note.style.marginTop = `${down}px`;
      free += down + height;
    }
  };
  wide.addEventListener("change", () => { if (sheet.note) sheet.leave(); });

  // --- Addresses --------------------------------------------------------------------------------------------------------
  const openTarget = () => {
    light([...wordsOf.keys()], false);
    const id = decoded(location.hash.slice(1));
    const own = id.replace(/^ref-/, "");
    const target = document.getElementById(id);
    if (leftOut.some((part) => part.contains(target))) { showAll(); target.scrollIntoView({ behavior: "instant" }); }
    if (!wordsOf.has(own)) return;
    const note = document.getElementById(own);
    // An address is stronger than a choice: who was sent to a note must see it.
    if (root.dataset.view === "text") view("read");
    if (note.hidden) showAll();
    if (id === own || wide.matches) open(note);
    light([own], true);
    const place = sheet.note ? referenceTo(note) : document.getElementById(id);
    place.scrollIntoView({ block: sheet.note ? "start" : "nearest", behavior: "instant" });
  };

  if (notes[0]) notes[0].closest(".passage").before(make("div", { className: "note-tools" }, switches, filter, byLink.bar));
  else document.querySelector(".passage").before(byLink.bar);
  leaveOut();
  const begin = () => {
    view(chosen.has("none") ? "text" : root.dataset.view in VIEWS ? root.dataset.view : "read");
    // What an address chooses, it opens.
    if (isRead() && wide.matches && (chosen.size || only.size)) { shownNotes().forEach((note) => setOpen(note, true)); align(); }
    openTarget();
    root.dataset.aligned = "";
  };
  begin();
  // The view that was chosen last is recalled in the first frame, which may come later than this.
  addEventListener("recalled", () => { if (root.dataset.view !== viewed) begin(); });
  addEventListener("hashchange", openTarget);
  addEventListener("resize", align);
  addEventListener("load", align);
})();
