"""Answers that come in one piece: `complete`, `json`, and the lists of models."""

from __future__ import annotations

import asyncio
import json

import pytest
from support.every_row import every_row
from support.wire_bodies import WAYS, Body, listen, own_bodies, provider_of, shared_bodies
from support.wire_server import JSON, Reply, WireServer

from epoch_cli.errors import ProviderError

ALL = [*own_bodies(), *shared_bodies()]
WHOLE = [body for body in ALL if body.mode != "stream"]


def named(body: Body) -> str:
    return f"{body.name}-{body.dialect}"


def whole(name: str) -> Body:
    return next(body for body in own_bodies() if body.name == name)


@every_row("sized", [True, False], ids=["sized", "chunked"])
@every_row("body", WHOLE, ids=named)
def test_a_whole_answer_gives_what_it_holds(server: WireServer, body: Body, sized: bool) -> None:
    server.forget()
    server.answer_all(body.reply(sized=sized, most=30))
    assert body.differences(listen(provider_of(body.dialect, server.url, body.row), body.mode)) == []
    assert len(server.seen) == 1
    assert server.seen[0].path == WAYS[body.dialect].whole_path


JSON_MODE = [body for body in own_bodies() if body.mode == "json" and "fenced" not in body.name]


@pytest.mark.parametrize("body", JSON_MODE, ids=named)
def test_an_answer_that_is_no_json_is_asked_for_once_more(server: WireServer, body: Body) -> None:
    no_json = whole(f"{body.dialect}_whole.json")
    server.answer(WAYS[body.dialect].whole_path, no_json.reply(), body.reply())
    assert body.differences(listen(provider_of(body.dialect, server.url, body.row), "json")) == []
    first, second = (len(seen.body) for seen in server.seen)
    assert second > first, "the second request says what was wrong with the first answer"

    server.forget()
    server.answer_all(no_json.reply())
    error = listen(provider_of(body.dialect, server.url, body.row), "json").error
    assert error is not None
    assert (error.kind, len(server.seen)) == ("content", 2)


@every_row("body", [body for body in WHOLE if body.error is None], ids=named)
def test_a_whole_answer_that_is_cut_anywhere_is_truncated(server: WireServer, body: Body) -> None:
    server.forget()
    inside = len(body.data.rstrip()) - 1
    for at in (0, 1, inside // 3, inside // 2, inside):
        for abrupt in (True, False):
            server.answer_all(body.reply(body=body.data[:at], cut=abrupt))
            error = listen(provider_of(body.dialect, server.url, body.row), body.mode).error
            assert error is not None
            assert error.kind == "truncated"


@pytest.mark.parametrize("dialect", WAYS)
def test_whole_answers_of_another_shape_are_errors_of_ours(server: WireServer, dialect: str) -> None:
    for strange in (None, 1, "text", [], {}, [[]], {"choices": 1}, {"content": [None]}, {"candidates": [7]}):
        server.answer_all(Reply(json.dumps(strange), 200, JSON))
        error = listen(provider_of(dialect, server.url), "complete").error
        assert error is not None, strange
        assert error.kind in {"server", "truncated"}, strange


# ---------------------------------------------------------------- lists of models

MODELS = {
    "anthropic": (
        "/v1/models",
        {"data": [{"type": "model", "id": "m-1", "display_name": "M", "max_input_tokens": 9000, "max_tokens": 400}]},
    ),
    "openai_chat": ("/v1/models", {"object": "list", "data": [{"id": "m-1", "object": "model", "created": 1}]}),
    "openai_responses": ("/v1/models", {"object": "list", "data": [{"id": "m-1", "object": "model", "created": 1}]}),
    "gemini": (
        "/v1beta/models",
        {
            "models": [
                {
                    "name": "models/m-1",
                    "inputTokenLimit": 1000,
                    "outputTokenLimit": 10,
                    "supportedGenerationMethods": ["generateContent"],
                }
            ]
        },
    ),
    "ollama": ("/api/tags", {"models": [{"name": "m-1", "model": "m-1", "size": 1, "details": {"family": "x"}}]}),
    "cloudflare": (
        "/client/v4/accounts/own/ai/models/search",
        {"success": True, "errors": [], "result": [{"id": "uuid", "name": "m-1", "task": {"name": "Text Generation"}}]},
    ),
}


@pytest.mark.parametrize("dialect", WAYS)
def test_the_models_that_a_provider_lists_are_told(server: WireServer, dialect: str) -> None:
    path, listed = MODELS[dialect]
    server.answer(path, Reply(json.dumps(listed), 200, JSON))
    models = asyncio.run(provider_of(dialect, server.url).list_models())
    assert [model.id for model in models] == ["m-1"]
    seen = server.seen[0]
    assert (seen.method, seen.headers[WAYS[dialect].key_header]) == ("GET", WAYS[dialect].key_value)


@every_row("dialect", WAYS)
@every_row("body", [b"", b"{}", b"[]", b"nonsense", b'{"data":[1],"models":[1],"result":[1]}'])
def test_a_list_that_is_none_lists_nothing_or_says_so(server: WireServer, dialect: str, body: bytes) -> None:
    server.forget()
    server.answer_all(Reply(body, 200, JSON))
    try:
        models = asyncio.run(provider_of(dialect, server.url).list_models())
    except ProviderError as error:
        assert error.kind in {"server", "truncated"}
    else:
        assert models == []


@pytest.mark.parametrize("body", [body for body in own_bodies() if "401" in body.name], ids=named)
def test_a_list_without_a_good_key_is_refused_as_an_answer_is(server: WireServer, body: Body) -> None:
    server.answer_all(body.reply())
    with pytest.raises(ProviderError) as refused:
        asyncio.run(provider_of(body.dialect, server.url).list_models())
    assert (refused.value.kind, refused.value.status) == ("auth", 401)
