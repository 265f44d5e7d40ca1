r"""Mathematics: LaTeX formulas as MathML, made while a chapter is read. No script sets them.

docutils converts (``docutils.utils.math``). Compared with latex2mathml of PyPI on thirty formulas, it marks functions,
operators and limits as what they are, sets ``aligned``, escapes what stands in a formula, and says what it does not
know, where the other prints ``\foo`` as a letter and makes links of ``\href``. What it lacks and is common is written
in its words first (`REPLACEMENTS`).

The role and the directive ``{math}`` are always there. Between dollar signs stands a formula only where the book asks
for it, or a chapter for itself (`lint.front_matter`), and even then prices stay what they are.
"""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

from docutils import nodes
from docutils.utils.math import MathError
from docutils.utils.math.latex2mathml import tex2mathml
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.transforms import SphinxTransform
from sphinx.util.math import get_node_equation_number

from glossator.lint.settings import read_lines
from glossator.messages.warnings import Problem, warn
from glossator.translation import _

#: Longer than what anybody reads; the converter takes its time, and some stack, for each bracket.
MOST_LETTERS = 4000
#: From here on a formula may be broader than its column, and a reader must reach it by keyboard to move it.
WIDE = 30
#: What docutils does not know -> the same in what it knows.
REPLACEMENTS = [
    (re.compile(pattern), new)
    for pattern, new in (
        (r"\\(?:begin|end)\{(?:equation|displaymath|math)\*?\}", ""),
        (r"\\(begin|end)\{(?:align|flalign|eqnarray|split)\*?\}", r"\\\1{aligned}"),
        (r"\\(begin|end)\{(?:gather|gathered|multline)\*?\}", r"\\\1{matrix}"),
        (r"\\begin\{array\}\s*\{[^{}]*\}", r"\\begin{matrix}"),
        (r"\\end\{array\}", r"\\end{matrix}"),
        (r"\\iff(?![a-zA-Z])", r"\\;\\Longleftrightarrow\\;"),
        (r"\\dots[bcimo]?(?![a-zA-Z])", r"\\ldots"),
        (r"\\stackrel(?![a-zA-Z])", r"\\overset"),
        (r"\\bm(?![a-zA-Z])", r"\\boldsymbol"),
        (r"\\textbf(?![a-zA-Z])", r"\\mathbf"),
        (r"\\textit(?![a-zA-Z])", r"\\mathit"),
        (r"\\middle\s*\|", r"\\,\\vert\\,"),
        (r"\\(?:label\{[^{}]*\}|nonumber|notag)(?![a-zA-Z])", ""),
        (r"\\([dt]?frac)\s*([0-9a-zA-Z])\s*([0-9a-zA-Z])", r"\\\1{\2}{\3}"),
    )
]
#: Where ``_config.yml`` names the extensions of MyST-Parser. Jupyter Book switches *dollarmath* on where it names none.
PLACES = {("parse", "myst_enable_extensions"), ("sphinx", "config", "myst_enable_extensions")}
#: A brace that groups, with no backslash before it.
OPENED, CLOSED = (re.compile(r"(?<!\\)(?:\\\\)*" + brace) for brace in ("{", "}"))
INDENTATION = re.compile(r"\n\s*")


def setup_mathematics(app: Sphinx) -> None:
    """Register the renderer and the transform."""
    app.add_html_math_renderer("mathml", (visit_math, None), (visit_math_block, None))
    app.add_transform(ConvertFormulas)
    # After what Jupyter Book sets, and before MyST-Parser takes its settings (builder-inited).
    app.connect("config-inited", choose_renderer, priority=2)


def choose_renderer(app: Sphinx, config: Config) -> None:
    """Choose MathML, and take no dollar sign for a formula that nobody has asked for, nor a price for one."""
    config.html_math_renderer = "mathml"
    # No settings of MathJax: as they change while a book is built, all pages would be written anew each time.
    config["myst_update_mathjax"] = False
    # Formulas are numbered by chapter.
    config.math_numfig = False
    settings = read_lines(app)
    written = settings.file.read_text(encoding="utf-8") if settings.file.is_file() else ""
    asked = PLACES.intersection(settings.lines) if settings.prefix else "dollarmath" in written
    if not asked:
        config.myst_enable_extensions = [name for name in config.myst_enable_extensions if name != "dollarmath"]
    for name in ("myst_dmath_allow_space", "myst_dmath_allow_digits"):
        if name not in written:
            config[name] = False


