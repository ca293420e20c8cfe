"""What a client knows after the messages of a surface: its components by id, and its data model."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import orjson

from epoch_cli.convert.a2ui.mapping import Table
from epoch_cli.convert.formats import LEFT_OUT, Loss
from epoch_cli.document.pointer import array_index
from epoch_cli.errors import UnreadableError

_KINDS: Final = ("createSurface", "updateComponents", "updateDataModel", "deleteSurface")
_OLD_KINDS: Final = frozenset({"beginRendering", "surfaceUpdate", "dataModelUpdate"})
_DEEPEST_PATH: Final = 64


class Surface:
    """One surface.

    Attributes:
        name: its id.
        catalog: the id of its catalog, empty where nobody said it.
        theme: whether it has one.
        components: by id, as they were sent last.
        lines: where in the text that was, by id; 0 where it is not known.
        data: the data model.
        losses: what of the messages says nothing.
        size: characters of the text.
    """

    def __init__(self, name: str, catalog: str = "", *, theme: bool = False) -> None:
        self.name, self.catalog, self.theme = name, catalog, theme
        self.components: dict[str, dict[str, Any]] = {}
        self.lines: dict[str, int] = {}
        self.data: Any = {}
        self.losses: list[Loss] = []
        self.size = 0


def read_surface(text: str, table: Table, name: str) -> Surface:
    """The surface that a text of messages leaves behind: the one of that name, or else the first.

    Args:
        text: JSON lines, a JSON array of messages, or an object with a list `messages`.
        table: the version.
        name: of the surface; empty for any.

    Raises:
        UnreadableError: it is not JSON, a message is none of this version, or no surface with a root is left.
    """
    surfaces: dict[str, Surface] = {}
    for line, message in _messages(text):
        _take(surfaces, line, message, table)
    found = surfaces.get(name) or next(iter(surfaces.values()), None)
    if found is None:
        raise UnreadableError("no surface is left", remedy="begin with a createSurface message")
    if "root" not in found.components:
        raise UnreadableError(
            f"the surface {found.name[:60]!r} has no component root", remedy='give one component the id "root"'
        )
    found.size = len(text)
    others = len(surfaces) - 1
    if others:
        found.losses.append(Loss((), f"{others} other surface{'s' * (others > 1)}", LEFT_OUT))
    return found


# ---------------------------------------------------------------- JSON


def _messages(text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The messages of a text, each with its line."""
    whole = text.lstrip("\ufeff").strip()
    if not whole:
        raise UnreadableError("there is no message", remedy="give A2UI messages, one a line")
    for line, value in _values(whole, text.lstrip("\ufeff")):
        given = value.get("messages") if isinstance(value, dict) else value
        for message in given if isinstance(given, list) else [value]:
            if not isinstance(message, dict):
                raise UnreadableError(f"{line}: a message is an object", remedy="write one a line")
            yield line, message


def _values(whole: str, text: str) -> Iterator[tuple[int, Any]]:
    """The JSON values of a text: one a line, or else one in all."""
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    one = _parsed(whole) if len(lines) > 1 or whole[0] == "[" else None
    if one is not None:
        yield lines[0][0], one
        return
    for number, line in lines:
        value = _parsed(line)
        if value is None:
            raise UnreadableError(f"{number}: not JSON", remedy="write one message a line, or an array of them")
        yield number, value


def _parsed(text: str) -> Any:
    """A JSON value; None for anything else, which null is too."""
    try:
        return orjson.loads(text)
    except (orjson.JSONDecodeError, UnicodeEncodeError, RecursionError):
        return None


# ---------------------------------------------------------------- messages


def _take(surfaces: dict[str, Surface], line: int, message: dict[str, Any], table: Table) -> None:
    version = message.get("version", table.version)
    if _OLD_KINDS.intersection(message) or not isinstance(version, str) or not version.startswith(table.version):
        told = version if isinstance(version, str) and "version" in message else "another version"
        remedy = f"{table.version} can be read"
        raise UnreadableError(f"{line}: a message of A2UI {told[:20]}", remedy=remedy)
    kinds = [kind for kind in _KINDS if kind in message]
    body = message[kinds[0]] if len(kinds) == 1 else None
    name = body.get("surfaceId") if isinstance(body, dict) else None
    if not isinstance(body, dict) or not isinstance(name, str):
        wanted = f"one of {', '.join(_KINDS)} with a surfaceId"
        raise UnreadableError(f"{line}: no message of A2UI", remedy=f"a message has {wanted}")
    if kinds[0] == "createSurface":
        catalog = body.get("catalogId")
        surfaces[name] = Surface(name, catalog if isinstance(catalog, str) else "", theme=bool(body.get("theme")))
    elif kinds[0] == "deleteSurface":
        surfaces.pop(name, None)
    elif kinds[0] == "updateComponents":
        _update(surfaces.setdefault(name, Surface(name)), line, body.get("components"))
    else:
        _set(surfaces.setdefault(name, Surface(name)), line, body)


def _update(surface: Surface, line: int, components: Any) -> None:
    if not isinstance(components, list):
        raise UnreadableError(f"{line}: components is no list", remedy="give a list of components")
    seen: set[str] = set()
    for component in components:
        name = component.get("id") if isinstance(component, dict) else None
        if not isinstance(name, str):
            surface.losses.append(Loss((), "a component without an id", LEFT_OUT, line))
            continue
        known = surface.components.get(name, {})
        kind = component.get("component", known.get("component"))
        if not isinstance(kind, str):
            surface.losses.append(Loss((), f"the component {name[:60]} without a type", LEFT_OUT, line))
            continue
        made = {**component, "component": kind}
        if name in seen and made != known:  # in another message it is a change, in one it is a mistake
            surface.losses.append(
                Loss((), f"a component {name[:60]} before another", f"{LEFT_OUT}: its id is not its own", line)
            )
        seen.add(name)
        surface.components[name] = made
        surface.lines[name] = line


def _set(surface: Surface, line: int, body: dict[str, Any]) -> None:
    """Put a value into the data model, or take one away; what lies on the way there is made."""
    path = body.get("path", "/")
    tokens = [each.replace("~1", "/").replace("~0", "~") for each in str(path).strip("/").split("/")]
    if tokens == [""]:
        surface.data = body.get("value", {})
        return
    if not isinstance(surface.data, (dict, list)):
        surface.data = {}
    here: Any = surface.data if len(tokens) <= _DEEPEST_PATH else None
    for token in tokens[:-1]:
        here = _inner(here, token)
    if not _put(here, tokens[-1], body):
        surface.losses.append(Loss((), f"data at {str(path)[:60]}", f"{LEFT_OUT}: there is no such place", line))


def _inner(here: Any, token: str) -> Any:
    if isinstance(here, dict):
        if not isinstance(here.get(token), (dict, list)):
            here[token] = {}
        return here[token]
    index = array_index(token, len(here)) if isinstance(here, list) else None
    return here[index] if index is not None else None


def _put(here: Any, token: str, body: dict[str, Any]) -> bool:
    if isinstance(here, dict):
        if "value" in body:
            here[token] = body["value"]
        else:
            here.pop(token, None)
        return True
    index = array_index(token, len(here), insert=True) if isinstance(here, list) else None
    if index is None or "value" not in body:
        return False
    here[index : index + 1] = [body["value"]]
    return True
