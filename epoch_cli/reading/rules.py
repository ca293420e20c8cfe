"""The rules of healing by name (design section 5): the only place where names, grades and explanations are."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from epoch_cli.reading.reads import Grade


class Rule(NamedTuple):
    """One kind of change.

    Attributes:
        grade: `lossless` when all that was written is kept, else `lossy`.
        explanation: what was found, or what becomes of it; one line for people.
    """

    grade: Grade
    explanation: str


RULES: Final[Mapping[str, Rule]] = MappingProxyType(
    {
        "document-as-patch": Rule("lossless", "a whole document instead of patches is an `add` of its root"),
        "document-members": Rule("lossy", "what else a document holds than its root and its versions is left out"),
        "node-as-patch": Rule("lossless", "a node instead of patches is an `add` of the root"),
        "extra-closer": Rule("lossless", "a closing brace or bracket too many, or one of the wrong kind"),
        "missing-closer": Rule("lossless", "closing braces or brackets that are missing, inside or at the end"),
        "missing-comma": Rule("lossless", "no comma between two members or items"),
        "trailing-comma": Rule("lossless", "a comma with nothing behind it, or two in a row"),
        "missing-colon": Rule("lossless", "no colon, or two, between a key and its value"),
        "missing-value": Rule("lossy", "a key without a value is left out"),
        "single-quotes": Rule("lossless", "a string in single quotes"),
        "smart-quotes": Rule("lossless", "a string in typographic quotes"),
        "unquoted-key": Rule("lossless", "a key without quotes"),
        "unquoted-value": Rule("lossy", "a plain word without quotes is a string; any other such value is left out"),
        "missing-quote": Rule("lossless", "a string without its closing quote before the next member"),
        "comment": Rule("lossless", "a comment is left out"),
        "odd-space": Rule("lossless", "a space outside strings that JSON does not know is left out"),
        "python-literal": Rule("lossless", "True, False or None as Python writes them"),
        "nan": Rule("lossy", "NaN, an infinity or undefined is left out"),
        "raw-newline": Rule("lossless", "a line break in a string is escaped"),
        "raw-control": Rule("lossless", "a tab or another control character in a string is escaped"),
        "unescaped-quote": Rule("lossless", "a quote inside a string is escaped"),
        "bad-escape": Rule("lossless", "a backslash that escapes nothing is text"),
        "truncated-tail": Rule("lossy", "the text ends inside the value; only nodes that were complete are kept"),
    }
)
"""Every rule by its name, kebab-case."""
