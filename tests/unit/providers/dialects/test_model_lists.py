"""Lists of models: what each server calls a window, a limit and the last day."""

from __future__ import annotations

from typing import Any

import pytest
from support.every_row import every_row

from epoch_cli.providers.dialects import ListedModel, find_dialect
from epoch_cli.providers.dialects.model_lists import listed_in


@every_row(
    ("entry", "model"),
    [
        ({"object": "model", "created": 1}, ListedModel("m")),
        ({"shutdown_date": "2027-01-14"}, ListedModel("m", retires="2027-01-14")),
        ({"shutdown_date": None}, ListedModel("m")),
        (
            {
                "type": "model",
                "max_input_tokens": 1_000_000,
                "max_tokens": 128_000,
                "retires_at": "2026-12-01T00:00:00Z",
            },
            ListedModel("m", 1_000_000, 128_000, "2026-12-01"),
        ),
        (
            {"context_length": 200_000, "top_provider": {"context_length": 200_000, "max_completion_tokens": 64_000}},
            ListedModel("m", 200_000, 64_000),
        ),
        ({"context_length": 200_000, "top_provider": None}, ListedModel("m", 200_000)),
        (
            {"context_window": 131_072, "max_completion_tokens": 32_768, "active": True},
            ListedModel("m", 131_072, 32_768),
        ),
        ({"max_context_length": 32_768, "deprecation": None}, ListedModel("m", 32_768)),
        ({"max_model_len": 8192}, ListedModel("m", 8192)),
        ({"meta": {"n_ctx_train": 4096}}, ListedModel("m", 4096)),
        ({"context_length": "many", "max_tokens": 0}, ListedModel("m")),
    ],
)
def test_what_a_list_says_of_a_model(entry: dict[str, Any], model: ListedModel) -> None:
    assert listed_in({"object": "list", "data": [{"id": "m", **entry}]}) == [model]


def test_what_writes_no_text_is_left_out() -> None:
    entries = [{"id": "a", "type": "language"}, {"id": "b", "type": "embedding"}, {"id": "c", "active": False}]
    assert [model.id for model in listed_in({"data": entries})] == ["a"]


def test_a_list_may_be_bare() -> None:
    assert listed_in([{"id": "m"}]) == [ListedModel("m")]


@every_row("body", [{}, {"models": []}, "text", {"data": 5}, {"data": [{}]}, {"data": [{"id": 5}]}, [5]])
def test_what_is_no_list_raises_what_is_promised(body: Any) -> None:
    with pytest.raises((KeyError, TypeError, AttributeError, ValueError)):
        listed_in(body)


@pytest.mark.parametrize("name", ["anthropic", "openai_chat", "openai_responses"])
def test_three_dialects_have_such_lists(name: Any) -> None:
    assert find_dialect(name).listed({"data": [{"id": "m"}]}) == [ListedModel("m")]
