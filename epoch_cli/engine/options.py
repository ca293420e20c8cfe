"""What a caller may choose about a run, with the defaults."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Literal

from epoch_cli.catalog import Models, Profile
from epoch_cli.document import Document
from epoch_cli.providers.base import Parameters
from epoch_cli.reading.reads import Granularity
from epoch_cli.validation import Selection
from epoch_cli.validation.draft import Fixing

Constrain = Literal["auto", "off", "required"]
_NO_PARAMETERS = Parameters()


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
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
        session: the run's id; empty makes one.
        clock: seconds from any start, never going back.
        now: the time of day.
        entropy: gives that many random bytes, for the id.
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
    parameters: Parameters = _NO_PARAMETERS
    constrain: Constrain = "off"
    timeout: float = 120.0
    session: str = ""
    clock: Callable[[], float] = time.monotonic
    now: Callable[[], datetime] = _utc_now
    entropy: Callable[[int], bytes] = os.urandom
