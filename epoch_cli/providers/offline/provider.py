"""The offline composer behind the seam of a model: text in small pieces, then usage, then the end."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from threading import Lock, Thread
from typing import TYPE_CHECKING, NamedTuple, TypeVar, cast

from epoch_cli.providers.prices import FREE

if TYPE_CHECKING:
    from epoch_cli.providers.base import Brief, Part, Request
    from epoch_cli.providers.offline.composition import Composition

Made = TypeVar("Made")

_ONE_AT_A_TIME = Lock()
"""Two at once would take as long, and work out what is known of a language twice."""

_TOKEN = re.compile(r" ?[^\W_]{1,8}|[^\w\s]{1,3}|_|\s", re.UNICODE)
"""What a model would write at once, about: the most of a word, or a few signs."""

_SIZES = (5, 8, 3, 9, 4, 7, 6, 2)
"""Tokens of a chunk, in turn: uneven, so that chunks end anywhere in a patch, as a model's do."""

_BREATH = 8
"""Chunks between two moments in which other tasks may run, and so cancel this one."""


class OfflineProvider:
    """Rules over the prompt, no model: needs no key and no network, and answers the same wish with the same text.

    Args:
        completing: complete a document that somebody else began (the fallback `minimal`), rather than change it.
        pace: tokens a second, for a demonstration; None is as fast as they are read.
    """

    name = "offline"
    model = "rules-1"
    title = "offline composer (rules, not a model)"
    price = FREE
    rules = True

    def __init__(self, *, completing: bool = False, pace: float | None = None) -> None:
        self.completing = completing
        self.pace = pace

    async def stream(self, request: Request) -> AsyncIterator[Part]:
        """Answer a request with JSON Patch operations, one per line; with a sentence when there is nothing to do."""
        import asyncio  # noqa: PLC0415  30 ms that a command which composes nothing does not pay

        # 11 ms that the first picture of a screen does not wait for
        from epoch_cli.providers.base import FinishPart, NoticePart, TextPart, UsagePart  # noqa: PLC0415

        brief = request.brief
        made = await _aside(lambda: composition(brief, completing=self.completing))
        text = told(brief, made, completing=self.completing)
        now = asyncio.get_running_loop().time
        due = now()  # of each chunk by itself, so that no wait adds to the next
        for number, chunk in enumerate(chunks(text)):
            if self.pace is not None:
                due += chunk.tokens / self.pace
                await asyncio.sleep(max(0.0, due - now()))
            elif number % _BREATH == 0:
                await asyncio.sleep(0)
            yield TextPart(chunk.text)
        for unmet in made.unmet:
            yield unmet
        if brief.document and not self.completing and not made.patches:
            yield NoticePart("nothing-changed", "nothing was changed")
        yield UsagePart(input_tokens=0, output_tokens=0)  # no model read or wrote a token
        yield FinishPart("stop")


async def _aside(work: Callable[[], Made]) -> Made:
    """What some work gives, done in a thread of its own: meanwhile the clock runs, and who waits can be told to stop.

    Nobody waits for a thread whose result is not wanted any more, not even the process when it ends: it is a daemon,
    as the threads of `asyncio.to_thread` are not.

    Raises:
        BaseException: what the work raised.
    """
    import asyncio  # noqa: PLC0415  as above

    loop = asyncio.get_running_loop()
    made: asyncio.Future[Made] = loop.create_future()

    def tell(result: Made | None, error: BaseException | None) -> None:
        if made.done():  # cancelled, as nobody waits any more
            return
        if error is not None:
            made.set_exception(error)
        else:
            made.set_result(cast("Made", result))

    def run() -> None:
        result, error = None, None
        with _ONE_AT_A_TIME:
            if made.cancelled():
                return
            try:
                result = work()
            except BaseException as raised:  # noqa: BLE001  raised again where it is waited for
                error = raised
        with suppress(RuntimeError):  # the loop is closed: the run has ended meanwhile
            loop.call_soon_threadsafe(tell, result, error)

    Thread(target=run, name="composer", daemon=True).start()
    return await made


def composition(brief: Brief, *, completing: bool = False) -> Composition:
    """The patches for a brief, and what of it is not in them."""
    # 40 ms that the first picture of a screen does not wait for, and 60 that a new screen does not
    if completing:
        from epoch_cli.providers.offline.editing.completing import complete  # noqa: PLC0415

        return complete(brief)
    from epoch_cli.providers.offline.compose import compose  # noqa: PLC0415

    return compose(brief)


def answer(brief: Brief, *, completing: bool = False) -> str:
    """The whole text for a brief."""
    return told(brief, composition(brief, completing=completing), completing=completing)


def told(brief: Brief, made: Composition, *, completing: bool = False) -> str:
    """A composition as text: lines of JSON, or one line of prose where there is nothing to write."""
    from epoch_cli.providers.offline.building.write import text_of  # noqa: PLC0415
    from epoch_cli.providers.offline.knowledge.safety import clean, shortened  # noqa: PLC0415  as above

    if made.patches:
        return text_of(made.patches)
    if completing and brief.document:
        return "The offline composer found nothing that is missing.\n"
    if brief.document:
        asked = shortened(" ".join(clean(brief.prompt).split()), 120)
        return f"The offline composer found nothing to change for: {asked}.\n"
    return "The offline composer could not fit a screen into this budget and design system.\n"


class Chunk(NamedTuple):
    """A piece of the text, and how many tokens it is made of."""

    text: str
    tokens: int


def chunks(text: str) -> Iterator[Chunk]:
    """The text in pieces of 2 to 9 tokens, always the same ones; only the last may have fewer."""
    tokens = _TOKEN.findall(text)
    start, number = 0, 0
    while start < len(tokens):
        taken = tokens[start : start + _SIZES[number % len(_SIZES)]]
        yield Chunk("".join(taken), len(taken))
        start, number = start + len(taken), number + 1
