// What every page has: the choice of light or dark, and what the other scripts share.
// Without this script the reader's system decides, and everything else is there.
"use strict";
window.edition = (() => {
  const data = JSON.parse(document.querySelector("script#edition-data")?.textContent ?? "{}");

  // Messages are English in the scripts; where the book has another language, messages.js has put its own before them.
  // With a capital in its name: a heading's id, which is a name of the window too, has none.
  const messages = window.editionMessages ?? {};
  const fill = (words, values) => words.replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place);
  const _ = (message, values = {}) => fill(messages[message] ?? message, values);
  const ngettext = (one, many, count, values = {}) => {
    const forms = messages[one];
    return fill(forms ? forms[messages.form(count)] : count === 1 ? one : many, { count, ...values });
  };

  // Make an element: make("button", { type: "button", onclick }, "Copy").
  const make = (name, properties = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(properties)) {
      if (key in element && key !== "list") element[key] = value;
      else element.setAttribute(key, value);
    }
    element.append(...children);
    return element;
  };

  const status = make("p", { className: "status", role: "status" });
  document.body.append(status);
  let silence;
  const say = (words) => {
    status.textContent = words;
    clearTimeout(silence);
    silence = setTimeout(() => { status.textContent = ""; }, 4000);
  };

  // Copy words; those of an element with what they look like, where there is a place for that.
  const copy = async (text, what, styled) => {
    try {
      if (styled && window.ClipboardItem && navigator.clipboard.write) {
        const item = { "text/plain": new Blob([text], { type: "text/plain" }), "text/html": new Blob([styled.innerHTML], { type: "text/html" }) };
        await navigator.clipboard.write([new ClipboardItem(item)]);
      } else await navigator.clipboard.writeText(text);
    } catch {
      // A file opened from disk may not use the clipboard's newer door.
      const area = make("textarea", { value: text });
      (document.querySelector("dialog[open]") ?? document.body).append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    say(_("{what} copied", { what }));
  };

  // The browser encodes letters outside ASCII in an address, and leaves a stray % as it is.
  const decoded = (text) => { try { return decodeURIComponent(text); } catch { return text; } };

  // Letters of scripts that put no blank between words.
  const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

  // What a reader can do without for a moment waits until the page is shown, in the order in which it is asked for.
  // No page asks for what the browser keeps before its first frame (site/policy.py).
  const framed = new Promise((resolve) => { requestAnimationFrame(resolve); });
  const soon = (work) => framed.then(() => {
    if (window.requestIdleCallback) requestIdleCallback(work, { timeout: 1000 });
    else setTimeout(work);
  });

  // What a page can do without until a reader asks for it: scripts that are fetched on first use, by the names that the
  // page's data give them. One that could not be fetched is asked for again the next time.
  const loads = {};
  const fetched = (name) => loads[name] ??= new Promise((resolve, reject) => {
    document.head.append(make("script", { src: data.scripts[name], onload: resolve, onerror: () => {
      delete loads[name];
      say(_("This could not be fetched; it needs the network once."));
      reject(name);
    } }));
  });

  // What a reader chooses of a page stands in its address: a name with a value, with several, or with none. Where a
  // browser refuses that, as some do for a file on disk, it is kept here.
  let address = new URL(location.href);
  addEventListener("hashchange", () => { address.hash = location.hash; });
  const write = (name, ...values) => {
    const rest = address.search.slice(1).split("&").filter((part) => part && part.split("=")[0] !== name);
    const written = values.filter(Boolean).map((value) => `${name}=${encodeURIComponent(value).replace(/%(2C|3A)/g, decodeURIComponent)}`);
    address.search = [...rest, ...written].join("&");
    inBar();
  };
  const inBar = () => { try { history.replaceState(null, "", address); } catch { /* it is kept here */ } };
  const lead = (id) => { address.hash = id; inBar(); };
  const copyLink = (assigned) => {
    const button = make("button", { type: "button", className: "copy-link" }, assigned ? _("Assign this") : _("Copy link to this view"));
    button.addEventListener("click", () => views((each) => each.link(address, assigned)));
    return button;
  };
  const views = (use) => fetched("views").then(() => use(window.edition.views), () => {});
  // When the other scripts have shown what the address asks for.
  if (data.scripts && address.search) addEventListener("DOMContentLoaded", () => views((each) => each.tell(address)));

  // What a reader chose last; where nothing can be kept, a choice lasts for the page.
  const remembered = (name) => { try { return localStorage.getItem(name); } catch { return null; } };
  const remember = (name, value) => { try { localStorage.setItem(name, value); } catch { /* it lasts for this page */ } };

  const root = document.documentElement;
  const button = document.querySelector(".scheme-switch");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const dark = () => (root.dataset.scheme ? root.dataset.scheme === "dark" : system.matches);
  const label = () => {
    button.textContent = dark() ? _("Light") : _("Dark");
    button.setAttribute("aria-label", dark() ? _("Light colours") : _("Dark colours"));
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    root.dataset.scheme = dark() ? "light" : "dark";
    remember("scheme", root.dataset.scheme);
    label();
  });
  system.addEventListener("change", label);
  addEventListener("recalled", label);
  label();

  // Beside the text the list of contents stands open; above it, it would stand between the reader and the text.
  const contents = document.querySelector(".site-contents details");
  const wide = matchMedia("(min-width: 75rem)");
  const open = () => { contents.open = wide.matches; };
  wide.addEventListener("change", open);
  open();

  // Other editions, and what has changed since one of them: where a reader asks, and on a page of one that stands still.
  const editions = document.querySelector(".editions");
  const others = () => { if (data.scripts) fetched("editions").catch(() => {}); };
  editions?.addEventListener("toggle", others, { once: true });
  if (editions && /\/v\/[\d.]+\/(\?|$)|[?&]since=/.test(new URL(root.dataset.content_root, location.href).pathname + location.search)) others();

  // On the web, what has been read is kept for a time without a network (offline.js). The first page was fetched before
  // there was anything to keep it; and what is fetched on first use may be used when there is no network any more.
  const keep = async () => {
    const { serviceWorker } = navigator;
    const first = !serviceWorker.controller;
    const top = new URL(root.dataset.content_root, location.href);
    await serviceWorker.register(new URL("offline.js", top));
    if (!first) return;
    const had = performance.getEntriesByType("resource").map(({ name }) => name).filter((name) => name.startsWith(top.href));
    const wanted = Object.values(data.scripts ?? {}).map((address) => new URL(address, location.href).href);
    (await serviceWorker.ready).active.postMessage([location.href, ...had, ...wanted]);
  };
  if (location.protocol.startsWith("http") && "serviceWorker" in navigator) {
    addEventListener("load", () => keep().catch((reason) => console.info("Pages are not kept:", reason)));
  }

  return { about: data, _, copy, copyLink, decoded, fetched, framed, lead, make, ngettext, remember, remembered, say, soon, unspaced, write };
})();
