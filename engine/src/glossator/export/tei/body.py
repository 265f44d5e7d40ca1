"""Convert XHTML of the records (bodies of notes, works as printed) into elements of TEI, no word lost."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from glossator.export.pages import STAND_IN, UNSAYABLE, sayable

TEI, XML = "http://www.tei-c.org/ns/1.0", "http://www.w3.org/XML/1998/namespace"
#: Element of XHTML -> element of TEI with its attributes.
ELEMENTS: dict[str, tuple[str, dict[str, str]]] = {
    "p": ("p", {}),
    "em": ("hi", {"rend": "italic"}),
    "i": ("hi", {"rend": "italic"}),
    "dfn": ("hi", {"rend": "italic"}),
    "strong": ("hi", {"rend": "bold"}),
    "b": ("hi", {"rend": "bold"}),
    "sub": ("hi", {"rend": "subscript"}),
    "sup": ("hi", {"rend": "superscript"}),
    "s": ("hi", {"rend": "strikethrough"}),
    "del": ("hi", {"rend": "strikethrough"}),
    "u": ("hi", {"rend": "underline"}),
    "ins": ("hi", {"rend": "underline"}),
    "small": ("hi", {"rend": "small"}),
    "mark": ("hi", {"rend": "marked"}),
    "kbd": ("code", {"rend": "keyboard"}),
    "cite": ("title", {}),
    "q": ("q", {}),
    "blockquote": ("quote", {"rend": "block"}),
    "code": ("code", {}),
    "samp": ("code", {}),
    "abbr": ("abbr", {}),
    "time": ("date", {}),
    "br": ("lb", {}),
    "ul": ("list", {"rend": "bulleted"}),
    "ol": ("list", {"rend": "numbered"}),
    "dl": ("list", {"type": "gloss"}),
    "li": ("item", {}),
    "dt": ("label", {}),
    "dd": ("item", {}),
    "table": ("table", {}),
    "caption": ("head", {}),
    "tr": ("row", {}),
    "td": ("cell", {}),
    "hr": ("milestone", {"unit": "section", "rend": "rule"}),
    "pre": ("code", {"rend": "block"}),
    **{f"h{step}": ("label", {"rend": "heading"}) for step in range(1, 7)},
    "th": ("cell", {"role": "label"}),
}
#: Elements whose parts stand in their place; all others that TEI has nothing for are a ``seg`` with their name.
FLAT = ("div", "section", "article", "figure", "figcaption", "details", "summary", "thead", "tbody", "tfoot", "aside")
#: Spans of a cell, as TEI calls them.
SPANS = {"colspan": "cols", "rowspan": "rows"}

Resolve = Callable[[str], str]


def add(parent: etree.Element, name: str, words: str | None = None, **attributes: str) -> etree.Element:
    """Add an element of TEI with these words and those of the attributes that are not empty."""
    said = {key: sayable(value) for key, value in attributes.items() if value}
    child = etree.SubElement(parent, f"{{{TEI}}}{name}", said)
    if words is not None:
        add_letters(child, words)
    return child


def set_xml(element: etree.Element, **attributes: str) -> etree.Element:
    """Set attributes of XML itself, such as ``lang``, unless they are empty; return the element."""
    for name, value in attributes.items():
        if value:
            element.set(f"{{{XML}}}{name}", value)
    return element


def add_letters(parent: etree.Element, words: str) -> None:
    """Add words at the end of an element; a sign that XML cannot hold is told by its number, one letter for one."""
    start = 0
    for match in UNSAYABLE.finditer(words):
        _append(parent, words[start : match.start()])
        glyph = etree.SubElement(parent, f"{{{TEI}}}g", type=f"U+{ord(match[0]):04X}")
        glyph.text = STAND_IN
        start = match.end()
    _append(parent, words[start:])


def _append(parent: etree.Element, words: str) -> None:
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + words
    else:
        parent.text = (parent.text or "") + words


def add_body(parent: etree.Element, body: str, resolve: Resolve) -> None:
    """Add what *body*, well-formed XHTML, says to an element of TEI.

    resolve: returns where a link of the body leads, seen from the document of TEI
    """
    whole = etree.fromstring(f"<div>{body}</div>")
    _add_parts(parent, whole, resolve)


def _add_parts(parent: etree.Element, element: etree.Element, resolve: Resolve) -> None:
    add_letters(parent, element.text or "")
    for child in element:
        if isinstance(child.tag, str):
            _add_element(parent, child, resolve)
        add_letters(parent, child.tail or "")


def _add_element(parent: etree.Element, element: etree.Element, resolve: Resolve) -> None:
    name, language = etree.QName(element).localname, element.get("lang", "")
    if name in FLAT:
        _add_parts(parent, element, resolve)
    elif name == "math":
        _add_formula(parent, element)
    elif name == "img":
        figure = add(parent, "figure")
        add(figure, "graphic", url=resolve(element.get("src", "")))
        add(figure, "figDesc", element.get("alt", ""))
    else:
        made = _made(parent, element, name, resolve)
        set_xml(made, lang=language, space="preserve" if name == "pre" else "")
        if name not in ("br", "hr"):
            _add_parts(made, element, resolve)


def _made(parent: etree.Element, element: etree.Element, name: str, resolve: Resolve) -> etree.Element:
    if name == "a" and element.get("href"):
        return add(parent, "ref", target=resolve(element.get("href")))
    if name == "span" and element.get("lang"):
        return add(parent, "foreign")
    if name in ELEMENTS:
        called, attributes = ELEMENTS[name]
        spans = {SPANS[key]: element.get(key) for key in SPANS if (element.get(key) or "1") != "1"}
        return add(parent, called, **attributes, **spans)
    return add(parent, "seg", type=name)


def _add_formula(parent: etree.Element, element: etree.Element) -> None:
    """Add a formula in its own markup, as text: TEI as it is published has no place for elements of MathML."""
    add(parent, "formula", etree.tostring(element, encoding="unicode", with_tail=False), notation="MathML")
