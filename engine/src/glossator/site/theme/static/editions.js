// Other editions of this page, and what has changed on it since one of them. An edition that stands still is a copy of
// the site at v/1.0.0/ of the later one: it knows nothing of later ones itself, and asks what stands beside it.
"use strict";
(() => {
  const { _, about, make, ngettext } = window.edition;
  const list = document.querySelector(".editions");
  const main = document.querySelector("main article");
  const { version } = list.dataset;
  const own = new URL(document.documentElement.dataset.content_root, location.href);
  const frozen = own.pathname.match(/\/v\/([\d.]+)\/$/)?.[1];
  const latest = frozen ? new URL("../../", own) : own;
  const there = (root) => { const url = new URL(about.page, root); url.hash = location.hash; return url.href; };

  // A file on disk may fetch nothing but scripts.
  const script = (address) => new Promise((resolve, reject) => {
    document.head.append(make("script", { src: address, onload: resolve, onerror: reject }));
  });
  const sheet = new URL(document.querySelector("script[src*='editions.js']").src);
  sheet.pathname = sheet.pathname.replace(/editions\.js$/, "changes.css");
  document.head.append(make("link", { rel: "stylesheet", href: sheet.href }));

  const notice = (...parts) => main.prepend(make("p", { className: "since-notice", role: "note" }, ...parts));
  const number = (text) => text.split(".").map(Number);
  const higher = (one, other) => {
    const [left, right] = [number(one), number(other)];
    const place = left.findIndex((part, at) => part !== right[at]);
    return place < 0 ? left.length - right.length : left[place] - (right[place] ?? 0);
  };

  // --- The list -------------------------------------------------------------------------------------------------------
  const entry = (words, address, isThis) => {
    const link = make("a", { href: address }, words);
    if (isThis) link.setAttribute("aria-current", "page");
    return make("li", {}, link);
  };
  const showList = () => {
    const kept = window.editionsKept ?? {};
    const numbers = Object.keys(kept).filter((name) => /^[\d.]+$/.test(name)).sort((one, other) => higher(other, one));
    const page = (name) => new URL(kept[name].includes(about.page) ? about.page : "index.html", new URL(`v/${name}/`, latest));
    list.append(make("ul", {},
      entry(frozen ? _("the latest") : _("the latest ({version}, this one)", { version }), there(latest), !frozen),
      ...numbers.map((name) => entry(name === frozen ? _("{version} (this one)", { version: name }) : name, page(name).href, name === frozen))));
    if (!numbers.length) list.append(make("p", {}, _("No edition that stands still is kept beside this one.")));
  };

  // --- What has changed ------------------------------------------------------------------------------------------------
  const changes = (since) => script(new URL(`_static/changed/${since}.js`, latest)).then(() => window.changedSince[since]);
  const count = ({ notes = 0, others = 0 } = {}, since) => {
    if (notes) return ngettext("{count} note here has changed since.", "{count} notes here have changed since.", notes);
    if (others) return ngettext("{count} part of this page has changed since.", "{count} parts of this page have changed since.", others);
    return _("Nothing on this page has changed since.");
  };
  const tellFrozen = ({ then }) => {
    const changed = then[about.page];
    const url = new URL(there(latest));
    url.searchParams.set("since", frozen);
    notice(_("This is edition {version}, which stays as it is.", { version: frozen }), " ", count(changed), " ",
      make("a", { href: changed ? url.href : there(latest) }, _("See the latest")));
  };
  const mark = (id, how, since) => {
    const element = document.getElementById(id);
    if (!element) return;
    const words = how === "new" ? _("new since {version}", { version: since }) : _("changed since {version}", { version: since });
    const link = make("a", { className: "since-mark", href: new URL(`what-changed.html#since-${since}-${id}`, latest).href }, words);
    element.classList.add("since-changed");
    (element.querySelector(".annotation-head, .unit-head, figcaption, td, p") ?? element).append(" ", link);
  };
  const tellSince = (since, { now }) => {
    const changed = Object.entries(now[about.page] ?? {});
    for (const [id, how] of changed) mark(id, how, since);
    notice(changed.length
      ? ngettext("{count} part of this page is new or has changed since {version}.", "{count} parts of this page are new or have changed since {version}.", changed.length, { version: since })
      : _("Nothing on this page has changed since {version}.", { version: since }), " ",
    make("a", { href: new URL(`what-changed.html#since-${since}`, latest).href }, _("What changed elsewhere")));
  };

  if (list.dataset.kept !== undefined || frozen) script(new URL("v/editions.js", latest)).then(showList, showList);
  else showList();
  if (frozen) changes(frozen).then(tellFrozen, () => {});
  const since = new URLSearchParams(location.search).get("since");
  if (since && !frozen) {
    const unknown = () => notice(_("The address asks what has changed since {version}; there is no release of that number.", { version: since }));
    if (/^\d+(\.\d+)*$/.test(since)) changes(since).then((told) => tellSince(since, told), unknown);
    else unknown();
  }
})();
