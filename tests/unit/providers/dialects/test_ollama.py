"""Ollama: requests that always say their window, lines to parts, and the prompt that was cut without a word."""

from __future__ import annotations

from typing import Any

import pytest
from support.every_row import every_row

from epoch_cli.providers.base import (
    Constraint,
    FinishPart,
    NoticePart,
    Parameters,
    TextPart,
    ThinkingPart,
    UsagePart,
)
from epoch_cli.providers.dialects.ollama import CONTEXT, DIALECT
from epoch_cli.providers.failures import Failed
from epoch_cli.providers.rows import ModelRow

from .asks import (
    BY_SCHEMA,
    EVERYTHING,
    SCHEMA,
    ask_of,
    failure_in,
    finishes_in,
    read,
    row_of,
    shared_body,
    shared_frames,
    text_in,
    thinking_in,
    usages_in,
)

ROW = row_of("ollama", context=8192, schema="json_schema", effort="reasoning")
ASK = ask_of(ROW)


def line(content: str = "", **more: Any) -> dict[str, Any]:
    return {"model": "qwen3:8b", "message": {"role": "assistant", "content": content, **more}, "done": False}


def last(**more: Any) -> dict[str, Any]:
    return {**line(), "done": True, "done_reason": "stop", "prompt_eval_count": 40, "eval_count": 12, **more}


# ---------------------------------------------------------------- requests


def test_a_streaming_request() -> None:
    prepared = DIALECT.prepare(ask_of(ROW, model=ModelRow("here", "qwen3:8b")))
    assert prepared.path == "/api/chat"
    assert prepared.body == {
        "model": "qwen3:8b",
        "messages": [
            {"role": "system", "content": "Write patches."},
            {"role": "user", "content": "a login form"},
            {"role": "assistant", "content": '{"op":"add"}'},
            {"role": "user", "content": "and a logo"},
        ],
        "stream": True,
        "options": {"num_ctx": 8192},
    }


def test_not_streaming_is_said_as_well() -> None:
    assert DIALECT.prepare(ask_of(ROW, mode="complete")).body["stream"] is False
    assert DIALECT.prepare(ask_of(ROW, mode="json")).body["stream"] is False


def test_there_is_always_a_window() -> None:
    def window(context: int | None, model: int | None) -> int:
        ask = ask_of(row_of("ollama", context=context), model=ModelRow("here", "m", context=model))
        size: int = DIALECT.prepare(ask).body["options"]["num_ctx"]
        return size

    assert window(None, None) == CONTEXT
    assert window(4096, None) == 4096
    assert window(65536, 8192) == 8192
    assert window(8192, 65536) == 8192
    assert window(None, 2048) == 2048


def test_parameters_are_options() -> None:
    prepared = DIALECT.prepare(ask_of(ROW, parameters=EVERYTHING))
    assert prepared.body["options"] == {
        "num_ctx": 8192,
        "num_predict": 900,
        "temperature": 0.5,
        "top_p": 0.9,
        "seed": 7,
        "stop": ["END"],
    }
    assert prepared.body["think"] == "low"
    assert prepared.dropped == ()


@pytest.mark.parametrize(("effort", "think"), [("none", False), ("low", "low"), ("high", "high")])
def test_effort_is_think(effort: Any, think: Any) -> None:
    prepared = DIALECT.prepare(ask_of(ROW, parameters=Parameters(effort=effort)))
    assert prepared.body["think"] == think
    assert prepared.dropped == ()


@pytest.mark.parametrize("effort", ["minimal", "xhigh", "max"])
def test_an_effort_that_it_does_not_have_is_dropped(effort: Any) -> None:
    prepared = DIALECT.prepare(ask_of(ROW, parameters=Parameters(effort=effort)))
    assert "think" not in prepared.body
    assert prepared.dropped == ("effort",)


def test_what_the_row_does_not_take_is_dropped() -> None:
    row = row_of("ollama", context=8192, sampling=False, seed_field="", stop=False)
    prepared = DIALECT.prepare(ask_of(row, parameters=EVERYTHING))
    assert prepared.body["options"] == {"num_ctx": 8192, "num_predict": 900}
    assert set(prepared.dropped) == {"temperature", "top_p", "seed", "stop", "effort"}


