"""What stands next, as far as a decision needs it: pure functions with bounded look-ahead.

Each takes a text, an offset and whether the text is all there is, and answers None when more text is needed. The answer
for a text is the answer for every longer one, so decisions are the same for every chunking.
"""

from __future__ import annotations

import re
from typing import Final, Literal

QUOTES: Final = "\"'“”„‘’«»"
"""All that a string may stand in: what JSON takes, and what models and word processors make of it."""

INVISIBLE: Final = "\x00\u00a0\u1680\u2000-\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
"""What people take for a space or for nothing and JSON does not, as a class of a pattern."""

_GAP: Final = re.compile(rf"[ \t{INVISIBLE}]{{0,1024}}+")
_SPACE: Final = re.compile(r"[ \t\r\n]{0,1024}+")

_NAME_CHARS: Final = 128  # the longest key that a look-ahead recognises
_PLAIN_QUOTED: Final = "|".join(rf"{each}(?:[^{each}\\\n]|\\[^\n]){{0,{_NAME_CHARS}}}+" for each in "\"'")
_QUOTED: Final = rf"(?:{_PLAIN_QUOTED}|[“”„‘’«»][^{QUOTES}\\\n]{{0,{_NAME_CHARS}}}+)"  # without its end
_END_QUOTE: Final = f"[{QUOTES}]"
_WORD: Final = rf"[A-Za-z_$][\w$-]{{0,{_NAME_CHARS}}}+"

_KEY: Final = re.compile(rf"(?:{_QUOTED}{_END_QUOTE}[ \t]{{0,64}}+[:{{\[]|{_WORD}[ \t]{{0,64}}+:)")
"""A key; behind one in quotes the colon may be lost."""
_KEY_SO_FAR: Final = re.compile(rf"(?:{_QUOTED}(?:\\|{_END_QUOTE}[ \t]{{0,64}}+)?|{_WORD}[ \t]{{0,64}}+|)\Z")
_CUT_KEY: Final = re.compile(rf"{_QUOTED}(?:\\|{_END_QUOTE}[ \t]{{0,64}}+)?(?:\n|\Z)")
_ITEM: Final = re.compile(rf'"[^"\\\n]{{0,{_NAME_CHARS}}}+"[ \t]{{0,64}}+[,\]\n]')
_ITEM_SO_FAR: Final = re.compile(rf'"[^"\\\n]{{0,{_NAME_CHARS}}}+(?:"[ \t]{{0,64}}+)?\Z')

_LITERALS: Final = ("true", "false", "null", "True", "False", "None", "NaN", "undefined")
_LITERAL: Final = re.compile("|".join(_LITERALS))

_OPERATION: Final = re.compile(r"\{[ \t\r\n]{0,1024}+(?:\"op\"|'op'|“op”|op[ \t]{0,64}+:)")
_OPERATION_SO_FAR: Final = re.compile(r"\{[ \t\r\n]{0,1024}+(?:[\"'“](?:op?)?|o|op[ \t]{0,64}+)?\Z")

_VALUE_STARTS: Final = ("{", "[", '"', "'")

LineStart = Literal["end", "fence", "operation", "object", "closer", "comma", "key", "comment", "string", "other"]
"""What a line begins with; `key` is one with its colon."""


def operation_starts(text: str, at: int, *, closed: bool) -> bool | None:
    """Tell whether the brace at `at` opens an object that begins with `op`."""
    if _OPERATION.match(text, at):
        return True
    return None if not closed and _OPERATION_SO_FAR.match(text, at) else False


def key_follows(text: str, at: int, *, closed: bool) -> bool | None:
    """Tell whether a key and its colon stand at `at`."""
    if _KEY.match(text, at):
        return True
    return None if not closed and _KEY_SO_FAR.match(text, at) else False


def string_or_brackets_follow(text: str, at: int, *, closed: bool) -> bool | None:
    """Tell whether the key without quotes at `at` has a string, object or array as its value.

    A text may go on with a word and a colon, too.
    """
    mark = next_mark(text, text.index(":", at) + 1, closed=closed)
    return None if mark is None else mark in _VALUE_STARTS


def next_mark(text: str, at: int, *, closed: bool) -> str | None:
    """Return the next character that is no blank, the line break at the end of a line; at the end nothing."""
    at = _gap(text, at)
    if at == len(text):
        return "" if closed else None
    return text[at]


