"""The whole edition as a PDF for print, made of the documents of its EPUB by a browser.

In: the edition and the folder of its site. Out: the bytes of a document, on A4 or Letter.
"""
