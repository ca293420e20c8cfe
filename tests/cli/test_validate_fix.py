"""`epoch validate --fix` and `--diff`."""

from __future__ import annotations

import json
import os
import resource
import shutil
import stat
import subprocess
from pathlib import Path
from typing import Any

import pytest
from support.command import Command, Inside
from support.nodes import add, box, text
from support.terminal import Terminal, on_terminals

from epoch_cli.document import apply_patch

LOSSLESS = (
    '{\n    "root": {\n        "type": "text", "text": "é 👩‍👩‍👧",\n        "props": {"size": "$body"}\n    }\n}\n'
)
LOSSY = '{"root": {"type": "Text", "text": "a", "props": {"size": "bdy"}}}'


def write(inside: Any, name: str, content: Any) -> Path:
    path: Path = inside.work / name
    path.write_bytes(content if isinstance(content, bytes) else str(content).encode())
    return path


def test_what_cannot_lose_anything_is_mended_in_place(inside: Inside) -> None:
    path = write(inside, "x.json", LOSSLESS)
    assert inside("validate", "x.json").code == 1
    result = inside("validate", "x.json", "--fix")
    assert (result.code, result.out) == (0, b"")
    assert "2 fixed" in result.said[1]
    assert path.read_text() == LOSSLESS.replace('"text", "text"', '"Text", "text"').replace("$body", "body")
    assert inside("validate", "x.json").code == 0


def test_the_second_time_nothing_changes(inside: Inside) -> None:
    path = write(inside, "x.json", LOSSLESS)
    inside("validate", "x.json", "--fix")
    before = path.stat().st_mtime_ns, path.read_bytes()
    result = inside("validate", "x.json", "--fix")
    assert "fixed" not in result.err.decode()
    assert (path.stat().st_mtime_ns, path.read_bytes()) == before


def test_guesses_are_made_only_when_asked_for(inside: Inside) -> None:
    path = write(inside, "x.json", LOSSY)
    result = inside("validate", "x.json", "--fix")
    assert result.code == 1
    assert path.read_text() == LOSSY
    assert b"EP401" in result.out
    assert inside("validate", "x.json", "--fix", "--unsafe-fixes").code == 0
    assert path.read_text() == LOSSY.replace("bdy", "body")


@pytest.mark.parametrize("style", ["crlf", "bom", "minified", "tabs"])
def test_a_file_stays_written_as_it_was(inside: Inside, style: str) -> None:
    value = {"root": {"type": "text", "text": "é", "props": {"size": "body"}}}
    written = {
        "crlf": json.dumps(value, indent=2, ensure_ascii=False).replace("\n", "\r\n") + "\r\n",
        "bom": "\ufeff" + json.dumps(value, ensure_ascii=False),
        "minified": json.dumps(value, separators=(",", ":")),
        "tabs": json.dumps(value, indent="\t"),
    }[style]
    path = write(inside, "x.json", written)
    assert inside("validate", "x.json", "--fix").code == 0
    assert path.read_bytes().decode() == written.replace('"text"', '"Text"', 2).replace('"Text":', '"text":')


def test_the_mode_of_a_file_and_a_link_to_it_are_kept(inside: Inside) -> None:
    path = write(inside, "real.json", LOSSLESS)
    path.chmod(0o640)
    (inside.work / "link.json").symlink_to(path)
    assert inside("validate", "link.json", "--fix").code == 0
    assert (inside.work / "link.json").is_symlink()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert "$body" not in path.read_text()
    assert sorted(entry.name for entry in inside.work.iterdir()) == ["link.json", "real.json"]


def test_stdin_is_mended_to_stdout_and_findings_go_to_stderr(inside: Inside) -> None:
    value = {"root": box({"type": "text", "text": "a"}, {"type": "Carousel", "children": [text()]})}
    result = inside("validate", "-", "--fix", stdin=json.dumps(value).encode())
    assert result.code == 1
    assert json.loads(result.out)["root"]["children"][0]["type"] == "Text"
    assert any("EP201" in line for line in result.said)


