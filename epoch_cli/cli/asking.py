"""What `gen` asks of a model, from its flags: parameters, constraint and money."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple, get_args

from epoch_cli.engine.options import Constrain
from epoch_cli.errors import UsageError
from epoch_cli.nearest import did_you_mean
from epoch_cli.providers.parameters import Effort, Parameters


class Asked(NamedTuple):
    """Flags of `gen` about who writes, and how; see `commands` for what each means."""

    provider: str | None
    model: str | None
    constrain: str
    parameters: Sequence[str]
    max_cost: str | None


def options_of(asked: Asked) -> dict[str, Any]:
    """The `Options` that the flags are about.

    Raises:
        UsageError: a value cannot be used.
    """
    if asked.constrain not in get_args(Constrain):
        remedy = did_you_mean(asked.constrain, get_args(Constrain))
        raise UsageError(f"--constrain: unknown choice {asked.constrain!r}", remedy=remedy)
    return {
        "constrain": asked.constrain,
        "parameters": _parameters(asked.parameters),
        "max_cost": None if asked.max_cost is None else _dollars(asked.max_cost),
    }


def _dollars(text: str) -> Decimal:
    try:
        dollars = Decimal(text.removeprefix("$"))
    except InvalidOperation:
        dollars = Decimal("NaN")
    if dollars.is_finite() and dollars > 0:
        return dollars
    raise UsageError(f"--max-cost: {text!r} is no amount of dollars", remedy="such as 0.05")


def _parameters(given: Sequence[str]) -> Parameters:
    """The parameters of flags such as `temperature=0.2`; the last of each counts, but stop texts add up."""
    values: dict[str, Any] = {}
    for each in given:
        name, equals, text = each.partition("=")
        if name not in PARAMETERS:
            raise UsageError(f"--param: no parameter {name!r}", remedy=did_you_mean(name, PARAMETERS))
        if not equals or not text:
            raise UsageError(f"--param: {name} has no value", remedy=f"such as {name}={PARAMETERS[name].example}")
        try:
            value = PARAMETERS[name].read(text)
        except ValueError:
            example = PARAMETERS[name].example
            raise UsageError(f"--param: {text!r} is no {name}", remedy=f"such as {name}={example}") from None
        values[name] = (*values.get(name, ()), value) if name == "stop" else value
    return Parameters(**values)


class _Kind(NamedTuple):
    """How a parameter is read; `read` raises ValueError."""

    read: Callable[[str], Any]
    example: str


def _share(most: float) -> Callable[[str], float]:
    def read(text: str) -> float:
        number = float(text)
        if not 0 <= number <= most:
            raise ValueError(text)
        return number

    return read


def _whole(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        number = int(text)
        if not least <= number <= most:
            raise ValueError(text)
        return number

    return read


def _effort(text: str) -> str:
    if text not in get_args(Effort):
        raise ValueError(text)
    return text


_MOST = (1 << 63) - 1
"""What fits into the whole numbers of JSON libraries, ours among them."""

PARAMETERS: Mapping[str, _Kind] = {
    "max_tokens": _Kind(_whole(1, _MOST), "8000"),
    "temperature": _Kind(_share(2), "0.2"),
    "top_p": _Kind(_share(1), "0.9"),
    "seed": _Kind(_whole(-_MOST, _MOST), "7"),
    "stop": _Kind(str, "END"),
    "effort": _Kind(_effort, "low"),
}
"""The parameters of `Parameters`, by their names."""
