"""Questions to students, and the teacher's guide with their answers.

In: ``{question}`` of a chapter; ``{answer}``, ``{misses}`` and ``{rubric}`` of the files in ``teaching/``.
Out: nodes and HTML; the pages of the guide, which no list of chapters names; what the whole book knows of both.
"""
