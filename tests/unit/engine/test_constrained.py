"""Answers that are held to the design system while they are written, and what is sent of the prompt each time."""

from __future__ import annotations

import json
from typing import Any

import pytest
from support.scripted import ScriptedProvider, add, container, of, run, says, text_node

from epoch_cli import UsageError
from epoch_cli.catalog import Catalog
from epoch_cli.engine import Options
from epoch_cli.engine.generation import first_request
from epoch_cli.events import NoticeGiven, PatchAccepted, RunEnded
from epoch_cli.providers.base import ConstraintKind, FinishPart, NoticePart, Request


class Held(ScriptedProvider):
    """A scripted model that can be held to something."""

    constrains: ConstraintKind | None = "json_schema"


def asked(catalog: Catalog, provider: ScriptedProvider, **options: Any) -> Request:
    return first_request("a page", catalog=catalog, provider=provider, options=Options(**options))


NULLS = {"id": None, "text": None, "children": None, "condition": None, "a11y": None}
ANSWER = json.dumps(
    {
        "patches": [
            {"op": "add", "path": "/root", "from": None, "meta": None,
             "value": {"type": "Container", **NULLS, "props": {"padding": "md", "gap": None}, "children": []}},
            {"op": "add", "path": "/root/children/-", "from": None, "meta": None,
             "value": {"type": "Text", **NULLS, "text": "Hello", "props": {"size": "h1", "color": None}}},
        ]
    }
)  # fmt: skip


@pytest.mark.parametrize("size", [1, 7, 10_000])
def test_null_is_absent_in_an_answer_that_was_held_to_a_strict_schema(punk: Catalog, size: int) -> None:
    pieces = [ANSWER[at : at + size] for at in range(0, len(ANSWER), size)]
    events = run(Held([*pieces, FinishPart("stop")]), punk, constrain="auto")
    (ended,) = of(RunEnded, events)
    assert (ended.accepted, ended.refused, ended.repaired, ended.malformed) == (2, 0, 0, 0)
    assert ended.document["root"] == {
        "type": "Container",
        "props": {"padding": "md"},
        "children": [{"type": "Text", "text": "Hello", "props": {"size": "h1"}}],
    }
    assert all("null" not in json.dumps(event.patch) for event in of(PatchAccepted, events))


def test_null_is_null_once_the_schema_was_given_up(punk: Catalog) -> None:
    notice = NoticePart("constraint-dropped", "the schema was refused")
    events = run(Held([notice, ANSWER, FinishPart("stop")]), punk, constrain="auto", fix="off")
    assert len(of(NoticeGiven, events)) == 1
    assert of(RunEnded, events)[0].refused == 2


def test_a_model_is_held_only_where_that_is_asked_for_and_the_provider_can(punk: Catalog) -> None:
    assert asked(punk, Held([])).constraint is None, "off by default"
    assert asked(punk, Held([]), constrain="off").constraint is None
    assert asked(punk, ScriptedProvider([]), constrain="auto").constraint is None
    held = asked(punk, Held([]), constrain="auto").constraint
    assert held is not None
    assert (held.kind, held.required) == ("json_schema", False)
    assert held.schema is not None
    assert held.schema["type"] == "object"
    required = asked(punk, Held([]), constrain="required").constraint
    assert required is not None
    assert required.required


@pytest.mark.parametrize("kind", ["gbnf", "lark"])
def test_a_grammar_comes_from_the_catalog(punk: Catalog, kind: ConstraintKind) -> None:
    provider = Held([])
    provider.constrains = kind
    held = asked(punk, provider, constrain="auto").constraint
    assert held is not None
    assert held.kind == kind
    assert all(f"{name}" in held.grammar for name in punk.components)
    assert held.schema is None


def test_what_cannot_be_held_is_refused_before_anything_is_asked_where_that_is_required(punk: Catalog) -> None:
    provider = ScriptedProvider(says(add("/root", container())))
    with pytest.raises(UsageError, match="cannot be held"):
        run(provider, punk, constrain="required")
    assert provider.requests == []


# ---------------------------------------------------------------- prompt caching


def test_the_stable_part_of_the_prompt_is_the_same_for_every_wish_and_document(punk: Catalog) -> None:
    def made(wish: str, document: dict[str, Any] | None) -> Request:
        options = Options(document=document, system=f"extra for {wish}")
        return first_request(wish, catalog=punk, provider=ScriptedProvider([]), options=options)

    documents = [{"root": container(text_node("one"))}, {"root": text_node("two")}]
    edits = [made(f"wish {at}", document) for at, document in enumerate(documents)]
    firsts = [made("a login form", None), made("a table", None)]
    for one, two in (edits, firsts):
        assert 1000 < one.stable == two.stable < len(one.system)
        assert one.system[: one.stable] == two.system[: two.stable]
        assert one.cache_key == two.cache_key != ""
        assert "extra for" not in one.system[: one.stable]
    assert "one" in edits[0].system[edits[0].stable :]


def test_another_design_system_has_another_cache_key(punk: Catalog, tmp_path: Any) -> None:
    from epoch_cli.catalog import load_catalog

    (tmp_path / "catalog.toml").write_text('[preset]\nname = "other"\nversion = "1.0.0"\nextends = "punk"\n')
    other = load_catalog(str(tmp_path))
    assert asked(punk, ScriptedProvider([])).cache_key != asked(other, ScriptedProvider([])).cache_key
