// A chart becomes interactive when a reader first points at it, or moves the focus into its figure. What draws it, and
// what of, is fetched only then, from the book itself; a chart that cannot become interactive stays the drawing it was.
"use strict";
(() => {
  const vega = new URL("vega.js", document.currentScript.src);
  const fetched = (src) => new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = src;
    script.onload = resolve;
    script.onerror = reject;
    document.head.append(script);
  });
  let loading;
  const load = () => loading ??= Promise.all([vega, document.documentElement.dataset.charts].map(fetched));

  // Expressions are interpreted, and styles are in the style sheet: the pages' policy allows neither eval nor others.
  const OPTIONS = { actions: false, ast: true, defaultStyle: false, renderer: "svg", tooltip: { disableDefaultStyle: true } };

  // A colour with a pattern is named by the pattern's address. Each drawing holds its own; what is live shares these.
  const shared = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  shared.setAttribute("class", "chart-patterns");
  shared.setAttribute("aria-hidden", "true");
  const keepPatterns = (chart) => {
    for (const pattern of chart.querySelectorAll(".wide pattern")) {
      const id = pattern.id.match(/chart-\d+$/)[0];
      if (shared.querySelector(`#${id}`)) continue;
      const copy = pattern.cloneNode(true);
      copy.id = id;
      shared.append(copy);
    }
    if (shared.firstChild) document.body.append(shared);
  };

  const activate = async (figure) => {
    const chart = figure.querySelector(".chart");
    const live = document.createElement("div");
    live.className = "live";
    await load();
    const spec = window.chartSpecs[figure.id];
    // Drawn at its final size beside the old drawing, which goes only when the new one is there.
    const { view } = await window.vegaEmbed(live, { ...spec, width: chart.clientWidth }, OPTIONS);
    live.setAttribute("aria-hidden", "true");
    keepPatterns(chart);
    chart.replaceChildren(live);
    new ResizeObserver(() => view.width(chart.clientWidth).runAsync()).observe(chart);
  };

  for (const figure of document.querySelectorAll(".chart-figure")) {
    const once = () => {
      figure.removeEventListener("pointerenter", once);
      figure.removeEventListener("focusin", once);
      activate(figure).catch((reason) => console.info("The chart stays a drawing:", reason));
    };
    figure.addEventListener("pointerenter", once);
    figure.addEventListener("focusin", once);
  }
})();
