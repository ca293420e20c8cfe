"""Gemini's `generateContent` (Google AI): JSON bodies, and server-sent events that end without a marker.

The base URL ends with the version of the API (`…/v1beta`). Only `finishReason` proves that an answer is whole.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, Literal
from urllib.parse import quote

from epoch_cli.errors import FailureKind
from epoch_cli.providers.base import FinishPart, FinishReason, Part, TextPart, ThinkingPart, UsagePart
from epoch_cli.providers.dialects import error_bodies
from epoch_cli.providers.dialects.asking import add_extra, answer_limit, json_shape, sampling, system_text
from epoch_cli.providers.dialects.bodies import count_of, cut_off, objects_of, text_of
from epoch_cli.providers.dialects.dialect import NO_HEADERS, Ask, ListedModel, Prepared
from epoch_cli.providers.failures import Failed, Failure, by_status, is_context_length
from epoch_cli.providers.parameters import Effort

_SAMPLING: Final = {"temperature": "temperature", "top_p": "topP", "seed": "seed", "stop": "stopSequences"}

_LEVELS: Final[Mapping[Effort | None, str]] = {
    "minimal": "MINIMAL",
    "low": "LOW",
    "medium": "MEDIUM",
    "high": "HIGH",
    "xhigh": "XHIGH",
}
"""`thinkingLevel` by effort; there is no level for `none`, and none above XHIGH."""

_REASONS: Final[Mapping[str, FinishReason]] = {
    "STOP": "stop",
    "MAX_TOKENS": "length",
    **dict.fromkeys(
        (
            "SAFETY",
            "RECITATION",
            "LANGUAGE",
            "BLOCKLIST",
            "PROHIBITED_CONTENT",
            "SPII",
            "MODEL_ARMOR",
            "IMAGE_SAFETY",
            "IMAGE_PROHIBITED_CONTENT",
            "IMAGE_RECITATION",
        ),
        "content_filter",
    ),
}


class GeminiReader:
    """Reads the chunks of one answer, each of which is a `GenerateContentResponse`."""

    __slots__ = ("_usage", "complete")

    def __init__(self) -> None:
        self.complete = False
        self._usage: dict[str, Any] = {}

    def read(self, event: str, body: Any) -> list[Part]:  # noqa: ARG002  events have no names here
        """The parts of one chunk: those of its first candidate, what was counted, how it ended."""
        if body.get("error"):
            raise Failed(failure_of(None, body))
        parts: list[Part] = []
        finish: FinishPart | None = None
        for candidate in body.get("candidates") or ():
            if not candidate.get("index"):
                parts += _pieces(candidate.get("content"))
                finish = _finish(candidate)
        feedback = body.get("promptFeedback")
        if feedback and feedback.get("blockReason"):
            finish = FinishPart("content_filter", text_of(feedback["blockReason"]))
        usage = body.get("usageMetadata")
        if usage and usage != self._usage:
            self._usage = {**self._usage, **usage}
            parts.append(_counted(self._usage))
        if finish is not None and not self.complete:
            self.complete = True
            parts.append(finish)
        return parts

    def done(self) -> None:
        """Proves nothing in this protocol."""

    def end(self) -> list[Part]:
        """Nothing is held back."""
        return []


def _pieces(content: Any) -> list[Part]:
    """Text and thoughts of a chunk; the last piece may be an empty text with a signature."""
    parts: list[Part] = []
    for piece in (content and content.get("parts")) or ():
        text = piece.get("text")
        if text:
            parts.append(ThinkingPart(text_of(text)) if piece.get("thought") else TextPart(text_of(text)))
    return parts


def _finish(candidate: dict[str, Any]) -> FinishPart | None:
    reason = candidate.get("finishReason")
    if not reason or reason == "FINISH_REASON_UNSPECIFIED":
        return None
    return FinishPart(_REASONS.get(text_of(reason), "other"), reason)


def _counted(usage: dict[str, Any]) -> UsagePart:
    """Thoughts are not among the candidates' tokens, and are paid as output; cached tokens are among the prompt's."""
    written, thought = count_of(usage, "candidatesTokenCount"), count_of(usage, "thoughtsTokenCount")
    return UsagePart(
        input_tokens=count_of(usage, "promptTokenCount"),
        output_tokens=None if written is None and thought is None else (written or 0) + (thought or 0),
        cached_tokens=count_of(usage, "cachedContentTokenCount"),
        thinking_tokens=thought,
    )


# ---------------------------------------------------------------- failures

_KINDS: Final[Mapping[str, FailureKind]] = {
    "API_KEY_INVALID": "auth",  # with status 400
    "BILLING_DISABLED": "billing",
    "FAILED_PRECONDITION": "billing",  # no free use in the user's country
    "RESOURCE_EXHAUSTED": "rate",
    "UNAVAILABLE": "overloaded",
    "DEADLINE_EXCEEDED": "timeout",
}
"""Kinds by `ErrorInfo.reason` or `status`, where these say more than the HTTP status."""

_DELAY: Final = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)s", re.ASCII)


def failure_of(status: int | None, body: Any) -> Failure:
    """What an error says, from a body of its own or in the middle of a stream (status None)."""
    if isinstance(body, list) and body:  # without `alt=sse` everything is in an array
        body = body[0]
    error = body.get("error") if isinstance(body, dict) else None
    if not isinstance(error, dict):
        return error_bodies.failure_of(status, body)
    details = objects_of(error.get("details"))
    message = str(error.get("message") or "")
    code = str(error.get("status") or "")
    reason = next((name for name in (str(each.get("reason")) for each in details) if name in _KINDS), code)
    kind = _KINDS.get(reason) or by_status(_status(status, error))
    if kind == "bad_request" and is_context_length(reason, "", message):
        kind = "context_length"
    daily = any("PerDay" in str(each.get("quotaId")) for each in _within(details, "violations"))
    return Failure(
        kind,
        message,
        reason,
        parameter="model" if kind == "not_found" else _field(details),
        retryable=False if daily else None,
        retry_after=_delay(details),
    )


def _status(status: int | None, error: dict[str, Any]) -> int:
    code = error.get("code")
    return status or (code if isinstance(code, int) and code >= 400 else 500)


def _within(details: list[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    return [each for detail in details for each in objects_of(detail.get(name))]


def _delay(details: list[dict[str, Any]]) -> float | None:
    """`RetryInfo.retryDelay`, such as `37.5s`, in seconds."""
    for detail in details:
        found = _DELAY.fullmatch(str(detail.get("retryDelay")))
        if found:
            return float(found[1])
    return None


def _field(details: list[dict[str, Any]]) -> str:
    """The refused field as requests name it; a violation names it with underscores, from the message's type on."""
    for violation in _within(details, "fieldViolations"):
        path = str(violation.get("field") or "").removeprefix("GenerateContentRequest.")
        field = re.sub(r"_([a-z])", lambda found: found[1].upper(), path)
        return "" if field == "generationConfig" else field  # says nothing of which
    return ""


