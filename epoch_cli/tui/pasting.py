"""What is pasted is text, never keys: what would be a key or a command in it is taken out before anybody reads it.

A terminal marks what is pasted: `ESC [ 200 ~`, the text, `ESC [ 201 ~` (bracketed paste, as of xterm). Textual's parser
takes an escape in between for a key or the start of one, so that coloured output could press any key there is.
"""

from __future__ import annotations

import re
from typing import Final

BEGIN: Final = "\x1b[200~"
END: Final = "\x1b[201~"
MOST: Final = 100_000
"""The most characters of one paste; a prompt of that length is more than a model reads, and the rest is left out."""

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
"""All controls but tab and the ends of lines."""


class PasteFilter:
    """Passes on what a terminal sends; of what is pasted only text, and at most `MOST` characters.

    Keys pass at once, even if they may be the beginning of the mark of a paste: Escape is such a key. What is passed on
    has the same marks as what came in, whatever the pieces that it came in.

    Attributes:
        pasting: whether a paste has begun that is not over.
        left_out: characters of the last paste that were too many.
    """

    def __init__(self) -> None:
        self.pasting = False
        self._seen = ""  # the beginning of a mark; passed on before it begins a paste, and held back within one
        self._length = 0
        self.left_out = 0

    def feed(self, text: str) -> str:
        """The next piece; gives what is to be read of it."""
        passed = []
        while text:
            piece, text = self._end_of_paste(text) if self.pasting else self._up_to_paste(text)
            passed.append(piece)
        return "".join(passed)

    def timed_out(self) -> None:
        """What came so far was read as keys, because nothing followed: it begins no paste any more."""
        if not self.pasting:
            self._seen = ""

    def _up_to_paste(self, text: str) -> tuple[str, str]:
        """What is no paste, up to the mark of one and with it, and the rest."""
        known = self._seen + text
        before, mark, rest = known.partition(BEGIN)
        passed = (before + mark)[len(self._seen) :]
        self._seen = "" if mark else _begun(before, BEGIN)
        if mark:
            self.pasting, self._length, self.left_out = True, 0, 0
        return passed, rest

    def _end_of_paste(self, text: str) -> tuple[str, str]:
        """What is pasted, up to its end and with the mark of that, and the rest."""
        pasted, mark, rest = (self._seen + text).partition(END)
        self._seen = "" if mark else _begun(pasted, END)
        clean = _CONTROL.sub("", pasted[: len(pasted) - len(self._seen)])
        taken = clean[: MOST - self._length]
        self._length += len(taken)
        self.left_out += len(clean) - len(taken)
        self.pasting = not mark
        return taken + mark, rest


def _begun(text: str, mark: str) -> str:
    """The end of a text that may be the beginning of a mark."""
    begun = text[text.rfind(mark[0]) :] if mark[0] in text else ""
    return begun if mark.startswith(begun) else ""
