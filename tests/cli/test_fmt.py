"""`epoch fmt`: files are written in one form, or it is said which are not."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest
from support.command import Command, Inside
from support.terminal import Terminal, on_terminals

UGLY = '{"root":{"text":"a",\n "type":"Text"}}'
NICE = '{\n  "root": {"type": "Text", "text": "a"}\n}\n'


def write(folder: Path, name: str, text: str = UGLY) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def test_files_are_written_in_place_once(inside: Inside) -> None:
    ugly, nice = write(inside.work, "ugly.json"), write(inside.work, "nice.json", NICE)
    before = nice.stat()
    result = inside("fmt", "ugly.json", "nice.json")
    assert (result.code, result.out) == (0, b"")
    assert result.said == ["1 file formatted, 1 file as it should be"]
    assert ugly.read_text() == NICE
    assert (nice.stat().st_mtime_ns, nice.stat().st_ino) == (before.st_mtime_ns, before.st_ino)
    assert inside("fmt", ".").said == ["2 files as they should be"]


def test_check_names_what_would_change_and_changes_nothing(inside: Inside) -> None:
    write(inside.work, "ui/ugly.json")
    write(inside.work, "ui/nice.json", NICE)
    result = inside("fmt", "--check", "ui")
    assert (result.code, result.out) == (1, b"ui/ugly.json\n")
    assert result.said == ["1 file would be formatted, 1 file as it should be"]
    assert (inside.work / "ui/ugly.json").read_text() == UGLY
    inside("fmt", "ui")
    result = inside("fmt", "--check", "ui", "-q")
    assert (result.code, result.out, result.err) == (0, b"", b"")


def test_diff_shows_what_would_change(inside: Inside) -> None:
    write(inside.work, "ugly.json")
    result = inside("fmt", "--diff", "ugly.json")
    assert result.code == 1
    lines = result.out.decode().splitlines()
    assert lines[:2] == ["--- ugly.json", "+++ ugly.json"]
    assert '+  "root": {"type": "Text", "text": "a"}' in lines
    assert '-{"root":{"text":"a",' in lines
    assert (inside.work / "ugly.json").read_text() == UGLY
    inside("fmt", "ugly.json")
    assert inside("fmt", "--diff", "ugly.json").out == b""


def test_a_diff_can_be_applied(epoch: Command) -> None:
    """`patch` takes what stdout holds, line ends, byte order marks and missing last newlines included."""
    import shutil
    import subprocess

    if shutil.which("patch") is None:
        pytest.skip("needs patch")
    texts = {"a.json": UGLY, "b.json": UGLY.replace("\n", "\r\n"), "c.json": f"\ufeff{UGLY}\n"}
    for name, text in texts.items():
        (epoch.work / name).write_bytes(text.encode())
    result = epoch("fmt", "--diff", *texts)
    done = subprocess.run(
        ["patch", "-p0", "--binary"], cwd=epoch.work, input=result.out, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stdout
    assert {(epoch.work / name).read_text() for name in texts} == {NICE}


def test_stdin_comes_out_formatted(inside: Inside) -> None:
    result = inside("fmt", "-", stdin=UGLY.encode())
    assert (result.code, result.out.decode()) == (0, NICE)
    assert inside("fmt", "-", "--check", stdin=UGLY.encode()).out == b"stdin\n"
    result = inside("fmt", "-", "--check", "--stdin-filename", "x.json", stdin=UGLY.encode())
    assert (result.code, result.out) == (1, b"x.json\n")
    result = inside("fmt", "-", stdin=b'{"name": 1}')
    assert (result.code, result.out) == (0, b'{"name": 1}')
    assert "stdin is no document" in result.said[0]


def test_what_gen_writes_comes_through(epoch: Command) -> None:
    made = epoch("gen", "login form", "--format", "json").out
    result = epoch("fmt", "-", stdin=made)
    assert result.code == 0
    assert json.loads(result.out) == json.loads(made)
    patches = epoch("gen", "login form", "--format", "jsonl").out
    assert epoch("fmt", "-", stdin=patches).out.splitlines() == patches.splitlines()


def test_an_unreadable_file_does_not_stop_the_others(inside: Inside) -> None:
    write(inside.work, "a.json")
    bad = write(inside.work, "b.json", '{"root": {},\n "root": {}}')
    write(inside.work, "c.json")
    result = inside("fmt", "a.json", "b.json", "missing.json", "c.json")
    assert result.code == 6
    assert [line for line in result.said if line.startswith("epoch: b.json:2:2: key ")]
    assert [line for line in result.said if line.startswith("epoch: missing.json: cannot be read")]
    assert result.said[-1] == "2 files formatted, 2 files unreadable"
    assert (inside.work / "a.json").read_text() == (inside.work / "c.json").read_text() == NICE
    assert bad.read_text() == '{"root": {},\n "root": {}}'


def test_a_pattern_that_nothing_fits_is_a_mistake(inside: Inside) -> None:
    write(inside.work, "a.json")
    result = inside("fmt", "a.json", "ui/**/*.json")
    assert result.code == 2
    assert (inside.work / "a.json").read_text() == NICE
    assert inside("fmt", "*.json").code == 0


def test_in_a_folder_only_ours_are_touched(inside: Inside) -> None:
    texts = {
        "package.json": '{"name":"x"}', "tsconfig.json": '// no JSON\n{"files":[]}',
        "run.jsonl": '{"event":"run_started"}\n',
        "rows.jsonl": '{"a":1}\n{"a":2}\n', ".hidden/a.json": UGLY, "node_modules/a.json": UGLY, "old/a.json": UGLY,
    }  # fmt: skip
    for name, text in texts.items():
        write(inside.work, name, text)
    write(inside.work, "epoch.toml", 'exclude = ["old"]')
    write(inside.work, "new/a.json")
    result = inside("fmt", ".")
    assert result.code == 0
    assert result.said == ["1 file formatted"]
    assert {name: (inside.work / name).read_text() for name in texts} == texts
    inside("fmt", ".", "--exclude", "new")
    assert inside("fmt", "old").code == 0


def test_what_is_named_and_is_none_of_ours_is_told_and_left(inside: Inside) -> None:
    path = write(inside.work, "package.json", '{"name":"x"}')
    result = inside("fmt", "package.json", "--check")
    assert (result.code, result.out) == (0, b"")
    assert result.said[0] == "left as it is: package.json is no document or patch file"
    assert path.read_text() == '{"name":"x"}'


def test_mode_and_links_are_kept(inside: Inside) -> None:
    path = write(inside.work, "a.json")
    path.chmod(0o640)
    link = inside.work / "link.json"
    link.symlink_to("a.json")
    assert inside("fmt", "link.json").code == 0
    assert link.is_symlink()
    assert path.read_text() == NICE
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert sorted(each.name for each in inside.work.iterdir()) == ["a.json", "link.json"]  # nothing is left beside them


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_what_cannot_be_written_is_told(inside: Inside) -> None:
    write(inside.work, "closed/a.json")
    (inside.work / "closed").chmod(0o500)
    result = inside("fmt", "closed/a.json")
    (inside.work / "closed").chmod(0o700)
    assert result.code == 6
    assert (inside.work / "closed/a.json").read_text() == UGLY


def test_a_terminal_is_shown_nothing_that_it_would_obey(epoch: Command) -> None:
    write(epoch.work, "a.json", '{"root": {"text": "\u009b31m\u202e", "type": "Text"}}')
    with Terminal() as terminal:
        code, _, _ = on_terminals(epoch, "fmt", "--diff", "a.json", out=terminal, err=None)
        assert code == 1
        shown = terminal.raw.decode()
    assert "\u202e" not in shown
    assert "\x9b" not in shown
    assert b"\x1b" not in epoch("fmt", "--diff", "a.json").out
