"""The edition in other formats: one set of records of what was published, and what is written from them.

In: the settings, the texts, the works, the tables and the pages as they were written. Out: the files in ``exports/``.
Nothing of the site's own room is needed here, and the site needs nothing of this one.
"""
