"""Fixes for whole documents: what `--fix` does, and what a diagnostic shows (`fixing_patches.py`: refused patches).

    findings ─▶ fixes that leave each other alone ─▶ made on a copy ─▶ check again ─▶ kept, or fewer of them tried

A batch of fixes is kept only if it breaks no gate that was not broken before and leaves fewer findings. What it brings
to light (a node of a known type has props to be judged) is mended with it, or it is not kept. So every step leads to
fewer findings, which is why it ends; and it goes on until a whole pass has changed nothing, which is why a second run
changes nothing either.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from epoch_cli.document.patch import Patch, apply_patch, clone
from epoch_cli.document.pointer import format_pointer, parse_pointer
from epoch_cli.errors import PatchError
from epoch_cli.validation.diagnostics import Diagnostic, Fix, Selection
from epoch_cli.validation.fixes.case import Case, Tokens, every_node, ids_of, nodes_on
from epoch_cli.validation.fixes.choice import ALL, SAFE, Chosen, Grades, Key, Trail, choose
from epoch_cli.validation.fixes.identity import readable_id
from epoch_cli.validation.fixes.repairs import Repair
from epoch_cli.validation.fixes.table import fixes_for, rows_for
from epoch_cli.validation.inspector import Inspector
from epoch_cli.validation.rules import budgets
from epoch_cli.validation.rules.words import quote
from epoch_cli.validation.validator import Report, check_document

FOLLOW_UPS = 4
"""How often what a fix has brought to light is mended before it is given up."""
PATIENCE = 100
"""How many trials of a pass may fail before all that is left is given up: no document takes for ever."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """A document after its repairs.

    `document` shares nothing with the one that was given; `patches` lead from that one to it; `report` has the findings
    that are left, without fixes (`attach_fixes` adds them).
    """

    document: Any
    repairs: list[Repair]
    patches: list[Patch]
    report: Report


def fix_document(
    document: Any,
    inspector: Inspector,
    rules: Selection,
    *,
    unsafe: bool = False,
    add_ids: bool = False,
    wanted: Callable[[Diagnostic], bool] | None = None,
) -> Fixed:
    """Mend what can be mended; the document that is given is not changed.

    Args:
        document: any JSON; one that is no document is left as it is.
        inspector: of the catalog, profile and models to hold it to.
        rules: which rules count; findings of others are neither mended nor avoided.
        unsafe: make lossy repairs, too.
        add_ids: give every node without an id a readable one.
        wanted: which findings to mend; None is all. Those that its owner has suppressed are not.
    """
    bench = _Bench(inspector, rules, ALL if unsafe else SAFE, wanted)
    stage = bench.mend(document)
    while add_ids:  # an id can tell what a label should be, and a repair can make a node that has none
        before = stage
        stage = bench.go_on(_with_ids(stage, inspector, rules))
        add_ids = len(stage.patches) > len(before.patches)
    made = stage.document if stage.patches else _copy(stage.document)
    return Fixed(made, stage.repairs, stage.patches, stage.report)


def attach_fixes(report: Report, document: Any, inspector: Inspector, rules: Selection | None = None) -> Report:
    """The report with a fix for every diagnostic that `fix_document` would mend; lossy where nothing else does.

    The patches of a fix are for the document as it is. `rules` are those that the report was made with.
    """
    rules = rules or Selection()
    options = [list(fixes_for(_case(each, document, inspector), rules.added)) for each in report.diagnostics]
    shown: list[Fix | None] = [None] * len(options)
    for grades in (SAFE, ALL):
        able = [[fix for fix in fixes if fix.grade in grades] for fixes in options]
        left = [index for index, fixes in enumerate(able) if fixes and shown[index] is None]
        if not left:
            continue  # what has no fix of these grades needs no trial of them
        outcome = _Bench(inspector, rules, grades).mend(document)
        for index in left:
            fix = _shown(report.diagnostics[index], able[index], outcome)
            # one that keeps everything, but brings to light what only a guess mends, is made with the guesses
            shown[index] = fix._replace(grade="lossy") if fix is not None and grades is ALL else fix
    made = [
        each._replace(fix=fix) if fix is not None else each for each, fix in zip(report.diagnostics, shown, strict=True)
    ]
    return Report(made, report.metrics)


def _shown(diagnostic: Diagnostic, able: Sequence[Fix], outcome: _Stage) -> Fix | None:
    """The fix of a diagnostic that was mended: the one that was made, or would have been had not another done it."""
    if not outcome.has_mended(diagnostic):
        return None
    name = outcome.applied.get((diagnostic.code, diagnostic.pointer))
    return next((fix for fix in able if fix.name == name), able[0])


# ---------------------------------------------------------------- one step after another


@dataclass
class _Stage:
    """A document on its way: what was done to it so far, and what there is to say of it now.

    `applied` names the fix of each finding by its code and pointer, as they were when it was made.
    """

    document: Any
    report: Report
    patches: list[Patch] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    applied: dict[tuple[str, str], str] = field(default_factory=dict)

    @property
    def rank(self) -> tuple[int, int]:
        """How much is wrong: gates first."""
        return len(self.report.gates), len(self.report.diagnostics)

    def has_mended(self, diagnostic: Diagnostic) -> bool:
        """Whether a finding on the document that was the first is gone."""
        return (diagnostic.code, self.place_of(diagnostic)) not in self._left

    def place_of(self, diagnostic: Diagnostic) -> str:
        """Where what a finding was about is now."""
        return format_pointer(self._trail.end(parse_pointer(diagnostic.pointer)))

    @cached_property
    def _left(self) -> set[tuple[str, str]]:
        return {(each.code, each.pointer) for each in self.report.diagnostics}

    @cached_property
    def _trail(self) -> Trail:
        return Trail(self.patches)

    def with_fixes(self, chosen: Iterable[Chosen], report: Callable[[Any], Report]) -> _Stage | None:
        """The next stage: a copy with fixes made; None when one cannot be."""
        patches, repairs, applied = list(self.patches), list(self.repairs), dict(self.applied)
        try:
            document = clone(self.document)
            for each in chosen:
                document = apply_patch(document, each.fix.patches).document
                patches += each.fix.patches
                repairs.append(each.repair)
                applied.setdefault((each.code, each.pointer), each.fix.name)
        except PatchError:  # nested too deeply to be copied, or two fixes that do not go together
            return None
        return _Stage(document, report(document), patches, repairs, applied)


class _Bench:
    """Mends documents with repairs of some grades."""

    def __init__(
        self,
        inspector: Inspector,
        rules: Selection,
        grades: Grades,
        wanted: Callable[[Diagnostic], bool] | None = None,
    ) -> None:
        self.inspector = inspector
        self.rules = rules
        self.grades = grades
        self.wanted = wanted

    def mend(self, document: Any) -> _Stage:
        """A document with everything mended that can be."""
        return self.go_on(_Stage(document, self._check(document)))

    def go_on(self, stage: _Stage) -> _Stage:
        """Go on until a whole pass changes nothing."""
        while stage.report.diagnostics:
            before = stage
            stage = self._pass(stage)
            if stage is before:
                break
        return stage

    def _pass(self, stage: _Stage) -> _Stage:
        """Make every fix that can be made; one that fails is left out until the next pass."""
        banned: set[Key] = set()
        patience = PATIENCE
        while chosen := self._choose(stage, stage.report.diagnostics, banned):
            made = None
            while made is None and chosen:
                made, blamed = self._settled(stage, chosen, banned)
                if made is None:
                    patience -= 1
                    chosen, failed = _fewer(chosen, blamed) if patience > 0 else ([], chosen)
                    banned.update(each.key for each in failed)
            stage = made or stage
        return stage

    def _settled(
        self, stage: _Stage, chosen: Sequence[Chosen], banned: Collection[Key]
    ) -> tuple[_Stage | None, list[Chosen]]:
        """The stage after fixes and what follows from them; None when that is no better, and which are to blame."""
        made = stage.with_fixes(chosen, self._check)
        for _ in range(FOLLOW_UPS):
            new = [] if made is None else _new_gates(stage, made)
            more = self._follow_up(made, new, banned) if made is not None and new else []
            if made is None or not more:
                break
            made = made.with_fixes(more, self._check)
        if made is None:
            return None, []
        new = _new_gates(stage, made)
        if new or _heavier(stage, made) or made.rank >= stage.rank:
            return None, _on_nodes_of(new, chosen, stage, made)
        return made, []

    def _follow_up(self, stage: _Stage, new: Sequence[Diagnostic], banned: Collection[Key]) -> list[Chosen]:
        """Fixes for what has come to light; those for what is beside it only if need be, and guesses last."""
        for grades in dict.fromkeys((SAFE, self.grades)):
            for diagnostics in (new, _beside(new, stage)):
                more = self._choose(stage, diagnostics, banned, grades)
                if more:
                    return more
        return []

    def _choose(
        self,
        stage: _Stage,
        diagnostics: Iterable[Diagnostic],
        banned: Collection[Key],
        grades: Grades | None = None,
    ) -> list[Chosen]:
        cases = [
            (each.pointer, _case(each, stage.document, self.inspector))
            for each in diagnostics
            if rows_for(each.code, self.rules.added) and (self.wanted is None or self.wanted(each))
        ]
        return choose(cases, grades or self.grades, banned, self.rules.added)

    def _check(self, document: Any) -> Report:
        return check_document(document, self.inspector, self.rules)


def _new_gates(before: _Stage, after: _Stage) -> list[Diagnostic]:
    """The gate findings that were not there before, wherever the fixes have moved those that were."""
    trail = Trail(after.patches[len(before.patches) :])
    known = Counter(
        (each.code, _place(each, format_pointer(trail.end(parse_pointer(each.pointer)))))
        for each in before.report.gates
    )
    new = []
    for each in after.report.gates:
        key = (each.code, _place(each, each.pointer))
        if known[key]:
            known[key] -= 1
        else:
            new.append(each)
    return new


def _fewer(chosen: list[Chosen], blamed: list[Chosen]) -> tuple[list[Chosen], list[Chosen]]:
    """Which of the fixes that have failed together to try next, and which have failed for certain.

    Those on other nodes than those that would be worse are tried without the rest. When there are none of these, a fix
    that is the only one on its node has failed; of several on one node, the first is tried.
    """
    if not blamed:
        return ([], chosen) if len(chosen) == 1 else (chosen[: len(chosen) // 2], [])
    keys = {each.key for each in blamed}
    others = [each for each in chosen if each.key not in keys]
    if others:
        return others, []
    by_node: dict[str, list[Chosen]] = {}
    for each in blamed:
        by_node.setdefault(each.node, []).append(each)
    return (
        [group[0] for group in by_node.values() if len(group) > 1],
        [group[0] for group in by_node.values() if len(group) == 1],
    )


def _on_nodes_of(new: Iterable[Diagnostic], chosen: Iterable[Chosen], before: _Stage, after: _Stage) -> list[Chosen]:
    """The fixes on the nodes that have new findings."""
    trail = Trail(after.patches[len(before.patches) :])
    worse = {_node_of(parse_pointer(each.pointer), after) for each in new}
    return [each for each in chosen if _node_of(trail.end(parse_pointer(each.pointer)), after) in worse]


def _beside(new: Iterable[Diagnostic], stage: _Stage) -> list[Diagnostic]:
    """All findings on the nodes that have new ones, because one repair can be what another needs."""
    nodes = {_node_of(parse_pointer(each.pointer), stage) for each in new}
    return [each for each in stage.report.diagnostics if _node_of(parse_pointer(each.pointer), stage) in nodes]


def _node_of(path: Tokens, stage: _Stage) -> Tokens:
    """The path of the node that a path leads into."""
    on_the_way = list(nodes_on(stage.document, path))
    return on_the_way[-1].path if on_the_way else ()


def _place(diagnostic: Diagnostic, pointer: str) -> str:
    """Where a finding is; those on the sums of a document are nowhere in particular."""
    return "" if diagnostic.code in budgets.METERS and diagnostic.code != "EP604" else pointer


def _heavier(before: _Stage, after: _Stage) -> bool:
    """Whether a cap that is exceeded would be exceeded by more (decision 3)."""
    over = {budgets.METERS[each.code] for each in after.report.gates if each.code in budgets.METERS}
    return any(getattr(after.report.metrics, name) > getattr(before.report.metrics, name) for name in over)


def _case(diagnostic: Diagnostic, document: Any, inspector: Inspector) -> Case:
    return Case.of(diagnostic.code, parse_pointer(diagnostic.pointer), document, inspector)


def _copy(document: Any) -> Any:
    """A copy that can be changed; what is nested too deeply to be copied is not changed, either."""
    try:
        return clone(document)
    except PatchError:
        return document


# ---------------------------------------------------------------- ids on demand


def _with_ids(stage: _Stage, inspector: Inspector, rules: Selection) -> _Stage:
    """Give every node that has no id a readable one that no other has."""
    root = stage.document.get("root") if isinstance(stage.document, dict) else None
    taken = ids_of(root)
    chosen: list[Chosen] = []
    for node, path in every_node(root, ("root",)):
        kind = node.get("type")
        if "id" in node or not isinstance(kind, str):
            continue
        identity = readable_id(node, inspector.catalog.components.get(kind), taken)
        taken.add(identity)
        place = format_pointer((*path, "id"))
        patch = {"op": "add", "path": place, "value": identity}
        chosen.append(
            Chosen(
                "",
                place,
                format_pointer(path),
                Fix("add-id", "lossless", f"{quote(kind)} is {quote(identity)}", (patch,)),
            )
        )
    if not chosen:
        return stage
    return stage.with_fixes(chosen, lambda document: check_document(document, inspector, rules)) or stage
