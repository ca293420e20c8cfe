"""Which fixes can be made together, and where things are once they are made."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from epoch_cli.document.pointer import array_index, format_pointer, parse_pointer
from epoch_cli.validation.diagnostics import Fix, Grade
from epoch_cli.validation.fixes.case import Case, Tokens
from epoch_cli.validation.fixes.repairs import Repair
from epoch_cli.validation.fixes.table import fixes_for

Key = tuple[str, str, str]

Grades = tuple[Grade, ...]
SAFE: Grades = ("lossless",)
ALL: Grades = ("lossless", "lossy")
"""The grades of the fixes that may be made: those that keep all that was meant, or every one."""


class Chosen(NamedTuple):
    """A fix with the finding that it is for, and the pointer of its node."""

    code: str
    pointer: str
    node: str
    fix: Fix

    @property
    def key(self) -> Key:
        """What tells this fix from every other of a document."""
        return self.code, self.pointer, self.fix.name

    @property
    def repair(self) -> Repair:
        """The fix on the record."""
        return Repair(self.fix.name, self.fix.grade, self.pointer, self.fix.message)


def choose(
    cases: Iterable[tuple[str, Case]],
    grades: Grades,
    banned: Collection[Key] = (),
) -> list[Chosen]:
    """The best fix for each case, as far as they leave each other alone; guesses only when nothing else can be done.

    `cases` are given with their pointers; a fix that is `banned`, or of another grade, is passed over.
    """
    found: list[Chosen] = []
    for pointer, case in cases:
        for fix in fixes_for(case):
            chosen = Chosen(case.code, pointer, format_pointer(case.node_path), fix)
            if fix.grade in grades and chosen.key not in banned:
                found.append(chosen)
                break
    sure = [chosen for chosen in found if chosen.fix.grade == "lossless"]
    return _apart(sure or found)


def _apart(chosen: Iterable[Chosen]) -> list[Chosen]:
    """Those that touch no place of one before them."""
    kept: list[Chosen] = []
    taken = _Places()
    for each in chosen:
        touched = touches(each.fix)
        if not any(taken.meets(path) for path in touched):
            kept.append(each)
            for path in touched:
                taken.add(path)
    return kept


def touches(fix: Fix) -> list[Tokens]:
    """The places that a fix changes; for an insert that is the whole array, because it moves what stands behind."""
    found = []
    for patch in fix.patches:
        path = parse_pointer(patch["path"])
        found.append(path[:-1] if path[-1] in {"-", "0"} and patch["op"] == "add" else path)
        if "from" in patch:
            found.append(parse_pointer(patch["from"]))
    return found


class _Places:
    """Places in a tree; two meet when one is inside the other, or the same."""

    def __init__(self) -> None:
        self._ends: set[Tokens] = set()
        self._ways: set[Tokens] = set()

    def add(self, path: Tokens) -> None:
        """Take a place."""
        self._ends.add(path)
        self._ways.update(path[:length] for length in range(len(path)))

    def meets(self, path: Tokens) -> bool:
        """Whether a place is inside one that is taken, or around it."""
        return path in self._ways or any(path[:length] in self._ends for length in range(len(path) + 1))


def followed(path: Tokens, patches: Iterable[Mapping[str, Any]]) -> Tokens:
    """Where what stood at a path stands after patches of fixes: these move things, and put nodes before others."""
    for patch in patches:
        if patch["op"] == "move":
            origin = parse_pointer(patch["from"])
            if path[: len(origin)] == origin:
                path = (*parse_pointer(patch["path"]), *path[len(origin) :])
        elif patch["op"] == "add":
            path = _shifted(path, parse_pointer(patch["path"]))
    return path


def _shifted(path: Tokens, inserted: Tokens) -> Tokens:
    """A path after an insert into an array of nodes; an `add` to an object shifts nothing."""
    depth = len(inserted) - 1
    if len(path) <= depth or path[:depth] != inserted[:depth] or inserted[depth - 1 : depth] != ("children",):
        return path
    index, at = array_index(path[depth], 1 << 62), array_index(inserted[depth], 1 << 62)
    if index is None or at is None or index < at:
        return path
    return (*path[:depth], str(index + 1), *path[depth + 1 :])
