// What a reader sees is what is printed, and all that is folded is open. The form "Print" offers more, in the address:
// ?print=text, the source alone; notes, the page; handout, with a wide margin for handwriting and the notes at the end;
// &with= what is printed besides (tables, evidence, works, lines, answers). Without with=, all but evidence and lines;
// ?print=evidence is notes with evidence. On paper a citation leads nowhere: the works cited are printed with addresses.
"use strict";
(() => {
  const { _, cited, fetched, make } = window.edition;
  const root = document.documentElement;
  const article = document.querySelector("article");
  const address = new URLSearchParams(location.search);
  const [HEADING, AWAY, LISTED] = ["h1, h2, h3, h4, h5, h6", '[hidden]:not([hidden="until-found"]), .unprinted', ".bibtex-citation a, a.tipped:not(.term)"];
  const FOUND = { tables: ".figure-details > .disclosure:not(.evidence)", evidence: ".evidence", works: LISTED, lines: ".questions, .question, .exercise", answers: ".answers, .solution" };
  const USUAL = { text: [], notes: ["tables", "works", "answers"], handout: ["works", "lines"] };

  const written = address.get("print");
  const asked = written === "evidence" ? "notes" : Object.keys(USUAL).find((name) => name === written);
  const way = asked === "text" && !article.querySelector(".passage") ? "notes" : asked;
  const chosen = way && address.has("with") ? address.get("with").split(",") : [...USUAL.notes, ...written === "evidence" ? ["evidence"] : []];
  const prints = (part) => chosen.includes(part);
  const all = (selector, within = article) => [...within.querySelectorAll(selector)];

  // --- What is not printed --------------------------------------------------------------------------------------------
  // Beside what is kept, and the headings that lead there.
  const beside = (kept, within = article) => [...within.children].flatMap((part) => {
    if (part.matches(kept) || part.matches(HEADING)) return [];
    return part.querySelector(kept) ? beside(kept, part) : [part];
  });
  const leftOut = () => [
    ...["tables", "answers"].filter((part) => !prints(part)).flatMap((part) => all(FOUND[part])),
    ...way === "text" ? [...all(".annotation, .noteref"), ...beside(prints("lines") ? `.passage, ${FOUND.lines}` : ".passage")] : [],
  ];
  const isEmpty = (section) => [...section.children].every((part) => part.matches(`${HEADING}, ${AWAY}, span`) || (part.matches(".end-notes > div") && isEmpty(part)));
  const leaveOut = () => {
    const leave = (part) => part.classList.add("unprinted");
    all(".unprinted").forEach((part) => part.classList.remove("unprinted"));
    leftOut().forEach(leave);
    // The innermost first: a section of nothing but empty sections is empty.
    for (const section of all("section").reverse()) if (isEmpty(section)) leave(section);
  };

  // --- What is printed besides ------------------------------------------------------------------------------------------
  const worksCited = () => {
    article.querySelector(".works-cited")?.remove();
    const works = new Map();
    for (const link of prints("works") && !article.querySelector(".citation") ? all(LISTED) : []) {
      if (!link.closest(`${AWAY}, .evidence:not([open])`)) works.set(link.href, cited(link));
    }
    const entries = [...works.values()].filter(Boolean).sort(new Intl.Collator(root.lang).compare);
    if (entries.length) article.append(make("section", { className: "works-cited" }, make("h2", {}, _("Works cited")), make("div", {}, ...entries.map((work) => make("p", {}, work)))));
  };
  // After a question what its type needs. Without such, lines after each point of a list that ends a part of the
  // questions, else at the end of the part; what has no parts asks for more than a sentence.
  const rule = (place, count) => count && place.append(make("div", { className: "answer-lines", "aria-hidden": "true" }, ...Array.from({ length: count }, () => make("div"))));
  const LINES = { short: 4, essay: 12, exercise: 12 };
  const ruleAll = () => {
    for (const place of all(".question")) {
      if (place.dataset.type === "table") place.append(make("div", { className: "answer-box", "aria-hidden": "true" }));
      else rule(place, LINES[place.dataset.type] ?? 0);
    }
    for (const place of all(".questions, .questions section, .exercise")) {
      if (place.querySelector("section, .exercise, .question") || place.closest(".question")) continue;
      if (place.lastElementChild.matches("ol, ul")) [...place.lastElementChild.children].forEach((item) => rule(item, 5));
      else rule(place, place.matches(FOUND.lines) ? 12 : 5);
    }
  };
  // Evidence is printed where a reader has opened it or asks for it, code never. Not every browser lets the style sheet open what is closed, or knows :has().
  const folded = ["details:is(.folded, .sd-dropdown, .exercise, .solution, .statement):not([open], [name])", ".disclosure:not([open], .evidence)", ...prints("evidence") ? [".evidence:not([open])"] : []].join();
  const closed = () => all(folded).filter((disclosure) => !disclosure.matches(".disclosure:not(.toggle)") || !disclosure.querySelector(".highlight"));
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = closed();
    opened.forEach((disclosure) => { disclosure.open = true; });
    leaveOut();
    worksCited();
  });
  addEventListener("afterprint", () => opened.forEach((disclosure) => { disclosure.open = false; }));

  // --- The form, which is fetched when it is opened --------------------------------------------------------------------
  window.edition.paper = { FOUND, USUAL, article, chosen, root, way };
  for (const place of document.querySelectorAll(".print-tool")) {
    const form = make("details", { open: Boolean(way) }, make("summary", {}, _("Print")));
    const fill = () => fetched("printing").then(() => { if (!form.children[1]) form.append(window.edition.printing()); }, () => {});
    form.addEventListener("toggle", () => { if (form.open) fill(); });
    place.append(form);
    place.hidden = false;
  }

  if (!way) return;
  root.dataset.print = way;
  if (prints("lines")) ruleAll();
  if (way === "handout") {
    const notes = all(".annotation:not([hidden])");
    root.classList.add("handout");
    if (notes.length) article.append(make("section", { className: "end-notes" }, make("h2", {}, _("Notes")), make("div", {}, ...notes)));
  }
  addEventListener("load", () => print());
})();
