"""A book of two short texts, built by Sphinx alone; what a page might spoil is switched on."""

project = "A small book"
version = "1"
copyright = "2026"  # noqa: A001
extensions = ["myst_nb", "glossator", "sphinx_external_toc", "sphinxcontrib.bibtex"]
exclude_patterns = ["_build", "data", "sources"]
primary_domain = "edition"
bibtex_bibfiles = ["references.bib"]
myst_enable_extensions = ["colon_fence", "dollarmath", "linkify", "smartquotes"]
nb_execution_mode = "cache"
show_warning_types = True
nitpicky = True
html_theme = "basic"
# A test writes the chapters it needs; most leave some paragraphs out.
suppress_warnings = ["edition.missing"]
