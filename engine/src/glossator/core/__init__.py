"""Source texts, quotations and tables: the model that both halves of the engine read.

In: ``sources/``, ``data/`` and quotations as authors write them. Out: paragraphs, spans, typed rows.
Standard library and PyYAML only; imports no other room.
"""
