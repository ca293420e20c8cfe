"""Rules of extensions, as `validation/additions.py` takes them: always deferred, and never the end of a run."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from epoch_cli.document.node import Document
from epoch_cli.document.patch import clone
from epoch_cli.document.pointer import array_index, parse_pointer
from epoch_cli.errors import PatchError
from epoch_cli.extensions.entries import Entry
from epoch_cli.extensions.isolation import FAILED, Isolation
from epoch_cli.extensions.loading import all_of
from epoch_cli.extensions.shapes import Problem, RuleExtension
from epoch_cli.validation.additions import AddedRule
from epoch_cli.validation.diagnostics import Finding, Path, Rule, Severity
from epoch_cli.validation.rules import FAMILIES, RULES
from epoch_cli.validation.selecting import ADDED_CODE

if TYPE_CHECKING:
    from epoch_cli.catalog import Catalog

MOST_FINDINGS = 1000
"""Of one rule on one document; what comes after is left out."""

_MOST_TEXT = 500
_WORDS = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def rules_of(entry: Entry, found: Any, isolation: Isolation, taken: Mapping[str, AddedRule]) -> list[AddedRule]:
    """The rules of one extension.

    Args:
        entry: the extension.
        found: the object that it names.
        isolation: runs them.
        taken: the rules of the extensions before it.

    Raises:
        TypeError, ValueError: it is no rule, or has a code or name that it cannot have.
    """
    rules: list[RuleExtension] = all_of(found, RuleExtension)
    others = {added.rule.code[:-3]: added.origin for added in taken.values()}
    names = {rule.name for rule in RULES.values()} | {added.rule.name for added in taken.values()} | FAMILIES.keys()
    seen: set[str] = set()
    for each in rules:
        if not isinstance(each.code, str) or not ADDED_CODE.fullmatch(each.code):
            what = "is Epoch's own" if str(each.code).startswith("E") else "is no code"
            raise ValueError(f"{each.code} {what}; such as AC001: capitals but no E in front, and three digits")
        letters = each.code[:-3]
        if letters != rules[0].code[:-3]:
            raise ValueError(f"{each.code} and {rules[0].code}: the rules of an extension begin with the same letters")
        if letters in others:
            raise ValueError(f"{each.code}: {letters} are the letters of {others[letters]}")
        if not isinstance(each.name, str) or not _WORDS.fullmatch(each.name):
            raise ValueError(f"{each.code}: the name {each.name!r} is not small letters and hyphens")
        if each.name in names or each.code in seen:
            raise ValueError(f"{each.code} {each.name}: the name or the code is taken")
        if not isinstance(each.summary, str) or not callable(each.check):
            raise TypeError(f"{each.code}: expected a summary and a check")
        seen.add(each.code)
        names = {*names, each.name}
    return [_added(each, entry, isolation) for each in rules]


def _added(given: RuleExtension, entry: Entry, isolation: Isolation) -> AddedRule:
    rule = Rule(given.code, given.name, "deferred", given.summary[:_MOST_TEXT], Severity(given.severity))
    check = _isolated(given.check, given.code, entry, isolation)
    return AddedRule(rule, check, entry.name, entry.origin, str(given.why), str(given.bad), str(given.good))


def _isolated(
    check: Callable[[dict[str, Any], Catalog], Iterable[Problem]], code: str, entry: Entry, isolation: Isolation
) -> Callable[[Document, Catalog], Sequence[Finding]]:
    """The check of a rule: of a document on which it fails it has nothing to say."""

    def findings(document: Document, catalog: Catalog) -> list[Finding]:
        problems = check(document, catalog) or ()
        return [_finding(code, each, document) for each in islice(problems, MOST_FINDINGS)]

    def checked(document: Document, catalog: Catalog) -> Sequence[Finding]:
        try:
            own = clone(document)  # whatever is done to it
        except PatchError:  # nested too deeply, which a rule of ours says
            return ()
        found = isolation.call(entry, f"in its rule {code}", findings, own, catalog)
        return () if found is FAILED else found

    return checked


def _finding(code: str, problem: Any, document: Document) -> Finding:
    """A problem as a finding at a place that there is: the nearest one around what is not.

    Raises:
        TypeError, EpochError: it is no problem, or its pointer is none.
    """
    if not isinstance(problem, Problem):
        raise TypeError(f"expected a Problem, got {type(problem).__name__}")
    texts = (problem.pointer, problem.message, problem.hint)
    if not all(isinstance(text, str) for text in texts) or not problem.message:
        raise TypeError("a Problem has a pointer, a message and a hint, which are text")
    return Finding(code, _path(problem.pointer, document), problem.message[:_MOST_TEXT], problem.hint[:_MOST_TEXT])


def _path(pointer: str, document: Any) -> Path:
    """As far as a pointer leads, with indices of arrays as numbers."""
    path: list[str | int] = []
    here = document
    for token in parse_pointer(pointer):
        if isinstance(here, dict) and token in here:
            here = here[token]
            path.append(token)
        elif isinstance(here, list) and (index := array_index(token, len(here))) is not None:
            here = here[index]
            path.append(index)
        else:
            break
    return tuple(path)
