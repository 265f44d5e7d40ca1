// A link to what a reader sees: the page as it is published, with view, choice and place. Fetched on first use.
"use strict";
window.edition.views = (() => {
  const { _, about, copy } = window.edition;
  return (seen) => {
    const link = new URL(about.address ? `${about.address}${about.page}` : seen);
    const asked = new URLSearchParams(seen.search);
    // Whoever opens the link has perhaps chosen another view before; and is sent to look, not to print.
    const { view } = document.documentElement.dataset;
    const parts = seen.search.slice(1).split("&").filter((part) => part && !/^(print|with)=/.test(part));
    link.search = [...view && document.querySelector(".note-tools") && !asked.has("view") ? [`view=${view}`] : [], ...parts].join("&");
    link.hash = seen.hash;
    copy(link.href, _("Link to this view"));
  };
})();