@pytest.mark.parametrize(
    "raw", [json.dumps({"root": text()}).encode(), b"{", json.dumps(add("/root", text())).encode()]
)
def test_stdin_comes_out_even_if_nothing_is_mended(inside: Inside, raw: bytes) -> None:
    assert inside("validate", "-", "--fix", stdin=raw).out == raw


def test_only_documents_are_mended(inside: Inside) -> None:
    path = write(inside, "p.jsonl", json.dumps(add("/root", {"type": "text"})) + "\n")
    before = path.read_bytes()
    result = inside("validate", "p.jsonl", "--fix")
    assert "p.jsonl is a patch file: only documents are fixed" in result.said
    assert path.read_bytes() == before
    assert result.code == 1


def test_what_cannot_be_read_is_left_and_stops_nobody(inside: Inside) -> None:
    broken, good = write(inside, "a.json", "{"), write(inside, "b.json", LOSSLESS)
    result = inside("validate", "a.json", "missing.json", "b.json", "--fix")
    assert result.code == 6
    assert broken.read_text() == "{"
    assert "$body" not in good.read_text()


def test_a_file_that_cannot_be_written_stays_and_stops_nobody(epoch: Command) -> None:
    paths = [write(epoch, name, LOSSLESS) for name in ("a.json", "b.json")]

    epoch.environment["PYTHONDONTWRITEBYTECODE"] = "1"  # or modules are left that end with the disk

    def full_disk() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (8, 8))

    result = epoch("validate", "a.json", "b.json", "--fix", preexec_fn=full_disk)
    assert result.code == 6
    assert [line.split(": cannot")[0] for line in result.said[:2]] == ["epoch: a.json", "epoch: b.json"]
    assert result.out.count(b"EP201") == 2
    assert [path.read_text() for path in paths] == [LOSSLESS, LOSSLESS]
    assert sorted(entry.name for entry in epoch.work.iterdir()) == ["a.json", "b.json"]


def test_what_is_none_of_ours_is_left(inside: Inside) -> None:
    path = write(inside, "package.json", '{"name": "x", "type": "text"}')
    result = inside("validate", ".", "--fix")
    assert (result.code, path.read_text()) == (0, '{"name": "x", "type": "text"}')
    assert "1 file skipped" in result.err.decode()


def test_what_a_document_suppresses_is_meant_and_left(inside: Inside) -> None:
    ignore = [{"code": "EP401", "pointer": "/root/children/0"}]
    faults = box(text(size="$body"), text(size="$body"))
    path = write(inside, "x.json", json.dumps({"root": faults, "metadata": {"epoch": {"ignore": ignore}}}))
    assert inside("validate", "x.json", "--fix").code == 0
    sizes = [child["props"]["size"] for child in json.loads(path.read_text())["root"]["children"]]
    assert sizes == ["$body", "body"]


def test_a_rule_that_does_not_count_is_not_mended(inside: Inside) -> None:
    path = write(inside, "x.json", LOSSLESS)
    inside("validate", "x.json", "--fix", "--ignore", "EP4")
    assert "$body" in path.read_text()
    assert '"Text"' in path.read_text()


def test_ids_are_added_only_when_asked_for(inside: Inside) -> None:
    path = write(inside, "x.json", json.dumps({"root": box(text(), text())}, indent=2))
    inside("validate", "x.json", "--fix")
    assert '"id"' not in path.read_text()
    assert inside("validate", "x.json", "--fix", "--add-ids").code == 0
    root = json.loads(path.read_text())["root"]
    assert len({node["id"] for node in (root, *root["children"])}) == 3
    assert inside("validate", "x.json", "--add-ids").code == 2


# ---------------------------------------------------------------- --diff


needs_patch = pytest.mark.skipif(shutil.which("patch") is None, reason="`patch` is not installed")


