"""Which rules count: flags over configuration, for all files and for some; what is known; what makes a failure."""

from __future__ import annotations

import json
from typing import Any

import pytest
from support.command import Inside
from support.nodes import MODELS, box, text

FAULTS = {"root": box(text(wobble=1), text(size="16px"), {"type": "Form", "children": []})}
CODES = ["EP301", "EP403", "EP811"]


@pytest.fixture
def here(inside: Inside) -> Inside:
    write(inside, "x.json", FAULTS)
    return inside


def write(inside: Inside, name: str, value: Any) -> str:
    path = inside.work / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(value if isinstance(value, str) else json.dumps(value), "utf-8")
    return name


def told(result: Any) -> list[str]:
    return [line.split()[1] for line in result.out.decode().splitlines()]


@pytest.mark.parametrize(
    ("flags", "codes"),
    [
        ([], CODES),
        (["--select", "EP3"], ["EP301"]),
        (["--select", "props,tokens"], ["EP301", "EP403"]),
        (["--select", "unknown-prop", "--select", "EP811"], ["EP301", "EP811"]),
        (["--ignore", "EP3"], ["EP403", "EP811"]),
        (["--ignore", "raw-value", "--ignore", "accessibility,EP6"], ["EP301"]),
        (["--select", "EP301", "--ignore", "EP3"], ["EP301"]),
        (["--select", "all", "--ignore", "EP301,EP403"], ["EP811"]),
    ],
)
def test_rules_are_chosen_by_code_beginning_name_and_family(here: Inside, flags: list[str], codes: list[str]) -> None:
    assert told(here("validate", "x.json", *flags)) == codes


@pytest.mark.parametrize("flag", ["--select", "--ignore"])
def test_a_rule_that_is_none_is_refused_with_the_nearest(here: Inside, flag: str) -> None:
    result = here("validate", "x.json", flag, "EP301,unknown-porp")
    assert (result.code, result.out) == (2, b"")
    assert 'no rule is called "unknown-porp"; did you mean "unknown-prop"?' in result.said[0]


def test_configuration_chooses_and_flags_go_over_it(here: Inside) -> None:
    write(here, "epoch.toml", '[rules]\nselect = ["EP3", "EP4"]\nignore = ["EP301"]\n')
    assert told(here("validate", "x.json")) == ["EP403"]
    assert told(here("validate", "x.json", "--select", "EP8,EP3")) == ["EP811"]
    assert told(here("validate", "x.json", "--ignore", "EP4")) == []


def test_configuration_names_no_rule_that_is_none(here: Inside) -> None:
    write(here, "epoch.toml", '[rules]\nignore = ["unknown-porp"]\n')
    result = here("validate", "x.json")
    assert result.code == 2
    assert "unknown-prop" in result.said[0]


def test_configuration_says_how_bad_a_rule_is(here: Inside) -> None:
    write(here, "epoch.toml", '[rules.severity]\nprops = "info"\nEP403 = "warning"\nEP811 = "error"\n')
    result = here("validate", "x.json")
    assert result.code == 1
    assert [line.split()[2] for line in result.out.decode().splitlines()] == ["info:", "warning:", "error:"]


def test_rules_for_some_files(here: Inside) -> None:
    for name in ("old/a.json", "old/deep/b.json", "new/c.json"):
        write(here, name, FAULTS)
    rows = [
        '[rules.per-file."old/**"]\nignore = ["tokens"]\n',
        '[rules.per-file."deep"]\nselect = ["EP8"]\n',
        '[rules.per-file."c.json".severity]\nEP301 = "info"\n',
    ]
    write(here, "epoch.toml", "".join(rows))
    result = here("validate", "old", "new", "x.json")
    lines = result.out.decode().splitlines()
    by_file: dict[str, list[str]] = {}
    for line in lines:
        by_file.setdefault(line.partition(":")[0], []).append(" ".join(line.split()[1:3]))
    assert by_file == {
        "old/a.json": ["EP301 error:", "EP811 warning:"],
        "old/deep/b.json": ["EP811 warning:"],
        "new/c.json": ["EP301 info:", "EP403 error:", "EP811 warning:"],
        "x.json": ["EP301 error:", "EP403 error:", "EP811 warning:"],
    }
    assert told(here("validate", "old/deep", "--select", "EP3")) == ["EP301"]


def test_rules_for_files_count_from_the_configuration(here: Inside, monkeypatch: pytest.MonkeyPatch) -> None:
    write(here, "ui/old/a.json", FAULTS)
    write(here, "epoch.toml", '[rules.per-file."ui/old/*.json"]\nignore = ["all"]\n')
    here.command.work = here.work / "ui"
    assert told(here("validate", "old")) == []
    assert told(here("validate", "../x.json")) == CODES


# ---------------------------------------------------------------- what makes a failure


@pytest.mark.parametrize(
    ("severity", "flags", "code"),
    [
        ("error", [], 1),
        ("error", ["--fail-on", "error"], 1),
        ("error", ["--fail-on", "warning"], 1),
        ("error", ["--fail-on", "never"], 0),
        ("error", ["--exit-zero"], 0),
        ("warning", [], 0),
        ("warning", ["--fail-on", "warning"], 1),
        ("warning", ["--fail-on", "never"], 0),
        ("warning", ["--fail-on", "warning", "--exit-zero"], 0),
        ("info", ["--fail-on", "warning"], 0),
        ("info", [], 0),
    ],
)
def test_what_fails_is_a_matter_of_flags(here: Inside, severity: str, flags: list[str], code: int) -> None:
    write(here, "epoch.toml", f'[rules.severity]\nall = "{severity}"\n')
    result = here("validate", "x.json", *flags)
    assert told(result) == CODES
    assert result.code == code


