"""The text of a file, and why it is refused, for commands that judge nothing."""

from __future__ import annotations

from epoch_cli.errors import UnreadableError
from epoch_cli.reading.strict_json import NotStrictError

BOM = "\ufeff"


def decoded(name: str, raw: bytes) -> str:
    """The text of a file, a byte order mark included.

    Raises:
        UnreadableError: it is not UTF-8; says in which line.
    """
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise UnreadableError(f"{name}:{line}: not UTF-8 ({error.reason})", remedy="save it as UTF-8") from None


def refused(name: str, text: str, error: NotStrictError | RecursionError) -> UnreadableError:
    """The error for a text, without its byte order mark, that is not JSON as Epoch reads it."""
    if isinstance(error, RecursionError):
        return UnreadableError(f"{name}: nested too deeply", remedy="flatten it")
    line, column = text.count("\n", 0, error.at) + 1, error.at - text.rfind("\n", 0, error.at)
    return UnreadableError(f"{name}:{line}:{column}: {error.what}", remedy="correct it at that place")
