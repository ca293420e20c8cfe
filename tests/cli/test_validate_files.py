"""Which files `epoch validate` looks at, and what it says of those that it cannot."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from support.command import Command, Inside
from support.nodes import page, text

GOOD = page(text())
BAD = {"root": {"type": "Marquee"}}


def put(work: Path, **files: Any) -> None:
    """Files by their names, with `__` for `/` and `_json` for the suffix left to the value's kind."""
    for name, value in files.items():
        write(work / name.replace("__", "/").replace("_json", ".json"), value)


def write(path: Path, value: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(value if isinstance(value, str) else json.dumps(value), "utf-8")


def named(result: Any) -> list[str]:
    """The files that findings are about, in the order in which they are told."""
    return list(dict.fromkeys(line.partition(":")[0] for line in result.out.decode().splitlines()))


@pytest.fixture
def tree(inside: Inside) -> Inside:
    """A repository with interfaces, and much else."""
    put(inside.work, b_json=BAD, ui__a_json=BAD, ui__deep__z_json=BAD, ui__good_json=GOOD, ui__notes="no JSON")
    put(inside.work, package_json={"name": "x", "type": "module"}, tsconfig_json='// {"root"\n{"compilerOptions": {}}')
    for folder in ("node_modules/p", ".venv/p", ".hidden", "dist", "build", "__pycache__", "ui/node_modules"):
        write(inside.work / folder / "x.json", BAD)
    return inside


def test_a_folder_is_walked_for_what_is_ours(tree: Inside) -> None:
    result = tree("validate", ".")
    assert result.code == 1
    assert named(result) == ["b.json", "ui/a.json", "ui/deep/z.json"]


def test_what_is_none_of_ours_is_counted_and_named_with_v(tree: Inside) -> None:
    result = tree("validate", ".", "-v")
    skipped = [line for line in result.said if line.startswith("skipped: ")]
    assert [line.split()[1] for line in skipped] == ["package.json", "tsconfig.json"]
    assert "2 files skipped" in result.err.decode()


def test_a_file_that_is_named_is_judged_whatever_it_is(tree: Inside) -> None:
    result = tree("validate", "package.json")
    assert result.code == 1
    assert b"EP102" in result.out


def test_a_file_that_fits_a_pattern_is_judged_whatever_it_is(tree: Inside) -> None:
    assert named(tree("validate", "*.json")) == ["b.json", "package.json", "tsconfig.json"]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("ui/*.json", ["ui/a.json"]),
        ("ui/**/*.json", ["ui/a.json", "ui/deep/z.json"]),
        ("ui/**", ["ui/a.json", "ui/deep/z.json"]),
        ("**/[a-b].json", ["b.json", "ui/a.json"]),
        ("ui/d*", ["ui/deep/z.json"]),
        ("./ui/../ui/?.json", ["ui/a.json"]),
        ("node_modules/**/*.json", ["node_modules/p/x.json"]),
        (".hidden/*.json", [".hidden/x.json"]),
    ],
)
def test_a_pattern_fits_files(tree: Inside, pattern: str, expected: list[str]) -> None:
    result = tree("validate", pattern)
    assert named(result) == expected
    assert result.code == 1


def test_a_pattern_from_the_root_of_the_file_system(tree: Inside) -> None:
    assert named(tree("validate", f"{tree.work}/ui/*.json")) == ["ui/a.json"]


def test_a_pattern_that_no_file_fits_is_an_error_and_the_others_are_checked(tree: Inside) -> None:
    result = tree("validate", "nothing/*.json", "b.json")
    assert result.code == 2
    assert named(result) == ["b.json"]
    assert "nothing/*.json: no file fits this pattern" in result.said[0]


def test_a_file_that_cannot_be_read_outweighs_a_pattern_without_files(tree: Inside) -> None:
    assert tree("validate", "nothing/*.json", "missing.json").code == 6


def test_a_name_with_the_characters_of_a_pattern_is_a_name_when_it_exists(tree: Inside) -> None:
    write(tree.work / "[x]*.json", BAD)
    write(tree.work / "x.json", BAD)
    assert named(tree("validate", "[x]*.json")) == ["[x]*.json"]


