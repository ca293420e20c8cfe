"""A server that keeps failing is left alone for a while, by everybody in the process."""

from __future__ import annotations

import weakref
from threading import Thread

from epoch_cli.engine.breaker import FAILURES, REST, Breaker, Breakers


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def opened(clock: Clock) -> Breaker:
    breaker = Breaker(clock)
    for _ in range(FAILURES):
        assert breaker.ask() == 0.0
        breaker.failed()
    return breaker


def test_it_opens_after_five_failures_in_a_row_and_not_before() -> None:
    breaker = Breaker(Clock())
    for _ in range(FAILURES - 1):
        breaker.failed()
    assert breaker.state == "closed"
    breaker.succeeded()
    for _ in range(FAILURES - 1):
        breaker.failed()
    assert breaker.state == "closed"
    breaker.failed()
    assert breaker.state == "open"


def test_open_it_says_how_long_it_stays_so() -> None:
    clock = Clock()
    breaker = opened(clock)
    assert breaker.ask() == REST
    clock.now += 10
    assert breaker.ask() == REST - 10


def test_half_open_it_lets_one_through_and_closes_when_that_succeeds() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.now += REST
    assert breaker.state == "half-open"
    assert breaker.ask() == 0.0
    assert breaker.ask() > 0
    breaker.succeeded()
    assert breaker.state == "closed"
    assert breaker.ask() == 0.0


def test_half_open_one_failure_opens_it_again() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.now += REST
    breaker.ask()
    breaker.failed()
    assert breaker.state == "open"
    assert breaker.ask() == REST


def test_a_try_that_says_nothing_lets_the_next_one_through() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.now += REST
    ours, others = object(), object()
    assert breaker.ask(ours) == 0.0
    breaker.released(others)
    assert breaker.ask(others) > 0
    breaker.released(ours)
    assert breaker.ask(others) == 0.0


def test_a_server_has_one_breaker_however_many_ask_for_it() -> None:
    breakers = Breakers(Clock())
    found: list[Breaker] = []
    threads = [Thread(target=lambda: found.append(breakers.of("openai", "http://a"))) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({id(each) for each in found}) == 1
    assert breakers.of("openai", "http://b") is not found[0]


def test_who_tries_is_forgotten_once_it_is_over() -> None:
    for end in (Breaker.succeeded, Breaker.failed):
        clock = Clock()
        breaker = opened(clock)
        clock.now += REST
        caller = Clock()
        assert breaker.ask(caller) == 0.0
        gone = weakref.ref(caller)
        end(breaker)
        del caller  # a run, with all that it holds
        assert gone() is None
