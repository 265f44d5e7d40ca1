// Select in the element `within`, as a hand would, from the middle of the words `first` to the end of `last`, across marks.
({ within, first, last }) => {
  const texts = document.createTreeWalker(document.querySelector(within), NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  while (texts.nextNode()) {
    const text = texts.currentNode;
    if (text.data.includes(first)) range.setStart(text, text.data.indexOf(first) + Math.floor(first.length / 2));
    if (text.data.includes(last)) { range.setEnd(text, text.data.indexOf(last) + last.length); break; }
  }
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}
