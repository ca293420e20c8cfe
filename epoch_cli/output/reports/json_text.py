"""Values as JSON text that is safe wherever it is shown."""

from __future__ import annotations

import json
import re
from typing import Any, Final

import orjson

from epoch_cli.output.text import visible

_NOT_PRINTABLE_ASCII: Final = re.compile(r"[^ -~]")


def json_text(value: Any) -> str:
    r"""A value as JSON on one line, without a line end.

    What a terminal would obey or hide stands as `\uXXXX`, so it reads back as it was; such characters can only be in
    strings. Half characters (lone surrogates) are written so too, which RFC 8259 (section 8.2) leaves to the reader.
    """
    try:
        text = orjson.dumps(value).decode()
    except TypeError:  # a half character, or an integer beyond 64 bits
        return json.dumps(value, separators=(",", ":")).replace("\x7f", "\\u007f")
    return _NOT_PRINTABLE_ASCII.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    return match[0] if visible(match[0]) == match[0] else json.dumps(match[0])[1:-1].replace("\x7f", "\\u007f")
