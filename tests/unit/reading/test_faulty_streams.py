"""The corpus of faulty streams: what is intact in the text is in the document, whatever the faults and the chunks.

The figures for the whole corpus are those of `python -m tests.benchmarks.healing`.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from random import Random

import pytest
from support.corrupter import Corrupted, Valid, cases, corrupt, valid_streams
from support.every_row import every_row
from support.faults import KINDS
from support.faulty import Faulty, faulty_streams
from support.pipeline import chunks_of, ids_in, read, run, taken

from epoch_cli.catalog import Catalog
from epoch_cli.reading import PatchRead, Read
from epoch_cli.reading.decoding import Decoder
from epoch_cli.reading.granularity import Granularity
from epoch_cli.reading.reads import NodeRead
from epoch_cli.validation import Draft

CASES = cases()
FAULTY = faulty_streams()
SIZES = (1, 2, 3, 7)
GRANULARITIES = ("node", "patch")


def name_of(case: Corrupted | Faulty) -> str:
    return case.name


def at_random(text: str, seed: str) -> list[str]:
    random, pieces, at = Random(seed), [], 0
    while at < len(text):
        size = random.randint(1, 200)
        pieces.append(text[at : at + size])
        at += size
    return pieces


# ---------------------------------------------------------------- the corpus itself


def test_the_corpus_is_large_enough() -> None:
    assert len(CASES) >= 200
    assert len(FAULTY) >= 40


def test_every_kind_of_fault_is_in_the_corpus() -> None:
    assert {name for case in CASES for name, _ in case.faults} == set(KINDS)


def test_a_corrupted_stream_differs_from_the_valid_one_and_is_the_same_every_time() -> None:
    stream = valid_streams()[0]
    made = corrupt(stream, 1)
    assert made == corrupt(stream, 1)
    assert made.faults
    assert made.text != stream.layout.text


def test_an_intact_node_still_stands_in_the_text() -> None:
    for case in CASES:
        assert case.intact <= case.all_ids
        assert [name for name in case.intact if f'"{name}"' not in case.text] == [], case.name
    whole = [case for case in CASES if {name for name, _ in case.faults} <= {"extra-closer", "missing-closer"}]
    assert whole
    assert all(case.intact == case.all_ids for case in whole)


@every_row("stream", valid_streams(), ids=lambda stream: stream.name)
def test_a_valid_stream_is_read_without_a_finding(punk: Catalog, stream: Valid) -> None:
    text = stream.layout.text
    done = run([text], punk)
    assert done.malformed == []
    assert not done.rules - {"document-as-patch", "node-as-patch"}
    assert [each.verdict.diagnostics for each in done.outcomes if not each.verdict.accepted] == []
    assert sorted(done.ids) == sorted(stream.ids)
    # and the operations of the layout, which the corrupter works with, are those that are read
    draft = Draft(punk, profile="foundation")
    for operation in stream.layout.operations:
        assert draft.propose(operation.patch).accepted
    assert draft.document == done.document


# ---------------------------------------------------------------- written by hand


@every_row(
    ("stream", "granularity"),
    [(each, how) for each in FAULTY for how in each.granularities],
    ids=[f"{each.name}-{how}" for each in FAULTY for how in each.granularities],
)
def test_a_faulty_stream_becomes_what_its_expectation_says(
    punk: Catalog, stream: Faulty, granularity: Granularity
) -> None:
    done = run([stream.text], punk, granularity)
    told = [each.message for each in done.malformed]
    assert not done.report.gates
    assert len(done.ids) == len(set(done.ids))
    assert set(done.ids) >= stream.ids, told
    assert not set(done.ids) & stream.gone
    assert done.rules >= stream.rules, told
    if stream.malformed is not None:
        assert len(told) == stream.malformed, told
    if stream.root is not None:
        assert done.document.get("root") == stream.root


# ---------------------------------------------------------------- made by the corrupter


@pytest.mark.parametrize("granularity", GRANULARITIES)
def test_every_corrupted_stream_ends_in_a_valid_document(punk: Catalog, granularity: Granularity) -> None:
    for case in CASES:
        assert not run([case.text], punk, granularity).report.gates, (case.name, case.faults)


def test_nearly_all_runs_keep_nearly_all_nodes_that_are_intact_in_the_text(punk: Catalog) -> None:
    lost = {}
    for case in CASES:
        kept = case.kept(run([case.text], punk).document)
        if len(kept) < 0.95 * len(case.intact):
            lost[case.name] = (case.faults, sorted(case.intact - kept))
    assert len(lost) <= 0.01 * len(CASES), lost


@pytest.mark.parametrize("granularity", GRANULARITIES)
def test_no_run_makes_up_an_id(punk: Catalog, granularity: Granularity) -> None:
    for case in CASES:
        assert set(run([case.text], punk, granularity).ids) <= case.states.keys(), (case.name, case.faults)


# ---------------------------------------------------------------- whatever the chunks


def assert_tiles(text: str, reads: list[Read]) -> None:
    spans = [each.span for each in reads]
    assert all(start < end for start, end in spans)
    assert all(one[1] == other[0] for one, other in pairwise(spans))
    assert (spans[0][0], spans[-1][1]) == (0, len(text)) if text else not spans


def owned(reads: Iterable[Read]) -> list[Read]:
    """Those that own text: all but early notice."""
    return [each for each in reads if not isinstance(each, NodeRead)]


@cache
def whole(text: str, catalog: Catalog, granularity: Granularity) -> tuple[list[Read], object]:
    """What a text gives in one piece: its reads and the document."""
    return owned(read([text], granularity)), run([text], catalog, granularity).document


@pytest.mark.parametrize("heal", [True, False], ids=["healed", "strict"])
def test_every_character_of_a_faulty_stream_is_in_exactly_one_read(heal: bool) -> None:
    for case in (*CASES, *FAULTY):
        assert_tiles(case.text, owned(read([case.text], "patch", heal=heal)))


def test_early_notice_changes_nothing_of_the_reads() -> None:
    for case in (*CASES, *FAULTY):
        assert owned(read([case.text], "node")) == owned(read([case.text], "patch")), case.name


@pytest.mark.parametrize("granularity", GRANULARITIES)
@pytest.mark.parametrize("size", [*SIZES, None], ids=lambda size: f"chunks of {size}" if size else "random chunks")
def test_chunks_make_no_difference_to_a_faulty_stream(
    punk: Catalog, size: int | None, granularity: Granularity
) -> None:
    # each stream meets each size in one granularity at least; all of them in both would take half a minute
    first = GRANULARITIES.index(granularity)
    for case in (*CASES[first::2], *FAULTY):
        text = case.text
        pieces = at_random(text, case.name) if size is None else chunks_of(text, size)
        reads, (expected, document) = list(read(pieces, granularity)), whole(text, punk, granularity)
        assert owned(reads) == expected, (case.name, size)
        assert taken(reads, punk, granularity).document == document, (case.name, size)


def test_bytes_that_are_no_text_are_replaced_and_told_whatever_the_chunks() -> None:
    broken = [case for case in CASES if "\ufffd" in case.text]
    assert broken
    for case in broken:
        decoder = Decoder()
        pieces = [decoder.feed(case.data[at : at + 3]) for at in range(0, len(case.data), 3)]
        assert "".join([*pieces, decoder.close()]) == case.text
        assert decoder.invalid is not None
        assert decoder.invalid.times == case.text.count("\ufffd")


@every_row("stream", valid_streams(), ids=lambda stream: stream.name)
def test_node_by_node_and_patch_by_patch_build_the_same_document(punk: Catalog, stream: Valid) -> None:
    text = stream.layout.text
    by_node, by_patch = run(chunks_of(text, 3), punk, "node"), run([text], punk, "patch")
    assert by_node.document == by_patch.document
    assert ids_in(by_node.document["root"]) == by_patch.ids
    assert any(isinstance(each, PatchRead) for each in by_node.reads)
