"""Passages and annotations: directives, nodes, visitors, numbering and the Sphinx domain.

In: ``{passage}`` and ``{annotation}`` of a chapter, with the paragraphs of `glossator.core`.
Out: the passage with its notes as nodes and HTML; cross-references to both (`EditionDomain`).
"""
