"""The formats there are: each a row, with the functions that write, stream and read it, imported when asked for.

A format says what it can. What it cannot say of a document, or what of a text this design system cannot say, is a
`Loss`: where, what, and what was done instead. Nothing is dropped without one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from importlib import import_module
from typing import Any, Final, NamedTuple, Protocol

from epoch_cli.catalog import Catalog, Models
from epoch_cli.document import Document, Patch
from epoch_cli.document.node import PUNK_VERSION, SCHEMA_VERSION
from epoch_cli.errors import UsageError
from epoch_cli.nearest import did_you_mean

LEFT_OUT: Final = "left out"
"""What was done where nothing was: a `Loss.done` that begins so says that a thing is gone."""
_VERSIONS: Final = {"punkVersion": PUNK_VERSION, "schemaVersion": SCHEMA_VERSION}


class Loss(NamedTuple):
    """Something that could not be said as it was.

    Attributes:
        path: where in the document, tokens of a JSON pointer; of a text that was read, in the document made of it.
        what: what could not be said: "the prop shadow".
        done: what was done instead: "left out", "written as a row".
        line, column: where in the text that was read, 1-based; 0 where that is not known.
    """

    path: tuple[str | int, ...]
    what: str
    done: str
    line: int = 0
    column: int = 0

    @property
    def is_gone(self) -> bool:
        """Whether nothing is left of it; otherwise it was said in another way."""
        return self.done.startswith(LEFT_OUT)


class Options(NamedTuple):
    """What a writer or a reader is told.

    Attributes:
        version: of its format, where that has several; empty for the one that is meant today.
        name: what the result is called: a component, a surface, a page. For writing.
        data: values for bindings, by root and then by name; for formats that show them. For writing.
        surface: which one of a text with several is meant; empty for the first. For reading.
    """

    version: str = ""
    name: str = ""
    data: Mapping[str, Any] = {}
    surface: str = ""


class Written(NamedTuple):
    """A document in a format, ending in a line feed."""

    text: str
    losses: tuple[Loss, ...] = ()


class ReadBack(NamedTuple):
    """A document made of a text, not validated yet."""

    document: Document
    losses: tuple[Loss, ...] = ()


class Stream(Protocol):
    """Writes a document in pieces, while it grows. What all pieces say together is what `write` says at the end."""

    def feed(self, document: Document, patch: Patch) -> str:
        """What a patch adds to the text, empty for nothing yet.

        Args:
            document: as it is after the patch.
            patch: the operation that was applied.
        """

    def close(self, document: Document) -> Written:
        """The rest of the text, and what could not be said of the whole document."""


class Writer(Protocol):
    """Writes a whole document."""

    def __call__(self, document: Document, catalog: Catalog, options: Options) -> Written:
        """The document as text."""


class Reader(Protocol):
    """Reads a text.

    Raises:
        UnreadableError: the text is not of this format; where it is known, the message begins with `LINE: ` or
            `LINE:COLUMN: `.
    """

    def __call__(self, text: str, catalog: Catalog, options: Options) -> ReadBack:
        """The document that the text describes, in this design system."""


class Streamer(Protocol):
    """Begins a stream."""

    def __call__(self, catalog: Catalog, options: Options) -> Stream:
        """A stream of one document."""


class Format(NamedTuple):
    """One format. Functions are named `module:function`, modules of this package; empty for what it cannot do."""

    name: str
    title: str
    suffix: str
    write: str = ""
    read: str = ""
    stream: str = ""
    versions: tuple[str, ...] = ()

    def writer(self) -> Writer:
        """Its function that writes.

        Raises:
            UsageError: there is none.
        """
        found: Writer = self._load("write", self.write)
        return found

    def reader(self) -> Reader:
        """Its function that reads; raises as `writer` does."""
        found: Reader = self._load("read", self.read)
        return found

    def streamer(self) -> Streamer:
        """Its function that begins a stream; raises as `writer` does."""
        found: Streamer = self._load("stream", self.stream)
        return found

    def _load(self, what: str, home: str) -> Any:
        if not home:
            able = ", ".join(each.name for each in FORMATS.values() if getattr(each, what))
            raise UsageError(f"{self.title} cannot be {_PAST[what]}", remedy=f"these can: {able}")
        module, _, name = home.partition(":")
        return getattr(import_module(f"epoch_cli.convert.{module}"), name)


_PAST = {"write": "written", "read": "read", "stream": "streamed"}

FORMATS: Mapping[str, Format] = {
    row.name: row
    for row in (
        Format("punk", "an Epoch document", ".json", "punk:write", "punk:read"),
        Format("json-render", "a json-render spec", ".json", "json_render.spec:write", "json_render.spec:read"),
        Format(
            "json-render-stream",
            "a json-render SpecStream",
            ".jsonl",
            "json_render.stream:write",
            "json_render.stream:read",
            "json_render.stream:stream",
        ),
        Format(
            "a2ui",
            "A2UI messages",
            ".jsonl",
            "a2ui.writing:write",
            "a2ui.reading:read",
            "a2ui.streaming:stream",
            versions=("0.9",),
        ),
        Format(
            "openui",
            "OpenUI Lang",
            ".openui",
            "openui.writing:write",
            "openui.reading:read",
            "openui.streaming:stream",
        ),
        Format("html", "an HTML page", ".html", "html:write"),
        Format("react", "a React component", ".tsx", "react.writing:write"),
    )
}
"""Every format, by the name that `--to` and `--from` take."""


def losses_beside_root(document: Document) -> Iterator[Loss]:
    """What a document says beside its root, where a format has no place for it.

    The versions that every document has are no loss: a reader gives them back.
    """
    for name, value in document.items():
        if name != "root" and not (name in _VERSIONS and value == _VERSIONS[name]):
            yield Loss((name,), f"the document's {name}", LEFT_OUT)


def losses_too_deep(document: Document, deepest: int) -> Iterator[Loss]:
    """Nodes that are written, but lie deeper than the reader of a format goes; of those in one another the outermost.

    Args:
        document: what is written.
        deepest: how many nodes in one another are read, the root among them.
    """
    waiting: list[tuple[tuple[str | int, ...], Any, int]] = [(("root",), document.get("root"), 1)]
    while waiting:
        path, node, depth = waiting.pop()
        if not isinstance(node, dict):
            continue
        if depth > deepest:
            yield Loss(path, f"a node in {deepest} others", "written, but too deep to be read back")
            continue
        waiting.append(((*path, "itemTemplate"), node.get("itemTemplate"), depth + 1))
        children = node.get("children")
        inside = list(enumerate(children)) if isinstance(children, list) else []
        waiting += [((*path, "children", index), child, depth + 1) for index, child in reversed(inside)]


def with_models(catalog: Catalog, models: Any) -> Catalog:
    """A design system with the data models of a run, which formats that show data or types take from it.

    Args:
        catalog: the design system.
        models: `Models`; anything else leaves it as it is.
    """
    if not isinstance(models, Models) or models is catalog.models:
        return catalog
    return replace(catalog, models=models, memo={})


def find_format(name: str) -> Format:
    """The format of a name.

    Raises:
        UsageError: there is none; names the nearest.
    """
    found = FORMATS.get(name)
    if found is None:
        raise UsageError(f"no format {name!r}", remedy=did_you_mean(name, FORMATS))
    return found
