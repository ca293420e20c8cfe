"""Everything that can go wrong on the way to a model and back, over real sockets, as one table.

Each fault comes once, and then always: with nothing put in place, with a fallback, and with a second server to ask.
Requests are counted by the servers. Whatever happens, what readers are told is valid at every moment, nothing is
applied twice, and a request that goes on holds the document as it is. The table stands at the end of the tests' output.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from support.faulty_server import (
    ENDED,
    Asked,
    Behaviour,
    FaultyServer,
    Model,
    ended,
    endless,
    event,
    events,
    hangs_up,
    says,
    sends,
    stalls,
)
from support.recovered import assert_sound, followed, remote, same, shown, standby
from support.scripted import add, of

from epoch_cli.catalog import Catalog
from epoch_cli.engine.options import Recovering
from epoch_cli.events import AttemptEnded, AttemptStarted, Event, RecoveryChosen, RunEnded

LOGIN = Model(
    [
        add("/root", {"type": "Form", "id": "login", "props": {"onSubmit": "signIn"}, "children": []}),
        add("/root/children/-", {"type": "Input", "id": "email", "props": {"label": "Email", "type": "email"}}),
        add("/root/children/-", {"type": "Input", "id": "secret", "props": {"label": "Password", "type": "password"}}),
        add("/root/children/-", {"type": "Button", "id": "send", "text": "Sign in"}),
    ]
)
_TWO = events("".join(json.dumps(operation) + "\n" for operation in LOGIN.operations[:2]))
"""The first two operations, whole, and no end."""
_PIECE = events('{"op":"add","path":"/root/chil')
_ERROR = b'data: {"error":{"message":"it broke","code":500}}\n\n'
_GARBAGE = '{"op":"add","path":"/root/children/-","value":{"type" 12 [[ "text":"x"}}\n'
_REFUSED = '{"op":"add","path":"/root/children/-","value":{"type":"Nothing","id":"no"}}\n'
_TOO_LONG = {"error": {"message": "too long", "type": "invalid_request_error", "code": "context_length_exceeded"}}
_HURRY = {"timeout": 0.8}
_HEAD = (
    "fault",
    "once, then a good answer",
    "always, nothing instead",
    "always, by default",
    "always, and a second server",
)
_SPEND = {"error": {"message": "spend limit", "type": "billing_error", "code": "project_spend_limit_exceeded"}}
_SHORT = 0.25
"""Seconds that are waited for a server that says nothing, where that is what a row is about."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that goes wrong, and what has to come of it: `(requests, status, exit code)`.

    Attributes:
        first: what the server does the first time.
        always: what it does every time after that, where it always fails; as `first` when not given.
        once: what comes of it when the second request is answered well, with everything as it is by default.
        failing: when it always fails, and nothing is put in place.
        fallback: when it always fails, by default.
        chained: how often the first server is asked when there is a second, and what comes of it.
        row: of the provider.
        options: of the run.
        refusing: the server does not even listen.
    """

    first: Behaviour
    once: tuple[int, str, int]
    failing: tuple[int, str, int]
    fallback: tuple[int, str, int]
    chained: tuple[int, str, int]
    always: Behaviour | None = None
    row: Mapping[str, float] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    refusing: bool = False


def _passing(first: Behaviour, always: Behaviour | None = None, **more: Any) -> Fault:
    """What may be over the next time: three more requests, one after the other."""
    four = {"failing": (4, "failed", 3), "fallback": (4, "fallback", 7), "chained": (4, "complete", 0)}
    return Fault(first, **{"once": (2, "complete", 0), **four, **more}, always=always)


def _slow(first: Behaviour, always: Behaviour | None = None, **more: Any) -> Fault:
    """What took too long is asked once more."""
    two = {"failing": (2, "failed", 4), "fallback": (2, "fallback", 7), "chained": (2, "complete", 0)}
    return Fault(first, **{"once": (2, "complete", 0), **two, **more}, always=always)


def _lasting(first: Behaviour) -> Fault:
    """What asking again does not change, and nothing stands in for: only a second provider helps (decision 12)."""
    failed = (1, "failed", 3)
    return Fault(first, once=failed, failing=failed, fallback=failed, chained=(1, "complete", 0))


def _unwilling(first: Behaviour) -> Fault:
    """What asking again does not change, but a fallback may stand in for."""
    back = (1, "fallback", 7)
    return Fault(first, once=back, failing=(1, "failed", 3), fallback=back, chained=(1, "complete", 0))


def _spent(first: Behaviour, **more: Any) -> Fault:
    """What takes all the tokens or all the time: there is nothing left to ask anybody else with."""
    over = (1, "budget", 5)
    return Fault(first, **{"once": over, "failing": over, "fallback": over, "chained": over, **more})


def _too_long(first: Behaviour, over: tuple[int, str, int], always: Behaviour | None = None) -> Fault:
    """What does not fit: less is asked for, or the rest of it; nothing stands in for what is too large."""
    requests = over[0]
    chained = (requests, "complete", 0)
    return Fault(first, once=(2, "complete", 0), failing=over, fallback=over, chained=chained, always=always)


def _wordy(first: Behaviour) -> Fault:
    """An answer that is whole and has no patch in it is asked for twice more."""
    return Fault(
        first,
        once=(2, "complete", 0),
        failing=(3, "failed", 3),
        fallback=(3, "fallback", 7),
        chained=(3, "complete", 0),
    )


def _faulty(first: Behaviour) -> Fault:
    """Some of it could not be used: that goes back twice at most, and what could be used is the result."""
    kept = (3, "complete", 0)
    return Fault(first, once=(2, "complete", 0), failing=kept, fallback=kept, chained=kept)


FAULTS: Mapping[str, Fault] = {
    "connection refused": _passing(LOGIN.answers, refusing=True),
    "connection closed": _passing(hangs_up),
    "400": _lasting(says(400, {"error": {"message": "no", "type": "invalid_request_error"}})),
    "400, prompt too long": _too_long(says(400, _TOO_LONG), (3, "failed", 3)),
    "401": _lasting(says(401)),
    "402": _lasting(says(402)),
    "403": _lasting(says(403)),
    "404": _lasting(says(404)),
    "408": _slow(says(408)),
    "429 with Retry-After": _passing(says(429, Retry_After="0.05")),
    "429 with Retry-After of an hour": _unwilling(says(429, Retry_After="3600")),
    "429 without": _passing(says(429)),
    "429 that is not to be retried": _unwilling(says(429, X_Should_Retry="false")),
    "429 of a spend cap": _lasting(says(429, _SPEND)),
    "500": _passing(says(500)),
    "502 with a web page": _passing(sends(b"<html>bad gateway</html>", "text/html", 502)),
    "503": _passing(says(503)),
    "504": _slow(says(504)),
    "529": _passing(says(529)),
    "slow first byte": _slow(stalls(None), row={"first": _SHORT}),
    "slow first content": _slow(stalls(b": ping\n\n"), row={"first": _SHORT}),
    "stall in mid-stream": _slow(stalls(_TWO), stalls(_PIECE), row={"idle": _SHORT}),
    "cut before a patch": _passing(sends(_PIECE)),
    "cut in a patch": _passing(sends(_TWO + _PIECE), sends(_PIECE)),
    "cut between two patches": _passing(sends(_TWO), sends(_PIECE)),
    "error in mid-stream": _passing(sends(_TWO + _ERROR), sends(_PIECE)),
    "garbage in the stream": _passing(sends(_TWO + b"data: \xff\x00}{\n\n" + ENDED), sends(b"data: \xff\x00}{\n\n")),
    "garbage in the text": _faulty(sends(events(LOGIN.text + _GARBAGE) + ENDED)),
    "refused patches": _faulty(sends(events(LOGIN.text + _REFUSED) + ENDED)),
    "refused patches and no other": _wordy(sends(events(_REFUSED) + ENDED)),
    "web page with 200": _unwilling(sends(b"<html>welcome</html>", "text/html")),
    "plain text with 200": _passing(sends(b"welcome", "text/plain")),
    "empty answer": _wordy(sends(ENDED)),
    "words and no patch": _wordy(sends(events("I would rather talk about the weather.") + ENDED)),
    "endless prose": _spent(endless(_TWO, events("and " * 200, 800))),
    "endless signs of life": _slow(endless(b"", b": ping\n\n", 0.01), row={"first": _SHORT}),
    "no time left": _spent(
        stalls(_TWO), **dict.fromkeys(("once", "failing", "fallback", "chained"), (1, "timeout", 4)), options=_HURRY
    ),
    "length stop before a patch": _too_long(sends(_PIECE + ended("length")), (2, "budget", 5)),
    "length stop in mid-stream": _too_long(
        sends(_TWO + _PIECE + ended("length")), (4, "budget", 5), sends(_PIECE + ended("length"))
    ),
    "refusal": _unwilling(sends(event(delta={"refusal": "I will not."}) + ENDED)),
    "refusal in mid-stream": _unwilling(sends(_TWO + event(delta={"refusal": "No more."}) + ENDED)),
    "content filter": _unwilling(sends(ended("content_filter"))),
}


@dataclass(frozen=True, slots=True)
class Seen:
    """A run: its events, the requests that the two servers got, and the documents that these held."""

    events: list[Event]
    asked: list[Asked]
    others: list[Asked]
    refused: int

    @property
    def end(self) -> RunEnded:
        """How it ended."""
        return of(RunEnded, self.events)[0]  # type: ignore[no-any-return]

    @property
    def result(self) -> tuple[int, str, int]:
        """Requests to the first server, those among them that were not let in; status; exit code."""
        status, error = self.end.status, self.end.error
        code = error["exit_code"] if error else _CODES[status]
        return len(self.asked) + self.refused, status, code


_CODES = {"complete": 0, "fallback": 7}


async def _go(fault: Fault, catalog: Catalog, recovering: Recovering, *, once: bool, chained: bool = False) -> Seen:
    then = LOGIN.answers if once else fault.always or fault.first
    async with (
        FaultyServer(fault.first, then=then, refusing=fault.refusing) as server,
        FaultyServer(LOGIN.answers) as second,
    ):
        provider, other = remote(server, **fault.row), remote(second)

        async def watch(event: Event) -> None:
            if once and isinstance(event, RecoveryChosen):
                await server.listen()

        given = recovering._replace(standbys=[standby(other)]) if chained else recovering
        told = await asyncio.wait_for(followed(provider, catalog, given, watch=watch, **fault.options), timeout=20)
        tried = sum(attempt.provider == provider.name for attempt in of(AttemptStarted, told))
        return Seen(told, server.asked, second.asked, tried - len(server.asked))


def _check(seen: Seen, fault: Fault, catalog: Catalog) -> None:
    """What holds whatever went wrong: see the top of the file."""
    assert_sound(seen.events, catalog)
    attempts = of(AttemptStarted, seen.events)
    assert len(attempts) == len(of(AttemptEnded, seen.events))
    assert seen.refused == 0 or fault.refusing
    shown_to_model = [each.document for each in (*seen.asked, *seen.others)]
    for told, had in zip(shown_to_model, shown(seen.events)[seen.refused :], strict=True):
        assert told.get("root") == had.get("root")
    if seen.end.status == "complete":
        assert same(seen.end.document, LOGIN.target)


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault(name: str, punk: Catalog, record_property: Callable[[str, object], None]) -> None:
    fault = FAULTS[name]

    def go(recovering: Recovering, **how: bool) -> Seen:
        seen = asyncio.run(_go(fault, punk, recovering, **{"once": False, **how}))
        _check(seen, fault, punk)
        return seen

    once = go(Recovering(), once=True)
    failing = go(Recovering(fallback=None))
    fallback = go(Recovering())
    chained = go(Recovering(fallback=None), chained=True)
    results = [seen.result for seen in (once, failing, fallback, chained)]
    assert results == [fault.once, fault.failing, fault.fallback, fault.chained]
    changed = fault.chained[1] == "complete" != fault.failing[1]
    assert len(chained.others) == (1 if changed else 0)
    cells = [f"{requests} → {status} {code}" for requests, status, code in results]
    record_property("row", ["Faults: requests, status and exit code", _HEAD, (name, *cells)])


@pytest.mark.parametrize(
    "header", [{"Retry_After": "0.2"}, {"Retry_After_Ms": "200"}, {"Retry_After": "5", "Retry_After_Ms": "200"}]
)
def test_a_server_that_says_when_is_not_asked_before(punk: Catalog, header: dict[str, str]) -> None:
    async def go() -> list[float]:
        async with FaultyServer(says(429, **header), says(503, **header), then=LOGIN.answers) as server:
            events = await followed(remote(server), punk)
            assert of(RunEnded, events)[0].status == "complete"
            return [asked.when for asked in server.asked]

    first, second, third = asyncio.run(go())
    assert second - first >= 0.2
    assert third - second >= 0.2


def test_a_date_to_come_back_at_is_kept(punk: Catalog) -> None:
    now = datetime(2026, 1, 31, 12, 0, 0, tzinfo=UTC)

    async def go(date: str) -> list[str]:
        async with FaultyServer(says(429, Retry_After=date), then=LOGIN.answers) as server:
            provider = remote(server, now=lambda: now)
            chosen = of(RecoveryChosen, await followed(provider, punk, Recovering(fallback=None)))
            return [each.action for each in chosen]

    assert asyncio.run(go("Sat, 31 Jan 2026 12:01:30 GMT")) == ["fail"]  # more than a minute is more than anybody waits
    assert asyncio.run(go("Sat, 31 Jan 2026 11:59:59 GMT")) == ["retry"]


def test_what_was_asked_for_again_is_told_with_its_class_and_its_wait(punk: Catalog) -> None:
    async def go() -> list[Event]:
        async with FaultyServer(says(429, Retry_After="0.05"), sends(_TWO), then=LOGIN.answers) as server:
            return await followed(remote(server), punk)

    told = [
        (each.attempt, each.category, each.trigger, each.action, each.delay)
        for each in of(RecoveryChosen, asyncio.run(go()))
    ]
    assert told == [(1, "RATE_LIMIT", "rate", "retry", 0.05), (2, "PROVIDER_ERROR", "truncated", "continue", 0.0)]
