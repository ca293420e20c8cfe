"""The theorem of decision 3, by random edits: a draft never comes to break a gate more often than it did.

Every accepted patch must leave a document that the validator finds no worse, metrics that a fresh look confirms, a
patch that anyone can apply and an inverse that anyone can apply; every refused one must leave nothing at all.
"""

from __future__ import annotations

import copy
import json
import random
from collections import Counter
from collections.abc import Callable
from functools import cache
from typing import Any

import jsonpatch
import pytest
from hypothesis import event, given, note, settings
from hypothesis import strategies as st
from support.choices import Choices
from support.every_row import every_row
from support.examples import examples
from support.nodes import add, box, gates, move, page, remove, repeated, text

from epoch_cli.catalog import Catalog, load_catalog
from epoch_cli.document import apply_patch
from epoch_cli.validation import Draft, Verdict, validate

from .edits import Author
from .starts import BAD_STARTS, DATA, GOOD_STARTS, PROFILES, STARTS


@cache
def punk() -> Catalog:
    """The built-in design system; no fixture, because hypothesis writes out the arguments of what fails."""
    return load_catalog("punk")


raw_edits = st.binary(min_size=20, max_size=110)


def sound(number: int) -> settings:
    """Settings of a property here; 2 300 examples in all."""
    return settings(
        deadline=None, database=None, derandomize=True, max_examples=examples(number), report_multiple_bugs=False
    )


def canonical(value: Any) -> str:
    """A value as JSON, whatever the order of its keys; tells `true` from `1`."""
    return json.dumps(value, sort_keys=True)


class Run:
    """One draft under random edits, with everything that has to hold checked at each of them."""

    def __init__(self, start: Any, raw: bytes, say: Callable[[str], None] = print) -> None:
        choices, catalog = Choices(raw), punk()
        self.choices = choices
        self.start = copy.deepcopy(start)
        self.how: dict[str, Any] = {"profile": choices.of(PROFILES), "models": choices.of(DATA)}
        self.say = say
        say(f"start {json.dumps(start)}, profile {self.how['profile']}, models {bool(self.how['models'])}")
        self.author = Author(choices, catalog)
        self.draft = Draft(catalog, start, **self.how)
        self.broken = gates(validate(start, catalog, **self.how))
        self.stages = [canonical(start)]
        self.inverses: list[Any] = []
        self.emitted: list[Any] = []
        self.kept: list[str] = []
        self.refused: Counter[str] = Counter()

    def go(self) -> None:
        """Propose until the bytes are used up, then go all the way back, twice."""
        while not self.choices.over:
            self.step()
        self.replay()
        self.go_back()
        self.undo()

    def step(self) -> None:
        if not self.choices.one_in(8):
            self.draft.begin_attempt()  # otherwise refusals before this one are still remembered (decision 16)
        self.propose(self.author.patch(self.draft.document))

    def propose(self, patch: Any) -> None:
        """Propose one patch, and check what came of it."""
        draft = self.draft
        before, weight, written = json.dumps(draft.document), draft.metrics, json.dumps(patch)
        self.say(f"propose {written}")
        verdict = draft.propose(patch)
        assert json.dumps(patch) == written
        assert verdict.metrics == draft.metrics
        if verdict.accepted:
            self.check_accepted(verdict, before)
        else:
            assert verdict.diagnostics
            assert verdict.patch is None
            assert json.dumps(draft.document) == before
            assert draft.metrics == weight
            self.refused.update(each.code for each in verdict.diagnostics)

    def check_accepted(self, verdict: Verdict, before: str) -> None:
        document = self.draft.document
        assert not verdict.diagnostics
        report = validate(document, punk(), **self.how)
        now = gates(report)
        assert not now - self.broken, f"{verdict.patch} made {dict(now - self.broken)} worse in {before}"
        self.broken = now
        assert self.draft.metrics == report.metrics, f"{verdict.patch} on {before}"
        self.check_emitted(json.loads(json.dumps(verdict.patch)), json.loads(before))
        back = apply_patch(json.loads(json.dumps(document)), json.loads(json.dumps(verdict.inverse))).document
        assert canonical(back) == self.stages[-1], f"{verdict.inverse} does not take back {verdict.patch} on {before}"
        self.stages.append(canonical(document))
        self.inverses.append(verdict.inverse)
        self.emitted.append(verdict.patch)
        self.kept.append(json.dumps(verdict.patch))

    def check_emitted(self, operations: Any, previous: Any) -> None:
        """What is emitted is plain RFC 6902, and makes the same document in anyone's hands."""
        several = operations if isinstance(operations, list) else [operations]
        assert all(each["path"].startswith("/") for each in several)
        assert canonical(jsonpatch.apply_patch(previous, several)) == canonical(self.draft.document)
        assert canonical(apply_patch(previous, operations).document) == canonical(self.draft.document)

    def replay(self) -> None:
        """What was emitted stays what it was, and replays to the same document, key order included."""
        assert [json.dumps(patch) for patch in self.emitted] == self.kept
        document = copy.deepcopy(self.start)
        for patch in self.emitted:
            document = apply_patch(document, patch).document
        assert json.dumps(document) == json.dumps(self.draft.document)

    def go_back(self) -> None:
        """The inverses, last one first, lead through every stage to the start."""
        document = copy.deepcopy(self.draft.document)
        for inverse, stage in zip(reversed(self.inverses), reversed(self.stages[:-1]), strict=True):
            document = apply_patch(document, inverse).document
            assert canonical(document) == stage

    def undo(self) -> None:
        while self.draft.undo():
            assert canonical(self.draft.document) in self.stages
        assert canonical(self.draft.document) == canonical(self.start)
        assert self.draft.metrics == Draft(punk(), self.start, **self.how).metrics


