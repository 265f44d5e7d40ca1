// The page on which a sheet is put together. The sheet is kept in this browser and stands in the page's address; what is
// on it of the edition is fetched from the edition's own scripts. What anyone has typed is put on the page as text alone.
"use strict";
(() => {
  const { _, copy, framed, make, ngettext, say, sheet: store } = window.edition;
  const { dataset, src: here } = document.currentScript;
  const desk = document.querySelector(".sheet-desk");
  const top = document.documentElement.dataset.content_root;
  const root = new URL(top, location.href);
  const SCHEMA = "exports/sheet.schema.json";
  // What programs pass on of an address without cutting it.
  const LONGEST = 8000;
  // More than any sheet: what is larger is none.
  const MOST_BYTES = 2e6;
  const loading = {};
  const load = (address) => loading[address] ??= new Promise((resolve, reject) => {
    // What could not be fetched is asked for again the next time.
    document.head.append(make("script", { src: address, onload: resolve, onerror: (event) => { delete loading[address]; reject(event); } }));
  });
  const part = (name) => load(new URL(`sheet/${name}.js`, here).href);

  // --- What the edition has ----------------------------------------------------------------------------------------------
  let index = { edition: { title: "", version: dataset.version, address: "" }, labels: {}, texts: {}, chapters: [] };
  const listed = new Map();
  const name = (type, id) => `${type} ${id}`;
  // All that an item says; before that is fetched, how it begins.
  const wordsOf = ({ type, id, words }) => window.sheetWords?.[name(type, id)] ?? words;
  const readIndex = () => {
    index = window.sheetIndex;
    for (const chapter of index.chapters) {
      for (const [type, id, title, hash, words] of chapter.items) {
        // A paragraph may stand on several pages; the first is meant.
        if (!listed.has(name(type, id))) listed.set(name(type, id), { type, id, title, hash, words, chapter });
      }
    }
  };
  const entry = (item) => listed.get(name(item.type, item.id));
  // What stands on the page of an item; nothing before that is fetched.
  const shelf = (item) => window.sheetParts?.[entry(item)?.chapter.name];
  const content = (item) => shelf(item)?.[item.type][item.id];
  const fetchParts = (items) => Promise.all([...new Set(items.map((item) => entry(item)?.chapter.name).filter(Boolean))].map((chapter) => part(`pages/${chapter}`).catch(() => null)));

  // --- What a file or an address may hold ----------------------------------------------------------------------------------
  // Returns a sentence on what is wrong, or nothing. The schema (sheet.schema.json) says the same.
  const isText = (value) => typeof value === "string";
  const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
  const isId = (value) => isText(value) && value !== "";
  const isHash = (value) => isText(value) && /^[0-9a-f]{12}$/.test(value);
  const isNotes = (value) => value === "all" || value === "none" || (Array.isArray(value) && value.every(isId));
  const isHashes = (value) => isObject(value) && Object.values(value).every(isHash);
  const isLines = (value) => Number.isInteger(value) && value >= 0 && value <= 60;
  const OF_EDITION = { id: [isId, true], hash: [isHash] };
  const FORMS = {
    paragraph: { ...OF_EDITION, notes: [isNotes], noteHashes: [isHashes] },
    chart: OF_EDITION,
    row: OF_EDITION,
    question: OF_EDITION,
    text: { text: [isText, true] },
    "own-question": { text: [isText, true], lines: [isLines], answer: [isText] },
  };
  const WHOLE = { $schema: [isText], edition: [isObject, true], title: [isText, true], instructions: [isText, true], items: [Array.isArray, true] };
  const EDITION = { title: [isText, true], version: [isText, true], address: [isText] };
  const misfit = (value, form) => {
    const missing = Object.keys(form).find((field) => form[field][1] && !Object.hasOwn(value, field));
    if (missing) return _("“{field}” is missing", { field: missing });
    const unknown = Object.keys(value).find((field) => !Object.hasOwn(form, field));
    if (unknown) return _("“{field}” is not known", { field: unknown.slice(0, 40) });
    const wrong = Object.keys(value).find((field) => !form[field][0](value[field]));
    return wrong && _("“{field}” has another form than it should", { field: wrong });
  };
  const fault = (sheet) => {
    if (!isObject(sheet)) return _("it holds no sheet");
    const whole = misfit(sheet, WHOLE) || misfit(sheet.edition, EDITION);
    if (whole) return whole;
    if (sheet.items.length > store.MOST) return _("it has more than {most} items", { most: store.MOST });
    for (const [place, item] of sheet.items.entries()) {
      const number = place + 1;
      if (!isObject(item) || !Object.hasOwn(FORMS, item.type)) return _("item {number} is of no kind that is known", { number });
      const { type, ...fields } = item;
      const words = misfit(fields, FORMS[type]);
      if (words) return _("item {number}: {words}", { number, words });
    }
    return "";
  };
  // Returns a sheet, or throws an error whose message is for people.
  const parsed = (text) => {
    let sheet;
    try { sheet = JSON.parse(text); } catch { throw new Error(_("it is no JSON, or it was cut off")); }
    const words = fault(sheet);
    if (words) throw new Error(words);
    return sheet;
  };

  // --- The sheet ------------------------------------------------------------------------------------------------------------
  const BEFORE = `${store.key} before`;
  // Which sheet it is that is kept: where the address bar had this very one, on the way back or when the page is loaded
  // again, what has been added meanwhile stays. In a browser that keeps nothing there is none.
  const WHICH = `${store.key} which`;
  const which = () => store.read(WHICH);
  const begin = () => store.keep(`${Date.now()} ${Math.random()}`, WHICH);
  let sheet = store.empty();
  let stored = "";
  let keeps = true;
  const copyOf = (value) => JSON.parse(JSON.stringify(value));
  const short = () => ({ edition: sheet.edition, title: sheet.title, instructions: sheet.instructions, items: sheet.items });
  const written = () => ({ $schema: `${index.edition.address}${SCHEMA}`, ...short() });
  // Hashes of what an item shows, where it has none yet.
  const fillHashes = (item) => {
    const there = content(item);
    if (!there) return;
    item.hash ??= entry(item).hash;
    if (item.type !== "paragraph") return;
    item.notes ??= "all";
    const hashes = item.noteHashes ?? {};
    item.noteHashes = Object.fromEntries(chosenIds(item, there).map((id) => [id, hashes[id] ?? shelf(item).note[id]?.hash]).filter(([, hash]) => hash));
  };
  const chosenIds = ({ notes, noteHashes }, { notes: all }) => {
    if (notes === "none") return [];
    // Notes that are gone are still among those that were chosen.
    if (notes === "all" || notes === undefined) return [...new Set([...all, ...Object.keys(noteHashes ?? {})])];
    return notes;
  };
  const shownNotes = (item) => chosenIds(item, content(item)).filter((id) => content(item).notes.includes(id));

  // --- Compressed into an address ---------------------------------------------------------------------------------------------
  const bytesOf = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  const through = async (bytes, stream) => {
    const pieces = [];
    let size = 0;
    const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      size += read.value.length;
      if (size > MOST_BYTES) { reader.cancel(); throw new Error(_("it is too large for a sheet")); }
      pieces.push(read.value);
    }
    return new Uint8Array(await new Blob(pieces).arrayBuffer());
  };
  const addressed = async (value) => {
    if (!window.CompressionStream) return store.plain(value);
    return `#s=${store.base64(await through(new TextEncoder().encode(JSON.stringify(value)), new CompressionStream("deflate-raw")))}`;
  };
  // Any other fragment is a place on this page, such as that of its text.
  const isSheet = (hash) => /^#[sj]=./.test(hash);
  const fromAddress = async (hash) => {
    const [, form, text] = hash.match(/^#([sj])=([\w-]*)$/) ?? [];
    if (!form) throw new Error(_("it was cut off, or changed on its way"));
    let bytes;
    try {
      bytes = bytesOf(text);
      if (form === "s") bytes = await through(bytes, new DecompressionStream("deflate-raw"));
    } catch (error) {
      throw new Error(error instanceof TypeError || error instanceof DOMException ? _("it was cut off, or changed on its way") : error.message);
    }
    return parsedOrPart(new TextDecoder().decode(bytes));
  };
  // What a chapter has put into an address (adding.js) does not name the edition.
  const parsedOrPart = (text) => {
    try { return parsed(text); } catch (error) {
      let value;
      try { value = JSON.parse(text); } catch { throw error; }
      if (isObject(value) && !Object.hasOwn(value, "edition")) return parsed(JSON.stringify({ edition: { title: index.edition.title, version: index.edition.version }, ...value }));
      throw error;
    }
  };

  // --- Keeping ------------------------------------------------------------------------------------------------------------------
  let address = "";
  let timer;
  const status = make("p", { className: "sheet-notice", role: "status", tabIndex: -1 });
  const notice = (words, ...tools) => status.replaceChildren(words, ...tools.flatMap((tool) => [" ", tool]));
  const brief = (words) => (words.length > 60 ? `${words.slice(0, 60).replace(/\s+\S*$/, "")} …` : words);
  // What goes wrong in the last part of the desk is said there: its top may be far out of sight.
  const trouble = make("p", { className: "sheet-trouble", role: "status" });
  // The second click of a double click is meant for what the first was meant for.
  const once = (does) => (event) => (event.detail < 2 ? does(event) : undefined);
  const act = (words, onclick, more = {}) => make("button", { type: "button", onclick, ...more }, words);
  const writeAddress = async () => {
    const hash = sheet.items.length || sheet.title || sheet.instructions ? await addressed(short()) : "";
    address = `${location.href.split("#")[0]}${hash}`;
    const tooLong = address.length > LONGEST;
    long.hidden = !tooLong;
    if (tooLong) long.replaceChildren(_("The address of this sheet would have {count} characters; many programs cut what is longer than {most}.", { count: address.length, most: LONGEST }), " ", act(_("Save it as a file instead"), saveFile));
    copyAddress.disabled = tooLong;
    // What stands in the address bar is this sheet, or none.
    if (!which()) begin();
    history.replaceState({ sheet: keeps && which() }, "", tooLong ? location.href.split("#")[0] : address);
  };
  const changed = () => {
    // A sheet is of an older version for as long as something on it has changed.
    if (!sheet.edition || !sheet.items.some(state)) sheet.edition = index.edition;
    keeps = store.keep(short());
    // What could not be kept is no reason to take up again what was kept before.
    if (keeps) stored = JSON.stringify(short());
    unkept.hidden = keeps;
    tellAll();
  };
  const tellAll = () => {
    clearTimeout(timer);
    timer = setTimeout(writeAddress, 300);
    paper();
  };
  // Put another sheet in the place of this one, which can be taken back.
  const replace = async (other, words) => {
    const earlier = copyOf(sheet);
    const had = earlier.items.length > 0 || earlier.title !== "";
    if (had) store.keep(earlier, BEFORE);
    begin();
    before.hidden = !readBefore();
    sheet = { edition: other.edition, title: other.title, instructions: other.instructions, items: other.items };
    await show();
    changed();
    const back = had ? [act(_("Take back the sheet that was here"), () => replace(earlier, _("The sheet that was here is back.")))] : [];
    notice(words, ...back);
    status.focus();
  };
  // The sheet that was here before this one, also when the page has been left meanwhile.
  const readBefore = () => {
    const kept = store.kept(BEFORE);
    return kept && !fault({ edition: { title: "", version: "" }, ...kept }) ? kept : null;
  };
  const foreign = ({ edition }) => {
    if (edition.title !== index.edition.title) return _("It was made with another edition, “{title}”.", { title: edition.title });
    const count = sheet.items.filter((item) => state(item)).length;
    if (!count) return edition.version === index.edition.version ? "" : _("It was made with version {old}; nothing on it has changed in version {new}.", { old: edition.version, new: index.edition.version });
    if (edition.version === index.edition.version) return ngettext("{count} item has changed or gone since; it says so beside it.", "{count} items have changed or gone since; it says so beside them.", count);
    return ngettext("It was made with version {old} of the edition. In version {new} {count} item has changed or gone; it says so beside it.", "It was made with version {old} of the edition. In version {new} {count} items have changed or gone; it says so beside them.", count, { old: edition.version, new: index.edition.version });
  };
  const open = async (other, words) => { await replace(other, words); status.firstChild.after(" ", foreign(other)); };

  // --- What has changed since --------------------------------------------------------------------------------------------------
  const KINDS = { paragraph: _("Paragraph"), chart: _("Chart"), row: _("Row"), question: _("Question") };
  const isOfEdition = ({ type }) => Object.hasOwn(KINDS, type);
  // "gone", "unread", "changed" (the item or notes of it), or nothing.
  const state = (item) => {
    if (!isOfEdition(item)) return "";
    if (!entry(item)) return "gone";
    if (!content(item)) return "unread";
    return changes(item).length ? "changed" : "";
  };
  const changes = (item) => {
    const found = [];
    if (item.hash && item.hash !== entry(item).hash) found.push(_("Its words have changed since the sheet was made."));
    if (item.type !== "paragraph") return found;
    const { note } = shelf(item);
    const here = content(item).notes;
    for (const id of chosenIds(item, content(item))) {
      const old = item.noteHashes?.[id];
      if (!here.includes(id)) found.push(_("The note {id} is gone.", { id }));
      else if (old && old !== note[id].hash) found.push(_("The note on “{lemma}” has changed.", note[id]));
      else if (!old && item.noteHashes && item.notes === "all") found.push(_("The note on “{lemma}” is new.", note[id]));
    }
    return found;
  };
  const accept = (item) => {
    delete item.hash;
    if (Array.isArray(item.notes)) item.notes = shownNotes(item);
    delete item.noteHashes;
    fillHashes(item);
  };

  // --- The edition's own words ----------------------------------------------------------------------------------------------
  // XHTML of the edition as nodes, its links from this page; it is parsed as XML, and nothing in it runs.
  const nodes = (xhtml) => {
    const parsedXml = new DOMParser().parseFromString(`<div xmlns="http://www.w3.org/1999/xhtml">${xhtml}</div>`, "application/xhtml+xml");
    const fragment = document.createDocumentFragment();
    if (parsedXml.querySelector("parsererror")) return fragment;
    fragment.append(...[...document.importNode(parsedXml.documentElement, true).childNodes]);
    fragment.querySelectorAll("script").forEach((element) => element.remove());
    for (const link of fragment.querySelectorAll("a[href], img[src]")) {
      const attribute = link.hasAttribute("href") ? "href" : "src";
      const there = link.getAttribute(attribute);
      if (!/^[a-z][a-z+.-]*:/i.test(there)) link.setAttribute(attribute, `${top}${there}`);
    }
    return fragment;
  };
  // A pattern that fills a bar is named by its id: each drawing has its own.
  let drawings = 0;
  const apart = (svg) => {
    drawings += 1;
    return svg.replace(/\bid="/g, `id="d${drawings}-`).replace(/url\((['"]?)#/g, `url($1#d${drawings}-`).replace(/href="#/g, `href="#d${drawings}-`);
  };
  const drawing = (chart) => {
    const frame = make("div", { className: "chart", role: "img", "aria-label": chart.alternative });
    const svg = chart.svg && nodes(apart(chart.svg));
    if (svg) frame.append(make("div", { className: "wide", "aria-hidden": "true" }, svg));
    return frame;
  };
  const link = (item) => make("a", { href: `${top}${entry(item).chapter.page}#${item.id}` }, title(item));
  const source = (item, words) => {
    const { lang, dir, verse } = content(item);
    return make("blockquote", { className: `source${verse ? " verse-lines" : ""}`, lang, dir }, words);
  };

  // --- An item on the desk ---------------------------------------------------------------------------------------------------
  const list = make("ol", { className: "sheet-items" });
  const rows = new Map();
  const title = (item) => {
    if (item.type === "text") return _("Text of your own");
    if (item.type === "own-question") return _("Question of your own");
    const known = entry(item);
    if (known && item.type === "question") return `${known.chapter.title} · ${known.title}`;
    return known?.title ?? `${KINDS[item.type]} ${item.id}`;
  };
  const area = (label, item, field, height) => {
    const input = make("textarea", { value: item[field] ?? "", rows: height, dir: "auto", oninput: () => { item[field] = input.value; changed(); } });
    return make("label", { className: "sheet-field" }, label, input);
  };
  const noteChoice = (item) => {
    const there = content(item);
    if (!there?.notes.length) return [];
    const ids = there.notes;
    const boxes = ids.map((id) => make("input", { type: "checkbox", value: id }));
    const summary = make("summary");
    const tell = () => {
      const chosen = shownNotes(item);
      boxes.forEach((box) => { box.checked = chosen.includes(box.value); });
      summary.textContent = _("Notes: {shown} of {count}", { shown: chosen.length, count: ids.length });
    };
    const choose = (notes) => {
      item.notes = notes.length === ids.length ? "all" : notes.length ? notes : "none";
      delete item.noteHashes;
      fillHashes(item);
      tell();
      changed();
    };
    boxes.forEach((box) => box.addEventListener("change", () => choose(boxes.filter((one) => one.checked).map((one) => one.value))));
    tell();
    const about = shelf(item).note;
    const label = (box) => make("label", { className: "choice" }, box, make("span", {}, make("q", {}, about[box.value].lemma), ` ${[about[box.value].gist, index.labels[about[box.value].kind], index.labels[about[box.value].certainty]].filter(Boolean).join(" · ")}`));
    const all = make("div", { className: "sheet-tools" }, act(_("All notes"), () => choose(ids)), act(_("No notes"), () => choose([])));
    return [make("details", { className: "sheet-notes" }, summary, make("fieldset", {}, make("legend", { className: "unseen" }, _("Notes that are shown")), all, ...boxes.map(label)))];
  };
  const PARTS = {
    paragraph: (item) => [source(item, content(item).text), ...noteChoice(item)],
    chart: (item) => [drawing(content(item))],
    row: (item) => [make("p", { className: "sheet-words" }, content(item).cells.map(([head, words]) => (head ? `${head}: ${words}` : words)).join(" · "))],
    question: (item) => [make("div", { className: "sheet-words" }, nodes(content(item).html))],
    text: (item) => [area(_("Text"), item, "text", 3)],
    "own-question": (item) => {
      const lines = make("input", { type: "number", min: 0, max: 60, value: item.lines ?? 5, oninput: () => { item.lines = Math.min(60, Math.max(0, Math.round(Number(lines.value)) || 0)); changed(); } });
      return [area(_("Question"), item, "text", 2), make("label", { className: "sheet-field narrow" }, _("Lines to write on"), lines), area(_("Answer, printed for teachers alone"), item, "answer", 2)];
    },
  };
  const told = (item, redraw) => {
    const now = state(item);
    if (now === "gone") return [make("p", { className: "sheet-change" }, _("This edition has no {kind} “{id}” any more. Its place is kept, and is printed as a gap.", { kind: KINDS[item.type], id: item.id }))];
    if (now === "unread") return [make("p", { className: "sheet-change" }, _("It could not be fetched."))];
    if (now !== "changed") return [];
    return [make("div", { className: "sheet-change" }, ...changes(item).map((words) => make("p", {}, words)), act(_("Go on with the new words"), () => { accept(item); redraw(); changed(); rows.get(item).querySelector("h3").focus(); }))];
  };
  // An item is drawn once, so that what is typed into it keeps the focus.
  const drawn = (item) => {
    if (rows.has(item)) return rows.get(item);
    const row = make("li", { className: `sheet-item of-${item.type}` });
    const tool = (sign, label, onclick, className) => make("button", { type: "button", className, title: label, "aria-label": `${label}: ${title(item)}`, onclick }, sign);
    const grip = make("span", { className: "grip", "aria-hidden": "true" }, "⠿");
    grip.addEventListener("pointerdown", (event) => drag(event, row, item));
    const up = tool("↑", _("Up"), () => move(item, -1, up), "up");
    const down = tool("↓", _("Down"), () => move(item, 1, down), "down");
    const away = tool("×", _("Remove"), once(() => remove(item)), "away");
    const draw = () => row.replaceChildren(
      make("div", { className: "sheet-item-head" }, grip, make("h3", { tabIndex: -1 }, isOfEdition(item) && entry(item) ? link(item) : title(item)), up, down, away),
      ...told(item, draw),
      ...!isOfEdition(item) || content(item) ? PARTS[item.type](item) : [],
    );
    draw();
    rows.set(item, row);
    return row;
  };
  const show = async () => {
    await fetchParts(sheet.items.filter(isOfEdition));
    sheet.items.forEach((item) => { if (isOfEdition(item) && state(item) !== "changed") fillHashes(item); });
    rows.clear();
    titleField.value = sheet.title;
    instructions.value = sheet.instructions;
    order();
    paper();
  };
  const order = () => {
    list.replaceChildren(...sheet.items.map(drawn));
    none.hidden = sheet.items.length > 0;
  };
  const move = (item, by, button) => {
    const from = sheet.items.indexOf(item);
    const to = Math.min(sheet.items.length - 1, Math.max(0, from + by));
    if (to !== from) {
      sheet.items.splice(to, 0, ...sheet.items.splice(from, 1));
      const row = rows.get(item);
      if (by < 0) row.previousElementSibling.before(row);
      else row.nextElementSibling.after(row);
      changed();
    }
    // An element that is moved loses the focus.
    button.focus();
    say(_("{what}: place {place} of {count}", { what: title(item), place: to + 1, count: sheet.items.length }));
  };
  const remove = (item) => {
    const at = sheet.items.indexOf(item);
    sheet.items.splice(at, 1);
    order();
    changed();
    const back = act(_("Put it back"), () => {
      if (isFull()) return;
      sheet.items.splice(at, 0, item);
      order();
      changed();
      notice("");
      rows.get(item).querySelector(".away").focus();
    });
    notice(_("{what} is removed.", { what: title(item) }), back);
    back.focus();
  };
  // Dragging by a pointer of any kind. Escape, or what takes the pointer away, puts the item back.
  const drag = (event, row, item) => {
    if (event.button) return;
    event.preventDefault();
    const grip = event.currentTarget;
    const earlier = [...list.children];
    grip.setPointerCapture(event.pointerId);
    row.classList.add("dragged");
    // The others go round it: an element that is taken out of its place loses the pointer.
    const over = ({ clientY }) => {
      const rest = [...list.children];
      const at = rest.indexOf(row);
      const middle = (other) => { const { top, height } = other.getBoundingClientRect(); return top + height / 2; };
      const before = rest.slice(0, at).filter((other) => clientY < middle(other));
      const behind = rest.slice(at + 1).filter((other) => clientY > middle(other));
      row.after(...before);
      row.before(...behind);
      // Near an edge of the window the page goes along.
      if (clientY < 70) scrollBy(0, -12);
      else if (clientY > innerHeight - 50) scrollBy(0, 12);
    };
    const end = (keep) => {
      grip.removeEventListener("pointermove", over);
      grip.removeEventListener("pointerup", drop);
      grip.removeEventListener("pointercancel", cancel);
      removeEventListener("keydown", escape);
      row.classList.remove("dragged");
      if (!keep) list.replaceChildren(...earlier);
      const items = new Map([...rows].map(([one, shown]) => [shown, one]));
      sheet.items = [...list.children].map((shown) => items.get(shown));
      changed();
      say(_("{what}: place {place} of {count}", { what: title(item), place: sheet.items.indexOf(item) + 1, count: sheet.items.length }));
    };
    const drop = () => end(true);
    const cancel = () => end(false);
    const escape = ({ key }) => { if (key === "Escape") end(false); };
    grip.addEventListener("pointermove", over);
    grip.addEventListener("pointerup", drop);
    grip.addEventListener("pointercancel", cancel);
    addEventListener("keydown", escape);
  };
  const isFull = () => {
    const full = sheet.items.length >= store.MOST;
    if (full) { notice(store.full()); status.focus(); }
    return full;
  };
  const addItem = async (item) => {
    if (isFull()) return;
    if (isOfEdition(item)) {
      await fetchParts([item]);
      fillHashes(item);
    }
    sheet.items.push(item);
    order();
    changed();
    say(_("Added: {what}", { what: title(item) }));
  };

  // --- What can be added ---------------------------------------------------------------------------------------------------------
  const picker = () => {
    const sought = make("input", { type: "search", placeholder: _("Words in it"), "aria-label": _("Words in it") });
    const kind = make("select", { "aria-label": _("Kind") }, make("option", { value: "" }, _("all kinds")), ...Object.entries(KINDS).map(([value, words]) => make("option", { value }, words)));
    const chapter = make("select", { "aria-label": _("Chapter") }, make("option", { value: "" }, _("all chapters")), ...index.chapters.map(({ name: value, title: words }) => make("option", { value }, words)));
    const count = make("output", { role: "status" });
    const found = make("ul", { className: "sheet-found" });
    const AT_ONCE = 20;
    // Each chapter has a first question: what another has the same title as is named by its chapter and how it begins.
    const titles = new Map();
    for (const one of listed.values()) titles.set(one.title, (titles.get(one.title) ?? 0) + 1);
    const named = ({ title: words, words: says, chapter: { title: of } }) => (titles.get(words) === 1 ? words : `${of} · ${words}: ${brief(says)}`);
    const buttonFor = (one) => {
      const item = () => ({ type: one.type, id: one.id, ...one.type === "paragraph" ? { notes: "all" } : {} });
      const button = act(_("Add"), once(async () => { await addItem(item()); tell(); }), { "aria-label": _("Add: {what}", { what: named(one) }) });
      const tell = () => {
        const there = sheet.items.some(({ type, id }) => type === one.type && id === one.id);
        button.textContent = there ? _("Add again") : _("Add");
      };
      tell();
      return button;
    };
    // How it begins, or what stands around a word that is sought and comes later.
    const around = (one, sought) => {
      const all = wordsOf(one);
      const at = Math.max(-1, ...sought.map((word) => all.toLowerCase().indexOf(word)));
      return at < one.words.length ? one.words : `… ${all.slice(at - 60, at + 100)} …`;
    };
    const narrow = (most = AT_ONCE) => {
      const words = sought.value.toLowerCase().split(/\s+/).filter(Boolean);
      const fits = [...listed.values()].filter((one) => (!kind.value || one.type === kind.value) && (!chapter.value || one.chapter.name === chapter.value)
        && words.every((word) => `${one.title} ${wordsOf(one)} ${one.id} ${one.chapter.title}`.toLowerCase().includes(word)));
      found.replaceChildren(...fits.slice(0, most).map((one) => make("li", {}, buttonFor(one), make("div", {}, make("strong", {}, one.title), ` ${KINDS[one.type]} · ${one.chapter.title}`, make("p", {}, around(one, words))))));
      if (fits.length > most) found.append(make("li", {}, act(_("Show more"), () => { narrow(most + AT_ONCE); found.children[most].querySelector("button").focus(); })));
      count.textContent = ngettext("{count} found", "{count} found", fits.length);
    };
    for (const field of [sought, kind, chapter]) field.addEventListener("input", () => narrow());
    // Whoever begins to look for words is shown more as soon as all of them are there.
    sought.addEventListener("focus", () => part("words").then(() => { if (sought.value) narrow(); }, () => {}), { once: true });
    narrow();
    return make("details", { className: "sheet-picker" }, make("summary", {}, _("Add from the edition")), make("div", { className: "table-tools" }, sought, kind, chapter, count), found);
  };

  // --- What is printed and exported ---------------------------------------------------------------------------------------------
  const WAYS = { student: _("For students: text, questions and lines"), notes: _("For students, with notes"), teacher: _("For teachers: with notes and answers") };
  const LINES = { short: 4, essay: 12, table: 12, discussion: 0, exercise: 12 };
  const sheetPaper = make("section", { className: "sheet-paper", "aria-label": _("As it is printed") });
  let way = "student";
  let withAnswers = false;
  let answering;
  // Nothing goes out with a gap where something is still on its way.
  const complete = () => Promise.all([answering, fetchParts(sheet.items.filter(isOfEdition))]);
  const paragraphs = (text) => text.split(/\n{2,}/).filter((words) => words.trim()).map((words) => make("p", { className: "own-words", dir: "auto" }, words));
  const answer = (...children) => make("div", { className: "paper-answer" }, ...children);
  // Everything that goes out is made of this one: what is printed, and what the files hold.
  const build = (way) => {
    const rule = (count) => (way === "teacher" || !count ? [] : [make("div", { className: "paper-lines", "aria-hidden": "true" }, ...Array.from({ length: count }, () => make("div")))]);
    const ofEdition = (item) => {
      const found = withAnswers && way === "teacher" && window.sheetAnswers?.[item.id.replace(/^q-/, "")];
      if (!found) return [];
      const rubric = found.rubric.length ? [make("table", {}, make("tbody", {}, ...found.rubric.map(([level, html]) => make("tr", {}, make("th", { scope: "row" }, level), make("td", {}, nodes(html))))))] : [];
      return [answer(make("p", { className: "paper-head" }, _("Answer")), nodes(found.html), ...found.misses ? [make("p", { className: "paper-head" }, _("What a weak answer misses")), nodes(found.misses)] : [], ...rubric)];
    };
    const works = new Map();
    const texts = new Set();
    let notes = 0;
    let questions = 0;
    const cite = (item, keys) => keys.forEach((key) => { if (shelf(item).works[key]) works.set(key, shelf(item).works[key]); });
    const asked = (facts, ...children) => make("div", { className: "paper-question" }, make("p", { className: "paper-head" }, [_("Question {number}", { number: ++questions }), ...facts].join(" · ")), ...children);
    const makers = {
      text: (item) => [make("div", { className: "paper-text" }, ...paragraphs(item.text))],
      "own-question": (item) => [asked([], ...paragraphs(item.text), ...rule(item.lines ?? 5), ...way === "teacher" && item.answer?.trim() ? [answer(make("p", { className: "paper-head" }, _("Answer")), ...paragraphs(item.answer))] : [])],
      paragraph: (item) => {
        const there = content(item);
        texts.add(there.source);
        const ids = way === "student" ? [] : shownNotes(item);
        const about = ids.map((id) => ({ id, ...shelf(item).note[id], nth: ++notes }));
        const quote = source(item, "");
        let at = 0;
        for (const note of [...about].sort((one, other) => one.end - other.end)) {
          quote.append(there.text.slice(at, note.end), make("sup", {}, `${note.nth}`));
          at = note.end;
        }
        quote.append(there.text.slice(at));
        about.forEach((note) => cite(item, note.works));
        const printed = about.map((note) => make("li", { value: note.nth }, make("p", {}, make("strong", {}, note.lemma), ` (${index.labels[note.kind] ?? ""}, ${index.labels[note.certainty] ?? ""})`), nodes(note.html)));
        return [make("p", { className: "paper-name" }, entry(item).title), quote, ...printed.length ? [make("ol", { className: "paper-notes" }, ...printed)] : []];
      },
      chart: (item) => {
        const there = content(item);
        // The text alone names no works; where notes do, those of the data are among them.
        if (way !== "student") cite(item, there.works);
        return [make("figure", { "data-address": link(item).getAttribute("href") }, make("figcaption", {}, there.title), ...there.subtitle ? [make("p", { className: "figure-subtitle" }, there.subtitle)] : [], drawing(there))];
      },
      row: (item) => {
        cite(item, content(item).works);
        const [[, first], ...more] = content(item).cells;
        return [make("div", { className: "paper-row" }, make("p", { className: "paper-head" }, first), ...more.map(([head, words]) => make("p", {}, ...head ? [make("b", {}, `${head}:`), " "] : [], words)))];
      },
      question: (item) => {
        const { html, type, skill, points } = content(item);
        const facts = [...index.labels[skill] ? [index.labels[skill]] : [], ...points ? [ngettext("{count} point", "{count} points", points)] : []];
        return [asked(facts, nodes(html), ...type === "table" && way !== "teacher" ? [make("div", { className: "paper-box" })] : rule(LINES[type] ?? 5), ...ofEdition(item))];
      },
    };
    const gap = (item) => [make("p", { className: "paper-gap" }, _("[Here stood: {what}]", { what: `${KINDS[item.type]} ${item.id}` }))];
    const blocks = sheet.items.map((item) => make("section", { className: `part-${item.type}` }, ...isOfEdition(item) && !content(item) ? gap(item) : makers[item.type](item)));
    const collator = new Intl.Collator(document.documentElement.lang);
    const entries = [...works.values()].map((html) => make("div", {}, nodes(html))).sort((one, other) => collator.compare(one.textContent, other.textContent));
    const sources = [...texts].map((id) => index.texts[id]).map((text) => make("p", {}, `${[text.title, text.issuer, text.date].filter(Boolean).join(", ")}.`, ...text.address ? [` ${text.address}`] : []));
    const end = [...sources.length ? [make("h2", {}, _("Texts")), ...sources] : [], ...entries.length ? [make("h2", {}, _("Works cited")), ...entries] : []];
    return [
      ...sheet.title.trim() ? [make("h1", { dir: "auto" }, sheet.title)] : [],
      ...sheet.instructions.trim() ? [make("div", { className: "paper-instructions" }, ...paragraphs(sheet.instructions))] : [],
      ...blocks,
      ...end.length ? [make("section", { className: "paper-works" }, ...end)] : [],
      make("p", { className: "paper-imprint" }, `${dataset.imprint}. ${index.edition.address}`),
    ];
  };
  // As a file has it: links lead to the site of the edition; where that is not known, they are words.
  const paperFor = (name) => {
    const whole = make("section", {}, ...build(name));
    const site = index.edition.address || (location.protocol.startsWith("http") ? root.href : "");
    for (const place of whole.querySelectorAll("a[href], [data-address]")) {
      const attribute = place.matches("a") ? "href" : "data-address";
      const there = place.getAttribute(attribute);
      if (/^[a-z][a-z+.-]*:/i.test(there)) continue;
      if (site) place.setAttribute(attribute, new URL(there.slice(top.length), site).href);
      else if (place.matches("a")) place.replaceWith(...place.childNodes);
      else place.removeAttribute(attribute);
    }
    return whole;
  };
  let papering;
  const paper = () => {
    clearTimeout(papering);
    papering = setTimeout(() => sheetPaper.replaceChildren(...build(way)), 150);
  };
  const now = () => { clearTimeout(papering); sheetPaper.replaceChildren(...build(way)); };

  // --- Files ----------------------------------------------------------------------------------------------------------------------
  const fileName = (ending) => `${(sheet.title.trim() || _("Sheet")).replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-+|-+$/g, "").slice(0, 60) || "sheet"}.${ending}`;
  const download = (content, ending, type) => {
    const href = URL.createObjectURL(new Blob([content], { type }));
    const anchor = make("a", { href, download: fileName(ending) });
    document.body.append(anchor);
    anchor.click();
    anchor.remove();
    setTimeout(() => URL.revokeObjectURL(href), 60_000);
  };
  function saveFile() {
    download(`${JSON.stringify(written(), null, 2)}\n`, "json", "application/json");
  }
  const openFile = async (file) => {
    try {
      if (file.size > MOST_BYTES) throw new Error(_("it is too large for a sheet"));
      const other = parsed((await file.text()).replace(/^\ufeff/, ""));
      await open(other, _("“{file}” is open.", { file: file.name }));
    } catch (error) {
      notice(_("“{file}” was not opened: {words}. The sheet on this page is as it was.", { file: file.name, words: error.message }));
      status.focus();
    }
  };
  const EXPORTS = {
    markdown: [_("Markdown"), "md", "text/markdown"],
    docx: [_("Word (DOCX)"), "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"],
    cartridge: [_("Common Cartridge, for Canvas, Moodle and the like"), "imscc", "application/zip"],
  };
  const exportAs = async (form) => {
    const [words, ending, type] = EXPORTS[form];
    trouble.replaceChildren();
    try {
      await Promise.all([complete(), load(dataset[form]), ...form === "markdown" ? [] : [load(dataset.zip)]]);
      download(await window.edition[form]({ paper: paperFor(way), paperFor, title: sheet.title.trim() || _("Sheet"), language: document.documentElement.lang, _ }), ending, type);
    } catch (error) {
      const why = error?.message ?? _("what makes it could not be fetched");
      trouble.replaceChildren(_("{what} could not be made: {words}", { what: words, words: why }));
    }
  };

  // --- The desk ------------------------------------------------------------------------------------------------------------------
  const titleField = make("input", { type: "text", dir: "auto", oninput: () => { sheet.title = titleField.value; changed(); } });
  const instructions = make("textarea", { rows: 3, dir: "auto", oninput: () => { sheet.instructions = instructions.value; changed(); } });
  const none = make("p", { className: "silent" }, _("Nothing is on the sheet yet. Add something below, or press “Sheet” beside a paragraph, note, chart, row or question of a chapter."));
  const long = make("p", { className: "sheet-change", hidden: true });
  const unkept = make("p", { className: "sheet-unkept", hidden: true }, _("This browser keeps nothing for these pages: the sheet lasts as long as this page is open. Save it as a file, or copy its address."));
  const copyAddress = act(_("Copy its address"), async () => { clearTimeout(timer); await writeAddress(); if (!copyAddress.disabled) copy(address, _("Address of the sheet")); });
  const before = act(_("The sheet before this one"), () => replace(readBefore(), _("The sheet that was here is back.")), { hidden: true });
  const chooser = make("input", { type: "file", accept: ".json,application/json", hidden: true, onchange: async () => { const [file] = chooser.files; if (file) await openFile(file); chooser.value = ""; } });
  const own = (words, item) => act(words, once(async () => { const made = item(); await addItem(made); rows.get(made)?.querySelector("textarea").focus(); }), { "data-does": item().type });
  const printing = () => {
    const radios = Object.entries(WAYS).map(([value, words]) => make("label", { className: "choice" }, make("input", { type: "radio", name: "way", value, checked: value === way, onchange: () => { way = value; answers.disabled = way !== "teacher"; paper(); } }), ` ${words}`));
    const answers = make("input", { type: "checkbox", disabled: true, onchange: async () => {
      withAnswers = answers.checked;
      if (withAnswers) {
        trouble.replaceChildren();
        answering = part("teaching/answers").catch(() => {
          withAnswers = answers.checked = false;
          trouble.replaceChildren(_("The edition’s answers could not be fetched: a copy that was taken along is without them, and from the web they need the network. All else on the sheet goes on."));
        });
        await answering;
      }
      paper();
    } });
    const more = index.answers ? [make("label", { className: "choice" }, answers, " ", _("With the edition’s answers; they are not secret"))] : [];
    const preview = act(_("Show how it is printed"), () => {
      const shown = sheetPaper.classList.toggle("previewed");
      preview.setAttribute("aria-pressed", `${shown}`);
      now();
      if (shown) sheetPaper.scrollIntoView();
    }, { "aria-pressed": "false" });
    const files = Object.entries(EXPORTS).map(([form, [words]]) => act(words, () => exportAs(form)));
    return [
      make("h2", {}, _("Print")),
      make("fieldset", { className: "sheet-ways" }, make("legend", { className: "unseen" }, _("What is printed")), ...radios, ...more),
      trouble,
      make("div", { className: "sheet-tools" }, act(_("Print"), async () => { await complete(); now(); print(); }, { "data-does": "print" }), preview),
      make("h2", {}, _("Files")),
      make("div", { className: "sheet-tools" }, ...files),
    ];
  };
  const lay = () => desk.append(
    make("div", { className: "sheet-tools" }, act(_("Open a file"), () => chooser.click()), chooser, act(_("Save as a file"), saveFile), copyAddress, act(_("Begin anew"), () => replace({ ...store.empty(), edition: index.edition }, _("The sheet is empty."))), before),
    status,
    make("div", { role: "status" }, unkept),
    long,
    make("label", { className: "sheet-field" }, _("Title"), titleField),
    make("label", { className: "sheet-field" }, _("Instructions"), instructions),
    make("h2", {}, _("On the sheet")),
    none,
    list,
    make("div", { className: "sheet-tools" }, own(_("Add text of your own"), () => ({ type: "text", text: "" })), own(_("Add a question of your own"), () => ({ type: "own-question", text: "", lines: 5, answer: "" }))),
    picker(),
    ...printing(),
  );

  // What another page of the edition has added meanwhile.
  const lookAgain = async () => {
    const kept = store.kept();
    const words = kept && JSON.stringify(kept);
    if (!kept || words === stored) return;
    if (fault({ edition: { title: "", version: "" }, ...kept })) return;
    stored = words;
    sheet = kept;
    await show();
    // Whoever types there would be overtaken by what is written back here.
    if (JSON.stringify(short()) === words) tellAll();
    else changed();
  };
  const openAddress = async () => {
    try {
      if (which() && history.state?.sheet === which() && store.kept()) { await startKept(); return; }
      const other = await fromAddress(location.hash);
      const kept = store.kept();
      const same = kept && JSON.stringify(kept.items) === JSON.stringify(other.items) && kept.title === other.title && kept.instructions === other.instructions;
      if (same) { sheet = kept; await show(); changed(); return; }
      if (kept) sheet = kept;
      await open(other, _("The sheet of this address is open."));
    } catch (error) {
      await startKept();
      notice(_("The sheet of this address was not opened: {words}. Ask for it as a file.", { words: error.message }));
    }
  };
  const startKept = async () => {
    const kept = store.kept();
    const words = kept && fault({ edition: { title: "", version: "" }, ...kept });
    if (words) { store.keep(kept, BEFORE); notice(_("What this browser had kept was no sheet: {words}. A new one is begun.", { words })); }
    else if (kept) sheet = kept;
    await show();
    if (kept && !words) { stored = JSON.stringify(kept); changed(); }
  };
  const start = async () => {
    try { await part("index"); readIndex(); } catch { notice(_("What the edition has could not be fetched. Your own words can be written all the same.")); }
    await framed;
    before.hidden = !readBefore();
    lay();
    if (isSheet(location.hash)) await openAddress();
    else await startKept();
    desk.dataset.ready = "";
    addEventListener("storage", lookAgain);
    // What another page has added since this one has read.
    lookAgain();
    document.addEventListener("visibilitychange", () => { if (!document.hidden) lookAgain(); });
    addEventListener("hashchange", () => { if (isSheet(location.hash) && location.href !== address) openAddress(); });
    addEventListener("beforeprint", now);
  };
  desk.after(sheetPaper);
  start();
})();
