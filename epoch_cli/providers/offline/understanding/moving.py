"""Where a piece belongs: what ends before it, and what its joint opens."""

from __future__ import annotations

from dataclasses import replace

from epoch_cli.providers.offline.understanding.context import default_kind, is_first
from epoch_cli.providers.offline.understanding.describe import Description, describe
from epoch_cli.providers.offline.understanding.describing import HEADS, HOLDERS, describe_item, open_last
from epoch_cli.providers.offline.understanding.desk import REPEATS, Desk
from epoch_cli.providers.offline.understanding.listing import Listing
from epoch_cli.providers.offline.understanding.pieces import Piece
from epoch_cli.providers.offline.understanding.wish import Item, Wish

OPENS = frozenset({"with", "has", "colon"})
"""Joints behind which what was named last is described."""

VALUES = frozenset({"field", "column", "fact"})
"""Kinds of items that stand for a value."""


def move(desk: Desk, piece: Piece, found: Description) -> None:
    """Go where the piece belongs."""
    if piece.joint in {"comma", "and"} and not (piece.fresh or piece.level or found.item.kind):
        _next_of_list(desk, piece, found)
    joint, last = piece.joint, desk.last
    closed = desk.scopes.enter(piece)
    _end_list(desk, piece)
    asked = isinstance(last, Item) and last.label.endswith("?") and last.kind == "field"
    if piece.fresh and isinstance(last, Item) and asked and not piece.text.endswith("?"):
        desk.at.listing = Listing("option", last, colon=True)  # "Which colour? Red, green, blue"
    if closed or joint not in {"and", "comma"}:
        desk.dropping = joint == "without"
    if joint == "each":
        _open_each(desk)
    elif joint in OPENS:
        if isinstance(last, Wish):
            last.valued = joint == "with"
        open_last(desk.scopes, joint, desk.contents, desk.lexicon, own=_has_own(desk))
    desk.scopes.opened(piece)


def _has_own(desk: Desk) -> bool:
    """Whether what comes is told of one element of a list, for the others have their own."""
    resumed, desk.resumed = desk.resumed, False
    return resumed or (desk.told_next and not describe(desk.contents[-1], desk.lexicon).item.kind)


def _next_of_list(desk: Desk, piece: Piece, found: Description) -> None:
    """Go back to the list of tabs or parts for its next element: "A with a table of name and role, B with a form"."""
    capital = piece.text[:1].isupper()
    told = bool(desk.ahead) and desk.ahead[0].joint in {"with", "has"} and not desk.ahead[0].fresh
    scope = desk.at.outer
    while scope is not None and desk.lexicon.shape(scope.owner.shape).items not in HOLDERS:
        scope = scope.outer
    if scope is not None and told and (capital or not found.known):
        desk.scopes.now = replace(scope, listing=Listing(desk.lexicon.shape(scope.owner.shape).items, filled=True))
        desk.resumed = True
    elif told and not found.known and any(desk.at.owner is part for part in desk.several):
        desk.at.listing = Listing("part", part=desk.several[0], filled=True)
        desk.at.owner = desk.at.home


def _end_list(desk: Desk, piece: Piece) -> None:
    """After "a, b and c" or "a / b" a comma begins something else; "a, b and c, and d buttons" even more so."""
    listing = desk.at.listing
    if desk.joined_by in {"and", "/"} and piece.comma and not piece.either:
        if listing is desk.joined_list:
            desk.at.listing = None
        if desk.joined_by == "/" or piece.joint == "and":
            desk.scopes.run = []
    desk.joined_by, desk.joined_list = "/" if piece.either else piece.joint, listing


def _open_each(desk: Desk) -> None:
    """What every element has: of the part that is described, or of the last part that has elements."""
    scope, run, desk.scopes.run = desk.at, desk.scopes.run, []
    if isinstance(desk.last, Wish):
        scope.owner = desk.last
    fields = [item for item in run if item.kind == "field"]
    if len(fields) > 1 and scope.owner.shape == "form":  # "the food and the service, each with good, bad"
        scope.listing = Listing("option", fields[0], colon=True, others=fields[1:])
        return
    shapes = {name for name, row in desk.lexicon.shapes.items() if row.each}
    if scope.owner.shape not in REPEATS | shapes:
        found = (part for part in reversed(scope.home.parts) if part.shape in REPEATS | shapes)
        scope.owner = next(found, scope.owner)
    scope.each, scope.listing = scope.owner.shape not in REPEATS, None


def head_lines(desk: Desk, piece: Piece) -> None:
    """A heading of the prompt: the lines below it say what it holds."""
    last = desk.last
    if isinstance(last, Item) and last.kind in HEADS and last in desk.at.owner.items:
        describe_item(desk.scopes, last, desk.lexicon)
        if isinstance(desk.last, Wish):
            desk.scopes.now = desk.at.inside(desk.last)
    desk.scopes.hold(piece.level)


def may_list(desk: Desk, part: Wish, found: Description) -> None:
    """Remember a part whose subject may be the first of a list: "a table of date, pulse and weight"."""
    desk.about = part if part.topic is None and is_first(found, desk.lexicon) else None


def list_subject(desk: Desk, part: Wish) -> None:
    """What a part is about was the first of what it holds."""
    kind = default_kind(part.subject, part, desk.lexicon)
    if kind not in VALUES:
        return
    part.items.append(Item(kind, part.subject))
    part.title = part.subject = ""
    desk.at.owner, desk.at.each = part, False
