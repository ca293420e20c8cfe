"""Errors as OpenAI, Anthropic and the many servers like them write them, in bodies of their own and inside answers.

{"error": {"message", "type", "param", "code"}}                     OpenAI, Groq, Vercel, vLLM, LM Studio, DeepSeek
{"error": {"message", "code": 502, "metadata"}}                     OpenRouter, also with status 200; llama.cpp
{"type": "error", "error": {"type", "message", "details"}}          Anthropic
{"type": "error", "message", "code", "param"}                       OpenAI, an event of Responses
{"object": "error", "message", "type", "param", "code"}             Mistral, older vLLM
{"detail": [{"loc", "msg"}]}, {"detail": "text"}                    Mistral with status 422, FastAPI
{"error": "text", "code"}                                           LM Studio, xAI
"""

from __future__ import annotations

from typing import Any, Final

import orjson

from epoch_cli.providers.dialects.bodies import objects_of, said_in
from epoch_cli.providers.failures import Failure, kind_of

_IN_FLIGHT: Final = "openrouter_in_flight_budget"
"""OpenRouter's 402 that passes: too much is being asked at once for the credit there is."""


def failure_of(status: int | None, body: Any) -> Failure:
    """What an error says.

    Args:
        status: the HTTP status; None for an error inside an answer, whose own number counts then.
        body: the parsed JSON, or text where it is none.
    """
    if not isinstance(body, dict):
        said = said_in(body)
        return Failure(kind_of(status, "", "", said), said)
    error = _error_in(body)
    number, code = _code_of(error)
    type_ = _text(error, "type")
    if type_ == "error":  # of an event, which says nothing
        type_ = ""
    message, parameter = _message_of(error)
    metadata = error.get("metadata")
    if isinstance(metadata, dict):
        if metadata.get("limit_source") == _IN_FLIGHT:
            return Failure("rate", message, _IN_FLIGHT, retryable=True)
        if metadata.get("reasons"):  # moderation, with status 403
            return Failure("content", message, code or type_)
        message = _with_upstream(message, metadata)
    kind = kind_of(number if status is None else status, code, type_, message)
    name = code or type_ or str(number or "")
    return Failure(kind, message, name, _text(error, "param") or parameter)


def _error_in(body: dict[str, Any]) -> dict[str, Any]:
    """The object that tells of the error; the body itself, where there is no other."""
    error = body.get("error")
    if isinstance(error, dict):
        return error
    return {**body, "message": error} if isinstance(error, str) else body


def _text(error: dict[str, Any], name: str) -> str:
    value = error.get(name)
    return value if isinstance(value, str) else ""


def _code_of(error: dict[str, Any]) -> tuple[int | None, str]:
    """The status that an error names, and its code; in many servers the code is a status, as number or text."""
    details = error.get("details")
    named = _text(details, "error_code") if isinstance(details, dict) else ""
    code = error.get("code")
    text = code if isinstance(code, str) else ""
    number = int(text) if text.isascii() and text.isdigit() and len(text) == 3 else code
    if type(number) is int and 400 <= number < 600:
        return number, named
    return None, named or text


def _message_of(error: dict[str, Any]) -> tuple[str, str]:
    """What an error says, and the field of the request it is about where it names one in its details."""
    message = error.get("message")
    if isinstance(message, str) and message:
        return message, ""
    within = message if isinstance(message, dict) else error
    detail = within.get("detail")
    if isinstance(detail, str):
        return detail, ""
    found = objects_of(detail)
    said = "; ".join(text for each in found if (text := _text(each, "msg")))
    places = [place for each in found if isinstance(place := each.get("loc"), list)]
    return said, ".".join(str(step) for step in places[0] if step != "body") if places else ""


def _with_upstream(message: str, metadata: dict[str, Any]) -> str:
    """OpenRouter's message with that of the provider behind it, which it hands on as text."""
    raw = metadata.get("raw")
    if not isinstance(raw, str) or not raw:
        return message
    try:
        said = failure_of(None, orjson.loads(raw)).message or raw
    except orjson.JSONDecodeError:
        said = raw
    provider = _text(metadata, "provider_name")
    return f"{message} ({provider}: {said})" if provider else f"{message} ({said})"
