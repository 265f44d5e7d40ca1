// Pages that a reader has opened stay readable without a network. The network is asked first, so that nobody reads an
// old page where a new one can be had. Registered by page.js, on the web alone: a file on disk needs no keeping.
"use strict";
const KEPT = "edition";
// How long a server may be silent (milliseconds) before a page that is kept is shown.
const PATIENCE = 4000;
// One copy of a page, whatever stands behind its address: a search, a choice of notes. A folder and its index are one
// page. A script or a style sheet has its version there: a new page never meets an old one.
const bare = (url) => {
  const { origin, pathname, search } = new URL(url);
  return origin + pathname.replace(/\/index\.html$/, "/") + (/\.(css|js)$/.test(pathname) ? search : "");
};

const keep = async (url, response) => {
  const kept = await caches.open(KEPT);
  if (response.status === 200) await kept.put(bare(url), response);
  else if (response.status === 404 || response.status === 410) await kept.delete(bare(url));
};

const answer = async (event) => {
  const { request } = event;
  // A page is asked for again even if the browser thinks that it need not be; its scripts and sheets are not.
  const asked = fetch(request, request.mode === "navigate" ? { cache: "no-cache" } : {});
  const fresh = asked.then((response) => { event.waitUntil(keep(request.url, response.clone())); return response; });
  const kept = await caches.match(bare(request.url), { cacheName: KEPT });
  if (!kept) return fresh.catch(() => Response.error());
  const silent = new Promise((resolve) => { setTimeout(resolve, PATIENCE, kept); });
  // A fault of the server is no page.
  return Promise.race([fresh.then((response) => (response.status < 500 ? response : kept)).catch(() => kept), silent]);
};

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  if (method === "GET" && url.startsWith(self.registration.scope) && !url.endsWith(".zip")) event.respondWith(answer(event));
});
// What a reader's first page had fetched before there was anything to keep it; the browser still has it at hand.
self.addEventListener("message", (event) => {
  const again = async (url) => keep(url, await fetch(url, { cache: "force-cache" }));
  event.waitUntil(Promise.all(event.data.map(again)));
});
