"""Source texts, quotations, letters, tables, and how text is escaped: the model that both halves of the engine read.

In: ``sources/``, ``data/`` and quotations as authors write them. Out: paragraphs, spans, typed rows, escaped text.
Standard library and PyYAML only; imports no other room.
"""
