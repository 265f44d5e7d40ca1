"""Markup that MyST, docutils and Jupyter Book have, as pages of an edition show it: asides, folding, numbers, sizes.

In: nodes of docutils and of MyST-Parser. Out: nodes that need neither script nor style attribute.
What is an edition's own (passages, notes, records) is in other rooms.
"""
