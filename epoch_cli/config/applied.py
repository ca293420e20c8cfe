"""The settings that apply as keys and values, each with where it came from: what `epoch config show` prints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from epoch_cli.config.key_names import dotted, quoted, split_key
from epoch_cli.config.settings import RuleSettings, Settings

DEFAULT = "default"
"""Where a value comes from that nobody chose."""

_WORDS = ("color-scheme", "spacing", "variant")


class Applied(NamedTuple):
    """A key with the value that applies.

    Attributes:
        path: its names.
        value: plain data as in TOML; None where it has none.
        origin: the file or the environment variable that it came from, or `DEFAULT`; of a list that two files add
            to, the one that comes first.
    """

    path: tuple[str, ...]
    value: Any
    origin: str

    @property
    def key(self) -> str:
        """The key as it is written."""
        return dotted(self.path)


def applied(settings: Settings) -> list[Applied]:
    """Every key that has a value or might have one, in the order of the files' schema.

    Paths are absolute, as everywhere in `Settings`.
    """
    origins = {tuple(part.name for part in split_key(key)): origin for key, origin in settings.origins.items()}
    return [Applied(path, value, origins.get(path, DEFAULT)) for path, value in _flat(settings_data(settings))]


def settings_data(settings: Settings) -> dict[str, Any]:
    """The settings as the tables of a file that would set them all; None for what nobody chose."""
    own = settings.own
    return {
        "preset": settings.preset,
        "budget": settings.budget,
        "data": None if settings.data is None else str(settings.data),
        "exclude": list(settings.exclude),
        "rules": {**_rules(settings.rules), "per-file": _per_file(settings)},
        "provider": settings.provider or None,
        "model": settings.model or None,
        "cache": settings.cache,
        "preferences": {name: settings.preferences.get(name) for name in _WORDS},
        "screen": {
            "theme": settings.screen.theme or None,
            "mouse": settings.screen.mouse,
            "keys": dict(settings.screen.keys),
        },
        "providers": dict(own.get("providers", {})),
        "models": [_dated(row) for row in own.get("models", ())],
        "prices": dict(own.get("prices", {})),
    }


def without_none(data: Mapping[str, Any]) -> dict[str, Any]:
    """Tables without keys that have no value, and without those that are empty then."""
    inner = {key: without_none(value) if isinstance(value, Mapping) else value for key, value in data.items()}
    return {key: value for key, value in inner.items() if value is not None and value != {}}


def _rules(rules: RuleSettings) -> dict[str, Any]:
    return {"select": list(rules.select), "ignore": list(rules.ignore), "severity": dict(rules.severity)}


def _per_file(settings: Settings) -> dict[str, Any]:
    """The rules by pattern; where two files have the same pattern, what the two come to, as `linting` adds them up."""
    found: dict[str, dict[str, Any]] = {}
    for pattern, rules in settings.per_file:
        row = found.setdefault(pattern, {})
        own = _rules(rules)
        own["select"] = own["select"] or row.get("select", [])
        below = row.get("ignore", [])
        own["ignore"] = [*below, *(each for each in own["ignore"] if each not in below)]
        own["severity"] = {**row.get("severity", {}), **own["severity"]}
        head = f"rules.per-file.{quoted(pattern)}."
        row.update({name: value for name, value in own.items() if value or f"{head}{name}" in settings.origins})
    return found


def _dated(row: Mapping[str, Any]) -> dict[str, Any]:
    """A model as TOML has it: what was checked is kept as JSON, which has no dates."""
    return {**row, "retires": date.fromisoformat(row["retires"])} if "retires" in row else dict(row)


def _flat(data: Mapping[str, Any], above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    for key, value in data.items():
        path = (*above, key)
        if isinstance(value, Mapping):
            yield from _flat(value, path)
        else:
            yield path, value
