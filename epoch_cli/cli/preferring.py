"""What the user likes, from `--prefer` and the configuration."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, get_args, get_type_hints

from epoch_cli.engine.options import Preferences
from epoch_cli.errors import UsageError
from epoch_cli.nearest import did_you_mean

_VARIANT = re.compile(r"[a-z][a-z0-9-]*")
PREFERENCES = {field.replace("_", "-"): field for field in Preferences._fields}
"""The field of each preference, by the name that `--prefer` takes."""


def preferences_of(given: Sequence[str], settings: Mapping[str, str]) -> Preferences:
    """The preferences that apply: those of flags such as `spacing=compact` over those of the configuration.

    A flag without a value, `spacing=`, takes back what the configuration says.

    Raises:
        UsageError: there is no such preference, or it has no such value.
    """
    values: dict[str, Any] = {PREFERENCES[name]: value for name, value in settings.items()}
    for each in given:
        name, equals, value = each.partition("=")
        if name not in PREFERENCES:
            raise UsageError(f"--prefer: no preference {name!r}", remedy=did_you_mean(name, PREFERENCES))
        if not equals:
            raise UsageError(f"--prefer: {name} has no value", remedy=f"such as {name}={_example(name)}")
        _check(name, value)
        values[PREFERENCES[name]] = value
    return Preferences(**values)


def preference_values(name: str) -> list[str]:
    """The values that a preference takes; none when it takes any word."""
    return [value for value in get_args(get_type_hints(Preferences)[PREFERENCES[name]]) if value]


def _example(name: str) -> str:
    return next(iter(preference_values(name)), "outline")


def _check(name: str, value: str) -> None:
    choices = preference_values(name)
    if choices and value and value not in choices:
        raise UsageError(f"--prefer: {name} is not {value!r}", remedy=did_you_mean(value, choices))
    if not choices and value and not _VARIANT.fullmatch(value):
        raise UsageError(f"--prefer: {value!r} is no {name}", remedy=f"such as {name}={_example(name)}")
