// The form "Print": what is printed, and with what. It leads to the address that prints it (paper.js, which fetches it).
"use strict";
window.edition.printing = (() => {
  const { _, make, paper: { FOUND, USUAL, article, chosen, root, way } } = window.edition;
  const hasNotes = Boolean(article.querySelector(".annotation[role=note]"));
  const WAYS = { ...article.querySelector(".passage") && { text: _("The text alone") }, notes: hasNotes ? _("Text with notes") : _("The whole page"), handout: _("Handout for students") };
  const PARTS = { tables: _("Data tables of charts"), evidence: _("What the sources say"), works: _("Works cited"), answers: _("Answers and verdicts"), lines: _("Lines for answers") };
  return () => {
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
    return form;
  };
})();
