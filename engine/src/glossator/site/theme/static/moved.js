// An address that was published leads on to where its words are now. On pages that have such addresses alone; without
// script a page that moved leads on as a whole.
"use strict";
(() => {
  const places = JSON.parse(document.documentElement.dataset.moved);
  const lead = () => {
    const place = window.edition.decoded(location.hash.slice(1));
    const known = Object.hasOwn(places, place);
    const way = known ? places[place] : places[""];
    if (!way) return;
    const there = new URL(way, location.href);
    there.search = location.search;
    if (!known) there.hash = location.hash;
    location.replace(there);
  };
  addEventListener("hashchange", lead);
  lead();
})();
