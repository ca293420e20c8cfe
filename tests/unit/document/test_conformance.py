"""RFC 6902 by cases: our own, and those of the public JSON Patch suite where a copy of it is at hand."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import jsonpatch
import jsonpointer
import pytest
from support.every_row import every_row

from epoch_cli.document import apply_patch, equal
from epoch_cli.errors import PatchError

OWN = Path(__file__).with_name("patch_cases.json")
PUBLIC = Path(__file__).resolve().parents[4] / "shared" / "conformance" / "json-patch-tests"


def enabled(file: Path) -> list[dict[str, Any]]:
    """The cases of a file that hold a patch and are not switched off; none when there is no file."""
    if not file.is_file():
        return []
    rows = json.loads(file.read_text(encoding="utf-8"))
    return [row for row in rows if "patch" in row and not row.get("disabled")]


OURS = enabled(OWN)
THEIRS = [*enabled(PUBLIC / "tests.json"), *enabled(PUBLIC / "spec_tests.json")]


def check(case: dict[str, Any]) -> None:
    """Apply the patch of one case, and take it back: equal to what is expected, or refused without a trace."""
    document = copy.deepcopy(case["doc"])
    before = json.dumps(document)
    if "error" in case:
        with pytest.raises(PatchError):
            apply_patch(document, case["patch"])
        assert json.dumps(document) == before
        return
    applied = apply_patch(document, case["patch"])
    if "expected" in case:
        assert equal(applied.document, case["expected"])
    assert equal(apply_patch(applied.document, applied.inverse).document, case["doc"])


def name(case: dict[str, Any]) -> str:
    return str(case.get("comment") or case.get("error") or case["patch"])[:60]


@every_row("case", OURS, ids=name)
def test_our_own_cases(case: dict[str, Any]) -> None:
    check(case)


@every_row("case", OURS, ids=name)
def test_our_own_cases_say_what_another_implementation_does(case: dict[str, Any]) -> None:
    failures = (jsonpatch.JsonPatchException, jsonpointer.JsonPointerException)
    if "error" in case:
        with pytest.raises(failures):
            jsonpatch.apply_patch(case["doc"], case["patch"])
    else:
        assert equal(jsonpatch.apply_patch(case["doc"], case["patch"]), case["expected"])


@pytest.mark.skipif(not THEIRS, reason="the public JSON Patch suite is not beside this repository")
@pytest.mark.parametrize("case", THEIRS or [{"doc": None, "patch": []}], ids=name)
def test_the_cases_of_the_public_suite(case: dict[str, Any]) -> None:
    check(case)


@pytest.mark.skipif(not THEIRS, reason="the public JSON Patch suite is not beside this repository")
def test_every_enabled_case_of_the_public_suite_is_looked_at() -> None:
    assert len(THEIRS) >= 108


def test_our_own_cases_cover_every_operation_both_ways() -> None:
    done = {step["op"] for case in OURS if "expected" in case for step in case["patch"]}
    refused = {step.get("op") for case in OURS if "error" in case for step in case["patch"]}
    assert done >= {"add", "remove", "replace", "move", "copy", "test"}
    assert refused >= {"add", "remove", "replace", "move", "copy", "test"}