def test_a_failure_that_is_none_is_refused(here: Inside) -> None:
    result = here("validate", "x.json", "--fail-on", "warnings")
    assert result.code == 2
    assert "did you mean 'warning'?" in result.said[0]


# ---------------------------------------------------------------- what is known


def test_a_baseline_keeps_known_findings_quiet_and_tells_new_ones(here: Inside) -> None:
    first = here("validate", "x.json", "--write-baseline", "known.json")
    assert (first.code, first.out) == (0, b"")
    assert "wrote: known.json with 3 findings" in first.said
    again = here("validate", "x.json", "--baseline", "known.json")
    assert (again.code, again.out) == (0, b"")
    assert "3 findings suppressed" in again.said[1]
    now = box(text(wobble=1), text(size="body"), {"type": "Form", "children": []}, {"type": "Slider"})
    write(here, "x.json", {"root": now})
    new = here("validate", "x.json", "--baseline", "known.json")
    assert (new.code, told(new)) == (1, ["EP201"])
    assert any("1 finding of the baseline no longer occurs" in line and "--write-baseline" in line for line in new.said)


def test_a_baseline_may_be_written_beside_a_report(here: Inside) -> None:
    result = here("validate", "x.json", "--write-baseline", "known.json", "--output-format", "jsonl", "-o", "report")
    assert (result.code, result.out) == (0, b"")
    assert len((here.work / "report").read_text().splitlines()) == 3


def test_a_baseline_does_not_hide_what_cannot_be_read(here: Inside) -> None:
    write(here, "y.json", "{")
    assert here("validate", "x.json", "y.json", "--write-baseline", "known.json").code == 6
    assert here("validate", "x.json", "y.json", "--baseline", "known.json").code == 6


def test_a_baseline_that_is_not_there_is_refused(here: Inside) -> None:
    result = here("validate", "x.json", "--baseline", "known.json")
    assert (result.code, result.out) == (2, b"")
    assert here("validate", "x.json", "--baseline", "known.json", "--write-baseline", "known.json").code == 2


def test_a_document_suppresses_findings_and_is_told_what_it_need_not(here: Inside) -> None:
    ignore = ["EP3", {"code": "raw-value", "pointer": "/root/children/1"}, "EP801"]
    write(here, "x.json", {**FAULTS, "metadata": {"epoch": {"ignore": ignore}}})
    result = here("validate", "x.json")
    assert told(result) == ["EP811", "EP108"]
    assert "2 findings suppressed" in result.said[1]


# ---------------------------------------------------------------- what files are held to


MODELS_TOML = '[models.User]\nfields = { name = "string" }\n'
BOUND = {"root": text("{context.users.0.nam}")}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("models.toml", MODELS_TOML),
        ("models.toml", '[User]\nfields = { name = "string" }\n'),
        ("models.json", json.dumps({"models": {"User": {"fields": {"name": "string"}}}})),
        ("models.json", json.dumps([{"name": "User", "fields": {"name": "string"}}])),
        ("models.json", json.dumps(MODELS)),
    ],
)
def test_data_models_come_from_a_file(here: Inside, name: str, content: str) -> None:
    write(here, "b.json", BOUND)
    assert told(here("validate", "b.json")) == []
    result = here("validate", "b.json", "--data", write(here, name, content))
    assert told(result) == ["EP502"]
    assert b'"name"' in result.out
    write(here, "epoch.toml", f'data = "{name}"\n')
    assert told(here("validate", "b.json")) == ["EP502"]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("m.toml", "[User", "m.toml: not TOML"),
        ("m.json", "{", "m.json: not JSON"),
        ("m.toml", "[User]\nfields = { name = 'strng' }\n", "m.toml: models.User.fields.name"),
        ("m.json", "5", "m.json: models: expected"),
        ("missing.toml", None, "missing.toml: cannot be read"),
    ],
)
def test_a_file_of_models_that_is_none_is_refused(here: Inside, name: str, content: str | None, words: str) -> None:
    if content is not None:
        write(here, name, content)
    result = here("validate", "x.json", "--data", name)
    assert (result.code, result.out) == (2, b"")
    assert words in result.said[0]


def test_a_budget_may_be_a_file_of_caps(here: Inside) -> None:
    write(here, "wide.json", {"root": box(*[text(str(number)) for number in range(20)])})
    assert told(here("validate", "wide.json")) == ["EP603"]
    write(here, "caps.toml", "children = 30\n")
    assert told(here("validate", "wide.json", "--budget", "caps.toml")) == []
    write(here, "caps.toml", 'name = "tight"\nchildren = 4\nnodes = 10\n')
    result = here("validate", "wide.json", "--budget", "./caps.toml")
    assert sorted(told(result)) == ["EP601", "EP603"]
    assert b"in profile tight" in result.out
    write(here, "epoch.toml", 'budget = "caps.toml"\n')
    assert sorted(told(here("validate", "wide.json"))) == ["EP601", "EP603"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("childern = 3\n", "there is no cap 'childern'; did you mean 'children'?"),
        ('children = "three"\n', "children: expected a whole number"),
        ("nodes = -1\n", "nodes: expected a whole number"),
        ("depth = true\n", "depth: expected a whole number"),
        ("name = 5\n", "name: expected a text"),
        ("[budget", "not TOML"),
    ],
)
def test_a_file_of_caps_that_is_none_is_refused(here: Inside, content: str, words: str) -> None:
    result = here("validate", "x.json", "--budget", write(here, "caps.toml", content))
    assert result.code == 2
    assert words in result.said[0]


@pytest.mark.parametrize("budget", ["strickt", "missing.toml"])
def test_a_budget_that_is_none_is_refused(here: Inside, budget: str) -> None:
    assert here("validate", "x.json", "--budget", budget).code == 2
