// Searching: every place of the book that holds all the words, the best first. The index comes in a file for each part
// of the book, when a reader first searches; the answer grows while they arrive.
"use strict";
(() => {
  const { _, make, ngettext, unspaced } = window.edition;
  const script = document.currentScript;
  const parts = Number(script.dataset.parts);
  const fields = [...document.querySelectorAll("input[name=q]")];
  const field = document.querySelector(".search-page input");
  const list = document.getElementById("search-results");
  const status = document.getElementById("search-status");
  const AT_ONCE = 20;
  // What a reader is likely to look for comes first among places that fit equally well.
  const WEIGHT = { text: 3.5, note: 1.8, term: 2.4, figure: 1.2, section: .9, row: .6, work: .3 };

  // --- Words as they are compared -------------------------------------------------------------------------------------
  // What a reader need not type makes no difference: case, accents and vowel points, ligatures and wide letters, kinds of
  // quotation marks and hyphens, white space, what is invisible.
  // Alef wasla, alef maksura, yeh and kaf of Persian, teh marbuta; what is a stroke and no accent; traditional letters of
  // Chinese and simplified ones, as far as the book has them.
  const alike = "\u0671\u0627\u0649\u064a\u06cc\u064a\u06a9\u0643\u0629\u0647łløođd" + script.dataset.alike;
  const ALIKE = new Map([...alike.matchAll(/(.)(.)/gu)].map(([, letter, other]) => [letter, other]));
  // Vowel signs of Thai or Hindi are no accents, and a mark (U+3099, U+309A) makes another letter of one in Japanese.
  const ACCENTS = /(?=\p{M})(?![\u3099\u309a])[\p{Script=Inherited}\p{Script=Arabic}\p{Script=Cyrillic}\p{Script=Hebrew}\p{Script=Syriac}]/gu;
  const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\u0640]/gu; // and what makes an Arabic word longer
  const known = new Map();
  const simple = (letter) => {
    if (!known.has(letter)) {
      const bare = letter.normalize("NFKD").replace(ACCENTS, "").replace(INVISIBLE, "").normalize("NFC");
      known.set(letter, bare.toUpperCase().toLowerCase().replace(/./gu, (one) => ALIKE.get(one) ?? one)
        .replace(/[‘’‚‛ʼ]/g, "'").replace(/[“”„‟«»]/g, '"').replace(/\p{Pd}/gu, "-").replace(/\s+/g, " "));
    }
    return known.get(letter);
  };
  // A run of plain letters; a Korean syllable in its parts; a letter with its marks.
  const LETTERS = /([\x21-\x7e]+)(?!\p{M})|[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?|.\p{M}*/gsu;
  // The words, and where each of their letters begins and ends in the text.
  const fold = (text) => {
    const [words, starts, ends] = [[], [], []];
    for (const { 0: letters, 1: plain, index } of text.matchAll(LETTERS)) {
      const folded = plain ? plain.toLowerCase() : simple(letters);
      if (!folded || (folded === " " && words.at(-1) === " ")) continue;
      words.push(folded);
      for (let n = 0; n < folded.length; n += 1) {
        starts.push(plain ? index + n : index);
        ends.push(plain ? index + n + 1 : index + letters.length);
      }
    }
    return { words: words.join(""), starts, ends };
  };

  // --- The index ------------------------------------------------------------------------------------------------------
  const places = [];
  let asked = 0;
  let answered = 0;
  window.edition.found = (pages) => {
    for (const [page, title, found] of pages) {
      for (const [kind, id, label, text, lang] of found) {
        const [words, above, name, address] = [text, title, label, id].map((part) => fold(part).words);
        places.push({ page, title, kind, id, label, text, lang, words, above, name, address });
      }
    }
  };
  const fetchIndex = () => {
    for (; asked < parts; asked += 1) {
      const element = make("script", { src: new URL(`search/${asked + 1}.js`, script.src).href });
      element.onload = element.onerror = () => { answered += 1; search(); };
      document.head.append(element);
    }
  };

  // --- Finding -------------------------------------------------------------------------------------------------------
  // A word is found where a word begins with it; anywhere, where there are no blanks between words. A plural finds the
  // singular.
  const BEGINNING = `^|[^\\p{L}\\p{N}\\p{M}]|${unspaced.source}`;
  // Both spellings of English, by the endings of words; what a rule lets in that is no word is found nowhere.
  const SPELLINGS = !document.documentElement.lang.startsWith("en") ? [] : [
    [/^(\p{L}{3,}?)ou?r(?=(?:ed|ing|able|ite|ful|al|er|less)?$)/u, "$1ou?r"], // favour, favor
    [/^(\p{L}{3,})i[sz](?=(?:e[dr]?|ing|ation|able)?$)/u, "$1i[sz]"], // realise, realize
    [/y[sz](?=(?:e[dr]?|ing)$)/, "y[sz]"], // analyse, analyze
    [/gramm?e?$/, "gram(?:me)?"], // programme, program
    [/^(\p{L}{2,}[bt])(?:re|er)$/u, "$1(?:re|er)"], // centre, center
    [/en[cs](?=(?:e[dr]?|ing)$)/, "en[cs]"], // defence, defense
    [/^(\p{L}{3,}?)og(?:ue)?$/u, "$1og(?:ue)?"], // dialogue, dialog
    [/dge?(?=ments?$)/, "dge?"], // judgement, judgment
    [/^(\p{L}{3,}?[aeiou])ll?(?=(?:ed|ing|er|or|ation|ment)?$)/u, "$1ll?"], // travelled, traveled; fulfil, fulfill
  ];
  const expression = (word) => {
    const stem = word.length > 3 && /[^s]s$/.test(word) ? word.slice(0, -1) : word;
    const escaped = stem.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    const [ending, both] = SPELLINGS.find(([ending]) => ending.test(escaped)) ?? [];
    return (ending ? escaped.replace(ending, both) : escaped) + (stem === word ? "" : "s?");
  };
  const pattern = (...words) => new RegExp(`(${words[0].search(unspaced) === 0 ? "" : BEGINNING})(${words.map(expression).join("|")})`, "gu");
  const WORD = /[\p{L}\p{N}\p{M}]+(?:[-'.,][\p{L}\p{N}\p{M}]+)*/gu;
  // Words that say nothing of what is sought. A translator writes those of the language.
  const IDLE = new Set(_("a about an and are as at be became become been by can did do does for from had happen happened happens has have how i in into is it its me my of on or say says tell that the their them there they this to was we were what when where which who why will with").split(" "));
  const parse = (query) => {
    const folded = fold(query).words;
    const phrases = [...folded.matchAll(/"([^"]+)"/g)].map((match) => match[1].trim()).filter(Boolean);
    const all = folded.replace(/"[^"]*"/g, " ").match(WORD) ?? [];
    const telling = all.filter((word) => !IDLE.has(word));
    const words = telling.length || phrases.length ? telling : all;
    const wanted = [...phrases, ...words];
    const plain = folded.replace(/"/g, "").trim();
    return {
      words, patterns: wanted.map((word) => pattern(word)), phrases: phrases.length, named: words.join(" "),
      whole: phrases.length + all.length > 1 ? pattern(plain) : null,
    };
  };
  const holds = (one, text) => { one.lastIndex = 0; return one.test(text); };
  const within = (one, place) => holds(one, place.words) || holds(one, place.name) || holds(one, place.above) || holds(one, place.address);

  // One letter too many, too few or another, or two that have changed places.
  const near = (one, other) => {
    if (Math.abs(one.length - other.length) > 1 || one === other) return false;
    let at = 0;
    while (at < one.length && one[at] === other[at]) at += 1;
    const [a, b] = [one.slice(at), other.slice(at)];
    return a.slice(1) === b || a === b.slice(1) || a.slice(1) === b.slice(1)
      || (a.slice(2) === b.slice(2) && a[0] === b[1] && a[1] === b[0]);
  };
  const vocabulary = { of: 0, words: new Set() };
  const meant = (word) => {
    if (word.length < 5 || unspaced.test(word) || /\d/.test(word)) return [];
    if (vocabulary.of < places.length) {
      vocabulary.of = places.length;
      for (const place of places) for (const one of `${place.words} ${place.name}`.match(WORD) ?? []) vocabulary.words.add(one);
    }
    return [...vocabulary.words].filter((one) => near(word, one) || near(word, one.replace(/s$/, "")));
  };
  // A word that the book has nowhere is taken for one that is spelt nearly so.
  const forgive = (wanted) => {
    const forgiven = [];
    wanted.words.forEach((word, n) => {
      const at = wanted.phrases + n;
      const others = answered < parts || places.some((place) => within(wanted.patterns[at], place)) ? [] : meant(word);
      if (!others.length) return;
      wanted.patterns[at] = pattern(...others);
      forgiven.push([word, others]);
    });
    return forgiven;
  };

  // A word counts the more the fewer places have it, and more in the name of a place than in the text.
  const rate = (place, { patterns, whole, named }, rare) => {
    let score = 0;
    let held = 0;
    patterns.forEach((one, n) => {
      if (!within(one, place)) return;
      held += 1;
      const often = Math.min(3, [...place.words.matchAll(one)].length);
      score += rare[n] * (1 + (holds(one, place.name) ? (place.kind === "work" ? .1 : 1) : 0) + (holds(one, place.above) ? .2 : 0) + .05 * often);
    });
    if (!held) return null;
    const name = (place.name.match(WORD) ?? []).filter((word) => !IDLE.has(word)).join(" ");
    return { place, held, score: score + (whole && within(whole, place) ? 20 : 0) + (name === named ? 6 : 0) + WEIGHT[place.kind] };
  };

  // --- Showing -------------------------------------------------------------------------------------------------------
  // The words around the place that holds most of what is sought, all hits marked. It is cut at a blank, if there is one
  // near, and never within a letter.
  const whole = (text, at) => { let there = at; while (/[\p{M}\p{Cs}]/u.test(text[there] ?? "")) there += 1; return there; };
  const excerpt = ({ text }, patterns) => {
    const { words, starts, ends } = fold(text);
    const hits = patterns.flatMap((one, n) => [...words.matchAll(one)].map((match) => [starts[match.index + match[1].length], ends[match.index + match[0].length - 1], n]))
      .sort((a, b) => a[0] - b[0]);
    const held = ([from]) => new Set(hits.filter((hit) => hit[0] >= from && hit[1] <= from + 100).map((hit) => hit[2])).size;
    const [middle, last] = hits.reduce((best, hit) => (held(hit) > held(best) ? hit : best), hits[0] ?? [0, 0]);
    let start = Math.max(0, middle - 80);
    let end = Math.min(text.length, Math.max(middle + 180, last));
    if (start) {
      const blank = text.indexOf(" ", start);
      start = blank >= 0 && blank < middle ? blank + 1 : Math.min(whole(text, start), middle);
    }
    if (end < text.length) {
      const blank = text.lastIndexOf(" ", end);
      end = blank >= last && blank > end - 40 ? blank : whole(text, end);
    }
    const pieces = [start ? "… " : ""];
    let at = start;
    for (const [from, to] of hits) {
      if (from < at || to > end) continue;
      pieces.push(text.slice(at, from), make("mark", {}, text.slice(from, to)));
      at = to;
    }
    return [...pieces, text.slice(at, end), end < text.length ? " …" : ""];
  };
  const item = ({ place }, patterns) => {
    const where = place.label === place.title ? place.title : `${place.title} · ${place.label}`;
    const top = new URL(document.documentElement.dataset.content_root, location.href);
    const link = make("a", { href: new URL(`${place.page}${place.label === place.title ? "" : `#${place.id}`}`, top).href }, where);
    return make("li", { className: `found-${place.kind}` }, link, make("p", place.lang ? { lang: place.lang, dir: "auto" } : {}, ...excerpt(place, patterns)));
  };
  const show = (found, patterns, from) => {
    list.append(...found.slice(from, from + AT_ONCE).map((one) => item(one, patterns)));
    const left = found.length - from - AT_ONCE;
    if (left <= 0) return;
    const more = make("button", { type: "button" }, _("Show {more} more of {left}", { more: Math.min(left, AT_ONCE), left }));
    const row = make("li", { className: "more" }, more);
    more.addEventListener("click", () => {
      row.remove();
      show(found, patterns, from + AT_ONCE);
      list.children[from + AT_ONCE].querySelector("a").focus();
    });
    list.append(row);
  };

  const search = () => {
    const query = field.value.trim();
    const wanted = parse(query);
    list.replaceChildren();
    status.textContent = "";
    if (!wanted.patterns.length) return;
    fetchIndex();
    const forgiven = forgive(wanted);
    const rare = wanted.patterns.map((one) => Math.log(1 + places.length / (1 + places.filter((place) => within(one, place)).length)));
    const rated = places.map((place) => rate(place, wanted, rare)).filter(Boolean);
    const complete = rated.filter(({ held }) => held === wanted.patterns.length);
    const found = (complete.length ? complete : rated).sort((a, b) => b.score - a.score);
    if (answered < parts) status.textContent = _("Searching: {answered} of {parts} parts of the book so far.", { answered, parts });
    else if (!places.length) status.textContent = _("The index of the book could not be loaded.");
    else if (complete.length) status.textContent = ngettext("{count} place found.", "{count} places found.", found.length);
    else if (found.length) status.textContent = ngettext("Nothing holds all of “{query}”; {count} place with some of it.", "Nothing holds all of “{query}”; {count} places with some of it.", found.length, { query });
    else status.textContent = _("Nothing found for “{query}”. Fewer words, or the beginning of a word, may find more.", { query });
    if (found.length && forgiven.length) {
      const list = (words) => new Intl.ListFormat(document.documentElement.lang, { type: "disjunction" }).format(words.map((word) => _("“{words}”", { words: word })));
      const said = forgiven.map(([word, others]) => _("“{word}” is nowhere in the book; looked for {others} instead.", { word, others: list(others) }));
      status.textContent = [status.textContent, ...said].join(" ");
    }
    show(found, wanted.patterns, 0);
  };

  // --- The field -----------------------------------------------------------------------------------------------------
  const ask = (query) => {
    for (const one of fields) if (one.value !== query) one.value = query;
    const address = new URL(location.href);
    address.search = query ? new URLSearchParams({ q: query }) : "";
    try { history.replaceState(null, "", address); } catch { /* some browsers refuse it for a file on disk */ }
    search();
  };
  let waiting;
  for (const one of fields) {
    one.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(() => ask(one.value), 150); });
    one.form.addEventListener("submit", (event) => { event.preventDefault(); clearTimeout(waiting); ask(one.value); });
  }
  document.addEventListener("keydown", (event) => {
    const links = [...list.querySelectorAll("a, button")];
    const at = links.indexOf(document.activeElement);
    const inField = document.activeElement === field;
    if (event.key === "Escape" && at >= 0) field.focus();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || (at < 0 && !(inField && step > 0))) return;
    event.preventDefault();
    (links[at + step] ?? (step < 0 ? field : links[at])).focus();
  });
  ask(new URLSearchParams(location.search).get("q") ?? "");
})();
