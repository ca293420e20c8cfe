"""Every file of the corpus gives exactly the findings that are expected of it, at exactly their places."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from support.command import Command
from support.corpus import DOCUMENTS, EXPECT, NOT_OF_FILES, ROOT, Expected, Sample, samples

from epoch_cli.catalog import Catalog, load_catalog
from epoch_cli.linting.check import check
from epoch_cli.linting.report import FileReport
from epoch_cli.linting.settings import LintSettings
from epoch_cli.validation.rules import RULES

BAD, GOOD = samples("bad"), samples("good")

KNOWN: dict[str, str] = {}
"""Files on which the linter is known to be wrong, with the reason; the test fails as soon as it is right."""

_CONCISE = re.compile(r"(?P<name>[^:]+):(?P<line>\d+):(?P<column>\d+): (?P<code>EP\d{3}) ")


@cache
def catalog(preset: str) -> Catalog:
    return load_catalog(preset)


@cache
def settings(preset: str, profile: str, models: str, kind: str) -> LintSettings:
    sample = Sample(Path(), held_to={"models": models} if models else {})
    return LintSettings.of(catalog(preset), profile=profile, models=sample.models, kind=kind or None)


def checked(sample: Sample) -> FileReport:
    held_to = settings(sample.preset, sample.profile, sample.held_to.get("models", ""), sample.kind or "")
    return check(sample.path.name, sample.path.read_bytes(), held_to)


def found(sample: Sample) -> list[Expected]:
    return [(each.code, each.line, each.column) for each in checked(sample).diagnostics]


def parameters(rows: list[Sample]) -> list[object]:
    return [
        pytest.param(each, id=each.id, marks=pytest.mark.xfail(reason=KNOWN[each.id]) if each.id in KNOWN else ())
        for each in rows
    ]


@pytest.mark.parametrize("sample", parameters(BAD))
def test_a_bad_file_gives_exactly_what_is_expected(sample: Sample) -> None:
    findings = found(sample)
    assert sorted(findings) == sorted(sample.expected)
    places = [place for _, *place in findings]
    assert places == sorted(places), "findings come in the order of the file"


@pytest.mark.parametrize("sample", parameters(GOOD))
def test_a_good_file_gives_nothing(sample: Sample) -> None:
    assert found(sample) == []


def test_the_corpus_is_large_and_knows_every_rule() -> None:
    assert len(BAD) >= 150
    assert len(GOOD) >= 40
    assert all(sample.expected for sample in BAD)
    assert not any(sample.expected for sample in GOOD)
    times = Counter(code for sample in BAD for code, *_ in sample.expected)
    assert set(times) == set(RULES) - NOT_OF_FILES


def test_every_gate_has_a_document_and_a_patch_file() -> None:
    """The same rules judge both (decision 2); there are only as many patches as a patch file has."""
    kinds: dict[str, set[str]] = {}
    for sample in BAD:
        kind = checked(sample).kind
        for code, *_ in sample.expected:
            kinds.setdefault(code, set()).add(kind)
    both = [code for code, rule in RULES.items() if rule.kind == "gate" and "EP1" <= code < "EP9" and code != "EP608"]
    assert [code for code in both if not kinds[code] >= {"document", "patches"}] == []


def test_every_expectation_has_its_file_and_is_in_order() -> None:
    beside = list(DOCUMENTS.rglob(f"*{EXPECT}"))
    assert [path for path in beside if not path.with_name(path.name.removesuffix(EXPECT)).is_file()] == []
    for sample in BAD:
        places = [place for _, *place in sample.expected]
        assert places == sorted(places), sample.id
        assert set(sample.held_to) <= {"preset", "profile", "models", "kind"}, sample.id


def test_known_faults_are_files_of_the_corpus() -> None:
    assert set(KNOWN) <= {sample.id for sample in (*BAD, *GOOD)}


def test_the_command_says_the_same_of_the_whole_folder(tmp_path: Path) -> None:
    said = concise(tmp_path, "*.json", "*.jsonl")
    assert_said(said, [sample for sample in BAD if not sample.held_to])  # the others are held to something else


def test_the_command_says_the_same_with_flags(tmp_path: Path) -> None:
    rows = [sample for sample in BAD if sample.held_to == {"preset": "house"}]
    said = concise(tmp_path, "--preset", str(ROOT / "house.toml"), *(sample.path.name for sample in rows))
    assert_said(said, rows)


def concise(home: Path, *arguments: str) -> dict[str, list[Expected]]:
    """What `epoch validate` says of files of the folder, by file."""
    result = Command(home, DOCUMENTS / "bad")("validate", "--output-format", "concise", *arguments)
    assert result.code in {1, 6}, result.err.decode()
    assert b"\x1b" not in result.out + result.err
    said: dict[str, list[Expected]] = {}
    for line in result.out.decode().splitlines():
        match = _CONCISE.match(line)
        assert match, line
        place = match["code"], int(match["line"]), int(match["column"])
        said.setdefault(match["name"], []).append(place)
    return said


def assert_said(said: dict[str, list[Expected]], rows: list[Sample]) -> None:
    assert rows
    for sample in rows:
        if sample.id not in KNOWN:
            assert sorted(said.get(sample.path.name, [])) == sorted(sample.expected), sample.id
