"""A run whose model was asked for a merge patch or a whole document: one answer in, the fewest patches out."""

from __future__ import annotations

import json
from typing import Any

import pytest
from support.scripted import ScriptedProvider, add, container, of, run, says, text_node

from epoch_cli import Event
from epoch_cli.catalog import Catalog, Models
from epoch_cli.document import clone
from epoch_cli.engine.options import NO_RECOVERY, Recovering
from epoch_cli.engine.prompts import make_prompt
from epoch_cli.events import AttemptStarted, DiagnosticFound, Mode, PatchAccepted, PatchRefused, RepairMade, RunEnded
from epoch_cli.providers.base import FinishPart, TextPart

BASE: dict[str, Any] = {"root": container({**text_node("a"), "id": "a"}, {**text_node("b"), "id": "b"})}


def answered(text: str, catalog: Catalog, mode: Mode, base: Any = BASE, end: bool = True, **how: Any) -> list[Event]:
    """The events of a run whose provider answers with a text, a few characters at a time."""
    pieces = [TextPart(text[at : at + 7]) for at in range(0, len(text), 7)]
    provider = ScriptedProvider([*pieces, FinishPart("stop")] if end else pieces)
    return run(provider, catalog, mode=mode, document=clone(base), recovering=NO_RECOVERY, **how)


def ops(events: list[Event]) -> list[str]:
    return [
        " ".join(filter(None, (event.patch["op"], event.patch.get("from"), event.patch["path"])))
        for event in of(PatchAccepted, events)
    ]


def ended(events: list[Event]) -> RunEnded:
    assert isinstance(events[-1], RunEnded)
    return events[-1]


CASES: list[tuple[Mode, Any, list[str]]] = [
    ("merge", {"root": {"props": {"gap": "md"}}}, ["add /root/props"]),
    ("whole", {"root": container(BASE["root"]["children"][1], BASE["root"]["children"][0])},
     ["move /root/children/1 /root/children/0"]),
    ("whole", {"root": container(text_node("a"), {**text_node("c"), "id": "b"})}, ["replace /root/children/1/text"]),
]  # fmt: skip


@pytest.mark.parametrize(("mode", "value", "expected"), CASES)
def test_an_answer_is_told_as_the_fewest_patches(mode: Mode, value: Any, expected: list[str], punk: Catalog) -> None:
    events = answered(f"Sure!\n```json\n{json.dumps(value, indent=1)}\n```\n", punk, mode)
    assert ops(events) == expected
    assert ended(events).status == "complete"


@pytest.mark.parametrize("mode", ["merge", "whole"])
def test_what_is_cut_changes_nothing(mode: Mode, punk: Catalog) -> None:
    answer = json.dumps({"root": container({**text_node("a"), "id": "a"}, text_node("new"))})
    for cut in (len(answer) - 1, len(answer) - 2, len(answer) // 2):
        events = answered(answer[:cut], punk, mode, end=False)
        assert ops(events) == []
        assert ended(events).document["root"] == BASE["root"]


def test_one_bad_change_costs_the_others_nothing(punk: Catalog) -> None:
    change = {"root": {"props": {"gap": "huge", "padding": "md"}, "children": BASE["root"]["children"][:1]}}
    base = {"root": {**BASE["root"], "props": {"gap": "sm"}}}
    events = answered(json.dumps(change), punk, "merge", base)
    assert ops(events) == ["add /root/props/padding", "remove /root/children/1"]
    assert [event.patch["path"] for event in of(PatchRefused, events)] == ["/root/props/gap"]


def test_what_was_refused_goes_back_and_is_mended_by_operations(punk: Catalog) -> None:
    """A correction is written in patches, whatever the mode; what it says again is not done again."""
    change = {"root": {"props": {"gap": "huge", "padding": "md"}, "children": BASE["root"]["children"][:1]}}
    again = [add("/root/props/gap", "md"), {"op": "remove", "path": "/root/children/1"}]
    model = ScriptedProvider([json.dumps(change), FinishPart("stop")], says(*again))
    base = {"root": {**BASE["root"], "props": {"gap": "sm"}}}
    events = run(model, punk, mode="merge", document=base, recovering=Recovering(corrections=1))
    assert [event.reason for event in of(AttemptStarted, events)] == ["initial", "correction"]
    assert "RFC 7396" in model.requests[0].system
    assert "RFC 7396" not in model.requests[1].system
    assert ended(events).document["root"] == {
        "type": "Container", "props": {"gap": "md", "padding": "md"}, "children": BASE["root"]["children"][:1],
    }  # fmt: skip


def test_what_was_healed_is_told(punk: Catalog) -> None:
    events = answered("{'root': {'props': {'gap': 'md'}}}", punk, "merge")
    assert ops(events) == ["add /root/props"]
    assert {event.repair.name for event in of(RepairMade, events)} == {"single-quotes"}


def test_what_is_no_edit_is_told_with_its_place(punk: Catalog) -> None:
    events = answered('Here:\n{"answer": 42}', punk, "merge")
    (found,) = [each.diagnostic for each in of(DiagnosticFound, events) if each.diagnostic.code == "EP007"]
    assert (found.line, found.column) == (2, 1)
    assert "not a merge patch" in found.message


@pytest.mark.parametrize("mode", ["merge", "whole"])
def test_without_a_document_the_mode_does_not_count(mode: Mode, punk: Catalog) -> None:
    events = answered(json.dumps(BASE), punk, mode, base=None)
    assert ended(events).document["root"] == BASE["root"]
    assert len(ops(events)) > 1  # node by node, as ever


def test_operations_are_understood_in_every_mode(punk: Catalog) -> None:
    events = answered('{"op": "remove", "path": "/root/children/0"}\n', punk, "whole")
    assert ops(events) == ["remove /root/children/0"]


# ---------------------------------------------------------------- the prompt


@pytest.mark.parametrize(
    ("mode", "said"), [("patch", "JSON Patch operations"), ("merge", "RFC 7396"), ("whole", "whole document anew")]
)
def test_the_prompt_tells_how_to_answer(mode: Mode, said: str, punk: Catalog) -> None:
    system = make_prompt("x", punk, punk.profile("strict"), Models(), document=BASE, mode=mode).system
    others = {"JSON Patch operations", "RFC 7396", "whole document anew"} - {said}
    assert said in system
    assert not [other for other in others if other in system]


def test_a_template_without_a_place_for_it_is_told_behind(punk: Catalog) -> None:
    own = punk.prompts | {"edit": "Mine: ${components}"}
    catalog = type(punk)(**{name: getattr(punk, name) for name in punk.__dataclass_fields__} | {"prompts": own})
    merge = make_prompt("x", catalog, punk.profile("strict"), Models(), document=BASE, mode="merge").system
    assert merge.index("Mine:") < merge.index("RFC 7396")
    patch = make_prompt("x", catalog, punk.profile("strict"), Models(), document=BASE).system
    assert "RFC 7396" not in patch
