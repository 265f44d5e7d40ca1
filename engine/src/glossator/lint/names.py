"""Names of directives and roles that an author may have meant; and what there is for those of other tools.

Sphinx and docutils tell of a name whether it is registered, and have no public list of those that are. So the names are
written here, and only those count that are registered.
"""

from __future__ import annotations

from functools import cache
from typing import Any, cast

from docutils.parsers.rst import directives, roles
from docutils.parsers.rst.languages import en, get_language
from docutils.utils import new_document
from sphinx.application import Sphinx

#: Of this package, of Sphinx, and of the extensions that come with Jupyter Book. What is refused is not among them.
DIRECTIVES = (
    *("passage", "annotation", "records", "terms", "parallels", "texts", "source-facts", "chapters", "notes-index"),
    *("code-cell", "code-block", "bibliography", "toctree", "tableofcontents", "index", "glossary", "seealso", "only"),
    *("versionadded", "versionchanged", "deprecated", "centered", "hlist", "highlight", "productionlist", "glue"),
    *("margin", "toggle", "dropdown", "tab-set", "tab-item", "grid", "grid-item", "grid-item-card", "card"),
    *(
        "tab-set-code",
        "accordion",
        "card-header",
        "card-footer",
        "card-carousel",
        "button-link",
        "button-ref",
        "div",
        "article-info",
        "mermaid",
        "graphviz",
        "exercise",
    ),
    *("question", "answer", "misses"),
    *("solution", "exercise-start", "exercise-end", "solution-start", "solution-end", "glue:figure", "glue:math"),
    *(name for name in en.directives if name not in {"include", "raw", "restructuredtext-test-directive"}),
)
ROLES = (
    *("doc", "ref", "numref", "eq", "term", "any", "abbr", "download", "kbd", "guilabel", "menuselection", "samp"),
    *("file", "command", "dfn", "math", "math:numref", "index", "glue", "glue:text", "glue:md", "octicon"),
    *("bdg", *(f"bdg-{colour}" for colour in ("primary", "secondary", "success", "info", "warning", "danger"))),
    *(name for name in en.roles if name != "raw"),
)

A_LINK = "; a page loads nothing from elsewhere: write a link, [words](https://…)"
A_CHART = "; a chart is what a {code-cell} leaves: a figure(…) as its last line"
A_BOX = "; a box is {note}, {tip}, {important}, {warning}, or {admonition} with a title"
A_WORK = "; a work is cited with {cite:p}`key`, and {bibliography} lists those that are"
#: What other tools, and newcomers, call it -> what there is for this purpose.
ELSEWHERE = {
    A_LINK: "video youtube vimeo iframe embed audio player map tweet twitter",
    A_CHART: "plot plotly altair-plot vegalite vega-lite chart diagram mermaid graphviz bokeh "
    "matplotlib pyplot jupyter-execute ipython "
    "exec_code",
    A_BOX: "callout info alert box success example abstract summary tldr advice remark",
    A_WORK: "citation cite citet citep footcite bib bibtex references reference source work",
    "; words of a text are reproduced with {passage}, by the addresses of its paragraphs": "paragraph paragraphs text "
    "excerpt extract quotation source-text",
    "; a note on words of a text is an {annotation}, in the {passage} that has them": "gloss comment commentary "
    "footnote footnotes endnote apparatus lemma sidenote marginnote marginalia aside",
    "; a quotation begins each of its lines with >": "quote blockquote",
    "; a poem is a text of sources/ with form: verse, and is reproduced with {passage}": "poem verse stanza",
    "; a table of data/ is printed with {records}": "datatable data-table dataframe csv pandas table-from-csv "
    "excel json",
    "; a picture is ![words for those who do not see it](file.png)": "img picture photo photograph gallery",
    "; {grid} has columns, and {card} or {grid-item-card} a box": "panels panel column columns",
    "; tabs are a {tab-set} that holds a {tab-item} for each": "tabbed tabs tab",
    "; a button is {button-ref} to a chapter, {button-link} to the web": "link-button button",
    "; a statement is {prf:theorem}, {prf:lemma}, {prf:definition} and so on, with {prf:proof}": "theorem lemma "
    "corollary proposition axiom definition proof",
    "; what opens on demand is a {dropdown}": "details collapse collapsible accordion expand spoiler",
    "; {contents} lists the headings of a page": "toc table-of-contents outline",
    "; a line that begins with % is not printed": "todo todolist hidden",
}
#: The same of roles.
ROLES_ELSEWHERE = {
    "; write a link, [words](https://…)": "link url href web http https",
    "; a work is cited with {cite:p} or {cite:t}": "citep citet citeauthor citeyear bib work source",
    "; words stand out between asterisks: *so*, or **so**": "i b bold italic emph it bf u underline",
    "; {para} leads to a paragraph of a text, {note} to a note on it": "passage paragraph annotation quote lemma see",
    "; {term} leads to the glossary": "glossary def definition gls word",
    "; the footnotes of this edition are its notes: write {annotation}": "footnote fn footnotemark sidenote marginnote",
}


@cache
def directive_names() -> tuple[str, ...]:
    """Return the names of directives that are registered; to be called when all extensions are loaded."""
    document, english = new_document(""), cast(Any, get_language("en"))
    # MyST-NB reads code cells before there are directives.
    return tuple(name for name in DIRECTIVES if name == "code-cell" or directives.directive(name, english, document)[0])


@cache
def option_names(name: str) -> frozenset[str]:
    """Return the names of the options that a directive has; none where there is no such directive."""
    # Those of a domain are asked for by the whole name, which docutils does not know.
    if name not in directive_names() or name == "code-cell":
        return frozenset()
    found, __ = directives.directive(name, cast(Any, get_language("en")), new_document(""))
    return frozenset(getattr(found, "option_spec", None) or ())


def role_names(app: Sphinx) -> list[str]:
    """Return the names of roles that are registered, those of the edition and of its works with all others."""
    domains = app.env.domains
    own = [role for name in ("edition", "std") if name in domains for role in domains[name].roles]
    cited = [f"cite:{role}" for role in domains["cite"].roles] if "cite" in domains else []
    reporter, english = new_document("").reporter, cast(Any, get_language("en"))
    return [*own, *cited, *(name for name in ROLES if roles.role(name, english, 0, reporter)[0])]


def purpose(name: str, elsewhere: dict[str, str]) -> str:
    """Return what there is for the purpose of a name of another tool, to append to a message; nothing if unknown."""
    return next((advice for advice, names in elsewhere.items() if name.lower() in names.split()), "")
