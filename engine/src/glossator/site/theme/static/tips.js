// What a term means, or which work a citation names, and what is written there where its evidence stands below: shown
// where the link is, on hover and on focus. Escape closes it; it stays as long as the pointer is on the link or on the
// words themselves. Without this script a term has its meaning as its title, and a citation leads to the work.
"use strict";
(() => {
  const { make } = window.edition;
  const tip = make("div", { className: "tooltip", id: "tip", role: "tooltip", hidden: true });
  document.body.append(tip);
  let link;
  let waiting;

  // What the works are stands in a script beside the page, which is fetched when it is first asked for; from a disk at
  // once, since there it costs nothing, and nothing could be read from it later while a print waits.
  const { works } = document.documentElement.dataset;
  let loading;
  const load = () => loading ??= new Promise((resolve) => {
    const script = make("script", { src: works, onload: resolve, onerror: () => { loading = undefined; } });
    document.head.append(script);
  });
  // A print waits for nothing but an answer that is at hand.
  const loadNow = () => {
    if (!works || window.citedWorks) return;
    const request = new XMLHttpRequest();
    try {
      request.open("GET", works, false);
      request.send();
      window.citedWorks = JSON.parse(request.responseText.slice(request.responseText.indexOf("{")));
    } catch (reason) { console.info("Works are not described:", reason); }
  };
  if (works && location.protocol === "file:") load();
  const said = (target) => target.dataset.tip ?? window.citedWorks?.[target.getAttribute("href")];
  window.edition.cited = (target) => { loadNow(); return said(target); };

  // The entries on the work to which the link leads, of the evidence nearest to it: of its note or cell, else of its table or chart.
  const entries = (citation) => {
    if (citation.closest(".evidence")) return [];
    for (let place = citation.parentElement; place; place = place.parentElement) {
      const found = [...place.querySelectorAll(":scope > .evidence li")].filter((entry) => [...entry.querySelectorAll("a")].some(({ href }) => href === citation.href));
      if (found.length) return found;
    }
    return [];
  };
  const evidence = (citation) => entries(citation)
    .map((entry) => {
      const words = make("p", { className: "tip-evidence" });
      words.append(...entry.querySelector("p").cloneNode(true).childNodes);
      words.querySelectorAll("a").forEach((inner) => inner.replaceWith(...inner.childNodes));
      return words;
    });

  const place = () => {
    const box = link.getClientRects()[0];
    const below = box.bottom + 6;
    const fits = below + tip.offsetHeight < innerHeight || box.top < tip.offsetHeight;
    tip.style.top = `${scrollY + (fits ? below : box.top - tip.offsetHeight - 6)}px`;
    tip.style.left = `${Math.max(8, Math.min(box.left, document.documentElement.clientWidth - tip.offsetWidth - 8))}px`;
  };
  const hide = () => {
    clearTimeout(waiting);
    link?.removeAttribute("aria-describedby");
    link = undefined;
    tip.hidden = true;
  };
  const show = (target) => {
    hide();
    link = target;
    const words = said(link);
    if (!words && works && !window.citedWorks) load().then(() => { if (link === target) show(target); });
    tip.replaceChildren(...words ? [words] : [], ...evidence(link));
    tip.hidden = !tip.hasChildNodes();
    tip.style.left = "0px";
    place();
    link.setAttribute("aria-describedby", "tip");
  };
  const later = (act, delay) => { clearTimeout(waiting); waiting = setTimeout(act, delay); };

  // The meaning of a term is sent with the first link to it.
  const titled = [...document.querySelectorAll("article a:is([title], .tipped):not(.headerlink)")];
  const titles = new Map(titled.filter(({ title }) => title).reverse().map(({ href, title }) => [href, title]));
  for (const target of titled) {
    const words = target.title || titles.get(target.href);
    if (words) target.dataset.tip = words;
    target.removeAttribute("title");
    target.classList.add("tipped");
    target.addEventListener("pointerenter", () => later(() => show(target), 150));
    target.addEventListener("pointerleave", () => later(hide, 200));
    target.addEventListener("focus", () => show(target));
    target.addEventListener("blur", hide);
  }
  tip.addEventListener("pointerenter", () => clearTimeout(waiting));
  tip.addEventListener("pointerleave", () => later(hide, 200));
  addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
})();
