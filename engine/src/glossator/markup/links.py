"""Transform that gives a link to the web the address that its author has written: MyST-Parser escapes it, as HTML."""

from __future__ import annotations

from docutils import nodes
from sphinx.transforms import SphinxTransform


class RestoreAddresses(SphinxTransform):
    """Write ``&`` for ``&amp;`` in addresses: printed, they are escaped again, and would ask for ``&amp;``."""

    # Before any other adds links of its own, whose addresses are as they are meant.
    default_priority = 20

    def apply(self, **kwargs: object) -> None:
        for link in self.document.findall(nodes.reference):
            if "&amp;" in link.get("refuri", ""):
                link["refuri"] = link["refuri"].replace("&amp;", "&")
