// On paper a citation leads nowhere: the works that a page cites are printed at its end, with their addresses.
// ?print=handout prints the text with a wide margin for handwriting and the notes at the end, ?print=evidence all evidence.
"use strict";
(() => {
  const { _, make } = window.edition;
  const article = document.querySelector("article");
  const choice = new URLSearchParams(location.search).get("print");

  const worksCited = () => {
    const works = new Map();
    for (const citation of article.querySelectorAll(".bibtex-citation a, a.tipped:not(.term)")) {
      works.set(citation.href, citation.dataset.tip ?? citation.title);
    }
    const entries = [...works.values()].filter(Boolean).sort(new Intl.Collator(document.documentElement.lang).compare);
    if (!entries.length || article.querySelector(".works-cited, .citation")) return;
    article.append(make("section", { className: "works-cited" }, make("h2", {}, _("Works cited")), ...entries.map((work) => make("p", {}, work))));
  };
  // Evidence is printed where a reader has opened it or asks for it, code never. Not every browser lets the style sheet open what is closed, or knows :has().
  const folded = ["details:is(.folded, .sd-dropdown, .exercise, .solution):not([open], [name])", ".disclosure:not([open], .evidence)", ...choice === "evidence" ? [".evidence:not([open])"] : []].join();
  const closed = () => [...article.querySelectorAll(folded)]
    .filter((disclosure) => !disclosure.matches(".disclosure:not(.toggle)") || !disclosure.querySelector(".highlight"));
  let opened = [];
  addEventListener("beforeprint", () => {
    worksCited();
    opened = closed();
    opened.forEach((disclosure) => { disclosure.open = true; });
  });
  addEventListener("afterprint", () => opened.forEach((disclosure) => { disclosure.open = false; }));

  document.querySelectorAll(".handout-link").forEach((link) => { link.hidden = false; });
  if (choice === "evidence") addEventListener("load", () => print());
  if (choice === "handout") {
    const notes = article.querySelectorAll(".annotation");
    document.documentElement.classList.add("handout");
    if (notes.length) article.append(make("section", { className: "end-notes" }, make("h2", {}, _("Notes")), ...notes));
    addEventListener("load", () => print());
  }
})();
