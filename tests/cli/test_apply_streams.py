"""`epoch apply` while its text still comes: pipes, signals, terminals, and texts without end."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest
from support.applied import HELLO, PAGE, POSIX, TEXT, said
from support.command import Command, wait_until
from support.scripted import jsonl, text_node

from epoch_cli import read_session


def reading(process: subprocess.Popen[bytes]) -> Iterator[dict[str, Any]]:
    assert process.stdout is not None
    for line in process.stdout:
        yield json.loads(line)


def write(process: subprocess.Popen[bytes], data: bytes) -> None:
    assert process.stdin is not None
    process.stdin.write(data)
    process.stdin.flush()


def test_what_is_complete_comes_out_before_more_is_written(epoch: Command) -> None:
    with epoch.start("apply", stdin=subprocess.PIPE) as process:
        lines = reading(process)
        first = jsonl(PAGE).encode()
        write(process, first[:20])
        write(process, first[20:])
        assert next(lines)["path"] == "/root"
        write(process, jsonl(HELLO).encode())
        assert next(lines)["value"]["text"] == "hello"
        process.communicate(timeout=20)
    assert process.returncode == 0


@POSIX
@pytest.mark.parametrize(("number", "code"), [("SIGINT", 130), ("SIGTERM", 143)])
def test_a_signal_ends_it_and_keeps_the_document(epoch: Command, number: str, code: int) -> None:
    with epoch.start("apply", "--format", "json", stdin=subprocess.PIPE) as process:
        write(process, jsonl(PAGE, HELLO).encode() + b'{"op": "add", "path"')
        wait_until(lambda: any(b"hello" in path.read_bytes() for path in epoch.sessions()))
        time.sleep(0.2)
        process.send_signal(getattr(signal, number))
        began = time.monotonic()
        assert process.wait(timeout=20) == code  # although its stdin is still open
        assert time.monotonic() - began < 10
        out, err = process.communicate()
    assert json.loads(out)["root"]["children"] == [text_node("hello")]
    assert b"Traceback" not in err
    assert b"kept" in err
    assert list(read_session(epoch.sessions()[0]))[-1].status == "cancelled"  # type: ignore[union-attr]


@POSIX
@pytest.mark.parametrize(("number", "code"), [("SIGINT", 130), ("SIGTERM", 143)])
def test_a_text_that_ends_by_the_same_signal_is_cut_and_not_done(epoch: Command, number: str, code: int) -> None:
    """Ctrl-C goes to a whole pipeline: the end of the text comes with it, and may be seen first."""
    with epoch.start("apply", stdin=subprocess.PIPE) as process:
        write(process, jsonl(PAGE).encode() + b'{"op": "add", "path"')
        wait_until(lambda: any(b"patch_accepted" in path.read_bytes() for path in epoch.sessions()))
        process.send_signal(signal.SIGSTOP)  # so that both are there when it looks
        process.send_signal(getattr(signal, number))
        assert process.stdin is not None
        process.stdin.close()
        process.stdin = None
        process.send_signal(signal.SIGCONT)
        _, err = process.communicate(timeout=20)
    assert process.returncode == code
    assert b"cancelled; what was accepted is kept" in err


def test_a_text_that_never_ends_is_out_of_time_when_that_was_asked_for(epoch: Command) -> None:
    with epoch.start("apply", "--timeout", "0.5", stdin=subprocess.PIPE) as process:
        write(process, jsonl(PAGE).encode())
        assert process.wait(timeout=20) == 4


@POSIX
def test_a_pipe_that_does_not_block_is_waited_for(epoch: Command) -> None:
    import os

    theirs, ours = os.pipe()
    os.set_blocking(theirs, False)
    with epoch.start("apply", stdin=theirs) as process:
        time.sleep(0.5)
        os.write(ours, jsonl(PAGE).encode())
        assert next(reading(process))["path"] == "/root"
        os.close(ours)
        assert process.wait(timeout=20) == 0
    os.close(theirs)


@POSIX
@pytest.mark.parametrize("kind", ["redirected", "fifo"])
def test_files_of_any_kind_are_read_as_they_come(epoch: Command, kind: str) -> None:
    import os

    file = epoch.work / "answer"
    if kind == "redirected":
        file.write_bytes(TEXT)
        with file.open("rb") as opened:
            process = epoch.start("apply", stdin=opened)
            out, _ = process.communicate(timeout=20)
        assert (process.returncode, len(out.splitlines())) == (0, 2)
        return
    os.mkfifo(file)
    with epoch.start("apply", "answer") as process, file.open("wb", buffering=0) as ours:
        ours.write(jsonl(PAGE).encode())
        assert next(reading(process))["path"] == "/root"
        ours.close()
        assert process.wait(timeout=20) == 0


def test_a_closed_stdin_is_no_text(epoch: Command) -> None:
    result = epoch("apply", preexec_fn=lambda: __import__("os").close(0), stdin=None)
    assert result.code == 6
    assert "there is no text" in said(result)


def test_when_nobody_reads_any_more_it_ends(epoch: Command) -> None:
    with epoch.start_anew("apply", stdin=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.close()
        write(process, jsonl(PAGE).encode())
        assert process.wait(timeout=20) == 141


# ------------------------------------------------------------------ terminals


@POSIX
def test_on_a_terminal_the_tree_is_drawn_and_faults_are_told_below_it(epoch: Command) -> None:
    from support.terminal import Terminal, settle

    with (
        Terminal(100, 30) as both,
        epoch.start("apply", "--no-heal", stdin=subprocess.PIPE, stdout=both.file, stderr=both.file) as process,
    ):
        write(process, jsonl(PAGE).encode() + b'{"op" 1}\n')
        both.wait_for("Container #page")
        write(process, jsonl(HELLO).encode())
        both.wait_for("└── Text “hello”")
        process.communicate(timeout=20)
        settle(both)
        assert process.returncode == 0
        assert both.text.index("hello") < both.text.index("EP001") < both.text.index("done: 2 patches")
        assert '"op":"add"' not in both.text


@POSIX
def test_what_is_typed_is_read_line_by_line_after_a_word_on_how_to_end(epoch: Command) -> None:
    import os
    import pty

    ours, theirs = pty.openpty()
    with epoch.start("apply", stdin=theirs) as process:
        assert process.stderr is not None
        assert process.stderr.readline() == b"epoch: reading from the terminal; end with Ctrl-D\n"
        os.write(ours, jsonl(PAGE).encode())
        assert next(reading(process))["path"] == "/root"
        os.write(ours, b"\x04")
        assert process.wait(timeout=20) == 0
    os.close(ours)
    os.close(theirs)


# ------------------------------------------------------------------ bounds

MEASURED = """
import resource, subprocess, sys
done = subprocess.run([sys.executable, "-m", "epoch_cli", "apply"], stdin=sys.stdin, capture_output=True)
sys.stdout.write(f"{done.returncode} {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss}\\n")
sys.stdout.write(done.stderr.decode())
"""
WRITER = """
import sys
piece, head = {piece!r} * 65_536, {head!r}
try:
    sys.stdout.write(head)
    for _ in range({size} * 16):
        sys.stdout.write(piece)
except BrokenPipeError:
    sys.stderr.close()
"""


@POSIX
@pytest.mark.parametrize(
    ("head", "piece"),
    [("", "["), ('{"op":"add","path":"/root","value":{"type":"Text","text":"', "x")],
    ids=["brackets", "a string"],
)
def test_a_text_without_end_is_told_and_takes_no_memory(epoch: Command, head: str, piece: str) -> None:
    start = jsonl(PAGE)
    script = WRITER.format(piece=piece, head=start + head, size=70)
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as writer:
        measured = subprocess.run(
            [sys.executable, "-c", MEASURED], stdin=writer.stdout, capture_output=True, cwd=epoch.work, env=epoch.env(),
            timeout=120, check=True,
        )  # fmt: skip
        assert writer.stdout is not None
        writer.stdout.close()
    first, *lines = measured.stdout.decode().splitlines()
    code, peak = map(int, first.split())
    assert peak * (1 if sys.platform == "darwin" else 1024) < 100_000_000
    assert code == 6, lines
    assert sum("EP005" in line for line in lines) in {1, 2}
    assert any("the text is longer than 64 MiB" in line for line in lines)
    assert any(line.startswith("failed: 1 patch,") for line in lines)
