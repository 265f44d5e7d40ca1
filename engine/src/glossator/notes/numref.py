"""The role ``{numref}``: links in the words "Fig. 2" to figures, tables and listings, and to sections with numbers."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes
from docutils.nodes import Element
from sphinx.addnodes import pending_xref
from sphinx.builders import Builder
from sphinx.environment import BuildEnvironment
from sphinx.util.nodes import make_refnode

from glossator.core.nearest import name_near
from glossator.messages.warnings import Problem, correction, warn
from glossator.notes.captions import printed_words
from glossator.notes.entries import Number, section_number, words_of
from glossator.translation import _


def resolve_number(
    env: BuildEnvironment,
    fromdocname: str,
    builder: Builder,
    target: str,
    node: pending_xref,
    contnode: Element,
) -> Element:
    """Return a link in the words "Fig. 2", or in an author's, in which ``%s`` or ``{number}`` is the number.

    What has no number is reported, and *contnode* returned.
    """
    docname, name = _labels(env).get(target, ("", ""))
    found = _numbers(env).get(docname, {}).get(name) or section_number(env, docname, name, target)
    if not found:
        _report_without_number(env, target, docname, node)
        return contnode
    words = words_of(found)
    if node["refexplicit"]:
        words = contnode.astext()
        caption = env.get_domain("edition").data["captions"].get(docname, {}).get(name)
        title = found.title
        if caption is not None and "{name}" in words:
            title = printed_words(caption, env, builder, fromdocname).removeprefix(f"{words_of(found)} ")
        for sign, meant in (("%s", found.number), ("{number}", found.number), ("{name}", title)):
            words = words.replace(sign, meant)
    elif docname != fromdocname:
        words = _("{figure} in “{chapter}”").format(figure=words, chapter=env.titles[docname].astext())
    return make_refnode(builder, fromdocname, docname, name, nodes.inline("", words, classes=["xref", "numref"]))


def number_places(env: BuildEnvironment) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield each target of the role: its label, with its document and its words."""
    numbers = _numbers(env)
    for label, (docname, name) in _labels(env).items():
        if number := numbers.get(docname, {}).get(name):
            yield label, (docname, f"{number.kind} {number.number} {number.title}")


def _labels(env: BuildEnvironment) -> dict[str, tuple[str, str]]:
    """Return document and address of every label, and of every chart by its name."""
    charts = {name: (docname, name) for docname, names in _numbers(env).items() for name in names}
    return {**charts, **env.get_domain("std").data["anonlabels"]}


def _numbers(env: BuildEnvironment) -> dict[str, dict[str, Number]]:
    return env.get_domain("edition").data["numbers"]  # type: ignore[no-any-return]


def _report_without_number(env: BuildEnvironment, target: str, docname: str, node: pending_xref) -> None:
    if docname:
        message = f'"{target}" has no number: a figure, a table and a listing have one if they have a caption'
        warn(Problem.LINK, f"{message}; {{ref}} links to a section by its title", node, target)
        return
    near = name_near(target, dict(number_places(env)))
    message = f'there is no figure, table or listing called "{target}"'
    warn(Problem.LINK, message + (correction(target, near) if near else ""), node, target)
