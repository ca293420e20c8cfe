"""Node by node, and what was mended on the way: which events a run tells of it, and what a cut run keeps."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import pytest
from support.every_row import every_row
from support.scripted import (
    HANG,
    ScriptedProvider,
    add,
    chunks,
    container,
    follow,
    jsonl,
    of,
    run,
    says,
    text_node,
)

from epoch_cli import Control, Event, ProviderError, apply_patch, validate
from epoch_cli.catalog import Catalog
from epoch_cli.events import DiagnosticFound, PatchAccepted, PatchRefused, RepairMade, RunEnded, TextReceived
from epoch_cli.providers.base import FinishPart

TREE = container(text_node("one"), container(text_node("two"), text_node("three")), text_node("four"))
WHOLE = add("/root", TREE)
CUT = jsonl(WHOLE)[: jsonl(WHOLE).index('"three"') + 4]
"""The text ends inside the text of the third node."""


def paths(events: list[Event]) -> list[str]:
    return [event.patch["path"] for event in of(PatchAccepted, events)]


def rebuilt(events: list[Event]) -> Any:
    document: Any = {}
    for event in of(PatchAccepted, events):
        document = apply_patch(document, event.patch).document
    return document


def shown(root: Any) -> list[str]:
    """The texts of a tree, in order."""
    return [root["text"]] if "text" in root else [each for child in root["children"] for each in shown(child)]


# ------------------------------------------------------------------ node by node


def test_a_large_value_is_told_node_by_node_under_one_number(punk: Catalog) -> None:
    events = run(ScriptedProvider(says(WHOLE, add("/root/children/-", text_node("five")))), punk)
    accepted = of(PatchAccepted, events)
    assert [event.number for event in accepted] == [1, 1, 1, 1, 1, 1, 2]
    assert [event.sequence for event in accepted] == [1, 2, 3, 4, 5, 6, 7]
    assert events[-1].accepted == 7
    assert rebuilt(events)["root"] == {**TREE, "children": [*TREE["children"], text_node("five")]}


def test_a_node_is_told_before_the_rest_of_its_value_is_written(punk: Catalog) -> None:
    events = run(ScriptedProvider(says(WHOLE, size=5)), punk)
    kinds = [type(event) for event in events if isinstance(event, (TextReceived, PatchAccepted))]
    first = jsonl(WHOLE).index('"children": [') + len('"children": [')
    assert kinds.index(PatchAccepted) == -(-first // 5)
    assert kinds[kinds.index(PatchAccepted) :].count(TextReceived) > 20


@pytest.mark.parametrize("size", [1, 7, 10_000])
def test_every_chunking_and_both_granularities_make_the_same_document(punk: Catalog, size: int) -> None:
    whole = run(ScriptedProvider(says(WHOLE, size=size)), punk, granularity="patch")
    nodes = run(ScriptedProvider(says(WHOLE, size=size)), punk)
    assert paths(whole) == ["/root"]
    assert len(paths(nodes)) == 6
    assert nodes[-1].document == whole[-1].document


def test_one_bad_node_costs_that_node(punk: Catalog) -> None:
    bad = add("/root", container(text_node("one"), {"type": "Marquee"}, text_node("two")))
    events = run(ScriptedProvider(says(bad)), punk)
    (refused,) = of(PatchRefused, events)
    assert refused.number == 1
    assert shown(events[-1].document["root"]) == ["one", "two"]
    assert (events[-1].accepted, events[-1].refused) == (3, 1)


# ------------------------------------------------------------------ wishes


def test_undo_waits_until_the_patch_is_read_to_its_end(punk: Catalog) -> None:
    control = Control()
    text = jsonl(WHOLE)
    half = text.index('"three"')
    script = [text[:half], control.undo, 0.01, text[half:], 0.01, FinishPart("stop")]
    events = run(ScriptedProvider(script), punk, control=control)
    accepted = of(PatchAccepted, events)
    origins = [event.origin for event in accepted]
    assert origins.index("undo") == 6, "all of the patch was taken in first"
    assert validate(events[-1].document, punk).gates == []
    assert rebuilt(events) == {key: value for key, value in events[-1].document.items() if key == "root"}


def test_undo_comes_before_the_next_patch_of_the_same_chunk(punk: Catalog) -> None:
    control = Control()
    text = jsonl(WHOLE)
    half = text.index('"three"')
    more = jsonl(add("/root", text_node("instead")))
    script = [text[:half], control.undo, text[half:] + more, 0.01, FinishPart("stop")]
    events = run(ScriptedProvider(script), punk, control=control)
    origins = [event.origin for event in of(PatchAccepted, events)]
    assert origins.index("undo") == 6
    assert origins[-1] == "model"
    assert events[-1].document["root"] == text_node("instead")


# ------------------------------------------------------------------ runs that are cut


@every_row("granularity", ["node", "patch"])
@every_row("end", ["cut", "fails", "hangs", "cancelled"])
def test_a_cut_run_keeps_the_nodes_that_were_complete(punk: Catalog, end: str, granularity: Any) -> None:
    control = Control()
    last: dict[str, Any] = {
        "cut": [],
        "fails": [ProviderError("gone", remedy="x")],
        "hangs": [HANG],
        "cancelled": [control.cancel, HANG],
    }
    text = jsonl(add("/root/children/-", text_node("zero"))) + CUT.replace('"/root"', '"/root/children/-"')
    base = {"root": container()}
    events = run(
        ScriptedProvider([*chunks(text), *last[end]]), punk, control=control, document=base, timeout=0.5,
        granularity=granularity,
    )  # fmt: skip
    ended = events[-1]
    assert isinstance(ended, RunEnded)
    assert ended.status == {"cut": "failed", "fails": "failed", "hangs": "timeout", "cancelled": "cancelled"}[end]
    assert shown(ended.document["root"]) == ["zero", "one", "two"]
    assert validate(ended.document, punk).gates == []
    assert [event.repair.grade for event in of(RepairMade, events)].count("lossy") >= 1, "what was lost is told"


def test_without_healing_a_cut_value_is_told_once(punk: Catalog) -> None:
    events = run(ScriptedProvider([CUT]), punk, heal=False)
    codes = [event.diagnostic.code for event in of(DiagnosticFound, events)]
    assert codes == ["EP006"]
    assert events[-1].malformed == 1
    assert shown(events[-1].document["root"]) == ["one", "two"], "nodes that were complete stay"


# ------------------------------------------------------------------ what was mended


def test_what_was_mended_is_told_and_counted(punk: Catalog) -> None:
    extra = jsonl(add("/root", text_node("one"))).replace("}\n", "}}\n")
    text = extra + '{"op":"add","path":"/root/text","value":"x",}\n'
    events = run(ScriptedProvider([*chunks(text), FinishPart("stop")]), punk)
    told = [(event.number, event.repair) for event in of(RepairMade, events)]
    assert [(number, repair.name, repair.grade, repair.pointer) for number, repair in told] == [
        (1, "extra-closer", "lossless", ""),
        (2, "trailing-comma", "lossless", "/root/text"),
    ]
    places = [re.findall(r"\b\d+:\d+", repair.message) for _, repair in told]
    assert places[0] == [f"1:{len(extra) - 1}"]
    assert places[1][0] in {"2:44", "2:45"}  # the comma, or what may not stand behind it
    assert events[-1].repaired == 2
    assert events[-1].document["root"]["text"] == "x"


def test_without_healing_nothing_is_mended(punk: Catalog) -> None:
    text = jsonl(add("/root", text_node("one"))) + '{"op":"add","path":"/root/text","value":"x",}\n'
    events = run(ScriptedProvider([text, FinishPart("stop")]), punk, heal=False)
    assert of(RepairMade, events) == []
    assert events[-1].malformed == 1
    assert events[-1].document["root"]["text"] == "one"


def test_a_fault_in_several_pieces_is_told_once(punk: Catalog) -> None:
    text = jsonl(add("/root", text_node("one"))) + '{"op":"add","value":"' + "x" * 1_400_000 + '"}\n'
    events = run(ScriptedProvider([*chunks(text, 60_000), FinishPart("stop")]), punk, token_budget=10**9)
    assert [event.diagnostic.code for event in of(DiagnosticFound, events)] == ["EP005"]
    assert events[-1].malformed == 1


def test_the_excerpt_of_a_fault_is_told(punk: Catalog) -> None:
    text = jsonl(add("/root", text_node("one"))) + '{"op" 1 "here"}\n'
    events = run(ScriptedProvider([text, FinishPart("stop")]), punk, heal=False)
    (found,) = of(DiagnosticFound, events)
    assert '{"op" 1 "here"}' in found.diagnostic.hint
    assert (found.diagnostic.line, found.diagnostic.column) == (2, 7)


def test_a_run_in_a_loop_of_ones_own_is_the_same(punk: Catalog) -> None:
    events = asyncio.run(follow(ScriptedProvider(says(WHOLE)), punk))
    assert events[-1].accepted == 6