@needs_patch
def test_a_diff_changes_nothing_and_is_what_fix_does(epoch: Command) -> None:
    path = write(epoch, "x.json", LOSSLESS)
    before = path.stat().st_mtime_ns
    result = epoch("validate", "x.json", "--diff")
    assert result.code == 1
    assert (path.stat().st_mtime_ns, path.read_text()) == (before, LOSSLESS)
    assert result.out.startswith(b"--- x.json\n+++ x.json\n@@ ")
    assert "2 would be fixed in 1 file" in result.said
    copy = write(epoch, "copy.json", LOSSLESS)
    subprocess.run(["patch", "-s", copy], input=result.out, check=True)
    epoch("validate", "x.json", "--fix")
    assert copy.read_bytes() == path.read_bytes()


@needs_patch
@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_a_diff_of_a_file_without_a_last_line_end(epoch: Command, end: str) -> None:
    path = write(epoch, "x.json", LOSSLESS.strip().replace("\n", end or "\n") + end)
    result = epoch("validate", "x.json", "--diff")
    assert (b"\\ No newline at end of file" in result.out) == (not end)
    copy = write(epoch, "copy.json", path.read_bytes())
    subprocess.run(["patch", "-s", "--binary", copy], input=result.out, check=True)
    epoch("validate", "x.json", "--fix")
    assert copy.read_bytes() == path.read_bytes()


def test_a_diff_with_v_shows_the_patches(inside: Inside) -> None:
    write(inside, "x.json", LOSSLESS)
    result = inside("validate", "x.json", "--diff", "-v")
    patches = [json.loads(line) for line in result.out.splitlines() if line.startswith(b'{"op"')]
    document = json.loads(LOSSLESS)
    apply_patch(document, patches)
    assert document["root"]["type"] == "Text"
    assert document["root"]["props"] == {"size": "body"}


def test_a_diff_without_a_difference_is_empty(inside: Inside) -> None:
    write(inside, "x.json", LOSSY)
    result = inside("validate", "x.json", "--diff")
    assert (result.code, result.out) == (0, b"")
    assert result.said == ["nothing would be fixed"]
    assert inside("validate", "x.json", "--diff", "--unsafe-fixes").code == 1


def test_a_diff_tells_what_cannot_be_read(inside: Inside) -> None:
    write(inside, "x.json", LOSSLESS)
    write(inside, "y.json", "{\n")
    result = inside("validate", "x.json", "y.json", "missing.json", "--diff")
    assert result.code == 6
    assert any(line.startswith("epoch: y.json:2:1: EP001") for line in result.said)
    assert any("missing.json: cannot be read" in line for line in result.said)
    assert b"+++ x.json" in result.out


@pytest.mark.parametrize("command", [("validate", "--diff"), ("fmt", "--diff")])
def test_a_diff_of_a_file_whose_name_is_no_text(epoch: Command, command: tuple[str, ...]) -> None:
    name = b"\xff\x1b[31m\n+++ y.json"
    (epoch.work / os.fsdecode(name)).write_bytes(LOSSLESS.encode())
    result = epoch(*command, name)
    assert result.code == 1
    assert rb"--- \udcff\x1b[31m\n+++ y.json" in result.out.splitlines()
    assert b"+++ y.json" not in result.out.splitlines()


def test_a_diff_on_a_terminal_obeys_nothing_of_the_file(epoch: Command) -> None:
    hostile = {"root": {"type": "text", "text": "\u009b31m \u202e x"}}
    write(epoch, "x.json", json.dumps(hostile, ensure_ascii=False))
    with Terminal(120, 24) as screen:
        code, _, _ = on_terminals(epoch, "validate", "x.json", "--diff", out=screen, err=screen)
    assert code == 1
    assert "\u009b".encode() not in screen.raw
    assert "\u202e".encode() not in screen.raw
    assert b"\\x9b31m" in screen.raw
    assert b"\x1b[32m" in screen.raw
    assert b"\x1b" not in epoch("validate", "x.json", "--diff").out
