"""The lists of models that OpenAI, Anthropic and servers like them give: `{"data": [{"id", …}]}`.

What a model can do has a different name at each of them: context is `context_length` at OpenRouter, `context_window` at
Groq and Vercel, `max_model_len` at vLLM, `max_context_length` at Mistral, `max_input_tokens` at Anthropic.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from epoch_cli.providers.dialects.bodies import text_of
from epoch_cli.providers.dialects.dialect import ListedModel

_CONTEXT: Final = (
    "context_length",
    "context_window",
    "max_model_len",
    "max_context_length",
    "max_input_tokens",
    "n_ctx",
    "n_ctx_train",
)
_OUTPUT: Final = ("max_completion_tokens", "max_output_tokens", "max_tokens")
_RETIRES: Final = ("shutdown_date", "retires_at", "expiration_date", "deprecation")
_NOT_FOR_TEXT: Final = frozenset({"embedding", "image", "audio", "video", "rerank", "reranking", "moderation"})
"""Types of models that some lists name beside those that write."""


def listed_in(body: Any) -> list[ListedModel]:
    """The models of a list that can write text.

    Raises:
        Exception: KeyError, TypeError or AttributeError, when it is no list of models.
    """
    entries = body if isinstance(body, list) else body["data"]
    return [
        ListedModel(
            text_of(entry["id"]),
            context=_first_number(_places(entry), _CONTEXT),
            output=_first_number(_places(entry), _OUTPUT),
            retires=_first_day(entry),
        )
        for entry in entries
        if entry.get("type") not in _NOT_FOR_TEXT and entry.get("active") is not False
    ]


def _places(entry: dict[str, Any]) -> list[dict[str, Any]]:
    """Where a model's numbers are: in its entry, at OpenRouter in `top_provider`, at llama.cpp in `meta`."""
    return [entry, *(each for name in ("top_provider", "meta") if isinstance(each := entry.get(name), dict))]


def _first_number(places: Iterable[dict[str, Any]], names: Iterable[str]) -> int | None:
    values = (place.get(name) for place in places for name in names)
    return next((value for value in values if type(value) is int and value > 0), None)


def _first_day(entry: dict[str, Any]) -> str:
    """The day of a time or a date, such as `2027-01-14`."""
    return next((value[:10] for name in _RETIRES if isinstance(value := entry.get(name), str)), "")
