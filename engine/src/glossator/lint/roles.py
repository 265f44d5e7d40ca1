"""Lint of inline markup: misspelt roles, and markup of Pandoc or LaTeX, which would be printed as text.

Only where MyST-Parser has left such words as text are they reported, and found again in the lines of the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import NamedTuple

from docutils import nodes
from sphinx.transforms import SphinxTransform

from glossator.citations.roles import works_domain
from glossator.citations.targets import suggest_target
from glossator.core.text import split_lines
from glossator.messages.warnings import UNREAD_CITATION, Problem, correction, keep_unread, warn
from glossator.notes.nodes import quoted, source_paragraph, verse_line

#: A role whose braces, colon, or backticks are not complete, or are other signs.
NEAR_ROLE = re.compile(
    r"(?:[{｛]{1,2}\s*(?P<name>cite(?:\s*[:：.]\s*[a-z]+|\s+[pt]\b|[pt])?|para|note|row|term|numref|ref|doc)"
    r"|[(\[（]\s*(?P<cite>cite\s*[:：.]\s*[a-z]+)|(?<![\w{])(?P<bare>cite[:：.][pt])(?=[`´'‘\"“\w]))"
    r"\s*[})\]｝）]{0,2}(?:\s*[`´'‘’\"“”(\[]{1,2}|\s*(?=[\w:.;-]*[\d_-])|)"
    r"(?P<target>(?:\{[^{}]*\})?\w(?:[\w:.;,-]*\w)?(?:\{[^{}]*\})?)[`´'‘’\"“”)\]]{0,2}\}?"
)
#: A role for works, and no work after it.
NO_TARGET = re.compile(r"(?<!\{)[{｛]\s*cite\s*[:：.]\s*[a-z]+\s*[}｝](?!\s*[`´'‘’\"“”(\[{}\0]|\w|\s*[\w:.;-]*[\d_-])")
SPAN = re.compile(r"(?P<role>\{[\w:+-]+\})?(?P<ticks>`+)(?!`)(?P<words>.+?)(?<!`)(?P=ticks)(?!`)")
NEARLY_A_ROLE_BEFORE = re.compile(r"(?:[}｝)\]）]|cite[:：.]\w+)\s*$")
QUOTES_AND_BLANKS = re.compile(r"[`´'‘’\"“”\s]")
LATEX_CITE = re.compile(
    r"\\(?P<command>[a-z]*cite[a-z]*)\*?(?:\[(?P<one>[^\]]*)\])?(?:\[(?P<two>[^\]]*)\])?\{(?P<keys>[^{}]+)\}"
)


class ForeignMarkup(NamedTuple):
    """A pattern of markup that MyST does not read, with advice."""

    signs: re.Pattern[str]
    advice: str = ""
    right: Callable[[re.Match[str], Collection[str]], str] | None = None


def _from_pandoc(match: re.Match[str], keys: Collection[str]) -> str:
    written = re.findall(r"@([\w:.-]*\w)", match[0])
    return f"{{cite:p}}`{suggest_target(match[0][1:-1], keys) or ','.join(written)}`"


def _from_latex(match: re.Match[str], keys: Collection[str]) -> str:
    role = "cite:t" if match["command"] in {"citet", "textcite", "citeauthor"} else "cite:p"
    before, after = (match["one"], match["two"]) if match["two"] is not None else ("", match["one"])
    cited = ",".join(key.strip() for key in match["keys"].split(","))
    return f"{{{role}}}`" + (f"{{{before}}}" if before else "") + cited + (f"{{{after}}}" if after else "") + "`"


def _from_text_command(match: re.Match[str], keys: Collection[str]) -> str:
    command, _, words = match[0].removesuffix("}").partition("{")
    signs = {"\\textbf": "**", "\\textit": "*", "\\emph": "*"}.get(command, "")
    return f"{signs}{words}{signs}" if signs and words[:1].isalnum() and words[-1:].isalnum() else ""


def _bold(match: re.Match[str], keys: Collection[str]) -> str:
    words = match["words"]
    before = f"{match['before']} " if match["before"] and words[0].isspace() else match["before"]
    after = f" {match['after']}" if match["after"] and words[-1].isspace() else match["after"]
    return f"{before}**{words.strip()}**{after}"


def _encoded(match: re.Match[str], keys: Collection[str]) -> str:
    words, _, address = match[0].removesuffix(")").rpartition("](")
    # Of a file nobody can tell from here what it is called.
    return f"{words}]({'%20'.join(address.split())})" if address.startswith(("https://", "http://")) else ""


def _heading(match: re.Match[str], keys: Collection[str]) -> str:
    title = match[0].lstrip("#")
    return f"{match[0].removesuffix(title)} {title}"


PRINTED = (
    # As Pandoc and Quarto cite.
    ForeignMarkup(re.compile(r"\[[^\[\]]*?@\w[^\]]*\]"), right=_from_pandoc),
    ForeignMarkup(LATEX_CITE, right=_from_latex),
    ForeignMarkup(re.compile(r"^#{2,6}\w\S*"), "; after the # of a heading stands a blank", _heading),
    ForeignMarkup(
        re.compile(r"\[\^[\w-]+\]"), "; no line gives the words of this footnote: it begins with its sign, and a colon"
    ),
    ForeignMarkup(
        re.compile(r"\[[^\[\]\n]+\]\s+\((?:https?://|mailto:|[\w./-]+\.md\b|#)[^()\s]*\)"),
        "; in a link no blank stands before the round bracket",
        lambda match, keys: re.sub(r"\]\s+\(", "](", match[0]),
    ),
    ForeignMarkup(
        re.compile(r"\[[^\[\]\n]+\]\((?=[^()\n]*[^()\s,;]+[./#][^()\s]*)[^()\n\"']*[ \t][^()\n]*\)"),
        "; the address of a link has no blank: %20 stands for one",
        _encoded,
    ),
    # A price holds none of these signs.
    ForeignMarkup(
        re.compile(r"\$(?=\S)(?=[^$\n]*[\\^_])[^$\n]+(?<=\S)\$(?!\d)"),
        "; a formula is written with the role {math}, or myst_enable_extensions asks for dollarmath",
        lambda match, keys: f"{{math}}`{match[0][1:-1]}`",
    ),
    ForeignMarkup(
        re.compile(r"^\$\$(?=\s[^$]+\$\$)"),
        "; a formula on lines of its own stands in ```{math} and ```, or myst_enable_extensions asks for dollarmath",
    ),
    # What extensions of MyST read that this book, or chapter, has not switched on.
    ForeignMarkup(
        re.compile(r"^\[[ xX]\](?=\s)"), "; a list of tasks needs tasklist among myst_enable_extensions in _config.yml"
    ),
    ForeignMarkup(
        re.compile(r"~~(?=\S)[^~\n]+(?<=\S)~~"),
        "; such words need strikethrough among myst_enable_extensions",
    ),
    ForeignMarkup(re.compile(r"(?<=\n):[ \t]+\S+"), "; a list of terms needs deflist among myst_enable_extensions"),
    # A role is parted from its words, which are code to Markdown.
    ForeignMarkup(
        re.compile(r"\{(?!(?:cite|para|note|row|term|numref|ref|doc)\b)[a-z][\w:-]*\}(?=[ \t]+\0)"),
        "; the words of a role follow it at once, between two backticks",
    ),
    # As MkDocs, wikis, reStructuredText and Obsidian write links, roles, directives and boxes.
    ForeignMarkup(
        re.compile(r"\[\[[^\[\]\n]+\]\]"),
        "; a link is [words](chapter.md), {para}`address` of a paragraph or {note}`address` of a note",
    ),
    ForeignMarkup(re.compile(r"(?<!\w):[a-z]+(?::[a-z]+)?:(?=\0)"), "; a role is written as {name}, then `words`"),
    ForeignMarkup(re.compile(r"^\.\. [\w-]+::"), "; a directive opens with ```{name}, and ends with ```"),
    ForeignMarkup(
        re.compile(r"!\[[^\[\]\n]*\][ \t]+\([^()\s]+\)"),
        "; in a picture no blank stands before the round bracket",
        lambda match, keys: re.sub(r"\]\s+\(", "](", match[0]),
    ),
    ForeignMarkup(
        re.compile(r"<(?P<address>www\.[^<>\s]+|[\w./-]+\.md)>"),
        "; a link is [words](address)",
        lambda match, keys: f"<https://{match['address']}>" if match["address"].startswith("www.") else "",
    ),
    ForeignMarkup(re.compile(r"^\[(?:TOC|toc)\]$"), "; {contents} lists the headings of a page"),
    ForeignMarkup(
        re.compile(r"\^\[[^\[\]\n]+\]"), "; the words of a footnote stand in a line of their own, [^sign]: words"
    ),
    ForeignMarkup(
        re.compile(r"\[[^\[\]\n]+\]\[(?!\^)[^\[\]\n]+\]"),
        "; no line says where this leads, as [name]: https://… does; or the address follows in round brackets",
    ),
    ForeignMarkup(
        re.compile(r"(?:\[[^\[\]\n]+\])?\{(?:[.#][A-Za-z][\w-]*|[a-z]+=[\w%\"'.-]+)(?: [^{}\n]*)?\}"),
        "; attributes in braces need attrs_inline or attrs_block among myst_enable_extensions; a {figure} has a "
        ":width:, and a label stands as (name)= above a heading",
    ),
    ForeignMarkup(
        re.compile(r"(?P<before>\w*)\*\*(?P<words>[ \t]*[^\s*][^*\n]*[ \t]|[ \t]+[^\s*][^*\n]*)\*\*(?P<after>\w*)"),
        "; between the asterisks and the words that they make bold stands no blank",
        _bold,
    ),
    ForeignMarkup(
        re.compile(r"==(?=[^\s=])[^=\n]+(?<=[^\s=])=="), "; words stand out between asterisks: *so*, or **so**"
    ),
    ForeignMarkup(
        re.compile(r"(?<=\w)[~^](?P<words>[\w+-]{1,4})[~^](?!\w*[~^])"),
        "; what stands lower is {sub}`2`, what stands higher {sup}`2`",
        lambda match, keys: f"{{{'sub' if match[0][0] == '~' else 'sup'}}}`{match['words']}`",
    ),
    ForeignMarkup(
        re.compile(
            r"\\(?:(?:newpage|pagebreak|clearpage|noindent|hline|begin|end|item)\b|(?:text\w+|emph|section|subsection|"
            r"label|ref|footnote|url|href)(?=\{))(?:\{[^{}\n]*\})*"
        ),
        "; commands of LaTeX are read in formulas only",
        _from_text_command,
    ),
    ForeignMarkup(re.compile(r"^!!! \w+"), "; a box opens with ```{note} or ```{tip}, and ends with ```"),
    ForeignMarkup(re.compile(r"^\[![A-Za-z]+\]"), "; a box opens with ```{note} or ```{tip}, and ends with ```"),
    ForeignMarkup(NO_TARGET, "; the key of a work follows it at once, between two backticks"),
)
#: What some of these have in common, and few other words.
SIGNS = re.compile(
    r"(?:[{｛@$]|cite|^\[[ xX]\]|~~|^!!!|\n:\s|^:\s|\[[\[!^]|::|:[a-z]+:$|##|\]\s?\(|\]$"
    r"|<[\w.]|\^\[|\]\[|\*\*|==|\w[~^]|\\[a-z])"
)
FOREIGN = nodes.literal | nodes.literal_block | nodes.math | nodes.math_block | source_paragraph | verse_line | quoted
NAMED_AS_IN_PANDOC = re.compile(r"(?<![\w@])@(?P<key>[\w:.-]*\w)")


#: A formula between the brackets of LaTeX, which Markdown takes for brackets that are meant as such.
BRACKETED = re.compile(r"(?<!\\)\\(?:\((?P<inline>[^\n]+?)\\\)|\[(?P<display>.+?)\\\])", re.DOTALL)
COMMAND, WORD = re.compile(r"\\[A-Za-z]+"), re.compile(r"[^\W\d_]{3,}")


class ReportForeignMarkup(SphinxTransform):
    """Report markup that MyST-Parser has left as text."""

    default_priority = 530

    def apply(self, **kwargs: object) -> None:
        blocks = {id(text.parent): text.parent for text in self.document.findall(nodes.Text) if _is_written(text)}
        near = [block.astext() for block in blocks.values() if NEAR_ROLE.search(block.astext())]
        if near:
            self._report_roles("\n".join(QUOTES_AND_BLANKS.sub("", words) for words in near))
        for block in blocks.values():
            for match, advice, right in self._printed(_outside_code(block)):
                hint = correction(match, right) if right else ""
                message = f'"{match}" would be printed as it stands{advice}{hint}'
                warn(Problem.ROLE, message, (self.env.docname, _line(block)), match)
                keep_unread(self.env, UNREAD_CITATION)

        for block in self.document.findall(nodes.TextElement):
            if "\\" in block.rawsource and not isinstance(block, FOREIGN | nodes.FixedTextElement):
                self._report_brackets(block)

    def _report_brackets(self, block: nodes.TextElement) -> None:
        for match in BRACKETED.finditer(SPAN.sub(lambda span: "\0" * len(span[0]), block.rawsource)):
            if not _is_formula(match["inline"] or match["display"]):
                continue
            if match["inline"]:
                advice = correction(match[0], f"{{math}}`{match['inline'].strip()}`")
            else:
                advice = "; a formula on lines of its own stands in ```{math} and ```"
            message = f'"{" ".join(match[0].split())}" would be printed as it stands, without its \\{advice}'
            warn(Problem.ROLE, message, (self.env.docname, _line(block)), match[0].partition("\n")[0])

    def _printed(self, words: str) -> Iterator[tuple[str, str, str]]:
        """Yield the words that would be printed, advice, and the replacement."""
        keys = works_domain(self.env).keys
        for printed in PRINTED:
            for match in printed.signs.finditer(words):
                yield match[0], printed.advice, printed.right(match, keys) if printed.right else ""
        named = NAMED_AS_IN_PANDOC.finditer(PRINTED[0].signs.sub("", words))
        yield from ((match[0], "", f"{{cite:t}}`{match['key']}`") for match in named if match["key"] in keys)

    def _report_roles(self, printed: str) -> None:
        lines = split_lines(Path(self.env.doc2path(self.env.docname)).read_text(encoding="utf-8"))
        for number, line in enumerate(lines, start=1):
            for wrong, right in near_roles(line):
                if QUOTES_AND_BLANKS.sub("", wrong) in printed:
                    message = f'"{wrong}" would be printed as it stands' + correction(wrong, right)
                    warn(Problem.ROLE, message, (self.env.docname, number))
                    keep_unread(self.env, UNREAD_CITATION)


def _line(block: nodes.Element | None) -> int:
    """Return the line of a block; a cell of a table has none, and its row has."""
    while block is not None and not block.line:
        block = block.parent
    return block.line if block is not None and block.line else 1


def _is_formula(words: str) -> bool:
    """Return whether words between brackets are a formula, and not a remark such as *sic*."""
    plain = COMMAND.sub("", words)
    return not WORD.search(plain) and (plain != words or bool(re.search(r"[\^_=<>+*/]|^\s*[^\W\d_]\s*$", plain)))


def near_roles(line: str) -> Iterator[tuple[str, str]]:
    """Yield what is nearly a role in a line of Markdown, with the right role."""
    for match in NEAR_ROLE.finditer(SPAN.sub(_without_code, line)):
        name = re.sub(r"\s*[:：.]\s*|\s+", ":", match["name"] or match["cite"] or match["bare"])
        name = {"cite": "cite:p", "citep": "cite:p", "citet": "cite:t"}.get(name, name)
        yield match[0], f"{{{name}}}`{match['target']}`"


def _without_code(span: re.Match[str]) -> str:
    """Substitution: blank out valid roles and inline code, keep what is nearly a role."""
    nearly = not span["role"] and NEARLY_A_ROLE_BEFORE.search(span.string[: span.start()])
    return span[0] if nearly else "\0" * len(span[0])


def _outside_code(block: nodes.Element) -> str:
    return "".join(
        "\0" if isinstance(child, nodes.literal | nodes.math) else child.astext() for child in block.children
    )


def _is_written(text: nodes.Text) -> bool:
    """Return whether *text* might hold such signs: words that an author has written, neither code nor of a source."""
    return not isinstance(text.parent, FOREIGN) and bool(SIGNS.search(text.astext()))
