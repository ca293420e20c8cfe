"""Why text could not be read, by name; for readers of streams and of complete texts alike."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """Why a stretch of input is malformed."""

    SYNTAX = "syntax"
    STRING_LINE_BREAK = "string-line-break"
    DUPLICATE_KEY = "duplicate-key"
    NUMBER_RANGE = "number-range"
    LONE_SURROGATE = "lone-surrogate"
    TOO_LARGE = "too-large"
    TOO_DEEP = "too-deep"
    TRUNCATED = "truncated"
    NOT_A_PATCH = "not-a-patch"
