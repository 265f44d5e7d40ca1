"""TEI P5: a document for each text and paragraph, and one for what they have in common.

In: records. Out: ``tei.xml`` and ``tei/TEXT.xml``, and the paragraphs as TEI. `document` has what all share, `texts` and
`corpus` the documents, `body` turns XHTML into elements of TEI, `lists` adds works, people and terms.
"""
