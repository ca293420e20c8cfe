"""Names for findings that stay the same from run to run, so that a platform can tell new ones from known ones."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256

from epoch_cli.validation import Diagnostic


class Fingerprints:
    """Gives each finding of one run a name of its own.

    It is made of the file, the rule, the place in the document and the message, never of lines: a line added above
    changes nothing. Findings that agree in all of these are told apart by their order.
    """

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def of(self, name: str, diagnostic: Diagnostic) -> str:
        """The name of a finding in a file: 64 hexadecimal digits."""
        facts = f"{name}\0{diagnostic.code}\0{diagnostic.pointer}\0{diagnostic.message}"
        self._seen[facts] += 1
        text = facts if self._seen[facts] == 1 else f"{facts}\0{self._seen[facts]}"
        return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
