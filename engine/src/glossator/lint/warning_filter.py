"""A logging filter for Sphinx's warnings: adds the exact line, the nearest name, and what to do.

Sphinx, MyST-Parser and docutils say that something is unknown, not what was meant; and they know of a paragraph only
where it begins. Every message of a build, our own and theirs, goes through this filter. It adds, and hides only what
follows from a mistake that is reported: links to a chapter, a table of terms, or a directive that is not read, and to a
label that stands twice.
"""

from __future__ import annotations

import logging
import pickle
import posixpath
import re
from pathlib import Path

from sphinx.application import ENV_PICKLE_FILENAME, Sphinx
from sphinx.util.logging import NAMESPACE, WarningStreamHandler

from glossator.core.surroundings import sentence
from glossator.lint.advice import ADVICE, LABEL_TWICE, OPTION_VALUE, PICTURE
from glossator.lint.fences import findings
from glossator.lint.labels import labels_below
from glossator.lint.message_lines import nearest_line, pasteable
from glossator.lint.names import directive_names, purpose
from glossator.lint.options import OWN_LINES
from glossator.lint.unknown_names import TO_CHAPTER, UNKNOWN, Unknown, nearest, only_begun
from glossator.messages.warnings import WARNING_TYPE, correction
from glossator.notes.domain import edition_domain

TAGS = re.compile(r"((?: \[[\w.-]+\])+)$")
CAPTION = re.compile(r"'figure': Unknown option keys?: \[?'caption'")
TO_TERM = "term not in glossary"
TO_LABEL = re.compile(
    r"(?:undefined label: |'myst' cross-reference target not found: |called |failed to create a cross reference\D*? )"
    r"['\"](?P<label>[^'\"]+)['\"]"
)
#: What loses the labels in it: a directive that is not read, and a label that stands twice, of which Sphinx knows none.
LOST = re.compile(
    r"Unknown directive type|Invalid options format|^Directive '|Invalid directive argument|^Error in \"|Content block "
    r"expected"
)
#: What MyST-Parser says of footnotes, in its older and its newer versions.
FOOTNOTE = re.compile(r"Multiple footnote definitions|Duplicate footnote definition|Footnote \[.*\] is not referenced")
#: How sphinx-design begins on what stands outside of what it belongs into, as all does where fences are broken.
IN_FENCES = ("The parent of a '", "All children of a '")
TWICE = re.compile(r'Duplicate explicit target name: "(?P<label>[^"]+)"')
#: A link that lacks the beginning of its address, or the ending of a chapter.
TO_WEB, TO_MAIL = re.compile(r"'(?P<wrong>www\.[^'\s]+)'"), re.compile(r"'(?P<wrong>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)'")
TO_PAGE = re.compile(r"'myst' cross-reference target not found: '(?P<wrong>[^'#]+)'")
TO_DOCUMENT = re.compile(
    r"(?:Unknown source document|toctree contains reference to (?:nonexisting|excluded) document) '(?P<wrong>[^']+)'"
)


