"""What becomes of each setting of Jupyter Book 1: on pages of the kitchen sink, and in what is said of the others."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from bs4 import BeautifulSoup, Tag
from glossator.jupyter_book import sphinx_settings
from glossator.lint.book_keys import KEYS, REFUSED
from glossator.lint.command_line import check
from glossator.testing.books import NOTEBOOK, Build, SmallBook, build_book
from playwright.sync_api import Page, expect

Make = Callable[..., SmallBook]
HERE = Path(__file__).parent
README = (HERE.parent / "README.md").read_text(encoding="utf-8")
SETTINGS = (HERE / "mistakes" / "_config.yml").read_text(encoding="utf-8")
together = [pytest.mark.slow, pytest.mark.xdist_group("kitchen-sink")]
CHAPTER = "chapters/markup"
POLICY = "meta[http-equiv=Content-Security-Policy]"


# No key is forgotten --------------------------------------------------------------------------------------------------


def keys_of_the_engine() -> set[str]:
    """Return every key that the engine knows, such as ``html.favicon``; what is below a service of comments apart."""
    sections = {path for path in KEYS if len(path) < 3}
    paths = {(*section, name) for section in sections for name in KEYS[section]}
    own = {path for path in REFUSED if path[:2] == ("sphinx", "config")}
    return {".".join(map(str, path)) for path in paths - sections | own}


def keys_of_the_schema(part: dict[str, Any], above: str = "") -> Iterator[str]:
    for name, below in part.get("properties", {}).items():
        if below.get("properties"):
            yield from keys_of_the_schema(below, f"{above}{name}.")
        else:
            yield f"{above}{name}"


def keys_of_the_table() -> dict[str, str]:
    """Return each key of the table in the engine's README with what it says."""
    table = README.partition("### Settings of Jupyter Book")[2].partition("\n### ")[0]
    return dict(re.findall(r"^\| `([\w.]+)` \| ([^|]+) \|$", table, re.MULTILINE))


def test_the_readme_says_of_every_key_what_becomes_of_it() -> None:
    assert keys_of_the_table().keys() == keys_of_the_engine()
    refused = {key for key, words in keys_of_the_table().items() if words.startswith("refused")}
    wholly = {path for path, about in REFUSED.items() if about.asks(True)}
    assert refused == {".".join(map(str, path)) for path in wholly} - {
        "html.use_multitoc_numbering",
        "latex.use_jupyterbook_latex",
    }


def test_jupyter_book_reads_no_other_key() -> None:
    book = pytest.importorskip("jupyter_book.config")
    schema = json.loads(book.PATH_JSON_SCHEMA.read_text(encoding="utf-8"))
    assert set(keys_of_the_schema(schema)) <= keys_of_the_engine()
    default = yaml.safe_load(book.PATH_YAML_DEFAULT.read_text(encoding="utf-8"))
    assert {name for name, value in default.items() if not isinstance(value, dict)} <= keys_of_the_engine()
    named = {f"{above}.{name}" for above, part in default.items() if isinstance(part, dict) for name in part}
    assert named - {"html.analytics", "html.comments"} <= keys_of_the_engine()


@pytest.mark.parametrize("key", REFUSED, ids=".".join)
def test_what_is_refused_is_named_at_its_line_with_what_to_do(key: tuple[str, ...], small_book: Make) -> None:
    asked = {"execute_notebooks": "force", "myst_url_schemes": ["http", "ftp"], "google_analytics_id": "G-1"}
    book, line = with_setting(small_book, key, asked.get(key[-1], True))
    (said,) = [mistake for mistake in check(book.folder) if mistake.path == "_config.yml"]
    assert said.line == line
    assert REFUSED[key].why in said.message


def with_setting(small_book: Make, key: tuple[str, ...], value: Any) -> tuple[SmallBook, int]:
    """Return a book with this setting, and its line."""
    settings = yaml.safe_load(SETTINGS)
    part = settings
    for name in key[:-1]:
        part = part.setdefault(name, {})
    part[key[-1]] = value
    book = small_book(one="# One\n\n```{bibliography}\n```\n")
    (book.folder / "conf.py").unlink()
    text = yaml.safe_dump(settings, sort_keys=False)
    book.write("_config.yml", text)
    return book, next(
        n for n, line in enumerate(text.splitlines(), 1) if line.startswith(f"{'  ' * (len(key) - 1)}{key[-1]}:")
    )


