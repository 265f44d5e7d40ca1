// The sheet that a teacher puts together, as this browser keeps it: one for each edition. Fetched by cite.js when a
// reader first adds something to it, and by the page of the sheet.
"use strict";
window.edition.sheet = (() => {
  const { _, make } = window.edition;
  const key = `sheet: ${document.querySelector(".site-title").textContent.trim()}`;
  // The foot of each page leads there: sheet.html, or a folder of this name.
  const page = document.querySelector(".site-footer a[href$='sheet.html'], .site-footer a[href$='sheet/']")?.href;
  // What has more is refused where a sheet is opened.
  const MOST = 500;
  const full = () => _("Nothing was added: a sheet has at most {most} items.", { most: MOST });
  const empty = () => ({ title: "", instructions: "", items: [] });
  const isSheet = (sheet) => Array.isArray(sheet?.items);
  // Where a browser refuses storage, even to ask for it is an error.
  const read = (name) => { try { return JSON.parse(localStorage.getItem(name)); } catch { return null; } };
  const kept = (name = key) => {
    const sheet = read(name);
    return isSheet(sheet) ? sheet : null;
  };
  const keep = (sheet, name = key) => {
    try { localStorage.setItem(name, JSON.stringify(sheet)); return true; } catch { return false; }
  };

  // --- The address of a sheet -----------------------------------------------------------------------------------------
  const base64 = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const plain = (sheet) => `#j=${base64(new TextEncoder().encode(JSON.stringify(sheet)))}`;

  // --- Adding ---------------------------------------------------------------------------------------------------------
  // A paragraph that is there already gets the notes besides.
  const joined = (there, notes) => {
    if (notes === "all" || there === "all" || there === undefined) return "all";
    return [...new Set([...there === "none" ? [] : there, ...notes === "none" ? [] : notes])];
  };
  // Add items to a sheet; return how many of them are new.
  const put = (sheet, items) => items.filter((item) => {
    const there = item.id && sheet.items.find(({ type, id }) => type === item.type && id === item.id);
    if (!there) return sheet.items.push(item);
    if (item.type !== "paragraph") return false;
    const notes = joined(there.notes, item.notes);
    if (`${notes}` === `${there.notes}`) return false;
    there.notes = notes;
    return true;
  }).length;
  const tell = (place, words, link, address) => {
    document.querySelectorAll(".sheet-told").forEach((old) => old.remove());
    const told = make("span", { className: "status sheet-told", role: "status" });
    place.after(told);
    // What is in a status before it is one is not read out.
    requestAnimationFrame(() => told.append(words, " · ", make("a", { href: address }, link)));
    setTimeout(function leave() {
      if (told.matches(":hover, :focus-within")) setTimeout(leave, 2000);
      else told.remove();
    }, 8000);
  };
  // Add items, and say so behind the button that was pressed.
  const add = (items, button) => {
    const sheet = kept() ?? empty();
    const count = put(sheet, items);
    if (sheet.items.length > MOST) tell(button, full(), _("open the sheet"), page);
    else if (keep(sheet)) tell(button, count ? _("Added") : _("It is on the sheet already"), _("open the sheet"), page);
    else tell(button, _("This browser keeps nothing for these pages"), _("open a sheet with this"), `${page}${plain({ ...empty(), items })}`);
  };
  return { MOST, add, base64, empty, full, keep, kept, key, plain, put, read };
})();
