// The texts side by side: each topic is a line that says where the texts speak of it, and opens to their words.
// Without this script, and on paper, all topics are open. An address within a topic opens it, and so does a search in
// the page where the browser looks into what is hidden.
"use strict";
(() => {
  const { _, decoded, make } = window.edition;
  const topics = [...document.querySelectorAll(".parallel-topic")].map((section) => {
    const [heading, body] = [section.querySelector("h2, h3, h4, h5, h6"), section.querySelector(".topic-body")];
    const button = make("button", { type: "button", className: "topic-line", "aria-expanded": "true" });
    return { section, heading, body, button };
  });

  const isOpen = ({ body }) => !body.hasAttribute("hidden");
  const set = (topic, on) => {
    if (on) topic.body.removeAttribute("hidden");
    else topic.body.setAttribute("hidden", "until-found");
    topic.button.setAttribute("aria-expanded", String(on));
    all.textContent = topics.every(isOpen) ? _("Fold all topics") : _("Open all topics");
  };
  const all = make("button", { type: "button" });
  all.addEventListener("click", () => {
    const on = !topics.every(isOpen);
    topics.forEach((topic) => set(topic, on));
  });

  // "First letter ¶ 2, 18": the name of a text once, and the sign, however many of its paragraphs there are.
  const places = (side) => {
    const name = side.getAttribute("aria-label");
    const numbers = [...side.querySelectorAll(".parallel-number > :first-child")].map((link) => link.textContent.replace(name, "").replace(/^[,،、\s]+/, ""))
      .map((number, at, before) => (before[at - 1]?.startsWith("¶") ? number.replace(/^¶\s*/, "") : number));
    return make("span", { className: numbers.length ? "" : "is-silent" }, name, " ", numbers.length ? numbers.join(", ") : _("silent"));
  };

  for (const topic of topics) {
    const words = [...topic.heading.childNodes].filter((node) => !node.matches?.(".headerlink"));
    topic.button.append(...words);
    topic.heading.prepend(topic.button);
    topic.heading.after(make("p", { className: "topic-places" }, ...[...topic.section.querySelectorAll(".parallel > .parallel-side")].map(places)));
    topic.button.addEventListener("click", () => set(topic, !isOpen(topic)));
    topic.body.addEventListener("beforematch", () => set(topic, true));
    set(topic, false);
  }
  topics[0].section.before(make("p", { className: "topic-tools" }, all));

  const openTarget = () => {
    const target = document.getElementById(decoded(location.hash.slice(1)));
    const topic = topics.find(({ section }) => section.contains(target));
    if (!topic) return;
    set(topic, true);
    target.scrollIntoView({ behavior: "instant" });
  };
  openTarget();
  addEventListener("hashchange", openTarget);
})();
