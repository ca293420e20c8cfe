"""Whether a model still answers, and what to ask instead when it does not."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from epoch_cli.errors import UsageError
from epoch_cli.providers.rows import ModelRow
from epoch_cli.providers.table import Table

if TYPE_CHECKING:
    from epoch_cli.providers.base import NoticePart

Lifecycle = Literal["", "retiring", "retired"]

NOTICE = timedelta(days=180)
"""How long before a model's end people are told of it."""


def lifecycle(model: ModelRow, today: date) -> Lifecycle:
    """Whether a model does not answer any more (`retired`), or will soon not do so (`retiring`)."""
    if model.gone or (model.retires is not None and model.retires <= today):
        return "retired"
    return "retiring" if model.retires is not None and model.retires - today <= NOTICE else ""


def refuse_retired(model: ModelRow, today: date, table: Table) -> None:
    """See that a model still answers.

    Raises:
        UsageError: it does not; says since when, and which one to ask instead.
    """
    if lifecycle(model, today) != "retired":
        return
    said = "is not offered any more" if model.retires is None else f"was retired on {model.retires}"
    remedy = (
        f"use -m {_named(model, table)}" if model.successor else f"choose one of `epoch models -p {model.provider}`"
    )
    raise UsageError(f"{model.id} {said}", remedy=remedy)


def retiring_notice(model: ModelRow, today: date, table: Table) -> NoticePart | None:
    """What to tell of a model that will soon not answer any more; None for all others."""
    if lifecycle(model, today) != "retiring":
        return None
    from epoch_cli.providers.base import NoticePart  # noqa: PLC0415  few models have an end

    instead = f"; use -m {_named(model, table)}" if model.successor else ""
    return NoticePart("model-retiring", f"{model.id} will be retired on {model.retires}{instead}")


def _named(model: ModelRow, table: Table) -> str:
    """A model's successor by its id, and by its first short name if it has one."""
    successor = table.find_model(model.successor, model.provider)
    return f"{successor.id} ({successor.names[0]})" if successor.names else successor.id
