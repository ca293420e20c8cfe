"""Proposals and documents that mean no good: none raises, all are refused with a diagnostic (decision 17)."""

from __future__ import annotations

import datetime as dt
import decimal
import json
import uuid
from collections import OrderedDict
from types import MappingProxyType
from typing import Any

import pytest
from support.every_row import every_row
from support.nodes import (
    MODELS,
    accept,
    add,
    box,
    codes,
    duplicate,
    page,
    refuse,
    replace,
    text,
)

from epoch_cli.catalog import Catalog
from epoch_cli.validation import Draft, Severity, validate

from .starts import FOUR_THINGS

AT = "/root/children"


def draft_of(punk: Catalog) -> Draft:
    """A draft of four things."""
    return Draft(punk, FOUR_THINGS, models=MODELS)


def deep(levels: int) -> Any:
    value: Any = "x"
    for level in range(levels):
        value = [value] if level % 2 else {"a": value}
    return value


class Odd:
    """No JSON."""


HOSTILE: dict[str, Any] = {
    "nan": float("nan"),
    "infinity": float("inf"),
    "huge integer": 10**5_000,
    "lone surrogate": "\ud83d",
    "surrogate key": {"\udc00": 1},
    "deep": deep(300),
    "very deep": deep(100_000),
    "object": Odd(),
    "type": dict,
    "bytes": b"x",
    "set": {1, 2},
    "complex": 1j,
    "function": len,
    "date": dt.datetime(2020, 1, 1, tzinfo=dt.UTC),
    "uuid": uuid.UUID(int=1),
    "decimal": decimal.Decimal(1),
    "number key": {1: "x"},
    "null key": {None: "x"},
    "ellipsis": ...,
    "generator": (each for each in "x"),
}


PLAIN = (None, True, 1, "", "add", [], {})


@every_row("value", HOSTILE.values(), ids=HOSTILE)
@every_row(
    "place", ["/root", f"{AT}/-", f"{AT}/3/text", f"{AT}/3/props", f"{AT}/2/props/data", "/metadata", "/metadata/x"]
)
def test_a_hostile_value_is_refused_with_a_diagnostic(punk: Catalog, value: Any, place: str) -> None:
    draft = draft_of(punk)
    accept(draft, add("/metadata", {}))
    for made in (value, [value], {"x": value}):
        draft.begin_attempt()
        found = refuse(draft, add(place, made)).diagnostics
        assert all(each.message.isprintable() and each.hint for each in found)


@every_row("value", [*HOSTILE.values(), *PLAIN], ids=lambda each: type(each).__name__)
@every_row("member", ["op", "path", "from", "patch", "operation"])
def test_a_hostile_operation_is_refused_with_a_diagnostic(punk: Catalog, value: Any, member: str) -> None:
    draft = draft_of(punk)
    patch = {
        "op": {"op": value, "path": AT},
        "path": {"op": "add", "path": value, "value": text()},
        "from": {"op": "copy", "from": value, "path": f"{AT}/-"},
        "patch": value,
        "operation": [value],
    }[member]
    if patch == [] or (member, value) == ("path", ""):
        return
    found = refuse(draft, patch).diagnostics
    assert all(each.message.isprintable() and each.severity is Severity.ERROR for each in found)


@every_row("name", ["nan", "infinity", "huge integer", "lone surrogate", "deep", "object", "bytes"])
def test_a_hostile_meta_is_refused_or_not_emitted(punk: Catalog, name: str) -> None:
    draft = draft_of(punk)
    value = HOSTILE[name]
    verdict = draft.propose(add(f"{AT}/-", text(), meta={"id": "p", "more": [value]}))
    if verdict.accepted:
        json.dumps(verdict.patch, allow_nan=False, ensure_ascii=False).encode()
    else:
        assert verdict.diagnostics


@every_row("value", HOSTILE.values(), ids=HOSTILE)
@every_row("place", ["document", "root", "child", "prop", "metadata"])
def test_a_hostile_document_is_not_valid(punk: Catalog, value: Any, place: str) -> None:
    document = {
        "document": value,
        "root": {"root": value},
        "child": page(value),
        "prop": page(text(size=value)),
        "metadata": {"metadata": {"x": value}},
    }[place]
    report = validate(document, punk, profile="unlimited")
    assert all(each.message.isprintable() for each in report.diagnostics)
    if place != "metadata" or isinstance(value, (str, int, float, list, dict)):
        assert not report.ok


def test_other_mappings_and_sequences_are_read_as_json_or_refused(punk: Catalog) -> None:
    draft = draft_of(punk)
    accept(draft, OrderedDict(add(f"{AT}/-", text("ordered"))))
    accept(draft, MappingProxyType(add(f"{AT}/-", text("proxy"))))
    accept(draft, (add(f"{AT}/-", text("tuple")),))
    assert [each["text"] for each in draft.document["root"]["children"][4:]] == ["ordered", "proxy", "tuple"]
    assert type(draft.document["root"]["children"][5]) is dict


def test_a_deep_document_can_be_edited_as_long_as_it_is_one(punk: Catalog) -> None:
    draft = Draft(punk, page(), profile="unlimited")
    path = AT
    for _ in range(60):
        accept(draft, add(f"{path}/-", box()))
        path += "/0/children"
    accept(draft, [add(f"{path}/-", text("deep")), replace(f"{path}/0/text", "deeper")])
    accept(draft, duplicate(f"{path}/0", f"{path}/-"))
    assert draft.metrics.depth == 62
    while draft.undo():
        pass
    assert draft.document == page()


def test_a_document_does_not_get_deeper_than_what_can_be_judged(punk: Catalog) -> None:
    draft = Draft(punk, page(), profile="unlimited")
    path = AT
    for _ in range(40):
        verdict = draft.propose(add(f"{path}/-", box(*_nest(30))))
        if not verdict.accepted:
            assert codes(verdict) == ["EP106"]
            break
        path += "/0/children" * 31
        assert "EP106" not in codes(validate(draft.document, punk, profile="unlimited"))
    else:
        pytest.fail("no end to it")
    accept(draft, [add(f"{AT}/-", text())])


def _nest(levels: int) -> list[Any]:
    made: list[Any] = []
    for _ in range(levels):
        made = [box(*made)]
    return made
