"""Ollama's own `/api/chat`: one JSON object a line, the last with `"done": true`.

Its `/v1` takes no `num_ctx`, and without one Ollama keeps as little as 4096 tokens of a prompt and says nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal

from epoch_cli.providers.base import (
    FinishPart,
    FinishReason,
    NoticePart,
    Part,
    TextPart,
    ThinkingPart,
    UsagePart,
)
from epoch_cli.providers.dialects import error_bodies
from epoch_cli.providers.dialects.asking import add_extra, answer_limit, json_shape, messages, sampling
from epoch_cli.providers.dialects.bodies import count_of, cut_off, text_of
from epoch_cli.providers.dialects.dialect import NO_HEADERS, Ask, ListedModel, Prepared
from epoch_cli.providers.failures import Failed, Failure, is_context_length
from epoch_cli.providers.parameters import Effort

CONTEXT: Final = 16_384
"""The window that is asked for when the row says nothing. Always the same one: a change loads the model again."""

_THINK: Final[Mapping[Effort | None, bool | str]] = {"none": False, "low": "low", "medium": "medium", "high": "high"}
"""`think` by effort; models that know no levels take one for `true`."""

_REASONS: Final[Mapping[str, FinishReason]] = {"": "stop", "stop": "stop", "length": "length"}
"""`load` and `unload` mean that the model was only loaded or unloaded."""

_EMBEDDERS: Final = frozenset({"bert", "nomic-bert"})
"""Families of models that write no text."""


class OllamaReader:
    """Reads the objects of one answer."""

    __slots__ = ("_ask", "complete")

    def __init__(self, ask: Ask) -> None:
        self.complete = False
        self._ask = ask

    def read(self, event: str, body: Any) -> list[Part]:  # noqa: ARG002  lines have no names
        """The parts of one object."""
        if body.get("error"):
            raise Failed(failure_of(None, body))
        parts: list[Part] = []
        message = body.get("message")
        if message:
            thought = message.get("thinking") or message.get("reasoning_content")
            if thought:
                parts.append(ThinkingPart(text_of(thought)))
            text = message.get("content")
            if text:
                parts.append(TextPart(text_of(text)))
        if body.get("done") is True:
            self.complete = True
            parts += self._counted(body)
            reason = text_of(body.get("done_reason") or "")
            parts.append(FinishPart(_REASONS.get(reason, "other"), reason))
        return parts

    def done(self) -> None:
        """Does not exist in this protocol."""

    def end(self) -> list[Part]:
        """Nothing is held back."""
        return []

    def _counted(self, body: dict[str, Any]) -> list[Part]:
        """What was counted; the prompt is not when all of it was in the cache."""
        read, written = count_of(body, "prompt_eval_count"), count_of(body, "eval_count")
        parts: list[Part] = []
        if read is not None or written is not None:
            parts.append(UsagePart(input_tokens=read, output_tokens=written))
        if read is not None and _was_cut(self._ask, read):
            parts.append(_cut_notice(self._ask))
        return parts


def _window(ask: Ask) -> int:
    """`num_ctx`: what the row asks for, within what the model can take."""
    return min(ask.row.context or CONTEXT, ask.model.context or ask.row.context or CONTEXT)


def _was_cut(ask: Ask, read: int) -> bool:
    """Whether the prompt was longer than the window: full, and much shorter than what was sent by any estimate."""
    request = ask.request
    sent = len(request.system) + sum(len(turn.content) for turn in request.turns)
    return read >= 0.9 * _window(ask) and sent / 4 > 1.5 * read


def _cut_notice(ask: Ask) -> NoticePart:
    text = (
        f"the prompt is longer than the {_window(ask)} tokens that {ask.row.title} was asked to keep, so that "
        f"part of it was not read; set a larger context in [providers.{ask.row.name}]"
    )
    return NoticePart("prompt-truncated", text)


def failure_of(status: int | None, body: Any) -> Failure:
    """`{"error": "text"}`, also in the middle of a stream (status None)."""
    failure = error_bodies.failure_of(status, body)
    if is_context_length("", "", failure.message):  # with whatever status
        return failure._replace(kind="context_length")
    if failure.kind == "not_found" and isinstance(body, dict):  # a server that does not know `/api/chat` sends text
        return failure._replace(parameter="model")
    return failure


class Ollama:
    """The dialect `ollama`."""

    framing: Literal["sse", "ndjson"] = "ndjson"
    models_path = "/api/tags"
    headers = NO_HEADERS

    def prepare(self, ask: Ask) -> Prepared:
        """`/api/chat`; `stream` is always said, since leaving it out means true."""
        options, dropped = sampling(ask)
        shape = json_shape(ask)
        limit = answer_limit(ask)
        if limit is not None:
            options["num_predict"] = limit
        options["num_ctx"] = _window(ask)
        body: dict[str, Any] = {
            "model": ask.model.id,
            "messages": messages(ask.request, shape.note),
            "stream": ask.mode == "stream",
            "options": options,
        }
        effort = ask.request.parameters.effort
        if shape.json:
            body["format"] = "json" if shape.schema is None else shape.schema
            body["think"] = False  # a grammar forbids `<think>`, on which older versions fail
        elif effort in _THINK and ask.row.effort != "none":
            body["think"] = _THINK[effort]
        if effort is not None and (effort not in _THINK or body.get("think") != _THINK[effort]):
            dropped.append("effort")
        add_extra(body, ask.row.extra)
        return Prepared("/api/chat", {}, body, (*dropped, *shape.dropped))

    def reader(self, ask: Ask) -> OllamaReader:
        """Reads one answer's stream."""
        return OllamaReader(ask)

    def whole(self, ask: Ask, body: Any) -> list[Part]:
        """With `"stream": false`, the one object holds the text and is the last."""
        reader = self.reader(ask)
        parts = reader.read("", body)
        if not reader.complete:
            raise cut_off()
        return parts

    def failure(self, status: int, body: Any) -> Failure:
        """By status; there are no codes."""
        return failure_of(status, body)

    def listed(self, body: Any) -> list[ListedModel]:
        """The installed models that can write, the one that was changed last first."""
        return [
            ListedModel(text_of(entry.get("model") or entry["name"]))
            for entry in body["models"] or ()
            if not _EMBEDDERS & {(entry.get("details") or {}).get("family")}
        ]


DIALECT = Ollama()
