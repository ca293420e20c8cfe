"""The text of a file in its canonical form (`document/canonical.py`): documents, and patch files.

A document is laid out over lines. Patches stand one a line, as Epoch writes them; an array of them stays an array,
because it is applied as a whole. Sessions are records and are left as they are; so is JSON that is none of ours.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from epoch_cli.document.canonical import Number, canonical, canonical_patch, compact, parse_spelled, pretty, rows
from epoch_cli.linting.kinds import is_ours, kind_of_text, kind_of_value, may_be_ours
from epoch_cli.linting.text import decoded, refused
from epoch_cli.reading.strict_json import BOM, NotStrictError, parse_strict

_SPACE = re.compile(r"[ \t\r\n]*")


@dataclass(frozen=True, slots=True)
class Formatted:
    """A file's text as it is, a byte order mark included, and as it should be."""

    before: str
    after: str

    @property
    def changed(self) -> bool:
        """Whether it should be other than it is."""
        return self.before != self.after


def formatted(name: str, raw: bytes, *, found: bool = False) -> Formatted | None:
    """Format a file; None when it is to be left as it is.

    Args:
        name: how the file is shown in errors.
        raw: its bytes.
        found: it was come across in a folder, so that what is no JSON may be somebody else's.

    Raises:
        UnreadableError: it is not UTF-8, or not JSON that means one thing; says where.
    """
    text = decoded(name, raw)
    body = text.removeprefix(BOM)
    try:
        after = _formatted_text(body)
    except (NotStrictError, RecursionError) as error:
        if found and not may_be_ours(body):
            return None
        raise refused(name, body, error) from None
    return None if after is None else Formatted(text, after)


def _formatted_text(text: str) -> str | None:
    try:
        value = parse_strict(text)
    except NotStrictError:
        if kind_of_text(text) == "session":
            return None
        lines = list(_values(text))
        if not lines or not all(kind_of_value(each) == "patches" for each in lines):
            raise
        return "".join(f"{compact(_patches(each))}\n" for each in lines)
    kind = kind_of_value(value)
    if kind == "session" or not is_ours(value, kind):
        return None
    spelled = parse_spelled(text)
    return f"{pretty(canonical(spelled)) if kind == 'document' else _patch_file(spelled)}\n"


def _patch_file(value: Any) -> str:
    """The text of one JSON value that is an operation or holds some."""
    if isinstance(value, list):
        return rows(_patches(value))
    if "op" in value:
        return compact(canonical_patch(value))
    return pretty({key: _patches(inner) for key, inner in value.items()})


def _values(text: str) -> Iterator[Any]:
    """The values of a text that holds nothing but JSON values one after the other, such as JSON lines.

    Raises:
        NotStrictError: there is something else, or one that means more than one thing.
    """
    decoder = json.JSONDecoder(parse_int=Number, parse_float=Number)
    at = _end_of_space(text, 0)
    while at < len(text):
        try:
            value, end = decoder.raw_decode(text, at)
        except json.JSONDecodeError:
            value, end = None, len(text)  # which the strict parser then refuses at its place
        try:
            parse_strict(text[at:end])
        except NotStrictError as error:
            error.at += at
            raise
        yield value
        at = _end_of_space(text, end)


def _end_of_space(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _patches(value: Any) -> Any:
    """Operations with their keys in order, wherever they stand: alone or in an array."""
    if isinstance(value, list):
        return [_patches(each) for each in value]
    return canonical_patch(value) if isinstance(value, dict) and "op" in value else value
