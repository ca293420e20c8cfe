"""What each provider did in a session in which another one went on."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from epoch_cli.events import (
    AttemptStarted,
    Event,
    PatchAccepted,
    PatchRefused,
    RunEnded,
    RunStarted,
    TextReceived,
    UsageReported,
)
from epoch_cli.sessions.shares import shares_of
from epoch_cli.sessions.stats import aggregated, metrics_of


def attempt(number: int, at: float, provider: str, reason: Any = "initial") -> AttemptStarted:
    return AttemptStarted(at=at, attempt=number, reason=reason, prompt="", provider=provider, model="", input_tokens=1)


def accepted(at: float, sequence: int, origin: Any = "model") -> PatchAccepted:
    metrics = {"nodes": 1}
    return PatchAccepted(at=at, number=1, sequence=sequence, patch={}, inverse=[], metrics=metrics, origin=origin)


def usage(number: int, cost: str) -> UsageReported:
    return UsageReported(at=9.0, attempt=number, input_tokens=10, output_tokens=number, estimated=False, cost=cost)


BEGUN = RunStarted(
    at=0.0, session="s", epoch="0", started="", prompt="p", provider="acme", model="", title="Acme", catalog="punk",
    catalog_digest="", profile="strict",
)  # fmt: skip
ENDED = RunEnded(
    at=10.0, status="fallback", document={}, metrics={}, accepted=3, refused=1, repaired=0, malformed=0, validation=0.5
)
HANDED_ON: list[Event] = [
    BEGUN,
    attempt(1, 1.0, "acme"),
    PatchRefused(at=1.5, number=1, patch={}, diagnostics=[]),
    attempt(2, 3.0, "acme", "retry"),
    TextReceived(at=3.5, text="{"),
    attempt(3, 5.0, "offline", "fallback"),
    TextReceived(at=5.25, text="{"),
    accepted(5.5, 1),
    accepted(6.0, 2),
    usage(1, "0.1"),
    usage(2, "0.2"),
    usage(3, "0"),
    ENDED,
]


def test_each_has_its_own_patches_times_and_costs() -> None:
    acme, offline = shares_of(HANDED_ON)
    assert (acme.provider, acme.status, acme.attempts, acme.recovered) == ("acme", "failed", 2, 1)
    assert (acme.accepted, acme.refused, acme.first_patch, acme.first_token) == (0, 1, None, 2.5)
    assert (acme.cost, acme.output_tokens, acme.seconds) == (Decimal("0.3"), 3, 1.0)
    assert (offline.provider, offline.status, offline.attempts) == ("offline", "fallback", 1)
    assert (offline.accepted, offline.refused, offline.first_patch, offline.first_token) == (2, 0, 0.5, 0.25)
    assert (offline.cost, offline.seconds, offline.validation) == (Decimal(0), 1.0, None)


def test_one_alone_has_all_of_the_session() -> None:
    events = [*HANDED_ON[:5], ENDED]
    assert shares_of(events) == [metrics_of(events)]


def test_what_stands_in_for_an_answer_is_nobodys_patch() -> None:
    (acme,) = shares_of([*HANDED_ON[:5], accepted(6.0, 1, "fallback"), ENDED])
    assert (acme.accepted, acme.first_patch) == (0, None)


def test_a_table_has_a_line_for_each() -> None:
    groups = {group.provider: group for group in aggregated(shares_of(HANDED_ON))}
    assert groups["acme"].statuses == {"failed": 1}
    assert (groups["acme"].totals["accepted"], groups["offline"].totals["accepted"]) == (0, 2)
