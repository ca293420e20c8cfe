"""`epoch validate --watch`: it checks again when files change, come or go, until Ctrl-C."""

from __future__ import annotations

import json
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from support.command import Command, wait_until
from support.nodes import page, text
from support.terminal import Terminal

GOOD = page(text())
BAD = {"root": {"type": "Marquee"}}


class Watched:
    """A process that watches, and what it has written so far."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        self._parts: dict[str, list[bytes]] = {"out": [], "err": []}
        self._readers = [
            threading.Thread(target=self._read, args=(pipe, self._parts[name]), daemon=True)
            for name, pipe in (("out", process.stdout), ("err", process.stderr))
        ]
        for reader in self._readers:
            reader.start()

    def _read(self, pipe: Any, parts: list[bytes]) -> None:
        while line := pipe.readline():
            parts.append(line)

    @property
    def out(self) -> str:
        return b"".join(self._parts["out"]).decode()

    @property
    def err(self) -> str:
        return b"".join(self._parts["err"]).decode()

    def wait_for_rounds(self, number: int) -> None:
        """Wait until so many rounds are over."""
        try:
            wait_until(lambda: self.err.count("Ctrl-C ends") >= number)
        except TimeoutError:
            raise AssertionError(f"round {number} did not end:\n{self.err}\n{self.out}") from None

    def end(self) -> int:
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(20)
        for reader in self._readers:
            reader.join(10)
        return code


@contextmanager
def watching(epoch: Command, *arguments: str) -> Iterator[Watched]:
    with epoch.start("validate", *arguments, "--watch") as process:
        watched = Watched(process)
        try:
            watched.wait_for_rounds(1)
            yield watched
        finally:
            process.kill()


def write(path: Path, value: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(path.name + ".new")
    beside.write_text(value if isinstance(value, str) else json.dumps(value), "utf-8")
    beside.replace(path)


def test_a_change_is_checked_and_ctrl_c_ends_it(epoch: Command) -> None:
    write(epoch.work / "x.json", GOOD)
    with watching(epoch, "x.json") as watched:
        assert watched.out == ""
        write(epoch.work / "x.json", BAD)
        watched.wait_for_rounds(2)
        assert "changed: x.json; checking again" in watched.err
        assert watched.out.startswith("x.json:1:19: EP201")
        write(epoch.work / "x.json", GOOD)
        watched.wait_for_rounds(3)
        assert watched.out.count("EP201") == 1
        assert watched.end() == 130
    assert "Traceback" not in watched.err


def test_files_that_come_and_go_are_noticed(epoch: Command) -> None:
    write(epoch.work / "ui" / "x.json", GOOD)
    with watching(epoch, "ui", "more/*.json", "later.json") as watched:
        assert "more/*.json: no file fits this pattern" in watched.err
        assert "later.json: EP008" in watched.out
        write(epoch.work / "ui" / "deep" / "new.json", BAD)
        watched.wait_for_rounds(2)
        assert "changed: ui/deep/new.json" in watched.err
        write(epoch.work / "more" / "y.json", BAD)
        watched.wait_for_rounds(3)
        assert "more/y.json:1:19: EP201" in watched.out
        write(epoch.work / "later.json", BAD)
        watched.wait_for_rounds(4)
        assert "later.json:1:19: EP201" in watched.out
        (epoch.work / "ui" / "deep" / "new.json").unlink()
        watched.wait_for_rounds(5)


def test_a_change_of_the_configuration_is_a_change(epoch: Command) -> None:
    write(epoch.work / "x.json", BAD)
    with watching(epoch, "x.json") as watched:
        write(epoch.work / "epoch.toml", '[rules.severity]\nEP201 = "info"\n')
        watched.wait_for_rounds(2)
        assert "EP201 info" in watched.out
        write(epoch.work / "epoch.toml", "[rules\n")
        wait_until(lambda: "epoch.toml: " in watched.err)
        assert watched.process.poll() is None
        write(epoch.work / "epoch.toml", '[rules]\nignore = ["EP2"]\n')
        watched.wait_for_rounds(3)
        assert watched.err.count("epoch.toml: ") == 1
        assert watched.end() == 130


def test_a_change_of_the_design_system_is_a_change(epoch: Command) -> None:
    preset = epoch.work / "mine.toml"
    write(preset, '[preset]\nname = "mine"\nextends = "punk"\n')
    write(epoch.work / "x.json", GOOD)
    with watching(epoch, "x.json", "--preset", "./mine.toml") as watched:
        write(preset, '[preset]\nname = "mine"\nextends = "punk"\nremove = ["Text"]\n')
        watched.wait_for_rounds(2)
        assert "EP201" in watched.out


def test_a_report_that_it_writes_is_no_change(epoch: Command) -> None:
    write(epoch.work / "x.json", BAD)
    with watching(epoch, ".", "--output-format", "json", "-o", "report.json") as watched:
        time.sleep(1.5)
        assert watched.err.count("Ctrl-C ends") == 1
        write(epoch.work / "x.json", GOOD)
        watched.wait_for_rounds(2)
    assert json.loads((epoch.work / "report.json").read_text())["files"][0]["diagnostics"] == []


def test_a_baseline_that_breaks_meanwhile_does_not_end_it(epoch: Command) -> None:
    write(epoch.work / "x.json", BAD)
    assert epoch("validate", "x.json", "--write-baseline", "known.json").code == 0
    known = (epoch.work / "known.json").read_text()
    with watching(epoch, "x.json", "--baseline", "known.json") as watched:
        write(epoch.work / "known.json", "{")
        watched.wait_for_rounds(2)
        assert "the baseline is no JSON" in watched.err
        write(epoch.work / "known.json", known)
        watched.wait_for_rounds(3)
        assert watched.out == ""
        assert watched.end() == 130


def test_on_a_terminal_it_says_how_to_end(epoch: Command) -> None:
    write(epoch.work / "x.json", BAD)
    with Terminal(100, 30) as screen:
        with epoch.start("validate", "x.json", "--watch", stdout=screen.file, stderr=screen.file) as process:
            try:
                screen.wait_for("watching 1 file; Ctrl-C ends")
                assert "--> x.json:1:19" in screen.text
            finally:
                process.send_signal(signal.SIGINT)
                process.wait(20)
        assert process.returncode == 130


@pytest.mark.parametrize("flags", [["-"], ["x.json", "--diff"], ["x.json", "--write-baseline", "b"]])
def test_what_cannot_be_watched_is_refused(epoch: Command, flags: list[str]) -> None:
    result = epoch("validate", *flags, "--watch")
    assert result.code == 2
    assert "--watch" in result.said[0]


def test_quiet_still_tells_findings(epoch: Command) -> None:
    write(epoch.work / "x.json", BAD)
    with epoch.start("validate", "x.json", "--watch", "-q") as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith(b"x.json:1:19")
        write(epoch.work / "x.json", {"root": {"type": "Carousel"}})
        assert b"Carousel" in process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=20)
    assert err == b""
