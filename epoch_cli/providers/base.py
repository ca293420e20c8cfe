"""The seam between the engine and whatever writes the text: a request goes in, neutral parts come out.

A provider knows nothing of patches, documents in the making or terminals; the engine knows nothing of wire formats.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, Protocol

from epoch_cli.catalog import Catalog, Models, Profile
from epoch_cli.providers.parameters import NO_PARAMETERS, Parameters
from epoch_cli.records import ByValue

FinishReason = Literal[
    "stop", "length", "stop_sequence", "tool", "refusal", "content_filter", "context_window", "other"
]

ConstraintKind = Literal["gbnf", "lark", "json_schema"]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Turn(ByValue):
    """One message of the conversation, oldest first."""

    role: Literal["user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Brief(ByValue):
    """The wish behind a request, unrendered: for providers that are not models and read no prompt template.

    `prompt` is what the user asked for in this turn; `document` is what exists already, `{}` when nothing does;
    `spacing` how much space the user likes: `compact`, `normal` or `spacious`, and `variant` which variant where a
    component has several; both empty for nothing in particular.
    """

    prompt: str
    catalog: Catalog
    profile: Profile
    models: Models
    document: dict[str, Any]
    spacing: str = ""
    variant: str = ""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Constraint(ByValue):
    """What an answer must look like, in a form that a provider can enforce while the model writes.

    Attributes:
        kind: a grammar for lines of patches (`gbnf`, `lark`), or a `json_schema` for `{"patches": […]}`.
        grammar: the text of a grammar; empty for a schema.
        schema: the JSON Schema; None for a grammar.
        note: what the model is told of it, put behind the system prompt.
        required: without it there is no request; otherwise a provider that refuses it is asked again without it.
    """

    kind: ConstraintKind
    grammar: str = ""
    schema: Mapping[str, Any] | None = None
    note: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Request(ByValue):
    """One request to a provider: the rendered prompt, the conversation so far, and what is asked besides.

    The first `stable` characters of `system` are the same in every request with the same catalog, so that a provider
    can keep them (prompt caching); `cache_key` names them.
    """

    system: str
    turns: tuple[Turn, ...]
    brief: Brief
    stable: int = 0
    cache_key: str = ""
    parameters: Parameters = NO_PARAMETERS
    constraint: Constraint | None = None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class TextPart(ByValue):
    """A piece of the answer."""

    text: str


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ThinkingPart(ByValue):
    """A piece of the model's reasoning: shown and recorded, never read for patches."""

    text: str


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class RefusalPart(ByValue):
    """A piece of the model's explanation why it will not answer."""

    text: str


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ToolInputPart(ByValue):
    """A piece of what a model writes into a tool: read as its answer, since a grammar may make it write there."""

    text: str


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class UsagePart(ByValue):
    """What the provider counted so far, in tokens; None where it does not say. The last one of an answer counts.

    Attributes:
        input_tokens: the whole prompt, with what was read from and written to a cache.
        output_tokens: the whole answer, thinking included.
        cached_tokens: those of the prompt that came from a cache.
        cache_write_tokens: those of the prompt that were put into one.
        thinking_tokens: those of the answer that were thought.
        cost: what the provider says that it costs, in US dollars (decision 13).
    """

    input_tokens: int | None = None
    output_tokens: int | None = None
    cached_tokens: int | None = None
    cache_write_tokens: int | None = None
    thinking_tokens: int | None = None
    cost: Decimal | None = None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class FinishPart(ByValue):
    """The stream's terminal marker; a stream that ends without one was cut. `raw` is the provider's own word."""

    reason: FinishReason
    raw: str = ""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class PingPart(ByValue):
    """A sign of life without content."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class NoticePart(ByValue):
    """Something about the request that the user should know and that stopped nothing.

    `code` is stable: `parameter-dropped`, `constraint-dropped`, `dialect-changed`, `model-retiring`,
    `prompt-truncated`, `session-torn`, `nothing-changed`.
    """

    code: str
    message: str


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class UnmetPart(ByValue):
    """Something that was asked for and is not in the answer, by a provider that can tell.

    Attributes:
        rule: the name of a rule of `validation/rules/wishes.py`, under which it is reported.
        message: what, in one line.
        hint: what to do about it.
    """

    rule: str
    message: str
    hint: str = ""


Part = (
    TextPart | ThinkingPart | RefusalPart | ToolInputPart | UsagePart | FinishPart | PingPart | NoticePart | UnmetPart
)


class Provider(Protocol):
    """Something that answers a request with a stream of parts.

    `name` is the row's name (`offline`), `model` what answers, `title` what people read; a provider that is no model
    says so there. `stream` raises `ProviderError`, or `ConfigError` when nothing can be sent, and nothing else.

    A provider may have more to say, and is taken for one without where it does not: `price` (`prices.Price`), what it
    `constrains` an answer to (`ConstraintKind`), the `address` that it asks, `without_key`, which gives a text without
    its key, and `rules`, whether it is no model, so that telling it what was wrong changes nothing.
    """

    name: str
    model: str
    title: str

    def stream(self, request: Request) -> AsyncIterator[Part]:
        """Answer one request; the last part of a whole answer is a `FinishPart`."""
        ...
