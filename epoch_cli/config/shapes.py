"""How the shape of a file is written down as classes, and what is said about a value that has another.

A key is a field of a class, and nowhere else: the check, the JSON Schema and the nearest name in an error come from it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from epoch_cli.errors import ConfigError
from epoch_cli.nearest import did_you_mean, nearest

Text = Annotated[str, Field(min_length=1)]
Path = tuple[str | int, ...]
"""Where a value is in a file: keys, and indices of arrays."""


class Table(BaseModel):
    """A table with these keys and no others."""

    model_config = ConfigDict(extra="forbid", strict=True, populate_by_name=False)


def checked(
    data: Any,
    shape: type[Table],
    file: str,
    *,
    prefix: Sequence[str] = (),
    refused: Callable[[Path], str] = lambda _: "",
    schema: str = "config",
) -> dict[str, Any]:
    """What a table sets: plain JSON with the keys as they are written, and no defaults.

    Args:
        data: the table as it was parsed.
        shape: what it must look like.
        file: the name of its file, for messages.
        prefix: the table that `data` is in the file, for messages.
        refused: the reason why a key cannot be there, for keys that others may have; empty for those there are not.
        schema: the JSON Schema that says what each key takes (`epoch schema …`); empty when there is none.

    Raises:
        ConfigError: with the file, the first wrong key and what was expected there.
    """
    try:
        return shape.model_validate(data).model_dump(mode="json", by_alias=True, exclude_unset=True)
    except ValidationError as error:
        finding = error.errors(include_url=False)[0]
    path = tuple(part for part in finding["loc"] if part != "[key]")
    where = f"{file}: {'.'.join(map(_shown, (*prefix, *path))) or 'the file'}"
    if finding["type"] == "extra_forbidden":
        if reason := refused(path):
            raise ConfigError(f"{where}: {reason}", remedy="take it out there")
        raise ConfigError(
            f"{where}: no such key", remedy=did_you_mean(str(path[-1]), sorted(_keys_of(shape, path[:-1])))
        )
    if finding["type"] == "missing":
        raise ConfigError(f"{where}: is missing", remedy="add it there")
    remedy = "correct it there" + (f"; `epoch schema {schema}` says what each key takes" if schema else "")
    raise ConfigError(f"{where}: expected {_expectation(finding)}{_found(finding, path)}", remedy=remedy)


def _keys_of(shape: type[Table], path: Sequence[str | int]) -> list[str]:
    """The keys that the table at a path may have."""
    here: type[Table] = shape
    for part in path:
        field = next((each for name, each in here.model_fields.items() if part in {each.alias, name}), None)
        if field is not None:  # otherwise the free key of a table of tables, such as a pattern
            here = next((kind for kind in _kinds(field.annotation) if issubclass(kind, Table)), here)
    return [field.alias or name for name, field in here.model_fields.items()]


def _kinds(annotation: Any) -> list[type]:
    """The classes that an annotation names, at any depth."""
    inner = [kind for each in get_args(annotation) for kind in _kinds(each)]
    return [annotation, *inner] if isinstance(annotation, type) and not inner else inner


_EXPECTED: Mapping[str, str] = {
    "string_type": "a string",
    "list_type": "an array",
    "tuple_type": "an array",
    "dict_type": "a table",
    "model_type": "a table",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "float_type": "a number",
    "date_type": "a date such as 2026-12-31",
    "finite_number": "a finite number",
    "string_too_short": "something that is not empty",
}


def _expectation(finding: ErrorDetails) -> str:
    context = finding.get("ctx", {})
    if finding["type"] == "string_pattern_mismatch":
        return f"a name or an address that fits {context['pattern']}"
    expected = context.get("expected") or finding["msg"].removeprefix("Input should be ")
    return _EXPECTED.get(finding["type"], str(expected))


_NEAR_KEYS = (("providers",), ("models",), ("prices",))


def _found(finding: ErrorDetails, path: Path) -> str:
    """What stands there instead; of some tables only what cannot be a key that somebody put into the wrong place."""
    value = finding["input"]
    if path[:1] not in _NEAR_KEYS or isinstance(value, bool | int | float):
        text = repr(value)
        return f", got {text if len(text) <= 60 else text[:59] + '…'}"
    known = finding.get("ctx", {}).get("expected", "").replace(" or ", ", ").split(", ")
    near = nearest(value, [each.strip("'") for each in known]) if isinstance(value, str) else ""
    return f"; did you mean {near!r}?" if near else ", got something else"


def _shown(part: str | int) -> str:
    text = str(part)
    return text if text.replace("-", "").replace("_", "").isalnum() else f'"{text}"'
