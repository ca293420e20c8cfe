"""What is told differently in two recordings of one text: patches, verdicts, repairs, findings, the final document.

What depends on the moment is not compared: times, ids of sessions, what a patch weighs, the words of a message. Patches
are matched by their number as the model wrote them, and by what they write where one of the readings found more.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Literal, NamedTuple

from epoch_cli.document import Document, Patch
from epoch_cli.events import DiagnosticFound, Event, PatchAccepted, PatchRefused, RepairMade
from epoch_cli.validation import Diagnostic, Repair

Subject = Literal["patch", "repair", "finding", "document"]


class Change(NamedTuple):
    """One difference.

    Attributes:
        subject: what differs.
        number: of the patch, as the model wrote them; 0 for what belongs to none.
        then, now: what was told of it, as JSON; None for nothing. Of a patch `{accepted, origin, patch}`, and the
            `diagnostics` of a refusal; of a repair or a finding itself; of the document `{sha256}`.
    """

    subject: Subject
    number: int
    then: dict[str, Any] | None
    now: dict[str, Any] | None

    def to_json(self) -> dict[str, Any]:
        """The difference as reports carry it."""
        return self._asdict()


def compare(then: Iterable[Event], now: Iterable[Event]) -> list[Change]:
    """What is told differently in two lists of events, in the order of the patches; findings last.

    Of a patch that an undo takes back, or that stands in for an answer, the same is compared.
    """
    before, after = _Told.of(then), _Told.of(now)
    changes: list[Change] = []
    for one, other in _matched(before.patches, after.patches):
        if one.key != other.key:
            number = one.number or other.number
            changes += _changes("patch", number, one.outcomes, other.outcomes, (_whole, _of_value, _of_place, _any))
            changes += _changes("repair", number, one.repairs, other.repairs, (_whole, _of_value))
    return changes + _changes("finding", 0, before.findings, after.findings, (_whole, _of_value))


def compare_documents(then: Document, now: Document) -> list[Change]:
    """The difference of two documents, if there is any."""
    before, after = document_digest(then), document_digest(now)
    return [] if before == after else [Change("document", 0, {"sha256": before}, {"sha256": after})]


def document_digest(document: Document) -> str:
    """The SHA-256 of a document as JSON in one form: keys sorted, no white space, all of it ASCII."""
    return sha256(_key(document).encode("ascii")).hexdigest()


# ---------------------------------------------------------------- what was told


@dataclass(frozen=True, slots=True)
class _Entry:
    """One thing that was told, and what is compared of it.

    Attributes:
        row: as reports carry it.
        whole: all that makes it the same.
        value: what it says, wherever.
        place: where.
    """

    row: dict[str, Any]
    whole: str
    value: str = ""
    place: str = ""


_Key = tuple[str, ...]
_Way = Callable[[_Entry], Hashable]
"""By what two entries are matched."""


@dataclass(slots=True)
class _Written:
    """A patch as the model wrote it: the operations and refusals that came of it, node by node, and its repairs."""

    number: int = 0
    outcomes: list[_Entry] = field(default_factory=list)
    repairs: list[_Entry] = field(default_factory=list)

    @property
    def key(self) -> _Key:
        return (*(each.whole for each in self.outcomes), "", *(each.whole for each in self.repairs))


@dataclass(slots=True)
class _Told:
    """All that is compared of a recording."""

    patches: list[_Written]
    findings: list[_Entry]

    @classmethod
    def of(cls, events: Iterable[Event]) -> _Told:
        patches: defaultdict[int, _Written] = defaultdict(_Written)
        findings: list[_Entry] = []
        for event in events:
            if isinstance(event, PatchAccepted):
                patches[event.number].outcomes.append(_accepted(event))
            elif isinstance(event, PatchRefused):
                patches[event.number].outcomes.append(_refused(event))
            elif isinstance(event, RepairMade):
                patches[event.number].repairs.append(_repair(event.repair))
            elif isinstance(event, DiagnosticFound):
                findings.append(_finding(event.diagnostic))
        for number, patch in patches.items():
            patch.number = number
        return cls([patches[number] for number in sorted(patches)], findings)


def _accepted(event: PatchAccepted) -> _Entry:
    patch = plain(event.patch)
    row = {"accepted": True, "origin": event.origin, "patch": patch}
    return _Entry(row, _key(row), _value(patch), _place(patch))


def _refused(event: PatchRefused) -> _Entry:
    found = [diagnostic.to_json() for diagnostic in event.diagnostics]
    row = {"accepted": False, "origin": "model", "patch": event.patch, "diagnostics": found}
    codes = [diagnostic.code for diagnostic in event.diagnostics]
    return _Entry(row, _key([event.patch, codes]), _value(event.patch), _place(event.patch))


def _repair(repair: Repair) -> _Entry:
    return _Entry(repair.to_json(), _key([repair.name, repair.grade, repair.pointer]), repair.name)


def _finding(found: Diagnostic) -> _Entry:
    where = [found.pointer, found.line, found.column]
    return _Entry(found.to_json(), _key([found.code, found.severity, *where]), found.code)


def plain(patch: Patch) -> Patch:
    """An operation without what a run says about it; only the id that the model gave it stays."""
    told = patch.get("meta")
    meta = {"id": told["id"]} if isinstance(told, dict) and "id" in told else {}
    return {**{name: value for name, value in patch.items() if name != "meta"}, **({"meta": meta} if meta else {})}


def _value(patch: Any) -> str:
    """What an operation writes, wherever it does."""
    return _key([patch.get("op"), patch.get("from"), patch.get("value")]) if isinstance(patch, dict) else _key(patch)


def _place(patch: Any) -> str:
    return _key([patch.get("op"), patch.get("path")]) if isinstance(patch, dict) else ""


def _key(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


# ---------------------------------------------------------------- matched


_FAR = 64
"""How many patches that were written in one of the readings only are looked behind, to find where both go on alike."""


def _matched(then: Sequence[_Written], now: Sequence[_Written]) -> Iterator[tuple[_Written, _Written]]:
    """The patches of two readings side by side; one that was written in one of them only stands beside nothing."""
    if [each.number for each in then] == [each.number for each in now]:
        yield from zip(then, now, strict=True)
        return
    keys, other_keys = [each.key for each in then], [each.key for each in now]
    at = other_at = 0
    while at < len(then) and other_at < len(now):
        gone, new = _apart(keys[at : at + _FAR], other_keys[other_at : other_at + _FAR])
        yield from ((each, _Written()) for each in then[at : at + gone])
        yield from ((_Written(), each) for each in now[other_at : other_at + new])
        at, other_at = at + gone, other_at + new
        yield then[at], now[other_at]
        at, other_at = at + 1, other_at + 1
    yield from ((each, _Written()) for each in then[at:])
    yield from ((_Written(), each) for each in now[other_at:])


def _apart(keys: Sequence[_Key], other_keys: Sequence[_Key]) -> tuple[int, int]:
    """How many patches are on one side only before both are alike; none where they differ in another way."""
    for distance in range(_FAR):
        if distance < len(keys) and keys[distance] == other_keys[0]:
            return distance, 0
        if distance < len(other_keys) and other_keys[distance] == keys[0]:
            return 0, distance
    return 0, 0


def _changes(
    subject: Subject, number: int, then: Sequence[_Entry], now: Sequence[_Entry], ways: Sequence[_Way]
) -> list[Change]:
    return [Change(subject, number, _row(one), _row(other)) for one, other in _paired(then, now, ways)]


def _whole(entry: _Entry) -> Hashable:
    return entry.whole


def _of_value(entry: _Entry) -> Hashable:
    return entry.value


def _of_place(entry: _Entry) -> Hashable:
    return entry.place


def _any(_: _Entry) -> Hashable:
    return None


def _row(entry: _Entry | None) -> dict[str, Any] | None:
    return None if entry is None else entry.row


def _paired(
    then: Sequence[_Entry], now: Sequence[_Entry], ways: Sequence[_Way]
) -> list[tuple[_Entry | None, _Entry | None]]:
    """What differs, side by side: matched in one way after the other; what the first way matches is the same."""
    partner: dict[int, int] = {}
    same: set[int] = set()
    for way in ways:
        free: defaultdict[Hashable, list[int]] = defaultdict(list)
        taken = set(partner.values())
        for index, entry in enumerate(now):
            if index not in taken:
                free[way(entry)].append(index)
        for index, entry in enumerate(then):
            if index not in partner and free[way(entry)]:
                partner[index] = free[way(entry)].pop(0)
                if way is ways[0]:
                    same.add(index)
    new = sorted(set(range(len(now))) - set(partner.values()))
    return [
        *(
            (then[index], now[partner[index]] if index in partner else None)
            for index in range(len(then))
            if index not in same
        ),
        *((None, now[index]) for index in new),
    ]
