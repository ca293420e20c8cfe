"""The providers' own clients read our streams as we do: our bodies are true to the protocols.

They are test dependencies only. Each is asked in its own words and reads the same bytes over the same server.
"""

from __future__ import annotations

import importlib
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from types import ModuleType
from typing import Any

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError
from support.wire_bodies import WAYS, Body, listen, own_bodies, provider_of, request, shared_bodies
from support.wire_server import WireServer

from epoch_cli.providers.base import Parameters

pytestmark = [
    # what these packages do when they are imported and left is theirs
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::pydantic.PydanticDeprecatedSince20"),
    pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning"),
    pytest.mark.filterwarnings("ignore:MOON_PHASE is not a valid FinishReason:UserWarning"),
]

MESSAGE = [{"role": "user", "content": "a greeting"}]


@dataclass(slots=True)
class Read:
    """What a client showed of an answer; None where it shows nothing of the kind."""

    text: str = ""
    thinking: str | None = ""
    refusal: str | None = None
    tool_input: str | None = None
    input_tokens: int | None = None
    output_tokens: int | None = None
    raw: str | None = None


def package(name: str) -> ModuleType:
    """A client; without it the test is skipped, but not in our own checks."""
    if os.environ.get("EPOCH_CI"):
        return importlib.import_module(name)
    return pytest.importorskip(name)


# a client is made once: each reads all certificates of the machine for it, which takes longer than its tests


@cache
def anthropic_client(url: str) -> Any:
    return package("anthropic").Anthropic(base_url=url, api_key="none", max_retries=0)


@cache
def openai_client(url: str) -> Any:
    return package("openai").OpenAI(base_url=f"{url}/v1", api_key="none", max_retries=0)


@cache
def google_client(url: str) -> Any:
    genai = package("google.genai")
    return genai.Client(api_key="none", http_options=genai.types.HttpOptions(base_url=url, api_version="v1beta"))


@cache
def ollama_client(url: str) -> Any:
    return package("ollama").Client(host=url)


def anthropic(url: str) -> Read:
    asked = {"model": "m-own", "max_tokens": 64, "messages": MESSAGE}
    with anthropic_client(url).messages.stream(**asked) as stream:
        message = stream.get_final_message()
    usage = message.usage
    read = Read(raw=message.stop_reason, output_tokens=usage.output_tokens, tool_input="")
    counted = (usage.input_tokens, usage.cache_creation_input_tokens, usage.cache_read_input_tokens)
    read.input_tokens = sum(count or 0 for count in counted)
    for block in message.content:
        if block.type == "text":
            read.text += block.text
        elif block.type == "thinking":
            read.thinking = (read.thinking or "") + block.thinking
        elif block.type == "tool_use":
            read.tool_input = json.dumps(block.input, ensure_ascii=False, separators=(",", ":"))
    return read


def openai_chat(url: str) -> Read:
    read = Read(refusal="", tool_input="")
    for chunk in openai_client(url).chat.completions.create(model="m-own", messages=MESSAGE, stream=True):
        if chunk.usage is not None:
            read.input_tokens, read.output_tokens = chunk.usage.prompt_tokens, chunk.usage.completion_tokens
        for choice in (choice for choice in chunk.choices if choice.index == 0):
            delta = choice.delta
            read.text += delta.content or ""
            read.refusal = (read.refusal or "") + (delta.refusal or "")
            more = delta.model_extra or {}
            read.thinking = (read.thinking or "") + (more.get("reasoning_content") or more.get("reasoning") or "")
            for call in delta.tool_calls or ():
                read.tool_input = (read.tool_input or "") + (call.function.arguments or "")
            read.raw = choice.finish_reason or read.raw
    return read


def openai_responses(url: str) -> Read:
    said: dict[str, str] = {}
    end: Any = None
    for event in openai_client(url).responses.create(model="m-own", input="a greeting", stream=True):
        if event.type.endswith(".delta"):
            said[event.type] = said.get(event.type, "") + event.delta
        elif event.type in {"response.completed", "response.incomplete"}:
            end = event.response
    thinking = ("response.reasoning_summary_text.delta", "response.reasoning_text.delta")
    tools = ("response.custom_tool_call_input.delta", "response.function_call_arguments.delta")
    if end.status == "completed":
        assert end.output_text == said.get("response.output_text.delta", "")
    return Read(
        said.get("response.output_text.delta", ""),
        "".join(said.get(name, "") for name in thinking),
        said.get("response.refusal.delta", ""),
        "".join(said.get(name, "") for name in tools),
        end.usage.input_tokens,
        end.usage.output_tokens,
    )


