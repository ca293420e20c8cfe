"""`epoch gen` and its output: every format, to a pipe or with -o, and never over somebody's file by accident."""

from __future__ import annotations

import json
import sys
from typing import Any

import pytest
from support.command import Command, Inside

from epoch_cli.events import EVENT_TYPES

FORMATS = ("jsonl", "json", "tree", "events")


@pytest.fixture(scope="module")
def piped(shared: Command) -> dict[str, bytes]:
    """What each format writes into a pipe."""
    return {form: shared("gen", "login form", "--format", form, "--no-log").out for form in FORMATS}


def test_jsonl_is_patches(piped: dict[str, bytes]) -> None:
    assert all("op" in json.loads(line) for line in piped["jsonl"].splitlines())


def test_json_is_one_document_for_people_to_read(piped: dict[str, bytes]) -> None:
    assert piped["json"].startswith(b'{\n  "punkVersion": "1.0.0",\n  "schemaVersion": "1.0.0",\n  "root": {\n')
    assert piped["json"].endswith(b"\n}\n")


def test_tree_is_a_line_a_node(piped: dict[str, bytes]) -> None:
    def nodes(node: dict[str, Any]) -> int:
        return 1 + sum(nodes(child) for child in node.get("children", []))

    lines = piped["tree"].decode().splitlines()
    assert len(lines) == nodes(json.loads(piped["json"])["root"])
    assert not lines[0].startswith(" ")
    assert any("Password" in line for line in lines)


def test_events_are_the_session(inside: Inside) -> None:
    result = inside("gen", "login form", "--format", "events")
    assert result.out == inside.sessions()[0].read_bytes()
    kinds = [row["event"] for row in result.lines]
    assert kinds[0] == "run_started"
    assert kinds[-1] == "run_ended"
    assert set(kinds) <= set(EVENT_TYPES)


@pytest.mark.parametrize("form", ["jsonl", "json", "tree"])
def test_a_file_gets_what_a_pipe_gets(inside: Inside, piped: dict[str, bytes], form: str) -> None:
    result = inside("gen", "login form", "--format", form, "-o", "out")
    assert result.code == 0
    assert result.out == b""
    assert (inside.work / "out").read_bytes() == piped[form]
    assert "out" in result.err.decode()


def test_a_file_without_a_format_is_the_document(inside: Inside, piped: dict[str, bytes]) -> None:
    inside("gen", "login form", "-o", "out.json")
    assert (inside.work / "out.json").read_bytes() == piped["json"]


def test_a_file_that_exists_is_not_overwritten(inside: Inside) -> None:
    (inside.work / "mine.json").write_text("mine")
    result = inside("gen", "login form", "-o", "mine.json")
    assert result.code == 2
    assert len(result.said) == 1
    assert "--force" in result.said[0]
    assert (inside.work / "mine.json").read_text() == "mine"
    assert inside.sessions() == []


def test_with_force_it_is(inside: Inside, piped: dict[str, bytes]) -> None:
    (inside.work / "mine.json").write_text("mine")
    assert inside("gen", "login form", "-o", "mine.json", "--force").code == 0
    assert (inside.work / "mine.json").read_bytes() == piped["json"]


def test_a_file_that_comes_to_be_during_the_run_is_not_overwritten(epoch: Command) -> None:
    page = '{"op": "add", "path": "/root", "value": {"type": "Container"}}'
    slow = epoch.scripted([{"pause": 0.5}, {"text": page}, {"finish": "stop"}])
    process = slow.start("gen", "x", "-o", "mine.json", "-v")
    assert process.stderr is not None
    process.stderr.readline()
    (epoch.work / "mine.json").write_text("mine")
    _, said = process.communicate(timeout=30)
    assert (epoch.work / "mine.json").read_text() == "mine"
    assert process.returncode != 0
    assert b"Traceback" not in said


def test_nothing_but_the_file_is_left_in_its_folder(inside: Inside) -> None:
    inside("gen", "login form", "-o", "out.json")
    assert [path.name for path in inside.work.iterdir()] == ["out.json"]


def test_a_place_that_cannot_be_written_is_told_once_and_not_called_saved(inside: Inside) -> None:
    (inside.work / "folder").mkdir()
    result = inside("gen", "login form", "-o", "folder", "--force")
    assert result.code in {2, 6}
    assert b"Traceback" not in result.err
    assert [line for line in result.said if "folder" in line and "epoch:" not in line] == []
    assert [path.name for path in inside.work.iterdir()] == ["folder"]


@pytest.mark.skipif(sys.platform == "win32", reason="links of POSIX")
def test_a_link_that_leads_nowhere_counts_as_a_file_that_is_there_or_is_filled(inside: Inside) -> None:
    (inside.work / "link.json").symlink_to("target.json")
    result = inside("gen", "login form", "-o", "link.json")
    assert result.code in {0, 2}
    assert result.code == 2 or (inside.work / "link.json").exists()
