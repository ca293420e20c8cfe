"""What a request gives up when a server refuses it."""

from __future__ import annotations

from typing import Any

import pytest
from support.every_row import every_row

from epoch_cli.catalog import Catalog
from epoch_cli.providers.base import Brief, Constraint, Parameters, Request, Turn
from epoch_cli.providers.concessions import concession
from epoch_cli.providers.dialects import Ask
from epoch_cli.providers.failures import Failure
from epoch_cli.providers.rows import ModelRow, ProviderRow

ROW = ProviderRow("some", "Some", "openai_chat", "http://127.0.0.1/v1", cache_key=True)
GIVEN = Parameters(temperature=0.2, seed=7, stop=("END",), effort="low", max_tokens=100)


def ask(catalog: Catalog, parameters: Parameters = GIVEN, constraint: Constraint | None = None, **row: Any) -> Ask:
    brief = Brief("a page", catalog, catalog.profile("strict"), catalog.models, {})
    request = Request("system", (Turn("user", "a page"),), brief, parameters=parameters, constraint=constraint)
    return Ask(ROW._replace(**row), ModelRow("some", "model-1"), request)


def refusal(parameter: str = "", **more: Any) -> Failure:
    return Failure("bad_request", "no", parameter=parameter, **more)


@every_row(
    ("field", "name"),
    [
        ("temperature", "temperature"),
        ("generationConfig.temperature", "temperature"),
        ("random_seed", "seed"),
        ("stop", "stop"),
        ("stop[0]", "stop"),
        ("reasoning_effort", "effort"),
        ("reasoning.effort", "effort"),
        ("output_config.effort", "effort"),
    ],
)
def test_a_parameter_that_is_refused_by_name_is_left_out_and_nothing_else(punk: Catalog, field: str, name: str) -> None:
    before = ask(punk)
    given_up = concession(refusal(field), before)
    assert given_up is not None
    after = given_up.change(before).request.parameters
    changed = {each for each in Parameters.__slots__ if getattr(after, each) != getattr(GIVEN, each)}
    assert changed == {name}
    assert given_up.notice.code == "parameter-dropped"
    assert name in given_up.notice.message


def test_what_was_not_asked_for_cannot_be_given_up(punk: Catalog) -> None:
    assert concession(refusal("temperature"), ask(punk, Parameters())) is None
    assert concession(refusal("messages[0].content"), ask(punk)) is None
    assert concession(refusal("tools"), ask(punk)) is None


@pytest.mark.parametrize("field", ["response_format", "text.format.schema", "tools[0].format.definition", "grammar"])
def test_a_refused_schema_is_given_up_unless_it_is_required(punk: Catalog, field: str) -> None:
    before = ask(punk, constraint=Constraint("json_schema", schema={}))
    given_up = concession(refusal(field), before)
    assert given_up is not None
    assert given_up.notice.code == "constraint-dropped"
    after = given_up.change(before).request
    assert (after.constraint, after.parameters) == (None, GIVEN)
    assert concession(refusal(field), ask(punk, constraint=Constraint("json_schema", schema={}, required=True))) is None


def test_a_refusal_that_names_nothing_gives_up_the_constraint_then_the_parameters_then_nothing(punk: Catalog) -> None:
    now = ask(punk, constraint=Constraint("gbnf", grammar="root ::= x"))
    names = []
    while (given_up := concession(refusal(), now)) is not None:
        names.append(given_up.name)
        now = given_up.change(now)
    assert names == ["constraint", "temperature seed stop effort"]
    assert now.request.parameters == Parameters(max_tokens=100)


@pytest.mark.parametrize(
    ("field", "flag", "value"),
    [
        ("max_tokens", "limit_field", "max_completion_tokens"),
        ("stream_options", "stream_options", False),
        ("stream_options.include_usage", "stream_options", False),
        ("prompt_cache_key", "cache_key", False),
    ],
)
def test_a_field_of_ours_that_a_server_does_not_know_is_learnt(
    punk: Catalog, field: str, flag: str, value: object
) -> None:
    before = ask(punk)
    given_up = concession(refusal(field), before)
    assert given_up is not None
    after = given_up.change(before)
    assert getattr(after.row, flag) == value
    assert concession(refusal(field), after) is None, "once"


def test_only_refusals_are_met_with_concessions(punk: Catalog) -> None:
    for kind in ("auth", "billing", "rate", "server", "network", "context_length", "content", "not_found"):
        assert concession(Failure(kind, parameter="temperature"), ask(punk)) is None  # type: ignore[arg-type]


def test_a_server_without_the_newer_protocol_is_asked_in_the_older_one(punk: Catalog) -> None:
    before = ask(punk, dialect="openai_responses", other_dialect="openai_chat")
    given_up = concession(Failure("not_found", "Not Found"), before)
    assert given_up is not None
    after = given_up.change(before)
    assert (after.row.dialect, after.row.other_dialect) == ("openai_chat", "")
    assert concession(Failure("not_found", "Not Found"), after) is None
    assert concession(Failure("not_found", "no such model", code="model_not_found"), before) is None


def test_a_router_that_finds_nobody_for_a_schema_is_asked_without_it(punk: Catalog) -> None:
    more = {"constraint_extra": {"provider": {"require_parameters": True}}}
    held = ask(punk, constraint=Constraint("json_schema", schema={}), **more)
    given_up = concession(Failure("not_found", "No endpoints found"), held)
    assert given_up is not None
    assert given_up.notice.code == "constraint-dropped"
    assert concession(Failure("not_found", "No endpoints found"), ask(punk, **more)) is None
