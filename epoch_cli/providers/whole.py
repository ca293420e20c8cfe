"""An answer in one piece, as `RemoteProvider.complete` gives it, put together from its parts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from epoch_cli.providers.base import (
    FinishPart,
    NoticePart,
    Part,
    RefusalPart,
    TextPart,
    ThinkingPart,
    ToolInputPart,
    UsagePart,
)
from epoch_cli.reading.surrogates import joined

_FENCED = re.compile(r"```[a-z]*\n(.*?)\n?```", re.DOTALL)
_CHANNELS = {TextPart: "text", ThinkingPart: "thinking", RefusalPart: "refusal", ToolInputPart: "tool_input"}


@dataclass(frozen=True, slots=True)
class Whole:
    """An answer as a whole, as `complete` gives it.

    Attributes:
        text, thinking, refusal, tool_input: each channel in one piece.
        usage: what was counted last; None when nothing was.
        finish: how it ended.
        notices: what the user should know of the request.
    """

    text: str
    thinking: str
    refusal: str
    tool_input: str
    usage: UsagePart | None
    finish: FinishPart
    notices: tuple[NoticePart, ...] = ()


def gathered(parts: Iterable[Part], notices: Iterable[NoticePart]) -> Whole:
    """The parts of an answer in one piece each."""
    texts: dict[str, list[str]] = {name: [] for name in _CHANNELS.values()}
    usage: UsagePart | None = None
    finish, told = FinishPart("other"), list(notices)
    for part in parts:
        if isinstance(part, (TextPart, ThinkingPart, RefusalPart, ToolInputPart)):
            texts[_CHANNELS[type(part)]].append(part.text)
        elif isinstance(part, UsagePart):
            usage = part
        elif isinstance(part, FinishPart):
            finish = part
        elif isinstance(part, NoticePart):
            told.append(part)
    whole = {name: joined("".join(pieces)) for name, pieces in texts.items()}
    return Whole(**whole, usage=usage, finish=finish, notices=tuple(told))


def without_fence(text: str) -> str:
    """A JSON text without the fence of Markdown that models put around it."""
    fenced = _FENCED.fullmatch(text.strip())
    return fenced[1] if fenced else text
