"""Cloudflare Workers AI's own `/run/{model}`: `{"response": …}`, streamed or in an envelope with `success`.

Some models answer there with `choices`, as in OpenAI's chat protocol, whose reader then reads them. JSON mode is never
streamed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal
from urllib.parse import quote

import orjson

from epoch_cli.errors import FailureKind
from epoch_cli.providers.base import FinishPart, FinishReason, Part, TextPart
from epoch_cli.providers.dialects import error_bodies
from epoch_cli.providers.dialects.asking import (
    Shape,
    add_extra,
    answer_limit,
    effort_field,
    json_shape,
    messages,
    sampling,
)
from epoch_cli.providers.dialects.bodies import count_of, objects_of, text_of
from epoch_cli.providers.dialects.dialect import NO_HEADERS, Ask, ListedModel, Prepared, Reader
from epoch_cli.providers.dialects.openai_chat import DIALECT as CHAT
from epoch_cli.providers.dialects.openai_usage import CHAT_COUNTS, counted
from epoch_cli.providers.failures import Failed, Failure, by_status, is_context_length

LIMIT: Final = 8192
"""`max_tokens` when nobody chooses; Cloudflare's own default is 256, which cuts every page off."""


_REASONS: Final[Mapping[str, FinishReason]] = {"stop": "stop", "length": "length", "tool_calls": "tool"}


class CloudflareReader:
    """Reads the frames of one answer; `[DONE]`, usage or a finish reason proves that it is whole."""

    __slots__ = ("_ask", "_chat", "_finish", "_told", "complete")

    def __init__(self, ask: Ask) -> None:
        self.complete = False
        self._ask = ask
        self._chat: Reader | None = None
        self._finish: FinishPart | None = None
        self._told = False

    def read(self, event: str, body: Any) -> list[Part]:
        """The parts of one frame."""
        if "choices" in body:
            return self._read_choices(event, body)
        if _has_failed(body):
            raise Failed(failure_of(None, body))
        parts: list[Part] = []
        text = _text(body.get("response"))
        if text:
            parts.append(TextPart(text))
        usage = body.get("usage")
        if usage:
            parts.append(counted(usage, CHAT_COUNTS))
        finish = _finish(self._ask, body)
        if finish is not None:
            self.complete = True
            self._finish = self._finish or finish
            if not text:
                parts += self._tell()
        return parts

    def done(self) -> None:
        """The frame `[DONE]` proves that the answer is whole, unless it came as `choices`, which say so themselves."""
        if self._chat is None:
            self.complete = True

    def end(self) -> list[Part]:
        """How the answer ended, where nothing but `[DONE]` has said that it did."""
        parts = self._chat.end() if self._chat is not None else []
        return parts + (self._tell() if self.complete else [])

    def _read_choices(self, event: str, body: Any) -> list[Part]:
        if self._chat is None:
            self._chat = CHAT.reader(self._ask)
        parts = self._chat.read(event, body)
        if self._chat.complete:
            self.complete = self._told = True
        return parts

    def _tell(self) -> list[Part]:
        if self._told:
            return []
        self._told = True
        return [self._finish or FinishPart("stop")]


def _text(response: Any) -> str:
    """The text of `response`, which is a number where a token is one, and a value in JSON mode."""
    if response is None or isinstance(response, str):
        return response or ""
    return orjson.dumps(response).decode()


def _limit(ask: Ask) -> int:
    return answer_limit(ask) or min(LIMIT, ask.model.output or LIMIT)


def _finish(ask: Ask, body: dict[str, Any]) -> FinishPart | None:
    """How an answer ended, if a frame tells; one without a reason that is as long as it was allowed to be was cut."""
    reason, usage = body.get("finish_reason"), body.get("usage")
    if reason:
        return FinishPart(_REASONS.get(text_of(reason), "other"), reason)
    if usage:
        return FinishPart("length" if (count_of(usage, "completion_tokens") or 0) >= _limit(ask) else "stop")
    return None


# ---------------------------------------------------------------- failures

