// A long list of works: a reader narrows it by words, or has all its pages on one, as for printing. The address of a work
// that stands on a further page leads there. Without this script all works are there, on their pages.
"use strict";
(() => {
  const { _, decoded, make, ngettext, say, write } = window.edition;
  const row = document.querySelector(".letters");
  const page = (link) => link.href.split("#")[0];
  const here = location.href.split(/[?#]/)[0];
  const others = [...new Set([...row.children].map(page))].filter((address) => address !== here);
  const index = document.querySelector(".further-works");

  const lead = () => {
    const place = location.hash && document.getElementById(decoded(location.hash.slice(1)));
    if (place && index?.contains(place)) location.replace(place.href);
    // The list has grown since the address was copied: the first page knows where the work stands now.
    else if (location.hash && !place && !index && others.length) location.replace(others[0] + location.hash);
  };
  addEventListener("hashchange", lead);

  // --- All pages on this one ------------------------------------------------------------------------------------------
  const parts = (root) => [...root.querySelectorAll("article > section > :is(h2.letter, .citations), article > :is(h2.letter, .citations), article > .docutils > :is(h2.letter, .citations)")];
  let loading;
  const load = () => {
    loading ??= Promise.all(others.map(async (address) => [address, new DOMParser().parseFromString(await (await fetch(address)).text(), "text/html")]))
      .then((pages) => {
        const found = new Map(pages.map(([address, other]) => [address, parts(other)]));
        found.set(here, parts(document));
        index?.remove();
        const order = [...new Set([...row.children].map(page))];
        row.after(...order.flatMap((address) => found.get(address)));
        for (const link of row.children) link.setAttribute("href", link.hash);
        whole?.remove();
      })
      .catch(() => say(_("The other pages of the list could not be loaded.")));
    return loading;
  };

  // --- Narrowing ------------------------------------------------------------------------------------------------------
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const written = new Map();
  const words = (work) => { if (!written.has(work)) written.set(work, fold(work.textContent)); return written.get(work); };
  const count = make("output", { role: "status" });
  const field = make("input", { type: "search", "aria-label": _("Words in the list"), placeholder: _("Words in the list"), autocomplete: "off" });
  const narrow = () => {
    const sought = fold(field.value).split(/\s+/).filter(Boolean);
    const works = [...document.querySelectorAll(".citation")];
    for (const work of works) work.hidden = !sought.every((word) => words(work).includes(word));
    for (const list of document.querySelectorAll(".citations")) {
      list.hidden = [...list.children].every((work) => work.hidden);
      if (list.previousElementSibling?.matches("h2.letter")) list.previousElementSibling.hidden = list.hidden;
    }
    count.textContent = sought.length === 0 ? "" : ngettext("{shown} of {count} work", "{shown} of {count} works", works.length, { shown: works.filter((work) => !work.hidden).length });
  };
  field.value = new URLSearchParams(location.search).get("sought") ?? "";
  field.addEventListener("input", async () => { narrow(); write("sought", field.value); if (others.length) { await load(); narrow(); } });
  const whole = others.length ? make("button", { type: "button" }, _("All on one page")) : null;
  whole?.addEventListener("click", async () => { await load(); narrow(); field.focus(); });
  row.before(make("div", { className: "works-tools" }, field, ...whole ? [whole] : [], count));
  narrow();
  if (field.value && others.length) load().then(narrow);
  lead();
})();
