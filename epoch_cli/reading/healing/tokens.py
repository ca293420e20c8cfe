"""What a text is cut into."""

from __future__ import annotations

from collections.abc import Generator
from typing import Literal, NamedTuple, TypeAlias, TypeVar

from epoch_cli.reading import surrogates

Kind = Literal["{", "}", "[", "]", ":", ",", "string", "scalar", "dropped"]
"""Punctuation; a string, which may be a key; a number or literal; a value that JSON has no place for."""

Result = TypeVar("Result")

Reading: TypeAlias = Generator[None, None, Result]
"""Reads from a window and returns a result; each `yield` waits for more text."""


class Token(NamedTuple):
    """One piece of a value.

    Attributes:
        kind: what it is.
        at: where it starts, from the start of the value.
        end: where it ends.
        source: the piece as JSON; of a value that is dropped, how to name it in a message.
        altered: the rule that changed the characters of a string, not only its quotes; or empty.
        colon: a colon follows, so it is a key.
        rule: why a value is dropped: `nan` or `unquoted-value`.
    """

    kind: Kind
    at: int
    end: int
    source: str
    altered: str = ""
    colon: bool = False
    rule: str = ""


class CutError(Exception):
    """The text ends inside a token.

    Args:
        end: where what can be read ends, from the start of the value.
    """

    def __init__(self, end: int) -> None:
        super().__init__(end)
        self.end = end


class NoTokenError(Exception):
    """What stands here is no token of any kind."""


def shown(source: str) -> str:
    """Return a token for a message: one line, at most 40 characters, nothing that cannot be encoded or printed."""
    short = source if len(source) <= 40 else f"{source[:39]}…"
    return "".join(each if each.isprintable() else "\ufffd" for each in surrogates.encodable(short))
