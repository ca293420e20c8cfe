"""Reading JSON that a server sent, where anything may stand anywhere."""

from __future__ import annotations

from typing import Any

from epoch_cli.providers.failures import Failed, Failure


def text_of(value: Any) -> str:
    """A text that has to be one.

    Raises:
        TypeError: it is none.
    """
    if type(value) is not str:
        raise TypeError("not a text")
    return value


def count_of(counts: dict[str, Any], name: str) -> int | None:
    """A number of tokens; None where it is absent or null.

    Raises:
        TypeError: it is no such number.
    """
    value = counts.get(name)
    if value is not None and (type(value) is not int or value < 0):
        raise TypeError("not a number of tokens")
    return value


def objects_of(value: Any) -> list[dict[str, Any]]:
    """The objects of an array; nothing of anything else."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def said_in(body: Any) -> str:
    """What a body of no known shape says: its text, when it is one."""
    return body.strip() if isinstance(body, str) else ""


def cut_off() -> Failed:
    """What is raised of an answer that came whole and does not say that it is."""
    return Failed(Failure("truncated", "the answer was cut off", code="no-end"))
