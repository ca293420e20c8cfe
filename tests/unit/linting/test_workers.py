"""Several processes for one job: the answers in order, and a worker that fails or is killed as an error of ours."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from epoch_cli.catalog import Catalog
from epoch_cli.extensions import RuleExtension
from epoch_cli.extensions.entries import Entry
from epoch_cli.extensions.gathered import Extensions, Found
from epoch_cli.linting.run import can_fork, check_sources, worth
from epoch_cli.linting.settings import LintSettings
from epoch_cli.linting.sources import Source
from epoch_cli.linting.workers import in_parallel
from epoch_cli.validation import Selection
from epoch_cli.validation.additions import Notes

pytestmark = pytest.mark.skipif(not can_fork(), reason="nothing is forked here")


def test_answers_come_in_the_order_of_the_turns() -> None:
    turns = list(range(7))
    made = list(in_parallel(turns, lambda turn: (turn * turn, os.getpid()), 2))
    assert [number for number, _ in made] == [turn * turn for turn in turns]
    assert len({process for _, process in made}) == 2
    assert os.getpid() not in {process for _, process in made}


def test_what_a_worker_raises_is_told_with_its_place() -> None:
    def fail(turn: int) -> int:
        return 1 // turn

    with pytest.raises(RuntimeError, match=r"ZeroDivisionError: .* \(in a worker process, .*test_workers\.py:\d+\)"):
        list(in_parallel([1, 1, 0], fail, 2))


@pytest.mark.parametrize(("how", "said"), [("killed", "was killed by signal 9"), ("ended", "ended with 3")])
def test_a_worker_that_is_gone_is_an_error_and_no_wait(how: str, said: str) -> None:
    def leave(turn: int) -> int:
        if turn:
            os.kill(os.getpid(), signal.SIGKILL) if how == "killed" else os._exit(3)
        return turn

    with pytest.raises(RuntimeError, match=f"a worker process {said} before its work was done; --jobs 1 does without"):
        list(in_parallel([0, 0, 1], leave, 2))


def test_a_worker_that_nobody_waits_for_ends() -> None:
    answers = in_parallel([0, 1, 2, 3], lambda _: os.getpid(), 2)
    first = next(answers)
    answers.close()
    with pytest.raises(ProcessLookupError):
        os.kill(first, 0)


def test_many_small_files_or_a_few_big_ones_pay_for_more_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2}, raising=False)
    small, big = tmp_path / "small.json", tmp_path / "big.json"
    small.write_text("{}", "utf-8")
    with big.open("wb") as file:
        file.truncate(1 << 20)

    def sources(path: Path, count: int) -> list[Source]:
        return [Source(str(path), str(path), "named")] * count

    assert worth(sources(small, 32)) == 1
    assert worth(sources(small, 33)) == 1
    assert worth(sources(small, 96)) == 4
    assert worth(sources(big, 33)) == 4
    assert worth(sources(tmp_path / "none.json", 33)) == 1


@pytest.mark.parametrize("added", [False, True])
def test_files_are_checked_in_their_order_and_what_fails_everywhere_is_said_once(added: bool, punk: Catalog) -> None:
    entry, said = Entry("rules", "acme", "acme 1"), list[str]()
    extensions = Extensions(Found([entry]), Notes(lambda line, _: said.append(line)))
    extensions._loaded = {entry: RuleExtension(code="AC001", name="acme", summary="x", check=lambda *_: 1 / 0)}  # type: ignore[arg-type,return-value]
    settings = LintSettings.of(punk, rules=Selection(added=extensions.additions if added else None))
    texts = [b'{"root": {"type": "Stack"}}', b'{"root": {"type": "Nope"}}', b"{"] * 23
    sources = [Source(f"{number}.json", "", raw=text) for number, text in enumerate(texts)]
    reports = list(check_sources(sources, settings, jobs=2))
    assert [report.name for report in reports if report is not None] == [source.name for source in sources]
    alone = list(check_sources(sources, settings, jobs=1))
    assert [report and report.diagnostics for report in reports] == [report and report.diagnostics for report in alone]
    assert len(said) == added
