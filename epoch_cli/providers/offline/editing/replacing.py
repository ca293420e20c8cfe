"""One thing for another: "replace username with email", "turn the message into a textarea"."""

from __future__ import annotations

from typing import Any

from epoch_cli.catalog import FIELDS
from epoch_cli.catalog.meanings import meant, prop_of
from epoch_cli.document import Patch
from epoch_cli.providers.offline.building.part import Part
from epoch_cli.providers.offline.building.props import fits
from epoch_cli.providers.offline.building.screens.forms import CONTROLS
from epoch_cli.providers.offline.building.write import tree_of
from epoch_cli.providers.offline.editing.additions import Additions
from epoch_cli.providers.offline.editing.editor import Editor
from epoch_cli.providers.offline.editing.places import Place, control_in, unit
from epoch_cli.providers.offline.knowledge.lexicon import Lexicon
from epoch_cli.providers.offline.knowledge.phrasebook import words
from epoch_cli.providers.offline.knowledge.said import BRACKET, COLON, COMMA, Said
from epoch_cli.providers.offline.understanding.describe import describe
from epoch_cli.providers.offline.understanding.phrases import label
from epoch_cli.providers.offline.understanding.pieces import Piece
from epoch_cli.providers.offline.understanding.wish import Item

_LASTING = ("name", "required", "disabled", "placeholder", "value", "label", "ariaLabel")
"""What stays when a control becomes another kind of control."""


def kind_and_options(said: Said, editor: Editor) -> tuple[Said, list[str]]:
    """What kind of control is meant, and its options: "a dropdown with A and B", "a dropdown (A, B)"."""
    lists = {*(words(each) for each in editor.lexicon.edits.get("with_options", ())), (COLON,), (BRACKET,), (COMMA,)}
    for index in range(1, len(said)):
        for size in (4, 3, 2, 1):
            if said.words[index : index + size] in lists and (index + size < len(said) or said.words[index] == BRACKET):
                rest = entries_in(said.cut(index + size * (said.words[index] != BRACKET)), editor)
                if said.words[index] != COMMA or len(rest) > 1:
                    return said.cut(0, index), rest
    return said, []


def entries_in(said: Said, editor: Editor) -> list[str]:
    """The entries of a list, as they were written: `A, "B" and C`, `(A, B)`, "low, medium or high"."""
    while said.words[:1] == (COLON,) or (bare := editor.without("with_options", said)) != said:
        said = said.cut(1) if said.words[:1] == (COLON,) else bare
    if BRACKET in said.words:
        said = said.released()
    found = [" ".join(part.quotes) if part.quotes else label(part.plain) for part in editor.parts(said)]
    return list(dict.fromkeys(each for each in found if each))


def control_kind(text: str, lexicon: Lexicon) -> str:
    """The kind of control that a text is nothing but the name of; empty for any other text."""
    found = describe(Piece(text), lexicon).item
    if typed(text, lexicon):
        return "field"
    if found.required is not None:
        return ""
    return found.kind if found.kind in {*CONTROLS, "checkbox"} and not found.label else ""


def typed(text: str, lexicon: Lexicon) -> str:
    """The type of input that a text is the name of: "number", "multi-line text field"; empty when it is none."""
    spelled = words(text)
    noun = lexicon.nouns.ending(spelled)
    plain = noun is not None and noun.value.kind == "field" and not noun.value.type
    rest = spelled[: noun.start] if noun is not None and plain else spelled
    return lexicon.types.exact(spelled) or lexicon.types.exact(rest) or ""


def replacement(additions: Additions, place: Place, piece: Piece, others: list[Piece]) -> Patch | None:
    """The patch that puts something else in the place of a node; None where the new thing is only a text."""
    found = describe(piece, additions.studio.lexicon)
    whole = unit(place)
    known = additions.studio.lexicon.knows_field(found.phrase.text) and whole.role in FIELDS
    if place.listed or whole.path == "/root" or not (found.item.kind or known):
        return None
    part = additions.part([piece, *others])
    if part is None:
        return None
    _stay_required(whole, part)
    return {"op": "replace", "path": whole.path, "value": tree_of(part)}


def _stay_required(whole: Place, part: Part) -> None:
    """Require what comes instead of something required, where it can be."""
    old = (whole, control_in(whole) if whole.role == "field" else None)
    if not any(each is not None and each.props.get("required") is True for each in old):
        return
    for made in (part, *part.children):
        if "required" in made.component.props and made.component.role in FIELDS:
            made.node.setdefault("props", {})["required"] = True


def conversion(additions: Additions, place: Place, kind: str, options: list[str]) -> Patch | None:
    """The patch that makes a control another kind of control; its label, name, id and what else fits stay."""
    whole = unit(place)
    if whole.role not in FIELDS or not whole.names:
        return None

    def asked(item: Item) -> None:
        item.label, item.verbatim = whole.names[0], True
        item.options = options or item.options
        exact = typed(kind, additions.studio.lexicon)
        if exact and exact != "choice":
            item.kind, item.type = "field", exact
        elif exact:
            item.kind, item.type = "choice", ""

    part = additions.part([Piece(" ".join(words(kind)))], asked)
    if part is None:
        return None
    old = control_in(whole) if whole.role == "field" else whole
    made = part.children[0] if part.component.role == "field" and part.children else part
    if old is None:
        return {"op": "replace", "path": whole.path, "value": tree_of(part)}
    return {"op": "replace", "path": old.path, "value": _kept(old, made, additions, asked_options=bool(options))}


def _kept(old: Place, made: Part, additions: Additions, *, asked_options: bool) -> dict[str, Any]:
    """The new control with the id and the props of the old one that it takes."""
    value = tree_of(made)
    props = value.get("props", {})
    for meaning in _LASTING:
        before, prop = old.prop(meaning), prop_of(made.component, meaning)
        kept = old.props.get(before.name) if before is not None else None
        if kept is not None and prop is not None and fits(prop, kept, additions.brief.catalog.tokens):
            props[prop.name] = kept
    if meant(made.component, props, "type") == "checkbox" or made.component.role == "choice":
        props.pop(made.component.means.get("value"), None)
    if made.component.role == "choice" and old.props.get("options") and not asked_options:
        props["options"] = old.props["options"]
    ident = {"id": old.node["id"]} if "id" in old.node else {}
    return {"type": value["type"], **ident, **{name: inner for name, inner in value.items() if name != "type"}}
