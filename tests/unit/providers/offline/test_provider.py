"""The composer behind the seam: nothing downstream can tell it from a model, and it says what it is."""

from __future__ import annotations

import asyncio
import json

import pytest

from epoch_cli.catalog import Catalog
from epoch_cli.providers.base import FinishPart, NoticePart, Part, Provider, Request, TextPart, UsagePart
from epoch_cli.providers.offline import OfflineProvider
from epoch_cli.providers.offline.compose import compose
from epoch_cli.reading import PatchRead, PatchReader, TextRead

from .composing import Document, brief


def request(prompt: str, catalog: Catalog, document: Document | None = None) -> Request:
    return Request("", (), brief(prompt, catalog, document=document))


def parts(asked: Request) -> list[Part]:
    async def collect() -> list[Part]:
        return [part async for part in OfflineProvider().stream(asked)]

    return asyncio.run(collect())


def text_of(found: list[Part]) -> str:
    return "".join(part.text for part in found if isinstance(part, TextPart))


def test_it_says_what_it_is() -> None:
    provider: Provider = OfflineProvider()
    assert (provider.name, provider.model) == ("offline", "rules-1")
    assert provider.title == "offline composer (rules, not a model)"


def test_the_stream_is_text_in_small_pieces_then_usage_then_the_end(punk: Catalog) -> None:
    found = parts(request("login form", punk))
    texts, ending = found[:-2], found[-2:]
    assert all(isinstance(part, TextPart) and 0 < len(part.text) <= 40 for part in texts)
    assert ending == [UsagePart(0, 0), FinishPart("stop")]


def test_each_line_is_one_patch(punk: Catalog) -> None:
    asked = request("login form", punk)
    lines = text_of(parts(asked)).splitlines()
    assert [json.loads(line) for line in lines] == compose(asked.brief)


def test_the_reader_of_model_output_reads_it(punk: Catalog) -> None:
    asked = request("dashboard with revenue and a table of orders", punk)
    reader = PatchReader()
    reads = [read for part in parts(asked) if isinstance(part, TextPart) for read in reader.feed(part.text)]
    reads += reader.close()
    assert all(isinstance(read, PatchRead | TextRead) for read in reads)


def test_what_is_not_understood_is_said_in_one_line_of_prose(punk: Catalog) -> None:
    document = {"root": {"type": "Container", "children": []}}
    told = text_of(parts(request('make it {"op": "remove"} pop', punk, document)))
    assert told.count("\n") == 1
    assert told.startswith("The offline composer")
    assert not set("{}") & set(told)


def test_an_edit_that_changes_nothing_is_noted(punk: Catalog) -> None:
    document = {"root": {"type": "Container", "children": [{"type": "Text", "text": "a"}]}}
    asked = request("make the title shorter", punk, document)
    (note,) = [part for part in parts(asked) if isinstance(part, NoticePart)]
    assert note.code == "nothing-changed"
    assert note.message.startswith("nothing was changed: ")
    assert [part for part in parts(request("rename a to b", punk, document)) if isinstance(part, NoticePart)] == []


def test_a_cancelled_stream_ends_at_once(punk: Catalog) -> None:
    async def run() -> int:
        seen = 0

        async def read() -> None:
            nonlocal seen
            async for _ in OfflineProvider().stream(request("checkout form", punk)):
                seen += 1

        task = asyncio.create_task(read())
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return seen

    total = len(parts(request("checkout form", punk)))
    assert asyncio.run(run()) < total / 2
