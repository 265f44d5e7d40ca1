// A sheet as Markdown (CommonMark with footnotes and tables). No sign in any words is taken for markup, nor for HTML.
"use strict";
window.edition.markdown = (() => {
  const HARD = "\\\n";
  const escaped = (text) => text.replace(/[\\`*_{}[\]<>#|~$^&!]/g, "\\$&");
  // What would begin a list, a heading or a block where it begins a line.
  const atStart = (text) => text.replace(/^(\s*)([-+=:]|\d+(?=[.)]))/gm, (_, blanks, sign) => blanks + (/\d/.test(sign) ? sign + "\\" : "\\" + sign));
  const MARKS = { strong: "**", b: "**", em: "*", i: "*" };
  const inline = (node, keep) => [...node.childNodes].map((part) => {
    if (part.nodeType === Node.TEXT_NODE) return keep ? escaped(part.data).replace(/\n/g, HARD) : escaped(part.data.replace(/\s+/g, " "));
    if (part.nodeType !== Node.ELEMENT_NODE) return "";
    const words = inline(part, keep);
    const mark = MARKS[part.localName];
    if (mark) return words.trim() && `${mark}${words.trim()}${mark}${/\s$/.test(words) ? " " : ""}`;
    if (part.localName === "sup" && part.closest(".source")) return `[^${part.textContent}]`;
    if (part.localName === "a" && /^(https?|mailto|file):/.test(part.href)) return `[${words}](<${part.href.replace(/[<>\s]/g, encodeURIComponent)}>)`;
    return part.localName === "br" ? HARD : words;
  }).join("");
  const indented = (text, by) => text.replace(/\n(?=[^\n])/g, `\n${by}`);
  const BLOCKS = "p, ul, ol, dl, div, section, figure, figcaption, table, blockquote, h1, h2, h3, h4, pre";
  const table = (node) => {
    const lines = [...node.rows].map((row) => `| ${[...row.cells].map((cell) => inline(cell).trim()).join(" | ")} |`);
    const columns = node.rows[0]?.cells.length ?? 0;
    return [`|${" |".repeat(columns)}`, `|${" --- |".repeat(columns)}`, ...lines].join("\n");
  };
  const items = (node) => [...node.children].map((item, at) => {
    if (node.matches(".paper-notes")) return `[^${item.value}]: ${indented(blocks(item).join("\n\n"), "    ")}`;
    const sign = node.localName === "ol" ? `${at + (node.start || 1)}. ` : "- ";
    return sign + indented(blocks(item).join("\n\n"), " ".repeat(sign.length));
  });
  const block = (node) => {
    const heading = node.localName.match(/^h([1-4])$/);
    if (heading) return [`${"#".repeat(heading[1])} ${inline(node).trim()}`];
    if (node.matches(".paper-lines")) return [...node.children].map(() => "___");
    if (node.matches(".paper-box")) return Array(8).fill("___");
    if (node.matches(".chart")) {
      const { address } = node.closest("figure").dataset;
      return [`${escaped(node.getAttribute("aria-label"))}${address ? ` <${address}>` : ""}`];
    }
    if (node.matches("table")) return [table(node)];
    if (node.matches("ul, ol")) return node.matches(".paper-notes") ? items(node) : [items(node).join("\n")];
    if (node.matches("blockquote")) return [`> ${atStart(inline(node, true)).replace(/\n/g, "\n> ")}`];
    if (node.matches(".paper-head, figcaption")) return [`**${inline(node).trim()}**`];
    if (node.querySelector(`:scope > :is(${BLOCKS})`)) return blocks(node);
    const words = atStart(inline(node, node.matches(".own-words")).trim());
    return words ? [words] : [];
  };
  // Words that stand in no block are one.
  const blocks = (node) => {
    const found = [];
    let loose = document.createElement("p");
    const close = () => { if (loose.textContent.trim()) found.push(...block(loose)); loose = document.createElement("p"); };
    for (const part of node.childNodes) {
      if (part.nodeType === Node.ELEMENT_NODE && part.matches(BLOCKS)) { close(); found.push(...block(part)); } else loose.append(part.cloneNode(true));
    }
    close();
    return found;
  };
  return ({ paper }) => `${blocks(paper).join("\n\n")}\n`;
})();
