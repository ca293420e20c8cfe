"""Diagnostics as a screen lists them."""

from __future__ import annotations

from typing import NamedTuple

from epoch_cli.output.outcome import is_about_document
from epoch_cli.validation import Diagnostic


class Finding(NamedTuple):
    """A diagnostic, and what it is about.

    Attributes:
        diagnostic: what was found.
        at: seconds since the run started.
        number: the refused patch it is about; 0 for one about the text, the whole document or the wish.
    """

    diagnostic: Diagnostic
    at: float
    number: int = 0

    @property
    def is_of_document(self) -> bool:
        """Whether it is about the whole document, which is looked at anew at the end of each turn."""
        return not self.number and is_about_document(self.diagnostic)
