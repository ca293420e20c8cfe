"""Rules and repairs that are not Epoch's own, as the rest of validation takes them, wherever they are from.

An added rule is always deferred: it looks at whole documents and refuses nothing, so the theorem of `draft.py` stands.
An added repair is one more row behind those of `fixes/table.py`: what it changes is judged by all gates again. They
come with a `Selection`, which says what counts, and so they are wherever rules are and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from epoch_cli.document.node import Document
from epoch_cli.validation.diagnostics import Finding, Rule, Selection

if TYPE_CHECKING:
    from epoch_cli.catalog import Catalog
    from epoch_cli.validation.fixes.table import Row

Note = tuple[str, str, str]
"""What is said once: what it is about, the line, and a traceback, which may be empty."""


class Notes:
    """What there is to say of additions that fail: each thing once, whoever finds it.

    Args:
        say: takes a line, and a traceback where one is wanted.
    """

    def __init__(self, say: Callable[[str, str], None]) -> None:
        self._say = say
        self._told: set[str] = set()
        self._kept: list[Note] | None = None

    def tell(self, about: str, line: str, trace: str = "") -> None:
        """Say a line, unless something was said about this before."""
        if about in self._told:
            return
        self._told.add(about)
        if self._kept is None:
            self._say(line, trace)
        else:
            self._kept.append((about, line, trace))

    def keep(self) -> None:
        """Say nothing from now on: this is a worker, whose parent does (`take`)."""
        self._kept = []

    def take(self) -> list[Note]:
        """What was kept since the last time."""
        taken, self._kept = self._kept or [], []
        return taken


class AddedRule(NamedTuple):
    """A rule with what finds its findings, which never raises; `family` is the extension that it is from."""

    rule: Rule
    check: Callable[[Document, Catalog], Sequence[Finding]]
    family: str
    origin: str
    why: str = ""
    bad: str = ""
    good: str = ""


class Additions:
    """The rules and repairs of all extensions; they are loaded when they are first asked for.

    Args:
        names: of the extensions, each with its version: what results that are kept depend on.
        load_rules: gives the rules by their codes.
        load_repairs: gives the repairs by the codes of the rules whose findings they mend.
        notes: where it is said what of them fails.
    """

    def __init__(
        self,
        names: Sequence[str],
        load_rules: Callable[[], Mapping[str, AddedRule]],
        load_repairs: Callable[[], Mapping[str, Sequence[Row]]],
        notes: Notes,
    ) -> None:
        self.names = tuple(names)
        self.notes = notes
        self._load_rules = load_rules
        self._load_repairs = load_repairs

    @cached_property
    def rules(self) -> Mapping[str, AddedRule]:
        """The rules, by code."""
        return self._load_rules()

    @cached_property
    def repairs(self) -> Mapping[str, Sequence[Row]]:
        """The repairs, by the code of the finding that they mend."""
        return self._load_repairs()

    @cached_property
    def families(self) -> Mapping[str, str]:
        """How the codes of each extension begin, by its name."""
        return {added.family: added.rule.code[:-3] for added in self.rules.values()}

    def find(self, document: Any, catalog: Catalog, rules: Selection) -> list[Finding]:
        """What the rules that count have to say of a document; paths count from it."""
        if type(document) is not dict or "root" not in document:
            return []
        counted = [added for code, added in self.rules.items() if rules.counts(code)]
        return [finding for added in counted for finding in added.check(document, catalog)]


def rule_of(code: str, rules: Selection) -> Rule:
    """The rule of a code, of ours or of those that were added.

    Raises:
        KeyError: there is none.
    """
    from epoch_cli.validation.rules import RULES  # noqa: PLC0415  a run begins without them

    rule = RULES.get(code)
    return rules.added.rules[code].rule if rule is None and rules.added is not None else RULES[code]
