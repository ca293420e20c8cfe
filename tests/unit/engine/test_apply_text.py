"""Text that some other tool wrote: the same events as of a run with a provider, without prompts and tokens."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.examples import examples
from support.replaying import hold_events
from support.scripted import HANG, add, container, jsonl, of, text_node

from epoch_cli import Control, Event, Options, UnreadableError, apply_patch, load_catalog, validate
from epoch_cli.catalog import Catalog
from epoch_cli.engine import run as engine_run
from epoch_cli.engine.apply import apply_text
from epoch_cli.events import (
    AttemptStarted,
    BudgetChanged,
    DiagnosticFound,
    PatchAccepted,
    PatchRefused,
    RepairMade,
    RunEnded,
    RunStarted,
    TextReceived,
    UsageReported,
)

PAGE = add("/root", container())
HELLO = add("/root/children/-", text_node("grüß 🙂"))
TEXT = ("Here:\n" + jsonl(PAGE, HELLO)).encode()


class Written:
    """Chunks as a tool writes them: bytes, a pause, an error, a call, or `HANG`; knows whether it was closed."""

    def __init__(self, *steps: Any) -> None:
        self.steps = steps
        self.closed = False

    async def __call__(self) -> AsyncGenerator[bytes]:
        try:
            for step in self.steps:
                if step is HANG:
                    await asyncio.Event().wait()
                elif isinstance(step, Exception):
                    raise step
                elif isinstance(step, float):
                    await asyncio.sleep(step)
                elif callable(step):
                    step()
                else:
                    yield step
        finally:
            self.closed = True


def run(catalog: Catalog, *steps: Any, control: Control | None = None, **options: Any) -> list[Event]:
    written = Written(*steps)

    async def follow() -> list[Event]:
        chosen = Options(**options) if options else None
        return [event async for event in apply_text(written(), catalog=catalog, options=chosen, control=control)]

    events = asyncio.run(asyncio.wait_for(follow(), 30))
    assert written.closed
    hold_events(events, catalog)
    return events


def pieces(data: bytes, size: int) -> Sequence[bytes]:
    return [data[at : at + size] for at in range(0, len(data), size)]


@pytest.mark.parametrize("size", [1, 2, 5, 1000])
def test_the_events_are_those_of_a_run_without_prompt_and_tokens(punk: Catalog, size: int) -> None:
    events = run(punk, *pieces(TEXT, size))
    assert isinstance(events[0], RunStarted)
    assert (events[0].prompt, events[0].provider, events[0].title) == ("", "stdin", "stdin")
    assert isinstance(events[-1], RunEnded)
    assert (events[-1].status, events[-1].accepted) == ("complete", 2)
    assert "".join(event.text for event in of(TextReceived, events)) == TEXT.decode()
    assert of(AttemptStarted, events) + of(UsageReported, events) + of(BudgetChanged, events) == []
    assert events[-1].document["root"]["children"] == [text_node("grüß 🙂")]


def test_a_long_text_uses_no_token_budget_up(punk: Catalog) -> None:
    events = run(punk, jsonl(PAGE).encode(), b"blah " * 100_000, token_budget=100)
    assert events[-1].status == "complete"


@pytest.mark.parametrize(
    ("text", "category", "exit_code"),
    [
        (b"", "UnreadableError", 6),
        (b"no patch", "UnreadableError", 6),
        (jsonl(add("/root", {"type": "Nope"})).encode(), "PatchError", 1),
    ],
)
def test_without_an_interface_it_failed(punk: Catalog, text: bytes, category: str, exit_code: int) -> None:
    ended = run(punk, text)[-1]
    assert ended.status == "failed"
    assert (ended.error["category"], ended.error["exit_code"]) == (category, exit_code)
    assert ended.error["remedy"]


def test_a_base_is_a_start(punk: Catalog) -> None:
    base = {"root": container(text_node("there"))}
    assert run(punk, b"nothing to do", document=base)[-1].status == "complete"
    ended = run(punk, jsonl(HELLO).encode(), document=base)[-1]
    assert [node["text"] for node in ended.document["root"]["children"]] == ["there", "grüß 🙂"]
    assert base == {"root": container(text_node("there"))}


def test_what_cannot_be_read_any_more_ends_it_with_what_there_is(punk: Catalog) -> None:
    ended = run(punk, TEXT, UnreadableError("the text cannot be read", remedy="x"))[-1]
    assert (ended.status, ended.error["exit_code"], ended.accepted) == ("failed", 6, 2)


def test_cancel_and_timeout_keep_the_document(punk: Catalog) -> None:
    control = Control()
    cancelled = run(punk, TEXT, control.cancel, HANG, control=control)[-1]
    assert (cancelled.status, cancelled.accepted, cancelled.error) == ("cancelled", 2, {})
    late = run(punk, TEXT, HANG, timeout=0.2)[-1]
    assert (late.status, late.accepted, late.error["exit_code"]) == ("timeout", 2, 4)


def test_cancelled_at_the_very_end_is_cancelled(punk: Catalog) -> None:
    control = Control()
    ended = run(punk, TEXT + b'{"op":', control.cancel, control=control)[-1]
    assert (ended.status, ended.accepted) == ("cancelled", 2)


def test_undo_takes_the_last_patch_back(punk: Catalog) -> None:
    control = Control()
    events = run(punk, TEXT, control.undo, 0.01, b"\n", control=control)
    assert [event.origin for event in of(PatchAccepted, events)] == ["model", "model", "undo"]
    assert events[-1].document["root"]["children"] == []


def test_an_undo_wished_at_the_last_chunk_is_not_lost(punk: Catalog) -> None:
    control = Control()
    events = run(punk, TEXT, control.undo, control=control)
    assert events[-1].document["root"]["children"] == []


def test_invalid_bytes_are_told_once_however_it_ends(punk: Catalog) -> None:
    for rest in ([], [HANG]):
        events = run(punk, TEXT, b"\xff\xff", b" \xff", *rest, timeout=0.3)
        (found,) = of(DiagnosticFound, events)
        assert (found.diagnostic.code, found.diagnostic.line, found.diagnostic.column) == ("EP010", 4, 1)
        assert "3 times" in found.diagnostic.message
        assert isinstance(events[-1], RunEnded)


def test_half_a_character_at_the_end_is_told(punk: Catalog) -> None:
    (found,) = of(DiagnosticFound, run(punk, TEXT + "🙂".encode()[:2]))
    assert found.diagnostic.code == "EP010"


def test_a_text_over_the_bound_ends_it_at_once(punk: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_run, "MAX_TEXT", 100_000)
    events = run(punk, TEXT, b"x" * 60_000, b"x" * 60_000, HANG)
    ended = events[-1]
    assert (ended.status, ended.error["exit_code"], ended.accepted) == ("failed", 6, 2)
    assert ended.error["message"] == "the text is longer than 0 MiB, and was not read further"
    assert [event.diagnostic.code for event in of(DiagnosticFound, events)] == ["EP005"]
    assert validate(ended.document, punk).gates == []


LINES = [
    jsonl(PAGE), jsonl(HELLO), jsonl(add("/root", container(text_node("a"), container(text_node("b"))))),
    jsonl(add("/root/children/-", {"type": "Marquee"})), '{"op":"add","path":"/root/children/0/text","value":"x"}}\n',
    "Sure, here it is:\n", "```json\n", "[", "]", "{", "}", ",", '"', "\\", "\n", ": keep-alive\n", "<think>",
    "{'op': 'add',", '{"op": "remove", "path": "/root/children/0"}\n', "\ufeff", "\u2028", "\0", "NaN",
    '{"type":"Card","children":[', "é🙂",
]  # fmt: skip


@given(
    st.lists(st.sampled_from(LINES) | st.text(max_size=4), max_size=12),
    st.binary(max_size=2),
    st.integers(1, 40),
    st.sampled_from(["node", "patch"]),
    st.booleans(),
)
@settings(max_examples=examples(120), deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_comes_it_ends_with_a_valid_document_and_all_of_it_is_told(
    lines: list[str], junk: bytes, size: int, granularity: Any, heal: bool
) -> None:
    catalog = load_catalog("punk")
    data = "".join(lines).encode("utf-8", "surrogatepass") + junk
    events = run(catalog, *pieces(data, size), granularity=granularity, heal=heal)
    ended = events[-1]
    assert isinstance(ended, RunEnded)
    assert ended.status == ("complete" if "root" in ended.document else "failed")
    assert validate(ended.document, catalog).gates == []
    if data[:2] not in {b"\xff\xfe", b"\xfe\xff"}:
        assert "".join(event.text for event in of(TextReceived, events)) == data.decode("utf-8", "replace")
    document: Any = {}
    for event in of(PatchAccepted, events):
        document = apply_patch(document, event.patch).document
    assert document.get("root") == ended.document.get("root")
    counts = len(of(PatchAccepted, events)), len(of(PatchRefused, events)), len(of(RepairMade, events))
    assert counts == (ended.accepted, ended.refused, ended.repaired)
    assert ended.malformed == sum(event.diagnostic.code[:4] == "EP00" for event in of(DiagnosticFound, events))
    if granularity == "patch":
        again = run(catalog, data, granularity=granularity, heal=heal)
        assert again[-1].document == ended.document  # type: ignore[union-attr]
