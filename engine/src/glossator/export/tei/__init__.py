"""TEI P5: each text with its notes, each paragraph, and what the texts of the edition have in common.

In: the records of the edition. Out: ``tei.xml``, ``tei/TEXT.xml`` and the ``passages/*.xml`` in ``exports/``.
`document` has what all share, `texts` and `corpus` are those there are; `body` and `lists` make parts of them.
"""
