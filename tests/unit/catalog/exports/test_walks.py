"""Whatever a model may write under the exports for patches is valid, as far as they say what is.

Random walks, a byte at a time, through the grammar and the schema as `epoch catalog export` writes them: each ends, and
every node that is written breaks no gate on structure, components, props, tokens and enums.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from support.decoding import Decoder, from_gbnf, from_lark, from_schema
from support.documents import everything
from support.examples import examples
from support.exported import catalog_of

from epoch_cli import validate
from epoch_cli.catalog import Catalog
from epoch_cli.catalog.exports.gbnf import to_gbnf
from epoch_cli.catalog.exports.language import grammar_of
from epoch_cli.catalog.exports.lark import to_lark
from epoch_cli.catalog.exports.strict_schema import patches_schema
from epoch_cli.document.pointer import parse_pointer
from epoch_cli.validation import RULES
from epoch_cli.validation.nulls import without_nulls

STREAMS = 400
JUDGED = tuple(code for code, rule in RULES.items() if rule.kind == "gate" and code[:3] in {"EP1", "EP2", "EP3", "EP4"})
Streams = list[list[dict[str, Any]]]


def lines(text: str) -> list[dict[str, Any]]:
    assert text.endswith("\n")
    return [json.loads(line) for line in text.splitlines()]


def walks(decoder: Decoder, count: int, length: int) -> list[str]:
    random = Random(5)
    return [decoder.walk(random, length) for _ in range(count)]


def by_lark(catalog: Catalog, count: int) -> Streams:
    return [lines(text) for text in walks(from_lark(to_lark(grammar_of(catalog, "patches"))), count, 300)]


def by_gbnf(catalog: Catalog, count: int) -> Streams:
    return [lines(text) for text in walks(from_gbnf(to_gbnf(grammar_of(catalog, "patches"))), count, 300)]


def by_schema(catalog: Catalog, count: int, *, patterns: bool = True) -> Streams:
    decoder = from_schema(patches_schema(catalog, patterns=patterns), space=False)
    answers = [json.loads(text) for text in walks(decoder, count, 600)]
    return [[without_nulls(patch, catalog) for patch in answer["patches"]] for answer in answers]


def nodes_of(streams: Streams) -> Iterator[dict[str, Any]]:
    for patch in (patch for stream in streams for patch in stream):
        values = patch.get("value")
        for value in values if isinstance(values, list) else [values]:
            if isinstance(value, dict) and "type" in value:
                yield value


def faults(streams: Streams, catalog: Catalog) -> list[tuple[str, str, Any]]:
    """Every gate of a family that is judged, with the node that breaks it."""
    return [
        (each.code, each.message, node)
        for node in nodes_of(streams)
        for each in validate({"root": node}, catalog, profile="unlimited").gates
        if each.code in JUDGED
    ]


@pytest.fixture(scope="module")
def lark_streams(punk: Catalog) -> Streams:
    return by_lark(punk, STREAMS)


@pytest.fixture(scope="module")
def schema_streams(punk: Catalog) -> Streams:
    return by_schema(punk, STREAMS)


def test_every_node_of_the_grammar_is_valid(lark_streams: Streams, punk: Catalog) -> None:
    assert len(lark_streams) == STREAMS
    assert faults(lark_streams, punk) == []


def test_every_node_of_the_schema_is_valid(schema_streams: Streams, punk: Catalog) -> None:
    assert len(schema_streams) == STREAMS
    assert faults(schema_streams, punk) == []


@pytest.mark.parametrize("kind", ["lark", "schema"])
def test_the_walks_see_the_whole_catalog(kind: str, request: pytest.FixtureRequest, punk: Catalog) -> None:
    streams: Streams = request.getfixturevalue(f"{kind}_streams")
    nodes = list(nodes_of(streams))
    assert len(nodes) > STREAMS
    assert {node["type"] for node in nodes} == set(punk.components)
    written = Counter((node["type"], name) for node in nodes for name in node.get("props", {}))
    assert len(written) > 70
    operations = {"add", "replace", "remove", "move", "copy"}
    assert {patch["op"] for stream in streams for patch in stream} == operations


def test_the_pointers_of_the_grammar_are_pointers(lark_streams: Streams) -> None:
    for patch in (patch for stream in lark_streams for patch in stream):
        for path in (patch["path"], patch.get("from", "/root")):
            assert path.startswith(("/root", "#"))
            parse_pointer(path if path.startswith("/") else f"/{path}")


def test_both_notations_say_the_same(lark_streams: Streams, punk: Catalog) -> None:
    """What is written under one is taken by the other."""
    grammar = grammar_of(punk, "patches")
    lark, gbnf = from_lark(to_lark(grammar)), from_gbnf(to_gbnf(grammar))
    assert all(map(gbnf.takes, walks(lark, 60, 300)))
    assert all(map(lark.takes, walks(gbnf, 60, 300)))
    assert faults(by_gbnf(punk, 60), punk) == []


def test_numbers_with_bounds_and_deprecated_props_of_another_catalog() -> None:
    house = catalog_of_house()
    streams = by_lark(house, 150)
    assert faults(streams, house) == []
    ratings = [node for node in nodes_of(streams) if node["type"] == "Rating"]
    assert len(ratings) >= 5
    assert not [node for node in nodes_of(streams) if "tone" in node.get("props", {}) and node["type"] == "Text"]
    assert "huge" not in json.dumps(streams)


def catalog_of_house() -> Catalog:
    from support.corpus import ROOT

    return catalog_of(str(ROOT / "house.toml"))


def test_a_catalog_that_says_all_there_is_to_say_of_props() -> None:
    catalog = everything()
    count = examples(100)
    for streams in (by_lark(catalog, count), by_gbnf(catalog, count)):
        assert faults(streams, catalog) == []
    # bounds are no part of strict schemas
    assert {code for code, _, _ in faults(by_schema(catalog, count), catalog)} <= {"EP307"}


def test_without_patterns_only_those_are_broken(punk: Catalog) -> None:
    """What is sent where a provider may not know `pattern` says everything else."""
    streams = by_schema(punk, examples(150), patterns=False)
    assert {code for code, _, _ in faults(streams, punk)} <= {"EP104", "EP306"}
