"""Common Cartridge 1.1: a chapter, or the whole edition, for a learning platform.

In: the records of the edition and the pages of the site as they were written. Out: the files in
``exports/cartridges/``. A full one holds pages to read, links into the edition, questions and topics to discuss; a thin
one the links alone.
"""
