"""What must hold for every text and every chunking of it."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from support.every_row import every_row
from support.examples import examples

from epoch_cli.reading import MalformedRead, PatchRead, PatchReader, Read, TextRead
from epoch_cli.reading.reads import NodeRead

from .corpus import EXAMPLES, FRAGMENTS, TEXTS, Example
from .reading import read, shape_of

_PIECES = st.sampled_from(TEXTS) | st.sampled_from(FRAGMENTS) | st.text(max_size=3)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A text of the corpus with a stretch of it replaced by a fragment, so that it breaks somewhere."""
    text = draw(st.sampled_from(TEXTS))
    start = draw(st.integers(0, len(text)))
    end = draw(st.integers(start, min(len(text), start + 6)))
    return text[:start] + draw(st.sampled_from(["", *FRAGMENTS])) + text[end:]


TEXT = st.lists(_PIECES | mutated(), max_size=8).map("".join)
BOUNDS = st.sampled_from([(1_048_576, 64), (1_048_576, 3), (200, 64), (30, 2), (12, 3), (1, 1)])


def cut(text: str, sizes: list[int]) -> list[str]:
    """Cut a text into chunks of the given sizes, over and over."""
    chunks, start, turn = [], 0, 0
    while start < len(text):
        size = sizes[turn % len(sizes)]
        chunks.append(text[start : start + size])
        start, turn = start + size, turn + 1
    return chunks


def assert_tiles(reads: list[Read], text: str) -> None:
    spans = [(0, 0), *(read.span for read in reads if not isinstance(read, NodeRead)), (len(text), len(text))]
    assert all(end == start for (_, end), (start, _) in pairwise(spans))
    assert all(start < end for start, end in spans[1:-1])


def without_parts(reads: list[Read]) -> list[Read]:
    return [read for read in reads if not isinstance(read, NodeRead)]


def assert_chunking_is_no_matter(example: Example, sizes: list[int]) -> None:
    for heal in (False, True):
        whole = read(example, heal=heal)
        assert_tiles(whole, example.text)
        for chunks in (list(example.text), cut(example.text, sizes)):
            assert read(example, chunks, heal=heal) == whole
            assert without_parts(read(example, chunks, heal=heal, granularity="node")) == whole


@every_row("example", EXAMPLES.values(), ids=EXAMPLES.keys())
@every_row("sizes", [[2], [3], [7], [64]])
def test_the_corpus_is_read_the_same_in_chunks(example: Example, sizes: list[int]) -> None:
    assert_chunking_is_no_matter(example, sizes)


@settings(deadline=None)  # a machine that runs tests is noisy
@given(st.sampled_from(list(EXAMPLES.values())), st.lists(st.integers(1, 40), min_size=1, max_size=5))
def test_the_corpus_is_read_the_same_in_random_chunks(example: Example, sizes: list[int]) -> None:
    assert_chunking_is_no_matter(example, sizes)


@settings(deadline=None, max_examples=examples(200))
@given(TEXT, BOUNDS, st.lists(st.integers(1, 60), min_size=1, max_size=5))
def test_any_text_is_read_the_same_in_any_chunks(text: str, bounds: tuple[int, int], sizes: list[int]) -> None:
    assert_chunking_is_no_matter(Example(text, "", *bounds), sizes)


@settings(deadline=None)
@given(TEXT)
def test_text_reads_hold_the_input(text: str) -> None:
    for one in read(Example(text, "")):
        if isinstance(one, TextRead):
            start, end = one.span
            assert one.text.encode("utf-16", "surrogatepass") == text[start:end].encode("utf-16", "surrogatepass")


@settings(deadline=None)
@given(TEXT.map(lambda text: text[:300]), BOUNDS)
def test_no_patch_is_returned_later_than_its_closing_brace(text: str, bounds: tuple[int, int]) -> None:
    max_value_chars, max_depth = bounds
    reader = PatchReader(max_value_chars=max_value_chars, max_depth=max_depth, heal=False)
    for count, char in enumerate(text, 1):
        reads = reader.feed(char)
        if any(isinstance(one, MalformedRead) for one in reads):
            return  # behind a fault, patches on the same line may wait for its end
        if any(isinstance(one, PatchRead) for one in reads):
            # the end of the patch itself, or of a wrapper that could only be cut when it was finished
            assert char == "}"
            assert reads[-1].span[1] == count


_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    # a half alone is malformed
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
    | st.sampled_from(["{", "}]", '"', '\\"', ":", "{a"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner)
    ),
    max_leaves=8,
)
_FORMS = st.sampled_from(
    [{}, {"separators": (",", ":")}, {"indent": 2}, {"ensure_ascii": False}, {"indent": 1, "separators": (",", " : ")}]
)


@settings(deadline=None)
@given(st.lists(st.tuples(_JSON, _FORMS), max_size=4), st.sampled_from(["\n", "\r\n", "", " ", "\n\n```\n"]))
def test_every_patch_that_is_written_is_read(values: list[tuple[Any, dict[str, Any]]], gap: str) -> None:
    patches = [{"op": "add", "path": "/a", "value": value} for value, _ in values]
    texts = [json.dumps(patch, **form) for patch, (_, form) in zip(patches, values, strict=True)]
    for text in (gap.join(texts), "".join(f"{one}{gap}" for one in texts), f"[{','.join(texts)}]"):
        reads = read(Example(text, ""))
        assert [one.patch for one in reads if isinstance(one, PatchRead)] == patches
        assert set(shape_of(reads).split()) <= {"P", "T", "S"}
