"""The edition for plain Sphinx, of any version: ``sphinx-build -c stacks . _build/html``. It reads ``_config.yml``."""

from pathlib import Path

from glossator.jupyter_book import sphinx_settings

globals().update(sphinx_settings(Path(__file__).parents[1] / "_config.yml"))