# On the pages ---------------------------------------------------------------------------------------------------------


class TestPages:
    pytestmark = together

    def test_a_logo_for_light_pages_and_one_for_dark_ones_stand_beside_the_title(self, page: Page) -> None:
        for scheme, name in (("light", "logo.svg"), ("dark", "logo-dark.svg")):
            page.emulate_media(color_scheme=scheme)
            shown = page.locator(".site-title .logo:visible")
            expect(shown).to_have_count(1)
            assert str(shown.get_attribute("src")).endswith(f"/{name}")
            assert shown.evaluate("it => it.naturalWidth") > 0
        page.emulate_media(color_scheme="light")
        page.get_by_role("button", name="Dark").click()
        expect(page.locator(".logo.dark")).to_be_visible()
        page.get_by_role("button", name="Light").click()

    def test_the_icon_is_the_books_own(self, html: Tag, kitchen_sink: Path) -> None:
        (icon,) = html.select("link[rel=icon]")
        assert (kitchen_sink / "_build/html/chapters" / icon["href"]).is_file()
        assert (icon["type"], icon["href"].rpartition("/")[2]) == ("image/png", "icon.png")

    def test_an_announcement_and_words_at_the_foot_are_read_as_markdown(self, html: Tag) -> None:
        announced = html.select_one("aside.announcement")
        assert announced.get_text() == "A second reading is on Friday."
        assert announced.select_one("em + a")["href"] == "https://kitchen.example/friday"
        *_, last = html.select("footer p")
        assert last.select_one("strong").get_text() == "five"
        assert last.select_one("a")["href"] == "mailto:cooks@kitchen.example"

    def test_style_sheets_and_scripts_of_the_book_come_after_the_editions(self, page: Page, html: Tag) -> None:
        sheets = [link["href"].partition("?")[0].rpartition("/")[2] for link in html.select("link[rel=stylesheet]")]
        assert sheets[0] == "edition.css"
        assert sheets[-1] == "house.css"
        assert page.locator(".site-title").evaluate("it => getComputedStyle(it).fontStyle") == "italic"
        expect(page.locator("html")).to_have_attribute("data-house", "five")

    def test_a_chapter_is_edited_where_it_is_kept(self, html: Tag) -> None:
        tools = {link.get_text(): link["href"] for link in html.select(".page-tools a")}
        edit = "https://github.com/example/kitchen/edit/draft/books/kitchen/chapters/markup.md"
        assert tools["Edit this chapter"] == edit
        assert tools["Repository"] == "https://github.com/example/kitchen"
        assert "Report an error" not in tools

    def test_a_chapter_with_code_opens_in_the_services_that_are_named(self, html: Tag) -> None:
        tools = {link.get_text(): link for link in html.select(".page-tools a")}
        assert tools["Open in Binder"]["href"].startswith(
            "https://binder.example/v2/gh/example/kitchen/draft?urlpath=tree/"
        )
        colab = "https://colab.example/github/example/kitchen/blob/gh-pages/chapters/markup.ipynb"
        assert tools["Open in Colab"]["href"] == colab
        hub = "https://hub.example/hub/user-redirect/git-pull?repo=https%3A%2F%2Fgithub.com%2Fexample%2Fkitchen&"
        assert tools["Open in JupyterHub"]["href"].startswith(hub)
        assert tools["Open in Deepnote"]["href"].startswith("https://deepnote.example/launch?url=https%3A%2F%2Fgithub")
        assert [name for name, link in tools.items() if link.has_attr("download")] == ["Download as a notebook"]

    def test_the_landing_page_stands_first_in_the_list_of_contents(self, html: Tag) -> None:
        assert html.select_one(".site-contents a")["href"] == "../index.html"

    def test_nothing_is_loaded_from_elsewhere_unless_asked_for(self, html: Tag, kitchen_sink: Path) -> None:
        assert not [
            each
            for each in html.select("script[src], link[rel=stylesheet]")
            if "//" in each.get("src", each.get("href"))
        ]
        assert "http" not in html.select_one(POLICY)["content"]
        assert not html.select(".comments, .js-hypothesis-config")
        assert (kitchen_sink / "_build/cells").is_dir()


