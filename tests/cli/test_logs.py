"""`--log-level` and `--log-file`: what is logged and where; and that no key, header or text is."""

from __future__ import annotations

import json
import os
import stat
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from support.command import Command, Inside
from support.scripted import ScriptedProvider, add, container, jsonl, says, text_node
from support.wire_server import JSON, Reply, WireServer

from epoch_cli.errors import ProviderError
from epoch_cli.events import RunStarted, decode
from epoch_cli.providers.base import FinishPart

KEY = "sk-test-0123456789abcdef"
PATCHES = (add("/root", container(id="page")), add("/root/children/-", text_node("hello")))
REFUSED = add("/root/children/-", {"type": "Nonsense"})


def model(*scripts: Any) -> ScriptedProvider:
    return ScriptedProvider(*(scripts or (says(*PATCHES),)))


def logged(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_bytes().splitlines()]


def session_of(command: Command | Inside) -> str:
    event = decode(command.sessions()[-1].read_bytes().splitlines()[0])
    assert isinstance(event, RunStarted)
    return event.session


def messages(rows: list[dict[str, Any]]) -> list[str]:
    return [row["message"] for row in rows]


# ---------------------------------------------------------------- where it goes


def test_nothing_is_logged_unless_asked_for(inside: Inside) -> None:
    result = inside("gen", "x", model=model())
    assert not any(message in result.err for message in (b"run started", b"attempt started", b"run ended"))
    assert list(inside.work.iterdir()) == []


def test_a_file_gets_an_object_a_line_with_time_and_session(inside: Inside) -> None:
    result = inside("gen", "x", "--log-file", "run.log", model=model())
    rows = logged(inside.work / "run.log")
    assert messages(rows) == ["run started", "attempt started", "usage", "attempt ended", "run ended"]
    assert {row["session"] for row in rows} == {session_of(inside)}
    assert {row["level"] for row in rows} == {"info"}
    times = [datetime.fromisoformat(row["time"]) for row in rows]
    assert times == sorted(times)
    assert all(time.utcoffset() is not None for time in times)
    assert (rows[-1]["status"], rows[-1]["accepted"]) == ("complete", 2)
    assert "run started" not in result.err.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="modes of POSIX")
def test_the_file_is_for_the_user_alone_and_grows(inside: Inside) -> None:
    for _ in range(2):
        inside("gen", "x", "--log-file", "run.log", model=model())
    file = inside.work / "run.log"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert messages(logged(file)).count("run started") == 2


def test_without_a_file_short_lines_go_to_stderr_and_stdout_is_as_ever(inside: Inside) -> None:
    result = inside("gen", "x", "--log-level", "info", model=model())
    (line,) = (line for line in result.said if "run ended" in line)
    assert f" info {session_of(inside)} run ended at=" in line
    assert "status=complete accepted=2" in line
    assert result.out == inside("gen", "x", model=model()).out


def test_it_is_for_one_run_and_not_for_the_next_in_the_process(inside: Inside) -> None:
    inside("gen", "x", "--log-level", "debug", model=model())
    assert "run started" not in inside("gen", "x", model=model()).err.decode()


# ---------------------------------------------------------------- what there is in it

TROUBLE = (
    [ProviderError("down for now", kind="server", retry_after=0.0)],
    says(*PATCHES, REFUSED),
)


@pytest.mark.parametrize(
    ("level", "there", "missing"),
    [
        ("debug", {"chunk", "accepted", "stage", "refused", "recovery"}, set()),
        ("info", {"refused", "recovery", "run ended", "usage"}, {"chunk", "accepted", "stage"}),
        ("warning", {"recovery"}, {"refused", "run started", "run ended", "chunk"}),
        ("error", set(), {"recovery", "refused", "run started", "run ended"}),
    ],
)
def test_each_level_leaves_out_what_is_less(inside: Inside, level: str, there: set[str], missing: set[str]) -> None:
    flags = ("--log-level", level, "--log-file", "run.log", "--corrections", "0")
    inside("gen", "x", *flags, model=model(*TROUBLE))
    said = set(messages(logged(inside.work / "run.log")))
    assert there <= said
    assert not missing & said


def test_what_went_wrong_is_in_it(inside: Inside) -> None:
    inside("gen", "x", "--log-file", "run.log", "--corrections", "0", model=model(*TROUBLE))
    rows = logged(inside.work / "run.log")
    recoveries = [row for row in rows if row["message"] == "recovery"]
    assert [(row["trigger"], row["action"]) for row in recoveries] == [("server", "retry"), ("refused", "keep")]
    assert {row["level"] for row in recoveries} == {"warning"}
    (refused,) = (row for row in rows if row["message"] == "refused")
    assert (refused["codes"], refused["path"]) == (["EP201"], "/root/children/-")
    failed = next(row for row in rows if row["message"] == "attempt ended")
    assert (failed["kind"], failed["error"]) == ("server", "down for now")


def test_a_run_that_failed_is_an_error(inside: Inside) -> None:
    flags = ("--log-level", "error", "--log-file", "run.log", "--no-fallback")
    inside("gen", "x", *flags, model=model([ProviderError("no such key", kind="auth")]))
    (row,) = logged(inside.work / "run.log")
    assert (row["message"], row["status"], row["error"]) == ("run ended", "failed", "no such key")


