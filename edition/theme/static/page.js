// What every page has: the choice of light or dark. Without this script the reader's system decides.
"use strict";
(() => {
  const root = document.documentElement;
  const button = document.querySelector(".scheme-switch");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const dark = () => (root.dataset.scheme ? root.dataset.scheme === "dark" : system.matches);
  const label = () => { button.textContent = dark() ? "Light" : "Dark"; };

  button.hidden = false;
  button.addEventListener("click", () => {
    root.dataset.scheme = dark() ? "light" : "dark";
    try { localStorage.setItem("scheme", root.dataset.scheme); } catch { /* the choice then lasts for this page */ }
    label();
  });
  system.addEventListener("change", label);
  label();
})();
