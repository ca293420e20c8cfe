"""Repairs that are safe in what a model wrote (EP704, EP705).

Nothing else of that family is ever repaired: what looks like an attack is refused as a whole.
"""

from __future__ import annotations

import re

from epoch_cli.validation.fixes.case import Case, Change
from epoch_cli.validation.rules.security import check_string

_CALL = re.compile(r"\s*([A-Za-z_]\w{0,63})\s*+\(\s*+\)\s*+;?\s*+", re.ASCII)
_TERMINAL = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x9b[0-?]*[ -/]*[@-~]")
_LINE_END = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_JOINERS = "\u200c\u200d"


def handler_call(case: Case) -> Change | None:
    """The call of a handler without arguments, as its name: `handleSubmit()`."""
    call = _CALL.fullmatch(case.value) if isinstance(case.value, str) else None
    return case.put(call[1]) if call else None


def visible_only(case: Case) -> Change | None:
    """A string without the characters that nobody sees; line ends of other systems become plain ones."""
    if not isinstance(case.value, str):
        return None
    made = visible_text(case.value)
    return case.put(made, "invisible characters are left out") if made != case.value else None


def visible_text(text: str) -> str:
    """A string without terminal sequences, control, bidi and zero-width characters; joiners stay where they join."""
    plain = _LINE_END.sub("\n", _TERMINAL.sub("", text))
    plain = "".join(char for char in plain if char in _JOINERS or not _unsafe(char))
    return "".join(
        char
        for index, char in enumerate(plain)
        if char not in _JOINERS or (index and not _unsafe(plain[index - 1 : index + 2]))
    )


def _unsafe(text: str) -> bool:
    found = check_string(text)
    return found is not None and found.code == "EP705"
