"""Opening a browser: in a process that nobody waits for, and that tells nobody what it opens."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from support.command import wait_until

from epoch_cli.cli import browser

ADDRESS = "http://127.0.0.1:1/secret/"


def script(path: Path, text: str) -> str:
    path.write_text(f"#!/bin/sh\n{text}\n", "utf-8")
    path.chmod(0o755)
    return str(path)


@pytest.mark.skipif(sys.platform == "win32", reason="a script for a shell")
def test_the_address_is_no_argument_of_the_process_that_opens_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = tmp_path / "told"
    monkeypatch.setenv("BROWSER", "/bin/true %s &")
    text = f'printf "%s\\n" "$@" > {told}.part; cat >> {told}.part; mv {told}.part {told}'
    monkeypatch.setattr(sys, "executable", script(tmp_path / "python", text))
    assert browser.open_in_browser(ADDRESS)
    wait_until(told.exists)
    arguments, _, address = told.read_text("utf-8").rpartition("\n")
    assert address == ADDRESS
    assert "-c" in arguments.split()
    assert "secret" not in arguments
    wait_until(lambda: not [thread for thread in threading.enumerate() if thread.name == "browser"])


@pytest.mark.parametrize("command", ["", "no-such-browser"])
def test_without_a_browser_nothing_is_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.setattr("webbrowser._browsers", {})
    monkeypatch.setattr("webbrowser._tryorder", [command] if command else [])
    monkeypatch.setattr(sys, "executable", str(tmp_path / "gone"))
    assert not browser.open_in_browser(ADDRESS)


@pytest.mark.skipif(sys.platform == "win32", reason="a command of POSIX")
def test_a_process_that_takes_long_is_left_to_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser, "_LONGEST", 0.05)
    with subprocess.Popen(["sleep", "30"]) as opening:
        browser._look_after(opening)
        assert opening.poll() is None
        opening.kill()
