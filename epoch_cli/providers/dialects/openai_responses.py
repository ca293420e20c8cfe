"""Responses of OpenAI: named events, of which one of four is the last.

The only protocol in which a model can be held to a grammar of lines: it writes into a custom tool, whose input is read
as the answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from epoch_cli.providers.base import (
    FinishPart,
    FinishReason,
    Part,
    PingPart,
    RefusalPart,
    TextPart,
    ThinkingPart,
    ToolInputPart,
)
from epoch_cli.providers.dialects.asking import Shape, add_extra, answer_limit, json_shape, sampling, system_text
from epoch_cli.providers.dialects.bodies import text_of
from epoch_cli.providers.dialects.dialect import NO_HEADERS, Ask, Prepared
from epoch_cli.providers.dialects.error_bodies import failure_of
from epoch_cli.providers.dialects.kindred import Kindred
from epoch_cli.providers.dialects.openai_json import json_object_note
from epoch_cli.providers.dialects.openai_usage import RESPONSES_COUNTS, counted
from epoch_cli.providers.failures import Failed

TOOL: Final = "write_patches"
"""The tool that a model writes into when a grammar holds it."""

_Piece = TextPart | ThinkingPart | RefusalPart | ToolInputPart

_DELTAS: Final[Mapping[str, type[_Piece]]] = {
    "response.output_text.delta": TextPart,
    "response.reasoning_summary_text.delta": ThinkingPart,
    "response.reasoning_text.delta": ThinkingPart,
    "response.refusal.delta": RefusalPart,
    "response.function_call_arguments.delta": ToolInputPart,
    "response.custom_tool_call_input.delta": ToolInputPart,
}
"""The events that bring a piece of the answer, by their channel."""

_ENDS: Final = frozenset({"response.completed", "response.incomplete"})

_INCOMPLETE: Final[Mapping[str, FinishReason]] = {"max_output_tokens": "length", "content_filter": "content_filter"}

_PING: Final = PingPart()


class ResponsesReader:
    """Reads the events of one answer."""

    __slots__ = ("_channels", "complete")

    def __init__(self) -> None:
        self.complete = False
        self._channels: set[type[Part]] = set()

    def read(self, event: str, body: Any) -> list[Part]:
        """The parts of one event."""
        name = body.get("type") or event
        piece = _DELTAS.get(name)
        if piece is not None:
            text = body["delta"]
            if not text:
                return []
            self._channels.add(piece)
            return [piece(text_of(text))]
        if name in _ENDS:
            return self._end(body["response"])
        if name == "response.failed":
            raise _failed(body["response"])
        if name == "error" or body.get("error"):
            raise Failed(failure_of(None, body))
        return [_PING] if name == "keepalive" else []

    def read_whole(self, body: Any) -> list[Part]:
        """The parts of an answer that came in one piece."""
        if body.get("error") or body.get("status") == "failed":
            raise _failed(body)
        parts = [piece(text_of(text)) for item in body["output"] for piece, text in _pieces(item) if text]
        self._channels |= {type(part) for part in parts}
        return [*parts, *self._end(body)]

    def done(self) -> None:
        """Does not exist in this protocol."""

    def end(self) -> list[Part]:
        """Nothing is held back."""
        return []

    def _end(self, response: dict[str, Any]) -> list[Part]:
        """What was counted, and how the answer ended."""
        self.complete = True
        return [*_counted(response), self._finish(response)]

    def _finish(self, response: dict[str, Any]) -> FinishPart:
        """An answer is completed also when it is a refusal, or was written into a tool."""
        status = text_of(response.get("status") or "completed")
        if status == "completed":
            reasons: tuple[tuple[type[Part], FinishReason], ...] = ((RefusalPart, "refusal"), (ToolInputPart, "tool"))
            return FinishPart(next((reason for kind, reason in reasons if kind in self._channels), "stop"), status)
        raw = text_of((response.get("incomplete_details") or {}).get("reason") or status)
        return FinishPart(_INCOMPLETE.get(raw, "other"), raw)


def _counted(response: dict[str, Any]) -> list[Part]:
    usage = response.get("usage")
    return [counted(usage, RESPONSES_COUNTS)] if usage else []


def _failed(response: dict[str, Any]) -> Failed:
    """An answer that failed, which was counted all the same."""
    return Failed(failure_of(None, response), parts=_counted(response))


def _pieces(item: dict[str, Any]) -> list[tuple[type[_Piece], Any]]:
    """What one item of a whole answer's output holds, by channel."""
    kind = item.get("type")
    if kind == "message":
        channels: dict[Any, tuple[type[_Piece], str]] = {
            "output_text": (TextPart, "text"),
            "refusal": (RefusalPart, "refusal"),
        }
        found = [(channels[content["type"]], content) for content in item["content"] if content["type"] in channels]
        return [(piece, content[name]) for (piece, name), content in found]
    if kind == "reasoning":
        pieces = [*(item.get("summary") or ()), *(item.get("content") or ())]
        return [(ThinkingPart, piece.get("text")) for piece in pieces]
    if kind == "function_call":
        return [(ToolInputPart, item["arguments"])]
    return [(ToolInputPart, item["input"])] if kind == "custom_tool_call" else []


