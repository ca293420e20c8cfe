"""Text made safe for a terminal (design section 9), and errors as one line of it."""

from __future__ import annotations

import re

from epoch_cli.document.invisible import UNSAFE
from epoch_cli.errors import EpochError

_UNSAFE = re.compile(rf"[{UNSAFE}\t\n]")
_LONG_WORD = re.compile(r"[\w-]{20}")


def visible(text: str, limit: int = 0) -> str:
    """The text on one line, with everything that a terminal would obey or not show written out as an escape.

    With a `limit` at most that many characters, the last then being an ellipsis.
    """
    # no escape is shorter than what it stands for, so what is beyond the limit need not be looked at
    cut = limit and len(text) > limit
    shown = _UNSAFE.sub(_escape, text[:limit] if cut else text)
    return f"{shown[: limit - 1]}…" if cut or (limit and len(shown) > limit) else shown


def _escape(match: re.Match[str]) -> str:
    return match[0].encode("unicode_escape").decode("ascii")


def error_line(error: EpochError) -> str:
    """An error on one line, as a command says it: what happened, and what to do."""
    return f"epoch: {error_text(error)}"


def error_text(error: EpochError) -> str:
    """The same where it is clear who says it."""
    return visible(hidden(f"{error.message}; {error.remedy}" if error.remedy else error.message))


def hidden(text: str) -> str:
    """A message without the API keys in it: people paste them where a name belongs, and errors say names back."""
    if _LONG_WORD.search(text) is None:
        return text
    from epoch_cli.validation.rules.secrets import without_keys  # noqa: PLC0415  for very few messages

    return without_keys(text)
