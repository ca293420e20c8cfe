"""One thing for another: "replace username with email", "turn the message into a textarea"."""

from __future__ import annotations

from typing import Any

from epoch_cli.document import Patch
from epoch_cli.providers.offline.additions import Additions
from epoch_cli.providers.offline.describe import Phrase, describe
from epoch_cli.providers.offline.kit import Part
from epoch_cli.providers.offline.lexicon import Lexicon
from epoch_cli.providers.offline.phrasebook import words
from epoch_cli.providers.offline.pieces import Piece
from epoch_cli.providers.offline.places import Place, control_in, unit
from epoch_cli.providers.offline.props import fits
from epoch_cli.providers.offline.screens.forms import CONTROLS
from epoch_cli.providers.offline.wish import Item
from epoch_cli.providers.offline.write import tree_of

_CONTROL_ROLES = frozenset({"field", "input", "choice"})
_LASTING = ("name", "required", "disabled", "placeholder", "defaultValue", "label", "ariaLabel")
"""Props that stay when a control becomes another kind of control."""


def kind_behind_article(text: str, lexicon: Lexicon) -> tuple[str, str] | None:
    """What is to become what: "country a dropdown" → country, dropdown; None where no kind of control is named."""
    phrase = Phrase(text)
    for index in range(1, len(phrase) - 1):
        if phrase.words[index] in {"a", "an"}:
            kind = phrase.cut(index + 1)
            if control_kind(kind, lexicon):
                return phrase.cut(0, index), kind
    return None


def control_kind(text: str, lexicon: Lexicon) -> str:
    """The kind of control that a text is nothing but the name of; empty for any other text."""
    found = describe(Piece(text), lexicon).item
    exact = lexicon.types.exact(words(text)) or lexicon.types.exact(words(text)[:-1])
    return found.kind if found.kind in {*CONTROLS, "checkbox"} and (not found.label or exact) else ""


def replacement(additions: Additions, place: Place, piece: Piece, others: list[Piece]) -> Patch | None:
    """The patch that puts something else in the place of a node; None where the new thing is only a text."""
    found = describe(piece, additions.studio.lexicon)
    whole = unit(place)
    known = additions.studio.lexicon.knows_field(found.phrase.text) and whole.role in _CONTROL_ROLES
    if place.listed or whole.path == "/root" or not (found.item.kind or known):
        return None
    part = additions.part([piece, *others])
    return None if part is None else {"op": "replace", "path": whole.path, "value": tree_of(part)}


def conversion(additions: Additions, place: Place, kind: str, options: list[str]) -> Patch | None:
    """The patch that makes a control another kind of control; its label, name, id and what else fits stay."""
    whole = unit(place)
    if whole.role not in _CONTROL_ROLES or not whole.names:
        return None

    def asked(item: Item) -> None:
        item.label, item.verbatim = whole.names[0], True
        item.options = options or item.options

    part = additions.part([Piece(kind)], asked)
    if part is None:
        return None
    old = control_in(whole) if whole.role == "field" else whole
    made = part.children[0] if part.component.role == "field" and part.children else part
    if old is None:
        return {"op": "replace", "path": whole.path, "value": tree_of(part)}
    return {"op": "replace", "path": old.path, "value": _kept(old, made, additions)}


def _kept(old: Place, made: Part, additions: Additions) -> dict[str, Any]:
    """The new control with the id and the props of the old one that it takes."""
    value = tree_of(made)
    props = value.get("props", {})
    for name in _LASTING:
        prop = made.component.props.get(name)
        if name in old.props and prop is not None and fits(prop, old.props[name], additions.brief.catalog.tokens):
            props[name] = old.props[name]
    if props.get("type") == "checkbox" or made.component.role == "choice":
        props.pop("defaultValue", None)
    ident = {"id": old.node["id"]} if "id" in old.node else {}
    return {"type": value["type"], **ident, **{name: inner for name, inner in value.items() if name != "type"}}