class OpenAIResponses(Kindred):
    """The dialect `openai_responses`."""

    models_path = "/models"
    headers = NO_HEADERS

    def prepare(self, ask: Ask) -> Prepared:
        """`/responses`, kept by nobody (`store`)."""
        row, request = ask.row, ask.request
        sampled, dropped = sampling(ask._replace(row=row._replace(seed_field="", stop=False)))  # has neither
        tool = _tool(ask)
        shape = Shape(note=request.constraint.note) if tool and request.constraint else json_shape(ask)
        body: dict[str, Any] = {
            "model": ask.model.id,
            "input": [{"role": turn.role, "content": turn.content} for turn in request.turns],
            "stream": ask.mode == "stream",
            "store": False,
        }
        system = system_text(request, shape.note or json_object_note(ask, shape))
        if system:
            body["instructions"] = system
        if ask.mode == "stream" and row.stream_options:
            body["stream_options"] = {"include_obfuscation": False}
        limit = answer_limit(ask)
        if limit is not None:
            body["max_output_tokens"] = limit
        body |= sampled
        if row.cache_key and request.cache_key:
            body["prompt_cache_key"] = request.cache_key
        effort = request.parameters.effort
        if effort is not None:
            if row.effort == "none":
                dropped.append("effort")
            else:
                body["reasoning"] = {"effort": effort} if effort == "none" else {"effort": effort, "summary": "auto"}
        body |= tool
        if shape.json:
            body["text"] = {"format": _text_format(shape)}
        add_extra(body, row.extra)
        return Prepared("/responses", {}, body, (*dropped, *shape.dropped))

    def reader(self, ask: Ask) -> ResponsesReader:  # noqa: ARG002  the same for all
        """Reads one answer's stream."""
        return ResponsesReader()


def _tool(ask: Ask) -> dict[str, Any]:
    """The fields that make a model write one tool input by a grammar; none when there is no grammar for it."""
    constraint = ask.request.constraint
    if ask.mode == "json" or constraint is None or constraint.kind != "lark" or ask.row.grammar != "lark":
        return {}
    tool = {
        "type": "custom",
        "name": TOOL,
        "description": "Takes the whole answer: one JSON Patch operation a line.",
        "format": {"type": "grammar", "syntax": "lark", "definition": constraint.grammar},
    }
    return {"tools": [tool], "tool_choice": {"type": "custom", "name": TOOL}, "parallel_tool_calls": False}


def _text_format(shape: Shape) -> dict[str, Any]:
    if shape.schema is None:
        return {"type": "json_object"}
    return {"type": "json_schema", "name": "answer", "strict": True, "schema": dict(shape.schema)}


DIALECT = OpenAIResponses()
