"""What is told of a run beside its document: status, log and meters."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from support.every_row import every_row
from support.histories import accepted, attempt, ended, found, refused, repaired, started
from support.scripted import add, container, text_node

from epoch_cli.catalog import Profile
from epoch_cli.engine.budget import Meters
from epoch_cli.errors import PatchError
from epoch_cli.events import (
    AttemptEnded,
    BudgetChanged,
    Event,
    NoticeGiven,
    RecoveryChosen,
    StageEntered,
    TextReceived,
    UsageReported,
)
from epoch_cli.output.progress import Pace
from epoch_cli.output.view import MeterView, Status, View

RECOVERED = RecoveryChosen(
    at=3.0, attempt=1, category="PROVIDER_ERROR", trigger="server", action="retry", delay=0.0, message="asking again"
)


def fed(*events: Event) -> View:
    view = View()
    for event in events:
        view.feed(event)
    return view


def meter(view: View, name: str, at: float | None = None) -> MeterView:
    return next(meter for meter in view.meters(at) if meter.name == name)


def usage(tokens: tuple[int, int], cost: str | None = "0.25") -> UsageReported:
    return UsageReported(at=2.0, attempt=1, input_tokens=tokens[0], output_tokens=tokens[1], estimated=False, cost=cost)


# ---------------------------------------------------------------- status


def test_before_the_first_event_there_is_nothing_to_tell() -> None:
    assert View().status() == Status(progress=Pace().progress())
    assert [each.name for each in View().meters()] == [
        "tokens", "score", "depth", "nodes", "bindings", "handlers", "patches", "time", "cost",
    ]  # fmt: skip


def test_who_writes_is_told_as_people_read_it() -> None:
    view = fed(started(), attempt(1))
    assert view.status()[:5] == ("a page", "Acme", "large-1", 1, 1)
    view.feed(attempt(2, "fallback", provider="other", model="small-2"))
    assert (view.status().provider, view.status().model, view.status().reason) == ("other", "small-2", "fallback")
    view.feed(attempt(3, "fallback", provider="offline", model="rules-1"))
    assert (view.status().provider, view.status().model) == ("offline composer (rules, not a model)", "")
    alone = fed(started(title="large-1"))
    assert (alone.status().provider, alone.status().model) == ("large-1", "large-1")


REMOVED = {"op": "remove", "path": "/root"}


def test_a_turn_is_a_wish_however_many_attempts_it_takes() -> None:
    view = fed(started(), attempt(1), attempt(2, "retry"), attempt(3, "refine", prompt="in blue"))
    assert (view.status().prompt, view.status().attempt, view.status().turn) == ("in blue", 3, 2)
    view.feed(attempt(4, "initial", provider="other", prompt="# the whole of the request"))
    assert (view.status().prompt, view.status().turn) == ("a page", 3)
    assert fed(started(), attempt(1, "continuation")).status().turn == 1


def of_turns(view: View) -> tuple[str, int, int, int]:
    """What is told of turns: the wish that stands, how many do, the attempts of the last, and the patches."""
    status = view.status()
    return status.prompt, len(status.turns.asked), status.tries, status.turns.patches


def test_a_turn_that_was_taken_back_is_not_told_any_more() -> None:
    second, third = (add("/root/children/-", text_node(word)) for word in ("two", "three"))
    gone = {"op": "remove", "path": "/root/children/1"}
    view = fed(
        started(),
        *(attempt(1), accepted(add("/root", container(text_node("one"))), 1, inverse=[REMOVED])),
        *(attempt(2, "refine", prompt="two more"), attempt(3, "correction")),
        *(accepted(second, 2, inverse=[gone]), accepted(third, 3, number=2)),  # of one patch, node by node
        accepted(add("/root/text", "x"), 4, inverse=[{"op": "remove", "path": "/root/text"}]),
    )
    assert of_turns(view) == ("two more", 2, 2, 4)
    view.feed(accepted({"op": "remove", "path": "/root/text"}, 5, origin="undo"))
    assert of_turns(view)[:2] == ("two more", 2)
    view.feed(accepted(gone, 6, origin="undo"))
    assert of_turns(view)[:2] == ("a page", 1)
    assert view.status().turns.patches == 1
    view.feed(attempt(4, "refine", prompt="in blue"))
    assert of_turns(view) == ("in blue", 2, 1, 1)
    for _ in range(2):
        view.take_back()
    assert of_turns(view)[:2] == ("two more", 2)


def test_without_a_turn_the_wish_of_the_session_that_goes_on_stands() -> None:
    view = fed(
        started(history=[{"prompt": "before", "provider": "acme"}]),
        attempt(1),
        accepted(add("/root", container()), 1, inverse=[REMOVED]),
        accepted(REMOVED, 2, origin="undo"),
    )
    assert of_turns(view) == ("before", 0, 1, 0)


def test_a_fallback_takes_patches_back_and_leaves_the_wish() -> None:
    view = fed(
        started(),
        attempt(1),
        accepted(add("/root", container()), 1, inverse=[REMOVED]),
        accepted(REMOVED, 2, number=1, origin="fallback"),
    )
    assert of_turns(view) == ("a page", 1, 1, 0)


def test_what_went_wrong_last_is_told_until_something_else_is_asked_for() -> None:
    view = fed(started(), attempt(1), refused({}, 1))
    assert view.status().note == "refused: EP201 no such component"
    view.feed(RECOVERED)
    assert view.status().note == "asking again"
    view.feed(attempt(2, "retry"))
    assert view.status().note == "asking again"
    view.feed(attempt(3, "refine"))
    assert view.status().note == ""


def test_everything_is_counted() -> None:
    view = fed(
        started(), attempt(1), accepted(add("/root", container()), 1), repaired(2), refused({}, 2), found("EP001"),
        found("EP402"),
    )  # fmt: skip
    status = view.status()
    assert (status.accepted, status.refused, status.repaired, status.malformed) == (1, 1, 1, 1)


def test_a_run_waits_until_something_comes_and_its_time_stands_still() -> None:
    waiting = StageEntered(at=4.0, stage="waiting")
    view = fed(started(), attempt(1), TextReceived(at=1.0, text="x"))
    assert view.status(3.0).progress.elapsed == 3.0
    view.feed(waiting)
    assert view.status().waiting
    assert view.status(60.0).progress.elapsed == 4.0
    view.feed(attempt(2, "refine", at=4.0))
    assert not view.status().waiting
    assert view.status(5.0).progress.elapsed == 5.0
    view.feed(waiting)
    view.feed(last := ended(at=4.5))
    assert (view.status().waiting, view.status().ended) == (False, last)


def test_an_answer_may_be_coming_while_an_attempt_is_under_way() -> None:
    view = fed(started())
    assert view.status().answering  # of a text that nobody was asked for, as apply reads it
    view.feed(AttemptEnded(at=1.0, attempt=1))
    assert not view.status().answering
    view.feed(attempt(2, "retry"))
    assert view.status().answering


# ---------------------------------------------------------------- log


def test_the_log_says_what_was_done_and_where() -> None:
    page = container(text_node("Log in", id="title"))
    view = fed(
        started(),
        StageEntered(at=0.1, stage="generating"),
        attempt(1, at=0.2),
        accepted(add("/root", page), 1),
        accepted(add("/root/children/-", text_node("more")), 2),
        accepted(add("/root/children/0/props", {"size": "h1"}), 3),
        repaired(4, "/root/children/1"),
        refused(add("/root/children/-", {"type": "Buton"}), 4),
        refused(["no patch"], 5),
        accepted({"op": "remove", "path": "/root/children/0"}, 4, origin="undo"),
        accepted(add("/metadata", {}), 5, origin="fallback"),
        RECOVERED,
        NoticeGiven(at=3.5, attempt=1, code="left-out", message="a parameter was left out"),
    )
    assert [(line.kind, line.number, line.text, line.pointer) for line in view.log] == [
        ("stage", 0, "generating", ""),
        ("attempt", 1, "initial: acme large-1", ""),
        ("accepted", 1, "add Container", "/root"),
        ("accepted", 2, "add Text “more”", "/root/children/1"),
        ("accepted", 3, "add props of Text #title “Log in”", "/root/children/0/props"),
        ("repair", 4, "trim: took a space away", "/root/children/1"),
        ("refused", 4, "add Buton: EP201 no such component", "/root/children/-"),
        ("refused", 5, "a patch that is none: EP201 no such component", ""),
        ("undo", 4, "remove Text #title “Log in”", "/root/children/0"),
        ("fallback", 5, "add metadata", "/metadata"),
        ("recovery", 1, "asking again", ""),
        ("notice", 1, "a parameter was left out", ""),
    ]
    assert view.log[2].patch == add("/root", page)


# ---------------------------------------------------------------- meters


@every_row("nodes", [0, 39, 40, 49, 50, 51])
def test_a_meter_turns_before_it_is_full_where_the_engine_says_so(nodes: int) -> None:
    metrics = {"nodes": nodes}
    view = fed(started(settings={"caps": {"nodes": 50}}), accepted(add("/root", container()), 1, metrics=metrics))
    told = [event.state for event in Meters(Profile("mine", nodes=50), 10, 10.0).read("nodes", nodes, 0.0)]
    assert meter(view, "nodes").state == (told[0] if told else "ok")


def test_a_time_that_no_run_takes_is_shown_shortly() -> None:
    view = fed(started(settings={"limits": {"time": 120}}), StageEntered(at=1e308, stage="generating"))
    assert meter(view, "time").text == "1e+308/120 s"


def test_meters_show_how_much_of_each_is_used() -> None:
    caps = {"nodes": 50, "depth": 8, "patches": 500, "score": 100}
    limits = {"tokens": 32_000, "cost": 0.5, "time": 120}
    view = fed(started(settings={"caps": caps, "limits": limits}), attempt(1), TextReceived(at=1.0, text="a" * 40))
    metrics = {"nodes": 12, "depth": 3, "bindings": 2, "handlers": 1, "score": 20}
    view.feed(accepted(add("/root", container()), 1, at=1.5, number=7, metrics=metrics))
    assert [each.text for each in view.meters(12.9)] == [
        "~110/32k", "20/100", "3/8", "12/50", "2", "1", "7/500", "13/120 s", "$0/$0.5",
    ]  # fmt: skip
    view.feed(usage((1_000, 250)))
    assert meter(view, "tokens").text == "1.2k/32k"
    assert meter(view, "cost")[1:] == (0.25, 0.5, "ok", "$0.25/$0.5")
    assert meter(view, "cost").share == 0.5


def test_nobody_knows_what_a_model_without_a_price_costs() -> None:
    view = fed(started(), attempt(1), usage((1, 1), None))
    assert meter(view, "cost")[1:] == (None, None, "ok", "?")
    assert meter(view, "cost").share is None


def test_what_the_engine_counted_is_believed() -> None:
    nears = BudgetChanged(at=1.0, meter="tokens", used=28_000, limit=32_000, state="near")
    view = fed(started(), attempt(1), nears)
    assert meter(view, "tokens")[1:] == (28_000, 32_000, "near", "~28k/32k")


def test_of_a_document_to_begin_with_is_known_what_needs_no_catalog() -> None:
    view = fed(started(base={"root": container(text_node("a"), text_node("b"))}))
    used = {each.name: each.used for each in view.meters()}
    assert (used["nodes"], used["depth"], used["score"], used["bindings"]) == (3, 2, None, None)
    assert meter(view, "score").text == "?"
    assert meter(fed(started()), "score").text == "0"


@pytest.mark.parametrize(
    "settings",
    [{"caps": "many"}, {"caps": {"nodes": "50"}}, {"limits": {"tokens": None}}, {"limits": {"time": float("nan")}}],
)
def test_settings_that_make_no_sense_are_no_limits(settings: dict[str, Any]) -> None:
    assert all(each.limit is None for each in fed(started(settings=settings)).meters())


def test_small_sums_and_large_numbers_are_short() -> None:
    limits = {"tokens": 2_500_000, "cost": 1.5}
    view = fed(started(settings={"limits": limits}), attempt(1, input_tokens=0), usage((9_999, 0), "0.00001234"))
    assert meter(view, "tokens").text == "9.9k/2.5M"
    assert meter(view, "cost").text == "<$0.0001/$1.50"
    assert view.status().progress.cost == Decimal("0.00001234")


def test_a_hostile_text_is_kept_as_it_is_for_whoever_draws_it() -> None:
    text = "\x1b]0;x\x07[/oops]"
    view = fed(started(prompt=text), NoticeGiven(at=0.0, attempt=1, code="x", message=text))
    assert (view.status().prompt, view.log[0].text) == (text, text)


def test_what_a_fallback_took_back_is_as_it_was() -> None:
    """Its patches bear the number of the last one, which may have been refused; one that is put in place its own."""
    base = {"root": container(text_node("base"))}
    there, back = ({"op": "replace", "path": "/root/children/0/text", "value": value} for value in ("other", "base"))
    view = fed(started(base=base), attempt(1), accepted(there, 1), refused({"op": "remove"}, 2))
    view.feed(accepted(back, 2, origin="fallback"))
    node = view.find("/root/children/0")
    assert node is not None
    assert (node.state, node.patches) == ("", [])
    view.feed(accepted(there, 3, origin="fallback"))
    assert node.state == "changed"
    for _ in range(2):
        view.take_back()
    view.feed(accepted(back, 2, origin="fallback"))
    assert node.state == ""


def test_a_patch_whose_operation_is_no_word_does_not_fit() -> None:
    view = fed(started(), attempt(1))
    with pytest.raises(PatchError):
        view.feed(accepted({"op": ["remove"], "path": "/root"}, 1))
    assert len(view.events) == 2


def test_what_is_taken_back_comes_from_where_it_came_before() -> None:
    """A node that the run started with was made by no patch, also after it was removed and put back."""
    box = container(text_node("x"), id="box")
    base = {"root": container(text_node("one"), box)}
    change = {"op": "replace", "path": "/root/children/1/children/0/text", "value": "y"}
    view = fed(started(base=base), attempt(1), accepted(change, 1))
    view.feed(accepted({"op": "remove", "path": "/root/children/1"}, 2))
    changed = container(text_node("y"), id="box")
    view.feed(accepted({"op": "add", "path": "/root/children/1", "value": changed}, 3, number=2, origin="undo"))
    node, text = view.find("/root/children/1"), view.find("/root/children/1/children/0")
    assert node is not None
    assert text is not None
    assert (node.state, node.patches, node.attempt, node.turn) == ("", [], 0, 0)
    assert (text.state, text.patches, text.attempt, text.turn) == ("changed", [1], 0, 0)
    view.feed(accepted({**change, "value": "x"}, 4, number=2, origin="undo"))
    assert (text.state, text.patches) == ("", [])
