"""Works: citation roles, the author-year style, and the bibliography.

In: ``references.bib`` and ``{cite:p}``. Out: citations and the list of works, on sphinxcontrib-bibtex.
"""
