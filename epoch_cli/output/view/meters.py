"""Budgets as meters: how much of each is used."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from types import MappingProxyType
from typing import Any, Final, Literal, NamedTuple, get_args

from epoch_cli.events import (
    NEAR,
    AttemptStarted,
    BudgetChanged,
    Event,
    Meter,
    PatchAccepted,
    PatchRefused,
    RunEnded,
    RunStarted,
    UsageReported,
)
from epoch_cli.output.narration import FOR_EVER
from epoch_cli.output.progress import Progress

ORDER: Final[tuple[Meter, ...]] = (
    "tokens", "score", "depth", "nodes", "bindings", "handlers", "patches", "time", "cost",
)  # fmt: skip
"""As they are shown."""

_NOTHING: Final[Mapping[Any, Any]] = MappingProxyType({})


class MeterView(NamedTuple):
    """One meter.

    Attributes:
        name: which; people read it, too.
        used: how much is used; None when nobody knows (the cost of a model without a price).
        limit: the most there may be; None for no limit.
        state: `near` before it is full, at the share at which the engine says so.
        text: `12/50`, `~1.2k/32k`, `$0.002`; short.
    """

    name: Meter
    used: float | None
    limit: float | None
    state: Literal["ok", "near", "reached"]
    text: str

    @property
    def share(self) -> float | None:
        """How full it is, 0 to 1; None without a limit or a value."""
        if self.used is None or not self.limit:
            return None
        return min(1.0, max(0.0, self.used / self.limit))


class Ledger(NamedTuple):
    """What the events so far say of the meters; never changed, so that an earlier one can be gone back to.

    Attributes:
        limits: where there are any.
        metrics: of the document, as far as they are known.
        patches: as the model wrote them.
        prompts: tokens of the prompts of attempts that are over.
        asked: tokens of the prompt of the attempt under way, an estimate.
        told: the most that a meter was told to have used, of those that only the engine counts.
    """

    limits: Mapping[Meter, float] = _NOTHING
    metrics: Mapping[str, int] = _NOTHING
    patches: int = 0
    prompts: int = 0
    asked: int = 0
    told: Mapping[Meter, float] = _NOTHING

    def after(self, event: Event) -> Ledger:
        """It with the next event."""
        if isinstance(event, (PatchAccepted, PatchRefused)):
            metrics = event.metrics if isinstance(event, PatchAccepted) else None
            return self._replace(patches=max(self.patches, event.number), metrics=metrics or self.metrics)
        if isinstance(event, AttemptStarted):
            return self._replace(asked=event.input_tokens)
        if isinstance(event, UsageReported):
            return self._replace(prompts=self.prompts + event.input_tokens, asked=0)
        if isinstance(event, BudgetChanged):
            told = {**self.told, event.meter: event.used}
            return self._replace(told=told, limits={**self.limits, event.meter: event.limit})
        if isinstance(event, RunEnded):
            return self._replace(metrics=event.metrics or self.metrics)
        return Ledger(limits_of(event.settings)) if isinstance(event, RunStarted) else self


def limits_of(settings: Mapping[str, Any]) -> dict[Meter, float]:
    """The limits of a run: the caps of its document, and `limits` for the rest, which older sessions do not have."""
    found: dict[Meter, float] = {}
    for table in (settings.get("caps"), settings.get("limits")):
        for name in get_args(Meter):
            limit = table.get(name) if isinstance(table, dict) else None
            if isinstance(limit, int | float) and not isinstance(limit, bool) and isfinite(limit):
                found[name] = limit
    return found


def meters_of(ledger: Ledger, progress: Progress) -> list[MeterView]:
    """All meters, in the order in which they are shown."""
    return [_meter(name, ledger, progress) for name in ORDER]


def _meter(name: Meter, ledger: Ledger, progress: Progress) -> MeterView:
    used, limit = _used(name, ledger, progress), ledger.limits.get(name)
    state: Literal["ok", "near", "reached"] = "ok"
    if used is not None and limit is not None and used >= NEAR * limit:
        state = "reached" if used >= limit else "near"
    about = "~" if name == "tokens" and (progress.estimated or ledger.asked) and used else ""
    text = f"{about}{_amount(name, used)}"
    if limit is not None:
        text += f"/{_amount(name, limit)}"
    return MeterView(name, used, limit, state, f"{text} s" if name == "time" else text)


def _used(name: Meter, ledger: Ledger, progress: Progress) -> float | None:
    told = ledger.told.get(name, 0.0)
    if name == "tokens":
        return max(told, ledger.prompts + ledger.asked + progress.tokens)
    if name == "time":
        return max(told, progress.elapsed)
    if name == "cost":
        return None if progress.cost is None else max(told, float(progress.cost))
    return ledger.patches if name == "patches" else ledger.metrics.get(name)


def _amount(name: Meter, value: float | None) -> str:
    """A number in at most five or so characters: `999`, `1.2k`, `32k`, `4M`, `$0.002`."""
    if value is None:
        return "?"
    if name == "cost":
        return _dollars(value)
    for size, sign in ((1_000_000, "M"), (1_000, "k")):
        if value >= size and name != "time":
            return f"{_cut(value / size)}{sign}"
    return f"{value:.0f}" if value < FOR_EVER else f"{value:.0e}"


def _cut(value: float) -> str:
    """Two digits of a small number, all of a large one before its point; cut and not rounded, so never too much."""
    return f"{int(value)}" if value >= 10 else f"{int(value * 10) / 10:g}"


def _dollars(value: float) -> str:
    if value and value < 0.0001:
        return "<$0.0001"
    return f"${value:.2f}" if value >= 1 else f"${round(value, 4):g}"
