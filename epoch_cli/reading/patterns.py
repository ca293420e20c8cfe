"""What the scanner looks for: jumps to the next character that matters, and look-aheads.

All repeats are possessive or atomic, so no pattern goes back over what it has matched, and the work is linear.
Groups are repeated in (?>…): with *+, before Python 3.11.5, they match what they should not (gh-106052).
"""

from __future__ import annotations

import re
from functools import cache
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

to_bracket: Final = _jump(r'[^"{}\[\]]*+(?>(?:"[^"\\\n]*+(?>(?:\\[^\n][^"\\\n]*+)*)"[^"{}\[\]]*+)*)([}\]]*+)')
"""From outside a string up to the next bracket, over whole strings; group 1 is all closers that stand together there.

It stops before the quote of a string that is unfinished or broken.
"""

_STRING: Final = r'"[^"\\\n]*+(?>(?:\\[^\n][^"\\\n]*+)*)"'
_FLAT: Final = rf'[^"{{}}\[\]\n]*+(?>(?:{_STRING}[^"{{}}\[\]\n]*+)*)'


def _nested(inside: str) -> str:
    """Return what matches flat text with brackets in it, around `inside`."""
    return rf"{_FLAT}(?>(?:(?:\{{{inside}\}}|\[{inside}\]){_FLAT})*)"


node: Final = re.compile(
    rf"(,?+ ?+)\{{{_nested(_nested(_nested(_FLAT)))}"
    r'(?:\}(?P<whole>)|(?:(?<="children":)|(?<="children": ))\[(?P<head>))|\]\}(?P<close>)'
).match
"""What stands next in the children of a node, if it is plain: on one line, with little nesting.

Group 1 is the comma before it. It is a node (`whole`), one up to the bracket of its own children (`head`), or the end
of all children (`close`).
"""

NODE_DEPTH: Final = 5
"""How deep what this matches is nested at most."""

to_string_end: Final = _jump(r'[^"\\\n]*+(?>(?:\\[^\n][^"\\\n]*+)*)')
"""From inside a string up to its quote, a line break, or a backslash with nothing or a line break after it."""


closers: Final = _jump(r"((?>(?:[ \t]*+[}\]])*))[ \t\r]*+")
"""Closing brackets that stand behind a patch on its line, as group 1, and white space behind them."""

closing_braces: Final = _jump(r"\}*+")

member: Final = _jump(r'[ \t]*+,?+[ \t]*+(?:"[^"\\\n]*+(?>(?:\\[^\n][^"\\\n]*+)*)(?:"[ \t]*+(?P<colon>:)?+)?+)?+')
"""A key and its colon, maybe after a comma; no group when they are none or not finished."""

BEHIND_CHARS: Final = 256
"""How far these are looked for behind a patch."""

_KEYS: Final = ("op", "path", "value", "from", "root", "type", "patches", "operations")
_BARE_KEYS: Final = ("op", "path", "root", "patches", "operations")  # prose says `{type: ...}`
_QUOTES: Final = "'`‘’‚“”„«»"


def _begun(words: tuple[str, ...]) -> str:
    """Return what matches any word or the start of one."""
    return "|".join("(?:".join(re.escape(char) for char in word) + ")?+" * (len(word) - 1) for word in words)


_LOOSE: Final = re.compile(
    rf"\{{{_GAP}(?:[{_QUOTES}](?:{'|'.join(_KEYS)})[{_QUOTES}]|(?:{'|'.join(_BARE_KEYS)})){_GAP}:"
)
_LOOSE_BEGUN: Final = re.compile(
    rf"\{{{_GAP}(?:[{_QUOTES}](?:(?:{_begun(_KEYS)})?+|(?:{'|'.join(_KEYS)})[{_QUOTES}]{_GAP})"
    rf"|(?:{_begun(_BARE_KEYS)})|(?:{'|'.join(_BARE_KEYS)}){_GAP})\Z"
)


def starts_loosely(text: str, at: int, *, last: bool) -> bool | None:
    """Tell whether the brace at `at` opens a patch whose first key is not in straight quotes; None: not known yet."""
    if _LOOSE.match(text, at):
        return True
    return None if not last and _LOOSE_BEGUN.match(text, at) else False


@cache
def text_event(max_depth: int, *, last: bool = False) -> re.Pattern[str]:
    """Return what ends a run of text: a line's end, or the start of an object or an array of objects.

    It has no group when that cannot be decided before more text comes; `last` means that none will. An object may also
    start without a straight quote (`loose`): it is healed, or told as malformed. More brackets in a row than any value
    has are `deep`.
    """
    at_end = "(?!)" if last else r"\Z"
    loose = rf"[{_QUOTES}opvfrt]"
    most = max_depth + 2  # a list may stand around the value
    return re.compile(
        rf"\n(?P<newline>)|[\[{{]{{{most}}}(?P<deep>)|[\[{{]{{2,{most - 1}}}+{at_end}"
        rf'|\{{{_GAP}(?:"(?P<object>)|(?={loose})(?P<loose>)|{at_end})'
        rf'|\[{_GAP}(?:\{{{_GAP}(?:"(?P<array>)|(?={loose})(?P<loose_array>)|{at_end})|{at_end})'
        rf"|<(?:(?:{'|'.join(_THOUGHT_TAGS)})>(?P<thought>)|(?:{_begun(_THOUGHT_TAGS)})?+{at_end})"
    )


_THOUGHT_TAGS: Final = ("thinking", "think")
thought_end: Final = re.compile(rf"</(?:{'|'.join(_THOUGHT_TAGS)})>").search
"""The end of what a model thinks before it answers."""

THOUGHT_END_CHARS: Final = len("</thinking>")
"""Longest end tag, which may come in two chunks."""

lines: Final = re.compile(r"[^\n]*+\n|[^\n]++").findall
"""The lines of a text, each with its end."""


def _skip_event(at_end: str) -> re.Pattern[str]:
    """Return what ends a stretch that is skipped; `at_end` where a look-ahead meets the end of the chunk."""
    return re.compile(rf'\n(?P<newline>)|\{{{_GAP}(?:"op"(?P<patch>)|(?:"(?:op?)?)?{at_end})')


SKIP_EVENT: Final = _skip_event(r"\Z")
"""A line's end, or an object that begins with `op`; no group when that cannot be decided yet."""

LAST_SKIP_EVENT: Final = _skip_event("(?!)")
"""The same at the close, when nothing is left to wait for."""
