"""EPUB 3.3: the whole edition, and its texts alone, for e-readers.

In: the records of the edition and the pages of the site as they were written. Out: ``edition.epub`` and ``texts.epub``
in ``exports/``. Nothing in them runs, and nothing is fetched.
"""
