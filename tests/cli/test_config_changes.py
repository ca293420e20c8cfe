"""`epoch config set` and `unset`: one key changes, all else stays, and what a project may not say is refused."""

from __future__ import annotations

import json
import stat
import tomllib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.command import Command, Inside
from support.examples import examples

from epoch_cli.config.shapes import keys_of
from epoch_cli.config.source import ProjectConfig, UserConfig


def user_file(inside: Inside | Command) -> Path:
    command = inside.command if isinstance(inside, Inside) else inside
    return command.home / "config" / "epoch" / "config.toml"


@pytest.fixture
def mine(inside: Inside) -> Path:
    """The user's file, with comments."""
    path = user_file(inside)
    path.parent.mkdir(parents=True)
    path.write_text(MINE)
    return path


MINE = """\
# mine
budget = "strict" # for now

[rules]
ignore = ["EP1", # not yet
  "EP2"]

[providers.acme] # at work
base-url = "https://acme.example/v1"
"""

# ---------------------------------------------------------------- set


def test_a_new_file_is_made_for_its_owner_alone(inside: Inside) -> None:
    result = inside("config", "set", "budget", "foundation")
    assert (result.code, result.out) == (0, b"")
    assert result.said == ['set: budget = "foundation", in ~/config/epoch/config.toml']
    path = user_file(inside)
    assert path.read_text() == 'budget = "foundation"\n'
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert inside("config", "set", "budget", "foundation").said[0].startswith("nothing to do: it was budget")
    assert inside("config", "set", "budget", "strict", "-q").err == b""


