"""How a finding is put into words, the same in every form."""

from __future__ import annotations

from epoch_cli.output.text import visible
from epoch_cli.validation import Diagnostic


def statement(diagnostic: Diagnostic) -> str:
    """What is wrong and what to do, as it came: not yet safe for a terminal."""
    return f"{diagnostic.message} ({diagnostic.hint})" if diagnostic.hint else diagnostic.message


def title(diagnostic: Diagnostic) -> str:
    """The rule by its code and name: `EP301 unknown-prop`."""
    return f"{diagnostic.code} {diagnostic.rule}".rstrip()


def place(name: str, diagnostic: Diagnostic) -> str:
    """Where it is, as editors and terminals make it a link: `ui/login.json:7:18`; what is not known is left out."""
    line = f":{diagnostic.line}" if diagnostic.line else ""
    column = f":{diagnostic.column}" if diagnostic.line and diagnostic.column else ""
    return f"{visible(name)}{line}{column}"


def count(number: int, noun: str) -> str:
    """A number of things: `1 file`, `2 files`."""
    return f"{number} {noun}{'s' * (number != 1)}"
