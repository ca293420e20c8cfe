"""What sessions took, against figures worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epoch_cli import read_session
from epoch_cli.events import (
    AttemptStarted,
    Event,
    PatchAccepted,
    PatchRefused,
    RepairMade,
    RunEnded,
    RunStarted,
    TextReceived,
    UsageReported,
    encode,
)
from epoch_cli.sessions.stats import LEAST_SESSIONS, MOST_SESSIONS, aggregated, expected, learnt, metrics_of, spread
from epoch_cli.sessions.summary import summaries
from epoch_cli.validation import Repair

OLD = Path(__file__).parents[2] / "data" / "sessions" / "format-1.jsonl"


def started(**more: Any) -> RunStarted:
    given: dict[str, Any] = {
        "session": "s", "epoch": "0", "started": "", "prompt": "p", "provider": "acme", "model": "large", "title": "z",
        "catalog": "punk", "catalog_digest": "", "profile": "strict", **more,
    }  # fmt: skip
    return RunStarted(at=0.0, **given)


def attempt(number: int, at: float, reason: Any = "initial") -> AttemptStarted:
    return AttemptStarted(
        at=at, attempt=number, reason=reason, prompt="", provider="acme", model="large", input_tokens=1
    )


def accepted(at: float, sequence: int, nodes: int) -> PatchAccepted:
    return PatchAccepted(at=at, number=sequence, sequence=sequence, patch={}, inverse=[], metrics={"nodes": nodes})


def usage(attempt: int, output: int, cost: str | None, *, estimated: bool = False) -> UsageReported:
    return UsageReported(
        at=9.0, attempt=attempt, input_tokens=100, output_tokens=output, estimated=estimated, cost=cost
    )


def ended(at: float = 10.0, accepted: int = 2, **more: Any) -> RunEnded:
    given: dict[str, Any] = {
        "status": "complete", "document": {}, "metrics": {}, "refused": 1, "repaired": 1, "malformed": 0, **more,
    }  # fmt: skip
    return RunEnded(at=at, accepted=accepted, **given)


EVENTS: list[Event] = [
    started(),
    attempt(1, 0.1),
    TextReceived(at=0.5, text="hm", channel="thinking"),
    TextReceived(at=0.7, text="{"),
    accepted(0.8, 1, 0),
    TextReceived(at=1.7, text="}"),
    accepted(1.8, 2, 4),
    RepairMade(at=1.9, number=3, repair=Repair("r", "lossless", "", "m")),
    PatchRefused(at=1.9, number=3, patch={}, diagnostics=[]),
    usage(1, 40, "0.10"),
    attempt(2, 5.0, "correction"),
    TextReceived(at=7.0, text="{"),
    TextReceived(at=7.25, text="}"),
    usage(2, 2, "0.02", estimated=True),
    attempt(3, 8.0, "continuation"),
    ended(validation=0.5),
]


def test_the_measures_of_a_session() -> None:
    found = metrics_of(EVENTS)
    assert (found.provider, found.model, found.status) == ("acme", "large", "complete")
    assert (found.first_token, found.first_patch, found.first_node) == (0.5, 0.8, 1.8)
    assert found.gaps == pytest.approx([0.2, 1.0, 0.25])  # none from one attempt to the next
    assert (found.seconds, found.validation) == (10.0, 0.5)
    assert (found.attempts, found.corrections, found.recovered) == (3, 1, 1)
    assert (found.accepted, found.refused, found.repairs) == (2, 1, 1)
    assert (found.input_tokens, found.output_tokens, found.estimated) == (200, 42, True)
    assert found.cost == Decimal("0.12")


def test_a_session_that_was_cut_off_has_the_measures_of_what_is_there() -> None:
    found = metrics_of(EVENTS[:4])
    assert (found.status, found.seconds, found.first_token, found.first_patch) == ("unfinished", 0.7, 0.5, None)
    assert (found.cost, found.validation) == (None, None)


def test_one_cost_that_is_not_known_makes_the_sum_unknown() -> None:
    assert metrics_of([usage(1, 1, "0.1"), usage(2, 1, None)]).cost is None


def test_a_recorded_session_has_its_measures() -> None:
    found = metrics_of(read_session(OLD))
    assert (found.accepted, found.attempts, found.status) == (10, 1, "complete")
    assert found.first_token is not None
    assert found.first_token <= (found.first_patch or 0) <= (found.first_node or 0) <= found.seconds


# ------------------------------------------------------------------ of many


def test_a_spread_is_by_the_nearest_rank() -> None:
    assert spread([]) is None
    assert spread([3.0]) == (1, 3.0, 3.0)
    assert spread(map(float, range(100, 0, -1))) == (100, 50.0, 95.0)
    assert spread([1.0, 2.0, 3.0, 4.0]) == (4, 2.0, 4.0)


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=60))
def test_half_of_the_values_are_at_most_p50_and_95_of_100_at_most_p95(values: list[float]) -> None:
    found = spread(values)
    assert found is not None
    for bound, share in ((found.p50, 0.5), (found.p95, 0.95)):
        assert bound in values
        assert sum(value <= bound for value in values) >= share * len(values)
        assert sum(value < bound for value in values) < share * len(values)


def test_sessions_are_put_together_by_provider_and_model() -> None:
    other = [started(model="small"), usage(1, 5, None), ended(at=2.0)]
    quick = [started(), ended(at=4.0, status="failed")]
    large, small = aggregated([metrics_of(each) for each in (other, EVENTS, quick)])
    assert (large.provider, large.model, large.sessions) == ("acme", "large", 2)
    assert large.statuses == {"complete": 1, "failed": 1}
    assert large.spreads["seconds"] == (2, 4.0, 10.0)
    assert large.spreads["gaps"] == pytest.approx((3, 0.25, 1.0))
    assert large.spreads["first_token"] == (1, 0.5, 0.5)
    assert (large.totals["output_tokens"], large.totals["corrections"], large.totals["refused"]) == (42, 1, 1)
    assert (large.cost, large.unpriced, large.estimated) == (Decimal("0.12"), 1, True)
    assert (small.model, small.cost, small.unpriced) == ("small", None, 1)
    assert small.spreads["first_token"] is None
    assert large.to_json()["cost"] == "0.12"


# ------------------------------------------------------------------ what comes next


def write(folder: Path, count: int, *, first: int = 0, **more: Any) -> None:
    """That many sessions, a second apart, that took 1, 2, 3… seconds and as many patches."""
    for index in range(first, first + count):
        events = [
            started(**{key: value for key, value in more.items() if key != "status"}),
            usage(1, 10 * (index + 1), None),
            ended(at=index + 1.0, accepted=index + 1, status=more.get("status", "complete")),
        ]
        name = f"20260101-{index // 60:04d}{index % 60:02d}-aaaaaa.jsonl"
        (folder / name).write_bytes(b"".join(map(encode, events)))


def test_what_a_run_is_likely_to_take_is_the_median_of_those_like_it(tmp_path: Path) -> None:
    write(tmp_path, 3)
    write(tmp_path, 9, first=10, status="failed")
    write(tmp_path, 9, first=20, model="small")
    write(tmp_path, 9, first=30, cached="20250101-000000-aaaaaa")
    wanted = {"sessions": 3.0, "seconds": 2.0, "patches": 2.0, "output_tokens": 20.0}
    assert learnt(tmp_path, "acme", "large") == wanted
    assert expected(summaries(tmp_path), "acme", "large") == wanted


def test_fewer_than_three_say_nothing(tmp_path: Path) -> None:
    write(tmp_path, LEAST_SESSIONS - 1)
    assert learnt(tmp_path, "acme", "large") is None
    assert learnt(tmp_path / "none", "acme", "large") is None
    assert learnt(tmp_path, "acme", "small") is None


def test_only_the_latest_count(tmp_path: Path) -> None:
    write(tmp_path, MOST_SESSIONS + 10)
    found = learnt(tmp_path, "acme", "large")
    assert found is not None
    assert (found["sessions"], found["seconds"]) == (MOST_SESSIONS, 10 + (1 + MOST_SESSIONS) / 2)


def test_changing_a_document_is_not_the_same_as_making_one(tmp_path: Path) -> None:
    write(tmp_path, 3)
    write(tmp_path, 3, first=10, base={"root": {"type": "Text"}})
    for based, seconds in ((False, 2.0), (True, 12.0), (None, 7.0)):
        found = learnt(tmp_path, "acme", "large", based=based)
        assert found is not None
        assert found["seconds"] == seconds


def test_damaged_files_are_passed_over(tmp_path: Path) -> None:
    write(tmp_path, 3)
    (tmp_path / "20270101-000000-aaaaaa.jsonl").write_text("torn")
    assert learnt(tmp_path, "acme", "large") is not None


def test_what_another_provider_had_a_part_in_does_not_count(tmp_path: Path) -> None:
    write(tmp_path, 3)
    path = tmp_path / "20270101-000000-aaaaaa.jsonl"
    for retried, count in ((attempt(2, 3.0, "retry"), 4.0), (replace(attempt(2, 3.0, "fallback"), model="b"), 3.0)):
        path.write_bytes(b"".join(map(encode, [*EVENTS[:11], retried, usage(2, 1, None), ended()])))
        found = learnt(tmp_path, "acme", "large")
        assert found is not None
        assert found["sessions"] == count


def test_a_conversation_of_several_wishes_does_not_say_how_long_one_takes(tmp_path: Path) -> None:
    write(tmp_path, 2)
    path = tmp_path / "20270101-000000-aaaaaa.jsonl"
    for reason, known in (("retry", True), ("refine", False)):
        path.write_bytes(b"".join(map(encode, [*EVENTS[:11], attempt(2, 3.0, reason), usage(2, 1, None), ended()])))
        assert (learnt(tmp_path, "acme", "large") is not None) == known


def test_no_more_sessions_are_taken_than_are_needed(tmp_path: Path) -> None:
    write(tmp_path, MOST_SESSIONS + 10)
    taken = summaries(tmp_path)
    assert expected(taken, "acme", "large") is not None
    assert len(list(taken)) == 10
