"""The offline composer behind the seam of a model: text in small pieces, then usage, then the end."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING

from epoch_cli.providers.prices import FREE

if TYPE_CHECKING:
    from epoch_cli.providers.base import Brief, Part, Request

_SIZES = (23, 31, 17, 40, 12, 28, 36, 19)
"""Characters of a chunk, in turn: uneven, so that chunks end anywhere in a patch, as a model's tokens do."""

_CAN = "add, remove, rename, move, swap and replace fields, buttons, columns and texts, and set what a word says"

_BREATH = 8
"""Chunks between two moments in which other tasks may run, and so cancel this one."""


class OfflineProvider:
    """Rules over the prompt, no model: needs no key and no network, and answers the same wish with the same text.

    Args:
        completing: complete a document that somebody else began (the fallback `minimal`), rather than change it.
    """

    name = "offline"
    model = "rules-1"
    title = "offline composer (rules, not a model)"
    price = FREE
    rules = True

    def __init__(self, *, completing: bool = False) -> None:
        self.completing = completing

    async def stream(self, request: Request) -> AsyncIterator[Part]:
        """Answer a request with JSON Patch operations, one per line; with a sentence when there is nothing to do."""
        import asyncio  # noqa: PLC0415  30 ms that a command which composes nothing does not pay

        # 11 ms that the first picture of a screen does not wait for
        from epoch_cli.providers.base import FinishPart, NoticePart, TextPart, UsagePart  # noqa: PLC0415

        text = answer(request.brief, completing=self.completing)
        for number, chunk in enumerate(chunks(text)):
            if number % _BREATH == 0:
                await asyncio.sleep(0)
            yield TextPart(chunk)
        if request.brief.document and not self.completing and not text.startswith("{"):  # no patch in it
            said = f"nothing was changed: the offline composer can {_CAN}; say it in other words"
            yield NoticePart("nothing-changed", said)
        yield UsagePart(input_tokens=0, output_tokens=0)  # no model read or wrote a token
        yield FinishPart("stop")


def answer(brief: Brief, *, completing: bool = False) -> str:
    """The whole text for a brief: lines of JSON, or one line of prose that says what was not understood."""
    # 40 ms that the first picture of a screen does not wait for
    from epoch_cli.providers.offline.completing import complete  # noqa: PLC0415
    from epoch_cli.providers.offline.compose import compose  # noqa: PLC0415
    from epoch_cli.providers.offline.safety import clean, shortened  # noqa: PLC0415
    from epoch_cli.providers.offline.write import text_of  # noqa: PLC0415

    patches = complete(brief) if completing else compose(brief)
    if patches:
        return text_of(patches)
    if completing and brief.document:
        return "The offline composer found nothing that is missing.\n"
    asked = shortened(" ".join(clean(brief.prompt).split()), 120)
    if brief.document:
        return f"The offline composer found nothing to change for: {asked}. It can {_CAN}.\n"
    return "The offline composer could not fit a screen into this budget and design system.\n"


def chunks(text: str) -> Iterator[str]:
    """The text in pieces of 12 to 40 characters, always the same ones; only the last may be shorter."""
    start, number = 0, 0
    while start < len(text):
        size = _SIZES[number % len(_SIZES)]
        yield text[start : start + size]
        start, number = start + size, number + 1
