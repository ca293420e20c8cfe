"""`epoch gen --fix`: what a model gets nearly right is repaired on the way, on the record; guesses only when asked."""

from __future__ import annotations

import json
from typing import Any

import jsonpatch
import pytest
from support.command import Command, Inside, Result
from support.scripted import ScriptedProvider, add, container, says

from epoch_cli import read_session, validate
from epoch_cli.catalog import Catalog
from epoch_cli.events import PatchAccepted, PatchRefused, RepairMade, RunEnded

PAGE = add("/root", container(id="page"))
NEARLY = add("/root/children/-", {"type": "button", "props": {"text": "Go", "on_click": "go()"}})
GUESS = add("/root/children/-", {"type": "Input", "props": {"placeholder": "Email"}})
NEVER = add("/root/children/-", {"type": "Text", "text": "<script>alert(1)</script>"})
BUTTON = {"type": "Button", "text": "Go", "props": {"onClick": "go"}}
CHILDREN: dict[str, list[Any]] = {
    "off": [],
    "safe": [BUTTON],
    "all": [BUTTON, {"type": "Input", "props": {"placeholder": "Email", "label": "Email"}}],
}


def run(inside: Inside, *flags: str, form: str = "json") -> Result:
    return inside(
        "gen",
        "x",
        "--corrections",
        "0",
        "--format",
        form,
        *flags,
        model=ScriptedProvider(says(PAGE, NEARLY, GUESS, NEVER)),
    )


@pytest.mark.parametrize("fix", CHILDREN)
def test_what_is_repaired_is_as_much_as_was_asked_for(inside: Inside, punk: Catalog, fix: str) -> None:
    result = run(inside, "--fix", fix)
    assert result.code == 0
    document = json.loads(result.out)
    assert document["root"]["children"] == CHILDREN[fix]
    assert not validate(document, punk).gates


def test_lossless_repairs_are_made_without_being_asked(inside: Inside) -> None:
    assert run(inside).out == run(inside, "--fix", "safe").out


def test_repairs_are_told_with_v_and_counted_in_the_summary(inside: Inside) -> None:
    quiet, told = run(inside, "--fix", "all"), run(inside, "--fix", "all", "-v")
    assert any("1 refused, 5 repaired" in line for line in quiet.said)
    assert not any("repaired patch" in line for line in quiet.said)
    lines = [line for line in told.said if line.startswith("repaired patch")]
    assert [line for line in lines if "rename-component" in line] == [
        'repaired patch 2: rename-component: "button" → "Button"'
    ]
    assert 'repaired patch 3: label-from-placeholder (lossy): label: "Email"' in lines


def test_a_refusal_says_what_it_would_without_repairs(inside: Inside) -> None:
    """But for its place: the nodes before it are not refused any more."""
    said = {fix: [line for line in run(inside, "--fix", fix).said if "refused patch 4" in line] for fix in CHILDREN}
    refused = {fix: [line.partition(": EP")[2] for line in lines] for fix, lines in said.items()}
    assert refused["off"]
    assert refused["off"] == refused["safe"] == refused["all"]


def test_the_lines_of_a_pipe_are_as_applied(inside: Inside) -> None:
    result = run(inside, "--fix", "all", form="jsonl")
    assert jsonpatch.apply_patch({}, result.lines)["root"]["children"] == CHILDREN["all"]
    assert b"on_click" not in result.out


def test_the_session_holds_every_repair_before_its_patch(inside: Inside) -> None:
    assert run(inside, "--fix", "all").code == 0
    events = list(read_session(inside.sessions()[-1]))
    repairs = [event for event in events if isinstance(event, RepairMade)]
    assert {(each.number, each.repair.name, each.repair.grade) for each in repairs} == {
        (2, "rename-component", "lossless"),
        (2, "prop-to-field", "lossless"),
        (2, "rename-prop", "lossless"),
        (2, "handler-call", "lossless"),
        (3, "label-from-placeholder", "lossy"),
    }
    order = [type(each) for each in events if getattr(each, "number", 0) == 2]
    assert order == [RepairMade] * 4 + [PatchAccepted]
    assert [each.number for each in events if isinstance(each, PatchRefused)] == [4]
    end = events[-1]
    assert isinstance(end, RunEnded)
    assert (end.accepted, end.refused, end.repaired) == (3, 1, 5)


def test_a_session_with_repairs_replays_to_the_same_bytes(inside: Inside) -> None:
    made = run(inside, "--fix", "all", form="jsonl")
    session = str(inside.sessions()[-1])
    assert inside("replay", session, "--format", "jsonl").out == made.out


def test_an_unknown_choice_is_a_usage_error_with_the_choices(inside: Inside) -> None:
    result = inside("gen", "x", "--fix", "some")
    assert result.code == 2
    assert result.out == b""
    assert "off, safe, all" in result.err.decode()


def test_the_command_itself_repairs(epoch: Command) -> None:
    """As a process of its own, through a pipe."""
    script = epoch.scripted([{"chunks": "\n".join(json.dumps(each) for each in (PAGE, NEARLY))}, {"finish": "stop"}])
    result = script("gen", "x")
    assert result.code == 0
    assert result.lines[1]["value"] == BUTTON
    assert script("gen", "x", "--fix", "off").lines[1:] == []