def test_each_file_is_checked_once_in_the_order_of_the_arguments(tree: Inside) -> None:
    result = tree("validate", "ui/deep/z.json", "b.json", "./b.json", "ui", "ui/*.json", str(tree.work / "b.json"))
    assert named(result) == ["ui/deep/z.json", "b.json", "ui/a.json"]
    assert len(result.out.splitlines()) == 3


@pytest.mark.parametrize("pattern", ["deep", "ui/deep", "ui/deep/", "z.json", "ui/**/z.json", "*/deep/*", "z.*"])
def test_what_is_excluded_is_passed_over(tree: Inside, pattern: str) -> None:
    assert named(tree("validate", ".", "--exclude", pattern)) == ["b.json", "ui/a.json"]
    assert named(tree("validate", "ui/**/*.json", "--exclude", pattern)) == ["ui/a.json"]


def test_exclude_can_be_given_again(tree: Inside) -> None:
    assert named(tree("validate", ".", "--exclude", "deep", "--exclude", "b.json")) == ["ui/a.json"]


def test_a_file_that_is_named_is_checked_even_if_it_is_excluded(tree: Inside) -> None:
    assert named(tree("validate", "b.json", "--exclude", "*.json")) == ["b.json"]


def test_the_configuration_excludes_from_where_it_lies(tree: Inside) -> None:
    write(tree.work / "epoch.toml", 'exclude = ["ui/deep"]\n')
    assert named(tree("validate", ".")) == ["b.json", "ui/a.json"]
    assert named(tree("validate", "ui")) == ["ui/a.json"]


def test_links_to_folders_do_not_lead_in_circles(tree: Inside) -> None:
    (tree.work / "ui" / "loop").symlink_to(tree.work)
    assert named(tree("validate", "ui")) == ["ui/a.json", "ui/deep/z.json"]


def test_pipes_in_folders_are_not_waited_for(epoch: Command) -> None:
    folder = epoch.work / "ui"
    put(epoch.work, ui__a_json=BAD)
    os.mkfifo(folder / "pipe.json")
    (folder / "link.json").symlink_to("pipe.json")
    (folder / "nowhere.json").symlink_to("missing.json")
    for argument in ("ui", "ui/*.json", "ui/**"):
        result = epoch("validate", argument)
        assert result.code == 6
        assert named(result) == ["ui/a.json", "ui/nowhere.json"]


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to root")
def test_a_folder_that_cannot_be_read_is_told(tree: Inside) -> None:
    (tree.work / "ui" / "deep").chmod(0)
    try:
        result = tree("validate", "ui")
    finally:
        (tree.work / "ui" / "deep").chmod(0o755)
    assert result.code == 6
    assert b"ui/deep: EP008" in result.out


def test_a_broken_document_in_a_folder_is_told(tree: Inside) -> None:
    put(tree.work, ui__broken_json='{"root": {"type": "Text"', ui__empty_json="")
    result = tree("validate", "ui")
    assert result.code == 6
    assert named(result) == ["ui/a.json", "ui/broken.json", "ui/empty.json", "ui/deep/z.json"]


@pytest.mark.parametrize("name", ["x" * 300, "x/" * 3000, "b.json/x"])
def test_a_name_that_can_be_no_file_is_told(tree: Inside, name: str) -> None:
    assert tree("validate", name, "-q").code == 6
    assert tree("validate", "b.json", "-o", name).code in {2, 6}


def test_an_empty_name_is_not_everything(tree: Inside) -> None:
    result = tree("validate", "")
    assert (result.code, result.out) == (2, b"")
    assert "a file without a name" in result.said[0]


def test_an_empty_folder_is_no_error_but_said(inside: Inside) -> None:
    (inside.work / "empty").mkdir()
    result = inside("validate", "empty")
    assert (result.code, result.out) == (0, b"")
    assert result.said == ["epoch: there is nothing to check"]


# ---------------------------------------------------------------- what cannot be read


