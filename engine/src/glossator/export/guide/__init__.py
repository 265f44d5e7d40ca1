"""The teacher's guide for print and for word processors, made of its pages as they were published.

In: the edition and the folder of its site. Out: the bytes of a PDF, and of a document of Word (DOCX).
"""
