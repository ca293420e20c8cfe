"""`epoch validate`: findings on stdout, one a line, and an exit code that a script can use."""

from __future__ import annotations

import json
from typing import Any

import pytest
from support.command import Inside
from support.scripted import container, text_node

GOOD = {"root": container(text_node("hello"))}
BAD = {"root": container({"type": "Marquee"}, {"type": "Text", "props": {"size": "16px"}})}


def write(inside: Inside, name: str, document: Any) -> str:
    text = document if isinstance(document, str) else json.dumps(document)
    (inside.work / name).write_text(text, "utf-8")
    return name


def test_a_good_document_has_nothing_to_say(inside: Inside) -> None:
    result = inside("validate", write(inside, "good.json", GOOD))
    assert (result.code, result.out) == (0, b"")
    assert "1 file" in result.said[-1]


def test_what_gen_writes_validates(inside: Inside) -> None:
    assert inside("gen", "login form", "-o", "login.json").code == 0
    assert inside("validate", "login.json").code == 0


def test_a_document_may_come_from_stdin(inside: Inside) -> None:
    assert inside("validate", "-", stdin=json.dumps(GOOD).encode()).code == 0
    assert inside("validate", "-", stdin=json.dumps(BAD).encode()).code == 1


def test_findings_are_lines_on_stdout_with_place_and_code(inside: Inside) -> None:
    result = inside("validate", write(inside, "bad.json", BAD))
    assert result.code == 1
    lines = result.out.decode().splitlines()
    assert len(lines) == 2
    text = json.dumps(BAD)
    assert lines[0].startswith(f"bad.json:1:{text.index('Marquee')}: EP201 error: ")
    assert lines[1].startswith(f"bad.json:1:{text.index('16px')}: EP403 error: ")


def test_a_warning_alone_is_no_failure(inside: Inside) -> None:
    form = {"root": {"type": "Form", "children": []}}
    result = inside("validate", write(inside, "form.json", form))
    assert result.code == 0
    assert b"EP811" in result.out


def test_quiet_keeps_the_findings(inside: Inside) -> None:
    result = inside("validate", write(inside, "bad.json", BAD), "-q")
    assert result.err == b""
    assert len(result.out.splitlines()) == 2


@pytest.mark.parametrize(
    ("names", "code"),
    [(["good", "bad"], 1), (["bad", "broken"], 6), (["good", "missing"], 6), (["bad", "missing", "good"], 6)],
)
def test_all_files_are_checked_and_the_worst_wins(inside: Inside, names: list[str], code: int) -> None:
    write(inside, "good", GOOD)
    write(inside, "bad", BAD)
    write(inside, "broken", "{")
    result = inside("validate", *names)
    assert result.code == code
    told = {line.partition(b":")[0].decode() for line in result.out.splitlines()}
    assert told == set(names) - {"good"}


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("{", "1:2: EP001"),
        ('{"root":\n {"type": "Text" 5}}', "2:18: EP001"),
        ("", "1:1: EP001"),
        ("\x00", "1:1: EP001"),
        ("[" * 100_000, "1:129: EP005"),
        ('{"root": {"type": "Text",\r\n "text": "\\ud800"}}', "2:11: EP004"),
        ('{"a": 1,\n\n "a": 2}', "3:2: EP002"),
        ('{"a": 1e999}', "1:7: EP003"),
    ],
)
def test_what_is_not_json_is_told_with_its_place(inside: Inside, text: str, where: str) -> None:
    result = inside("validate", write(inside, "x.json", text))
    assert result.code == 6
    assert result.out.decode().startswith(f"x.json:{where} error: ")
    assert len(result.out.splitlines()) == 1
    assert "1 file unreadable" in result.said[-1]


@pytest.mark.parametrize(
    "text",
    [
        '{"root": {"type": "Text", "text": "a", "text": "b"}}',
        '{"root": {"type": "Text"}, "root": {"type": "Text"}}',
        '{"root": {"type": "Input", "props": {"label": "x", "defaultValue": 123456789012345678901234567890}}}',
        '{"root": {"type": "Input", "props": {"label": "x", "defaultValue": 1e999}}}',
        '{"root": {"type": "Text", "text": "\\ud800"}}',
    ],
)
def test_json_that_does_not_mean_one_thing_is_not_passed_in_silence(inside: Inside, text: str) -> None:
    """Decision 17: on every path, never silently changed."""
    result = inside("validate", write(inside, "x.json", text))
    assert result.code in {1, 6}
    assert result.out or len(result.said) >= 1


@pytest.mark.parametrize("text", ["[]", "5", '"x"', "null", '{"root": 5}', '{"root": null}', '{"root": []}'])
def test_what_is_no_document_is_a_finding(inside: Inside, text: str) -> None:
    result = inside("validate", write(inside, "x.json", text))
    assert result.code == 1
    assert b"EP101" in result.out


def test_a_hostile_document_writes_no_escape_byte(inside: Inside) -> None:
    bad = "\x1b[31m\x07\u202e\n"
    hostile = {
        "root": {"type": bad, "id": bad, bad: 1, "props": {bad: bad, "size": bad}, "children": [{bad: {bad: 1}}]}
    }
    known = {"root": {"type": "Text", "text": bad, "props": {bad: 1, "size": bad}}}
    for document in (hostile, known):
        result = inside("validate", write(inside, "x.json", document))
        assert result.code == 1
        assert b"\x1b" not in result.out + result.err
        assert "\u202e" not in (result.out + result.err).decode()
        assert all(b"EP" in line for line in result.out.splitlines())


def test_it_is_judged_by_the_preset_and_the_profile(inside: Inside) -> None:
    (inside.work / "mine.toml").write_text('[preset]\nname = "mine"\nextends = "punk"\nremove = ["Text"]\n')
    many = write(inside, "many.json", {"root": container(*[container() for _ in range(13)])})
    assert inside("validate", write(inside, "good.json", GOOD), "--preset", "mine.toml").code == 1
    assert inside("validate", many).code == 1
    assert inside("validate", many, "--budget", "foundation").code == 0
