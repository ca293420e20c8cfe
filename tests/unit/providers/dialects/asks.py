"""What the tests of the dialects ask for, and how they read what comes back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from epoch_cli.catalog import load_catalog
from epoch_cli.config.dialect_names import DialectName
from epoch_cli.providers.base import (
    Brief,
    Constraint,
    FinishPart,
    Parameters,
    Part,
    Request,
    TextPart,
    ThinkingPart,
    Turn,
    UsagePart,
)
from epoch_cli.providers.dialects import Ask, Dialect
from epoch_cli.providers.dialects.dialect import Mode
from epoch_cli.providers.failures import Failed
from epoch_cli.providers.rows import ModelRow, ProviderRow

SHARED = Path(__file__).resolve().parents[4].parent / "shared" / "wire"
"""Sample bodies, where the machine has them."""

TURNS = (Turn("user", "a login form"), Turn("assistant", '{"op":"add"}'), Turn("user", "and a logo"))
SCHEMA = {"type": "object", "properties": {"patches": {"type": "array"}}, "required": ["patches"]}
EVERYTHING = Parameters(max_tokens=900, temperature=0.5, top_p=0.9, seed=7, stop=("END",), effort="low")
BY_SCHEMA = Constraint("json_schema", schema=SCHEMA, note="Write one object.")

PATCHES = '{"op":"add","path":"/root","value":"page"}\n{"op":"add","path":"/elements/page","value":{"type":"Card"}}\n'


def row_of(dialect: DialectName, **values: Any) -> ProviderRow:
    return ProviderRow(
        **{"name": "here", "title": "Here", "dialect": dialect, "base_url": "http://127.0.0.1", **values}
    )


def ask_of(
    row: ProviderRow,
    *,
    model: ModelRow | None = None,
    mode: Mode = "stream",
    schema: dict[str, Any] | None = None,
    system: str = "Write patches.",
    turns: tuple[Turn, ...] = TURNS,
    parameters: Parameters | None = None,
    constraint: Constraint | None = None,
) -> Ask:
    catalog = load_catalog("punk")
    brief = Brief("a login form", catalog, catalog.profile("strict"), catalog.models, {})
    request = Request(system, turns, brief, parameters=parameters or Parameters(), constraint=constraint)
    return Ask(row, model or ModelRow(row.name, "some-model"), request, mode, schema)


def read(dialect: Dialect, ask: Ask, bodies: list[Any]) -> tuple[list[Part], bool]:
    """The parts of a stream of bodies, where `"[DONE]"` is that frame; and whether it was whole."""
    reader = dialect.reader(ask)
    parts: list[Part] = []
    for body in bodies:
        if body == "[DONE]":
            reader.done()
        else:
            parts += reader.read("", body)
    return [*parts, *reader.end()], reader.complete


def failure_in(dialect: Dialect, ask: Ask, bodies: list[Any]) -> Failed:
    with pytest.raises(Failed) as caught:
        read(dialect, ask, bodies)
    return caught.value


def text_in(parts: list[Part]) -> str:
    return "".join(part.text for part in parts if isinstance(part, TextPart))


def thinking_in(parts: list[Part]) -> str:
    return "".join(part.text for part in parts if isinstance(part, ThinkingPart))


def finishes_in(parts: list[Part]) -> list[FinishPart]:
    return [part for part in parts if isinstance(part, FinishPart)]


def usages_in(parts: list[Part]) -> list[UsagePart]:
    return [part for part in parts if isinstance(part, UsagePart)]


def shared_frames(name: str) -> list[Any]:
    """The bodies in a sample stream; the test is skipped where the machine has none."""
    path = SHARED / name
    if not path.is_file():
        pytest.skip("no shared samples here")
    lines = path.read_bytes().decode().split("\n")
    data = [line.removeprefix("data:").strip() for line in lines if line.strip()]
    return [each if each == "[DONE]" else json.loads(each) for each in data]


def shared_body(name: str) -> Any:
    """A sample body that is one JSON value; skipped as above."""
    path = SHARED / name
    if not path.is_file():
        pytest.skip("no shared samples here")
    return json.loads(path.read_bytes())
