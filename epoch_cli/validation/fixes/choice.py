"""Which fixes can be made together, and where things are once they are made."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from epoch_cli.document.pointer import array_index, format_pointer, parse_pointer
from epoch_cli.validation.diagnostics import Fix, Grade
from epoch_cli.validation.fixes.case import Case, Tokens
from epoch_cli.validation.fixes.repairs import Repair
from epoch_cli.validation.fixes.table import fixes_for

if TYPE_CHECKING:
    from epoch_cli.validation.additions import Additions

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
    added: Additions | None = None,
) -> list[Chosen]:
    """The best fix for each case, as far as they leave each other alone; guesses only when nothing else can be done.

    `cases` are given with their pointers; a fix that is `banned`, or of another grade, is passed over.
    Repairs may be `added` to Epoch's own.
    """
    found: list[Chosen] = []
    for pointer, case in cases:
        for fix in fixes_for(case, added):
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


class Trail:
    """Where things went: patches of fixes move things, and put nodes before others; all else stays where it was."""

    def __init__(self, patches: Iterable[Mapping[str, Any]]) -> None:
        self._moves: dict[Tokens, list[tuple[int, Tokens]]] = {}
        self._inserts: dict[Tokens, list[tuple[int, int]]] = {}
        for number, patch in enumerate(patches):
            if patch["op"] == "move":
                origin, target = parse_pointer(patch["from"]), parse_pointer(patch["path"])
                self._moves.setdefault(origin, []).append((number, target))
            elif patch["op"] == "add":
                *array, last = parse_pointer(patch["path"])
                index = array_index(last, _ANY) if array[-1:] == ["children"] else None
                if index is not None:
                    self._inserts.setdefault(tuple(array), []).append((number, index))

    def end(self, path: Tokens) -> Tokens:
        """Where what stood at a path stands after all of them."""
        if not self._moves and not self._inserts:
            return path
        last = -1
        while step := min(self._steps(path, last), default=None):
            last, path = step
        return path

    def _steps(self, path: Tokens, last: int) -> Iterator[tuple[int, Tokens]]:
        """The patches after number `last` that change where a path leads, with where it leads then."""
        for length in range(1, len(path) + 1):
            way, rest = path[:length], path[length:]
            for number, target in self._moves.get(way, ()):
                if number > last:
                    yield number, (*target, *rest)
            index = array_index(rest[0], _ANY) if rest and way in self._inserts else None
            for number, at in self._inserts[way] if index is not None else ():
                if number > last and index is not None and at <= index:
                    yield number, (*way, str(index + 1), *rest[1:])


_ANY = 1 << 62  # the length of an array that is not at hand
