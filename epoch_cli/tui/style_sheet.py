"""The style sheet of the app, which is parsed once where Textual parses it twice."""

from __future__ import annotations

from textual.css.stylesheet import Stylesheet


class OnceParsed(Stylesheet):
    """As Textual's, but parsed anew for other variables only.

    Textual parses all of it when the screen is made, and once more when it notices the theme that was set before; with
    the same theme that gives the same rules, and takes 12 ms of the first picture.
    """

    def __init__(self, *, variables: dict[str, str] | None = None) -> None:
        super().__init__(variables=variables)
        self._outdated = True

    def set_variables(self, variables: dict[str, str]) -> None:
        """Use these from the next time that it is parsed."""
        if variables != self._variables:
            self._outdated = True
            super().set_variables(variables)

    def reparse(self) -> None:
        """Parse everything anew, if that can give anything else."""
        if self._outdated or self._require_parse:
            super().reparse()
            self._outdated = False
