"""`epoch config check`: everything that is wrong, each at its place, and names that name nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.command import Inside


def user_file(inside: Inside) -> Path:
    path = inside.command.home / "config" / "epoch" / "config.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def test_nothing_is_wrong_with_nothing_and_with_what_is_right(inside: Inside) -> None:
    result = inside("config", "check")
    assert (result.code, result.out) == (0, b"")
    assert result.said == ["nothing is wrong: there is no file, and the defaults apply"]
    user_file(inside).write_text(
        'budget = "foundation"\n[screen]\ntheme = "nord"\n[rules]\nignore = ["EP8", "unknown-prop"]\n'
    )
    (inside.work / "epoch.toml").write_text('preset = "shadcn"\nprovider = "anthropic"\nmodel = "sonnet"\n')
    result = inside("config", "check")
    assert (result.code, result.out) == (0, b"")
    assert result.said == [f"nothing is wrong: ~/config/epoch/config.toml, {inside.work / 'epoch.toml'}"]
    assert inside("config", "check", "-q").err == b""


def test_everything_that_is_wrong_in_every_file_is_told_at_once(inside: Inside) -> None:
    user_file(inside).write_text(
        '# mine\nbudget = 3\n\n[providers.acme]\n  base-ulr = "x"\n[[models]]\nprovider = "a"\nid = "b"\nnmes = []\n'
        "[prices.m]\ninput = 1\n[[prices.m.tiers]]\nabov = 1\ninput = 1\noutput = 1\n"
    )
    (inside.work / "pyproject.toml").write_text('[tool.epoch]\nexclude = ["a",\n  1]\n[tool.epoch.models]\n')
    result = inside("config", "check")
    assert result.code == 2
    mine, theirs = str(user_file(inside)), str(inside.work / "pyproject.toml")
    lines = result.out.decode().splitlines()
    assert [line.split(": ")[0:2] for line in lines] == [
        [f"{mine}:2:1", "budget"],
        [f"{mine}:5:3", "providers.acme.base-ulr"],
        [f"{mine}:9:1", "models.0.nmes"],
        [f"{mine}:10:9", "prices.m.output"],
        [f"{mine}:12:12", "prices.m.tiers.0.above"],
        [f"{mine}:13:1", "prices.m.tiers.0.abov"],
        [f"{theirs}:3:3", "tool.epoch.exclude.1"],
        [f"{theirs}:4:13", "tool.epoch.models"],
    ]
    said = "\n".join(lines)
    for near in (
        "did you mean 'base-url'?",
        "did you mean 'names'?",
        "did you mean 'above'?",
        "is missing; add it there",
    ):
        assert near in said
    assert "expected a string, got 3" in said


NAMES = {
    "preset": ('preset = "pnk"', "1:1: preset: no preset 'pnk'; did you mean 'punk'?"),
    "budget": ('\nbudget = "stric"', "2:1: budget: no budget profile 'stric' in preset punk; did you mean 'strict'?"),
    "data": ('data = "none.toml"', "1:1: data: {work}/none.toml: cannot be read"),
    "rule": (
        '[rules]\nignore = ["EP1",\n "unknown-porp"]',
        '3:2: rules.ignore.1: no rule is called "unknown-porp"; did you mean "unknown-prop"?',
    ),
    "severity": ('[rules.severity]\nunknown-porp = "info"', "2:1: rules.severity.unknown-porp: no rule is called"),
    "file's rule": (
        '[rules.per-file."a/**"]\nselect = ["proops"]',
        '2:11: rules.per-file."a/**".select.0: no rule is called "proops"; did you mean "props"?',
    ),
    "provider": ('provider = "antropic"', "1:1: provider: no provider 'antropic'; did you mean 'anthropic'?"),
    "model": ('model = "sonet"', "1:1: model: no model 'sonet' is known; did you mean 'sonnet'"),
    "theme": ('[screen]\ntheme = "nrod"', "2:1: screen.theme: no theme 'nrod'; did you mean 'nord'?"),
    "action": (
        '[screen.keys]\n"live.refin" = "R"',
        "2:1: screen.keys.\"live.refin\": no such action; did you mean 'live.refine'?",
    ),
    "key": (
        '[screen.keys]\n"live.refine" = "ctl+r"',
        "2:1: screen.keys.\"live.refine\": 'ctl+r' is no key; did you mean 'ctrl'?",
    ),
    "clash": ('[screen.keys]\n"app.help" = "q"', "is the key of"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "said"), NAMES.values(), ids=NAMES)
def test_a_name_that_names_nothing_is_told_where_it_stands(inside: Inside, text: str, said: str) -> None:
    file = inside.work / "epoch.toml"
    file.write_text(text)
    result = inside("config", "check")
    assert result.code == 2
    (line,) = result.out.decode().splitlines()
    assert line.startswith(f"{file}:")
    assert said.format(work=inside.work) in line
    assert inside("config", "check", "epoch.toml").out.decode().startswith("epoch.toml:")


def test_names_of_ones_own_are_names(inside: Inside) -> None:
    file = user_file(inside)
    own = '[providers.acme]\nlike = "{like}"\nbase-url = "https://acme.example"\n'
    file.write_text(
        'provider = "acme"\nmodel = "mm"\n'
        + own.format(like="groq")
        + '[[models]]\nprovider = "acme"\nid = "m"\nnames = ["mm"]\n'
    )
    assert inside("config", "check").code == 0
    file.write_text(own.format(like="grok"))
    result = inside("config", "check")
    assert result.out.decode().startswith(f"{file}:2:1: providers.acme.like: no provider 'grok'; did you mean 'groq'?")
    file.write_text('[[models]]\nprovider = "acm"\nid = "m"\n')
    assert ":1:3: models: m: no provider 'acm'" in inside("config", "check").out.decode()


def test_a_wrong_variable_is_wrong_and_one_that_means_nothing_a_warning(inside: Inside) -> None:
    user_file(inside).write_text(
        '[providers.acme]\nbase-url = "https://a.example/{EPOCH_REGION}"\nkey-variables = ["EPOCH_ACME"]\n'
    )
    inside.command.environment.update(EPOCH_BUDGT="x", EPOCH_TRACEBACK="1", EPOCH_REGION="eu", EPOCH_ACME="y")
    result = inside("config", "check", "-q")
    assert (result.code, result.out) == (0, b"")
    assert result.said == ["warning: EPOCH_BUDGT: means nothing; did you mean 'EPOCH_BUDGET'?"]
    inside.command.environment["EPOCH_PRESET"] = "pnk"
    result = inside("config", "check")
    assert result.code == 2
    assert result.out.decode().startswith("EPOCH_PRESET: preset: no preset 'pnk'; did you mean 'punk'?")


def test_a_file_is_checked_as_what_it_is(inside: Inside) -> None:
    text = '[providers.acme]\nbase-url = "https://acme.example"\n'
    for name, code in (("epoch.toml", 2), ("other.toml", 2), ("config.toml", 0)):
        (inside.work / name).write_text(text)
        assert inside("config", "check", name).code == code, name
    assert inside("config", "check", "other.toml", "--user").code == 0
    (inside.work / "other.toml").write_text("a = \n")
    assert inside("config", "check", "other.toml").out.startswith(b"other.toml:1:5: not TOML: Invalid value; correct")
    (inside.work / "other.toml").write_bytes(b'preset = "a"\n# \xff\n')
    assert inside("config", "check", "other.toml").out.startswith(b"other.toml:2:1: not UTF-8")
    assert "nowhere.toml: not found" in inside("config", "check", "nowhere.toml").said[0]


def test_for_programs(inside: Inside) -> None:
    (inside.work / "epoch.toml").write_text("prest = 1\n")
    inside.command.environment["EPOCH_X"] = "1"
    result = inside("config", "check", "--format", "json")
    assert result.code == 2
    first, second = json.loads(result.out)
    assert {name: first[name] for name in ("severity", "origin", "line", "column", "key", "message")} == {
        "severity": "error", "origin": str(inside.work / "epoch.toml"), "line": 1, "column": 1, "key": "prest",
        "message": "no such key",
    }  # fmt: skip
    assert (second["severity"], second["origin"]) == ("warning", "EPOCH_X")
