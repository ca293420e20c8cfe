"""HTML as a parser reads it, to be compared with the tree it was written from."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from epoch_cli.preview.markup import Element

Tree = tuple[str, dict[str, str], list[Any]]
"""An element as it was read: its name, its attributes, and what is in it: elements and texts."""

_VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track"})


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root: Tree = ("", {}, [])
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs), f"an attribute twice: {attrs}"
        made: Tree = (tag, {name: value or "" for name, value in attrs}, [])
        self._open[-1][2].append(made)
        if tag not in _VOID:
            self._open.append(made)

    def handle_endtag(self, tag: str) -> None:
        assert self._open[-1][0] == tag, f"</{tag}> closes {self._open[-1][0]}"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        inside = self._open[-1][2]
        if inside and isinstance(inside[-1], str):
            inside[-1] += data
        else:
            inside.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")


def read_html(text: str) -> list[Any]:
    """What HTML says, by the standard parser; a first newline in a text area is dropped (HTML, 13.2.6.4.7)."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    for tag, _, inside in elements_in(reader.root[2]):
        if tag == "textarea" and inside and inside[0].startswith("\n"):
            inside[:] = [inside[0][1:]] if inside[0] != "\n" else []
    return reader.root[2]


def as_read(element: Element) -> Tree:
    """A filled element as it has to be read again."""
    attributes = {name: "" if value is True else str(value) for name, value in element.attributes.items()}
    inside = [as_read(child) if isinstance(child, Element) else "".join(map(str, child)) for child in element.children]
    return element.tag, attributes, inside


def elements_in(inside: list[Any]) -> Iterator[Tree]:
    """All elements in what was read, from the outside in."""
    waiting = [each for each in inside if not isinstance(each, str)][::-1]
    while waiting:
        here = waiting.pop()
        yield here
        waiting += [each for each in here[2] if not isinstance(each, str)][::-1]


def words_in(inside: list[Any]) -> str:
    """All words in what was read, parted by spaces."""
    return " ".join(each if isinstance(each, str) else words_in(each[2]) for each in inside)
