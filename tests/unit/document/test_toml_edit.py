"""One key of a TOML text changed, and everything else as it was: bytes, comments and data."""

from __future__ import annotations

import difflib
import tomllib
from typing import Any

import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from epoch_cli.document.toml_edit import _same, comments, with_value, without

TEXT = """\
# what stands first
preset = "punk" # the best

# about the rules
[rules]
ignore = ["a", # not this
  "b"] # nor that
select = ["[", "#", "='"]
severity = { EP1 = "info", "E,P}" = "error", deep = { a = 1 } }

[rules.per-file."legacy/**"] # old
ignore = [
  "z",
]
severity.EP2 = "info"

[[models]]
id = "x" # one
[models.more]
y = 1
[[models]]
id = "y"

[tool.epoch]

[other]
text = '''
[rules]
budget = "no" # text
'''
"""


def difference(before: str, after: str) -> list[str]:
    """The lines that are gone and new."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


SETTING: dict[str, tuple[tuple[str, ...], Any, list[str]]] = {
    "a value": (("preset",), "mine", ['-preset = "punk" # the best', '+preset = "mine" # the best']),
    "a key in no table": (("budget",), "x", ['+budget = "x"']),
    "a key in a table": (("rules", "top"), True, ["+top = true"]),
    "an array": (("rules", "select"), [], ["-select = [\"[\", \"#\", \"='\"]", "+select = []"]),
    "a value in an inline table": (
        ("rules", "severity", "E,P}"), "w",
        ['-severity = { EP1 = "info", "E,P}" = "error", deep = { a = 1 } }',
         '+severity = { EP1 = "info", "E,P}" = "w", deep = { a = 1 } }'],
    ),
    "a value in an inline table in one": (
        ("rules", "severity", "deep", "a"), 2,
        ['-severity = { EP1 = "info", "E,P}" = "error", deep = { a = 1 } }',
         '+severity = { EP1 = "info", "E,P}" = "error", deep = { a = 2 } }'],
    ),
    "a key in an inline table": (
        ("rules", "severity", "x.y"), 1,
        ['-severity = { EP1 = "info", "E,P}" = "error", deep = { a = 1 } }',
         '+severity = { EP1 = "info", "E,P}" = "error", deep = { a = 1 }, "x.y" = 1 }'],
    ),
    "a neighbour of dotted keys": (
        ("rules", "per-file", "legacy/**", "severity", "EP3"), "error", ['+severity.EP3 = "error"']
    ),
    "a table that is not there": (
        ("screen", "keys", "live.refine"), "R", ["+", "+[screen.keys]", '+"live.refine" = "R"']
    ),
    "an empty table": (("tool", "epoch", "budget"), "x", ['+budget = "x"']),
    "what only looks like a table": (("rules", "budget"), "yes", ['+budget = "yes"']),
}  # fmt: skip


@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize(("path", "value", "changed"), SETTING.values(), ids=SETTING)
def test_setting_a_key_changes_its_line_alone(path: tuple[str, ...], value: Any, changed: list[str], ends: str) -> None:
    after = with_value(TEXT.replace("\n", ends), path, value)
    assert after is not None
    assert after.count("\r\n") == (after.count("\n") if ends == "\r\n" else 0)
    assert difference(TEXT, after.replace("\r\n", "\n")) == changed


def test_a_dotted_key_stands_behind_those_that_begin_like_it() -> None:
    assert with_value("[t]\na.b = 1\nc = 2\n", ("t", "a", "d"), 3) == "[t]\na.b = 1\na.d = 3\nc = 2\n"
    assert with_value("a.b = 1\nc = 2\n\n[u]\n", ("a", "d"), 3) == "a.b = 1\na.d = 3\nc = 2\n\n[u]\n"


REFUSED: dict[str, tuple[tuple[str, ...], Any]] = {
    "comments in the value": (("rules", "ignore"), []),
    "a value where a table should be": (("preset", "x"), 1),
    "tables in an array": (("models",), []),
}


@pytest.mark.parametrize(("path", "value"), REFUSED.values(), ids=REFUSED)
def test_what_would_cost_more_than_a_line_is_not_done(path: tuple[str, ...], value: Any) -> None:
    assert with_value(TEXT, path, value) is None


TAKING: dict[str, tuple[tuple[str, ...], list[str]]] = {
    "a line": (("preset",), ['-preset = "punk" # the best']),
    "a value of several lines": (("rules", "ignore"), ['-ignore = ["a", # not this', '-  "b"] # nor that']),
    "the first of an inline table": (
        ("rules", "severity", "EP1"),
        ['-severity = { EP1 = "info", "E,P}" = "error", deep = { a = 1 } }',
         '+severity = { "E,P}" = "error", deep = { a = 1 } }'],
    ),
    "the last of an inline table, which is all of a table": (
        ("rules", "severity", "deep", "a"),
        ['-severity = { EP1 = "info", "E,P}" = "error", deep = { a = 1 } }',
         '+severity = { EP1 = "info", "E,P}" = "error" }'],
    ),
    "a table": (
        ("rules", "per-file"),
        ["-", '-[rules.per-file."legacy/**"] # old', "-ignore = [", '-  "z",', "-]", '-severity.EP2 = "info"'],
    ),
    "an array of tables": (
        ("models",),
        ["-[[models]]", '-id = "x" # one', "-[models.more]", "-y = 1", "-[[models]]", '-id = "y"', "-"],
    ),
    "the last key of a table": (
        ("other", "text"), ["-", "-[other]", "-text = '''", "-[rules]", '-budget = "no" # text', "-'''"]
    ),
}  # fmt: skip


@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize(("path", "changed"), TAKING.values(), ids=TAKING)
def test_taking_a_key_out_takes_its_lines_alone(path: tuple[str, ...], changed: list[str], ends: str) -> None:
    after = without(TEXT.replace("\n", ends), path)
    assert after is not None
    assert difference(TEXT, after.replace("\r\n", "\n")) == changed


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a = { b = 1, x = 2 }\n", "a = { b = 1 }\n"),
        ("a = { x = 1, b = 2 }\n", "a = { b = 2 }\n"),
        ("a = { b = 1, x = 2, c = 3 }\n", "a = { b = 1, c = 3 }\n"),
        ("a = { b = 1, c = 2, d = 3, x = 4 }\n", "a = { b = 1, c = 2, d = 3 }\n"),
    ],
)
def test_a_key_is_taken_out_of_an_inline_table_wherever_it_stands(before: str, after: str) -> None:
    assert without(before, ("a", "x")) == after


def test_a_table_that_means_something_stays_when_it_is_empty() -> None:
    text = '[tool.epoch.rules]\nignore = ["a"]\n'
    assert without(text, ("tool", "epoch", "rules", "ignore")) == ""
    assert without(text, ("tool", "epoch", "rules", "ignore"), kept=2) == "[tool.epoch]\n"
    kept = without("[tool.epoch]\nbudget = 'x'\n", ("tool", "epoch", "budget"), kept=2)
    assert kept == "[tool.epoch]\n"


def test_what_is_not_there_cannot_be_taken_out() -> None:
    for path in (("nothing",), ("preset", "x"), ("rules", "x")):
        with pytest.raises(KeyError):
            without(TEXT, path)


def test_a_value_is_the_same_in_its_type_too() -> None:
    assert with_value("a = 1\n", ("a",), True) == "a = true\n"
    assert not _same({"a": [1]}, {"a": [True]})  # to Python they are equal
    assert not _same(1, 1.0)
    assert with_value("a = nan # none\n", ("b",), 1) == "a = nan # none\nb = 1\n"  # which is not equal to itself


NAMES = st.sampled_from(["a", "b", "c d", 'e"', "f.g", "ü", ""])
TEXTS = st.sampled_from(["", "#", '"', "\\", "]", "x\ny", "}"])
SCALARS = st.one_of(st.booleans(), st.integers(-9, 9), st.floats(allow_nan=False), TEXTS)
VALUES = st.one_of(SCALARS, st.lists(SCALARS, max_size=3))
TABLES = st.recursive(
    st.dictionaries(NAMES, VALUES, max_size=4),
    lambda inner: st.dictionaries(NAMES, st.one_of(VALUES, inner), max_size=4),
)


@st.composite
def commented(draw: st.DrawFn) -> str:
    """A text of TOML with comments between its lines and behind some of them."""
    lines = tomli_w.dumps(draw(TABLES)).splitlines()
    made = []
    for number, line in enumerate(lines):
        if line.startswith("[") or line.endswith("]") or not line:
            made.append(f"# {number}")
        made.append(f"{line} # behind" if line.endswith("]") and draw(st.booleans()) else line)
    return "\n".join(made) + draw(st.sampled_from(["", "\n", "\n\n# last"]))


def at(data: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        data = data[name]
    return data


@given(commented(), st.lists(NAMES, min_size=1, max_size=3), VALUES)
def test_what_was_set_is_there_with_all_else_and_can_be_taken_out_again(
    text: str, names: list[str], value: Any
) -> None:
    path, before = tuple(names), tomllib.loads(text)
    here = before
    for name in path[:-1]:
        here = here.get(name, {})
        if not isinstance(here, dict):
            assert with_value(text, path, value) is None
            return
    is_new = path[-1] not in here
    after = with_value(text, path, value)
    if after is None:
        assert not is_new, "a new key has a place in any table"
        return
    assert at(tomllib.loads(after), path) == value
    assert comments(after) == comments(text)
    gone = without(after, path)
    assert gone is not None
    if is_new:
        assert [line for line in difference(text, after) if line.startswith("-")] == []
        left = tomllib.loads(gone)
        for name in path[:-1]:
            left, before = left.get(name, {}), before.get(name, {})  # tables that were empty before are gone, too
        assert left == before