# ---------------------------------------------------------------- the dialect


class Gemini:
    """The dialect `gemini`."""

    framing: Literal["sse", "ndjson"] = "sse"
    models_path = "/models?pageSize=1000"
    headers = NO_HEADERS

    def prepare(self, ask: Ask) -> Prepared:
        """`…/models/ID:streamGenerateContent` or `:generateContent`."""
        sampled, dropped = sampling(ask)
        shape = json_shape(ask)
        config = {_SAMPLING[name]: value for name, value in sampled.items()}
        limit = answer_limit(ask)
        if limit is not None:
            config["maxOutputTokens"] = limit
        if shape.json:
            config["responseMimeType"] = "application/json"
        if shape.schema is not None:
            config["responseJsonSchema"] = shape.schema
        effort = ask.request.parameters.effort
        if effort in _LEVELS and ask.row.effort != "none":
            config["thinkingConfig"] = {"thinkingLevel": _LEVELS[effort], "includeThoughts": True}
        elif effort is not None:
            dropped.append("effort")
        body: dict[str, Any] = {"contents": [_content(turn.role, turn.content) for turn in ask.request.turns]}
        system = system_text(ask.request, shape.note)
        if system:
            body["systemInstruction"] = {"parts": [{"text": system}]}
        if config:
            body["generationConfig"] = config
        add_extra(body, ask.row.extra)
        return Prepared(_path(ask), {}, body, (*dropped, *shape.dropped))

    def reader(self, ask: Ask) -> GeminiReader:  # noqa: ARG002  nothing of it is needed to read
        """Reads one answer's stream."""
        return GeminiReader()

    def whole(self, ask: Ask, body: Any) -> list[Part]:
        """One response, or the array of them that a stream without `alt=sse` is."""
        reader = self.reader(ask)
        chunks = body if isinstance(body, list) else [body]
        parts = [part for chunk in chunks for part in reader.read("", chunk)]
        if not reader.complete:
            raise cut_off()
        return parts

    def failure(self, status: int, body: Any) -> Failure:
        """By `ErrorInfo.reason`, then `status`, then the HTTP status: a bad key comes with 400 here."""
        return failure_of(status, body)

    def listed(self, body: Any) -> list[ListedModel]:
        """The models that can write text."""
        return [
            ListedModel(
                text_of(entry["name"]).removeprefix("models/"),
                count_of(entry, "inputTokenLimit"),
                count_of(entry, "outputTokenLimit"),
            )
            for entry in body.get("models") or ()
            if "generateContent" in entry.get("supportedGenerationMethods", ("generateContent",))
        ]


def _content(role: str, text: str) -> dict[str, Any]:
    return {"role": "model" if role == "assistant" else "user", "parts": [{"text": text}]}


def _path(ask: Ask) -> str:
    """Tuned models have a folder of their own in their id (`tunedModels/x`)."""
    model = ask.model.id if "/" in ask.model.id else f"models/{ask.model.id}"
    method = "streamGenerateContent?alt=sse" if ask.mode == "stream" else "generateContent"
    return f"/{quote(model)}:{method}"


DIALECT = Gemini()
