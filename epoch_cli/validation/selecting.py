"""Rules by the names that people give them: codes, how codes begin, names of rules and of families."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from epoch_cli.errors import UsageError
from epoch_cli.validation.diagnostics import Severity
from epoch_cli.validation.rules import FAMILIES, RULES
from epoch_cli.validation.rules.words import quote, suggest

if TYPE_CHECKING:
    from epoch_cli.validation.additions import Additions

ALL = "E"
"""How every code begins: those about documents and patches with `EP`, those about wishes with `EW`."""

ADDED_CODE = re.compile(r"(?!E)[A-Z]{2,4}[0-9]{3}")
"""A rule that is not Epoch's own."""


def code_prefix(term: str, added: Additions | None = None, *, absent: bool = False) -> str:
    """How the codes begin that a term names: `EP301` or `unknown-prop` one rule, `EP3` or `props` a family, `all` all.

    Args:
        term: as people write it.
        added: rules that are not Epoch's own.
        absent: a code that could be one of those is good even if it is none: what names it may have been written where
            an extension was that is not here.

    Raises:
        UsageError: it names none; with what is meant, probably.
    """
    wanted = term.strip()
    code, name = wanted.upper(), wanted.lower()
    if code.startswith(ALL) and any(each.startswith(code) for each in RULES):
        return code
    if name == "all":
        return ALL if added is None else ""
    if name in FAMILIES:
        return FAMILIES[name][0].code[:3]
    for rule in RULES.values():
        if rule.name == name:
            return rule.code
    found = _added_prefix(code, name, added)
    if found or (absent and ADDED_CODE.fullmatch(code)):
        return found or code
    names = [*FAMILIES, *(rule.name for rule in RULES.values()), *RULES]
    if added is not None:
        names += [*added.families, *(each.rule.name for each in added.rules.values()), *added.rules]
    hint = suggest(wanted, names, otherwise=f"use a code, its beginning, a name or one of {', '.join(FAMILIES)}")
    raise UsageError(f"no rule is called {quote(term)}", remedy=f"{hint}; `epoch rules` lists them")


def _added_prefix(code: str, name: str, added: Additions | None) -> str:
    """As `code_prefix`, among the rules that were added; empty for none of them."""
    if added is None or not code:
        return ""
    if any(each.startswith(code) for each in added.rules):
        return code
    if name in added.families:
        return added.families[name]
    return next((each.rule.code for each in added.rules.values() if each.rule.name == name), "")


def code_prefixes(terms: Iterable[str], added: Additions | None = None, *, absent: bool = False) -> frozenset[str]:
    """As `code_prefix`, for flags and configuration: each may hold several terms between commas."""
    return frozenset(
        code_prefix(term, added, absent=absent)
        for terms_of_one in terms
        for term in terms_of_one.split(",")
        if term.strip()
    )


def severities(rows: Mapping[str, str], added: Additions | None = None) -> dict[str, Severity]:
    """Severities by code, from those by term; the more exact term wins. A rule that is not here is no matter.

    Raises:
        UsageError: a term names no rule, or there is no such severity.
    """
    found: dict[str, Severity] = {}
    by_prefix = {code_prefix(term, added, absent=True): _severity(term, word) for term, word in rows.items()}
    codes = [*RULES, *(added.rules if added is not None and by_prefix else ())]
    for prefix in sorted(by_prefix, key=len):
        found |= {code: by_prefix[prefix] for code in codes if code.startswith(prefix)}
    return found


def _severity(term: str, word: str) -> Severity:
    try:
        return Severity(word)
    except ValueError:
        choices = ", ".join(Severity)
        raise UsageError(f"{term}: no severity {quote(word)}", remedy=f"use one of {choices}") from None
