// Tabs of one name (:sync:) change together, and are as a reader has chosen them on another page. A tab that an address
// leads to, or leads into, is opened. Without this script each set of tabs works by itself: they are radio buttons.
"use strict";
(() => {
  const labels = [...document.querySelectorAll(".sd-tab-label")];
  const choose = (label) => { label.control.checked = true; };
  const named = ({ syncGroup, syncId }) => labels.filter((label) => label.dataset.syncGroup === syncGroup && label.dataset.syncId === syncId);
  const kept = (group, id) => {
    try {
      if (id !== undefined) localStorage.setItem(`tabs-${group}`, id);
      return localStorage.getItem(`tabs-${group}`);
    } catch { return null; }
  };
  for (const label of labels.filter((each) => each.dataset.syncId)) {
    const { syncGroup, syncId } = label.dataset;
    label.control.addEventListener("change", () => {
      named(label.dataset).forEach(choose);
      kept(syncGroup, syncId);
    });
  }
  const open = () => {
    const target = document.getElementById(location.hash.slice(1));
    if (!target?.closest(".sd-tab-set")) return;
    for (let within = target; within; within = within.parentElement?.closest(".sd-tab-label, .sd-tab-content")) {
      const label = within.matches(".sd-tab-content") ? within.previousElementSibling : within;
      if (label?.matches(".sd-tab-label")) choose(label);
    }
    target.scrollIntoView();
  };
  addEventListener("hashchange", open);
  open();
  // What is kept is asked for by the first frame, not before (site/policy.py); the address is stronger.
  requestAnimationFrame(() => {
    labels.filter(({ dataset }) => dataset.syncId && kept(dataset.syncGroup) === dataset.syncId).forEach(choose);
    open();
  });
})();
