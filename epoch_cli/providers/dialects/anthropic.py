"""Messages of Anthropic: named events, content in blocks, usage in counts that do not overlap."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from types import MappingProxyType
from typing import Any, Final

import orjson

from epoch_cli.providers.base import (
    FinishPart,
    FinishReason,
    Part,
    PingPart,
    RefusalPart,
    Request,
    TextPart,
    ThinkingPart,
    ToolInputPart,
    UsagePart,
)
from epoch_cli.providers.dialects.asking import add_extra, answer_limit, json_shape, marked_system, sampling
from epoch_cli.providers.dialects.bodies import count_of, text_of
from epoch_cli.providers.dialects.dialect import Ask, Prepared
from epoch_cli.providers.dialects.error_bodies import failure_of
from epoch_cli.providers.dialects.kindred import Kindred
from epoch_cli.providers.failures import Failed
from epoch_cli.providers.parameters import Effort

VERSION: Final = "2026-10-21"
"""The version of the protocol, unless a row's headers name another; this one takes no sampling parameters."""

LIMIT: Final = 16_000
"""The most tokens of an answer where nobody says: the protocol wants a number, and thinking counts too."""

_EFFORTS: Final = frozenset[Effort]({"low", "medium", "high", "xhigh", "max"})

_REASONS: Final[Mapping[str, FinishReason]] = {
    "end_turn": "stop",
    "max_tokens": "length",
    "stop_sequence": "stop_sequence",
    "tool_use": "tool",
    "refusal": "refusal",
    "model_context_window_exceeded": "context_window",
}

_Channel = tuple[type[TextPart | ThinkingPart | ToolInputPart], str]

_DELTAS: Final[Mapping[str, _Channel]] = {
    "text_delta": (TextPart, "text"),
    "thinking_delta": (ThinkingPart, "thinking"),
    "input_json_delta": (ToolInputPart, "partial_json"),
}
"""The pieces of blocks, by their channel, and where their text is; signatures and citations are none of ours."""

_BLOCKS: Final[Mapping[str, _Channel]] = {"text": (TextPart, "text"), "thinking": (ThinkingPart, "thinking")}

_OURS: Final = frozenset({*_BLOCKS, "redacted_thinking", "tool_use"})
"""The blocks of an answer; the others are what a server does by itself, and what is yet to come."""

_PING: Final = PingPart()
_UNSAID: Final = {"stop_reason": "none"}
_UNCOUNTED: Final = UsagePart()


class AnthropicReader:
    """Reads the events of one answer."""

    __slots__ = ("_counted", "_counts", "_finished", "_foreign", "complete")

    def __init__(self) -> None:
        self.complete = False
        self._finished = False
        self._foreign: set[Any] = set()
        self._counts: dict[str, Any] = {}
        self._counted = _UNCOUNTED

    def read(self, event: str, body: Any) -> list[Part]:
        """The parts of one event."""
        name = body.get("type") or event
        if name == "content_block_delta":
            delta = body["delta"]
            channel = _DELTAS.get(delta["type"])
            if channel is None or (self._foreign and body.get("index") in self._foreign):
                return []
            text = delta[channel[1]]
            return [channel[0](text_of(text))] if text else []
        parts: list[Part] = []
        match name:
            case "ping":
                parts.append(_PING)
            case "content_block_start":
                parts = self._open(body)
            case "message_start":
                parts = self._count(body["message"].get("usage"))
            case "message_delta":
                parts = [*self._count(body.get("usage")), *self._finish(body["delta"])]
            case "message_stop":  # also when nothing said why it ends
                parts = self._finish(_UNSAID)
            case _ if name == "error" or body.get("error"):
                raise Failed(failure_of(None, body))
        return parts

    def read_whole(self, body: Any) -> list[Part]:
        """The parts of an answer that came in one piece."""
        if body.get("type") == "error" or body.get("error"):
            raise Failed(failure_of(None, body))
        parts = [part for block in body["content"] for part in _whole_block(block)]
        return [*parts, *self._count(body.get("usage")), *self._finish(body), *self._finish(_UNSAID)]

    def done(self) -> None:
        """Does not exist in this protocol."""

    def end(self) -> list[Part]:
        """Nothing is held back."""
        return []

    def _open(self, body: dict[str, Any]) -> list[Part]:
        """A block begins, as a rule without content."""
        block = body["content_block"]
        if block["type"] not in _OURS:
            self._foreign.add(body["index"])
            return []
        return [] if block["type"] == "tool_use" else _whole_block(block)

    def _count(self, usage: dict[str, Any] | None) -> list[Part]:
        """What was counted, when it is not as it was: of each count the last that is not null."""
        new = {name: value for name, value in (usage or {}).items() if value is not None}
        self._counts |= new
        counted = _counted(self._counts)
        if counted in {self._counted, _UNCOUNTED}:
            return []
        self._counted = counted
        return [counted]

    def _finish(self, delta: dict[str, Any]) -> list[Part]:
        """How the answer ended, once; a refusal may be explained."""
        raw = delta.get("stop_reason")
        if not raw or self._finished:
            return []
        self.complete = self._finished = True
        explanation = (delta.get("stop_details") or {}).get("explanation")
        parts: list[Part] = [RefusalPart(text_of(explanation))] if explanation else []
        return [*parts, FinishPart(_REASONS.get(text_of(raw), "other"), raw)]


