"""How the tests heal."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from epoch_cli.reading.healing import Healer
from epoch_cli.reading.rules import RULES
from epoch_cli.reading.strict_json import parse_strict

NEXT = '{"op":"remove","path":"/root/children/0"}'
TAILS = ("", "\n", "\n" + NEXT, "\nThat is it.", "\n```\n")


def heal(text: str, chunk: int = 0, *, in_list: bool = False, max_depth: int = 64) -> Healer:
    """Heal a text, whole or in chunks of a size, as far as the healer asks for more."""
    healer = Healer(max_depth=max_depth, in_list=in_list)
    size = chunk or len(text)
    if not any(healer.feed(text[start : start + size]) for start in range(0, len(text), size)):
        healer.close()
    return healer


def outcome(healer: Healer) -> tuple[Any, ...]:
    """Return all that a healer found out."""
    fault = healer.fault if healer.value is None else None
    return json.dumps(healer.value), healer.end, healer.changes, fault


def rules(healer: Healer) -> list[str]:
    """Return the names of the rules that were used, in the order of the text."""
    return [change.rule for change in healer.changes]


def assert_holds(text: str, healer: Healer) -> None:
    """Assert what holds for every text."""
    assert 0 < healer.end <= len(text)
    if healer.value is None:
        assert not healer.changes
        reason, what, at = healer.fault
        assert reason
        assert what.isprintable()
        assert 0 <= at <= len(text)
        what.encode()
        return
    assert type(healer.value) is dict
    assert parse_strict(json.dumps(healer.value)) == healer.value
    assert [change.at for change in healer.changes] == sorted(change.at for change in healer.changes)
    for change in healer.changes:
        assert change.rule in RULES
        assert 0 <= change.at <= healer.end
        assert change.what.isprintable()


def strings(value: Any) -> Iterator[str]:
    """All strings of a value that are no keys."""
    if type(value) is str:
        yield value
    elif type(value) is dict:
        for each in value.values():
            yield from strings(each)
    elif type(value) is list:
        for each in value:
            yield from strings(each)
