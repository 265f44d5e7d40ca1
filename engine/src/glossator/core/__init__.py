"""Source texts, quotations, letters, tables, and how text is escaped: the model that both halves of the engine read.

In: ``sources/``, ``data/`` and quotations as authors write them. Out: paragraphs, spans, typed rows, escaped text; what
is allowed as an address, as a file of the book, and within a drawing; what errors of the system mean to people.
Standard library and PyYAML only; imports no other room.
"""
