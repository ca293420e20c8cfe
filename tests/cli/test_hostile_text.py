"""Texts that mean harm, on their way through the command.

What was tried, and where it is proved (names count from `tests/cli`, `unit/` and others from `tests`):

- control, bidirectional and invisible characters, OSC 8 and 52, in values, keys and names of a configuration:
  `test_config.py`, here
- the same in documents and sessions, in every report (GitHub's commands, SARIF, JUnit): `test_validate_forms.py`,
  `unit/output/reports/`, `test_replay.py`, `test_sessions.py`
- … in labels on the live tree, on the screen and in the preview there: `unit/output/test_live.py`,
  `tui/test_hostile.py`, `tui/preview/test_hostile.py`
- … in names of models, errors of servers, presets, files of a project, completions: `unit/output/test_model_list.py`,
  `test_gen_remote.py`, `test_catalog_commands.py`, `test_trust.py`, `unit/cli/test_completions_live.py`
- markup in pages, React, OpenUI and A2UI: `unit/preview/test_any_document.py`, `browser/test_hostile.py`,
  `unit/convert/`
- answers that grow when they are unpacked, deep or endless ones: `unit/providers/test_hostile_servers.py`
- JSON: deep, duplicate keys, numbers and lone surrogates: `unit/reading/test_strict_json.py`,
  `unit/validation/test_hostile_proposals.py`, of servers `unit/hostile/test_bodies.py`; through the command here
- digits without end in bindings, conditions, pointers and ports: `unit/hostile/test_digits.py`; here
- what a model writes to get data out, or to be told again as an instruction: `test_hostile_model.py`,
  `unit/hostile/test_quotations.py`
- TOML: keys of 20 000 parts, numbers of 100 000 digits, deep values: `unit/hostile/test_toml.py`; values of `config
  set` here
- regular expressions that go back and try again: `unit/hostile/test_patterns.py`; strings of a document
  `unit/hostile/test_strings.py`
- an output that takes ASCII alone: here
"""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from support.command import Command, Inside

OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
EVIL = "a\x1b]8;;http://x\x07b\x1b[31m\u202e\u200b\x9b31m%0A::error::x\n::error::y"

DIGITS = "9" * 5_000


@pytest.mark.parametrize("value", [DIGITS, "0x" + "f" * 9_000, "1e999999", "[" * 20_000, "{a=" * 3_000, EVIL])
@pytest.mark.parametrize("key", ["budget", "exclude", "models", "rules.ignore", "providers.x.extra.foo"])
def test_no_value_of_a_setting_is_a_bug(inside: Inside, key: str, value: str) -> None:
    result = inside("config", "set", "--user", key, value)
    assert result.code in (0, 2), result.err
    assert OBEYED.search((result.out + result.err).decode()) is None


@pytest.mark.parametrize("count", ["1e999", "NaN", "-1e999", DIGITS, '"x"', "null"])
def test_no_number_in_a_baseline_is_a_bug(inside: Inside, count: str) -> None:
    (inside.work / "d.json").write_text('{"root":{"type":"Button"}}')
    row = f'{{"code": "EP401", "pointer": "/root", "count": {count}}}'
    (inside.work / "b.json").write_text(f'{{"version": 1, "files": {{"d.json": [{row}]}}}}')
    result = inside("validate", "d.json", "--baseline", "b.json")
    assert (result.code, b"baseline" in result.err) == (2, True), result.err


BOMBS = {
    "deep": '{"root":' * 50_000,
    "a long number": '{"root":{"type":"Text","props":{"x":' + "9" * 100_000 + "}}}",
    "a large number": '{"root":{"type":"Text","props":{"x":1e999999}}}',
    "long numbers in a condition and in bindings": json.dumps(
        {
            "root": {
                "type": "Text",
                "text": "{context.a." + DIGITS + "} {item." + DIGITS + "}",
                "condition": "{context.a} == " + DIGITS,
                "dataSource": "{context.a." + DIGITS + "}",
                "itemTemplate": {"type": "Text", "condition": "{context.a} > " + DIGITS, "props": {"size": DIGITS}},
            }
        }
    ),
    "half a character": '{"root":{"type":"\\ud800"}}',
    "evil": json.dumps({"root": {"type": EVIL, "props": {EVIL: EVIL}, "children": [{"type": EVIL}]}}),
}
WAYS = (
    *(("validate", "d.json", "--output-format", form) for form in ("full", "github", "sarif", "junit", "gitlab")),
    ("fmt", "d.json", "--diff"),
    ("validate", "--fix", "--diff", "d.json"),
    *(("convert", "d.json", "--to", form) for form in ("react", "openui", "a2ui", "json-render")),
    ("preview", "d.json", "-o", "-"),
    ("replay", "d.json"),
)


@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS)
def test_no_document_is_a_bug_or_speaks_to_the_terminal(inside: Inside, text: str) -> None:
    (inside.work / "d.json").write_text(text)
    for words in WAYS:
        result = inside(*words)
        assert result.code in (0, 1, 2, 6), (words, result.err)
        assert OBEYED.search((result.out + result.err).decode()) is None, words
        if "github" in words:
            assert all(line.startswith(b"::") for line in result.out.splitlines()), words
            assert not re.search(rb"^::error::", result.out, re.MULTILINE), words


@pytest.mark.parametrize("words", [("--help",), ("help", "offline"), ("gen", "Anmeldung für Köche → ✓")])
def test_an_output_that_takes_ascii_alone_is_no_bug(epoch: Command, words: tuple[str, ...]) -> None:
    plain = {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii", "PYTHONCOERCECLOCALE": "0"}
    result = replace(epoch, environment=plain)(*words)
    assert (result.code, b"Traceback" in result.err, b"bug" in result.err) == (0, False, False), result.err
    assert result.out
