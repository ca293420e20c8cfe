"""The `epoch` command in a home of its own, for each test."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.command import Command, Inside


@pytest.fixture
def epoch(tmp_path: Path) -> Command:
    """The command with the built-in composer."""
    return made(tmp_path)


@pytest.fixture
def inside(epoch: Command, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Inside:
    """The same command, run in this process."""
    return Inside(epoch, monkeypatch, capfdbinary)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Command:
    """The same for all tests of a module, which only look at what it wrote."""
    return made(tmp_path_factory.mktemp("shared"))


def made(folder: Path) -> Command:
    """A command whose home and working folder lie in `folder`."""
    home, work = folder / "home", folder / "work"
    home.mkdir()
    work.mkdir()
    return Command(home, work)
