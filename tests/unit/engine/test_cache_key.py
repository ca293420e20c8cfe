"""The key of an answer: everything that determines it is in it, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields, replace
from decimal import Decimal
from typing import Any, NamedTuple

import pytest

from epoch_cli.catalog import Catalog
from epoch_cli.engine import cache_key
from epoch_cli.engine.cache_key import BY_REQUEST, BY_SETTINGS, BY_THEMSELVES, WITHOUT_EFFECT, key_of
from epoch_cli.engine.gate import Gate, GatedProvider
from epoch_cli.engine.options import Options, Recovering
from epoch_cli.providers.base import Brief, Constraint, Parameters, Request, Turn
from epoch_cli.providers.remote import RemoteProvider
from epoch_cli.providers.rows import ModelRow, ProviderRow
from epoch_cli.validation import Draft

ROW = ProviderRow("acme", "Acme", "openai_chat", "http://127.0.0.1:1/v1")
MODEL = ModelRow("acme", "m1")
DOCUMENT = {"root": {"type": "Text", "text": "Hello"}}


class Asked(NamedTuple):
    """What a key is made of; the draft is made of the options."""

    request: Request
    provider: RemoteProvider
    options: Options
    catalog: Catalog

    def key(self) -> str:
        options = self.options
        draft = Draft(
            self.catalog,
            options.document,
            profile=options.profile,
            models=options.models,
            rules=options.rules,
            fix=options.fix,
        )
        return key_of(self.request, self.provider, options, draft)

    def requesting(self, **changes: Any) -> Asked:
        return self._replace(request=replace(self.request, **changes))

    def choosing(self, **changes: Any) -> Asked:
        return self._replace(options=replace(self.options, **changes))

    def of(self, row: ProviderRow = ROW, model: ModelRow = MODEL) -> Asked:
        return self._replace(provider=RemoteProvider(row, model))


@pytest.fixture
def asked(punk: Catalog) -> Asked:
    brief = Brief("a page", punk, punk.profile("strict"), punk.models, {})
    request = Request("You write patches.", (Turn("user", "a page"),), brief, parameters=Parameters(temperature=0.2))
    return Asked(request, RemoteProvider(ROW, MODEL), Options(), punk)


CONSTRAINT = Constraint("json_schema", schema={"type": "object"})
CHANGES: dict[str, Callable[[Asked], Asked]] = {
    "system prompt": lambda asked: asked.requesting(system="You write patches!"),
    "wish": lambda asked: asked.requesting(turns=(Turn("user", "a form"),)),
    "a turn before": lambda asked: asked.requesting(turns=(Turn("user", "x"), *asked.request.turns)),
    "who said it": lambda asked: asked.requesting(turns=(Turn("assistant", "a page"),)),
    "half a character": lambda asked: asked.requesting(turns=(Turn("user", "a page\ud800"),)),
    "temperature": lambda asked: asked.requesting(parameters=Parameters(temperature=0.3)),
    "top_p": lambda asked: asked.requesting(parameters=Parameters(temperature=0.2, top_p=0.9)),
    "seed": lambda asked: asked.requesting(parameters=Parameters(temperature=0.2, seed=1)),
    "stop": lambda asked: asked.requesting(parameters=Parameters(temperature=0.2, stop=("END",))),
    "effort": lambda asked: asked.requesting(parameters=Parameters(temperature=0.2, effort="low")),
    "max_tokens": lambda asked: asked.requesting(parameters=Parameters(temperature=0.2, max_tokens=100)),
    "constraint": lambda asked: asked.requesting(constraint=CONSTRAINT),
    "its schema": lambda asked: asked.requesting(constraint=replace(CONSTRAINT, schema={"type": "array"})),
    "its kind": lambda asked: asked.requesting(constraint=Constraint("gbnf", grammar="root ::= x")),
    "its grammar": lambda asked: asked.requesting(constraint=Constraint("gbnf", grammar="root ::= y")),
    "provider": lambda asked: asked.of(ROW._replace(name="other")),
    "model": lambda asked: asked.of(model=MODEL._replace(id="m2")),
    "address": lambda asked: asked.of(ROW._replace(base_url="http://127.0.0.1:2/v1")),
    "dialect": lambda asked: asked.of(ROW._replace(dialect="openai_responses")),
    "a field of the body": lambda asked: asked.of(ROW._replace(extra={"top_k": 5})),
    "a header": lambda asked: asked.of(ROW._replace(headers={"x-beta": "1"})),
    "the longest answer": lambda asked: asked.of(model=MODEL._replace(output=4000)),
    "catalog": lambda asked: asked._replace(catalog=replace(asked.catalog, digest="f" * 64)),
    "profile": lambda asked: asked.choosing(profile="foundation"),
    "a cap": lambda asked: asked.choosing(profile=asked.catalog.profile("strict")._replace(nodes=49)),
    "models": lambda asked: asked.choosing(models={"User": {"fields": {"name": "string"}}}),
    "a type in them": lambda asked: asked.choosing(models={"User": {"fields": {"name": "number"}}}),
    "rules": lambda asked: asked.choosing(rules=["EP801"]),
    "fix": lambda asked: asked.choosing(fix="all"),
    "granularity": lambda asked: asked.choosing(granularity="patch"),
    "heal": lambda asked: asked.choosing(heal=False),
    "mode": lambda asked: asked.choosing(mode="whole"),
    "document": lambda asked: asked.choosing(document=DOCUMENT),
    "a text in it": lambda asked: asked.choosing(document={"root": {"type": "Text", "text": "Hallo"}}),
    "corrections": lambda asked: asked.choosing(recovering=Recovering(corrections=0)),
    "the catalog before": lambda asked: asked.choosing(continued_digest="e" * 64),
    "the models before": lambda asked: asked.choosing(continued_models=[{"name": "X"}]),
}


def test_every_ingredient_makes_another_key(asked: Asked) -> None:
    keys = {name: change(asked).key() for name, change in CHANGES.items()}
    keys["as it was"] = asked.key()
    twice = {name for name, key in keys.items() if list(keys.values()).count(key) > 1}
    assert twice == set()
    assert all(re.fullmatch("[0-9a-f]{64}", key) for key in keys.values())


def test_another_version_and_another_reader_make_other_keys(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = {asked.key()}
    for name, value in (("READER", cache_key.READER + 1), ("__version__", "99.0.0")):
        monkeypatch.setattr(cache_key, name, value)
        keys.add(asked.key())
    assert len(keys) == 3


def test_the_same_made_anew_has_the_same_key(asked: Asked) -> None:
    turns = tuple(Turn("user", turn.content) for turn in asked.request.turns)
    models = {"User": {"fields": {"name": "string"}}}
    anew = asked.requesting(turns=turns).of(ROW._replace(extra={"b": 1, "a": 2})).choosing(models=models)
    before = asked.of(ROW._replace(extra={"a": 2, "b": 1})).choosing(models=dict(models))
    assert anew.key() == before.key()


def test_a_provider_behind_a_gate_is_the_same_provider(asked: Asked) -> None:
    gated = GatedProvider(asked.provider, Gate())
    assert asked._replace(provider=gated).key() == asked.key()  # type: ignore[arg-type]


def test_limits_that_no_complete_answer_reached_and_facts_about_the_run_do_not_count(asked: Asked) -> None:
    other = asked.choosing(
        token_budget=9000,
        max_cost=Decimal("0.5"),
        timeout=3.0,
        session="mine",
        continues="20261121-140312-5f21c0",
        expected={"sessions": 3.0},
        refresh=True,
        recovering=Recovering(retries=0, continuations=0, fallback=None),
    )
    assert other.key() == asked.key()


def test_it_is_decided_of_every_option_whether_it_counts() -> None:
    decided = [*BY_REQUEST, *BY_SETTINGS, *BY_THEMSELVES, *WITHOUT_EFFECT]
    assert sorted(decided) == sorted(each.name for each in fields(Options))
