"""A composition that takes long ends when it is told to: at its timeout, by SIGTERM, by Ctrl-C."""

from __future__ import annotations

import signal
import sys
import time
from pathlib import Path

import pytest
from support.command import Command, wait_until

PHRASES = 30_000
"""Phrases of a design system of one's own, of which the composer makes a pattern: that takes it half a minute."""


@pytest.fixture(scope="module")
def slow(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("slow")
    (folder / "patterns").mkdir()
    (folder / "catalog.toml").write_text('[preset]\nname = "slow"\nextends = "punk"\n', "utf-8")
    phrases = ", ".join(f'"joined by {number:x} of them"' for number in range(PHRASES))
    (folder / "patterns" / "slow.toml").write_text(f"[separators]\nand = [{phrases}]\n", "utf-8")
    return folder


def arguments(slow: Path, *more: str) -> tuple[str, ...]:
    return ("gen", "login form", "-p", "offline", "--preset", str(slow), "--no-tui", "--no-cache", *more)


def test_it_ends_near_its_timeout(epoch: Command, slow: Path) -> None:
    began = time.monotonic()
    result = epoch(*arguments(slow, "--timeout", "0.5"))
    assert time.monotonic() - began < 8
    assert result.code == 4
    assert result.out == b""
    assert b"no end after 0.5 s" in result.err
    assert b"Traceback" not in result.err


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_it(number: int, code: int, epoch: Command, slow: Path) -> None:
    with epoch.start(*arguments(slow)) as process:
        wait_until(lambda: any(b"attempt_started" in path.read_bytes() for path in epoch.sessions()))
        process.send_signal(number)
        began = time.monotonic()
        out, err = process.communicate(timeout=30)
        assert time.monotonic() - began < 8
    assert process.returncode == code
    assert out == b""
    assert b"Traceback" not in err
