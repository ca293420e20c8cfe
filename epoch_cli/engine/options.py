"""What a caller may choose about a run, with the defaults."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from epoch_cli.providers.parameters import NO_PARAMETERS, Parameters
from epoch_cli.records import ByValue

if TYPE_CHECKING:
    from epoch_cli.catalog import Models, Profile
    from epoch_cli.document import Document, Patch
    from epoch_cli.engine.cache import AnswerCache
    from epoch_cli.events import Mode, Strategy
    from epoch_cli.providers import Provider
    from epoch_cli.reading.granularity import Granularity
    from epoch_cli.validation.diagnostics import Fixing, Selection

Constrain = Literal["auto", "off", "required"]


class Standby(NamedTuple):
    """A provider that is asked when those before it fail (`--fallback`); opened only then.

    `open` raises what opening a provider raises, such as a `ProviderError` for a missing key.
    """

    name: str
    open: Callable[[], Awaitable[Provider]]


class PastTurn(NamedTuple):
    """A turn of the conversation before this run: what was asked, and the patches that were accepted for it."""

    prompt: str
    patches: Sequence[Patch] = ()


class Preferences(NamedTuple):
    """What the user likes, told to the model where the request leaves it open; empty for nothing."""

    color_scheme: Literal["", "light", "dark"] = ""
    spacing: Literal["", "compact", "normal", "spacious"] = ""
    variant: str = ""


class Recovering(NamedTuple):
    """How often a run tries to recover before it gives up; see `engine/recovery.py`.

    Attributes:
        retries: the same request again, before the first accepted patch, for each provider.
        continuations: going on behind what was accepted, for each provider.
        corrections: rounds in which refused operations go back.
        standbys: who is asked next, in their order.
        fallback: what is put in place of an answer that did not come: `auto` is `previous` where there was a document
            before, `minimal` where there was none; None is nothing, and the run fails.
    """

    retries: int = 3
    continuations: int = 3
    corrections: int = 2
    standbys: Sequence[Standby] = ()
    fallback: Strategy | Literal["auto"] | None = "auto"


NO_RECOVERY = Recovering(0, 0, 0, (), None)
"""One request, and what comes of it."""

_RECOVERING, _NO_PREFERENCES = Recovering(), Preferences()


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Options(ByValue):
    """Options of one run.

    Attributes:
        profile: the budget profile, or its name.
        models: data models for bindings; None takes those of the catalog.
        rules: which validation rules count.
        fix: which repairs a patch gets that would be refused: `off`, `safe` (lossless), or `all` (lossy ones, too).
        granularity: whether the nodes of a large value are proposed one by one as they come, or each patch as a whole.
        heal: whether text that is almost JSON is made JSON, by named and recorded rules.
        document: where to start; None is an empty document.
        system: extra text for the end of the system prompt.
        token_budget: the most tokens for prompt and answer together, estimated.
        max_cost: the most US dollars for the whole run, estimated; needs a provider whose price is known.
        parameters: what is asked of the model besides the text.
        constrain: whether the answer is held to a grammar or schema of the catalog while it is written: where the
            provider can (`auto`), never (`off`), or not without (`required`). Off by default: lines of patches in free
            text work everywhere and paint soonest, and a strict schema makes a model write every absent prop.
        timeout: the most seconds for the whole run.
        mode: what the model is asked to write when there is a document: patches, a merge patch (RFC 7396), or the whole
            document anew. All end as minimal patches.
        recovering: how often what goes wrong is tried again, and what is done in the end.
        continues: the session that `document` and `history` are from; empty for none.
        continued_digest: the digest of the catalog that session was made with; empty for none.
        continued_models: the data models that it had, as in `RunStarted.settings`; None where that is not known.
        history: the turns before this one, oldest first; the prompt holds as much of them as fits.
        preferences: what the user likes.
        cache: answers that were given before; None asks anew every time.
        refresh: ask anew, and keep the answer in the cache.
        expected: what runs like this took (`sessions/stats.py`), told in `RunStarted`.
        session: the run's id; empty makes one.
        clock: seconds from any start, never going back.
        now: the time of day.
        entropy: gives that many random bytes, for the id.
        chance: a number from 0 to 1, for how long to wait before the next try.
    """

    profile: str | Profile = "strict"
    models: Models | Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None
    rules: Selection | Collection[str] | None = None
    fix: Fixing = "safe"
    granularity: Granularity = "node"
    heal: bool = True
    document: Document | None = None
    system: str = ""
    token_budget: int = 32_000
    max_cost: Decimal | None = None
    parameters: Parameters = NO_PARAMETERS
    constrain: Constrain = "off"
    timeout: float = 120.0
    mode: Mode = "patch"
    recovering: Recovering = _RECOVERING
    continues: str = ""
    continued_digest: str = ""
    continued_models: Sequence[Mapping[str, Any]] | None = None
    history: Sequence[PastTurn] = ()
    preferences: Preferences = _NO_PREFERENCES
    cache: AnswerCache | None = None
    refresh: bool = False
    expected: Mapping[str, float] | None = None
    session: str = ""
    clock: Callable[[], float] = time.monotonic
    now: Callable[[], datetime] = _utc_now
    entropy: Callable[[int], bytes] = os.urandom
    chance: Callable[[], float] = random.random