_CODES: Final[Mapping[str, tuple[FailureKind, bool | None]]] = {
    "10000": ("auth", None),
    "10001": ("auth", None),
    "9109": ("auth", None),  # an access token that is none
    "6003": ("auth", None),  # a key that no header can hold
    "5007": ("not_found", None),
    "3042": ("not_found", None),
    "5021": ("context_length", None),
    "3007": ("timeout", None),
    "3008": ("timeout", None),
    "3036": ("rate", False),  # the free tokens of the day are used up
    "3040": ("overloaded", True),  # with status 429
}
"""The kind of a failure by Cloudflare's code, and whether the same request may work later."""


def _has_failed(body: dict[str, Any]) -> bool:
    return body.get("success") is False or bool(body.get("errors") or body.get("error"))


def failure_of(status: int | None, body: Any) -> Failure:
    """`errors[0]` of an envelope, also in the middle of a stream (status None); else an error as OpenAI writes it."""
    errors = objects_of(body.get("errors")) if isinstance(body, dict) else []
    if not errors:
        return error_bodies.failure_of(status, body)
    code, message = str(errors[0].get("code") or ""), str(errors[0].get("message") or "")
    kind, retryable = _CODES.get(code) or (by_status(status or 500), None)
    if kind in {"bad_request", "server"} and is_context_length(code, "", message):
        kind = "context_length"
    return Failure(kind, message, code, parameter="model" if kind == "not_found" else "", retryable=retryable)


# ---------------------------------------------------------------- the dialect


class Cloudflare:
    """The dialect `cloudflare`; the base URL ends with `/accounts/ID/ai`."""

    framing: Literal["sse", "ndjson"] = "sse"
    models_path = "/models/search?task=Text%20Generation&per_page=100"
    headers = NO_HEADERS

    def prepare(self, ask: Ask) -> Prepared:
        """`/run/{model}`, with `max_tokens` always."""
        sampled, unsampled = sampling(ask)
        effort, effortless = effort_field(ask)
        shape = json_shape(ask)
        body: dict[str, Any] = {
            "messages": messages(ask.request, shape.note),
            "stream": ask.mode == "stream",
            "max_tokens": _limit(ask),
            **sampled,
            **effort,
            **_response_format(shape),
        }
        add_extra(body, ask.row.extra)
        return Prepared(f"/run/{quote(ask.model.id, safe='/@')}", {}, body, (*unsampled, *effortless, *shape.dropped))

    def reader(self, ask: Ask) -> CloudflareReader:
        """Reads one answer's stream."""
        return CloudflareReader(ask)

    def whole(self, ask: Ask, body: Any) -> list[Part]:
        """The `result` of an envelope; in JSON mode its `response` is a value, which becomes text again."""
        if _has_failed(body):
            raise Failed(failure_of(None, body))
        result = body.get("result", body)
        if ask.mode == "stream" and not result:  # what some models answer when they are asked to stream
            raise Failed(Failure("bad_request", "this model does not stream its answers here", code="no-stream"))
        if "choices" in result:
            return CHAT.whole(ask, result)
        text, usage = _text(result["response"]), result.get("usage")
        parts: list[Part] = [TextPart(text)] if text else []
        if usage:
            parts.append(counted(usage, CHAT_COUNTS))
        return [*parts, _finish(ask, result) or FinishPart("stop")]

    def failure(self, status: int, body: Any) -> Failure:
        """By code, then by status."""
        return failure_of(status, body)

    def listed(self, body: Any) -> list[ListedModel]:
        """The models that write text."""
        return [_listed(entry) for entry in body["result"]]


def _response_format(shape: Shape) -> dict[str, Any]:
    """The schema stands there as it is, without the name and the wrapper of OpenAI's."""
    if not shape.json:
        return {}
    if shape.schema is None:
        return {"response_format": {"type": "json_object"}}
    return {"response_format": {"type": "json_schema", "json_schema": shape.schema}}


def _listed(entry: dict[str, Any]) -> ListedModel:
    properties = {each.get("property_id"): each.get("value") for each in objects_of(entry.get("properties"))}
    window = properties.get("context_window")
    return ListedModel(
        text_of(entry["name"]),
        context=int(window) if isinstance(window, (int, str)) else None,
        retires=text_of(properties.get("planned_deprecation_date") or ""),
    )


DIALECT = Cloudflare()