class WarningFilter(logging.Filter):
    """The filter; it completes a record once, however many handlers there are."""

    def __init__(self, app: Sphinx) -> None:
        super().__init__()
        self.app = app
        self.files: set[str] = set()  #: where there was something to complain of; "" for no file
        self.unread_options: set[str] = set()  #: places of directives whose options are not read
        self.lost: set[str] = set()  #: labels of what is not read, or that stand twice

    def filter(self, record: logging.LogRecord) -> bool:
        about = vars(record)
        if not about.get("complete"):
            about["complete"] = True
            message, tag = _without_tags(str(record.msg) % record.args if record.args else str(record.msg))
            if not about.get("location") and about.get("type") != WARNING_TYPE and sentence(message):
                # A page or a file that Sphinx could not write; it would go on, and leave a site without them.
                raise OSError(message)
            hint, words = self._hint(message, about.get("location") or "")
            self._lose(message, about.get("location") or "")
            about["location"] = place = nearest_line(about.get("location"), about.get("words") or words)
            about["follows"] = self._follows(message, place or "")
            if hint.startswith(";"):
                message = message.rstrip(".")
            first, *more = (message + hint).split("\n", 1)
            record.msg, record.args = "\n".join([first + tag, *filter(None, [pasteable("".join(more), place)])]), ()
            self.files.add((place or "").rpartition(":")[0])
        # Sphinx says this without a place, and MyST-Parser once more with it.
        return not str(record.msg).startswith("unknown directive or role name") and not about["follows"]

    def _follows(self, message: str, location: str) -> bool:
        """Return whether a link leads to what is not read, which is reported by itself."""
        if (label := TO_LABEL.search(message)) and label["label"].lower() in self.lost:
            return True
        if self._is_told_elsewhere(message, location):
            return True
        if message.startswith(TO_TERM):
            return edition_domain(self.app.env).lacks_tables("terms")
        if not (match := TO_CHAPTER.search(message) or TO_DOCUMENT.search(message)):
            return False
        folder = posixpath.dirname(self.app.env.path2doc(location.rpartition(":")[0]) or "")
        target = match["wrong"]
        if target.endswith(".md"):
            target = posixpath.normpath(posixpath.join(folder, target)).removesuffix(".md")
        return target in edition_domain(self.app.env).unread_chapters

    def _is_told_elsewhere(self, message: str, location: str) -> bool:
        """Return whether another message on the same place says more, and this one follows from its cause."""
        if message.startswith(OWN_LINES):
            self.unread_options.add(location)
        if "says nothing to a reader" in message:
            return location in self.unread_options
        if message.startswith(IN_FENCES):
            return self._has_broken_fences(location)
        # The list itself is refused, where _toc.yml has the order; `lint.dropped` names the line of a footnote; what is
        # read one by one follows from an extension that does not say otherwise.
        refused = message.startswith("toctree contains reference") and "sphinx_external_toc" in self.app.extensions
        return refused or bool(FOOTNOTE.match(message)) or message.startswith("doing serial ")

    def _has_broken_fences(self, location: str) -> bool:
        path = Path(location.rpartition(":")[0])
        return path.is_file() and bool(findings(path.read_text(encoding="utf-8"), directive_names()))

    def _lose(self, message: str, location: str) -> None:
        """Keep the labels that nothing can lead to, since their directive is not read or they stand twice."""
        path, _, line = location.rpartition(":")
        if twice := TWICE.search(message):
            self.lost.add(twice["label"].lower())
        elif LOST.search(message) and line.isdigit() and Path(path).is_file():
            self.lost.update(labels_below(Path(path).read_text(encoding="utf-8"), int(line)))

    def _hint(self, message: str, location: str) -> tuple[str, str]:
        """Return the hint for *message*, and words of the line that it is about."""
        if nearly := self._address(message, location):
            return nearly
        for unknown in UNKNOWN:
            if match := unknown.message.search(message):
                return self._hint_on_name(unknown, match.groupdict(), message, location)
        advice, words = next(((advice, words) for part, advice, words in ADVICE if part in message), ("", ""))
        named = next(filter(None, (words.search(message) for words in (PICTURE, OPTION_VALUE, LABEL_TWICE))), None)
        return advice, named["name"] if named else words

    def _hint_on_name(self, unknown: Unknown, found: dict[str, str], message: str, location: str) -> tuple[str, str]:
        """Return the hint on an unknown name, and the name as the chapter has it.

        found: the groups of the pattern of *unknown* in *message*
        """
        names = re.findall(r"[\w-]+", found["names"]) if "names" in found else list(unknown.names(self.app))
        if unknown.relative:
            folder = posixpath.dirname(self.app.env.path2doc(location.rpartition(":")[0]) or "") or "."
            names = [posixpath.relpath(name, folder) for name in names]
        wrong = unknown.written.format(found["wrong"])
        # What other tools mean by a name is surer than which of ours is spelt like it.
        if advice := purpose(found["wrong"], unknown.elsewhere):
            return advice, wrong
        if CAPTION.search(message):
            return "; the caption of a figure stands below its options, after an empty line", wrong
        if near := nearest(found["wrong"], names) or (only_begun(found["wrong"], names) if unknown.begun else ""):
            return correction(wrong, unknown.written.format(near)), wrong
        return next((advice for part, advice, _ in ADVICE if part in message), ""), wrong

    def _address(self, message: str, location: str) -> tuple[str, str] | None:
        """Return the hint on an address that is nearly one of the web, of mail, or of a chapter."""
        if not (link := TO_PAGE.search(message)):
            return None
        wrong = link["wrong"]
        for form, scheme in ((TO_WEB, "https://"), (TO_MAIL, "mailto:")):
            if form.search(message):
                return correction(f"]({wrong}", f"]({scheme}{wrong}"), wrong
        folder = posixpath.dirname(self.app.env.path2doc(location.rpartition(":")[0]) or "")
        stem = wrong.removesuffix(".html")
        for name in (posixpath.normpath(posixpath.join(folder, stem)), stem):
            if name in self.app.env.found_docs:
                return correction(f"]({wrong}", f"]({posixpath.relpath(name, folder or '.')}.md"), wrong
        return None

    def read_again(self, app: Sphinx, exception: Exception | None) -> None:
        """Mark documents with warnings to be read again by the next build.

        Sphinx reports most problems while it reads, and does not read an unchanged document twice: a second build of a
        broken book would pass.
        """
        if not self.files:
            return
        pickled = Path(app.doctreedir) / ENV_PICKLE_FILENAME
        if exception or "" in self.files:
            pickled.unlink(missing_ok=True)
            return
        app.env.reread_always |= {docname for file in self.files if (docname := app.env.path2doc(file))}
        pickled.write_bytes(pickle.dumps(app.env, pickle.HIGHEST_PROTOCOL))


def setup_warning_filter(app: Sphinx) -> None:
    """Add the filter to Sphinx's handlers of warnings."""
    hints = WarningFilter(app)
    for handler in logging.getLogger(NAMESPACE).handlers:
        if isinstance(handler, WarningStreamHandler):
            handler.addFilter(hints)
    app.connect("build-finished", hints.read_again)


def has_warned() -> bool:
    """Return whether the build that is going on has reported anything."""
    handlers = logging.getLogger(NAMESPACE).handlers
    filters = [each for handler in handlers for each in handler.filters if isinstance(each, WarningFilter)]
    return any(each.files for each in filters)


def _without_tags(message: str) -> tuple[str, str]:
    """Split the type off a message: it belongs behind the sentence, not behind the line to paste.

    MyST-Parser writes its own type before the one of docutils, which it goes through.
    """
    tags = TAGS.search(message)
    return (message[: tags.start()], " " + tags[1].split()[0]) if tags else (message, "")
