"""Performance patches. None may change a page.

An extension of its own, named last in ``_config.yml``: without that line the site is the same to the byte.
No other room imports this one.
"""
