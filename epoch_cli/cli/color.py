"""Whether what goes to stdout is coloured."""

from __future__ import annotations

import os
import sys


def shows_color() -> bool:
    """Whether stdout is a terminal that shows colour, and its user wants it (https://no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
