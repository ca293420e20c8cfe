"""Chat Completions of OpenAI, as most other servers speak it too: OpenRouter, Vercel, Groq, Mistral, llama.cpp, vLLM.

They differ in what they take, which their rows say, and in where they put thinking, usage and errors, of which the
reader knows all places.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from epoch_cli.errors import FailureKind
from epoch_cli.providers.base import (
    ConstraintKind,
    FinishPart,
    FinishReason,
    Part,
    RefusalPart,
    TextPart,
    ThinkingPart,
    ToolInputPart,
    UsagePart,
)
from epoch_cli.providers.dialects.asking import (
    Shape,
    add_extra,
    answer_limit,
    effort_field,
    json_shape,
    messages,
    sampling,
)
from epoch_cli.providers.dialects.bodies import text_of
from epoch_cli.providers.dialects.dialect import NO_HEADERS, Ask, Prepared
from epoch_cli.providers.dialects.error_bodies import failure_of
from epoch_cli.providers.dialects.kindred import Kindred
from epoch_cli.providers.dialects.openai_json import json_object_note
from epoch_cli.providers.dialects.openai_usage import CHAT_COUNTS, counted
from epoch_cli.providers.failures import Failed, Failure
from epoch_cli.providers.rows import Grammars

_REASONS: Final[Mapping[str, FinishReason]] = {
    "stop": "stop",
    "eos": "stop",  # Together
    "end_turn": "stop",
    "length": "length",
    "max_tokens": "length",
    "model_length": "context_window",  # Mistral
    "stop_sequence": "stop_sequence",
    "tool_calls": "tool",
    "function_call": "tool",
    "content_filter": "content_filter",
    "refusal": "refusal",
}

_FAILED: Final[Mapping[str, FailureKind]] = {
    "error": "server",  # OpenRouter
    "abort": "server",  # vLLM
    "insufficient_system_resource": "overloaded",  # DeepSeek
}
"""Finish reasons of answers that failed."""

_GRAMMARS: Final[Mapping[Grammars, frozenset[ConstraintKind]]] = {
    "gbnf": frozenset({"gbnf"}),
    "structured_outputs": frozenset({"gbnf", "lark"}),
}
"""The grammars that each way to send one can hold."""


class ChatReader:
    """Reads the chunks of one answer."""

    __slots__ = ("_refused", "_usage", "complete")

    def __init__(self) -> None:
        self.complete = False
        self._usage: UsagePart | None = None
        self._refused = False

    def read(self, event: str, body: Any) -> list[Part]:
        """The parts of one chunk: those of choice 0, what was counted, how it ended."""
        groq = body.get("x_groq") or _NOTHING
        if event == "error" or body.get("error") or groq.get("error"):
            raise self._failed(groq if groq.get("error") else body, body.get("usage"))
        parts: list[Part] = []
        for choice in body.get("choices") or ():
            if not choice.get("index"):
                delta = choice.get("delta")
                if delta:
                    self._take(delta, parts)
                reason = choice.get("finish_reason")
                if reason:
                    self._end(choice, reason, parts)
        usage = body.get("usage") or groq.get("usage")
        if usage:
            self._count(usage, parts)
        return parts

    def read_whole(self, body: Any) -> list[Part]:
        """The parts of an answer that came in one piece."""
        if body.get("error"):
            raise self._failed(body, body.get("usage"))
        choice = body["choices"][0]
        parts: list[Part] = []
        self._take(choice["message"], parts)
        if body.get("usage"):
            self._count(body["usage"], parts)
        self._end(choice, choice.get("finish_reason") or "", parts)
        return parts

    def done(self) -> None:
        """Proves nothing: some servers send it behind an error, others do not send it at all."""

    def end(self) -> list[Part]:
        """Nothing is held back."""
        return []

    def _take(self, delta: dict[str, Any], parts: list[Part]) -> None:
        """The parts of a piece of a message, or of a whole one."""
        thinking = delta.get("reasoning_content") or delta.get("reasoning")
        if thinking:
            parts.append(ThinkingPart(text_of(thinking)))
        text = delta.get("content")
        if text:
            if type(text) is str:
                parts.append(TextPart(text))
            else:
                parts += _pieces(text)
        refusal = delta.get("refusal")
        if refusal:
            self._refused = True
            parts.append(RefusalPart(text_of(refusal)))
        for call in delta.get("tool_calls") or ():
            written = (call.get("function") or _NOTHING).get("arguments")
            if written:
                parts.append(ToolInputPart(text_of(written)))

    def _end(self, choice: dict[str, Any], reason: str, parts: list[Part]) -> None:
        """How the answer ended; some servers say it twice."""
        if reason in _FAILED:
            if choice.get("error"):
                raise Failed(failure_of(None, choice))
            raise Failed(Failure(_FAILED[reason], code=reason))
        if not self.complete:
            self.complete = True
            meant = _REASONS.get(text_of(reason), "other")
            parts.append(FinishPart("refusal" if self._refused and meant == "stop" else meant, reason))

    def _failed(self, body: dict[str, Any], usage: dict[str, Any] | None) -> Failed:
        """An answer that failed, which may have been counted all the same."""
        told: list[Part] = []
        if usage:
            self._count(usage, told)
        return Failed(failure_of(None, body), parts=told)

    def _count(self, usage: dict[str, Any], parts: list[Part]) -> None:
        """What was counted, when it is not as it was."""
        usage_part = counted(usage, CHAT_COUNTS)
        if usage_part != self._usage:
            self._usage = usage_part
            parts.append(usage_part)


_NOTHING: Final[dict[str, Any]] = {}


def _pieces(content: Any) -> list[Part]:
    """Content in pieces, as Mistral sends it with thinking: `{"type": "thinking", "thinking": [{"text"}]}`."""
    parts: list[Part] = []
    for piece in content:
        if piece.get("type") == "text" and piece.get("text"):
            parts.append(TextPart(text_of(piece["text"])))
        elif piece.get("type") == "thinking":
            parts += [ThinkingPart(text_of(each["text"])) for each in piece.get("thinking") or () if each.get("text")]
    return parts


class OpenAIChat(Kindred):
    """The dialect `openai_chat`."""

    models_path = "/models"
    headers = NO_HEADERS

    def prepare(self, ask: Ask) -> Prepared:
        """`/chat/completions`."""
        row, request = ask.row, ask.request
        sampled, dropped = sampling(ask)
        held = _grammar(ask)
        shape = Shape(note=request.constraint.note) if held and request.constraint else json_shape(ask)
        note = shape.note or json_object_note(ask, shape)
        body: dict[str, Any] = {
            "model": ask.model.id,
            "messages": messages(request, note, marked=row.cache_marks),
            "stream": ask.mode == "stream",
        }
        if ask.mode == "stream" and row.stream_options:
            body["stream_options"] = {"include_usage": True}
        limit = answer_limit(ask)
        if limit is not None:
            body[row.limit_field] = limit
        body |= {row.seed_field if name == "seed" else name: value for name, value in sampled.items()}
        if row.cache_key and request.cache_key:
            body["prompt_cache_key"] = request.cache_key
        thinking, unthought = effort_field(ask)
        dropped += unthought
        body |= thinking | held
        if shape.json:
            body["response_format"] = _response_format(shape)
        if held or shape.schema is not None:
            add_extra(body, row.constraint_extra)
        add_extra(body, row.extra)
        return Prepared("/chat/completions", {}, body, (*dropped, *shape.dropped))

    def reader(self, ask: Ask) -> ChatReader:  # noqa: ARG002  the same for all
        """Reads one answer's stream."""
        return ChatReader()


def _grammar(ask: Ask) -> dict[str, Any]:
    """The field that holds the answer to a grammar; none when there is none, or the server takes no such grammar."""
    constraint, takes = ask.request.constraint, ask.row.grammar
    if ask.mode == "json" or constraint is None or constraint.kind not in _GRAMMARS.get(takes, ()):
        return {}
    if takes == "gbnf":
        return {"grammar": constraint.grammar}
    return {"structured_outputs": {"grammar": constraint.grammar}}


def _response_format(shape: Shape) -> dict[str, Any]:
    if shape.schema is None:
        return {"type": "json_object"}
    return {"type": "json_schema", "json_schema": {"name": "answer", "strict": True, "schema": dict(shape.schema)}}


DIALECT = OpenAIChat()