def mathml(formula: str, display: bool = False) -> str:
    """Return a LaTeX formula as a ``math`` element; *display* for one on lines of its own.

    Raises docutils' MathError, with the reason, for what cannot be converted.
    """
    written = formula.strip()
    if len(written) > MOST_LETTERS:
        raise MathError(f"it has more than {MOST_LETTERS} letters")
    # docutils closes at the end what is left open.
    if (opened := len(OPENED.findall(written))) != (closed := len(CLOSED.findall(written))):
        raise MathError(f"it has {opened} opening and {closed} closing braces")
    for pattern, new in REPLACEMENTS:
        written = pattern.sub(new, written)
    try:
        converted = tex2mathml(written.strip(), as_block=display)
        # The one entity that XML does not know.
        tree = ElementTree.fromstring(INDENTATION.sub("", converted).replace("&ApplyFunction;", "\u2061"))
    except RecursionError:
        raise MathError("it has too many brackets within each other") from None
    except (ElementTree.ParseError, IndexError, AttributeError, TypeError, KeyError, AssertionError) as error:
        raise MathError("it cannot be read; is there a bracket, or an end, too few?") from error
    for element in tree.iter():
        element.tag = element.tag.rpartition("}")[2]
        # The policy of a page applies none.
        if "font-weight" in element.attrib.pop("style", ""):
            element.set("class", "boldsymbol")
    tree.set("alttext", " ".join(formula.split()))
    return ElementTree.tostring(tree, encoding="unicode")


class ConvertFormulas(SphinxTransform):
    """Convert every formula of a chapter; report those that cannot be, and print them as they are written."""

    default_priority = 210

    def apply(self, **kwargs: object) -> None:
        formulas: list[nodes.math | nodes.math_block] = [
            *self.document.findall(nodes.math),
            *self.document.findall(nodes.math_block),
        ]
        for node in formulas:
            display = isinstance(node, nodes.math_block)
            try:
                node["mathml"] = mathml(node.astext(), display)
            except MathError as error:
                words = " ".join(node.astext().split())[:60]
                reason = str(error).rstrip(".")
                message = f'the formula "{words}" cannot be set: {reason[:1].lower()}{reason[1:]}'
                # One within a line does not know its place.
                warn(Problem.FORMULA, message, node if node.line else node.parent, node.astext().split("\n")[0])
                text = node.astext()
                node.replace_self(nodes.literal_block(text, text) if display else nodes.literal(text, text))
            else:
                if isinstance(node, nodes.math_block) and "amsmath" in node["classes"]:
                    _address(node)


def _address(node: nodes.math_block) -> None:
    """Give a numbered formula of amsmath an address that is the same in the next build: MyST-Parser's is random."""
    target = node.previous_sibling()
    if isinstance(target, nodes.target) and node.get("number"):
        target["ids"] = [f"equation-{node['number']}"]


def visit_math(self: Any, node: nodes.math) -> None:
    """Print a formula within a line."""
    self.body.append(_printed(self, node))
    raise nodes.SkipNode


def visit_math_block(self: Any, node: nodes.math_block) -> None:
    """Print a formula on a line of its own, with its number if it has one."""
    attributes = {}
    if len(node.astext()) > WIDE:
        attributes = {"tabindex": "0", "role": "group", "aria-label": _("Formula")}
    self.body.append(self.starttag(node, "div", "", CLASS="formula"))
    self.body.append(self.starttag(nodes.Element(), "div", "", CLASS="formula-frame", **attributes))
    self.body.append(f"{_printed(self, node)}</div>")
    if node.get("number"):
        number = get_node_equation_number(self, node)
        self.body.append(f'<span class="formula-number">({number})</span>')
    self.body.append("</div>\n")
    raise nodes.SkipNode


def _printed(self: Any, node: nodes.Element) -> str:
    """Return the element; a node that no transform has seen, such as one of another extension, as it is written."""
    return str(node["mathml"]) if "mathml" in node else f"<code>{self.encode(node.astext())}</code>"
