"""OpenAI's JSON without a schema, which it refuses where the prompt does not speak of JSON."""

from __future__ import annotations

from epoch_cli.providers.dialects.asking import Shape
from epoch_cli.providers.dialects.dialect import Ask


def json_object_note(ask: Ask, shape: Shape) -> str:
    """What is put behind a system prompt for an answer in JSON of no known schema; nothing where it is spoken of."""
    if not shape.json or shape.schema is not None:
        return ""
    texts = (ask.request.system, *(turn.content for turn in ask.request.turns))
    return "" if any("json" in text.lower() for text in texts) else "Answer with one JSON value and nothing else."
