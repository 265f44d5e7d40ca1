// A link to what a reader sees, with view, choice and place: on the page as it is published, or, for who assigns it, on
// that of the edition that stays as it is, where one is kept. Fetched on first use.
"use strict";
window.edition.views = (() => {
  const { _, about, copy } = window.edition;
  const kept = about.address.match(/v\/([\d.]+)\/$/);
  // The edition that goes on changing, unless one that stays is open.
  const open = kept && !location.href.startsWith(about.address) ? about.address.slice(0, kept.index) : about.address;
  return (seen, assigned) => {
    const root = assigned ? about.address : open;
    const link = new URL(root ? `${root}${about.page}` : seen);
    const asked = new URLSearchParams(seen.search);
    // Whoever opens the link has perhaps chosen another view before; and is sent to look, not to print.
    const { view } = document.documentElement.dataset;
    const parts = seen.search.slice(1).split("&").filter((part) => part && !/^(print|with)=/.test(part));
    link.search = [...view && document.querySelector(".note-tools") && !asked.has("view") ? [`view=${view}`] : [], ...parts].join("&");
    link.hash = seen.hash;
    const assignment = kept ? _("Link to this view in version {version}, which stays", { version: kept[1] }) : _("Link to this view in the edition as it changes");
    copy(link.href, assigned ? assignment : _("Link to this view"));
  };
})();
