"""Tokens that stand just as JSON wants them, which most tokens of a broken value do: read without any waiting.

What is found here is what the tokenizer would find, several times faster; anything else is left to it.
"""

from __future__ import annotations

import re
from typing import Final, cast

from epoch_cli.reading.healing.guesses import Guess, Phase
from epoch_cli.reading.healing.tokens import Kind, Token
from epoch_cli.reading.healing.window import Window

_STRING: Final = r'"[^"\\\x00-\x1f]*+(?<!\{)"'  # behind a brace, the quote may begin an operation
_BEHIND_MEMBER: Final = r'(?=[}\]]|,[ \t]*+"[^"\\\n]{0,128}+"[ \t]*+:)'
_BEHIND_ITEM: Final = r'(?=[}\]]|,[ \t]*+")'
_SCALAR: Final = r"(?:true|false|null|-?(?:0|[1-9][0-9]{0,99}+)(?:\.[0-9]{1,99}+)?)(?=[,}\]])"
_OPENER: Final = r'\[|\{(?="(?:[^o]|o[^p]|op[^"]))'  # not of an operation


def _pattern(kinds: dict[str, str]) -> re.Pattern[str]:
    """Return a pattern with a group for each kind of token that may come."""
    return re.compile(r"[ \t\r]*+(?:" + "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in kinds.items()) + ")")


_AT_KEY: Final = _pattern({"key": r'"[^"\\\x00-\x1f]*+"(?=[ \t]*+:)'})
_AT_VALUE: Final = _pattern({"string": _STRING + _BEHIND_MEMBER, "scalar": _SCALAR, "mark": _OPENER})
_AT_ITEM: Final = _pattern({"string": _STRING + _BEHIND_ITEM, "scalar": _SCALAR, "mark": _OPENER})
_PATTERNS: Final[dict[Phase, re.Pattern[str]]] = {
    "key": _AT_KEY,
    "next key": _AT_KEY,
    "colon": _pattern({"mark": ":"}),
    "value": _AT_VALUE,
    "item": _AT_ITEM,
    "next item": _AT_ITEM,
}
_BEHIND: Final = {"{": _pattern({"mark": "[,}]"}), "[": _pattern({"mark": r"[,\]]"})}


def plain_token(window: Window, guess: Guess) -> Token | None:
    """Take the token at hand if it is plain; None, and nothing is taken, if it is not, or if more text may tell.

    The closer of the outermost object is never taken.
    """
    if not guess.stack:
        return None
    pattern = _BEHIND[guess.stack[-1]] if guess.phase == "end" else _PATTERNS[guess.phase]
    match = pattern.match(window.text, window.at)
    if match is None:
        return None
    group = match.lastgroup or "mark"
    source = match[group]
    if len(guess.stack) == 1 and source == "}":
        return None
    end = window.place + match.end() - window.at
    window.at = match.end()
    kind = source if group == "mark" else "scalar" if group == "scalar" else "string"
    return Token(cast("Kind", kind), end - len(source), end, source, colon=group == "key")