def gemini(url: str) -> Read:
    read = Read()
    usage: Any = None
    for chunk in google_client(url).models.generate_content_stream(model="m-own", contents="a greeting"):
        usage = chunk.usage_metadata or usage
        for candidate in chunk.candidates or ():
            read.raw = candidate.finish_reason.value if candidate.finish_reason else read.raw
            for part in (candidate.content and candidate.content.parts) or ():
                if part.thought:
                    read.thinking = (read.thinking or "") + part.text
                else:
                    read.text += part.text or ""
    read.input_tokens = usage.prompt_token_count
    read.output_tokens = (usage.candidates_token_count or 0) + (usage.thoughts_token_count or 0) or None
    return read


def ollama(url: str) -> Read:
    read = Read()
    for chunk in ollama_client(url).chat(model="m-own", messages=MESSAGE, stream=True):
        read.text += chunk.message.content or ""
        read.thinking = (read.thinking or "") + (chunk.message.thinking or "")
        if chunk.done:
            read.input_tokens, read.output_tokens, read.raw = (
                chunk.prompt_eval_count,
                chunk.eval_count,
                chunk.done_reason,
            )
    return read


CLIENTS: Mapping[str, Callable[[str], Read]] = {
    "anthropic": anthropic,
    "openai_chat": openai_chat,
    "openai_responses": openai_responses,
    "gemini": gemini,
    "ollama": ollama,
}
"""Cloudflare has no client of its own for this protocol in Python."""

GOOD = [
    body
    for body in (*own_bodies(), *shared_bodies())
    if body.dialect in CLIENTS and body.mode == "stream" and body.error is None and "row" not in body.expected
]


def named(body: Body) -> str:
    return body.name


@pytest.mark.parametrize("body", [body for body in GOOD if body.expected.get("client", True)], ids=named)
def test_the_official_client_reads_a_stream_as_we_do(server: WireServer, body: Body) -> None:
    server.answer_all(body.reply(seed=5))
    theirs = CLIENTS[body.dialect](server.url)
    ours = listen(provider_of(body.dialect, server.url, body.row))
    assert ours.error is None
    assert ours.finish is not None
    shown = {name: value for name in Read.__slots__ if (value := getattr(theirs, name)) is not None}
    as_we = Read(ours.text, ours.thinking, ours.refusal, ours.tool_input, raw=ours.finish.raw)
    if ours.usage is not None:
        as_we.input_tokens, as_we.output_tokens = ours.usage.input_tokens, ours.usage.output_tokens
    assert {name: getattr(as_we, name) for name in shown} == shown
    assert "text" in shown


SAME_HEADER = {"openai_chat", "openai_responses", "gemini"}
"""Ollama's own asks a local server without a key; Anthropic's (2.x) sends its key as a bearer token."""


@pytest.mark.parametrize("dialect", CLIENTS)
def test_the_official_client_asks_at_the_same_place(server: WireServer, dialect: str) -> None:
    body = next(body for body in GOOD if body.dialect == dialect and body.expected.get("client", True))
    server.answer_all(body.reply())
    CLIENTS[dialect](server.url)
    listen(provider_of(dialect, server.url))
    theirs, ours = server.seen
    assert (theirs.method, theirs.path, theirs.query) == (ours.method, ours.path, ours.query)
    way = WAYS[dialect]
    assert ours.headers[way.key_header] == way.key_value
    if dialect in SAME_HEADER:
        assert theirs.headers[way.key_header] == f"{way.scheme}none"


TYPES = {
    "anthropic": ("anthropic.types.message_create_params", "MessageCreateParamsStreaming"),
    "openai_chat": ("openai.types.chat.completion_create_params", "CompletionCreateParamsStreaming"),
    "openai_responses": ("openai.types.responses.response_create_params", "ResponseCreateParamsStreaming"),
    "gemini": ("google.genai.types", "GenerationConfig"),
    "ollama": ("ollama._types", "ChatRequest"),
}
"""What each client takes for a request's body, or for the part of it that is its own."""


def _fields(type_: Any) -> set[str]:
    """The names that a `TypedDict` or a model of pydantic has in JSON."""
    if issubclass(type_, BaseModel):
        return {field.alias or name for name, field in type_.model_fields.items()}
    return set(type_.__annotations__)


@pytest.mark.parametrize("effort", [None, "low"])
@pytest.mark.parametrize("dialect", CLIENTS)
def test_our_request_is_of_the_type_that_the_official_client_sends(
    server: WireServer, dialect: str, effort: Any
) -> None:
    module, name = TYPES[dialect]
    package(module.partition(".types")[0].partition("._types")[0])
    type_ = getattr(importlib.import_module(module), name)
    row = WAYS[dialect].row._replace(effort="reasoning_effort", cache_key=True)
    asked = replace(request(), parameters=Parameters(777, 0.5, 0.9, 3, ("END",), effort))
    listen(provider_of(dialect, server.url, row), "stream", asked)
    body = server.seen[0].json
    body = body["generationConfig"] if dialect == "gemini" else body
    assert set(body) <= _fields(type_)
    TypeAdapter(type_).validate_python(body)
    with pytest.raises(ValidationError):
        TypeAdapter(type_).validate_python({**body, next(iter(body)): {"of": object()}})