# What is asked for ----------------------------------------------------------------------------------------------------


def built(small_book: Make, **config: Any) -> Tag:
    build = small_book(one="# One\n").build(html_theme="glossator", **config)
    assert build.warnings == ""
    return BeautifulSoup((build.out / "chapters/one.html").read_text(encoding="utf-8"), "html.parser")


def other_hosts(page: Tag) -> set[str]:
    """Return the hosts that the policy of a page allows beside its own."""
    return set(re.findall(r"https://[^\s;]+", page.select_one(POLICY)["content"]))


@pytest.mark.parametrize(
    ("comments", "script", "hosts"),
    [
        ({"hypothesis": True}, "https://hypothes.is/embed.js", {"https://hypothes.is", "https://cdn.hypothes.is"}),
        ({"utterances": {"repo": "a/b"}}, "https://utteranc.es/client.js", {"https://utteranc.es"}),
        (
            {"giscus": {"repo": "a/b", "repo-id": "R_1", "category-id": "D_1", "strict": True}},
            "https://giscus.app/client.js",
            {"https://giscus.app"},
        ),
    ],
    ids=["hypothesis", "utterances", "giscus"],
)
def test_comments_widen_the_policy_by_their_hosts_alone(
    comments: dict[str, Any], script: str, hosts: set[str], small_book: Make
) -> None:
    page = built(small_book, comments_config=comments)
    (element,) = page.select("script[src^='https:']")
    assert element["src"] == script
    assert other_hosts(page) == hosts
    assert bool(page.select(".comments")) == ("hypothesis" not in comments)
    assert element.get("repo", element.get("data-repo")) == (None if "hypothesis" in comments else "a/b")
    assert element.get("data-strict") == ("1" if "giscus" in comments else None)


def test_analytics_widen_the_policy_by_their_hosts_alone(small_book: Make) -> None:
    asked = {"google_analytics_id": "G-ABC123", "plausible_analytics_domain": "kitchen.example"}
    page = built(small_book, html_theme_options={"analytics": asked})
    assert other_hosts(page) == {
        "https://www.googletagmanager.com",
        "https://www.google-analytics.com",
        "https://region1.google-analytics.com",
        "https://plausible.io",
    }
    assert page.select_one("script[data-id]")["data-id"] == "G-ABC123"
    assert page.select_one("script[data-domain]")["data-domain"] == "kitchen.example"


CANNOT_BE = {
    "a service without a repository": (
        "html: {comments: {utterances: {theme: github-light}}}",
        "utterances needs repo",
    ),
    "a service that is only switched on": ("html: {comments: {giscus: true}}", "giscus needs lines below it"),
    "analytics without an identifier": (
        "html: {analytics: {google_analytics_id: mine}}",
        'google_analytics_id is "mine"',
    ),
    "a logo that is missing": ("logo: lgo.png", 'there is no file "lgo.png"'),
    "a logo from elsewhere": ("logo: https://example.org/logo.png", "fetched by each reader’s browser"),
    "an icon of another type": ("html: {favicon: references.bib}", "is of none of these types"),
    "HTML at the foot": ('html: {extra_footer: "<b>Words</b>"}', "html: extra_footer has HTML; write Markdown"),
    "a link of every page to a file": ('html: {announcement: "[more](one.md)"}', 'a link to "one.md"'),
    "a service without https": ("launch_buttons: {binderhub_url: binder.example}", 'binderhub_url is "binder.example"'),
    "an interface": ("launch_buttons: {notebook_interface: lab}", "expected classic or jupyterlab"),
    "a button without a repository": ("html: {use_edit_page_button: true}", "needs the address of the repository"),
    "a script that is missing": ("sphinx: {config: {html_js_files: [x.js]}}", 'there is no file "x.js"'),
    "a script from elsewhere": (
        "sphinx: {config: {html_js_files: ['https://x.example/x.js']}}",
        "put a copy into _static",
    ),
    "an extension that is not there": (
        "sphinx: {local_extensions: {house: ext}}",
        'no extension "house" in the folder "ext"',
    ),
    "a word that nothing reads": (
        "html: {comments: {hypotesis: true}}",
        'nothing reads "hypotesis" under html: comments:',
    ),
}


