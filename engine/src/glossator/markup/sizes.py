"""Post-transform of sizes: what an author says of a picture's, as rules of its page instead of style attributes."""

from __future__ import annotations

import re
from pathlib import Path

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.images import get_image_size

from glossator.notes.rules import add_rule

LENGTH = re.compile(r"(?P<number>\d+(?:\.\d+)?|\.\d+)\s*(?P<unit>px|em|ex|ch|rem|vw|vh|mm|cm|in|pt|pc|%|)")
#: Property of CSS -> attribute of docutils.
PICTURE = {"inline-size": "width", "block-size": "height"}


class SetSizes(SphinxPostTransform):
    """Give pictures and figures their sizes by rules; nothing becomes broader than its place."""

    default_priority = 800
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        for picture in self.document.findall(nodes.image):
            self._scale(picture)
            for name, attribute in PICTURE.items():
                _set(picture, name, attribute)
        for figure in self.document.findall(nodes.figure):
            _set(figure, "inline-size", "width")

    def _scale(self, picture: nodes.image) -> None:
        """Replace ``scale``, in hundredths, by width and height, of the file where they are not said."""
        scale = picture.attributes.pop("scale", 100) / 100
        if scale == 1:
            return
        found = get_image_size(Path(self.env.srcdir) / picture["uri"]) or (0, 0)
        said = [picture.get(attribute) for attribute in PICTURE.values()]
        for attribute, pixels in zip(PICTURE.values(), found, strict=True):
            length = LENGTH.fullmatch(picture.get(attribute) or (f"{pixels}px" if pixels and not any(said) else ""))
            if length:
                picture[attribute] = f"{float(length['number']) * scale:g}{length['unit'] or 'px'}"
        # What has its width alone keeps its proportions, in a narrow place too.
        if not any(said):
            picture.attributes.pop("height", None)


def _set(node: nodes.Element, name: str, attribute: str) -> None:
    written = str(node.attributes.pop(attribute, None) or "")
    if length := LENGTH.fullmatch(written):
        add_rule(node, f"{name}: {length['number']}{length['unit'] or 'px'}")