@pytest.mark.parametrize("start", GOOD_STARTS)
@sound(250)
@given(raw_edits)
def test_a_draft_that_was_valid_stays_valid(start: str, raw: bytes) -> None:
    run = Run(GOOD_STARTS[start], raw, note)
    assert not run.broken
    run.go()
    assert not validate(run.draft.document, punk(), **run.how).gates
    event(f"accepted: {len(run.emitted)}")


@pytest.mark.parametrize("start", BAD_STARTS)
@sound(150)
@given(raw_edits)
def test_a_draft_that_was_wrong_gets_no_worse(start: str, raw: bytes) -> None:
    run = Run(BAD_STARTS[start], raw, note)
    assert run.broken
    run.go()
    event(f"accepted: {len(run.emitted)}")


FOUND: dict[str, tuple[Any, list[Any]]] = {
    "over the template of what stands behind": (
        page(text("a"), repeated(text("b")), repeated(text("c"))),
        [move("/root/children/0", "/root/children/1/itemTemplate")],
    ),
    "grandchildren over children": (page(box(box(text()))), [move("/root/children/0/children", "/root/children")]),
    "deeper over children": (
        page(box(box(box(text())))),
        [move("/root/children/0/children/0/children", "/root/children"), move("/root/children/0", "/root")],
    ),
    "an array that goes on with what it made": (
        page(),
        [
            [
                add("/root/children/-", box()),
                add("/root/children/0/children/-", text()),
                remove("/root/children/0/children"),
            ]
        ],
    ),
    "a template that is no node": (
        page({**box(), "itemTemplate": "x"}),
        [remove("/root/children/0/itemTemplate"), add("/root/children/0/itemTemplate", text())],
    ),
    "one fault of an item for another": (
        page(repeated(repeated(text("{item.words.x}"), "{item.posts}"))),
        [remove("/root/children/0/itemTemplate/dataSource")],
    ),
    "one fault of an item for another, by another list": (
        page(repeated(text("{item.nothing} {item.name.first}"))),
        [
            add("/root/children/0/dataSource", "{context.user.tags}"),
            add("/root/children/0/itemTemplate", text("{item}")),
        ],
    ),
    "into an object that stands where a list should": (
        page(text(), box(), {"type": "Container", "children": {}}),
        [move("/root/children/0", "/root/children/1/children/-")],
    ),
    "into a template of what is no node": (
        page(text(), box(box()), {"type": "Container", "children": {"0": text()}}),
        [move("/root/children/0", "/root/children/1/children/0/itemTemplate")],
    ),
}


@every_row("name", FOUND)
def test_what_random_edits_have_found_stays_mended(name: str) -> None:
    start, patches = FOUND[name]
    run = Run(start, bytes([1, 1]))  # profile foundation, with models
    for patch in patches:
        run.propose(patch)
    run.replay()
    run.go_back()
    run.undo()


def test_the_edits_are_worth_making() -> None:
    """At least a third is accepted, of every operation; and what is refused is refused by rules of every family."""
    source = random.Random(20)
    accepted: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    total = 0
    for _ in range(300):
        choices = Choices(source.randbytes(150))
        draft = Draft(punk(), STARTS[choices.of(list(STARTS))], profile=choices.of(PROFILES), models=choices.of(DATA))
        author = Author(choices, punk())
        while not choices.over:
            draft.begin_attempt()
            patch = author.patch(draft.document)
            try:
                verdict = draft.propose(patch)
            except KeyError:  # told by the properties above; here only the edits are judged
                break
            total += 1
            if verdict.accepted:
                accepted["array" if isinstance(patch, list) else patch["op"]] += 1
            refused.update(each.code[:3] for each in verdict.diagnostics)
    assert accepted.total() > total / 3, (accepted, total)
    assert set(accepted) == {"add", "remove", "replace", "move", "copy", "test", "array"}
    assert min(accepted.values()) > 5, accepted
    assert set(refused) == {f"EP{family}" for family in (1, 2, 3, 4, 5, 6, 7, 8, 9)}
