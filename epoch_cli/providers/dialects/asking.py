"""What the requests of all dialects decide in the same way, before each writes it in its own words.

What a row or a model does not take is left out and named, never refused (`Prepared.dropped`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from epoch_cli.providers.base import Request
from epoch_cli.providers.dialects.dialect import Ask


def sampling(ask: Ask) -> tuple[dict[str, Any], list[str]]:
    """How the answer is to be drawn.

    Returns:
        `temperature`, `top_p`, `seed` and `stop` (a list) where they are asked for and the row takes them, by their
        neutral names; and the names of those that it does not take.
    """
    row, asked = ask.row, ask.request.parameters
    wishes = (
        ("temperature", asked.temperature, row.sampling),
        ("top_p", asked.top_p, row.sampling),
        ("seed", asked.seed, bool(row.seed_field)),
        ("stop", list(asked.stop) or None, row.stop),
    )
    given = {name: value for name, value, taken in wishes if value is not None and taken}
    return given, [name for name, value, taken in wishes if value is not None and not taken]


def effort_field(ask: Ask) -> tuple[dict[str, Any], list[str]]:
    """The effort in the field that the row has for it, and its name where there is none; as `sampling` gives them."""
    effort, field = ask.request.parameters.effort, ask.row.effort
    if effort is None:
        return {}, []
    if field == "none":
        return {}, ["effort"]
    return {field: {"effort": effort} if field == "reasoning" else effort}, []


def answer_limit(ask: Ask) -> int | None:
    """The most tokens of the answer: what is asked for, else the row's, within what the model can write."""
    limit = ask.request.parameters.max_tokens or ask.row.max_tokens
    if limit is None or ask.model.output is None:
        return limit
    return min(limit, ask.model.output)


class Shape(NamedTuple):
    """What the answer must look like, as far as the provider can be held to it.

    Attributes:
        json: it is one JSON value.
        schema: what that value looks like; None for any, and where the provider takes no schema.
        note: what the model is told of it.
        dropped: `constraint`, when one was asked for that the provider cannot be held to.
    """

    json: bool = False
    schema: Mapping[str, Any] | None = None
    note: str = ""
    dropped: tuple[str, ...] = ()


def json_shape(ask: Ask) -> Shape:
    """The shape of an answer at a provider that can be held to JSON, and to no grammar."""
    takes = ask.row.schema
    takes_schema = takes not in {"none", "json_object"}
    if ask.mode == "json":
        return Shape(takes != "none", ask.schema if takes_schema else None)
    constraint = ask.request.constraint
    if constraint is None:
        return Shape()
    if constraint.kind != "json_schema" or takes == "none" or (takes == "cloudflare" and ask.mode == "stream"):
        return Shape(dropped=("constraint",))
    return Shape(json=True, schema=constraint.schema if takes_schema else None, note=constraint.note)


def system_text(request: Request, note: str = "") -> str:
    """The system prompt, what the model is told of a constraint behind it: the stable text stays at its beginning."""
    return "\n\n".join(text for text in (request.system, note) if text)


def marked_system(request: Request, note: str = "") -> list[dict[str, Any]]:
    """The system prompt in blocks as Anthropic has them: what is always the same, marked to be kept, then the rest."""
    rest = "\n\n".join(text for text in (request.system[request.stable :], note) if text.strip())
    blocks: list[dict[str, Any]] = []
    if request.stable and request.system:
        kept = request.system[: request.stable]
        blocks.append({"type": "text", "text": kept, "cache_control": {"type": "ephemeral"}})
    if rest:
        blocks.append({"type": "text", "text": rest})
    return blocks


def messages(request: Request, note: str = "", *, marked: bool = False) -> list[dict[str, Any]]:
    """The conversation as most protocols take it, with the system prompt as its first message, `marked` to be kept."""
    system = marked_system(request, note) if marked else system_text(request, note)
    first: list[dict[str, Any]] = [{"role": "system", "content": system}] if system else []
    return first + [{"role": turn.role, "content": turn.content} for turn in request.turns]


def add_extra(body: dict[str, Any], extra: Mapping[str, Any]) -> None:
    """Puts a row's own fields into a body; the fields of an object are added to those that are there."""
    for name, value in extra.items():
        there = body.get(name)
        body[name] = {**there, **value} if isinstance(there, dict) and isinstance(value, Mapping) else value
