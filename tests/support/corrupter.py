"""Puts one to four faults of language models into a valid stream, the same ones for the same seed.

It knows which nodes are still intact in the text: no fault changed their own fields, they do not stand behind a cut,
and they do not stand in a node that cannot be accepted. A missing or extra closer, a comma, a comment changes no
node's fields.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any, Final, NamedTuple

from support.faults import KINDS, Edit
from support.stream_layout import Layout, Operation, Unit, layout_of

from epoch_cli.document import apply_patch

STREAMS: Final = Path(__file__).resolve().parent.parent / "corpus" / "streams"
SEEDS: Final = 8
"""How many faulty streams are made of each valid one."""


@dataclass(frozen=True, slots=True)
class Corrupted:
    """A faulty stream.

    Attributes:
        name: of the valid stream, and the seed.
        data: the bytes; not all of them are UTF-8.
        faults: what was done and where, as name and offset into the valid text, in the order of the text.
        intact: ids of the nodes that are intact in the text and belong to the document at its end.
        all_ids: ids of all nodes of the document that the valid stream builds.
        one_a_line: the valid stream has an operation on each line and nothing else.
        states: what each node ever was in the document of the valid stream.
    """

    name: str
    data: bytes
    faults: tuple[tuple[str, int], ...]
    intact: frozenset[str]
    all_ids: frozenset[str]
    one_a_line: bool
    states: dict[str, list[State]]

    @property
    def text(self) -> str:
        """The text, with U+FFFD for bytes that are no UTF-8."""
        return self.data.decode("utf-8", "replace")

    def kept(self, document: Any) -> frozenset[str]:
        """The ids of the intact nodes that a document holds as they were written, in the place where they belong."""
        there = _states(document.get("root"))
        return frozenset(name for name in self.intact if name in there and there[name] in self.states[name])


class State(NamedTuple):
    """What a node is at one time: the id of the node it stands in, None for the root, and its fields but `children`."""

    parent: str | None
    fields: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Valid:
    """A valid stream and what is known of it.

    Attributes:
        name: of its file.
        layout: of its text.
        ids: of the nodes in the document that it builds.
        around: for each id, the ids of the nodes that it ever stood in.
        states: for each id, all that the node ever was.
    """

    name: str
    layout: Layout
    ids: frozenset[str]
    around: dict[str, set[str]]
    states: dict[str, list[State]]

    @property
    def one_a_line(self) -> bool:
        """Whether it has an operation on each line and nothing else."""
        operations = self.layout.operations
        lines = [line for line in self.layout.text.split("\n") if line]
        return len(lines) == len(operations) and all("op" in operation.value for operation in operations)


def cases() -> list[Corrupted]:
    """The faulty streams of the corpus, always the same."""
    return [corrupt(stream, seed) for stream in valid_streams() for seed in range(SEEDS)]


@lru_cache(maxsize=1)
def valid_streams() -> list[Valid]:
    """The valid streams of the corpus."""
    paths = sorted((STREAMS / "valid").glob("*.txt"))
    return [valid(path.stem, path.read_bytes().decode("utf-8")) for path in paths]


def valid(name: str, text: str) -> Valid:
    """Take down what is known of a valid stream."""
    layout = layout_of(text)
    document: Any = {}
    around: dict[str, set[str]] = {}
    states: dict[str, list[State]] = {}
    now: dict[str, State] = {}
    for operation in layout.operations:
        document = apply_patch(document, json.loads(json.dumps(operation.patch))).document
        now = _states(json.loads(json.dumps(document["root"])))
        for each, state in now.items():
            states.setdefault(each, []).append(state)
            around.setdefault(each, set()).update(_line_of(each, now))
    return Valid(name, layout, frozenset(now), around, states)


def corrupt(stream: Valid, seed: int) -> Corrupted:
    """Put one to four faults into a stream."""
    random = Random(f"{stream.name} {seed}")
    made: list[tuple[str, list[Edit]]] = []
    wanted = random.choices([1, 2, 3, 4], [40, 30, 20, 10])[0]
    while len(made) < wanted:
        name = random.choices(list(KINDS), [kind.weight for kind in KINDS.values()])[0]
        edits = KINDS[name].fault(stream.layout, random)
        if edits and not _clash(name, edits, made):
            made.append((name, edits))
    cut = min((edit.start for _, edits in made for edit in edits if edit.cuts), default=len(stream.layout.text))
    kept = [(name, [edit for edit in edits if edit.start < cut or edit.cuts]) for name, edits in made]
    edits = [edit for _, some in kept for edit in some]
    return Corrupted(
        name=f"{stream.name}-{seed}",
        data=_edited(stream.layout.text, edits).encode("utf-8", "surrogateescape"),
        faults=tuple(sorted(((name, some[0].start) for name, some in kept if some), key=lambda each: each[1])),
        intact=_intact(stream, edits, cut),
        all_ids=stream.ids,
        one_a_line=stream.one_a_line,
        states=stream.states,
    )


def _clash(name: str, edits: list[Edit], made: list[tuple[str, list[Edit]]]) -> bool:
    """Whether a fault was made already, or changes a place that another one changes."""
    if any(name == other for other, _ in made):
        return True
    others = [edit for _, some in made for edit in some if not edit.cuts]
    return any(
        mine.start <= other.end and other.start <= mine.end for mine in edits if not mine.cuts for other in others
    )


def _edited(text: str, edits: list[Edit]) -> str:
    for edit in sorted(edits, key=lambda each: each.start, reverse=True):
        text = text[: edit.start] + edit.new + text[edit.end :]
    return text


# ---------------------------------------------------------------- what is intact


def _intact(stream: Valid, edits: list[Edit], cut: int) -> frozenset[str]:
    layout = stream.layout
    touched = {unit for edit in edits for unit in edit.touches}
    invalid = {unit for edit in edits if edit.invalid for unit in edit.touches}
    whole = {
        name
        for index, unit in enumerate(layout.units)
        if index not in touched and _is_complete(unit, layout.operations[unit.operation], layout, cut)
        for name in unit.ids
    }
    return frozenset((whole & stream.ids) - _without_a_place(stream, invalid))


def _without_a_place(stream: Valid, invalid: set[int]) -> set[str]:
    """Ids of nodes that cannot be accepted, or stood at any time in one that was not."""
    units, operations = stream.layout.units, stream.layout.operations
    # what does not come in parts is refused as a whole
    whole = {units[each].operation for each in invalid if not operations[units[each].operation].may_come_in_parts}
    refused = [unit for each, unit in enumerate(units) if each in invalid or unit.operation in whole]
    lost: set[str] = set()
    more = {name for unit in refused for name in unit.ids}
    while more:
        lost |= more
        more = {name for name, around in stream.around.items() if around & lost} - lost
    return lost


def _is_complete(unit: Unit, operation: Operation, layout: Layout, cut: int) -> bool:
    """Whether a node and all that it stands in are known before the cut, as far as their own fields go."""
    if operation.end <= cut:
        return True
    if not operation.may_come_in_parts:
        return False
    known_at = unit.end if unit.opened is None or unit.later_fields else unit.opened
    if known_at > cut:
        return False
    return unit.parent is None or _is_complete(layout.units[unit.parent], operation, layout, cut)


def _states(node: Any, parent: str | None = None) -> dict[str, State]:
    """What a node and those below it are, those of templates too, by their ids."""
    if not isinstance(node, dict):
        return {}
    found: dict[str, State] = {}
    if isinstance(node.get("id"), str):
        found[node["id"]] = State(parent, {name: value for name, value in node.items() if name != "children"})
        parent = node["id"]
    for child in (*(node.get("children") or ()), node.get("itemTemplate")):
        found |= _states(child, parent)
    return found


def _line_of(name: str, states: dict[str, State]) -> list[str]:
    """The ids of the nodes that a node stands in, from the inside out."""
    above = states[name].parent
    return [] if above is None else [above, *_line_of(above, states)]
