"""What is kept from stdout, and when: while an extension runs, and not while it waits."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable

import pytest

from epoch_cli.extensions.entries import Entry
from epoch_cli.extensions.isolation import FAILED, Isolation
from epoch_cli.validation.additions import Notes

ENTRY = Entry("providers", "acme", "epoch-acme 1.0")


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def isolation(said: list[str]) -> Isolation:
    return Isolation(Notes(lambda line, trace: said.append(line + trace)))


def test_what_waits_lets_others_write(isolation: Isolation, said: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    async def plugin() -> int:
        print("theirs")
        await asyncio.sleep(0.02)
        os.write(1, b"theirs, too\n")
        return 7

    async def both() -> int:
        task = asyncio.ensure_future(isolation.stepwise(ENTRY, plugin()))
        await asyncio.sleep(0.01)
        print("ours")
        return await task

    assert asyncio.run(both()) == 7
    caught = capfd.readouterr()
    assert caught.out == "ours\n"
    assert caught.err == "theirs, too\n"
    assert len(said) == 1


def test_what_is_cancelled_is_told_so_inside(isolation: Isolation) -> None:
    seen: list[str] = []

    async def plugin() -> None:
        try:
            await asyncio.sleep(9)
        except asyncio.CancelledError:
            seen.append("cancelled")
            raise

    async def cancelled() -> None:
        task = asyncio.ensure_future(isolation.stepwise(ENTRY, plugin()))
        await asyncio.sleep(0.01)
        task.cancel()
        await task

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(cancelled())
    assert seen == ["cancelled"]


def _unprintable() -> None:
    class Odd(Exception):  # noqa: N818
        def __str__(self) -> str:
            raise RuntimeError

    raise Odd


@pytest.mark.parametrize(
    "fails", [lambda: 1 / 0, lambda: sys.exit(3), _unprintable, lambda: sys.stdout.close() or 1 / 0]
)
def test_whatever_is_raised_is_told_once(isolation: Isolation, said: list[str], fails: Callable[[], object]) -> None:
    for _ in range(3):
        assert isolation.call(ENTRY, "to load", fails) is FAILED
    assert len(said) == 1
    assert said[0].startswith("epoch: the provider acme (epoch-acme 1.0) failed to load: ")
    assert not sys.stdout.closed


def test_ctrl_c_is_the_users(isolation: Isolation) -> None:
    def pressed() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        isolation.call(ENTRY, "to load", pressed)


def test_what_is_slow_is_told_and_used(isolation: Isolation, said: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("epoch_cli.extensions.isolation.SLOW", 0.0)
    assert isolation.load(ENTRY, lambda: 5) == 5
    assert "s to load" in said[0]
