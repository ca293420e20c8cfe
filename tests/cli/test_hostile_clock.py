"""A clock that was a year ahead, and is right again; one that goes backwards while a command runs.

What was tried, and where else it is proved:

- sessions of the year to come: `last` and `--continue` mean what was done last; here
- unfinished ones, written "in the future": they are no longer being written; here
- times in a run: of a clock that never goes back; here, and `unit/engine/test_conversation.py`
- answers, pages and checked files in caches, and waits that a server asks for: `unit/hostile/test_clock.py`
- prices and models that are retired: `unit/providers/test_table.py`
"""

from __future__ import annotations

import json
import os
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from support.command import Command, Inside

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="environments of a Unix")

YEAR = 366 * 86_400
SHIFTED = Path(__file__).parents[1] / "support" / "shifted"


def shifted(epoch: Command, ahead: float, step: float = 0.0) -> Command:
    """The command as a process whose time of day is wrong."""
    clock = {"PYTHONPATH": str(SHIFTED), "EPOCH_TEST_CLOCK": f"{ahead},{step}"}
    return replace(epoch, environment={**epoch.environment, **clock})


def test_what_was_done_last_is_no_session_of_the_year_to_come(inside: Inside) -> None:
    wrong = shifted(inside.command, YEAR)
    assert wrong("gen", "login form", "-q").code == 0
    (ahead,) = inside.sessions()
    assert ahead.stem[:4] > time.strftime("%Y", time.gmtime())
    os.utime(ahead, (time.time() + YEAR,) * 2)
    assert inside("gen", "contact form", "-q").code == 0
    (mine,) = (path for path in inside.sessions() if path != ahead)
    assert inside("sessions", "path", "last").out.decode().strip() == str(mine)
    assert inside("sessions", "list", "--format", "ids").out.decode().split() == [mine.stem, ahead.stem]
    assert " -" not in inside("sessions", "list").out.decode()  # no age is less than nothing
    assert inside("gen", "add a phone field", "-c", "-q").code == 0
    newest = inside("sessions", "path", "last").out.decode().strip()
    started = json.loads(Path(newest).read_text("utf-8").splitlines()[0])
    assert started["continues"] == mine.stem
    # a clock that is behind is as good: what it has written is still the last there is
    behind = shifted(inside.command, -2 * YEAR)
    assert behind("gen", "search form", "-q").code == 0
    assert "search form" in Path(behind("sessions", "path", "last").out.decode().strip()).read_text("utf-8")


def test_a_clock_that_goes_back_in_a_run_changes_nothing_in_it(epoch: Command) -> None:
    wrong = shifted(epoch, 0.0, -86_400.0)
    result = wrong("gen", "login form", "-q")
    assert (result.code, len(result.lines)) == (0, 10), result.err
    (session,) = epoch.sessions()
    times = [json.loads(line)["at"] for line in session.read_text("utf-8").splitlines()]
    assert times == sorted(times)
    assert 0 <= times[0] <= times[-1] < 60
    assert wrong("replay", session.stem, "-q").out == result.out


def test_what_an_ahead_clock_left_unfinished_is_not_being_written(inside: Inside) -> None:
    assert inside("gen", "login form", "-q").code == 0
    (session,) = inside.sessions()
    lines = session.read_bytes().splitlines(keepends=True)
    session.write_bytes(b"".join(lines[:4]))
    kept = inside("sessions", "rm", "--all", "--yes")
    assert b"may still be written" in kept.err
    os.utime(session, (time.time() + YEAR,) * 2)
    assert inside("sessions", "rm", "--all", "--yes").code == 0
    assert inside.sessions() == []
