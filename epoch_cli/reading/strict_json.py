"""One complete JSON text, parsed strictly and fast.

orjson is fast but lenient where it hurts: of two equal keys it keeps the last, and an integer beyond 64 bit becomes a
float. Decision 17 forbids both. Checking every token in Python would cost ten times the parse, so two cheap proofs
that nothing was changed come first, and the exact check runs only when both fail:

1. The value, written out again, is the text (spaces aside). Removing spaces changes neither how many members there
   are nor any number, so equal texts have equal members and numbers. This holds for what models write nearly always.
2. The value, written out again, has as many colons as the text, and the text has no escaped colon and no run of 19
   digits. A dropped member takes its colon with it; an integer beyond 64 bit has 19 digits or more.

Infinite numbers and lone surrogates need no proof: orjson refuses them.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any, Final

import orjson

from epoch_cli.reading import surrogates
from epoch_cli.reading.reason import Reason

BOM: Final = "\ufeff"
"""The byte order mark that a file may begin with; no JSON, so it is taken off first."""

TOKEN: Final = re.compile(r'"[^"\\]*+(?>(?:\\.[^"\\]*+)*)"|[{}\[\]:,]|[-+.0-9A-Za-z]++')
"""Cuts a text that is known to be JSON into its tokens."""

_DIGITS_AS_ZERO: Final = bytes(ord("0") if chr(unit).isdecimal() else ord(" ") for unit in range(256))
_LONG_NUMBER: Final = b"0" * 19
_INT64_MIN: Final = -(2**63)
_UINT64_MAX: Final = 2**64 - 1
_INTEGER_DIGITS: Final = 20  # of 2**64 - 1; also keeps int() away from its own limit of 4 300 digits

# In a string token: an escaped pair, an escaped half alone (group 1), any other escape, a raw half alone (group 2).
_HALF_ALONE: Final = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(u[dD][89a-fA-F][0-9a-fA-F]{2})|.)"
    "|([\ud800-\udfff])"
)


class NotStrictError(ValueError):
    """A text that is not JSON as Epoch reads it.

    Args:
        reason: the kind of fault.
        what: what is wrong, without the place.
        at: offset of the fault in the text.
    """

    def __init__(self, reason: Reason, what: str, at: int) -> None:
        super().__init__(what)
        self.reason = reason
        self.what = what
        self.at = at


def parse_strict(text: str, raw: bytes | None = None) -> Any:
    """Return the value of one complete JSON text, with surrogate halves joined; `raw` is its UTF-8, if at hand.

    Raises:
        NotStrictError: not JSON, or JSON that would be changed by reading it (decision 17).
    """
    try:
        value = orjson.loads(text if raw is None else raw)
    except orjson.JSONDecodeError as error:
        return _parse_refused(text, error)
    try:
        written = orjson.dumps(value)
    except orjson.JSONEncodeError:  # nested deeper than orjson writes: 254
        written = b""
    raw = text.encode() if raw is None else raw
    if written != raw and not _surely_unchanged(raw, written):
        _check_tokens(text)
    return value


def _surely_unchanged(raw: bytes, written: bytes) -> bool:
    """Tell whether one of the two proofs of the module's docstring holds, the cheaper first; False says nothing."""
    if (
        written.count(b":") == raw.count(b":")
        and (b"\\u" not in raw or b"\\u003a" not in raw.lower())
        and _LONG_NUMBER not in raw.translate(_DIGITS_AS_ZERO)
    ):
        return True
    return written.replace(b" ", b"") == raw.replace(b" ", b"")


def _parse_refused(text: str, error: orjson.JSONDecodeError) -> Any:
    """Parse a text that orjson refuses: after joining surrogate halves, or else say why it cannot be."""
    whole = surrogates.joined(text)
    if whole != text:
        try:
            return parse_strict(whole)
        except NotStrictError as fault:
            fault.at = surrogates.offset_before_joining(text, fault.at)
            raise
    _check_syntax(text)
    _check_tokens(text)
    raise NotStrictError(Reason.SYNTAX, f"not JSON ({error.msg})", error.pos)


def _check_syntax(text: str) -> None:
    """Raise when the text is no JSON at all; the standard library tells the place, and takes what orjson refuses."""
    try:
        json.loads(text, parse_int=str, parse_float=str)
    except json.JSONDecodeError as error:
        raise NotStrictError(Reason.SYNTAX, f"not JSON ({error.msg})", error.pos) from None


def _check_tokens(text: str) -> None:
    """Raise at the first repeated key, number out of range or lone surrogate of a text that is JSON by its syntax."""
    keys: list[set[str]] = []  # of each open object; an array has a set too, which stays empty
    latest = "", 0
    for match in TOKEN.finditer(text):
        token = match[0]
        match token[0]:
            case '"':
                _check_surrogates(token, match.start())
                latest = token, match.start()
            case "{" | "[":
                keys.append(set())
            case "}" | "]":
                keys.pop()
            case ":":
                _check_key(*latest, keys[-1])
            case "t" | "f" | "n" | ",":
                pass
            case _:
                _check_number(token, match.start())


def _check_key(token: str, at: int, keys: set[str]) -> None:
    key = orjson.loads(token)
    if key in keys:
        raise NotStrictError(Reason.DUPLICATE_KEY, f"key {_short(token)} is repeated in its object", at)
    keys.add(key)


def _check_surrogates(token: str, at: int) -> None:
    for match in _HALF_ALONE.finditer(token):
        if match.lastindex:
            what = "half of a surrogate pair stands alone in a string"
            raise NotStrictError(Reason.LONE_SURROGATE, what, at + match.start())


def _check_number(token: str, at: int) -> None:
    """Raise unless the token is an integer of 64 bit (signed or not) or a finite float."""
    if token.lstrip("-").isdecimal():
        if len(token.lstrip("-")) <= _INTEGER_DIGITS and _INT64_MIN <= int(token) <= _UINT64_MAX:
            return
        raise NotStrictError(Reason.NUMBER_RANGE, f"integer {_short(token)} does not fit in 64 bit", at)
    if not math.isfinite(float(token)):  # 1e999, and the words NaN and Infinity
        raise NotStrictError(Reason.NUMBER_RANGE, f"{_short(token)} is not a finite number", at)


def _short(token: str) -> str:
    """Return a token for a message: at most 40 characters, nothing that cannot be encoded."""
    return surrogates.encodable(token if len(token) <= 40 else f"{token[:39]}…")
