// Long tables can be sorted by a column and narrowed to some rows. Without this script they are plain tables.
"use strict";
(() => {
  const { _, decoded, make, ngettext, write } = window.edition;
  // The words as the page brought them: a browser's translation, which comes later, changes those that are seen.
  // Evidence is no part of the row: who looks for a word would find it nowhere in sight. Nor is what adds it to a sheet.
  const words = (cell) => [...cell.childNodes].filter((part) => !part.matches?.(".evidence, .to-sheet, .status")).map((part) => part.textContent).join("").trim();
  const ROW = "tr:not(.row-more)";
  // What opens below a row goes where the row goes.
  const more = (row) => (row.nextElementSibling?.matches(".row-more") ? row.nextElementSibling : null);
  const cells = (row) => [...row.cells, ...more(row)?.querySelectorAll("dd") ?? []].map(words);
  const written = new Map([...document.querySelectorAll(`table.sortable > tbody > ${ROW}`)].map((row) => [row, cells(row)]));
  const below = new Map([...written.keys()].map((row) => [row, more(row)]));
  const text = (row, index) => written.get(row)[index];
  const holds = (row, sought) => [written.get(row), cells(row)].some((all) => all.join(" ").toLowerCase().includes(sought));
  const number = (words) => Number.parseFloat(words.replace(/[,$]/g, ""));
  const order = (head) => { head.values ??= JSON.parse(head.dataset.order ?? "[]"); return head.values; };
  const place = (head, value) => { const at = order(head).indexOf(value); return at < 0 ? order(head).length : at; };
  const compare = (head, a, b) => (order(head).length ? place(head, a) - place(head, b) : head.dataset.kind === "number" ? number(a) - number(b) : a.localeCompare(b, document.documentElement.lang, { numeric: true }));

  const sortable = (table, head, index, say) => {
    const button = make("button", { type: "button", className: "sort" }, ...head.childNodes);
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const body = table.tBodies[0];
      // An empty cell has no place in the order: it stays at the end.
      const rows = [...body.querySelectorAll(ROW)].sort((a, b) => {
        const [one, two] = [a, b].map((row) => row.cells[index].dataset.value ?? text(row, index));
        if (!one || !two) return (one ? 0 : 1) - (two ? 0 : 1);
        return down ? compare(head, two, one) : compare(head, one, two);
      });
      body.append(...rows.flatMap((row) => [row, ...below.get(row) ? [below.get(row)] : []]));
      say();
    });
  };
  // A cell may have several values, each a paragraph.
  const values = (row, index) => text(row, index).split("\n").map((value) => value.trim() || "–");
  const filterBy = (table, name, index, narrow) => {
    const counts = new Map();
    for (const row of table.tBodies[0].querySelectorAll(ROW)) for (const value of values(row, index)) counts.set(value, (counts.get(value) ?? 0) + 1);
    const head = table.tHead.rows[0].cells[index];
    const natural = new Intl.Collator(document.documentElement.lang, { numeric: true });
    const select = make("select", { name }, make("option", { value: "" }, _("all")), ...[...counts].sort(([one], [two]) => place(head, one) - place(head, two) || natural.compare(one, two))
      .map(([value, count]) => make("option", { value }, `${value} (${count})`)));
    select.addEventListener("change", narrow);
    return { index, name, select, label: make("label", {}, `${name}: `, select), keeps: (row) => !select.value || values(row, index).includes(select.value) };
  };

  // An address may narrow tables: ?rows=Kind:wording&sought=tariff. The page says so; what no table of it has, views.js.
  const asked = new URLSearchParams(location.search);
  const unknown = new Set(asked.getAll("rows"));
  const narrowed = [];
  const inAddress = () => {
    write("rows", ...narrowed.flatMap(({ filters }) => filters.filter(({ select }) => select.value).map(({ name, select }) => `${name}:${select.value}`)));
    write("sought", ...narrowed.map(({ sought }) => sought.value));
  };
  const byLink = (place, words, ...more) => place.before(make("p", { className: "by-link" }, make("span", { role: "status" }, words), ...more));
  const byAddress = ({ filters, sought, narrow, tools }) => {
    for (const wanted of unknown) {
      const filter = filters.find(({ name, select }) => [...select.options].some(({ value }) => value && wanted === `${name}:${value}`));
      if (filter) { filter.select.value = wanted.slice(filter.name.length + 1); unknown.delete(wanted); }
    }
    sought.value = asked.get("sought") ?? "";
    asked.delete("sought");
    narrow();
    if (!sought.value && filters.every(({ select }) => !select.value)) return;
    const all = make("button", { type: "button" }, _("Show all"));
    byLink(tools, _("{count}, chosen by this link", { count: tools.querySelector("output").textContent }), all);
    all.addEventListener("click", () => {
      sought.value = "";
      for (const { select } of filters) select.value = "";
      narrow();
      inAddress();
      all.parentElement.remove();
      sought.focus();
    });
  };

  for (const table of document.querySelectorAll("table.sortable")) {
    const heads = [...table.tHead.rows[0].cells];
    const names = heads.map((head) => head.textContent.trim());
    const count = make("output", { role: "status" });
    const rows = [...table.tBodies[0].querySelectorAll(ROW)];
    const sought = make("input", { type: "search", "aria-label": _("Words in the table"), placeholder: _("Words in the table") });
    const filters = [];
    const narrow = () => {
      for (const row of rows) {
        row.hidden = !filters.every((filter) => filter.keeps(row)) || !holds(row, sought.value.toLowerCase());
        if (below.get(row)) below.get(row).hidden = row.hidden;
      }
      count.textContent = ngettext("{shown} of {count} row", "{shown} of {count} rows", rows.length, { shown: rows.filter((row) => !row.hidden).length });
    };
    for (const [index, head] of heads.entries()) {
      sortable(table, head, index, narrow);
      if (head.dataset.filter !== undefined) filters.push(filterBy(table, names[index], index, narrow));
    }
    sought.addEventListener("input", narrow);
    const tools = make("div", { className: "table-tools" }, sought, ...filters.map((filter) => filter.label), count);
    table.before(tools);
    narrowed.push({ filters, sought, narrow, tools });
    byAddress(narrowed.at(-1));
    tools.addEventListener("input", inAddress);
    // The address of a value chooses it.
    const choose = () => {
      const place = location.hash && document.getElementById(decoded(location.hash.slice(1)));
      const cell = place && table.contains(place) && place.matches("td > p") && place.parentElement;
      const chosen = cell && filters.find(({ index }) => index === cell.cellIndex);
      if (!chosen) return;
      for (const { select } of filters) select.value = "";
      sought.value = "";
      chosen.select.value = place.textContent.trim();
      narrow();
      tools.scrollIntoView();
    };
    addEventListener("hashchange", choose);
    choose();
  }
})();
