"""A large value is there as far as it was read (design section 5)."""

from __future__ import annotations

import json

from support.every_row import every_row
from support.growing import forty, ids_in, written

from epoch_cli.catalog import load_catalog
from epoch_cli.reading import PatchReader
from epoch_cli.validation import Draft
from epoch_cli.validation.intake import Intake

VALUE = forty()
TEXT, KNOWN = written(VALUE)


def test_the_sample_is_what_it_says() -> None:
    assert len(KNOWN) == 40
    assert json.loads(TEXT)["value"] == VALUE


@every_row("size", [1, 2, 3, 7, 64, 500])
def test_every_node_is_there_as_soon_as_its_own_fields_are(size: int) -> None:
    draft = Draft(load_catalog())
    reader, intake = PatchReader(granularity="node"), Intake(draft)
    for start in range(0, len(TEXT), size):
        for read in reader.feed(TEXT[start : start + size]):
            for outcome in intake.take(read):
                assert outcome.verdict.accepted, outcome.verdict.diagnostics
        there = start + size
        assert ids_in(draft.document.get("root")) == {name for name, at in KNOWN.items() if at <= there}
    assert draft.document["root"] == VALUE
    again = Draft(load_catalog(), draft.document)
    assert draft.metrics == again.metrics
    assert draft._state.ledger.depths == again._state.ledger.depths


@every_row("end", range(0, len(TEXT), 101))
def test_a_cut_stream_keeps_all_that_is_complete(end: int) -> None:
    draft = Draft(load_catalog())
    reader, intake = PatchReader(granularity="node"), Intake(draft)
    for read in [*reader.feed(TEXT[:end]), *reader.close()]:
        intake.take(read)
    intake.close()
    assert ids_in(draft.document.get("root")) == {name for name, at in KNOWN.items() if at <= end}
