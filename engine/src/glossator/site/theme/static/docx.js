// A sheet as a DOCX: the parts of Office Open XML that a word processor needs, in a zip. Charts are drawn as PNG.
"use strict";
window.edition.docx = (() => {
  const W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
  const R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const P = "http://schemas.openxmlformats.org/package/2006";
  const D = "http://schemas.openxmlformats.org/drawingml/2006";
  const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
  // What XML cannot hold at all is left out.
  const escaped = (text) => text.toWellFormed?.().replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "").replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;")
    ?? text.replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd]/g, "").replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
  const BLOCKS = "p, ul, ol, dl, dt, dd, div, section, figure, figcaption, table, blockquote, h1, h2, h3, h4, pre";
  // An inch has 914,400 of the units of a drawing; a page has room for six and a half of them, and a pixel is a 96th.
  const [INCH, ROOM, PIXEL] = [914400, 6.2, 96];

  const isRight = (node) => node.matches(":dir(rtl)");
  const run = (text, node, marks) => {
    const lang = node.closest("[lang]")?.getAttribute("lang");
    const about = [...marks, isRight(node) ? "<w:rtl/>" : "", lang ? `<w:lang w:val="${escaped(lang)}" w:eastAsia="${escaped(lang)}" w:bidi="${escaped(lang)}"/>` : ""].join("");
    return text.split("\n").map((line) => `<w:r>${about && `<w:rPr>${about}</w:rPr>`}<w:t xml:space="preserve">${escaped(line)}</w:t></w:r>`).join("<w:r><w:br/></w:r>");
  };
  // In the order in which the schema wants them within a run.
  const MARKS = { strong: "<w:b/>", b: "<w:b/>", th: "<w:b/>", em: "<w:i/>", i: "<w:i/>", sup: '<w:vertAlign w:val="superscript"/>', sub: '<w:vertAlign w:val="subscript"/>' };
  const ORDER = Object.values(MARKS);
  const inline = (node, keep, marks = []) => [...node.childNodes].map((part) => {
    if (part.nodeType === Node.TEXT_NODE) return part.data && run(keep ? part.data : part.data.replace(/\s+/g, " "), node, marks);
    if (part.nodeType !== Node.ELEMENT_NODE) return "";
    if (part.localName === "br") return "<w:r><w:br/></w:r>";
    const mark = MARKS[part.localName];
    return inline(part, keep, mark ? [...new Set([...marks, mark])].sort((one, other) => ORDER.indexOf(one) - ORDER.indexOf(other)) : marks);
  }).join("");
  const paragraph = (style, runs, right, indent = "") => `<w:p><w:pPr><w:pStyle w:val="${style}"/>${right ? "<w:bidi/>" : ""}${indent}</w:pPr>${runs}</w:p>`;
  const cell = (width, content, more = "") => `<w:tc><w:tcPr><w:tcW w:w="${width}" w:type="dxa"/></w:tcPr>${content || "<w:p/>"}${more}</w:tc>`;
  const framed = (rows, columns) => {
    const grid = `<w:gridCol w:w="${Math.floor(9000 / columns)}"/>`.repeat(columns);
    return `<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="9000" w:type="dxa"/></w:tblPr><w:tblGrid>${grid}</w:tblGrid>${rows}</w:tbl><w:p/>`;
  };
  const table = (node, book) => {
    const columns = Math.max(1, ...[...node.rows].map(({ cells }) => cells.length));
    const row = ({ cells }) => [...cells, ...Array(columns - cells.length).fill(null)].map((one) => cell(Math.floor(9000 / columns), one && blocks(one, book))).join("");
    return framed([...node.rows].map((one) => `<w:tr>${row(one)}</w:tr>`).join(""), columns);
  };
  const box = () => framed(`<w:tr><w:trPr><w:trHeight w:val="3969"/></w:trPr>${cell(9000, "")}</w:tr>`, 1);
  const picture = (node, book) => {
    const drawn = book.pictures.get(node);
    const alternative = escaped(node.getAttribute("aria-label") ?? "");
    if (!drawn) return paragraph("Normal", run(node.getAttribute("aria-label") ?? "", node, []));
    const scale = Math.min(1, (ROOM * PIXEL) / drawn.width);
    const [width, height] = [drawn.width, drawn.height].map((pixels) => Math.round((pixels * scale * INCH) / PIXEL));
    const { nth } = drawn;
    return paragraph("Normal", `<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="${width}" cy="${height}"/><wp:docPr id="${nth}" name="Chart ${nth}" descr="${alternative}"/><a:graphic><a:graphicData uri="${D}/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="${nth}" name="chart-${nth}.png"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="chart${nth}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="${width}" cy="${height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`);
  };
  // The number or sign of an item stands before its first paragraph, and what follows is indented as it is.
  const item = (sign, node, book) => blocks(node, book).replace(/<w:pStyle w:val="Normal"\/>/g, '<w:pStyle w:val="ListParagraph"/>').replace(/(<\/w:pPr>)/, `$1${run(`${sign}\u00a0`, node, [])}`);
  const STYLES = { h1: "Title", h2: "Heading1", h3: "Heading2", h4: "Heading2", figcaption: "Heading2", dt: "Heading2" };
  const style = (node) => {
    if (node.matches(".paper-head")) return "Heading2";
    return node.matches(".paper-name, .paper-imprint, .paper-works *, .figure-subtitle") && node.localName === "p" ? "Small" : STYLES[node.localName] ?? "Normal";
  };
  // Each paragraph but the last stands on the page of the next.
  const together = (paragraphs) => paragraphs.replace(/(<w:pStyle w:val="[^"]*"\/>)(?=.*<w:pStyle)/gs, "$1<w:keepNext/><w:keepLines/>");
  const block = (node, book) => {
    const right = isRight(node);
    if (node.matches(".paper-lines")) return [...node.children].map(() => paragraph("Line", "")).join("");
    if (node.matches(".paper-box")) return box();
    if (node.matches(".chart")) return picture(node, book);
    if (node.matches("table")) return table(node, book);
    if (node.matches("ul, ol")) return [...node.children].map((one, at) => item(node.localName === "ul" ? "•" : `${one.value || at + (node.start || 1)}.`, one, book)).join("");
    if (node.matches(".paper-question")) return together(blocks(node, book));
    if (node.matches("blockquote.source")) return paragraph("Quote", inline(node, node.matches(".verse-lines")), right);
    if (node.querySelector(`:scope > :is(${BLOCKS})`)) return blocks(node, book);
    const runs = inline(node, node.matches(".own-words, pre"));
    return runs && paragraph(style(node), runs, right);
  };
  const blocks = (node, book) => {
    let found = "";
    let loose = null;
    const close = () => { if (loose?.textContent.trim()) found += block(loose, book); loose?.remove(); loose = null; };
    for (const part of [...node.childNodes]) {
      if (part.nodeType === Node.ELEMENT_NODE && part.matches(BLOCKS)) { close(); found += block(part, book); continue; }
      // Where its language and direction can be seen.
      if (!loose) { loose = document.createElement("p"); part.before(loose); }
      loose.append(part.cloneNode(true));
    }
    close();
    return found;
  };

  const draw = async (node, nth) => {
    const svg = node.querySelector("svg").cloneNode(true);
    const [width, height] = ["width", "height"].map((side) => Number.parseFloat(svg.getAttribute(side)) || 400);
    svg.setAttribute("color", "#000");
    const image = new Image();
    const loaded = new Promise((resolve, reject) => { image.onload = resolve; image.onerror = reject; });
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(svg))}`;
    await loaded;
    const canvas = Object.assign(document.createElement("canvas"), { width: width * 2, height: height * 2 });
    const context = canvas.getContext("2d");
    context.fillStyle = "#fff";
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    const png = await new Promise((resolve) => { canvas.toBlob(resolve, "image/png"); });
    return { nth, width, height, bytes: new Uint8Array(await png.arrayBuffer()) };
  };
  // Of each type of style one is the default: a paragraph, run, table or list that names none has it.
  const DEFAULTS = '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
    + '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    + '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/><w:uiPriority w:val="99"/><w:semiHidden/></w:style>';
  const GRID = `<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>${["top", "left", "bottom", "right", "insideH", "insideV"].map((side) => `<w:${side} w:val="single" w:sz="4" w:space="0" w:color="808080"/>`).join("")}</w:tblBorders></w:tblPr></w:style>`;
  const named = (id, name, about, runs = "") => `<w:style w:type="paragraph"${id === "Normal" ? ' w:default="1"' : ""} w:styleId="${id}"><w:name w:val="${name}"/>${id === "Normal" ? "" : '<w:basedOn w:val="Normal"/>'}<w:qFormat/><w:pPr>${about}</w:pPr><w:rPr>${runs}</w:rPr></w:style>`;
  const size = (points) => `<w:sz w:val="${points * 2}"/><w:szCs w:val="${points * 2}"/>`;
  const styles = (language) => `${HEAD}<w:styles xmlns:w="${W}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:eastAsia="Calibri" w:cs="Arial"/>${size(11)}<w:lang w:val="${escaped(language)}"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>`
    + named("Normal", "Normal", '<w:spacing w:after="120"/>')
    + named("Title", "Title", '<w:spacing w:after="200"/>', size(20))
    + named("Heading1", "heading 1", '<w:keepNext/><w:spacing w:before="280" w:after="80"/><w:outlineLvl w:val="0"/>', `<w:b/>${size(14)}`)
    + named("Heading2", "heading 2", '<w:keepNext/><w:spacing w:before="160" w:after="60"/><w:outlineLvl w:val="1"/>', "<w:b/>")
    + named("Quote", "Quote", '<w:spacing w:after="160" w:line="320" w:lineRule="auto"/>', `<w:rFonts w:ascii="Georgia" w:hAnsi="Georgia"/>${size(12)}`)
    + named("ListParagraph", "List Paragraph", '<w:spacing w:after="60"/><w:ind w:left="360" w:hanging="360"/>', size(10))
    + named("Small", "Small", '<w:spacing w:after="40"/>', `<w:color w:val="555555"/>${size(9)}`)
    + named("Line", "Answer Line", '<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="1" w:color="808080"/><w:between w:val="single" w:sz="4" w:space="1" w:color="808080"/></w:pBdr><w:spacing w:after="0" w:line="510" w:lineRule="exact"/>')
    + `${DEFAULTS}${GRID}</w:styles>`;
  const relations = (all) => `${HEAD}<Relationships xmlns="${P}/relationships">${all.map(([id, type, target]) => `<Relationship Id="${id}" Type="${type}" Target="${target}"/>`).join("")}</Relationships>`;

  return async ({ paper, title, language }) => {
    const charts = [...paper.querySelectorAll(".chart")].filter((node) => node.querySelector("svg"));
    const drawn = await Promise.all(charts.map((node, at) => draw(node, at + 1).catch(() => null)));
    const pictures = new Map(charts.map((node, at) => [node, drawn[at]]));
    const there = drawn.filter(Boolean);
    const page = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1304" w:bottom="1134" w:left="1304" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>';
    const body = `${HEAD}<w:document xmlns:w="${W}" xmlns:r="${R}" xmlns:wp="${D}/wordprocessingDrawing" xmlns:a="${D}/main" xmlns:pic="${D}/picture"><w:body>${blocks(paper, { pictures })}${page}</w:body></w:document>`;
    const word = "application/vnd.openxmlformats-officedocument.wordprocessingml";
    const types = [["/word/document.xml", `${word}.document.main+xml`], ["/word/styles.xml", `${word}.styles+xml`], ["/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"]];
    return window.edition.zip([
      ["[Content_Types].xml", `${HEAD}<Types xmlns="${P}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="png" ContentType="image/png"/>${types.map(([name, type]) => `<Override PartName="${name}" ContentType="${type}"/>`).join("")}</Types>`],
      ["_rels/.rels", relations([["document", `${R}/officeDocument`, "word/document.xml"], ["core", `${P}/relationships/metadata/core-properties`, "docProps/core.xml"]])],
      ["docProps/core.xml", `${HEAD}<cp:coreProperties xmlns:cp="${P}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${escaped(title)}</dc:title><dc:language>${escaped(language)}</dc:language></cp:coreProperties>`],
      ["word/document.xml", body],
      ["word/styles.xml", styles(language)],
      ["word/_rels/document.xml.rels", relations([["styles", `${R}/styles`, "styles.xml"], ...there.map(({ nth }) => [`chart${nth}`, `${R}/image`, `media/chart-${nth}.png`])])],
      ...there.map(({ nth, bytes }) => [`word/media/chart-${nth}.png`, bytes]),
    ]);
  };
})();
