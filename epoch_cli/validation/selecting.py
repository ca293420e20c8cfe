"""Rules by the names that people give them: codes, how codes begin, names of rules and of families."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from epoch_cli.errors import UsageError
from epoch_cli.validation.diagnostics import Severity
from epoch_cli.validation.rules import FAMILIES, RULES
from epoch_cli.validation.rules.words import quote, suggest

ALL = "E"
"""How every code begins: those about documents and patches with `EP`, those about wishes with `EW`."""


def code_prefix(term: str) -> str:
    """How the codes begin that a term names: `EP301` or `unknown-prop` one rule, `EP3` or `props` a family, `all` all.

    Raises:
        UsageError: it names none; with what is meant, probably.
    """
    wanted = term.strip()
    code, name = wanted.upper(), wanted.lower()
    if code.startswith(ALL) and any(each.startswith(code) for each in RULES):
        return code
    if name == "all":
        return ALL
    if name in FAMILIES:
        return FAMILIES[name][0].code[:3]
    for rule in RULES.values():
        if rule.name == name:
            return rule.code
    names = [*FAMILIES, *(rule.name for rule in RULES.values()), *RULES]
    hint = suggest(wanted, names, otherwise=f"use a code, its beginning, a name or one of {', '.join(FAMILIES)}")
    raise UsageError(f"no rule is called {quote(term)}", remedy=f"{hint}; `epoch rules` lists them")


def code_prefixes(terms: Iterable[str]) -> frozenset[str]:
    """As `code_prefix`, for flags and configuration: each may hold several terms between commas."""
    return frozenset(code_prefix(term) for terms_of_one in terms for term in terms_of_one.split(",") if term.strip())


def severities(rows: Mapping[str, str]) -> dict[str, Severity]:
    """Severities by code, from those by term; the more exact term wins.

    Raises:
        UsageError: a term names no rule, or there is no such severity.
    """
    found: dict[str, Severity] = {}
    by_prefix = {code_prefix(term): _severity(term, word) for term, word in rows.items()}
    for prefix in sorted(by_prefix, key=len):
        found |= {code: by_prefix[prefix] for code in RULES if code.startswith(prefix)}
    return found


def _severity(term: str, word: str) -> Severity:
    try:
        return Severity(word)
    except ValueError:
        choices = ", ".join(Severity)
        raise UsageError(f"{term}: no severity {quote(word)}", remedy=f"use one of {choices}") from None
