"""The kinds of mistakes (``Problem``), ``warn``, and the forms of a suggestion to paste.

In: what another room has found wrong, its place, and what to write instead. Out: warnings of Sphinx, each with its
type. Every room may report; who looks for mistakes is `lint`.
"""
