"""What could not be read as a patch at all; found by `reading`, reported under these codes (decision 17)."""

from __future__ import annotations

from math import isfinite
from typing import Any

from epoch_cli.validation.diagnostics import Finding, Rule, Severity

MALFORMED_JSON = Rule("EP001", "malformed-json", "gate", "what looks like a patch is JSON", Severity.WARNING)
DUPLICATE_KEY = Rule("EP002", "duplicate-key", "gate", "an object has each key once", Severity.WARNING)
NUMBER_RANGE = Rule("EP003", "number-range", "gate", "integers fit 64 bits and numbers are finite")
LONE_SURROGATE = Rule("EP004", "lone-surrogate", "gate", "surrogates come in pairs", Severity.WARNING)
TOO_LARGE = Rule(
    "EP005", "value-too-large", "gate", "one value has at most 1 MiB and 64 levels, a document 128", Severity.WARNING
)
TRUNCATED = Rule("EP006", "truncated", "gate", "the text ends after its last value, not inside it", Severity.WARNING)
NOT_A_PATCH = Rule("EP007", "not-a-patch", "gate", "an object in the text is a patch", Severity.WARNING)
UNREADABLE = Rule("EP008", "unreadable-file", "gate", "a file can be opened, and is UTF-8")
NOT_A_SESSION = Rule("EP009", "not-a-session", "gate", "a session holds events of a format that this Epoch reads")
INVALID_UTF8 = Rule("EP010", "invalid-utf8", "deferred", "the bytes of a text are UTF-8", Severity.WARNING)

RULES = (
    MALFORMED_JSON, DUPLICATE_KEY, NUMBER_RANGE, LONE_SURROGATE, TOO_LARGE, TRUNCATED, NOT_A_PATCH, UNREADABLE,
    NOT_A_SESSION, INVALID_UTF8,
)  # fmt: skip

BY_REASON = {
    "duplicate-key": "EP002",
    "number-range": "EP003",
    "lone-surrogate": "EP004",
    "too-large": "EP005",
    "too-deep": "EP005",
    "truncated": "EP006",
    "not-a-patch": "EP007",
}
"""The code of each reason of a malformed read; every other reason is `EP001`."""


def check_number(value: Any) -> Finding | None:
    """A number that JSON, as others read it, cannot hold; anything else passes."""
    beyond = isinstance(value, int) and not -(2**63) <= value < 2**64
    endless = isinstance(value, float) and not isfinite(value)
    return (
        None
        if not (beyond or endless)
        else Finding("EP003", (), "a number beyond 64 bits, or not finite", "write it as a string")
    )
