// How many letters stand on a full line of the source, on average.
(() => {
  const source = document.querySelector(".source");
  const range = document.createRange();
  const texts = document.createTreeWalker(source, NodeFilter.SHOW_TEXT);
  const lines = [];
  let bottom = -Infinity;
  while (texts.nextNode()) {
    for (let index = 0; index < texts.currentNode.length; index += 1) {
      range.setStart(texts.currentNode, index);
      range.setEnd(texts.currentNode, index + 1);
      const box = range.getBoundingClientRect();
      if (box.top > bottom) { lines.push(0); bottom = box.bottom; }
      lines[lines.length - 1] += 1;
    }
  }
  const full = lines.slice(0, -1);
  return full.reduce((sum, letters) => sum + letters, 0) / full.length;
})()
