// What Google Analytics begins with; its documents put this into the page, where the policy allows no script.
"use strict";
window.dataLayer = [];
// It reads the object that holds the arguments of a function, and no list.
function gtag() { window.dataLayer.push(arguments); }
gtag("js", new Date());
gtag("config", document.currentScript.dataset.id);
