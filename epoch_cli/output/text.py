"""Text made safe for a terminal (design section 9), and errors as one line of it."""

from __future__ import annotations

import re

from epoch_cli.errors import EpochError

_UNSAFE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)


def visible(text: str, limit: int = 0) -> str:
    """The text on one line, with everything that a terminal would obey or not show written out as an escape.

    With a `limit` at most that many characters, the last then being an ellipsis.
    """
    if limit and len(text) > limit:
        text = text[: limit - 1] + "…"
    return _UNSAFE.sub(lambda match: match[0].encode("unicode_escape").decode("ascii"), text)


def error_line(error: EpochError) -> str:
    """An error on one line: what happened, and what to do."""
    remedy = f"; {error.remedy}" if error.remedy else ""
    return f"epoch: {visible(error.message)}{visible(remedy)}"
