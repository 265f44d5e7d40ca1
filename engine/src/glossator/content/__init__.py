"""Directives and transforms beside passages: records, glossary, comparison, source facts, indexes, chapter header.

In: tables of ``data/``, ``sources.yml`` and front matter. Out: docutils nodes.
Each module has one directive or transform.
"""
