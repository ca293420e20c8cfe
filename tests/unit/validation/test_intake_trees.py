"""Whatever tree comes, node by node it makes the document that it makes as a whole (design section 5)."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from support.choices import Choices
from support.examples import examples
from support.nodes import add, control, page, text

from epoch_cli.catalog import load_catalog
from epoch_cli.document import apply_patch
from epoch_cli.validation import Draft, validate
from epoch_cli.validation.intake import Intake, Outcome

from .edits import BAD, GOOD
from .starts import DATA
from .taking import refused, take

PUNK = load_catalog("punk")


def tree(choices: Choices, leaves: tuple[Any, ...], depth: int = 0) -> Any:
    """A tree of good leaves, or of good and bad ones, in containers of several kinds."""
    if depth == 3 or choices.one_in(2 + depth):
        return copy.deepcopy(choices.of(leaves)())
    children = [tree(choices, leaves, depth + 1) for _ in range(1 + choices.number(3))]
    kinds = ("Container", "Card", "Form", "FormField", "Stack", "Box")
    made = {"type": choices.of(kinds), "children": children}
    if made["type"] == "FormField":
        made["props"] = {"label": "Label"}
        made["children"] = [control(placeholder="a")]
    elif made["type"] == "Form":
        made["props"] = {"onSubmit": "send"}
    if choices.one_in(6):
        made["id"] = f"id-{choices.number(250)}"
    return made


def shuffled(choices: Choices, value: Any) -> Any:
    """The same value with its keys in another order."""
    if isinstance(value, list):
        return [shuffled(choices, item) for item in value]
    if not isinstance(value, dict):
        return value
    names = list(value)
    order = [names.pop(choices.number(len(names))) for _ in value]
    return {name: shuffled(choices, value[name]) for name in order}


def run(patch: Any, start: Any, parts: int, **how: Any) -> tuple[Draft, list[Outcome]]:
    draft = Draft(PUNK, start, **how)
    intake = Intake(draft)
    return draft, take(intake, patch, parts=parts)


PATHS = ("/root", "/root/children/-", "/root/children/0")


@settings(deadline=None, database=None, derandomize=True, max_examples=examples(400))
@given(st.binary(min_size=10, max_size=120))
def test_a_valid_value_makes_the_same_document_either_way(raw: bytes) -> None:
    choices = Choices(raw)
    path = choices.of(PATHS)
    start = {} if path == "/root" else page(text("there"))
    patch = add(path, shuffled(choices, tree(choices, GOOD)))
    how: dict[str, Any] = {"profile": "unlimited", "models": choices.of(DATA)}
    whole = Draft(PUNK, start, **how)
    if not whole.propose(patch).accepted:
        return
    draft, outcomes = run(patch, start, choices.number(40), fix="safe", **how)
    assert draft.document == whole.document
    assert draft.metrics == whole.metrics
    assert refused(outcomes) == []


@settings(deadline=None, database=None, derandomize=True, max_examples=examples(400))
@given(st.binary(min_size=10, max_size=120))
def test_it_makes_no_difference_how_early_parts_come(raw: bytes) -> None:
    choices = Choices(raw)
    path = choices.of(PATHS)
    start = {} if path == "/root" else page(text("there"))
    value = tree(choices, (*GOOD, *BAD))
    patch = add(path, value if choices.one_in(2) else shuffled(choices, value))
    how: dict[str, Any] = {"profile": choices.of(("strict", "unlimited")), "models": choices.of(DATA), "fix": "safe"}
    (one, some), (other, more) = (run(patch, start, parts, **how) for parts in (0, choices.number(60)))
    assert some == more
    assert one.document == other.document
    assert one.metrics == other.metrics
    assert not validate(one.document, PUNK, profile=one.profile, models=one.models).gates
    rebuilt = copy.deepcopy(start)
    inverses: list[Any] = []
    for outcome in some:
        if outcome.verdict.accepted:
            apply_patch(rebuilt, outcome.verdict.patch)
            inverses = [*outcome.verdict.inverse, *inverses]
    assert rebuilt == one.document
    for inverse in inverses:
        apply_patch(rebuilt, inverse)
    assert rebuilt == start
    assert [each.patch for each in one.undo()] == [each.patch for each in other.undo()]
    assert one.document == start
