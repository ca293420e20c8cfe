"""The bodies themselves: none is forgotten, each dialect has each case, and the answers are patches of ours."""

from __future__ import annotations

import json
import tomllib
from typing import get_args

import pytest
from support.every_row import every_row
from support.wire_bodies import DATA, SHARED, WAYS, own_bodies, shared_bodies

from epoch_cli.catalog import Catalog
from epoch_cli.config.dialect_names import DialectName
from epoch_cli.errors import FailureKind
from epoch_cli.providers.base import FinishReason
from epoch_cli.validation import Draft

BODIES = {".sse", ".ndjson", ".json", ".html"}


def test_every_file_has_its_row_and_every_row_its_file() -> None:
    files = {path.name for path in DATA.iterdir() if path.suffix in BODIES}
    assert files == {body.name for body in own_bodies()}


def test_shared_bodies_are_all_used_where_they_are() -> None:
    if not SHARED.is_dir():
        pytest.skip("../shared/wire is not there")
    files = {path.name for path in SHARED.iterdir() if path.suffix in BODIES}
    assert files == {body.name for body in shared_bodies()}
    assert len(files) == 61


def test_every_dialect_is_tried() -> None:
    assert set(WAYS) == set(get_args(DialectName))


@every_row("dialect", WAYS)
@every_row("case", ["_ok", "_cut_in", "_cut_no", "_error_midstream", "_whole", "_json_mode"])
def test_every_dialect_has_each_case(dialect: str, case: str) -> None:
    assert any(case in body.name for body in own_bodies() if body.dialect == dialect)


def test_every_kind_of_failure_and_every_end_of_an_answer_has_a_body() -> None:
    kinds = {body.error["kind"] for body in own_bodies() if body.error is not None}
    assert kinds == set(get_args(FailureKind))
    assert {body.expected.get("finish") for body in own_bodies()} - {None} == set(get_args(FinishReason))


@pytest.mark.parametrize(("name", "refused"), [("plain", set()), ("patches", {"EP705"}), ("object", {"EP705"})])
def test_the_answers_are_patches_of_a_document(punk: Catalog, name: str, refused: set[str]) -> None:
    """U+2028 is in some of them for the sake of decoders; the validator takes it for what it is, unsafe."""
    text = tomllib.loads((DATA / "expected.toml").read_text("utf-8"))["texts"][name]
    patches = json.loads(text)["patches"] if name == "object" else [json.loads(line) for line in text.split("\n")[:-1]]
    draft = Draft(punk)
    verdicts = [draft.propose(patch) for patch in patches]
    assert {each.code for verdict in verdicts for each in verdict.diagnostics} == refused
    assert [verdict.accepted for verdict in verdicts] == [True, not refused, True]
    assert draft.document["root"]["type"] == "Card"
