// What a reader sees is what is printed, and all that is folded is open. The form "Print" offers more, in the address:
// ?print=text, the source alone; notes, the page; handout, with a wide margin for handwriting and the notes at the end;
// &with= what is printed besides (tables, evidence, works, lines, answers). Without with=, all but evidence and lines;
// ?print=evidence is notes with evidence. On paper a citation leads nowhere: the works cited are printed with addresses.
"use strict";
(() => {
  const { _, cited, make } = window.edition;
  const root = document.documentElement;
  const article = document.querySelector("article");
  const address = new URLSearchParams(location.search);
  const [HEADING, AWAY, LISTED] = ["h1, h2, h3, h4, h5, h6", '[hidden]:not([hidden="until-found"]), .unprinted', ".bibtex-citation a, a.tipped:not(.term)"];
  const FOUND = { tables: ".figure-details > .disclosure:not(.evidence)", evidence: ".evidence", works: LISTED, lines: ".questions, .exercise", answers: ".answers, .solution" };
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
  // Lines after each point of a list that ends a part of the questions, else at the end of the part. What has no parts
  // asks for more than a sentence.
  const rule = (place, count) => place.append(make("div", { className: "answer-lines", "aria-hidden": "true" }, ...Array.from({ length: count }, () => make("div"))));
  const ruleAll = () => {
    for (const place of all(".questions, .questions section, .exercise")) {
      if (place.querySelector("section, .exercise")) continue;
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

  // --- The form -----------------------------------------------------------------------------------------------------------
  const hasNotes = Boolean(article.querySelector(".annotation[role=note]"));
  const WAYS = { ...article.querySelector(".passage") && { text: _("The text alone") }, notes: hasNotes ? _("Text with notes") : _("The whole page"), handout: _("Handout for students") };
  const PARTS = { tables: _("Data tables of charts"), evidence: _("What the sources say"), works: _("Works cited"), answers: _("Answers and verdicts"), lines: _("Lines for answers") };
  const fill = (place) => {
    // Each way has its own choice, so that going from one to the other loses none.
    const picked = Object.fromEntries(Object.entries(USUAL).map(([name, parts]) => [name, new Set(name === way ? chosen : parts)]));
    let now = way ?? (root.dataset.view === "text" && WAYS.text ? "text" : "notes");
    const boxes = Object.keys(PARTS).filter((part) => article.querySelector(FOUND[part])).map((value) => make("input", { type: "checkbox", name: "with", value }));
    const show = () => boxes.forEach((box) => {
      box.disabled = now === "text" && box.value !== "lines";
      box.checked = !box.disabled && picked[now].has(box.value);
    });
    for (const box of boxes) box.addEventListener("change", () => picked[now][box.checked ? "add" : "delete"](box.value));
    const radios = Object.keys(WAYS).map((value) => make("input", { type: "radio", name: "print", value, checked: value === now }));
    for (const radio of radios) radio.addEventListener("change", () => { now = radio.value; show(); });
    const group = (legend, inputs, words) => make("fieldset", {}, make("legend", {}, legend), ...inputs.map((input) => make("label", { className: "choice" }, input, ` ${words[input.value]}`)));
    const form = make("form", {}, group(_("What is printed"), radios, WAYS), ...boxes.length ? [group(_("With"), boxes, PARTS)] : [], make("div", {}, make("button", {}, _("Print"))));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      // The view and the choice of notes and paragraphs are those that the page has when one asks.
      const kept = new URLSearchParams(location.search);
      const isText = root.dataset.view === "text";
      const view = isText ? (now === "notes" ? "read" : "text") : kept.get("view");
      const notes = now === "notes" && kept.get("notes") === "none" ? "" : kept.get("notes");
      const only = kept.get("only");
      const target = new URL(location.href);
      target.hash = "";
      target.search = [`print=${now}`, `with=${boxes.filter((box) => box.checked).map((box) => box.value).join()}`, ...view ? [`view=${view}`] : [], ...notes ? [`notes=${notes}`] : [], ...only ? [`only=${only}`] : []].join("&");
      location.assign(target);
    });
    show();
    place.append(make("details", { open: Boolean(way) }, make("summary", {}, _("Print")), form));
    place.hidden = false;
  };
  document.querySelectorAll(".print-tool").forEach(fill);

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
