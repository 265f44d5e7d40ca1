// Links to what a reader sees, with view, choice and place: on the page as it is published, or, for who assigns it, on
// that of the edition that stays as it is, where one is kept. And what an address asks for that the page does not have.
// Fetched when a link is copied, and where an address asks for anything.
"use strict";
window.edition.views = (() => {
  const { _, about, copy, make, say } = window.edition;
  const all = (selector, of) => [...document.querySelectorAll(selector)].map(of);
  const ids = (selector) => all(selector, ({ id }) => id);
  const VIEWS = ["read", "study", "text"];
  const NOTE = ".annotation[role=note]";
  const hasNotes = Boolean(document.querySelector(NOTE));
  // What an address may ask for, by name: which values it has, and which of them hold on this page.
  const list = (value) => value.split(",").filter(Boolean);
  const one = (value) => [value];
  const among = (values) => (value) => values.includes(value);
  const CHOICES = {
    // That a page without notes has no views is nothing that a reader misses.
    view: [one, among(VIEWS)],
    notes: [list, among(hasNotes ? ["none", ...[about.kinds, about.certainties].flatMap((labels) => Object.keys(labels ?? {})), ...ids(NOTE)] : [])],
    only: [list, among(ids(".unit[id]"))],
    rows: [one, among(all(".table-tools option", ({ parentElement, value }) => value && `${parentElement.name}:${value}`).filter(Boolean))],
    sought: [one, (value) => !value || Boolean(document.querySelector(".table-tools, .works-tools"))],
    // What has changed (editions.js) says itself whether there is such a release.
    since: [one, () => true],
  };
  const asked = ({ search }) => [...new URLSearchParams(search)].filter(([name]) => Object.hasOwn(CHOICES, name))
    .map(([name, value]) => [name, CHOICES[name][0](value), CHOICES[name][1]]);

  const kept = about.address.match(/v\/([\d.]+)\/$/);
  // The edition that goes on changing, unless one that stays is open.
  const open = kept && !location.href.startsWith(about.address) ? about.address.slice(0, kept.index) : about.address;
  const encoded = (value) => encodeURIComponent(value).replace(/%(2C|3A)/g, decodeURIComponent);
  const link = (seen, assigned) => {
    const root = assigned ? about.address : open;
    const address = new URL(root ? `${root}${about.page}` : seen);
    // Only what holds here. Whoever opens the link has perhaps chosen another view before; and is sent to look, not to print.
    const parts = asked(seen).filter(([name]) => name !== "view").map(([name, values, holds]) => [name, values.filter(holds).filter(Boolean)]);
    const now = hasNotes ? [["view", [document.documentElement.dataset.view]]] : [];
    address.search = [...now, ...parts].filter(([, values]) => values.length).map(([name, values]) => `${name}=${values.map(encoded).join(",")}`).join("&");
    address.hash = seen.hash;
    const assignment = kept ? _("Link to this view in version {version}, which stays", { version: kept[1] }) : _("Link to this view in the edition as it changes");
    copy(address.href, assigned ? assignment : _("Link to this view"));
  };

  // Where a reader looks first, whatever the page has further down.
  const tell = (address) => {
    const missing = asked(address).flatMap(([, values, holds]) => values.filter((value) => value && !holds(value)));
    if (!missing.length) return;
    const words = _("This page has no {names}, which the link asks for.", { names: [...new Set(missing)].map((each) => _("“{words}”", { words: each })).join(", ") });
    const told = make("p", { className: "not-here", role: "note" }, words);
    document.querySelector("article").prepend(told);
    // The address may lead to a place further down.
    if (told.getBoundingClientRect().bottom < 0) say(words);
  };
  return { link, tell };
})();
