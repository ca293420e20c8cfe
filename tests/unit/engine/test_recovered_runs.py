"""What goes wrong while something that went wrong is being made good."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from decimal import Decimal
from typing import Any

import pytest
from support.every_row import every_row
from support.faulty_server import ENDED, Asked, Behaviour, FaultyServer, Model, event, events, says, sends, stalls
from support.recovered import assert_sound, followed, ids_of, remote, standby
from support.scripted import add, of

from epoch_cli.catalog import Catalog
from epoch_cli.engine import Control, Options, breaker, generate
from epoch_cli.engine.breaker import FAILURES
from epoch_cli.engine.options import Recovering, Standby
from epoch_cli.errors import ProviderError
from epoch_cli.events import AttemptStarted, Event, PatchAccepted, RecoveryChosen, RunEnded, UsageReported
from epoch_cli.providers.base import Provider
from epoch_cli.providers.prices import Price, Rates

LOGIN = Model(
    [
        add("/root", {"type": "Form", "id": "login", "children": []}),
        add("/root/children/-", {"type": "Input", "id": "email", "props": {"label": "Email"}}),
        add("/root/children/-", {"type": "Button", "id": "send", "text": "Sign in"}),
    ]
)
CUT = sends(events("".join(LOGIN.lines[:2])))
NOTHING = Recovering(fallback=None)
TOO_LONG = {"error": {"message": "too long", "type": "invalid_request_error", "code": "context_length_exceeded"}}
SPENT = Price(Rates(Decimal(1), Decimal(10)))


def ran(catalog: Catalog, *behaviours: Behaviour, recovering: Recovering = NOTHING, **how: Any) -> tuple[RunEnded, int]:
    """How a run ended, and how many requests there were; `price` is of the provider."""

    async def go() -> tuple[list[Event], int]:
        async with FaultyServer(*behaviours) as server:
            provider = remote(server, price=how.pop("price", None))
            return await followed(provider, catalog, recovering, **how), len(server.asked)

    told, requests = asyncio.run(asyncio.wait_for(go(), 20))
    return assert_sound(told, catalog), requests


SECOND: dict[str, tuple[Behaviour, tuple[str, int, int]]] = {
    # what happens to the request that goes on: status, exit code, requests
    "the key is refused": (says(401), ("failed", 3, 2)),
    "no money": (says(402), ("failed", 3, 2)),
    "come back in an hour": (says(429, Retry_After="3600"), ("failed", 3, 2)),
    "refusal": (sends(event(delta={"refusal": "No."}) + ENDED), ("failed", 3, 2)),
    "the prompt is too long, however short": (says(400, TOO_LONG), ("failed", 3, 4)),
    "nothing more to say": (sends(ENDED), ("complete", 0, 2)),
    "only words": (sends(events("That is all.") + ENDED), ("complete", 0, 2)),
}


@every_row("name", SECOND)
def test_what_was_accepted_stays_when_going_on_fails(punk: Catalog, name: str) -> None:
    behaviour, expected = SECOND[name]
    end, requests = ran(punk, CUT, behaviour)
    assert (end.status, end.error.get("exit_code", 0), requests) == expected
    assert [child["id"] for child in end.document["root"]["children"]] == ["email"]


# ------------------------------------------------------------------ the chain


def test_a_provider_that_cannot_be_opened_is_passed_over(punk: Catalog) -> None:
    async def unopenable() -> Provider:
        raise ProviderError("there is no key", remedy="set one", kind="auth")

    async def go() -> tuple[list[Event], int]:
        async with FaultyServer(says(500)) as server, FaultyServer(LOGIN.answers) as second:
            chain = [Standby("locked", unopenable), standby(remote(second))]
            recovering = Recovering(retries=0, standbys=chain, fallback=None)
            return await followed(remote(server), punk, recovering), len(second.asked)

    told, asked = asyncio.run(go())
    assert (assert_sound(told, punk).status, asked) == ("complete", 1)
    assert [each.action for each in of(RecoveryChosen, told)] == ["next", "next"]
    assert "locked" in of(RecoveryChosen, told)[1].message


def test_the_next_provider_goes_on_with_what_the_first_has_begun(punk: Catalog) -> None:
    async def go() -> tuple[list[Event], Any]:
        async with FaultyServer(CUT, says(500)) as server, FaultyServer(CUT, LOGIN.answers) as second:
            recovering = Recovering(continuations=1, standbys=[standby(remote(second))], fallback=None)
            told = await followed(remote(server), punk, recovering)
            return told, [len(server.asked), *(asked.document["root"]["id"] for asked in second.asked)]

    told, seen = asyncio.run(go())
    assert assert_sound(told, punk).status == "complete"
    assert seen == [2, "login", "login"]  # the second was cut, too, and had its own chance to go on
    assert len(of(PatchAccepted, told)) == 3


# ------------------------------------------------------------------ the circuit breaker


def test_a_server_that_keeps_failing_is_left_alone_by_all_runs(punk: Catalog) -> None:
    async def go() -> tuple[int, list[RunEnded], float]:
        async with FaultyServer(says(500)) as server:
            provider = remote(server)
            began = time.monotonic()
            ends = [of(RunEnded, await followed(provider, punk, NOTHING, timeout=5))[0] for _ in range(4)]
            return len(server.asked), ends, time.monotonic() - began

    asked, ends, seconds = asyncio.run(go())
    assert asked == FAILURES
    assert {end.status for end in ends} == {"failed"}
    assert ends[-1].error["kind"] == "overloaded"
    assert seconds < 4  # nobody waits for what cannot be had within the time allowed


def test_refusals_of_a_key_do_not_open_it(punk: Catalog) -> None:
    async def go() -> int:
        async with FaultyServer(says(401)) as server:
            provider = remote(server)
            for _ in range(FAILURES + 2):
                await followed(provider, punk, NOTHING)
            return len(server.asked)

    assert asyncio.run(go()) == FAILURES + 2


def test_after_a_rest_one_request_tries_it_for_all(punk: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(breaker, "REST", 0.6)

    async def go() -> list[int]:
        async with FaultyServer(*[says(500)] * (FAILURES + 2), then=LOGIN.answers) as server:
            provider = remote(server)
            once = Recovering(retries=0, fallback=None)

            async def together() -> int:
                before = len(server.asked)
                await asyncio.gather(*(followed(provider, punk, once) for _ in range(3)))
                return len(server.asked) - before

            asked = [await together(), await together()]  # the second time it opens
            for _ in range(2):
                asked.append(await together())
                await asyncio.sleep(0.7)
                asked.append(await together())  # half-open: one alone, which fails at first and then not
            return [*asked, await together()]

    assert asyncio.run(go())[2:] == [0, 1, 0, 1, 3]


# ------------------------------------------------------------------ waits and wishes


def test_a_wait_ends_when_the_run_is_cancelled(punk: Catalog) -> None:
    async def go() -> tuple[RunEnded, float]:
        control = Control()
        async with FaultyServer(says(429, Retry_After="20")) as server:
            asyncio.get_running_loop().call_later(0.1, control.cancel)
            began = time.monotonic()
            (end,) = of(RunEnded, await followed(remote(server), punk, control=control))
            return end, time.monotonic() - began

    end, seconds = asyncio.run(go())
    assert (end.status, end.error) == ("cancelled", {})
    assert seconds < 5


@pytest.mark.parametrize("timeout", [0.3, 5.0])
def test_nobody_waits_longer_than_the_time_allowed(punk: Catalog, timeout: float) -> None:
    began = time.monotonic()
    end, requests = ran(punk, says(429, Retry_After="20"), timeout=timeout)
    assert (end.status, requests) == ("failed", 1)
    assert time.monotonic() - began < 4


def test_who_leaves_in_a_wait_leaves_nothing_behind(punk: Catalog) -> None:
    async def go() -> int:
        async with FaultyServer(says(429, Retry_After="20")) as server:
            run: AsyncIterator[Event] = generate("a page", catalog=punk, provider=remote(server), options=Options())
            async for told in run:
                if isinstance(told, RecoveryChosen):
                    break
            await run.aclose()  # type: ignore[attr-defined]  a generator
            await asyncio.sleep(0.05)
            return len(asyncio.all_tasks())

    assert asyncio.run(go()) == 1


def _undo(control: Control) -> None:
    control.undo()


def _refine(control: Control) -> None:
    control.refine("and a link")


@pytest.mark.parametrize(("wish", "origins", "requests"), [(_undo, {"model", "undo"}, 2), (_refine, {"model"}, 3)])
def test_a_wish_between_two_attempts_is_fulfilled(
    punk: Catalog, wish: Callable[[Control], None], origins: set[str], requests: int
) -> None:
    async def go() -> tuple[list[Event], list[dict[str, Any]]]:
        control = Control()

        async def watch(told: Event) -> None:
            if isinstance(told, RecoveryChosen):
                wish(control)

        more = sends(
            events('{"op":"add","path":"/root/children/0","value":{"type":"Text","id":"more","text":"More"}}') + ENDED
        )
        async with FaultyServer(CUT, LOGIN.answers, more) as server:
            told = await followed(remote(server), punk, control=control, watch=watch)
            return told, [asked.document for asked in server.asked]

    told, documents = asyncio.run(go())
    end = assert_sound(told, punk)
    assert end.status == "complete"
    assert {each.origin for each in of(PatchAccepted, told)} == origins
    assert len(documents) == requests
    assert [child["id"] for child in end.document["root"]["children"]] == [*["more"] * (requests - 2), "email", "send"]


# ------------------------------------------------------------------ tokens and money


@pytest.mark.parametrize(
    "limits", [{"token_budget": 5_000}, {"max_cost": Decimal("0.005"), "price": SPENT}], ids=["tokens", "money"]
)
def test_the_composer_stands_in_when_nothing_is_left_to_go_on_with(punk: Catalog, limits: dict[str, Any]) -> None:
    end, requests = ran(punk, CUT, sends(b""), recovering=Recovering(), **limits)
    assert (end.status, end.fallback) == ("fallback", "minimal")
    assert 1 <= requests < 4
    assert "email" in ids_of(end.document["root"])


def test_every_attempt_is_counted(punk: Catalog) -> None:
    async def go() -> list[UsageReported]:
        async with FaultyServer(CUT, says(500), CUT, then=LOGIN.answers) as server:
            return of(UsageReported, await followed(remote(server, price=SPENT), punk))

    usage = asyncio.run(go())
    assert [each.attempt for each in usage] == [1, 2, 3, 4]
    assert usage[1].input_tokens == 0  # nobody has read that prompt
    assert all(each.input_tokens > 500 for each in (usage[0], usage[2], usage[3]))


def test_a_stall_that_outlasts_the_run_is_a_timeout(punk: Catalog) -> None:
    end, requests = ran(punk, CUT, stalls(b""), timeout=0.4)
    assert (end.status, end.error["exit_code"], requests) == ("timeout", 4, 2)
    assert end.accepted == 2


# ------------------------------------------------------------------ several troubles at once


def test_what_was_refused_before_a_cut_is_asked_for_once_the_rest_is_there(punk: Catalog) -> None:
    nameless = add("/root/children/-", {"type": "Input", "id": "nameless"})
    named = add("/root/children/-", {"type": "Input", "id": "named", "props": {"label": "Name"}})
    first = sends(events(lines(LOGIN.operations[0], nameless, LOGIN.operations[1])))
    rest = sends(events(lines(LOGIN.operations[2])) + ENDED)

    async def go() -> tuple[list[Event], list[Asked]]:
        async with FaultyServer(first, rest, sends(events(lines(named)) + ENDED)) as server:
            return await followed(remote(server), punk), server.asked

    told, asked = asyncio.run(go())
    end = assert_sound(told, punk)
    assert [each.reason for each in of(AttemptStarted, told)] == ["initial", "continuation", "correction"]
    assert [child["id"] for child in end.document["root"]["children"]] == ["email", "send", "named"]
    assert "nameless" in asked[2].text
    assert "EP" in asked[2].text


def test_what_was_refused_before_anything_was_accepted_is_no_matter_once_all_is_asked_anew(punk: Catalog) -> None:
    refused = add("/root", {"type": "Nothing"})

    async def go() -> tuple[list[Event], int]:
        async with FaultyServer(sends(events(lines(refused))), then=LOGIN.answers) as server:
            return await followed(remote(server), punk), len(server.asked)

    told, requests = asyncio.run(go())
    assert (assert_sound(told, punk).status, requests) == ("complete", 2)


def lines(*operations: Any) -> str:
    return "".join(json.dumps(operation) + "\n" for operation in operations)
