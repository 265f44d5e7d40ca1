"""What a kernel loads while it waits for the first chapter; nothing here is told to the chapters."""

import gc

# There is little to be thrown away, and all that the libraries are made of would be looked through for it.
gc.set_threshold(100_000)

import glossator.notebook.figure  # noqa: E402
import glossator.notebook.topics  # noqa: E402, F401

gc.freeze()
