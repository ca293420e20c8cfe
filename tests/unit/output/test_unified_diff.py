"""A file before and after, for tools that apply the change and for terminals that obey what they are sent."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from epoch_cli.output.unified_diff import shown_diff, unified_diff

CHANGES = [
    ("a\nb\nc\n", "a\nB\nc\n"),
    ("a\nb", "a\nB"),
    ("a\nb", "a\nb\n"),
    ("a\nb\n", "a\nb"),
    ("a\r\nb\r\n", "a\r\nB\r\n"),
    ("a\x0cb\u2028c\n", "a\x0cB\u2028c\n"),
    ("\ufeff{}\n", "\ufeff[]\n"),
]


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
@pytest.mark.parametrize(("before", "after"), CHANGES)
def test_git_makes_the_one_file_of_the_other(tmp_path: Path, before: str, after: str) -> None:
    file = tmp_path / "ui.json"
    file.write_bytes(before.encode())
    change = unified_diff("ui.json", before, after).encode()
    # no strip level: a diff of ours names the file as it was given
    subprocess.run(["git", "apply", "-p0", "-"], cwd=tmp_path, input=change, check=True)
    assert file.read_bytes() == after.encode()


def test_a_file_that_is_the_same_has_no_diff() -> None:
    assert unified_diff("ui.json", "{}\n", "{}\n") == shown_diff("ui.json", "{}\n", "{}\n", color=True) == ""


@pytest.mark.parametrize("color", [False, True])
def test_a_terminal_gets_no_byte_that_it_would_obey_but_our_colours(color: bool) -> None:
    shown = shown_diff("ui\x1b[2J.json", '"\x1b]0;title\x07\tx"\n', '"\u202eb"\n', color=color)
    plain = shown.replace("\x1b[32m", "").replace("\x1b[31m", "").replace("\x1b[36m", "").replace("\x1b[0m", "")
    assert all(char.isprintable() or char == "\n" for char in plain)
    assert (plain != shown) is color


def test_added_removed_and_place_are_told_by_colour() -> None:
    lines = shown_diff("ui.json", "a\nb\n", "a\nc\n", color=True).splitlines()
    assert {"\x1b[31m-b\x1b[0m", "\x1b[32m+c\x1b[0m", " a"} <= set(lines)
