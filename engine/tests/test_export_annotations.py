"""Notes as W3C Web Annotations: nothing of them lost on the way, each found again in the page as it was published."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from glossator.testing.books import SmallBook, written_note, written_passage
from glossator.testing.reading import reader, settle
from playwright.sync_api import Browser
from pyld import jsonld

Make = Callable[..., SmallBook]
Json = dict[str, Any]
#: Its terms are those of the W3C's recommendation, as far as an edition has use for them.
CONTEXT = json.loads((Path(__file__).parent / "contexts" / "annotation.json").read_text(encoding="utf-8"))
LETTER = "# The letter\n\n" + written_passage(
    "letter-1 letter-2", written_note("in May", "They met in spring {cite:p}`smith2016`.", gist="When")
)
#: Finds the words of an annotation in a page: by their place in the paragraph, and by what stands around them.
FIND = """
({ quote, position, element }) => {
  const source = document.querySelector(element);
  // A recommendation counts code points, a script counts pairs.
  const letters = [...source.textContent];
  const whole = [...document.querySelector("main").textContent].join("");
  const sought = quote.prefix + quote.exact + quote.suffix;
  return {
    atPlace: letters.slice(position.start, position.end).join(""),
    places: whole.split(sought).length - 1,
    inSource: source.textContent.includes(sought),
  };
}
"""


def stored(address: str, options: object) -> Json:
    assert address == "http://www.w3.org/ns/anno.jsonld", f"{address} would be fetched from the network"
    return {"contextUrl": None, "documentUrl": address, "document": CONTEXT, "contentType": "application/ld+json"}


def annotation_pages(site: Path) -> list[Json]:
    files = sorted((site / "exports/annotations").rglob("*.json"))
    return [json.loads(file.read_text(encoding="utf-8")) for file in files]


def selector(annotation: Json, kind: str) -> Json:
    (found,) = [each for each in annotation["target"]["selector"] if each["type"] == kind]
    return found


@pytest.fixture
def site(small_book: Make) -> Path:
    settings = {"date": "2026-11-30", "editors": [{"family": "Li", "given": "Bo"}, {"name": "A house"}]}
    return small_book(one=LETTER).build(html_baseurl="https://example.org/book", glossator=settings).out


def test_an_annotation_says_what_is_said_on_which_words_by_whom_and_under_which_licence(site: Path) -> None:
    (page,) = annotation_pages(site)
    assert page["id"] == "https://example.org/book/exports/annotations/chapters/one.json"
    assert page["partOf"] == "https://example.org/book/exports/annotations.json"
    (annotation,) = page["items"]
    assert annotation["id"] == "https://example.org/book/chapters/one.html#letter-2-in-may"
    assert annotation["creator"] == [{"type": "Person", "name": "Bo Li"}, {"type": "Organization", "name": "A house"}]
    assert annotation["modified"] == "2026-11-30T00:00:00Z"
    note, *others = annotation["body"]
    assert 'href="https://example.org/book/index.html#work-smith2016"' in note["value"]
    assert [body.get("value", body.get("source")) for body in others] == [
        "When",
        "context",
        "fact",
        "https://example.org/book/index.html#work-smith2016",
    ]
    assert annotation["target"]["source"] == "https://example.org/book/chapters/one.html"
    assert selector(annotation, "FragmentSelector")["value"] == "letter-2"
    assert selector(annotation, "TextQuoteSelector")["exact"] == "in May"


def test_the_chapter_and_the_landing_page_name_them_in_their_heads(site: Path) -> None:
    for page, address in (
        ("chapters/one", "../exports/annotations/chapters/one.json"),
        ("index", "exports/annotations.json"),
    ):
        assert f'href="{address}"' in (site / f"{page}.html").read_text(encoding="utf-8").partition("</head>")[0]


def test_no_key_is_lost_when_they_are_read_as_linked_data(site: Path) -> None:
    pages = [*annotation_pages(site), json.loads((site / "exports/annotations.json").read_text(encoding="utf-8"))]
    for page in pages:
        expanded = jsonld.expand(page, {"documentLoader": stored})
        compact = jsonld.compact(expanded, CONTEXT, {"documentLoader": stored})
        assert keys(compact) == keys(page)


def keys(value: Any) -> list[str]:
    """Return every key in *value*, each as often as it is there."""
    return sorted(_keys(value))


def _keys(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inside in value.items():
            yield from () if key == "@context" else (key, *_keys(inside))
    elif isinstance(value, list):
        for each in value:
            yield from _keys(each)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "notes"), [("five-texts", 13), ("chinese-arabic", 9), ("verse", 5)])
def test_every_annotation_is_found_in_its_page(
    name: str, notes: int, whole_book: Callable[[str], Path], browser: Browser
) -> None:
    """By its words with what stands around them, and by their place in the paragraph, while all scripts run."""
    site = whole_book(name) / "_build/html"
    found = 0
    with reader(browser) as page:
        for items in (page["items"] for page in annotation_pages(site)):
            source = items[0]["target"]["source"].rpartition("../")[2]
            page.goto((site / source).as_uri())
            settle(page)
            for annotation in items:
                assert_found(page, annotation)
                found += 1
    total = json.loads((site / "exports/annotations.json").read_text(encoding="utf-8"))["total"]
    assert found == total == notes


def assert_found(page: Any, annotation: Json) -> None:
    quote, position = (selector(annotation, kind) for kind in ("TextQuoteSelector", "TextPositionSelector"))
    refined = selector(annotation, "CssSelector")
    assert refined["refinedBy"] == position
    seen = page.evaluate(FIND, {"quote": quote, "position": position, "element": refined["value"]})
    assert seen["atPlace"] == quote["exact"]
    assert seen["inSource"]
    assert seen["places"] >= 1
