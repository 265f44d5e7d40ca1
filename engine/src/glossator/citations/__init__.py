"""Works: .bib files, citation roles, the author-year style, and the list of works; how the edition itself is cited.

In: ``references.bib`` and ``{cite:p}``. Out: citations and the list of works, on sphinxcontrib-bibtex; messages;
CSL-JSON of works and of parts of the edition, and what is made of it: three styles by citeproc, BibTeX, RIS, COinS.
"""
