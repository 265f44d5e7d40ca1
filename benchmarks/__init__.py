"""How long the book takes to build, how large its pages are, and how both grow: ``python -m benchmarks``."""
