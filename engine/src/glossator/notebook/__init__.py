"""What runs in a kernel: figure, table, topics, theme. Never imports Sphinx.

In: code cells and the tables of ``data/``. Out: figures as SVG with their data and sources, in one MIME bundle.
"""
