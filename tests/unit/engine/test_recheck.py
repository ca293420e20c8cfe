"""The text of a session read again: no difference for what is as it was, and the right one for what is not.

That no session of the suite differs is held by `support/replaying.py`; here is what differs, and where.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.every_row import every_row
from support.examples import examples
from support.scripted import ScriptedProvider, add, chunks, container, jsonl, of, run, says, text_node

from epoch_cli import SessionError, UsageError, load_catalog
from epoch_cli.catalog import Catalog
from epoch_cli.engine import Control, Options
from epoch_cli.engine.apply import apply_text
from epoch_cli.engine.options import Recovering
from epoch_cli.engine.recheck import Recheck, recheck
from epoch_cli.errors import ProviderError
from epoch_cli.events import (
    AttemptEnded,
    AttemptStarted,
    DiagnosticFound,
    Event,
    PatchAccepted,
    PatchRefused,
    RecoveryChosen,
    RepairMade,
    RunEnded,
    RunStarted,
    StageEntered,
    TextReceived,
    decode,
    encode,
)
from epoch_cli.output.recheck import change_line
from epoch_cli.providers.base import FinishPart

PAGE = add("/root", container())
HELLO, BYE = add("/root/children/-", text_node("hello")), add("/root/children/-", text_node("bye"))
BADGE = add("/root/children/-", {"type": "Badge", "text": "new"})
TREE = add("/root", container(text_node("a"), {"type": "Badge", "text": "b"}, text_node("c")))
UNKNOWN = add("/root/children/-", {"type": "Marquee"})


@pytest.fixture(scope="module")
def cut(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """The built-in design system without its badges."""
    path = tmp_path_factory.mktemp("preset") / "cut.toml"
    path.write_text('[preset]\nname = "punk"\nversion = "9"\nextends = "punk"\nremove = ["Badge"]\n', "utf-8")
    return load_catalog(path)


def lines(found: Recheck) -> list[str]:
    return [change_line(change) for change in found.changes]


def applied(catalog: Catalog, text: str, **options: Any) -> list[Event]:
    async def chunks() -> Any:
        yield text.encode()

    async def follow_it() -> list[Event]:
        return [event async for event in apply_text(chunks(), catalog=catalog, options=Options(**options))]

    return asyncio.run(follow_it())


# ------------------------------------------------------------------ no difference


UNDONE = [1, 2, 3, 4, 5]


@every_row("times", [1, 2, 3])
@every_row("granularity", ["node", "patch"])
@every_row("moment", UNDONE)
@every_row("size", [7, 1000])
def test_an_undo_comes_where_it_came(punk: Catalog, granularity: str, moment: int, size: int, times: int) -> None:
    """In the middle of a text, with several operations for a patch that came node by node, and several at once."""
    control = Control()

    def watch(event: Event) -> None:
        if isinstance(event, PatchAccepted) and event.origin == "model" and event.sequence == moment:
            for _ in range(times):
                control.undo()

    answer = says(TREE, HELLO, UNKNOWN, BADGE, BYE, size=size)
    events = run(ScriptedProvider(answer), punk, control=control, watch=watch, granularity=granularity)
    undone = [event for event in of(PatchAccepted, events) if event.origin == "undo"]
    assert undone or granularity == "patch"
    assert recheck(events, punk).changes == []


def test_a_change_asked_for_later_is_read_on_its_own(punk: Catalog) -> None:
    control = Control()
    control.refine("another")
    model = ScriptedProvider(says(PAGE, HELLO), says(add("/root/children/0", text_node("first")), UNKNOWN))
    events = run(model, punk, control=control)
    assert len(of(AttemptStarted, events)) >= 2
    assert recheck(events, punk).changes == []


@pytest.mark.parametrize("fallback", ["previous", "minimal", "empty", None])
def test_a_turn_that_was_taken_back_is_taken_back_again(punk: Catalog, fallback: Any) -> None:
    """`run` holds it to that: what was put in place, and then the turns before it, down to nothing."""
    control = Control()
    control.hold()
    wishes = [lambda: control.refine("more"), *[control.undo_turn] * 2, control.release]
    answer = [*says(HELLO)[:-1], ProviderError("no", remedy="", kind="content")]
    model = ScriptedProvider(says(PAGE, BYE), answer)

    def watch(event: Event) -> None:
        if isinstance(event, StageEntered) and event.stage == "waiting":
            wishes.pop(0)()

    recovering = Recovering(0, 0, 0, (), fallback)
    events = run(model, punk, control=control, watch=watch, recovering=recovering)
    assert "undo" in {event.origin for event in of(PatchAccepted, events)}
    assert of(RunEnded, events)[0].document.get("root") is None


@pytest.mark.parametrize("fallback", ["previous", "minimal", "empty", None])
def test_what_was_put_in_place_is_put_there_again(punk: Catalog, fallback: Any) -> None:
    """What is brought back, what the composer completes, and an interface without content."""
    failure = ProviderError("no", kind="truncated")
    answer = [jsonl(PAGE, HELLO, UNKNOWN), failure]
    base = {"root": container(text_node("there"))} if fallback == "previous" else None
    if base is not None:
        answer = [jsonl(HELLO, BADGE, UNKNOWN), failure]
    events = run(ScriptedProvider(answer), punk, document=base, recovering=Recovering(0, 0, 0, (), fallback))
    assert ("fallback" in {event.action for event in of(RecoveryChosen, events)}) == (fallback is not None)
    assert recheck(events, punk).changes == []


def test_an_answer_that_was_gone_on_with_is_read_as_it_was(punk: Catalog) -> None:
    cut_off = [jsonl(PAGE, HELLO), '{"op":"add","path":"/root/chi', ProviderError("cut", kind="truncated")]
    model = ScriptedProvider(cut_off, says(PAGE, HELLO, BYE))
    events = run(model, punk, chance=lambda: 0.0, recovering=Recovering())
    assert [event.reason for event in of(AttemptStarted, events)] == ["initial", "continuation"], events
    assert recheck(events, punk).changes == []


@every_row(
    "options",
    [
        {"fix": "off"},
        {"fix": "all"},
        {"granularity": "patch"},
        {"heal": False},
        {"profile": "foundation"},
        {"rules": ["EP2"]},
        {"models": {"User": {"fields": {"name": "string"}}}},
        {"document": {"root": container(text_node("there"))}},
    ],
    ids=lambda options: next(iter(options)),
)
def test_the_settings_of_a_session_are_those_of_its_check(punk: Catalog, options: dict[str, Any]) -> None:
    """Through the file, since that is where they are."""
    broken = '{"op":"add","path":"/root/children/-","value":{"type":"Text","text":"{context.user.name}",}}\n'
    named = {"type": "Text", "text": "x", "props": {"size": "16px"}}
    answer = [jsonl(PAGE, UNKNOWN, add("/root/children/-", named)), broken, FinishPart("stop")]
    events = [decode(encode(event)) for event in run(ScriptedProvider(answer), punk, **options)]
    assert recheck(events, punk).changes == []


@every_row("text", ["", "words only", jsonl(PAGE, HELLO), jsonl(PAGE, UNKNOWN) + '{"op":"add'])
@every_row("base", [None, {"root": container()}])
def test_what_apply_wrote_is_read_as_it_was(punk: Catalog, text: str, base: Any) -> None:
    assert recheck(applied(punk, text, document=base), punk).changes == []


@every_row("keep", range(1, 40, 3))
def test_a_session_that_was_cut_is_compared_as_far_as_it_goes(punk: Catalog, keep: int) -> None:
    """Its process was killed at any event."""
    broken = '{"op":"add","path":"/root/children/-","value":{"type":"Text","text":"x",}}\n'
    answer = [*says(PAGE, HELLO, UNKNOWN)[:-1], broken, *says(TREE["value"] and BADGE, BYE)]
    events = run(ScriptedProvider(answer), punk)[:keep]
    assert recheck(events, punk).changes == []


def test_more_patches_than_allowed_end_the_reading_where_they_ended_the_run(punk: Catalog) -> None:
    strict = punk.profile("strict")
    events = run(ScriptedProvider(says(PAGE, HELLO, BYE, BADGE)), punk, profile=strict._replace(patches=2))
    assert of(RunEnded, events)[0].status in {"budget", "fallback"}
    assert recheck(events, punk).changes == []


# ------------------------------------------------------------------ differences


def test_without_a_component_the_patches_that_need_it_are_named(punk: Catalog, cut: Catalog) -> None:
    events = run(ScriptedProvider(says(PAGE, HELLO, BADGE, BYE)), punk)
    found = recheck(events, cut)
    patch, document = lines(found)
    assert patch.startswith("patch 3 add /root/children/-: accepted then, refused now: EP201 ")
    assert document.startswith("document: sha256 ")
    assert found.document_then != found.document_now


def test_in_a_tree_only_the_node_is_refused_and_the_others_move_up(punk: Catalog, cut: Catalog) -> None:
    said = lines(recheck(run(ScriptedProvider(says(TREE)), punk), cut))
    assert said[0].startswith("patch 1 add /root/children/-: accepted then, refused now: EP201 "), said
    assert len(said) == 2


def test_where_places_are_numbers_the_others_move_up(punk: Catalog, cut: Catalog) -> None:
    placed = [{**patch, "path": f"/root/children/{index}"} for index, patch in enumerate((HELLO, BADGE, BYE))]
    said = lines(recheck(run(ScriptedProvider(says(PAGE, *placed)), punk), cut))
    assert said[0].startswith("patch 3 add /root/children/1: accepted then, refused now: EP201 ")
    assert said[1] == "patch 4 add /root/children/2: accepted then, as add /root/children/1 now"
    assert len(said) == 3


def test_with_the_component_back_it_is_accepted(punk: Catalog, cut: Catalog) -> None:
    said = lines(recheck(run(ScriptedProvider(says(PAGE, BADGE)), cut, recovering=Recovering(corrections=0)), punk))
    assert said[0].startswith("patch 2 add /root/children/-: refused then (EP201), accepted now")


def changed(events: Sequence[Event], kind: type[Event], how: Callable[[Any], Event]) -> list[Event]:
    """The events with the first of a kind made another."""
    index = next(index for index, event in enumerate(events) if isinstance(event, kind))
    return [*events[:index], how(events[index]), *events[index + 1 :]]


BROKEN = '{"op":"add","path":"/root/children/-","value":{"type":"Text","text":"x",}}\n'


@pytest.fixture(scope="module")
def rich(punk: Catalog) -> list[Event]:
    """A run in which everything happens that is compared."""
    return run(ScriptedProvider([jsonl(PAGE, HELLO), BROKEN, jsonl(UNKNOWN), '{"op":\n', FinishPart("stop")]), punk)


@pytest.mark.parametrize(
    ("kind", "how", "said"),
    [
        (PatchAccepted, lambda each: replace(each, patch={**each.patch, "value": container(id="x")}), "accepted as "),
        (PatchRefused, lambda each: replace(each, diagnostics=[]), "refused for no reason then, for EP201 now"),
        (RepairMade, lambda each: replace(each, repair=replace(each.repair, name="other")), "made then, not made now"),
        (
            DiagnosticFound,
            lambda each: replace(each, diagnostic=each.diagnostic._replace(code="EP999")),
            "not found now",
        ),
        (TextReceived, lambda each: replace(each, text=each.text.replace("hello", "hullo")), "hullo"),
        (RunStarted, lambda each: replace(each, settings={**each.settings, "heal": False}), "not there now"),
    ],
    ids=["patch", "reason", "repair", "finding", "text", "setting"],
)
def test_a_session_that_was_changed_is_told_from_its_text(
    punk: Catalog, rich: list[Event], kind: type[Event], how: Callable[[Any], Event], said: str
) -> None:
    found = recheck(changed(rich, kind, how), punk)
    assert any(said in line for line in lines(found)), lines(found)
    assert recheck(rich, punk).changes == []


# ------------------------------------------------------------------ what cannot be read again


def test_format_1_is_read_with_the_defaults(punk: Catalog) -> None:
    events = [event for event in run(ScriptedProvider(says(PAGE, HELLO)), punk) if not isinstance(event, AttemptEnded)]
    events[0] = replace(events[0], settings={}, format=1)  # type: ignore[type-var, call-arg]
    assert recheck(events, punk).changes == []
    events[0] = replace(events[0], profile="own")  # type: ignore[type-var, call-arg]
    with pytest.raises(UsageError, match="own"):
        recheck(events, punk)


@pytest.mark.parametrize(
    "given_settings",
    [
        {"fix": "some"},
        {"granularity": 3},
        {"mode": None},
        {"caps": 5},
        {"caps": {"nodes": "many"}},
        {"caps": {"nodes": True}},
        {"models": 5},
        {"models": [{"name": 5}]},
        {"rules": 5},
        {"rules": {"severities": {"EP201": "awful"}}},
        {"rules": {"ignore": 5}},
    ],
)
def test_settings_that_cannot_be_used_are_said(
    punk: Catalog, rich: list[Event], given_settings: dict[str, Any]
) -> None:
    with pytest.raises(SessionError, match="settings"):
        recheck(changed(rich, RunStarted, lambda each: replace(each, settings=given_settings)), punk)


def test_patches_that_do_not_fit_are_said(punk: Catalog, rich: list[Event]) -> None:
    spoiled = changed(rich, PatchAccepted, lambda each: replace(each, patch=add("/root/children/-", 1)))
    assert any("accepted" in line for line in lines(recheck(spoiled, punk)))
    with pytest.raises(SessionError, match="does not fit"):
        recheck(spoiled[:-1], punk)  # without its end there is no document but what they make


def test_a_document_that_its_patches_do_not_make_is_told(punk: Catalog, rich: list[Event]) -> None:
    spoiled = changed(rich, RunEnded, lambda each: replace(each, document={"root": container()}))
    (line,) = lines(recheck(spoiled, punk))
    assert line.startswith("document: sha256 ")


@pytest.mark.parametrize("kind", [PatchAccepted, PatchRefused])
def test_what_is_nested_too_deeply_is_said(punk: Catalog, rich: list[Event], kind: type[Event]) -> None:
    deep: Any = []
    for _ in range(5000):
        deep = [deep]
    with pytest.raises(SessionError, match="deeply"):
        recheck(changed(rich, kind, lambda each: replace(each, patch=add("/root/x", deep))), punk)


@pytest.mark.parametrize("events", [[], [TextReceived(at=0.0, text="x")]])
def test_without_a_beginning_it_is_no_session(punk: Catalog, events: list[Event]) -> None:
    with pytest.raises(SessionError, match="no beginning"):
        recheck(events, punk)


def test_a_hostile_fallback_is_refused_and_no_bug(punk: Catalog, rich: list[Event]) -> None:
    """A session may come from somebody else: what it says was put there goes through the same gates."""
    chosen = RecoveryChosen(
        at=0.0, attempt=1, category="AUTH", trigger="auth", action="fallback", delay=0.0, message=""
    )
    bad = PatchRefused(at=0.0, number=10**6, patch=[1], diagnostics=[])
    found = recheck([*rich[:-1], chosen, bad, rich[-1]], punk)
    assert [change.number for change in found.changes if change.subject == "patch"]


def test_a_document_that_was_checked_again_first_is_checked_again_first(punk: Catalog) -> None:
    """It was continued with another catalog than it was made with, and has findings today."""
    base = {"root": container({"type": "Marquee"}, text_node("there"))}
    events = run(ScriptedProvider(says(HELLO)), punk, document=base, continued_digest="another")
    assert of(RecoveryChosen, events)[0].action == "recheck"
    assert of(DiagnosticFound, events)
    assert recheck(events, punk).changes == []


# ------------------------------------------------------------------ anything


PUNK = load_catalog("punk")  # hypothesis writes out what a test is given, and it is large

ANYTHING = [
    jsonl(PAGE),
    jsonl(TREE),
    jsonl(HELLO),
    jsonl(BADGE),
    jsonl(UNKNOWN),
    jsonl({**BYE, "meta": {"id": "one"}}),
    jsonl(add("/root/children/0", container(text_node("in"), {"type": "Marquee"}, id="box"))),
    jsonl(add("#box/children/-", text_node("by id"))),
    jsonl({"op": "remove", "path": "/root/children/0"}),
    jsonl({"op": "move", "from": "/root/children/0", "path": "/root/children/-"}),
    jsonl({"op": "replace", "path": "/root/children/0", "value": text_node("other")}),
    jsonl({"op": "test", "path": "/root/type", "value": "Container"}),
    jsonl({"op": "copy", "from": "/root/children/0", "path": "/root/children/-"}),
    BROKEN,
    '{"op":"add","path":"/root/children/-","value":{"type":"Text","text":\n',
    "Here it is:\n",
    "```json\n",
    "```\n",
]


@settings(max_examples=examples(60))
@given(
    texts=st.lists(st.lists(st.sampled_from(ANYTHING), max_size=8).map("".join), min_size=1, max_size=3),
    cuts=st.lists(st.integers(0, 400), min_size=3, max_size=3),
    undone=st.sets(st.integers(1, 12), max_size=3),
    size=st.sampled_from([1, 5, 40, 1000]),
    granularity=st.sampled_from(["node", "patch"]),
    keep=st.none() | st.integers(1, 60),
)
def test_whatever_was_written_is_read_again_as_it_was(
    texts: list[str], cuts: list[int], undone: set[int], size: int, granularity: Any, keep: int | None
) -> None:
    """In pieces of any size, cut anywhere and gone on with, with undos in between, up to any event."""
    control = Control()

    def watch(event: Event) -> None:
        if isinstance(event, PatchAccepted) and event.origin == "model" and event.sequence in undone:
            control.undo()

    scripts = [
        [*chunks(text[:cut], size), ProviderError("cut", kind="truncated") if cut < len(text) else FinishPart("stop")]
        for text, cut in zip(texts, cuts, strict=False)
    ]
    events = run(
        ScriptedProvider(*scripts),
        PUNK,
        control=control,
        watch=watch,
        granularity=granularity,
        recovering=Recovering(1, 1, 1),
        chance=lambda: 0.0,
    )
    found = recheck(events[:keep], PUNK)
    assert lines(found) == []
