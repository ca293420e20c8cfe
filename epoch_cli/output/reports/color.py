"""Colour for the two forms that people read: a few codes of ECMA-48 (SGR), which every terminal knows."""

from __future__ import annotations

from epoch_cli.validation import Severity

BOLD = "1"
QUIET = "1;34"
GOOD = "32"
SEVERITY_STYLES = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.INFO: "1;36"}


class Paint:
    """Gives text a style, or leaves it alone when there is no colour."""

    __slots__ = ("_on",)

    def __init__(self, *, on: bool) -> None:
        self._on = on

    def __call__(self, text: str, style: str) -> str:
        """The text in a style; the text must be safe for a terminal already."""
        return f"\x1b[{style}m{text}\x1b[0m" if self._on and text else text
