"""What files are held to: a design system, a budget, the rules that count, and for some files others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from epoch_cli.catalog import Catalog, Models, Profile, parse_models
from epoch_cli.linting.patterns import absolute, compiled, path_inside
from epoch_cli.linting.report import FileKind
from epoch_cli.validation import Selection
from epoch_cli.validation.inspector import Inspector, inspector_of
from epoch_cli.validation.selecting import code_prefixes, severities

if TYPE_CHECKING:
    from epoch_cli.validation.additions import Additions


class RuleRows(Protocol):
    """Rules as flags and configuration name them; `RuleSettings` of the configuration is one."""

    @property
    def select(self) -> Sequence[str]:
        """What counts; empty is everything."""

    @property
    def ignore(self) -> Sequence[str]:
        """What does not."""

    @property
    def severity(self) -> Mapping[str, str]:
        """How bad each is."""


class ForFiles(NamedTuple):
    """Rules for the files that a pattern fits, on top of those for all: its `select` is taken instead of theirs."""

    pattern: re.Pattern[str]
    anywhere: bool
    rules: Selection

    @classmethod
    def of(cls, glob: str, rows: RuleRows, added: Additions | None = None) -> ForFiles:
        """Rules for `glob`, as in the configuration; `added` as of `selection`.

        Raises:
            UsageError: there is no rule of such a name.
        """
        plain = glob.strip().rstrip("/")
        return cls(compiled(plain), "/" not in plain, selection(rows, added))

    def fits(self, inside: str) -> bool:
        """Whether a path, with `/` between its names, is a file that is meant, or in a folder that is."""
        parts = inside.split("/")
        if self.anywhere:
            return any(self.pattern.fullmatch(part) for part in parts)
        return any(self.pattern.fullmatch("/".join(parts[:end])) for end in range(len(parts), 0, -1))


@dataclass(frozen=True)
class LintSettings:
    """What files are held to.

    Attributes:
        inspector: the design system, budget and data models.
        rules: the rules for every file.
        per_file: rules for some files; of several that fit, the later win. Their patterns count from `root`.
        root: an absolute folder.
        kind: what every file is taken for; None finds out.
        strict_select: whether `rules.select` comes from flags, which win over what a file's own rules select.
    """

    inspector: Inspector
    rules: Selection = field(default_factory=Selection)
    per_file: tuple[ForFiles, ...] = ()
    root: str = ""
    kind: FileKind | None = None
    strict_select: bool = False

    @classmethod
    def of(
        cls,
        catalog: Catalog,
        *,
        profile: str | Profile = "strict",
        models: Models | Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
        rules: Selection | Iterable[str] | None = None,
        kind: FileKind | None = None,
    ) -> LintSettings:
        """Settings as `validate` takes them.

        Raises:
            UsageError: there is no such profile, or no rule of such a name.
        """
        budget = catalog.profile(profile) if isinstance(profile, str) else profile
        known = catalog.models if models is None else parse_models(models)
        chosen = rules if isinstance(rules, Selection) else Selection.of(list(rules or ()))
        return cls(inspector_of(catalog, budget, known), chosen, kind=kind)

    def rules_for(self, name: str) -> Selection:
        """The rules for a file, by its name as it is shown."""
        if not self.per_file:
            return self.rules
        inside = path_inside(absolute(name), self.root or absolute(""))
        fitting = tuple(number for number, row in enumerate(self.per_file) if inside and row.fits(inside))
        if fitting not in self._merged:
            self._merged[fitting] = self._with([self.per_file[number] for number in fitting])
        return self._merged[fitting]

    @cached_property
    def _merged(self) -> dict[tuple[int, ...], Selection]:
        return {(): self.rules}

    def _with(self, rows: Sequence[ForFiles]) -> Selection:
        ignore, select, levels = self.rules.ignore, self.rules.select, dict(self.rules.severities)
        for row in rows:
            ignore |= row.rules.ignore
            select = row.rules.select if row.rules.select and not self.strict_select else select
            levels |= row.rules.severities
        return Selection(ignore, levels, select, self.rules.added)


def selection(rows: RuleRows, added: Additions | None = None) -> Selection:
    """The rules that rows of flags or configuration name, among Epoch's own and those that were added.

    Raises:
        UsageError: there is no rule of such a name, or no such severity.
    """
    ignore, select = code_prefixes(rows.ignore, added, absent=True), code_prefixes(rows.select, added)
    return Selection(ignore, severities(rows.severity, added), select, added)
