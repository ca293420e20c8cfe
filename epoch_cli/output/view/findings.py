"""Diagnostics as a screen lists them."""

from __future__ import annotations

from typing import NamedTuple

from epoch_cli.validation import Diagnostic


class Finding(NamedTuple):
    """A diagnostic, and what it is about.

    Attributes:
        diagnostic: what was found.
        at: seconds since the run started.
        number: the refused patch it is about; 0 for one about the text or the whole document.
    """

    diagnostic: Diagnostic
    at: float
    number: int = 0