SET: dict[str, tuple[list[str], str, Any]] = {
    "a text": (["budget", "foundation"], "budget", "foundation"),
    "no": (["cache", "false"], "cache", False),
    "a list": (["exclude", "a b", "c"], "exclude", ["a b", "c"]),
    "a list as an array": (["exclude", '["a", "b"]'], "exclude", ["a", "b"]),
    "a pattern that begins like one": (["exclude", "[ab].json"], "exclude", ["[ab].json"]),
    "an empty list": (["exclude", "[]"], "exclude", []),
    "an empty list for some files": (["rules.per-file.a.select", "[]"], "rules.per-file.a.select", []),
    "a whole number": (["providers.acme.max-tokens", "100"], "providers.acme.max-tokens", 100),
    "a number": (["providers.acme.idle", "2"], "providers.acme.idle", 2.0),
    "a name with dots": (["screen.keys.live.refine", "R"], 'screen.keys."live.refine"', "R"),
    "a pattern": (["rules.per-file.*.a/**.ignore", "EP1"], 'rules.per-file."*.a/**".ignore', ["EP1"]),
    "an underscore": (["providers.acme.key_cmd", "pass show acme"], "providers.acme.key-cmd", "pass show acme"),
    "what a server takes": (["providers.acme.extra.top_k", "5"], "providers.acme.extra.top_k", 5),
    "models": (
        ["models", '{ provider = "acme", id = "m", retires = 2099-01-02 }'],
        "models", [{"provider": "acme", "id": "m", "retires": "2099-01-02"}],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("words", "key", "value"), SET.values(), ids=SET)
def test_a_value_is_read_by_the_type_of_its_key(
    inside: Inside, mine: Path, words: list[str], key: str, value: Any
) -> None:
    assert inside("config", "set", *words).code == 0
    assert json.loads(inside("config", "get", key, "--format", "json").out) == value
    kept = [line for line in MINE.splitlines() if line and not line.startswith("budget")]
    assert [line for line in mine.read_text().splitlines() if line in kept] == kept


WRONG: dict[str, tuple[list[str], str]] = {
    "no truth": (["cache", "yes"], "cache: expected true or false, got 'yes'; `epoch schema config`"),
    "no number": (["providers.acme.max-tokens", "many"], "expected a whole number"),
    "no choice": (["preferences.spacing", "wide"], "expected 'compact', 'normal' or 'spacious', got 'wide'"),
    "no address": (["providers.acme.base-url", "acme.example"], "expected a name or an address that fits"),
    "nothing": (["budget", ""], "something that is not empty"),
    "two values": (["budget", "a", "b"], "takes one value, and 2 were given"),
    "a table": (["rules", "a"], "is a table"),
    "a table in free fields": (["providers.acme.extra.x", '{ "a": 1 }'], "a table is not set as a whole"),
    "null": (["providers.acme.extra.x", "[null]"], "TOML has no null"),
    "an unknown key": (["budgt", "x"], "did you mean 'budget'?"),
    "an unknown key of a model": (["models", '{ provider = "a", id = "b", nmes = ["x"] }'], "did you mean 'names'?"),
    "no name": (["providers.A b.idle", "1"], "expected a name"),
    "half of a price": (["prices.m.input", "1"], "prices.m.output: is missing; nothing was changed"),
    "a key": (["providers.acme.api-key", "sk-Z9"], "epoch keys set acme"),
    "comments in the value": (["rules.ignore", "EP3"], "write in [rules]: ignore = "),
    "a value where a table should be": (["rules.severity.EP1", "info"], "belongs to is something else"),
}  # fmt: skip


@pytest.mark.parametrize(("words", "said"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_told_and_nothing_is_written(inside: Inside, mine: Path, words: list[str], said: str) -> None:
    if "belongs to" in said:
        mine.write_text('[rules]\nseverity = "EP1"\n')
    before = mine.read_bytes()
    result = inside("config", "set", *words)
    assert result.code == 2
    assert said in result.said[0]
    assert b"Z9" not in result.err
    assert mine.read_bytes() == before
    assert [path.name for path in mine.parent.iterdir()] == ["config.toml"]


def test_a_file_that_is_wrong_can_be_put_right(inside: Inside, mine: Path) -> None:
    mine.write_text('budget = 3\nprest = "x"\n')
    assert "prest: no such key" in inside("config", "set", "budget", "strict").said[0]  # it is wrong still
    assert inside("config", "unset", "prest").code == 0
    assert inside("config", "set", "budget", "strict").code == 0
    assert mine.read_text() == 'budget = "strict"\n'
    mine.write_text("budget = \n")
    assert "not TOML" in inside("config", "set", "budget", "strict").said[0]


def test_tables_in_an_array_are_written_anew_where_no_comment_is_lost(inside: Inside, mine: Path) -> None:
    model = '{ provider = "acme", id = "n" }'
    text = '[[models]]\nprovider = "acme"\nid = "m"\n'
    mine.write_text(text + "# mine\n")
    result = inside("config", "set", "models", model)
    assert result.code == 2
    assert "without losing what else you wrote there, such as comments; `epoch config edit` opens it" in result.said[0]
    mine.write_text(text + 'names = ["x"]\n[screen]\nmouse = false\n')
    assert inside("config", "set", "models", model).code == 0
    assert tomllib.loads(mine.read_text()) == {
        "models": [{"provider": "acme", "id": "n"}], "screen": {"mouse": False},
    }  # fmt: skip


def test_a_link_stays_one_and_permissions_stay(inside: Inside, mine: Path) -> None:
    target = inside.work / "dotfiles.toml"
    mine.replace(target)
    mine.symlink_to(target)
    target.chmod(0o640)
    assert inside("config", "set", "cache", "false").code == 0
    assert mine.is_symlink()
    assert "cache = false" in target.read_text()
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_what_cannot_be_written_is_an_error_and_stays(inside: Inside) -> None:
    (inside.command.home / "config").write_text("in the way")
    result = inside("config", "set", "budget", "x")
    assert result.code == 2
    assert "cannot be written" in result.said[0]
    user = user_file(inside)
    (inside.command.home / "config").unlink()
    user.mkdir(parents=True)
    assert "is no file" in inside("config", "set", "budget", "x").said[0]


def test_what_comes_first_is_told(inside: Inside, mine: Path) -> None:
    (inside.work / "epoch.toml").write_text('budget = "foundation"\n')
    result = inside("config", "set", "budget", "unlimited")
    assert result.said[1] == f"note: {inside.work / 'epoch.toml'} sets budget, too, and comes first"
    inside.command.environment["EPOCH_BUDGET"] = "strict"
    assert inside("config", "set", "budget", "strict", "--project").said[1].startswith("note: EPOCH_BUDGET sets budget")
    result = inside("config", "set", "data", "nowhere/models.toml")
    assert (
        result.said[1]
        == "note: ~/config/epoch/nowhere/models.toml is not there; paths count from the folder of the file"
    )


def test_two_at_once_lose_nothing_of_each_other(epoch: Command) -> None:
    keys = [f"rules.severity.EP{number}" for number in range(101, 107)]
    with ThreadPoolExecutor(4) as threads:
        results = list(threads.map(lambda key: epoch("config", "set", key, "info"), keys))
    assert [result.code for result in results] == [0] * len(keys)
    found = tomllib.loads(user_file(epoch).read_text())
    assert sorted(f"rules.severity.{code}" for code in found["rules"]["severity"]) == keys


# ---------------------------------------------------------------- a project's file


def test_the_projects_file_is_the_nearest_or_a_new_one_at_the_root(inside: Inside) -> None:
    (inside.work / ".git").mkdir()
    deep = inside.work / "ui" / "deep"
    deep.mkdir(parents=True)
    root, inside.command.work = inside.work, deep
    result = inside("config", "set", "budget", "foundation", "--project")
    assert result.said == [f'set: budget = "foundation", in {root / "epoch.toml"}']
    assert not user_file(inside).exists()
    nearer = deep.parent / "epoch.toml"
    nearer.write_text("# nearer\n")
    assert inside("config", "set", "budget", "strict", "--project").code == 0
    assert nearer.read_text() == '# nearer\nbudget = "strict"\n'
    assert (root / "epoch.toml").read_text() == 'budget = "foundation"\n'


PYPROJECT = """\
# a project
[project]
name = "x"  # not ours
dependencies = [
  "a>=1", # why
]

[tool.epoch]
budget = "strict"

[tool.ruff]
line-length = 120
"""


def test_in_a_pyproject_nothing_but_our_lines_changes(inside: Inside) -> None:
    path = inside.work / "pyproject.toml"
    path.write_text(PYPROJECT)
    for words in (("set", "budget", "foundation"), ("set", "rules.ignore", "[]"), ("set", "cache", "false")):
        assert inside("config", *words, "--project").code == 0
    ours = 'budget = "foundation"\ncache = false\n'
    assert path.read_text() == PYPROJECT.replace('budget = "strict"\n', ours) + "\n[tool.epoch.rules]\nignore = []\n"
    for key in ("rules", "cache", "budget"):
        assert inside("config", "unset", key, "--project").code == 0
    assert path.read_text().rstrip("\n") == PYPROJECT.replace('budget = "strict"\n', "").rstrip("\n")


ONLY_USERS = sorted(set(keys_of(UserConfig)) - set(keys_of(ProjectConfig)))
LEGAL: Mapping[str, tuple[str, str, str]] = {
    "providers": (
        "providers.openai.base-url",
        "https://evil.example/v1",
        '[providers.openai]\nbase-url = "https://evil"',
    ),
    "models": ("models", '{ provider = "openai", id = "x" }', '[[models]]\nprovider = "openai"\nid = "x"'),
    "prices": ("prices.x.input", "0", "[prices.x]\ninput = 0\noutput = 0"),
}
"""A key, a value and a text for each; a key that only users may set and that is not here makes the tests fail."""


@pytest.mark.parametrize("key", ONLY_USERS)
@pytest.mark.parametrize("name", ["epoch.toml", "pyproject.toml"])
def test_a_project_can_never_set_what_is_the_users(inside: Inside, key: str, name: str) -> None:
    full, value, text = LEGAL[key]
    path = inside.work / name
    path.write_text("# ours\n[tool.epoch]\n" if name == "pyproject.toml" else "# ours\n")
    before = path.read_text()
    result = inside("config", "set", full, value, "--project")
    assert result.code == 2
    assert "can set this; a project never says where your keys are sent, nor what anything costs" in result.said[0]
    assert path.read_text() == before
    prefix = "tool.epoch." if name == "pyproject.toml" else ""
    path.write_text(text.replace("[[", f"[[{prefix}") if "[[" in text else text.replace("[", f"[{prefix}"))
    for command in (("config", "show"), ("config", "get", "budget"), ("config", "check"), ("providers",)):
        result = inside(*command)
        assert result.code == 2, command
        assert b"a project never says where your keys are sent" in result.out + result.err
    assert inside("config", "unset", full, "--project").code == 0  # and it can be taken out
    assert inside("config", "unset", key, "--project").code in {0, 2}
    assert inside("config", "check").code == 0


# ---------------------------------------------------------------- unset


def test_what_is_taken_out_leaves_the_rest(inside: Inside, mine: Path) -> None:
    assert inside("config", "unset", "providers.acme.base-url").said == [
        "unset: providers.acme.base-url, in ~/config/epoch/config.toml"
    ]
    assert mine.read_text() == MINE.partition("[providers")[0].rstrip("\n") + "\n"
    assert inside("config", "unset", "rules").code == 0
    assert mine.read_text() == '# mine\nbudget = "strict" # for now\n'
    assert inside("config", "unset", "budget", "-q").err == b""
    assert mine.read_text() == "# mine\n"


def test_what_is_not_there_is_told_with_the_nearest(inside: Inside, mine: Path) -> None:
    for key, said in (
        ("rules.select", "rules.select is not set there; there are budget, rules.ignore, providers.acme.base-url"),
        ("budgt", "no such key; did you mean 'budget'?"),
        ("preset.x", "has a value"),
    ):
        result = inside("config", "unset", key)
        assert result.code == 2
        assert said in result.said[0]
    assert mine.read_text() == MINE


def test_what_is_needed_is_not_taken_out(inside: Inside, mine: Path) -> None:
    mine.write_text("[prices.m]\ninput = 1\noutput = 2\n")
    assert "prices.m.output: is missing" in inside("config", "unset", "prices.m.output").said[0]
    assert inside("config", "unset", "prices.m").code == 0
    assert mine.read_text() == ""


# ---------------------------------------------------------------- any value

WORD = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=8).filter(
    lambda word: word[0] not in "-[{"
)
NAMES = st.sampled_from(["provider", "model", "screen.theme", "providers.acme.title"])
LISTS = st.sampled_from(["exclude", "rules.select", 'rules.per-file."x.y/**".ignore'])
TRUTHS = st.sampled_from(["cache", "screen.mouse", "providers.acme.sampling"])
CASES = st.one_of(
    st.tuples(NAMES, WORD.map(lambda word: [word])),
    st.tuples(LISTS, st.lists(WORD, min_size=1, max_size=3)),
    st.tuples(TRUTHS, st.sampled_from([["true"], ["false"]])),
    st.tuples(st.just("providers.acme.max-tokens"), st.integers(1, 10**18 - 1).map(lambda number: [str(number)])),
    st.tuples(st.just("providers.acme.idle"), st.floats(0.001, 1e9).map(lambda number: [repr(number)])),
    st.tuples(WORD.map(lambda word: "screen.keys." + json.dumps(word)), st.sampled_from([["R"], ["ctrl+r"]])),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples(30))
@given(case=CASES)
def test_what_is_set_is_what_one_gets_and_unset_brings_the_rest_back(
    inside: Inside, mine: Path, case: tuple[str, list[str]]
) -> None:
    mine.write_text(MINE)
    key, values = case
    assert inside("config", "set", "-q", "--", key, *values).code == 0
    found = json.loads(inside("config", "get", key, "--format", "json").out)
    kind = type(found)
    assert found == (values if kind is list else {"true": True, "false": False}.get(values[0], kind(values[0])))
    left = tomllib.loads(mine.read_text())
    before = tomllib.loads(MINE)
    assert inside("config", "unset", "-q", "--", key).code == 0
    assert tomllib.loads(mine.read_text()) == before
    assert mine.read_text().rstrip("\n") == MINE.rstrip("\n")
    assert all(left[name] == value for name, value in before.items() if name not in key)
