"""Everything that is wrong with the shape of a preset's files at once, where reading one stops at the first thing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, NamedTuple

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from epoch_cli.catalog.meanings import MEANINGS
from epoch_cli.catalog.references import Fault
from epoch_cli.catalog.source import CatalogSource, expectation, short
from epoch_cli.nearest import did_you_mean, nearest

FaultKind = Literal["unknown-key", "missing-key", "wrong-value"]
_KINDS: Mapping[str, FaultKind] = {"extra_forbidden": "unknown-key", "missing": "missing-key"}
_QUOTED = re.compile(r"'([^']*)'")
_TABLE = re.compile(r"a valid dictionary( or instance of \w+)?")
_A_MEANING = re.compile(r"a meaning \(")
_FEW = 12
_TOKENS_ALONE = {"preset": {"name": "tokens"}}
"""What makes the data of a `tokens.toml` that of a whole catalog."""


class SourceFault(NamedTuple):
    """A fault in the shape of a file, and of which kind it is."""

    kind: FaultKind
    fault: Fault


def catalog_faults(data: Mapping[str, Any]) -> list[SourceFault]:
    """The faults in the data of a `catalog.toml`, in the order of its keys as far as pydantic keeps it."""
    try:
        CatalogSource.model_validate(data)
    except ValidationError as error:
        return list(_explained(error, data))
    return []


def tokens_faults(data: Mapping[str, Any]) -> list[SourceFault]:
    """The faults in the data of a `tokens.toml`."""
    found = catalog_faults({**_TOKENS_ALONE, "tokens": data})
    return [each._replace(fault=each.fault._replace(path=each.fault.path[1:])) for each in found]


def _explained(error: ValidationError, data: Mapping[str, Any]) -> Iterator[SourceFault]:
    """One fault for each key; what the branches of a union expected there is joined, as far as they got with it."""
    by_path: dict[tuple[str | int, ...], list[ErrorDetails]] = {}
    for detail in error.errors(include_url=False):
        by_path.setdefault(_path(data, detail), []).append(detail)
    for path, details in by_path.items():
        if not any(len(other) > len(path) and other[: len(path)] == path for other in by_path):
            yield _fault(path, details)


def _fault(path: tuple[str | int, ...], details: list[ErrorDetails]) -> SourceFault:
    kind = _KINDS.get(details[0]["type"], "wrong-value")
    if kind == "unknown-key":
        return SourceFault(kind, Fault(path, "this key is not known here", meant(str(path[-1]), known(path))))
    if kind == "missing-key":
        return SourceFault(kind, Fault(path, "expected this key, but it is missing", f"add {path[-1]} = …"))
    expected = list(dict.fromkeys(_TABLE.sub("a table", expectation(each)) for each in details))
    given, words = details[0]["input"], [word for word in _QUOTED.findall(" ".join(expected)) if word]
    said, hint = " or ".join(expected), ""
    if _A_MEANING.match(said):
        said, hint = "a meaning", meant(str(given), MEANINGS)
    elif isinstance(given, str) and len(words) > 1:
        said, hint = "one of these", meant(given, words)
    return SourceFault(kind, Fault(path, f"expected {said}, got {short(given)}", hint))


def meant(name: str, names: Iterable[str]) -> str:
    """What to do about a name that is none: the nearest one, or those that there are, as far as they fit a line."""
    listed = list(names)
    near = nearest(name, listed)
    if near and len(listed) > _FEW:
        return f"did you mean {near!r}?"
    return did_you_mean(name, [*listed[:_FEW], *(["…"] if len(listed) > _FEW else [])])


def _path(data: Any, detail: ErrorDetails) -> tuple[str | int, ...]:
    """The keys that lead to an error; pydantic puts the names of a union's branches between them."""
    here, path = data, []
    location = detail["loc"]
    for place, part in enumerate(location):
        inside = (isinstance(here, Mapping) and part in here) or (isinstance(here, list) and isinstance(part, int))
        if inside:
            here = here[part]
        if inside or (place == len(location) - 1 and detail["type"] == "missing"):
            path.append(part)
    return tuple(path)


def known(path: tuple[str | int, ...]) -> list[str]:
    """The keys that there are where a path ends, with which others it was confused; by the schema of the file."""
    schema = CatalogSource.model_json_schema()
    here = [schema]
    for part in path[:-1]:
        here = [inner for each in here for inner in _inside(each, str(part), schema["$defs"])]
    branches = (branch for each in here for branch in _branches(each, schema["$defs"]))
    return [name for branch in branches for name in branch.get("properties", {})]


def _inside(schema: Mapping[str, Any], key: str, definitions: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for branch in _branches(schema, definitions):
        inner = branch.get("properties", {}).get(key, branch.get("additionalProperties", branch.get("items")))
        if isinstance(inner, dict):
            yield inner


def _branches(schema: Mapping[str, Any], definitions: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """What a schema may be: itself, what it refers to, its alternatives."""
    if "$ref" in schema:
        yield from _branches(definitions[schema["$ref"].rpartition("/")[2]], definitions)
    for each in schema.get("anyOf", ()):
        yield from _branches(each, definitions)
    yield schema
