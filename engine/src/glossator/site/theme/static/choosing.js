// Which notes are shown: boxes for kinds and certainties, and the choice of keys. Fetched by notes.js when it is opened.
"use strict";
window.edition.choosing = ({ choose, has, keys, labels, notes }) => {
  const { _, copyLink, make, remember } = window.edition;
  const box = (value, words) => {
    const input = make("input", { type: "checkbox", value });
    input.addEventListener("change", () => choose(value, input.checked));
    return make("label", { className: `choice ${value}` }, input, ` ${words}`);
  };
  const group = (name) => make("fieldset", {}, make("legend", {}, name === "kind" ? _("By kind") : _("By certainty")), ...Object.entries(labels[name])
    .map(([value, words]) => [value, words, notes.filter((note) => has(note, value)).length])
    .filter(([, , count]) => count)
    .map(([value, words, count]) => box(value, `${words} (${count})`)));
  const all = make("button", { type: "button" }, _("Show all notes"));
  all.addEventListener("click", () => choose("all"));
  const byKey = make("input", { type: "checkbox", checked: keys.on });
  byKey.addEventListener("change", () => { keys.on = byKey.checked; remember("keys", keys.on ? "" : "off"); });
  return make("div", { className: "filter-choices" }, group("kind"), group("certainty"),
    make("div", { className: "filter-all" }, make("output", { role: "status" }), all, copyLink(), make("label", { className: "choice" }, byKey, " ", _("Keys j and k lead from note to note"))));
};
