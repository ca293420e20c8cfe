"""Keys that people name on a command line: which there are, what each takes, and values read by that.

All of it comes from the shapes of the files (`source.py`), so that a key that a file may have can be asked for and set.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, get_args, get_origin

import orjson
from pydantic import TypeAdapter, ValidationError

from epoch_cli.config import shapes
from epoch_cli.config.key_names import Part, dotted, split_key
from epoch_cli.config.keys import LEAST_KEY
from epoch_cli.config.source import ProjectConfig, UserConfig, config_faults, misplaced, only_users
from epoch_cli.config.toml_keys import parse_tables
from epoch_cli.errors import ConfigError, UsageError
from epoch_cli.nearest import did_you_mean, nearest

_WHOLE = re.compile(r"[+-]?[0-9]{1,18}")


class KnownKey(NamedTuple):
    """A key that a file may have: its names, and what it takes, as annotations say it."""

    path: tuple[str, ...]
    kind: Any

    @property
    def name(self) -> str:
        """The key as it is written."""
        return dotted(self.path)

    @property
    def is_table(self) -> bool:
        """Whether it has keys of its own, and no value."""
        return shapes.is_table(self.kind) or get_origin(self.kind) is dict


def find_key(text: str, *, project: bool = False) -> KnownKey:
    """The key that somebody means; quotes around its names may be left out where that leaves no doubt.

    Args:
        text: as in `rules.severity.EP813`, `rules.per-file."legacy/**".ignore`.
        project: only what a project's file may have.

    Raises:
        UsageError: there is none; names the nearest.
        ConfigError: a project's file cannot have it, with the reason.
    """
    parts = split_key(text)
    known = _walk(UserConfig, parts, ProjectConfig if project else UserConfig)
    if project and known.path[0] not in shapes.keys_of(ProjectConfig):
        raise ConfigError(f"{known.name}: {only_users(known.path[:1])}", remedy="leave out --project")
    return known


def _walk(shape: type[shapes.Table], parts: Sequence[Part], listed: type[shapes.Table]) -> KnownKey:
    """Follow the names down; `listed` has the keys that are named where the first is not known."""
    path: tuple[str, ...] = ()
    kind: Any = shape
    rest = list(parts)
    while rest:
        if shapes.is_table(kind):
            name, rest = _spelled(kind, rest[0].name), rest[1:]
        elif get_origin(kind) is dict:
            name, rest = _free(kind, rest)
        elif kind is Any:
            name, rest = rest[0].name, rest[1:]
        else:
            raise UsageError(
                f"{dotted(path)} has a value, and no keys such as {rest[0].name!r}", remedy="leave that out"
            )
        path = (*path, name)
        try:
            kind = shapes.kind_at(shape, path)
        except KeyError:
            raise _unknown(shape, path, listed) from None
    return KnownKey(path, kind)


def _spelled(kind: type[shapes.Table], name: str) -> str:
    """A name as the files have it: `key_cmd` is `key-cmd`."""
    keys = shapes.keys_of(kind)
    return name if name in keys or name.replace("_", "-") not in keys else name.replace("_", "-")


def _free(kind: Any, parts: list[Part]) -> tuple[str, list[Part]]:
    """The name of a key that may be any, which may have dots of its own, and the parts behind it."""
    key, value = get_args(kind)
    most = 1 if parts[0].quoted else len(parts)
    inner = get_args(value)[0] if not shapes.is_table(value) and get_origin(value) is not None else value
    if shapes.is_table(value):
        for size in range(1, min(most, len(parts) - 1) + 1):
            if _leads_somewhere(value, parts[size:]):
                return _joined(parts[:size]), parts[size:]
        near = nearest(parts[-1].name, shapes.keys_of(value))
        whole = most == len(parts) and not near and _fits(key, _joined(parts))
        size = most if whole or most == 1 or len(parts) == 1 else len(parts) - 1
    else:
        size = 1 if inner is Any else most
    return _joined(parts[:size]), parts[size:]


def _joined(parts: Iterable[Part]) -> str:
    return ".".join(part.name for part in parts)


def _leads_somewhere(shape: type[shapes.Table], parts: Sequence[Part]) -> bool:
    try:
        _walk(shape, parts, shape)
    except UsageError:
        return False
    return True


def _fits(key: Any, name: str) -> bool:
    try:
        TypeAdapter(key).validate_python(name)
    except ValidationError:
        return False
    return True


def _unknown(shape: type[shapes.Table], path: tuple[str, ...], listed: type[shapes.Table]) -> UsageError:
    if shape is UserConfig and (reason := misplaced(path)):
        return UsageError(f"{dotted(path)}: {reason}", remedy="no key is ever in this file")
    if len(path[-1]) >= LEAST_KEY and any(map(str.isdigit, path[-1])):
        what = "that is no key of the configuration, and is not shown here because it may be an API key"
        return UsageError(what, remedy="`epoch keys set NAME` asks for one, and keeps it")
    keys = sorted(shapes.keys_of(listed if len(path) == 1 else shape, path[:-1]))
    name, remedy = path[-1], did_you_mean(path[-1], keys)
    if len(path) == 1 and not nearest(name, keys):  # `severity` may be meant, which is in a table
        inside = [f"{key}.{each}" for key in keys for each in shapes.keys_of(listed, (key,))]
        meant = next((each for each in inside if each.endswith(f".{name}")), "") or nearest(name, inside)
        remedy = f"did you mean {meant!r}? {remedy}" if meant else remedy
    return UsageError(f"{dotted(path)}: no such key", remedy=remedy)


# ---------------------------------------------------------------- values


def read_value(key: KnownKey, texts: Sequence[str]) -> Any:
    """The value that texts of a command line mean for a key, checked.

    A list is several texts, or one text that is an array of TOML or JSON.

    Raises:
        UsageError: it takes none such; says what is expected.
    """
    if key.is_table:
        remedy = "set one of its keys, or write it with `epoch config edit`"
        raise UsageError(f"{key.name} is a table, and has no value of its own", remedy=remedy)
    if not all(map(_is_text, texts)):
        raise UsageError(f"{key.name}: what was given is not UTF-8", remedy="give it in UTF-8")
    value = _read_list(key.kind, texts) if get_origin(key.kind) is list else _read_one(key, texts)
    _check(key, value)
    return value


def _is_text(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _read_list(kind: Any, texts: Sequence[str]) -> list[Any]:
    array = _parsed(texts[0]) if len(texts) == 1 else None
    item = shapes.item_kind(kind)
    return array if isinstance(array, list) else [_as(item, text) for text in texts]


def _read_one(key: KnownKey, texts: Sequence[str]) -> Any:
    if len(texts) != 1:
        remedy = "put it in quotes where it has spaces"
        raise UsageError(f"{key.name} takes one value, and {len(texts)} were given", remedy=remedy)
    value = _as(key.kind, texts[0])
    if isinstance(value, Mapping):
        raise UsageError(f"{key.name}: a table is not set as a whole", remedy="set its keys one by one")
    if _has_null(value):
        raise UsageError(f"{key.name}: TOML has no null", remedy=f"`epoch config unset {key.name}` takes a key out")
    return value


def _as(kind: Any, text: str) -> Any:
    """A text as a value of a kind; as it is where it is none, so that the check says what is expected."""
    if kind is bool:
        return {"true": True, "false": False}.get(text, text)
    if kind is int:
        return int(text) if _WHOLE.fullmatch(text) else text
    if kind is float:
        try:
            return float(text)
        except ValueError:
            return text
    if kind is Any or shapes.is_table(kind):
        value = _parsed(text)
        return text if value is None else value
    return text


def _parsed(text: str) -> Any:
    """A value written as in TOML or JSON; None for anything else."""
    try:
        found = parse_tables(f"v = {text}")
    except (ValueError, RecursionError):  # also for a number of more digits than Python reads
        found = {}
    if found.keys() == {"v"}:
        return found["v"]
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return None


def _has_null(value: Any) -> bool:
    if isinstance(value, (list, Mapping)):
        return any(map(_has_null, value.values() if isinstance(value, Mapping) else value))
    return value is None


def _check(key: KnownKey, value: Any) -> None:
    data: Any = value
    for name in reversed(key.path):
        data = {name: data}
    for fault in config_faults(data, user=True):
        if fault.what != shapes.MISSING:  # what stands beside it is looked at in its file
            kind = "config" if key.path[0] in shapes.keys_of(ProjectConfig) else "user-config"
            remedy = fault.remedy if fault.what == shapes.UNKNOWN else f"`epoch schema {kind}` says what each key takes"
            raise UsageError(f"{dotted(fault.path)}: {fault.what}", remedy=remedy)
