// Select, as a hand would, from the middle of "goal" to the end of "denuclearization", across marks of notes.
(() => {
  const source = document.querySelector("#wh-3 .source");
  const texts = document.createTreeWalker(source, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  while (texts.nextNode()) {
    const text = texts.currentNode;
    if (text.data.includes("goal of")) range.setStart(text, text.data.indexOf("goal of") + 2);
    if (text.data.includes("denuclearization")) { range.setEnd(text, text.data.indexOf("denuclearization") + 16); break; }
  }
  getSelection().removeAllRanges();
  getSelection().addRange(range);
})();
