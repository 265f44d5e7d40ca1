// All notes of readers: saved to a file and loaded from several, in the form of the W3C (Web Annotation); by whom; those
// whose words are no longer found; as a sheet and as proposals for the edition. Fetched when a reader first asks for it.
// What stands in a file is never markup: it is put on the page as text.
"use strict";
window.edition.desk = (() => {
  const { _, about, brief, copy, fetched, make, ngettext, readers, say } = { ...window.edition, ...window.edition.readers };
  const { change, find, identifier, isShown, isSound, item, person, rename, show: showLists, state, title, view, warning } = readers;
  const root = document.documentElement;
  const nameless = () => _("without a name");

  // --- The form of the W3C --------------------------------------------------------------------------------------------
  const CONTEXT = "http://www.w3.org/ns/anno.jsonld";
  // What an annotation says of its edition besides: for the versions of the words.
  const TERMS = { edition: "schema:isPartOf", title: "schema:name", version: "schema:version", address: { "@id": "schema:url", "@type": "@id" } };
  const FRAGMENTS = "http://tools.ietf.org/rfc/rfc3236";
  const annotation = (note) => {
    const place = note.start === null ? [] : [{ type: "TextPositionSelector", start: note.start, end: note.end }];
    return {
      id: note.id,
      type: "Annotation",
      motivation: "commenting",
      ...person(note) && { creator: { type: "Person", name: person(note) } },
      ...note.created && { created: note.created },
      ...note.modified && { modified: note.modified },
      body: { type: "TextualBody", purpose: "commenting", value: note.text, format: "text/plain" },
      target: {
        source: `${note.address}${note.page}`,
        selector: [
          ...note.paragraph ? [{ type: "FragmentSelector", conformsTo: FRAGMENTS, value: note.paragraph }] : [],
          { type: "TextQuoteSelector", exact: note.exact, prefix: note.prefix, suffix: note.suffix },
          ...place,
          ...note.paragraph && place.length ? [{ type: "CssSelector", value: `#${note.paragraph} > .source`, refinedBy: place[0] }] : [],
        ],
      },
      edition: { title, version: note.version, ...note.address && { address: note.address } },
    };
  };
  const asFile = (notes) => `${JSON.stringify({ "@context": [CONTEXT, TERMS], id: identifier(), type: "AnnotationPage", items: notes.map(annotation) }, null, 2)}\n`;
  const save = (name, type, text) => {
    const link = make("a", { href: URL.createObjectURL(new Blob([text], { type })), download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  };
  const slug = (words) => words.normalize("NFKD").replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-+|-+$/g, "").toLowerCase().slice(0, 40);
  const shown = () => state.notes.filter(isShown);
  const whose = () => { const names = [...new Set(shown().map(person))]; return names.length === 1 ? names[0] : ""; };
  const fileName = (ending) => [_("notes"), slug(whose()), slug(title)].filter(Boolean).join("-") + ending;

  // --- Reading files ----------------------------------------------------------------------------------------------------
  const MOST_BYTES = 5000000;
  const list = (value) => (value === undefined || value === null ? [] : [value].flat());
  const text = (value) => (typeof value === "string" ? value : "");
  const whole = (value) => (Number.isInteger(value) ? value : null);
  const plain = (body) => (body.format === "text/html" ? new DOMParser().parseFromString(text(body.value), "text/html").body.textContent : text(body.value));
  // The page within the site: what stands before it is an address of the edition, or of a version of it that is kept.
  const isWhole = (path) => /^\w+:/.test(path);
  const pageOf = (source, address) => {
    const path = source.split(/[?#]/)[0];
    const site = address.replace(/v\/[^/]+\/$/, "");
    if (site && path.startsWith(site)) return path.slice(site.length).replace(/^v\/[^/]+\//, "");
    if (!isWhole(path)) return path.replace(/^(\.\.\/)+/, "");
    return path.endsWith(`/${about.page}`) ? about.page : "";
  };
  // A note of this edition, or why it is none.
  const noteOf = (one, file) => {
    if (one === null || typeof one !== "object") return "unread";
    const edition = one.edition ?? {};
    if (text(edition.title) && edition.title !== title) return "other";
    const target = list(one.target).find((each) => typeof each?.source === "string");
    const selectors = list(target?.selector).filter((each) => each !== null && typeof each === "object");
    const ofType = (type) => selectors.find((each) => each.type === type) ?? {};
    const quote = ofType("TextQuoteSelector");
    const bodies = list(one.body).filter((each) => each !== null && typeof each === "object" && text(each.value));
    const body = bodies.find(({ purpose }) => purpose === "commenting") ?? bodies[0];
    if (!target || !body) return "unread";
    const page = pageOf(target.source, text(edition.address) || about.address);
    if (!page) return "other";
    const place = ofType("TextPositionSelector");
    const by = text(list(one.creator).map((each) => each?.name ?? each)[0]).replace(/\s+/g, " ").trim();
    const note = {
      id: text(one.id), by, text: plain(body).trim(), page, paragraph: text(ofType("FragmentSelector").value),
      exact: text(quote.exact), prefix: text(quote.prefix), suffix: text(quote.suffix),
      start: whole(place.start), end: whole(place.end), created: text(one.created), modified: text(one.modified),
      version: text(edition.version), address: text(edition.address), from: by ? "" : file.replace(/\.json$/i, ""),
    };
    return isSound(note) ? note : "unread";
  };
  const same = (one, other) => ["by", "page", "paragraph", "exact", "text"].every((name) => one[name] === other[name]);
  const merge = (notes, fresh) => {
    const count = { added: 0, changed: 0, known: 0 };
    for (const note of fresh) {
      const at = notes.findIndex((one) => one.id === note.id);
      if (at < 0 && !notes.some((one) => same(one, note))) { notes.push(note); count.added += 1; }
      else if (at >= 0 && note.modified > notes[at].modified) { notes[at] = note; count.changed += 1; }
      else count.known += 1;
    }
    return count;
  };
  // The items of a file, or a sentence that says why there are none.
  const itemsOf = async (file) => {
    const name = { name: file.name };
    if (file.size > MOST_BYTES) return _("“{name}” is larger than five megabytes, which no file of notes is. Nothing of it was read.", name);
    let content;
    try { content = JSON.parse(await file.text()); } catch { return _("“{name}” is broken, or no file of notes: it could not be read as JSON. Nothing of it was read.", name); }
    const page = list(content?.type).includes("AnnotationCollection") ? content.first : content;
    if (!list(page?.type).includes("AnnotationPage") || !Array.isArray(page.items)) return _("“{name}” is no file of notes: it holds no AnnotationPage of the W3C. Nothing of it was read.", name);
    return page.items;
  };
  const load = async (file) => {
    const items = await itemsOf(file);
    if (typeof items === "string") return [{ refused: items }];
    const read = items.map((one) => noteOf(one, file.name));
    const fresh = read.filter((one) => typeof one === "object");
    const [other, unread] = ["other", "unread"].map((why) => read.filter((one) => one === why).length);
    const name = { name: file.name };
    if (!fresh.length && other) return [{ refused: _("“{name}” holds notes on another edition. Nothing of it was read.", name) }];
    if (!fresh.length) return [{ refused: _("“{name}” holds no note that could be read.", name) }];
    let count;
    change(({ notes }) => { count = merge(notes, fresh); });
    const older = fresh.filter(({ version }) => version && version !== about.version).length;
    return [
      { words: ngettext("“{name}”: {count} note is new", "“{name}”: {count} notes are new", count.added, name) },
      ...count.changed ? [{ words: ngettext("{count} note was replaced by a later form of it", "{count} notes were replaced by later forms of them", count.changed) }] : [],
      ...count.known ? [{ words: ngettext("{count} note was here already", "{count} notes were here already", count.known) }] : [],
      ...older ? [{ words: ngettext("{count} note was written on another version of the edition", "{count} notes were written on another version of the edition", older) }] : [],
      ...other ? [{ refused: ngettext("{count} note on another edition was left out", "{count} notes on another edition were left out", other) }] : [],
      ...unread ? [{ refused: ngettext("{count} note could not be read, and was left out", "{count} notes could not be read, and were left out", unread) }] : [],
    ];
  };

  // --- As a sheet, as proposals -----------------------------------------------------------------------------------------
  const inOrder = (notes) => {
    const at = (note) => { const place = find(note); return place ? [...document.querySelectorAll(".unit")].indexOf(place.unit) * 1e6 + place.start : 0; };
    return notes.map((note) => [note, note.page, at(note)]).sort((one, other) => one[1].localeCompare(other[1]) || one[2] - other[2] || (one[0].start ?? 0) - (other[0].start ?? 0)).map(([note]) => note);
  };
  const sheetItems = (notes) => {
    const ordered = inOrder(notes);
    return [...new Set(ordered.map(({ paragraph }) => paragraph).filter(Boolean))].flatMap((id) => [
      { type: "paragraph", id, notes: "none" },
      ...ordered.filter(({ paragraph }) => paragraph === id).map((note) => {
        const words = _("On “{words}”", { words: brief(note.exact) }) + (person(note) ? ` (${person(note)})` : "");
        return note.text.endsWith("?") ? { type: "own-question", text: `${words}: ${note.text}`, lines: 5, answer: "" } : { type: "text", text: `${words}: ${note.text}` };
      }),
    ]);
  };
  const sheet = () => JSON.stringify({ edition: { title, version: about.version, address: about.address }, title: whose() ? _("Notes by {name}", { name: whose() }) : _("Notes of readers"), instructions: "", items: sheetItems(shown()) }, null, 2);
  // The page of the sheet opens none that has more.
  const MOST_ITEMS = 500;
  const saveSheet = () => {
    const count = sheetItems(shown()).length;
    if (count <= MOST_ITEMS) save(fileName(".sheet.json"), "application/json", sheet());
    else report.replaceChildren(make("p", { className: "refused" }, _("These notes would make a sheet of {count} items, and it can have {most}. Choose those of one person.", { count, most: MOST_ITEMS })));
  };
  const proposals = async () => {
    await fetched("citing");
    const here = inOrder(shown()).map((note) => [note, find(note)]).filter(([, place]) => place);
    return here.map(([note, { unit, source, start, end }]) => {
      const words = source.textContent;
      const block = window.edition.citing.markdown({ quotation: words.slice(start, end), text: words, start, unit }, {
        by: person(note) && _("Proposed by {name}", { name: person(note) }), text: note.text,
      });
      return `${_("In {file}, in the passage of {paragraph}:", { file: about.file, paragraph: unit.id })}\n\n${block}\n`;
    }).join("\n");
  };

  // --- The dialogue ---------------------------------------------------------------------------------------------------
  const dialog = make("dialog", { className: "cite-dialog my-notes-desk", "aria-labelledby": "my-notes-title" });
  document.body.append(dialog);
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  const button = (words, act, label) => {
    const made = make("button", { type: "button", ...label && { "aria-label": label } }, words);
    made.addEventListener("click", act);
    return made;
  };
  const summary = make("p");
  const place = make("p", { hidden: true });
  const report = make("output", { role: "status" });
  const name = make("input", { type: "text", autocomplete: "name", maxLength: 200 });
  name.addEventListener("change", () => change((all) => rename(name.value.trim(), all)));
  const files = make("input", { type: "file", multiple: true, accept: ".json,application/json,application/ld+json" });
  files.addEventListener("change", async () => {
    const told = [];
    for (const file of files.files) told.push(...await load(file));
    files.value = "";
    report.replaceChildren(...told.map(({ refused, words }) => make("p", { className: refused ? "refused" : "" }, refused ?? words)));
  });
  const people = make("select");
  people.addEventListener("change", () => {
    Object.assign(view, { of: people.value.startsWith("of ") ? people.value.slice(3) : null, none: people.value === "none" });
    showLists();
  });
  const lost = make("section");
  const elsewhere = make("section");
  const proposed = make("section");
  const copyOrSave = (what, words, file) => [button(_("Copy"), () => copy(words, what), _("Copy: {name}", { name: what })), " ", button(_("Save to a file"), () => save(file, "text/markdown", words), _("Save to a file: {name}", { name: what }))];
  const propose = async () => {
    const words = await proposals();
    const what = _("The notes as proposals");
    proposed.replaceChildren(make("p", {}, words ? _("These are the notes on this page. Kinds and sources are still to be given: a proposal is what a contributor begins with.") : _("No note that is chosen is on words of this page.")), ...words ? [make("pre", { translate: false, tabIndex: 0, "aria-label": what }, words), ...copyOrSave(what, words, fileName(".md"))] : []);
  };
  let cleared;
  const clear = () => {
    cleared = shown();
    change((all) => { all.notes = all.notes.filter((note) => !cleared.some(({ id }) => id === note.id)); });
    const undo = button(_("Undo"), () => { change(({ notes }) => merge(notes, cleared)); report.replaceChildren(); });
    report.replaceChildren(make("p", {}, ngettext("{count} note was deleted.", "{count} notes were deleted.", cleared.length), " ", undo));
    undo.focus();
  };
  const tools = {
    save: button(_("Save to a file"), () => act.save()),
    // What keeps the sheet of this browser (adding.js).
    ...about.scripts.adding && { add: button(_("Add to the sheet"), ({ target }) => fetched("adding").then(() => window.edition.sheet.add(sheetItems(shown()), target), () => {})) },
    sheet: button(_("Save as a sheet"), saveSheet),
    propose: button(_("As proposals for the edition"), propose),
    clear: button(_("Delete these notes"), clear),
  };
  const close = button(_("Close"), () => dialog.close());
  close.className = "close";
  dialog.append(
    make("h2", { id: "my-notes-title" }, _("Notes of readers")), summary, place,
    make("label", {}, _("Your name (may be left out)"), name),
    make("label", {}, _("Load files of notes"), files), report,
    make("label", {}, _("Notes by"), people),
    make("div", { className: "my-note-tools" }, ...Object.values(tools)),
    proposed, lost, elsewhere, close);

  const countBy = (notes, of) => notes.reduce((counts, note) => counts.set(of(note), (counts.get(of(note)) ?? 0) + 1), new Map());
  const showLost = () => {
    const gone = shown().filter((note) => note.page === about.page && !find(note));
    lost.replaceChildren(...gone.length ? [make("h3", {}, _("Words that are no longer found")), make("p", {}, _("These notes are kept. The words they are on stand nowhere in their paragraph as it is now.")), make("ul", { className: "my-notes-lost" }, ...gone.map((note) => item(note)))] : []);
  };
  const showElsewhere = () => {
    const pages = [...countBy(shown().filter((note) => note.page !== about.page && !find(note)), (note) => note.page)];
    elsewhere.replaceChildren(...pages.length ? [make("h3", {}, _("On other pages")), make("ul", {}, ...pages.map(([page, count]) => make("li", {}, make("a", { href: `${root.dataset.content_root}${page}` }, page.replace(/(\/?index)?\.html$/, "")), ` (${count})`)))] : []);
  };
  const showPeople = () => {
    const counts = [...countBy(state.notes, person)].sort((one, other) => one[0].localeCompare(other[0], root.lang));
    const choices = [["all", _("Everybody ({count})", { count: state.notes.length })], ...counts.length > 1 ? counts.map(([by, count]) => [`of ${by}`, `${by || nameless()} (${count})`]) : [], ["none", _("Nobody: hide all notes of readers")]];
    const now = view.none ? "none" : view.of === null ? "all" : `of ${view.of}`;
    people.replaceChildren(...choices.map(([value, words]) => make("option", { value, selected: value === now }, words)));
  };
  const show = () => {
    const here = shown().filter(find).length;
    summary.textContent = state.notes.length
      ? [ngettext("{count} note in this browser.", "{count} notes in this browser.", state.notes.length), ngettext("{count} of those chosen is on this page.", "{count} of those chosen are on this page.", here)].join(" ")
      : _("There are no notes yet. Select words of a text and choose “Write a note”, or press “+ Note” at a paragraph; or load the files that others have saved.");
    if (document.activeElement !== name) name.value = state.name;
    place.replaceChildren(...state.isKept ? [] : [warning()]);
    place.hidden = state.isKept;
    for (const tool of Object.values(tools)) tool.disabled = !shown().length;
    showPeople();
    showLost();
    showElsewhere();
  };
  const act = {
    open: () => { report.replaceChildren(); proposed.replaceChildren(); show(); dialog.showModal(); },
    save: () => { const notes = inOrder(shown()); save(fileName(".json"), "application/json", asFile(notes)); say(ngettext("{count} note saved to a file", "{count} notes saved to a file", notes.length)); },
    show,
  };
  return act;
})();