def line_start(text: str, at: int, *, closed: bool) -> LineStart | None:  # noqa: PLR0911 - one for each beginning
    """Tell what comes first behind a line break, over empty lines."""
    at = after_space(text, at)
    if at == len(text):
        return "end" if closed else None
    match text[at]:
        case "`":
            return _line_start_of(_begins(text, at, "```", closed=closed), "fence", "other")
        case "{":
            return _line_start_of(operation_starts(text, at, closed=closed), "operation", "object")
        case "}" | "]":
            return "closer"
        case ",":
            return _line_start_at_comma(text, after_space(text, at + 1), closed=closed)
        case "/" | "#":
            return "comment"
        case mark:
            answer = key_follows(text, at, closed=closed)
            return _line_start_of(answer, "key", "string" if mark in QUOTES else "other")


def string_ends(  # noqa: PLR0911 - one for each character
    text: str, at: int, *, in_object: bool, closed: bool
) -> bool | None:
    """Tell whether the quote before `at` ends a value: whether what follows fits behind it.

    A comma alone proves nothing, as texts have them too; a key or another value has to follow.
    """
    at = _gap(text, at)
    if at == len(text):
        return True if closed else None
    match text[at]:
        case "}" | "]" | "\n" | "\r":
            return True
        case ",":
            return _fits_behind_comma(text, at + 1, in_object=in_object, closed=closed)
        case ":":
            return not in_object  # then it was no item but a key: the array was never closed
        case "{":
            return operation_starts(text, at, closed=closed)
        case "#":
            return _begins(text, at, "# ", closed=closed)
        case "/":
            return _either(_begins(text, at, "//", closed=closed), _begins(text, at, "/*", closed=closed))
        case mark if mark in QUOTES:
            return key_follows(text, at, closed=closed) if in_object else _item_follows(text, at, closed=closed)
        case _:
            return False


def _fits_behind_comma(text: str, at: int, *, in_object: bool, closed: bool) -> bool | None:
    at = _gap(text, at)
    if at == len(text):
        return True if closed else None
    mark = text[at]
    if mark in "\r\n{}[],/#":
        return mark != "[" or not in_object
    if in_object:
        return _key_or_cut(text, at, closed=closed)
    if mark in QUOTES or mark in "-0123456789":
        return True
    return _literal_follows(text, at, closed=closed)


def _key_or_cut(text: str, at: int, *, closed: bool) -> bool | None:
    """Tell whether a key follows, or the line or the input ends inside one."""
    answer = key_follows(text, at, closed=closed)
    return bool(_CUT_KEY.match(text, at)) if answer is False else answer


def _literal_follows(text: str, at: int, *, closed: bool) -> bool | None:
    if _LITERAL.match(text, at):
        return True
    rest = text[at:]
    return None if not closed and len(rest) < 9 and any(each.startswith(rest) for each in _LITERALS) else False


def _item_follows(text: str, at: int, *, closed: bool) -> bool | None:
    if _ITEM.match(text, at):
        return True
    return None if not closed and _ITEM_SO_FAR.match(text, at) else False


def _line_start_at_comma(text: str, at: int, *, closed: bool) -> LineStart | None:
    if at == len(text):
        return "comma" if closed else None
    if text[at] != "{":
        return "comma"
    return _line_start_of(operation_starts(text, at, closed=closed), "operation", "comma")


def _line_start_of(answer: bool | None, yes: LineStart, no: LineStart) -> LineStart | None:  # noqa: FBT001 - an answer
    return None if answer is None else yes if answer else no


def _begins(text: str, at: int, what: str, *, closed: bool) -> bool | None:
    piece = text[at : at + len(what)]
    if piece == what:
        return True
    return None if not closed and what.startswith(piece) else False


def _either(first: bool | None, second: bool | None) -> bool | None:  # noqa: FBT001 - answers
    return True if first or second else None if first is None or second is None else False


def _gap(text: str, at: int) -> int:
    match = _GAP.match(text, at)
    return match.end() if match else at


def after_space(text: str, at: int) -> int:
    """Return the offset behind white space and line breaks, of which it passes over 1 024 at most."""
    match = _SPACE.match(text, at)
    return match.end() if match else at
