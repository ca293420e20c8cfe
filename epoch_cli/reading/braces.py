"""Where an object may end, found without scanning it: its braces are counted, strings aside, at the speed of `split`.

It is a guess for objects that are JSON. Whoever asks parses what was found; where that fails, the scanner decides.
"""

from __future__ import annotations

import re
from typing import Final

_ESCAPE: Final = re.compile(r"\\.", re.DOTALL)
_NO_BRACE: Final = bytes(unit for unit in range(256) if unit not in b"{}")
_STEP: Final = re.compile(r'[^"{}]*+(?:"[^"]*+"?+|[{}])')


class Braces:
    """Counts the braces of one object after the other.

    Attributes:
        depth: how many are open.
    """

    __slots__ = ("_escaped", "_in_string", "depth")

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Begin behind the opening brace of an object."""
        self.depth = 1
        self._in_string = False
        self._escaped = False

    def end_in(self, text: str) -> int:
        """Return where the object ends in text that follows, 0 when it does not."""
        if self._escaped and text:
            text, self._escaped = "_" + text[1:], False
        if "\\" in text:
            text = _ESCAPE.sub("__", text)
            self._escaped = text[-1] == "\\"
        runs = text.split('"')
        in_string = self._in_string
        outside = "".join(runs[in_string::2])
        if not len(runs) & 1:
            self._in_string = not in_string
        closers = outside.count("}")
        before = self.depth
        self.depth = after = before + outside.count("{") - closers
        if closers < before:
            return 0
        braces = outside.encode("utf-8", "surrogatepass").translate(None, _NO_BRACE)
        while b"{}" in braces:
            braces = braces.replace(b"{}", b"")
        if len(braces) - after < before:  # as many closers are left without their opener
            return 0
        if not after and len(braces) == before:
            return text.rindex("}") + 1
        return _end(text, before, text.find('"') + 1 if in_string else 0)


def _end(text: str, depth: int, at: int) -> int:
    """Return where `depth` braces are closed, from `at` on, which is no place in a string; 0 if they are not."""
    while step := _STEP.match(text, at):
        at = step.end()
        brace = text[at - 1]
        if brace == "{":
            depth += 1
        elif brace == "}":
            depth -= 1
            if not depth:
                return at
    return 0