def test_a_schema_goes_without_thinking() -> None:
    prepared = DIALECT.prepare(ask_of(ROW, constraint=BY_SCHEMA, parameters=Parameters(effort="high")))
    assert prepared.body["format"] == SCHEMA
    assert prepared.body["think"] is False
    assert prepared.body["messages"][0]["content"] == "Write patches.\n\nWrite one object."
    assert prepared.dropped == ("effort",)
    assert DIALECT.prepare(ask_of(ROW, constraint=BY_SCHEMA, parameters=Parameters(effort="none"))).dropped == ()


def test_json_mode() -> None:
    assert DIALECT.prepare(ask_of(ROW, mode="json", schema=SCHEMA)).body["format"] == SCHEMA
    assert DIALECT.prepare(ask_of(ROW, mode="json")).body["format"] == "json"
    assert (
        DIALECT.prepare(ask_of(ROW._replace(schema="json_object"), mode="json", schema=SCHEMA)).body["format"] == "json"
    )
    assert "format" not in DIALECT.prepare(ask_of(ROW._replace(schema="none"), mode="json", schema=SCHEMA)).body


def test_a_grammar_is_dropped() -> None:
    prepared = DIALECT.prepare(ask_of(ROW, constraint=Constraint("gbnf", grammar="root ::= x")))
    assert "format" not in prepared.body
    assert prepared.dropped == ("constraint",)


def test_a_rows_extra_fields() -> None:
    row = row_of("ollama", extra={"keep_alive": "10m", "options": {"num_gpu": 1}})
    body = DIALECT.prepare(ask_of(row)).body
    assert body["keep_alive"] == "10m"
    assert body["options"] == {"num_ctx": CONTEXT, "num_gpu": 1}


def test_no_system_prompt_is_no_message() -> None:
    assert DIALECT.prepare(ask_of(ROW, system="")).body["messages"][0]["role"] == "user"


# ---------------------------------------------------------------- answers


def test_text_thinking_usage_and_finish() -> None:
    parts, complete = read(
        DIALECT, ASK, [line(thinking="why"), line(reasoning_content=" so"), line("one "), line("two"), last()]
    )
    assert parts == [
        ThinkingPart("why"),
        ThinkingPart(" so"),
        TextPart("one "),
        TextPart("two"),
        UsagePart(40, 12),
        FinishPart("stop", "stop"),
    ]
    assert complete


@pytest.mark.parametrize(
    ("raw", "reason"),
    [("stop", "stop"), ("length", "length"), ("load", "other"), ("unload", "other"), ("new", "other")],
)
def test_reasons(raw: str, reason: str) -> None:
    parts, complete = read(DIALECT, ASK, [last(done_reason=raw)])
    assert finishes_in(parts) == [FinishPart(reason, raw)]  # type: ignore[arg-type]
    assert complete


def test_an_older_server_names_no_reason() -> None:
    end = last()
    del end["done_reason"]
    assert finishes_in(read(DIALECT, ASK, [end])[0]) == [FinishPart("stop", "")]


def test_without_its_last_object_it_was_cut() -> None:
    parts, complete = read(DIALECT, ASK, [line("a")])
    assert text_in(parts) == "a"
    assert not complete


def test_a_cached_prompt_is_not_counted() -> None:
    end = last()
    del end["prompt_eval_count"]
    assert usages_in(read(DIALECT, ASK, [end])[0]) == [UsagePart(None, 12)]
    del end["eval_count"]
    assert usages_in(read(DIALECT, ASK, [end])[0]) == []


def notices(prompt: int, counted: int | None, window: int = 2048) -> list[NoticePart]:
    ask = ask_of(row_of("ollama", context=window), system="x" * prompt)
    parts, _ = read(DIALECT, ask, [last(prompt_eval_count=counted)])
    return [part for part in parts if isinstance(part, NoticePart)]


def test_a_prompt_that_was_cut_is_told() -> None:
    told = notices(prompt=20_000, counted=2048)
    assert [each.code for each in told] == ["prompt-truncated"]
    assert "2048 tokens" in told[0].message
    assert "[providers.here]" in told[0].message


