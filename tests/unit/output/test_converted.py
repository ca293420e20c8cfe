"""A run in a format of others: piece by piece as patches are accepted, or whole at its end."""

from __future__ import annotations

import json
from typing import Any

import pytest
from support.every_row import every_row
from support.nodes import add, box, page, text
from support.scripted import ScriptedProvider, run, says
from support.spec_streams import compiled

from epoch_cli.catalog import Catalog
from epoch_cli.convert.formats import FORMATS
from epoch_cli.events import Event, PatchAccepted, RunStarted
from epoch_cli.output.converted import ConvertedOutput

PATCHES = (
    add("/root", box(id="all")),
    add("/root/children/-", {"type": "Nonsense"}),
    add("/root/children/-", text("a", id="a", key="k")),
)


def events_of(catalog: Catalog, **how: Any) -> list[Event]:
    """A run in which the second patch is refused."""
    return run(ScriptedProvider(says(*PATCHES)), catalog, **how)


def output(form: str, catalog: Catalog) -> tuple[ConvertedOutput, list[bytes]]:
    """A reader of a run, and what it writes."""
    written: list[bytes] = []
    return ConvertedOutput(FORMATS[form], lambda _: catalog, written.append), written


def test_each_accepted_patch_is_written_at_once_and_no_refused_one(punk: Catalog) -> None:
    data, written = output("json-render-stream", punk)
    sizes = []
    for event in events_of(punk):
        before = len(written)
        data.feed(event)
        assert len(written) == before or isinstance(event, PatchAccepted)
        sizes += [len(written) - before] if isinstance(event, PatchAccepted) else []
    data.close()
    assert sizes == [1, 1]
    assert list(compiled(b"".join(written).decode())["elements"]) == ["all", "a"]
    assert data.told == [
        "/root/children/0/key: EX001 warning: the key k: not said in a json-render SpecStream (left out)"
    ]


def test_what_cannot_come_in_pieces_is_written_at_the_end(punk: Catalog) -> None:
    data, written = output("json-render", punk)
    for event in events_of(punk):
        data.feed(event)
    assert written == []
    data.close()
    assert json.loads(written[0])["root"] == "all"


@pytest.mark.parametrize("form", ["json-render-stream", "json-render"])
def test_what_a_run_started_from_is_written_with_its_first_patch(punk: Catalog, form: str) -> None:
    base = page(text("old", id="old"), id="page")
    data, written = output(form, punk)
    for event in run(ScriptedProvider(says(add("/root/children/-", text("new", id="new")))), punk, document=base):
        data.feed(event)
    data.close()
    whole = b"".join(written).decode()
    spec = json.loads(whole) if form == "json-render" else compiled(whole)
    assert list(spec["elements"]) == ["page", "old", "new"]


@pytest.mark.parametrize("form", ["json-render-stream", "json-render"])
def test_a_base_that_nothing_changed_is_written_all_the_same(punk: Catalog, form: str) -> None:
    data, written = output(form, punk)
    events = run(ScriptedProvider(says()), punk, document=page(text("old", id="old")))
    for event in events:
        data.feed(event)
    data.close()
    assert b"old" in b"".join(written)


def test_what_comes_before_a_part_is_written_with_its_first_patch(punk: Catalog) -> None:
    data, written = output("json-render-stream", punk)
    events = events_of(punk)
    last = max(at for at, event in enumerate(events) if isinstance(event, PatchAccepted))
    for at, event in enumerate(events):
        (data.feed if at >= last else data.pass_over)(event)
    data.close()
    assert list(compiled(b"".join(written).decode())["elements"]) == ["all", "a"]


@every_row("form", list(FORMATS))
def test_a_run_without_a_document_writes_nothing(punk: Catalog, form: str) -> None:
    data, written = output(form, punk)
    data.feed(next(event for event in events_of(punk) if isinstance(event, RunStarted)))
    data.close()
    assert written == []
    assert not data.told
