// Pages that a reader has opened stay readable without a network. The network is asked first, so that nobody reads an
// old page where a new one can be had. Registered by page.js, on the web alone: a file on disk needs no keeping.
"use strict";
const KEPT = "edition";
// One copy of a page, whatever stands behind its address: a search, a choice of notes.
const bare = (url) => url.split(/[?#]/)[0];

const keep = async (url, response) => {
  const kept = await caches.open(KEPT);
  if (response.status === 200) await kept.put(bare(url), response);
  else if (response.status === 404 || response.status === 410) await kept.delete(bare(url));
};

const answer = async (event) => {
  const { request } = event;
  try {
    // A page is asked for again even if the browser thinks that it need not be; its scripts and sheets are not.
    const response = await fetch(request, request.mode === "navigate" ? { cache: "no-cache" } : {});
    event.waitUntil(keep(request.url, response.clone()));
    return response;
  } catch {
    return await caches.match(bare(request.url), { cacheName: KEPT }) ?? Response.error();
  }
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
