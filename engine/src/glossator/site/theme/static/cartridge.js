// A sheet as a Common Cartridge 1.1: its reading as a page, its questions as an assessment of essays (QTI 1.2). Answers
// are feedback that a platform shows to teachers.
"use strict";
window.edition.cartridge = (() => {
  const HEAD = '<?xml version="1.0" encoding="UTF-8"?>';
  const CC = "http://www.imsglobal.org/xsd/imsccv1p1";
  const escaped = (text) => text.replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "").replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
  const xhtml = (node) => new XMLSerializer().serializeToString(node).replace(/[\x00-\x08\x0b\x0c\x0e-\x1f]/g, "");
  const inner = (nodes) => [...nodes].map(xhtml).join("");
  const material = (nodes) => `<material><mattext texttype="text/html">${escaped(inner(nodes))}</mattext></material>`;
  const STYLE = "body{max-width:44rem;margin:1.5rem auto;padding:0 1rem;font:1rem/1.55 sans-serif}blockquote{margin:0 0 1rem;font:1.1rem/1.6 serif}.verse-lines,.own-words{white-space:pre-line}.verse-lines{white-space:pre-wrap}svg{max-width:100%;height:auto}.paper-name,.paper-works,.paper-imprint{font-size:.85rem;color:#444}.paper-head,figcaption{font-weight:bold}";
  const page = (paper, title, language, dir) => `<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml" lang="${escaped(language)}" dir="${dir}"><head><meta charset="utf-8"/><title>${escaped(title)}</title><style>${STYLE}</style></head><body>${inner(paper.childNodes)}</body></html>\n`;
  const fields = (pairs) => `<qtimetadata>${pairs.map(([label, entry]) => `<qtimetadatafield><fieldlabel>${label}</fieldlabel><fieldentry>${entry}</fieldentry></qtimetadatafield>`).join("")}</qtimetadata>`;
  const item = (question, number) => {
    const [head, ...rest] = question.children;
    const answers = rest.filter((part) => part.matches(".paper-answer"));
    const asked = rest.filter((part) => !part.matches(".paper-answer, .paper-lines, .paper-box"));
    const feedback = answers.length ? `<itemfeedback ident="solution${number}"><solution><solutionmaterial>${material(answers)}</solutionmaterial></solution></itemfeedback>` : "";
    return `<item ident="question${number}" title="${escaped(head.textContent)}"><itemmetadata>${fields([["cc_profile", "cc.essay.v0p1"], ["qmd_scoringpermitted", "Yes"], ["qmd_computerscored", "No"]])}</itemmetadata><presentation>${material(asked.length ? asked : [head])}<response_str ident="response${number}" rcardinality="Single"><render_fib><response_label ident="answer${number}"/></render_fib></response_str></presentation>${feedback}</item>`;
  };
  const assessment = (questions, title) => `${HEAD}<questestinterop xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2"><assessment ident="questions" title="${escaped(title)}">${fields([["cc_profile", "cc.exam.v0p1"], ["qmd_assessmenttype", "Examination"], ["qmd_scoretype", "Percentage"]])}<section ident="section">${questions.map((question, at) => item(question, at + 1)).join("")}</section></assessment></questestinterop>`;
  const manifest = (title, language, parts) => `${HEAD}<manifest identifier="sheet" xmlns="${CC}/imscp_v1p1" xmlns:lom="http://ltsc.ieee.org/xsd/imsccv1p1/LOM/manifest"><metadata><schema>IMS Common Cartridge</schema><schemaversion>1.1.0</schemaversion><lom:lom><lom:general><lom:title><lom:string language="${escaped(language)}">${escaped(title)}</lom:string></lom:title></lom:general></lom:lom></metadata><organizations><organization identifier="organization" structure="rooted-hierarchy"><item identifier="root">${parts.map(({ id, name }) => `<item identifier="item-${id}" identifierref="${id}"><title>${escaped(name)}</title></item>`).join("")}</item></organization></organizations><resources>${parts.map(({ id, type, file, open }) => `<resource identifier="${id}" type="${type}"${open ? ` href="${file}"` : ""}><file href="${file}"/></resource>`).join("")}</resources></manifest>`;

  // paperFor: returns the sheet as it is printed in one of the ways of sheet.js.
  return ({ paperFor, title, language, _ }) => {
    const { dir } = document.documentElement;
    const questions = [...paperFor("teacher").querySelectorAll(".paper-question")];
    const reading = { id: "reading", name: title, type: "webcontent", file: "sheet.html", open: true };
    const asked = { id: "questions", name: _("Questions"), type: "imsqti_xmlv1p2/imscc_xmlv1p1/assessment", file: "questions.xml" };
    return window.edition.zip([
      ["imsmanifest.xml", manifest(title, language, questions.length ? [reading, asked] : [reading])],
      [reading.file, page(paperFor("notes"), title, language, dir || "ltr")],
      ...questions.length ? [[asked.file, assessment(questions, title)]] : [],
    ]);
  };
})();
