// Pages that a reader has opened stay readable without a network. The network is asked first, so that nobody reads an
// old page where a new one can be had. Registered by page.js, on the web alone: a file on disk needs no keeping.
"use strict";
const KEPT = "edition";
const answer = async (request) => {
  const cache = await caches.open(KEPT);
  // One copy of a page, whatever stands behind its address: a search, a choice of notes.
  const address = request.url.split(/[?#]/)[0];
  try {
    // A page is asked for again even if the browser thinks that it need not be; its scripts and sheets are not.
    const response = await fetch(request, request.mode === "navigate" ? { cache: "no-cache" } : {});
    if (response.status === 200) cache.put(address, response.clone());
    else if (response.status === 404 || response.status === 410) cache.delete(address);
    return response;
  } catch {
    return await cache.match(address) ?? Response.error();
  }
};
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  if (method === "GET" && url.startsWith(self.registration.scope) && !url.endsWith(".zip")) event.respondWith(answer(event.request));
});
