"""Every JSON object of a text, whatever its members: for answers that are documents or merge patches.

The scanner and the healer are those of `PatchReader`; only the judge is less strict.
"""

from __future__ import annotations

from typing import Any

from epoch_cli.reading.judge import Judge
from epoch_cli.reading.reads import Healing, PatchRead, Read
from epoch_cli.reading.reason import Reason
from epoch_cli.reading.scanner import Scanner
from epoch_cli.reading.sink import Given

_MOST_CHARS = 1_048_576
_DEEPEST = 64


class _AnyObject(Judge):
    """Takes objects as they are."""

    def _object(self, piece: str, value: Any, repairs: list[Healing]) -> Given:
        if type(value) is not dict:
            self._refuse(piece, Reason.NOT_A_PATCH, "not an object", 0)
            return "nothing"
        line = self.line
        self._reads.append(PatchRead(value, self._advance(piece), line, tuple(repairs)))
        return "patch"


def read_objects(text: str, *, heal: bool = True) -> list[Read]:
    """The reads of a whole text, in their order; the `patch` of a `PatchRead` is any object.

    A list of operations, alone or in `{"patches": [...]}`, is given item by item, as `PatchReader` does.
    """
    judge = _AnyObject(max_value_chars=_MOST_CHARS, max_depth=_DEEPEST, heal=heal)
    scanner = Scanner(judge, max_value_chars=_MOST_CHARS, max_depth=_DEEPEST, granularity="patch", heal=heal)
    scanner.close(scanner.scan(text))
    return judge.take()