def test_a_prompt_that_fits_or_was_in_the_cache_is_not_called_cut() -> None:
    assert not notices(prompt=20_000, counted=None)
    assert not notices(prompt=20_000, counted=30)
    assert not notices(prompt=8_000, counted=2000)
    assert not notices(prompt=20_000, counted=5000, window=16384)


@every_row(
    "body",
    [7, "text", [], {"message": "x"}, line(content=3), line(thinking=["x"]), last(eval_count="12")],  # type: ignore[arg-type]
)
def test_what_is_not_of_the_protocol_raises_what_says_so(body: Any) -> None:
    with pytest.raises((KeyError, TypeError, AttributeError, ValueError)):
        DIALECT.reader(ASK).read("", body)


def test_what_is_not_known_gives_nothing() -> None:
    calls = {"message": {"role": "assistant", "tool_calls": []}}
    assert read(DIALECT, ASK, [{}, {"status": "loading"}, calls]) == ([], False)


def test_a_whole_answer() -> None:
    body = {**last(), "message": {"role": "assistant", "content": "{}", "thinking": "why"}}
    assert DIALECT.whole(ASK, body) == [
        ThinkingPart("why"),
        TextPart("{}"),
        UsagePart(40, 12),
        FinishPart("stop", "stop"),
    ]
    with pytest.raises(Failed) as caught:
        DIALECT.whole(ASK, line("{}"))
    assert caught.value.failure.kind == "truncated"


# ---------------------------------------------------------------- failures


@pytest.mark.parametrize(
    ("status", "kind"), [(400, "bad_request"), (401, "auth"), (404, "not_found"), (429, "rate"), (500, "server")]
)
def test_kinds_by_status(status: int, kind: str) -> None:
    failure = DIALECT.failure(status, {"error": "model 'x' not found"})
    assert (failure.kind, failure.message) == (kind, "model 'x' not found")


def test_an_error_in_mid_stream() -> None:
    failure = failure_in(DIALECT, ASK, [line("a"), {"error": "the runner has stopped"}]).failure
    assert (failure.kind, failure.message) == ("server", "the runner has stopped")


def test_a_prompt_that_is_too_long() -> None:
    assert DIALECT.failure(400, {"error": "prompt is longer than the context window"}).kind == "context_length"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("404 page not found\n", "404 page not found"),
        ({"error": {"message": "no"}}, "no"),
        ({}, ""),
        ([], ""),
        (None, ""),
    ],
)
def test_any_body_is_a_failure_of_its_status(body: Any, message: str) -> None:
    failure = DIALECT.failure(404, body)
    assert (failure.kind, failure.message) == ("not_found", message)


def test_a_model_that_is_missing_is_told_from_a_server_that_is_no_ollama() -> None:
    assert DIALECT.failure(404, {"error": "model 'x' not found"}).parameter == "model"
    assert DIALECT.failure(404, "404 page not found").parameter == ""


def test_the_list_of_models_has_those_that_write() -> None:
    listed = DIALECT.listed(
        {
            "models": [
                {"name": "nomic-embed-text:latest", "details": {"family": "nomic-bert"}},
                {"name": "qwen3:8b", "model": "qwen3:8b", "details": {"family": "qwen3"}},
                {"name": "old"},
            ]
        }
    )
    assert [each.id for each in listed] == ["qwen3:8b", "old"]
    assert DIALECT.listed({"models": None}) == []


# ---------------------------------------------------------------- samples


def test_the_shared_streams() -> None:
    parts, complete = read(DIALECT, ASK, shared_frames("ollama_ok.ndjson"))
    assert len(text_in(parts)) == 249
    assert thinking_in(parts) == 'Maybe {"op":"x"}'
    assert usages_in(parts) == [UsagePart(1200, 96)]
    assert complete
    assert finishes_in(read(DIALECT, ASK, shared_frames("ollama_length.ndjson"))[0]) == [FinishPart("length", "length")]
    assert failure_in(DIALECT, ASK, shared_frames("ollama_error_midstream.ndjson")).failure.kind == "server"
    assert DIALECT.failure(404, shared_body("ollama_404.json")).kind == "not_found"
