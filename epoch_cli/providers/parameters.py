"""What may be asked of a model besides the text: of its own, as a command knows it long before there is a request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from epoch_cli.records import ByValue

Effort = Literal["none", "minimal", "low", "medium", "high", "xhigh", "max"]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Parameters(ByValue):
    """What may be asked of a model besides the text; None leaves it to the provider.

    A parameter that a provider or a model does not take is left out, and a `NoticePart` says so once.

    Attributes:
        max_tokens: the most tokens of an answer, thinking included.
        temperature, top_p: how the next token is drawn.
        seed: for the same answer to the same request, as far as the provider keeps that.
        stop: texts at which the answer ends.
        effort: how much the model thinks.
    """

    max_tokens: int | None = None
    temperature: float | None = None
    top_p: float | None = None
    seed: int | None = None
    stop: tuple[str, ...] = ()
    effort: Effort | None = None


NO_PARAMETERS = Parameters()
"""All of it is left to the provider."""
