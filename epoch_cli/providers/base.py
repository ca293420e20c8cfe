"""The seam between the engine and whatever writes the text: a request goes in, neutral parts come out.

A provider knows nothing of patches, documents in the making or terminals; the engine knows nothing of wire formats.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from epoch_cli.catalog import Catalog, Models, Profile

FinishReason = Literal["stop", "length", "refusal", "other"]


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of the conversation, oldest first."""

    role: Literal["user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Brief:
    """The wish behind a request, unrendered: for providers that are not models and read no prompt template.

    `prompt` is what the user asked for in this turn; `document` is what exists already, `{}` when nothing does.
    """

    prompt: str
    catalog: Catalog
    profile: Profile
    models: Models
    document: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Request:
    """One request to a provider: the rendered prompt, the conversation so far, and the limit on the answer."""

    system: str
    turns: tuple[Turn, ...]
    brief: Brief
    max_tokens: int | None = None


@dataclass(frozen=True, slots=True)
class TextPart:
    """A piece of the answer."""

    text: str


@dataclass(frozen=True, slots=True)
class ThinkingPart:
    """A piece of the model's reasoning: shown and recorded, never read for patches."""

    text: str


@dataclass(frozen=True, slots=True)
class RefusalPart:
    """A piece of the model's explanation why it will not answer."""

    text: str


@dataclass(frozen=True, slots=True)
class UsagePart:
    """What the provider counted, in tokens; None where it does not say."""

    input_tokens: int | None = None
    output_tokens: int | None = None
    details: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FinishPart:
    """The stream's terminal marker; a stream that ends without one was cut."""

    reason: FinishReason


Part = TextPart | ThinkingPart | RefusalPart | UsagePart | FinishPart


class Provider(Protocol):
    """Something that answers a request with a stream of parts.

    `name` is the row's name (`offline`), `model` what answers, `title` what people read; a provider that is no model
    says so there. `stream` raises `ProviderError` and nothing else.
    """

    name: str
    model: str
    title: str

    def stream(self, request: Request) -> AsyncIterator[Part]:
        """Answer one request; the last part of a whole answer is a `FinishPart`."""
        ...