def test_texts_are_not_in_it_but_how_long_they_were(inside: Inside) -> None:
    flags = ("--log-level", "debug", "--log-file", "run.log")
    inside("gen", "a very private wish", *flags, model=model([jsonl(*PATCHES), FinishPart("stop")]))
    raw = (inside.work / "run.log").read_bytes()
    assert b"private" not in raw
    assert b"hello" not in raw
    chunks = [row["characters"] for row in logged(inside.work / "run.log") if row["message"] == "chunk"]
    assert len(jsonl(*PATCHES)) in chunks


def test_no_terminal_obeys_what_a_model_wrote(inside: Inside) -> None:
    hostile = add("/root/\x1b[31m\u202e\nx", {"type": "Text"})
    flags = ("--log-level", "debug", "--corrections", "0")
    said = inside("gen", "x", *flags, model=model(says(*PATCHES, hostile))).err
    assert b"\x1b" not in said
    assert "\u202e".encode() not in said
    inside("gen", "x", *flags, "--log-file", "run.log", model=model(says(*PATCHES, hostile)))
    raw = (inside.work / "run.log").read_bytes()
    assert b"\x1b" not in raw
    assert "\u202e".encode() not in raw


# ---------------------------------------------------------------- requests


def configure(epoch: Command, server: WireServer) -> None:
    epoch.environment["OPENAI_API_KEY"] = KEY
    file = epoch.home / "config" / "epoch" / "config.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f'[providers.openai]\nbase-url = "{server.url}/v1/{KEY}"\n', "utf-8")


def event(**data: object) -> bytes:
    return b"data: " + json.dumps(data).encode() + b"\n\n"


ANSWER = event(type="response.output_text.delta", delta=jsonl(*PATCHES)) + event(
    type="response.completed", response={"status": "completed"}
)


def test_requests_are_logged_without_key_headers_or_query(epoch: Command) -> None:
    says_it_back = Reply(json.dumps({"error": {"message": f"slow down, {KEY}"}}).encode(), 503, JSON)
    with WireServer({f"/v1/{KEY}/responses": [says_it_back, Reply(ANSWER)]}) as server:
        configure(epoch, server)
        flags = ("-p", "openai", "-m", "x", "--log-level", "debug")
        result = epoch("gen", "x", *flags, "--log-file", "run.log")
        on_stderr = epoch("gen", "x", *flags, "--no-cache")
        requests = server.seen
    assert (result.code, on_stderr.code) == (0, 0)
    assert all(KEY in request.headers["authorization"] for request in requests)
    raw = (epoch.work / "run.log").read_bytes()
    for each in (raw, result.err, on_stderr.err):
        assert KEY.encode() not in each
        assert b"Bearer" not in each
    rows = [row for row in logged(epoch.work / "run.log") if row["logger"] == "epoch_cli.providers.http"]
    assert [(row["method"], row["status"]) for row in rows] == [("POST", 503), ("POST", 200)]
    assert rows[1]["bytes"] == len(ANSWER)
    assert rows[1]["ms"] > 0
    assert rows[1]["url"] == f"http://{requests[0].headers['host']}/v1/***/responses"
    sessions = {path.stem for path in epoch.sessions()}
    assert {row["session"] for row in rows} <= sessions


def test_a_request_without_an_answer_is_logged_as_one(epoch: Command) -> None:
    with WireServer() as server:
        configure(epoch, server)
    flags = ("-p", "openai", "-m", "x", "--retries", "0", "--no-fallback", "--log-level", "debug")
    assert epoch("gen", "x", *flags, "--log-file", "run.log").code == 3
    (row,) = (row for row in logged(epoch.work / "run.log") if row["message"] == "request")
    assert (row["method"], row["status"], row["bytes"]) == ("POST", None, 0)


def test_each_run_of_a_batch_logs_as_itself(epoch: Command) -> None:
    with WireServer({f"/v1/{KEY}/responses": Reply(ANSWER)}) as server:
        configure(epoch, server)
        flags = ("-p", "openai", "-m", "x", "--log-level", "debug", "--log-file", "run.log")
        result = epoch("batch", "-", "-o", "ui", *flags, stdin=b"a\nb\nc\n")
    rows = logged(epoch.work / "run.log")
    for line in result.lines:
        own = [row for row in rows if row["session"] == line["session"]]
        assert messages(own)[0] == "run started"
        assert messages(own).count("request") == 1
        assert messages(own)[-1] == "run ended"
    assert {row["session"] for row in rows} == {line["session"] for line in result.lines}


# ---------------------------------------------------------------- when it cannot be


@pytest.mark.parametrize(
    ("flags", "code", "said"),
    [
        (("--log-level", "loud"), 2, "--log-level: no level 'loud'"),
        (("--log-level", "inf"), 2, "did you mean 'info'?"),
        (("--log-file", "no/such/folder/log"), 6, "no/such/folder/log: the log cannot be written"),
    ],
)
def test_a_log_that_cannot_be_is_told_before_anything_is_asked(
    inside: Inside, flags: tuple[str, ...], code: int, said: str
) -> None:
    asked = model()
    result = inside("gen", "x", *flags, model=asked)
    assert (result.code, asked.requests) == (code, [])
    assert said in result.err.decode()


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a disk that is always full")  # noqa: PTH110
def test_a_disk_that_is_full_costs_the_log_and_not_the_run(inside: Inside) -> None:
    result = inside("gen", "x", "--log-file", "/dev/full", model=model())
    assert result.code == 0
    assert result.err.decode().count("/dev/full: the log is cut short (No space left on device)") == 1
    assert len(result.lines) == 2
