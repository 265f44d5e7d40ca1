// On paper a citation leads nowhere: the works that a page cites are printed at its end, with their addresses.
// ?print=handout prints the text with a wide margin for handwriting and the notes at the end, ?print=evidence all evidence.
"use strict";
(() => {
  const { _, make } = window.edition;
  const article = document.querySelector("article");
  const choice = new URLSearchParams(location.search).get("print");

  const worksCited = () => {
    const works = new Map();
    // Of what is printed: a note that a reader has put away is not.
    for (const citation of article.querySelectorAll(".bibtex-citation a, a.tipped:not(.term)")) {
      if (!citation.closest(".annotation[hidden]")) works.set(citation.href, citation.dataset.tip ?? citation.title);
    }
    const entries = [...works.values()].filter(Boolean).sort(new Intl.Collator(document.documentElement.lang).compare);
    if (!entries.length || article.querySelector(".works-cited, .citation")) return;
    article.append(make("section", { className: "works-cited" }, make("h2", {}, _("Works cited")), ...entries.map((work) => make("p", {}, work))));
  };
  // Evidence is printed where a reader has opened it or asks for it, code never. Not every browser lets the style sheet open what is closed, or knows :has().
  const folded = ["details:is(.folded, .sd-dropdown, .exercise, .solution, .statement):not([open], [name])", ".disclosure:not([open], .evidence)", ...choice === "evidence" ? [".evidence:not([open])"] : []].join();
  const closed = () => [...article.querySelectorAll(folded)]
    .filter((disclosure) => !disclosure.matches(".disclosure:not(.toggle)") || !disclosure.querySelector(".highlight"));
  let opened = [];
  addEventListener("beforeprint", () => {
    worksCited();
    opened = closed();
    opened.forEach((disclosure) => { disclosure.open = true; });
  });
  addEventListener("afterprint", () => opened.forEach((disclosure) => { disclosure.open = false; }));

  // What is printed has the view and the choice of notes that the page has when it is asked for.
  document.querySelectorAll(".handout-link").forEach((item) => {
    const link = item.firstElementChild;
    const print = link.search.slice(1);
    item.hidden = false;
    link.addEventListener("click", () => {
      const asked = new URLSearchParams(location.search);
      const kept = ["view", "notes"].filter((name) => asked.get(name)).map((name) => `${name}=${asked.get(name)}`);
      if (document.documentElement.dataset.view === "text" && !asked.has("view")) kept.push("view=text");
      link.search = [print, ...kept].join("&");
    });
  });
  if (choice === "evidence") addEventListener("load", () => print());
  if (choice === "handout") {
    const notes = article.querySelectorAll(".annotation:not([hidden])");
    document.documentElement.classList.add("handout");
    if (notes.length) article.append(make("section", { className: "end-notes" }, make("h2", {}, _("Notes")), ...notes));
    addEventListener("load", () => print());
  }
})();
