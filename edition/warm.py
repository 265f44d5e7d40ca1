"""What a kernel loads while it waits for the first chapter; nothing here is told to the chapters."""

import edition.chart
import edition.topics  # noqa: F401