@pytest.mark.parametrize(("settings", "words"), CANNOT_BE.values(), ids=CANNOT_BE)
def test_what_cannot_be_is_named_at_its_line(settings: str, words: str, small_book: Make) -> None:
    ((name, value),) = leaves(yaml.safe_load(settings))
    book, line = with_setting(small_book, name, value)
    (said,) = [mistake for mistake in check(book.folder) if mistake.path == "_config.yml"]
    assert words in said.message
    assert abs(said.line - line) <= 1  # A list begins below its name.


def leaves(part: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield each value within mappings, with its path; an empty or longer mapping of a service is one."""
    if isinstance(part, dict) and "theme" not in part:
        for name, below in part.items():
            yield from leaves(below, (*path, name))
    else:
        yield path, part


def test_an_environment_of_python_is_no_part_of_a_book_whatever_is_excluded(small_book: Make) -> None:
    book, _ = with_setting(small_book, ("exclude_patterns",), ["drafts"])
    for folder in (".venv", "env", ".github"):
        (book.folder / folder).mkdir()
        book.write(f"{folder}/readme.md", "# One\n\n# Two\n")
    book.write("env/pyvenv.cfg", "")
    settings = book.folder / "_config.yml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace("only_build_toc_files: true", ""), encoding="utf-8"
    )
    assert [mistake for mistake in check(book.folder) if "readme" in mistake.path + mistake.message] == []


def test_an_extension_of_the_books_own_is_loaded(small_book: Make) -> None:
    book, _ = with_setting(small_book, ("sphinx", "local_extensions"), {"a_house_of_words": "ext"})
    adds = "def setup(app):\n    app.add_crossref_type('house', 'house')\n"
    book.write(
        "ext/a_house_of_words.py", adds + "    return {'parallel_read_safe': True, 'parallel_write_safe': True}\n"
    )
    book.write("chapters/one.md", "# One\n\n```{house} tall\n```\n\n{house}`tall`\n\n```{bibliography}\n```\n")
    assert [mistake for mistake in check(book.folder) if "[edition.missing]" not in mistake.message] == []


def test_an_extension_that_does_not_say_whether_it_is_safe_to_read_chapters_side_by_side_is_told_once(
    small_book: Make,
) -> None:
    book, _ = with_setting(small_book, ("sphinx", "local_extensions"), {"a_house_of_silence": "ext"})
    book.write("ext/a_house_of_silence.py", "def setup(app):\n    app.add_crossref_type('house', 'house')\n")
    for number in range(6):
        book.write(f"chapters/{number}.md", f"# Chapter {number}\n")
    told = [mistake.message for mistake in check(book.folder) if "safe for parallel" in mistake.message]
    assert len(told) == 1
    assert 'its setup() returns {"parallel_read_safe": True, "parallel_write_safe": True}' in told[0]
    assert not [mistake for mistake in check(book.folder) if "serial" in mistake.message]


ADDING = """\
def setup(app):
    app.add_css_file("house.css")
    app.add_js_file("house.js", loading_method="async")
    app.add_js_file("https://example.org/house.js")
    app.add_js_file(None, body="draw()")
    app.connect("builder-inited", lambda app: app.config.html_static_path.append(str(app.srcdir / "ext/static")))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
"""


@pytest.mark.slow
def test_files_that_an_extension_adds_are_linked_and_what_the_policy_forbids_is_told(small_book: Make) -> None:
    book, line = with_setting(small_book, ("sphinx", "local_extensions"), {"a_house_of_files": "ext"})
    (book.folder / "ext/static").mkdir(parents=True)
    book.write("ext/a_house_of_files.py", ADDING)
    book.write("ext/static/house.css", "p { color: red; }")
    book.write("ext/static/house.js", "draw()")
    _, log = build_book(book.folder, strict=False)
    assert f"_config.yml:{line}: WARNING: an extension adds https://example.org/house.js, which each reader" in log
    assert f"_config.yml:{line}: WARNING: an extension writes a script into every page" in log
    page = (book.site / "chapters/one.html").read_text(encoding="utf-8")
    assert len(re.findall(r'<link rel="stylesheet" href="../_static/house.css\?v=\w{8}"', page)) == 1
    assert len(re.findall(r'<script src="../_static/house.js\?v=\w{8}" async="async">', page)) == 1
    assert (book.site / "_static/house.css").is_file()
    assert "https://example.org/house.js" not in page
    assert "draw()" not in page


COUNTED = """\
```{code-cell} python3
print("run")
```
"""


@pytest.mark.slow
def test_without_a_mode_cells_are_run_as_with_cache(small_book: Make) -> None:
    build = small_book(one=f"{NOTEBOOK}# One\n\n{COUNTED}").build(nb_execution_mode="auto")
    assert "executing notebooks... chapters/one" in build.status
    assert "Executing notebook" not in build.status, "MyST-NB runs nothing again"
    assert "run" in build.page("chapters/one").select_one(".output").get_text()


@pytest.mark.slow
def test_chapters_whose_cells_are_not_to_run_are_printed_without_outputs(small_book: Make) -> None:
    build = small_book(one=f"{NOTEBOOK}# One\n\n{COUNTED}").build(nb_execution_excludepatterns=["*/one*"])
    assert "executing notebooks" not in build.status
    assert not build.page("chapters/one").select(".output")


# Lists of works -------------------------------------------------------------------------------------------------------

MORE = "@book{other1999,\n  author = {Other, Ann},\n  title = {Rye},\n  publisher = {House},\n  year = {1999}\n}\n"
OF_THE_CHAPTER = "# {0}\n\nAs in {{cite:p}}`{1}`.\n\n```{{bibliography}}\n:filter: docname in docnames\n{2}```\n"
BIBLIOGRAPHIES = {"bibtex_bibfiles": ["references.bib", "more.bib"]}


def lists(build: Build, name: str) -> tuple[list[str], list[str]]:
    """Return the works that a page lists, and where its citations lead."""
    page = build.page(f"chapters/{name}")
    listed = [str(work["id"]) for work in page.select(".citation")]
    return listed, [str(link["href"]) for link in page.select("p a[href*=work-]")]


def test_works_of_a_second_file_are_cited_and_a_list_may_be_of_one_file(small_book: Make) -> None:
    book = small_book(one="# One\n\nAs in {cite:p}`other1999`.\n\n```{bibliography} ../more.bib\n```\n")
    book.write("more.bib", MORE)
    build = book.build(**BIBLIOGRAPHIES)
    assert build.warnings == ""
    assert lists(build, "one") == (["work-other1999"], ["#work-other1999"])


def test_a_chapter_may_list_its_own_works_beside_the_list_of_all(small_book: Make) -> None:
    book = small_book(one=OF_THE_CHAPTER.format("One", "smith2016", ""), two="# Two\n\n{cite:p}`other1999`\n")
    book.write("more.bib", MORE)
    build = book.build(**BIBLIOGRAPHIES)
    assert build.warnings == ""
    assert lists(build, "one") == (["work-smith2016"], ["#work-smith2016"])
    assert lists(build, "two") == ([], ["../index.html#work-other1999"])
    assert len(build.page("index").select(".citation")) == 2


def test_a_list_may_have_a_prefix_for_its_keys(small_book: Make) -> None:
    build = small_book(one=OF_THE_CHAPTER.format("One", "here-smith2016", ":keyprefix: here-\n")).build()
    assert build.warnings == ""
    assert lists(build, "one") == (["work-here-smith2016"], ["#work-here-smith2016"])


def test_files_are_found_beside_the_settings_wherever_conf_py_stands(small_book: Make) -> None:
    book, _ = with_setting(small_book, ("logo",), "logo.png")
    (book.folder / "_static").mkdir()
    settings = sphinx_settings(book.folder / "_config.yml")
    assert settings["html_logo"] == str(book.folder / "logo.png")
    assert settings["html_static_path"] == [str(book.folder / "_static")]
