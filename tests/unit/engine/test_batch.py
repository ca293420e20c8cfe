"""Many runs in one loop: how many at a time, what they share, and that none takes another with it."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from support.scripted import ScriptedProvider, add, container, follow, of, says

from epoch_cli.engine.batch import run_batch
from epoch_cli.engine.gate import Gate, GatedProvider
from epoch_cli.engine.purse import Purse
from epoch_cli.engine.recovery import LONGEST_WAIT
from epoch_cli.errors import ProviderError
from epoch_cli.events import RunEnded
from epoch_cli.providers.base import FinishPart, NoticePart
from epoch_cli.providers.limits import RateLimit

# ---------------------------------------------------------------- at most so many at a time


async def collected(*arguments: Any, **how: Any) -> list[Any]:
    return [result async for result in run_batch(*arguments, **how)]


@pytest.mark.parametrize("jobs", [1, 3, 10])
def test_all_is_done_once_and_never_more_than_so_many_at_a_time(jobs: int) -> None:
    running, most = 0, 0

    async def work(item: int) -> int:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.001 * (item % 3))
        running -= 1
        return item

    assert sorted(asyncio.run(collected(range(20), work, jobs=jobs))) == list(range(20))
    assert most == jobs


def test_results_come_as_the_work_ends_and_not_in_the_order_of_the_items() -> None:
    async def work(seconds: float) -> float:
        await asyncio.sleep(seconds)
        return seconds

    assert asyncio.run(collected([0.2, 0.0, 0.1], work, jobs=3)) == [0.0, 0.1, 0.2]


def test_items_are_taken_only_when_there_is_room() -> None:
    taken = 0

    def items() -> Iterator[int]:
        nonlocal taken
        while True:
            taken += 1
            yield taken

    async def work(item: int) -> int:
        await asyncio.sleep(0)
        return item

    async def first_five() -> None:
        results = run_batch(items(), work, jobs=2)
        for _ in range(5):
            await anext(results)
        await results.aclose()

    asyncio.run(first_five())
    assert taken <= 5 + 2


def test_nothing_more_is_started_once_it_is_stopped_and_what_runs_is_waited_for() -> None:
    begun: list[int] = []

    async def work(item: int) -> int:
        begun.append(item)
        await asyncio.sleep(0.02)
        return item

    assert sorted(asyncio.run(collected(range(9), work, jobs=3, stopped=lambda: len(begun) >= 3))) == [0, 1, 2]


def test_when_the_caller_leaves_what_runs_is_cancelled() -> None:
    cancelled: list[int] = []

    async def work(item: int) -> int:
        try:
            await asyncio.sleep(0 if item == 0 else 30)
        except asyncio.CancelledError:
            cancelled.append(item)
            raise
        return item

    async def leave_early() -> None:
        results = run_batch(range(3), work, jobs=3)
        assert await anext(results) == 0
        await results.aclose()

    asyncio.run(leave_early())
    assert sorted(cancelled) == [1, 2]


def test_what_the_work_raises_ends_it_all() -> None:
    async def work(item: int) -> int:
        raise ValueError(item)

    with pytest.raises(ValueError, match="0"):
        asyncio.run(collected([0], work, jobs=1))


def test_of_several_that_fail_at_once_one_is_raised_and_none_is_left_to_be_complained_about() -> None:
    complaints: list[str] = []

    async def work(item: int) -> int:
        await asyncio.sleep(0.01)
        raise ValueError(item)

    async def main() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda _, told: complaints.append(told["message"]))
        with pytest.raises(ValueError, match=r"[012]"):
            await collected(range(3), work, jobs=3)
        gc.collect()  # a failure that nobody has seen is complained about when its task is collected

    asyncio.run(main())
    assert complaints == []


# ---------------------------------------------------------------- the gate


class Clock:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def slow_down(seconds: float | None) -> ProviderError:
    return ProviderError("slow down", kind="rate", retry_after=seconds)


def test_the_gate_is_shut_for_as_long_as_the_server_asks_for() -> None:
    clock = Clock()
    gate = Gate(clock)
    assert gate.shut_for == 0
    gate.refused(slow_down(7))
    gate.refused(slow_down(2))  # of another job, whose answer came later: the longer wait counts
    assert gate.shut_for == 7
    clock.now += 7
    assert gate.shut_for == 0


def test_without_a_word_from_the_server_the_wait_doubles_until_an_answer_comes() -> None:
    clock = Clock()
    gate = Gate(clock)
    waits = []
    for _ in range(5):
        gate.refused(slow_down(None))
        waits.append(gate.shut_for)
        clock.now += gate.shut_for
    assert waits == [1, 2, 4, 8, 8]
    gate.answered(())
    gate.refused(slow_down(None))
    assert gate.shut_for == 1


def test_no_longer_than_a_run_would_wait() -> None:
    gate = Gate(Clock())
    gate.refused(slow_down(3600))
    assert gate.shut_for == LONGEST_WAIT


def test_other_failures_do_not_shut_it() -> None:
    gate = Gate(Clock())
    gate.refused(ProviderError("down", kind="server", retry_after=9))
    assert gate.shut_for == 0


@pytest.mark.parametrize(
    ("limit", "seconds"),
    [
        (RateLimit("requests", 10, 0, 3.0), 3.0),
        (RateLimit("requests", 10, 1, 3.0), 0.0),
        (RateLimit("tokens", 10, 0, None), 0.0),
        (RateLimit("requests"), 0.0),
    ],
)
def test_a_limit_of_which_nothing_is_left_shuts_it(limit: RateLimit, seconds: float) -> None:
    gate = Gate(Clock())
    gate.answered((limit,))
    assert gate.shut_for == seconds


PAGE = says(add("/root", container(id="page")))


def test_all_runs_of_a_provider_wait_when_one_of_them_was_told_to(punk: Any) -> None:
    async def timed() -> tuple[float, list[Any], list[Any]]:
        gate = Gate(chance=lambda: 0.0)
        refusing = GatedProvider(ScriptedProvider([slow_down(0.2)]), gate)
        answering = GatedProvider(ScriptedProvider(PAGE), gate)
        began = asyncio.get_running_loop().time()
        with pytest.raises(ProviderError):
            [part async for part in refusing.stream(None)]  # type: ignore[arg-type]  no script looks at it
        events = await follow(answering, punk)  # type: ignore[arg-type]
        return asyncio.get_running_loop().time() - began, of(RunEnded, events), events

    seconds, (ended,), _ = asyncio.run(timed())
    assert seconds >= 0.2
    assert ended.status == "complete"


def test_the_limits_of_the_answer_count_and_not_those_before_a_notice() -> None:
    provider = ScriptedProvider([NoticePart("model-retiring", "soon"), lambda: learn(0), "text", FinishPart("stop")])
    provider.limits = (RateLimit("requests", 1, 5, 60.0),)  # type: ignore[attr-defined]
    gate = Gate(Clock())
    seen: list[float] = []

    def learn(remaining: int) -> None:
        seen.append(gate.shut_for)
        provider.limits = (RateLimit("requests", 1, remaining, 5.0),)  # type: ignore[attr-defined]

    async def read() -> None:
        async for _ in GatedProvider(provider, gate).stream(None):  # type: ignore[arg-type]
            pass

    asyncio.run(read())
    assert seen == [0]
    assert gate.shut_for == 5


def test_a_gated_provider_is_closed_with_its_reader_and_is_the_provider_in_all_else() -> None:
    provider = ScriptedProvider(["a", "b", FinishPart("stop")])
    provider.price = "free"  # type: ignore[attr-defined]
    gated = GatedProvider(provider, Gate())

    async def one_part() -> None:
        parts = gated.stream(None)  # type: ignore[arg-type]
        await anext(parts)
        await parts.aclose()

    asyncio.run(one_part())
    assert provider.closed == 1
    assert (gated.name, gated.model, gated.title, gated.price) == ("scripted", "script-1", "scripted model", "free")
    with pytest.raises(AttributeError):
        _ = gated.constrains


# ---------------------------------------------------------------- the purse


def test_those_who_run_together_share_what_is_left() -> None:
    purse = Purse(Decimal("1.00"))
    shares = [purse.take(sharers) for sharers in (4, 3, 2, 1)]
    assert shares == [Decimal("0.25")] * 4
    assert purse.empty
    purse.give_back(shares[0], Decimal("0.05"))
    assert purse.take(1) == Decimal("0.20")


def test_what_is_not_known_to_be_unspent_is_spent() -> None:
    purse = Purse(Decimal(1))
    purse.give_back(purse.take(1), None)
    assert purse.empty


def test_a_purse_without_a_bottom_has_no_limits() -> None:
    purse = Purse(None)
    assert purse.take(3) is None
    purse.give_back(None, Decimal(5))
    assert not purse.empty
