"""What the scanner looks for: jumps to the next character that matters, and look-aheads.

All repeats are possessive, so no pattern goes back over what it has matched, and the work is linear.
"""

from __future__ import annotations

import re
from typing import Final, Protocol, cast

WHITE: Final = " \t\r\n"
"""What JSON calls white space."""

_GAP: Final = rf"[{WHITE}]{{0,1024}}+"  # white space in a look-ahead; bounded, as it has to be held back


class _Jump(Protocol):
    """Matches at an offset, always."""

    def __call__(self, text: str, at: int = 0, end: int = ..., /) -> re.Match[str]: ...


def _jump(pattern: str) -> _Jump:
    """Return how to match a pattern of which everything is optional."""
    return cast("_Jump", re.compile(pattern).match)


white_space: Final = _jump(rf"[{WHITE}]*+")
white_space_or_commas: Final = _jump(rf"[{WHITE},]*+")

to_bracket: Final = _jump(r'[^"{}\[\]]*+(?:"[^"\\\n]*+(?:\\[^\n][^"\\\n]*+)*+"[^"{}\[\]]*+)*+([}\]]*+)')
"""From outside a string up to the next bracket, over whole strings; group 1 is all closers that stand together there.

It stops before the quote of a string that is unfinished or broken.
"""

to_string_end: Final = _jump(r'[^"\\\n]*+(?:\\[^\n][^"\\\n]*+)*+')
"""From inside a string up to its quote, a line break, or a backslash with nothing or a line break after it."""


def _text_event(at_end: str) -> re.Pattern[str]:
    """Return what ends a run of text; `at_end` matches where a look-ahead meets the end of the chunk."""
    return re.compile(
        rf'\n(?P<newline>)|\{{{_GAP}(?:"(?P<object>)|{at_end})'
        rf'|\[{_GAP}(?:\{{{_GAP}(?:"(?P<array>)|{at_end})|{at_end})'
    )


def _skip_event(at_end: str) -> re.Pattern[str]:
    """Return what ends a stretch that is skipped; `at_end` as in `_text_event`."""
    return re.compile(rf'\n(?P<newline>)|\{{{_GAP}(?:"op"(?P<patch>)|(?:"(?:op?)?)?{at_end})')


TEXT_EVENT: Final = _text_event(r"\Z")
"""A line's end, or the start of an object or array of objects; no group when that cannot be decided yet."""

SKIP_EVENT: Final = _skip_event(r"\Z")
"""A line's end, or an object that begins with `op`; no group when that cannot be decided yet."""

LAST_TEXT_EVENT: Final = _text_event("(?!)")
"""The same at the close, when nothing is left to wait for."""

LAST_SKIP_EVENT: Final = _skip_event("(?!)")
"""Likewise."""