def _whole_block(block: dict[str, Any]) -> list[Part]:
    """The content of a block; what is written into a tool came as JSON and is text again."""
    if block["type"] == "tool_use":
        return [ToolInputPart(orjson.dumps(block["input"]).decode())]
    channel = _BLOCKS.get(block["type"])
    if channel is None:
        return []
    text = block[channel[1]]
    return [channel[0](text_of(text))] if text else []


def _counted(counts: dict[str, Any]) -> UsagePart:
    """The neutral counts: what went through the cache is not in `input_tokens` here."""
    fresh = count_of(counts, "input_tokens")
    cached = count_of(counts, "cache_read_input_tokens")
    put = count_of(counts, "cache_creation_input_tokens")
    return UsagePart(
        input_tokens=None if fresh is None else fresh + (cached or 0) + (put or 0),
        output_tokens=count_of(counts, "output_tokens"),
        cached_tokens=cached,
        cache_write_tokens=put,
        thinking_tokens=count_of(counts.get("output_tokens_details") or {}, "thinking_tokens"),
    )


class Anthropic(Kindred):
    """The dialect `anthropic`."""

    models_path = "/v1/models?limit=1000"
    headers: Mapping[str, str] = MappingProxyType({"anthropic-version": VERSION})

    def prepare(self, ask: Ask) -> Prepared:
        """`/v1/messages`."""
        row, request = ask.row, ask.request
        sampled, dropped = sampling(ask._replace(row=row._replace(seed_field="")))  # has no seed
        shape = json_shape(ask)
        body: dict[str, Any] = {
            "model": ask.model.id,
            "max_tokens": answer_limit(ask) or min(LIMIT, ask.model.output or LIMIT),
            "messages": _messages(request),
            "stream": ask.mode == "stream",
        }
        system = marked_system(request, shape.note)
        if system:
            body["system"] = system
        body |= {"stop_sequences" if name == "stop" else name: value for name, value in sampled.items()}
        config: dict[str, Any] = {}
        effort = request.parameters.effort
        if effort in _EFFORTS and row.effort != "none":
            config["effort"] = effort
            if sampled.keys().isdisjoint({"temperature", "top_p"}):  # models that take these do not think besides
                body["thinking"] = {"type": "adaptive", "display": "summarized"}  # or some models think unseen
        elif effort is not None:
            dropped.append("effort")
        if shape.schema is not None:
            config["format"] = {"type": "json_schema", "schema": dict(shape.schema)}
        if config:
            body["output_config"] = config
        add_extra(body, row.extra)
        return Prepared("/v1/messages", self.headers, body, (*dropped, *shape.dropped))

    def reader(self, ask: Ask) -> AnthropicReader:  # noqa: ARG002  the same for all
        """Reads one answer's stream."""
        return AnthropicReader()


def _messages(request: Request) -> list[dict[str, str]]:
    """The conversation, where the roles take turns and nothing is empty, as the protocol wants it."""
    said = [turn for turn in request.turns if turn.content.strip()]
    return [
        {"role": role, "content": "\n\n".join(turn.content for turn in turns)}
        for role, turns in groupby(said, key=lambda turn: turn.role)
    ]


DIALECT = Anthropic()
