"""`epoch sessions export`: a session for others, whole, or without what is private."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from support.command import Inside
from support.recorded_sessions import NEWEST, OLD, record, rows
from support.scripted import add, container, jsonl, text_node

from epoch_cli import read_session
from epoch_cli.events import FORMAT, encode, to_json


def test_events_are_exported_as_they_are(four: Inside) -> None:
    path = Path(four("sessions", "path").out.decode().rstrip("\n"))
    result = four("sessions", "export")
    assert result.out == b"".join(map(encode, read_session(path)))
    assert four("sessions", "export", "-o", "s.jsonl").code == 0
    assert (four.work / "s.jsonl").read_bytes() == result.out
    assert four("replay", "s.jsonl", "--format", "json").out == four("replay", NEWEST, "--format", "json").out


@pytest.mark.parametrize("form", ["jsonl", "md"])
def test_an_export_overwrites_nothing_unless_forced_and_is_private(four: Inside, form: str) -> None:
    (four.work / "s").write_text("mine")
    result = four("sessions", "export", "-o", "s", "--format", form)
    assert (result.code, (four.work / "s").read_text()) == (2, "mine")
    assert "s exists; choose another name, or add --force" in result.err.decode()
    assert four("sessions", "export", "-o", "s", "--format", form, "--force").code == 0
    assert four("sessions", "export", "-o", "new", "--format", form).code == 0
    assert (four.work / "s").read_bytes() == (four.work / "new").read_bytes()
    if sys.platform != "win32":
        assert {(four.work / each).stat().st_mode & 0o777 for each in ("s", "new")} == {0o600}


@pytest.mark.skipif(sys.platform == "win32", reason="modes of POSIX")
def test_events_in_a_file_of_gen_are_private_as_well(inside: Inside) -> None:
    for form in ("events", "jsonl"):
        assert inside("apply", "-o", form, "--format", form, stdin=jsonl(add("/root", container())).encode()).code == 0
    assert (inside.work / "events").stat().st_mode & 0o777 == 0o600
    assert (inside.work / "jsonl").stat().st_mode & 0o077


def test_a_session_of_an_earlier_format_is_exported_in_todays(inside: Inside) -> None:
    (inside.work / "old.jsonl").write_bytes(OLD.read_bytes())
    result = inside("sessions", "export", "old.jsonl")
    assert result.lines[0]["format"] == FORMAT
    assert result.lines == [to_json(event) for event in read_session(OLD)]


def test_the_document_is_exported_as_replay_gives_it(four: Inside) -> None:
    exported = four("sessions", "export", "--format", "json")
    assert json.loads(exported.out) == json.loads(four("replay", NEWEST, "--format", "json").out)


def test_the_report_is_markdown(four: Inside) -> None:
    record(four, "20260105-000000-eeeeee", rows("a <b>bold</b> | *prompt* [x](javascript:y)"))
    lines = four("sessions", "export", "--format", "md").out.decode().splitlines()
    assert lines[0] == "# Session s"
    assert r"- **prompt**: a \<b\>bold\</b\> \| \*prompt\* \[x\](javascript:y)" in lines
    assert "## Attempts" in lines
    assert "    Container #page" in lines
    assert "## What went wrong" in lines


def test_a_redacted_export_holds_no_secret_and_can_be_replayed(inside: Inside) -> None:
    key = "sk-" + "proj-AbC123dEf456GhI789jKl"
    record(inside, NEWEST, rows(f"a form for jane@acme.io with {key}", text="Write to jane@acme.io"))
    assert key.encode() in inside("sessions", "export").out
    result = inside("sessions", "export", "--redact", "-o", "shared.jsonl")
    assert result.code == 0
    data = (inside.work / "shared.jsonl").read_text("utf-8")
    assert key not in data
    assert "jane@acme.io" not in data
    again = inside("replay", "shared.jsonl", "--format", "json")
    assert json.loads(again.out)["root"]["children"][0]["text"] == "Write to [redacted:email]"
    report = inside("sessions", "export", "--redact", "--format", "md").out.decode()
    assert "jane" not in report
    assert r"\[redacted:key\]" in report


def test_a_redacted_session_reads_as_it_was_recorded(inside: Inside) -> None:
    """What the model wrote, which is read again, and the patches and the document say the same."""
    text = jsonl(add("/root", container(text_node("Write to jane@acme.io\nor bob@acme.io"), id="page")), {"op": "x"})
    inside("apply", stdin=text.encode())
    assert inside("sessions", "export", "--redact", "-o", "shared.jsonl").code == 0
    assert "acme.io" not in (inside.work / "shared.jsonl").read_text("utf-8")
    checked = inside("replay", "shared.jsonl", "--check")
    assert checked.code == 0, checked.out
    assert inside("validate", "shared.jsonl").code in {0, 1}


def test_what_was_made_of_secrets_is_redacted_and_ids_stay_ids(inside: Inside) -> None:
    key, name = "sk-" + "ant-api03-abcdefghijklmnopqrstuvwxyz0123456789", "bob.smith@gmail.com"
    home = inside.command.home
    inside("gen", f"contact {name} form, key {key}, files in {home}/x", "-p", "offline", "-q")
    assert inside("sessions", "export", "--redact", "-o", "shared.jsonl").code == 0
    data = (inside.work / "shared.jsonl").read_text("utf-8")
    assert not [part for part in ("api03", "smith-gmail", "SmithGmail", "smith@", str(home)) if part in data]
    differences = inside("replay", "shared.jsonl", "--check").out.decode().splitlines()
    assert [line.split()[1:] for line in differences] == [
        ["EP706", "warning:", "found", "then,", "not", "found", "now"]  # the key in a text
    ]
