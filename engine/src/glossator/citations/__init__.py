"""Works: .bib files, citation roles, the author-year style, and the list of works.

In: ``references.bib`` and ``{cite:p}``. Out: citations and the list of works, on sphinxcontrib-bibtex; messages.
"""
