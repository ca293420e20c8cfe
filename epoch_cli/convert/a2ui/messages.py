"""The messages of A2UI, one a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import orjson

from epoch_cli.convert.a2ui.mapping import Table
from epoch_cli.convert.formats import Options

SURFACE = "main"
"""What a surface is called that nobody gave a name."""


class Messages:
    """Writes the messages of one surface; each method gives lines."""

    def __init__(self, table: Table, options: Options) -> None:
        self._table = table
        self._surface = options.name or SURFACE
        self._given = options.data.get("context")

    def create(self) -> str:
        """The surface begins. Its data model comes back with every event, so that a form needs no list of values.

        It begins with what the options give for `context`.
        """
        created = self._line("createSurface", catalogId=self._table.catalog, sendDataModel=True)
        return created + (self._line("updateDataModel", path="/", value=self._given) if self._given else "")

    def components(self, components: list[dict[str, Any]]) -> str:
        """Components that are new or have changed; none, no message."""
        return self._line("updateComponents", components=components) if components else ""

    def data(self, values: Mapping[str, Any]) -> str:
        """What the data model holds at some paths."""
        return "".join(self._line("updateDataModel", path=path, value=value) for path, value in values.items())

    def forget(self, paths: Iterable[str]) -> str:
        """What the data model holds no more."""
        return "".join(self._line("updateDataModel", path=path) for path in paths)

    def _line(self, kind: str, **what: Any) -> str:
        message = {"version": self._table.version, kind: {"surfaceId": self._surface, **what}}
        return _json(message) + "\n"


def _json(message: Mapping[str, Any]) -> str:
    try:
        return orjson.dumps(message).decode()
    except TypeError:  # half a surrogate pair, or more digits than 64 bits hold: documents are not always valid
        return json.dumps(message, separators=(",", ":"))
