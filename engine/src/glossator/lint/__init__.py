"""Warnings with file, line, reason and remedy: of Markdown, options, sources and project; and ``make check``.

In: the text of chapters and everything else that people write. Out: warnings, and suggestions to paste.
"""
