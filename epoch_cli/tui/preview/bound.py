"""Text with bindings in it: each is a chip: its path between ‹ and ›, then a sample of what will stand there."""

from __future__ import annotations

import json
from typing import Any, Final, NamedTuple

from textual.content import Content

from epoch_cli.catalog import ANY, Field, Models
from epoch_cli.catalog.samples import context_sample, element_of, item_sample, said, singular
from epoch_cli.output.text import visible
from epoch_cli.validation.rules.bindings import Binding, split_bindings

LONGEST: Final = 1_000
"""Characters of one text that are drawn; the whole of it is in the panes that show JSON."""
LONGEST_LABEL: Final = 200
"""The same of a label, a hint, an option, and so on."""
_CHIP, _SAMPLE = "$text-accent", "underline"


class Item(NamedTuple):
    """The element of a list that a copy of a template stands for: its shape, what one is called, which it is."""

    shape: Field
    name: str
    number: int


class Scope(NamedTuple):
    """What a node's bindings and labels depend on besides the node.

    Attributes:
        models: the declared data models.
        item: the element that `{item.x}` means, inside a list.
        label: the label that an enclosing field gives its controls.
        depth: how many nodes are around it.
    """

    models: Models
    item: Item | None = None
    label: str = ""
    depth: int = 0


class Piece(NamedTuple):
    """A stretch of a text: as it was written, or with a `path` the sample for a binding."""

    text: str
    path: str = ""


def pieces(text: str, scope: Scope) -> list[Piece]:
    """The stretches of a text, its bindings replaced by samples."""
    return [
        Piece(each) if isinstance(each, str) else _sample(each, scope)
        for each in split_bindings(text, double_braces=True)
    ]


def _sample(binding: Binding, scope: Scope) -> Piece:
    value = value_of(binding.root, list(binding.path), scope)[1]
    return Piece(said(value), ".".join(binding.path) or binding.root)


def value_of(root: str, path: list[str], scope: Scope) -> tuple[Field, Any]:
    """The shape and a sample of what a binding leads to."""
    if root == "item" and scope.item is not None:
        return item_sample(scope.item.shape, scope.item.name, path, scope.item.number)
    index = scope.item.number if scope.item is not None else 0
    return context_sample(scope.models if root == "context" else Models(), path or [root], index)


def list_of(text: Any, scope: Scope) -> tuple[Field, str, str] | None:
    """The list that a text is bound to: the shape of an element, what one is called, and the path; None for no list."""
    whole = split_bindings(text.strip(), double_braces=True) if isinstance(text, str) else ()
    if len(whole) != 1 or isinstance(whole[0], str):
        return None
    root, path, _ = whole[0]
    shape = value_of(root, list(path), scope)[0]
    name = singular(path[-1]) if path else "item"
    return (element_of(shape) if shape.type == "array" else ANY), name, ".".join(path) or root


def drawn(value: Any, scope: Scope, style: str = "", longest: int = LONGEST_LABEL) -> Content:
    """Any value of a document as content: its text with chips, never markup, each piece at most so many characters.

    Copies of a template after the first show samples alone, underlined: the first has told the paths.
    """
    told = scope.item is not None and scope.item.number > 0
    shown: list[tuple[str, str]] = []
    for piece in pieces(as_text(value), scope):
        text = visible(piece.text, longest)
        if not piece.path:
            shown.append((text, style))
            continue
        if not told:
            shown += [(f"‹{visible(piece.path, 60)}›", _CHIP), (" ", style)]
        shown.append((text, f"{style} {_SAMPLE}".strip()))
    return Content.assemble(*shown)


def sampled(value: Any, scope: Scope) -> str:
    """Any value as plain text with samples for its bindings, for what a user can type over."""
    return visible("".join(piece.text for piece in pieces(as_text(value), scope)), LONGEST)


def chips(value: Any, scope: Scope) -> Content:
    """The bindings of a value alone, for a control that shows their samples."""
    paths = [piece.path for piece in pieces(as_text(value), scope) if piece.path]
    return Content.assemble(*((f" ‹{visible(path, 60)}›", _CHIP) for path in paths))


def as_text(value: Any) -> str:
    """A value of a document as text, whatever its type; what is no text as JSON."""
    if isinstance(value, str):
        return value[: LONGEST + 1]
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    try:
        return json.dumps(value, ensure_ascii=False, default=str)[: LONGEST + 1]
    except RecursionError:
        return "…"
