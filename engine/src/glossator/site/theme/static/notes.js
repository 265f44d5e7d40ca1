// Notes and the words they quote light each other up; a reader chooses which notes to see, and the choice stands in the
// address. Without this script all notes are shown, and the links between note and words do the rest.
"use strict";
(() => {
  const { _, decoded, make, ngettext, soon } = window.edition;
  // By what none but a passage has: an author may give any block any class.
  const [NOTE, REFERENCE, QUOTED] = [".annotation[role=note]", ".noteref[role=doc-noteref]", ".quoted[data-notes]"];
  const notes = [...document.querySelectorAll(NOTE)];
  const wordsOf = new Map(notes.map((note) => [note.id, []]));
  for (const words of document.querySelectorAll(QUOTED)) {
    for (const id of words.dataset.notes.split(" ")) wordsOf.get(id)?.push(words);
  }

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
    document.addEventListener(off, (event) => light(notesAt(event.target), false));
  }
  const openTarget = () => {
    light([...wordsOf.keys()], false);
    const id = decoded(location.hash.slice(1)).replace(/^ref-/, "");
    if (!wordsOf.has(id)) return;
    const note = document.getElementById(id);
    // An address is stronger than a filter: who was sent to a note must see it.
    if (note.hidden) { chosen.clear(); show(); }
    fold(note, false);
    light([id], true);
  };

  // --- Folding, for small screens ---------------------------------------------------------------------------------
  const fold = (note, on) => {
    note.classList.toggle("folded", on);
    note.querySelector(".unfold")?.setAttribute("aria-expanded", String(!on));
  };
  soon(() => notes.forEach((note) => {
    const properties = { type: "button", className: "unfold", "aria-label": _("{note}: show or hide", { note: note.getAttribute("aria-label") }) };
    const button = make("button", { ...properties, "aria-expanded": String(!note.classList.contains("folded")) }, "⌄");
    button.addEventListener("click", () => fold(note, !note.classList.contains("folded")));
    note.querySelector(".annotation-head").append(make("span", { className: "note-actions" }, button));
  }));

  // --- Which notes are shown ----------------------------------------------------------------------------------------
  const labels = { kind: window.edition.about.kinds ?? {}, certainty: window.edition.about.certainties ?? {} };
  const has = (note, value) => note.classList.contains(`kind-${value}`) || note.classList.contains(`certainty-${value}`);
  const chosen = new Set((new URLSearchParams(location.search).get("notes") ?? "").split(",").filter(Boolean));
  const shown = (note) => !chosen.has("none") && Object.values(labels).every((values) => {
    const wanted = Object.keys(values).filter((value) => chosen.has(value));
    return !wanted.length || wanted.some((value) => has(note, value));
  });
  const show = () => {
    const visible = new Set(notes.filter((note) => { note.hidden = !shown(note); return !note.hidden; }).map((note) => note.id));
    for (const reference of document.querySelectorAll(REFERENCE)) reference.hidden = !visible.has(decoded(reference.hash.slice(1)));
    for (const words of document.querySelectorAll(QUOTED)) {
      words.classList.toggle("plain", !words.dataset.notes.split(" ").some((id) => visible.has(id)));
    }
    for (const box of document.querySelectorAll(".filter input")) {
      box.checked = box.value === "all" ? !chosen.size : chosen.has(box.value);
    }
    const count = document.querySelector(".filter output");
    if (count) count.textContent = ngettext("{shown} of {count} note shown", "{shown} of {count} notes shown", notes.length, { shown: visible.size });
    const address = new URL(location.href);
    address.searchParams.delete("notes");
    if (chosen.size) address.search = `${address.search ? `${address.search}&` : ""}notes=${[...chosen].join(",")}`;
    try { history.replaceState(null, "", address); } catch { /* some browsers refuse it for a file on disk */ }
    align();
  };

  const choose = (value, on) => {
    if (value === "all") chosen.clear();
    else if (value === "none") { chosen.clear(); if (on) chosen.add("none"); }
    else { chosen.delete("none"); chosen[on ? "add" : "delete"](value); }
    show();
  };
  const box = (value, words) => {
    const input = make("input", { type: "checkbox", value });
    input.addEventListener("change", () => choose(value, input.checked));
    return make("label", { className: `choice ${value}` }, input, ` ${words}`);
  };
  const group = (name) => make("fieldset", {}, make("legend", {}, name === "kind" ? _("By kind") : _("By certainty")), ...Object.entries(labels[name])
    .map(([value, words]) => [value, words, notes.filter((note) => has(note, value)).length])
    .filter(([, , count]) => count)
    .map(([value, words, count]) => box(value, `${words} (${count})`)));
  const foldAll = make("button", { type: "button", className: "fold-all" }, _("Fold all notes"));
  // Not what the button says: a browser may have translated it.
  let allFolded = false;
  foldAll.addEventListener("click", () => {
    allFolded = !allFolded;
    notes.forEach((note) => fold(note, allFolded));
    foldAll.textContent = allFolded ? _("Show all notes") : _("Fold all notes");
  });
  const filter = make("details", { className: "filter" }, make("summary", {}, _("Choose notes")),
    make("div", { className: "filter-choices" },
      make("fieldset", {}, make("legend", {}, _("All or none")), box("all", _("all notes ({count})", { count: notes.length })), box("none", _("text alone"))),
      group("kind"), group("certainty"), make("output", { role: "status" })));

  // --- Height ------------------------------------------------------------------------------------------------------
  // In the margin a note begins beside its words, or below the note before it. The sheet alone begins it beside their
  // paragraph.
  const wide = matchMedia("(min-width: 75rem)");
  const align = () => {
    notes.forEach((note) => note.style.removeProperty("margin-top"));
    if (!wide.matches) return;
    const places = notes.filter((note) => !note.hidden && note.parentElement.matches(".unit")).map((note) => {
      const text = note.parentElement.querySelector(".source").getBoundingClientRect();
      const words = document.getElementById(`ref-${note.id}`).getBoundingClientRect();
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

  notes[0]?.closest(".passage").before(make("div", { className: "note-tools" }, filter, foldAll));
  show();
  openTarget();
  addEventListener("hashchange", openTarget);
  addEventListener("resize", align);
  addEventListener("load", align);
})();
