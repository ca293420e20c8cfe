"""JSX as text, laid out as prettier does it: two spaces a level, 80 columns, an attribute a line where they are many.

A browser drops line feeds between elements but not spaces in a line, so texts are only broken where a space comes back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from epoch_cli.document.canonical import compact

WIDTH: Final = 80
_STEP: Final = "  "
_PLAIN_TEXT: Final = re.compile(r"[^{}<>&\x00-\x1f\x7f-\x9f]*")
_ESCAPED: Final = re.compile(r"[\"\\]")
_PLAIN_VALUE: Final = re.compile(r"[^\"&\\\x00-\x1f\x7f-\x9f]*")


class Text(NamedTuple):
    """Words and expressions of one text; a line may end between two of `atoms`."""

    atoms: tuple[str, ...]


class Tag(NamedTuple):
    """An element; its attributes are spelled already."""

    name: str
    attributes: tuple[str, ...] = ()
    children: tuple[Jsx, ...] = ()


class Wrapped(NamedTuple):
    """What stands in an expression: `{list.map((entry) => (`, children, `))}`."""

    opening: str
    children: tuple[Jsx, ...]
    closing: str


Jsx = Text | Tag | Wrapped


def string(text: str) -> str:
    """A text as an expression: a literal of JavaScript, with what no editor shows escaped."""
    return compact(text)


def attribute(name: str, value: str) -> str:
    """An attribute with a text: JSX has no escapes in quotes, so what would need one is an expression."""
    plain = _PLAIN_VALUE.fullmatch(value) and compact(value) == f'"{value}"'
    return f'{name}="{value}"' if plain else f"{name}={{{string(value)}}}"


def text(pieces: Sequence[tuple[str, bool]]) -> Text:
    """A text of pieces: words, and expressions that stand in braces already (told by the flag)."""
    atoms: list[str] = [""]
    for number, (piece, is_expression) in enumerate(pieces):
        edges = piece[: number == 0] + piece[len(piece) - (number == len(pieces) - 1) :]
        if is_expression:
            atoms[-1] += piece
        elif " " in edges or not _is_plain(piece):
            atoms[-1] += f"{{{string(piece)}}}"
        else:
            _add_words(atoms, piece.split(" "))
    return Text(tuple(atoms))


def _is_plain(piece: str) -> bool:
    """Whether words can stand between elements as they are: nothing that JSX reads, and nothing that nobody sees."""
    return _PLAIN_TEXT.fullmatch(piece) is not None and len(compact(piece)) == len(piece) + 2 + len(
        _ESCAPED.findall(piece)
    )


def _add_words(atoms: list[str], words: list[str]) -> None:
    """Words go into new atoms, but for those at an edge of the piece: a space beside an expression has to stay."""
    atoms[-1] += words[0]
    for before, word in pairwise(words):
        if before and word:
            atoms.append(word)
        else:
            atoms[-1] += f" {word}"


def lines(jsx: Jsx, indent: str = "") -> Iterator[str]:
    """The lines of an element, text or expression."""
    if isinstance(jsx, Text):
        yield from _filled(jsx.atoms, indent)
    elif isinstance(jsx, Wrapped):
        yield indent + jsx.opening
        yield from _all(jsx.children, indent + _STEP)
        yield indent + jsx.closing
    else:
        yield from _tag(jsx, indent)


def _all(children: Iterable[Jsx], indent: str) -> Iterator[str]:
    for child in children:
        yield from lines(child, indent)


def _tag(tag: Tag, indent: str) -> Iterator[str]:
    start = " ".join((f"<{tag.name}", *tag.attributes))
    end = ">" if tag.children else " />"
    fits = len(indent) + len(start) + len(end) <= WIDTH
    if fits and all(isinstance(child, Text) for child in tag.children):
        whole = start + end + "".join(" ".join(child.atoms) for child in tag.children if isinstance(child, Text))
        whole += f"</{tag.name}>" if tag.children else ""
        if len(indent) + len(whole) <= WIDTH:
            yield indent + whole
            return
    if fits:
        yield indent + start + end
    else:
        yield f"{indent}<{tag.name}"
        yield from (indent + _STEP + each for each in tag.attributes)
        yield indent + end.strip()
    yield from _all(tag.children, indent + _STEP)
    if tag.children:
        yield f"{indent}</{tag.name}>"


def _filled(atoms: Sequence[str], indent: str) -> Iterator[str]:
    line = indent + atoms[0]
    for atom in atoms[1:]:
        if len(line) + 1 + len(atom) > WIDTH:
            yield line
            line = indent + atom
        else:
            line += f" {atom}"
    yield line
