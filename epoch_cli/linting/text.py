"""The text of a file, and why it is refused, for commands that judge nothing."""

from __future__ import annotations

from epoch_cli.errors import UnreadableError
from epoch_cli.reading.strict_json import NotStrictError


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
    what, remedy = fault_in_words(text, error)
    line, column = text.count("\n", 0, error.at) + 1, error.at - text.rfind("\n", 0, error.at)
    return UnreadableError(f"{name}:{line}:{column}: {what}", remedy=remedy)


def fault_in_words(text: str, error: NotStrictError) -> tuple[str, str]:
    """What is wrong with a text that is not JSON as Epoch reads it, and what to do.

    The two faults that are about the whole file are said as such, not as the parser meets them.
    """
    if not text.strip():
        return "the file is empty", 'write a document, such as {"root": {"type": "Text", "text": "Hello"}}'
    if error.what == "not JSON (Extra data)":
        return "not JSON (there is more after the end of the first value)", "keep one document in a file"
    return error.what, "correct it at that place"
