"""`epoch diff`: what became of each node, between documents, patch files and sessions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from support.command import Command, Inside
from support.nodes import box, button, page, text
from support.terminal import Terminal, on_terminals

from epoch_cli.document import apply_patch, clone, equal

BEFORE = page(text("Hi", id="t"), button("Go", id="go"))
AFTER = page(button("Go", id="go"), box(text("Hello", id="t")))


def write(folder: Path, name: str, document: Any) -> str:
    (folder / name).write_text(document if isinstance(document, str) else json.dumps(document), "utf-8")
    return name


@pytest.fixture
def files(inside: Inside) -> tuple[str, str]:
    return write(inside.work, "a.json", BEFORE), write(inside.work, "b.json", AFTER)


def test_a_difference_is_a_tree_on_stdout_and_exit_code_1(inside: Inside, files: tuple[str, str]) -> None:
    result = inside("diff", *files)
    assert result.code == 1
    assert result.out.decode().splitlines() == [
        "  Container",
        "+   Container  added",
        ">     Text #t “Hello”  moved from /root/children/0 and changed",
        '~         text: "Hi" → "Hello"  changed',
    ]
    assert result.said == ["nodes: 1 added, 1 changed, 1 moved"]
    assert inside("diff", *files, "-q").err == b""
    assert inside("diff", *files, "--exit-zero").code == 0


def test_equal_documents_have_none(inside: Inside) -> None:
    one = write(inside.work, "a.json", '{"root": {"type": "Text", "text": "a", "props": {"x": 1}}}')
    other = write(
        inside.work, "b.json", '\ufeff{\r\n "root": {"props": {"x": 1.0}, "type": "Text", "text": "\\u0061"}}'
    )
    for form, out in (("text", b""), ("patch", b""), ("json", b"[]\n")):
        result = inside("diff", one, other, "--format", form)
        assert (result.code, result.out, result.said) == (0, out, ["no difference"])


def test_the_patch_makes_the_one_of_the_other(inside: Inside, files: tuple[str, str]) -> None:
    result = inside("diff", *files, "--format", "patch")
    assert result.code == 1
    assert equal(apply_patch(clone(BEFORE), result.lines).document, AFTER)
    back = inside("diff", *reversed(files), "--format", "patch")
    assert equal(apply_patch(clone(AFTER), back.lines).document, BEFORE)


def test_json_is_one_list(inside: Inside, files: tuple[str, str]) -> None:
    result = inside("diff", *files, "--format", "json")
    assert result.code == 1
    assert [entry["change"] for entry in json.loads(result.out)] == ["added", "moved"]


def test_one_of_them_may_come_from_stdin(inside: Inside, files: tuple[str, str]) -> None:
    assert inside("diff", files[0], "-", stdin=json.dumps(BEFORE).encode()).code == 0
    assert inside("diff", "-", files[0], stdin=json.dumps(AFTER).encode()).code == 1
    result = inside("diff", "-", "-")
    assert result.code == 2
    assert "stdin" in result.said[-1]


def test_a_run_its_patches_and_its_document_are_the_same(epoch: Command) -> None:
    run = epoch("gen", "login form", "--format", "jsonl")
    (epoch.work / "patches.jsonl").write_bytes(run.out)
    (session,) = epoch.sessions()
    assert epoch("gen", "login form", "-o", "login.json", "--no-log").code == 0
    assert epoch("diff", "login.json", "patches.jsonl").code == 0
    assert epoch("diff", str(session), "login.json").code == 0
    assert epoch("diff", session.stem, "-", stdin=run.out).code == 0  # a session by its id
    other = epoch("gen", "signup form", "--format", "jsonl").out
    assert epoch("diff", "login.json", "-", stdin=other).code == 1


def test_a_session_that_was_cut_off_is_compared_as_far_as_it_goes(epoch: Command) -> None:
    epoch("gen", "login form")
    (session,) = epoch.sessions()
    lines = session.read_bytes().splitlines(keepends=True)
    (epoch.work / "cut.jsonl").write_bytes(b"".join(lines[:8]) + lines[8][:-10])
    result = epoch("diff", "cut.jsonl", str(session), "--format", "json")
    assert result.code == 1
    assert json.loads(result.out)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "bad.json:1:2: not JSON"),
        ('{"root": {},\n "root": {}}', 'bad.json:2:2: key "root" is repeated'),
        ('{"op": "remove", "path": "/root"}\n', "bad.json:1: /root does not exist"),
        ('{"event": "run_started"}\n', "bad.json:1:"),
        ("[" * 100_000, "bad.json"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(inside: Inside, content: str, said: str) -> None:
    good, bad = write(inside.work, "a.json", BEFORE), write(inside.work, "bad.json", content)
    result = inside("diff", good, bad)
    assert (result.code, result.out) == (6, b"")
    assert said in result.said[-1]


@pytest.mark.parametrize("levels", [300, 900, 1020])
def test_deep_data_is_compared_or_refused_and_is_no_bug(inside: Inside, levels: int) -> None:
    deep = write(
        inside.work, "deep.json", f'{{"root": {{"type": "Text", "props": {{"x": {"[" * levels}{"]" * levels}}}}}}}'
    )
    flat = write(inside.work, "flat.json", '{"root": {"type": "Text", "props": {"x": 1}}}')
    for form in ("text", "json", "patch"):
        result = inside("diff", flat, deep, "--format", form)
        assert result.code in {1, 6}
        assert (result.code == 1) == bool(result.out)
    assert inside("fmt", "--check", deep).code in {1, 6}


def test_what_is_not_there_or_not_utf_8_is_unreadable(inside: Inside, files: tuple[str, str]) -> None:
    (inside.work / "latin.json").write_bytes(b'{\n"a": "\xff"}')
    assert inside("diff", files[0], "nowhere.json").code == 6
    result = inside("diff", "latin.json", files[0])
    assert (result.code, "latin.json:2: not UTF-8" in result.said[-1]) == (6, True)
    result = inside("diff", *files, "--format", "patsh")
    assert (result.code, "did you mean 'patch'" in result.said[-1]) == (2, True)


def test_only_a_terminal_is_shown_color(epoch: Command) -> None:
    write(epoch.work, "a.json", BEFORE)
    write(epoch.work, "b.json", AFTER)
    assert b"\x1b" not in epoch("diff", "a.json", "b.json").out
    with Terminal() as terminal:
        code, _, _ = on_terminals(epoch, "diff", "a.json", "b.json", out=terminal, err=None)
        assert code == 1
        assert b"\x1b[32m+   Container  added" in terminal.raw


def test_a_hostile_document_cannot_speak_to_the_terminal(inside: Inside) -> None:
    bad = "\x1b[31m\u202e"
    one = write(inside.work, "a.json", page(text(bad)))
    other = write(inside.work, "b.json", page(text(f"{bad}!"), {"type": bad, bad: bad}))
    for form in ("text", "json", "patch"):
        result = inside("diff", one, other, "--format", form)
        assert result.code == 1
        assert b"\x1b" not in result.out + result.err