def test_what_cannot_be_opened_is_told_and_stops_nobody(inside: Inside) -> None:
    put(inside.work, a_json=BAD, z_json=GOOD)
    result = inside("validate", "a.json", "missing.json", "z.json")
    assert result.code == 6
    assert named(result) == ["a.json", "missing.json"]
    assert "missing.json: EP008 error: cannot be read (No such file or directory)" in result.out.decode()
    assert "2 files checked" in result.said[0]
    assert "1 file unreadable" in result.said[1]


@pytest.mark.parametrize(
    ("raw", "where"),
    [
        (b'{"root":\n {"type": "\xff"}}', "2:12"),
        ('{"root": 1}'.encode("utf-16"), "1:1"),
        ('{"é": '.encode() + b"\xc3", "1:7"),
    ],
)
def test_what_is_not_utf8_is_told_with_its_place(inside: Inside, raw: bytes, where: str) -> None:
    (inside.work / "x.json").write_bytes(raw)
    result = inside("validate", "x.json")
    assert result.code == 6
    assert result.out.decode().startswith(f"x.json:{where}: EP008 error: not UTF-8 (")


@pytest.mark.parametrize("command", ["validate", "fmt"])
@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("", "x.json:1:1: the file is empty"),
        ("\ufeff \n", "x.json:2:1: the file is empty"),
        ('{"root": {}}\n{"root": {}}', "x.json:2:1: not JSON (there is more after the end of the first value)"),
        ('{"root": }', "x.json:1:10: not JSON (Expecting value)"),
    ],
)
def test_why_a_file_is_no_json_is_said(inside: Inside, command: str, raw: str, words: str) -> None:
    write(inside.work / "x.json", raw)
    result = inside(command, "x.json")
    assert result.code == 6
    said = (result.out + result.err).decode().replace("EP001 error: ", "")
    assert words in said


def test_a_rule_selection_does_not_hide_what_cannot_be_read(inside: Inside) -> None:
    put(inside.work, x_json="{")
    result = inside("validate", "x.json", "missing.json", "--select", "EP3", "--ignore", "EP0", "--fail-on", "never")
    assert result.code == 6
    assert len(result.out.splitlines()) == 2


def test_a_pipe_is_a_file_too(epoch: Command) -> None:
    os.mkfifo(epoch.work / "pipe")
    with epoch.start("validate", "pipe") as process:
        (epoch.work / "pipe").write_text(json.dumps(BAD))
        out, _ = process.communicate(timeout=60)
    assert out.startswith(b"pipe:1:19: EP201")
    assert process.returncode == 1


# ---------------------------------------------------------------- stdin


def test_stdin_has_the_name_that_is_given_for_it(inside: Inside) -> None:
    raw = json.dumps(BAD).encode()
    assert named(inside("validate", "-", stdin=raw)) == ["stdin"]
    assert named(inside("validate", "-", "--stdin-filename", "ui/new.json", stdin=raw)) == ["ui/new.json"]


def test_rules_for_files_apply_to_the_name_of_stdin(inside: Inside) -> None:
    write(inside.work / "epoch.toml", '[rules.per-file."ui/**"]\nignore = ["EP201"]\n')
    raw = json.dumps(BAD).encode()
    assert inside("validate", "-", stdin=raw).code == 1
    assert inside("validate", "-", "--stdin-filename", "ui/new.json", stdin=raw).code == 0


def test_stdin_stands_among_files(inside: Inside) -> None:
    put(inside.work, a_json=BAD, b_json=BAD)
    result = inside("validate", "a.json", "-", "b.json", "-", stdin=json.dumps(BAD).encode())
    assert named(result) == ["a.json", "stdin", "b.json"]


def test_closed_stdin_is_empty(epoch: Command) -> None:
    assert epoch("validate", "-").code == 6


def test_a_name_that_is_no_text_is_shown_all_the_same(epoch: Command) -> None:
    name = b"\xff\x1b[31m.json"
    (epoch.work / os.fsdecode(name)).write_text(json.dumps(BAD))
    for arguments in ([name], ["."], ["*.json"], [name, "--output-format", "sarif"], [name, "-v", "--jobs", "1"]):
        result = epoch("validate", *arguments)
        assert result.code == 1
        assert b"EP201" in result.out
        assert b"\x1b" not in result.out + result.err
        result.out.decode()
