"""The composer behind the seam: nothing downstream can tell it from a model, and it says what it is."""

from __future__ import annotations

import asyncio
import json
import re
import time

import pytest
from composer.composing import Document, brief
from hypothesis import given
from hypothesis import strategies as st

from epoch_cli.catalog import Catalog
from epoch_cli.providers.base import FinishPart, NoticePart, Part, Provider, Request, TextPart, UnmetPart, UsagePart
from epoch_cli.providers.offline import OfflineProvider
from epoch_cli.providers.offline.compose import compose
from epoch_cli.providers.offline.provider import answer, chunks
from epoch_cli.reading import PatchRead, PatchReader, TextRead


def request(prompt: str, catalog: Catalog, document: Document | None = None) -> Request:
    return Request("", (), brief(prompt, catalog, document=document))


def parts(asked: Request, provider: OfflineProvider | None = None) -> list[Part]:
    async def collect() -> list[Part]:
        return [part async for part in (provider or OfflineProvider()).stream(asked)]

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
    assert all(isinstance(part, TextPart) and 0 < len(part.text) <= 80 for part in texts)
    assert len(texts) > 30
    assert ending == [UsagePart(0, 0), FinishPart("stop")]


def test_each_line_is_one_patch(punk: Catalog) -> None:
    asked = request("login form", punk)
    lines = text_of(parts(asked)).splitlines()
    assert [json.loads(line) for line in lines] == compose(asked.brief).patches


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


def test_an_edit_that_changes_nothing_is_noted_and_why(punk: Catalog) -> None:
    document = {"root": {"type": "Container", "children": [{"type": "Text", "text": "a"}]}}
    unmet, note = parts(request("sing a song", punk, document))[-4:-2]
    assert note == NoticePart("nothing-changed", "nothing was changed")
    assert isinstance(unmet, UnmetPart)
    assert (unmet.rule, unmet.message) == ("not-understood", "not understood: “sing a song”")
    told = parts(request("rename a to b", punk, document))
    assert not any(isinstance(part, NoticePart | UnmetPart) for part in told)


def test_what_was_not_understood_comes_behind_the_text(punk: Catalog) -> None:
    found = parts(request("login form in comic sans", punk))
    (unmet,) = [part for part in found if isinstance(part, UnmetPart)]
    assert "comic sans" in unmet.message
    assert found.index(unmet) > max(index for index, part in enumerate(found) if isinstance(part, TextPart))
    assert "comic" not in text_of(found)


def test_the_composer_that_completes_tells_it_too(punk: Catalog) -> None:
    asked = request("login form in comic sans", punk)
    found = parts(asked, OfflineProvider(completing=True))
    assert [part.rule for part in found if isinstance(part, UnmetPart)] == ["not-understood"]


# ---------------------------------------------------------------- chunks, and their pace


@given(st.text(max_size=200))
def test_chunks_are_the_text(text: str) -> None:
    found = list(chunks(text))
    assert "".join(chunk.text for chunk in found) == text
    assert all(chunk.text and 1 <= chunk.tokens <= 9 for chunk in found)


def test_chunks_end_where_tokens_do(punk: Catalog) -> None:
    """Words of up to eight letters stay whole, and a chunk may end inside a patch, a string or a key."""
    text = answer(request("contact form with name and email", punk).brief)
    cut, ends = 0, set()
    for chunk in chunks(text):
        cut += len(chunk.text)
        word = re.search(r"[^\W_]*$", text[:cut])
        assert word is not None
        inside = cut < len(text) and text[cut].isalnum() and bool(word[0])
        assert not inside or len(word[0]) % 8 == 0
        ends.add(text[cut - 1])
    assert len(ends) > 5
    assert "\n" not in {chunk.text[-1] for chunk in list(chunks(text))[:5]}


def test_at_a_pace_the_text_is_the_same_and_takes_its_time(punk: Catalog) -> None:
    asked = request("login form", punk)
    tokens = sum(chunk.tokens for chunk in chunks(answer(asked.brief)))
    began = time.monotonic()
    paced = parts(asked, OfflineProvider(pace=tokens / 0.3))
    took = time.monotonic() - began
    assert paced == parts(asked)
    assert took >= 0.29


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
