"""Releases: what an edition said at a number, what has changed since, and addresses that go on leading somewhere.

In: the records of an edition, ``releases/`` of the book. Out: a record for each release, the page *What changed*, pages
and scripts that lead on from an address that moved, warnings of one that is gone.
"""
