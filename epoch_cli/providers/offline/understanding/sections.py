"""Parts of the screen: a table, a form, tabs."""

from __future__ import annotations

from epoch_cli.providers.offline.understanding.describe import Description
from epoch_cli.providers.offline.understanding.describing import bind
from epoch_cli.providers.offline.understanding.desk import Desk
from epoch_cli.providers.offline.understanding.headline import headline
from epoch_cli.providers.offline.understanding.moving import may_list
from epoch_cli.providers.offline.understanding.pieces import Piece
from epoch_cli.providers.offline.understanding.referring import open_several
from epoch_cli.providers.offline.understanding.scope import Scope
from epoch_cli.providers.offline.understanding.wish import Item, Wish

_REGIONS = frozenset({"nav", "region"})


def section(desk: Desk, found: Description, piece: Piece) -> None:
    """A table, a list, a form: a smaller wish, which `with` or a colon will describe."""
    if found.several and not (found.after or piece.quotes):
        open_several(desk, found.item.shape)
        return
    item, wish = found.item, desk.at.home
    name = headline(found, desk.lexicon)
    shape = item.shape if item.shape in _REGIONS else name.shape or item.shape
    same_shape = shape == wish.shape or (item.shape == "card" and wish.shape == "cards")
    if same_shape and not name.subject and not (wish.items or wish.parts or desk.at.each or piece.quotes):
        part = wish
    else:
        title = name.title if name.subject or name.topic else ""
        part = Wish(shape, title, name.subject, name.topic, binding=piece.binding, submit=name.button)
        if shape in _REGIONS or piece.quotes:
            part.title = item.label
        part.items += [Item("text", text, verbatim=True) for text in piece.quotes[1:]]
        if shape in {"card", "form"}:
            bind(part)
        part.topic = None if shape in _REGIONS else part.topic
        _place(desk, part, piece)
    if item.count:
        part.counts["rows"] = item.count
    if found.every:
        part.items.append(Item("fact", found.every))  # "see every employee with gross pay"
    for note in piece.notes:
        desk.read_inside(part, note)
    desk.last, desk.at.listing, desk.scopes.run = part, None, []
    if not piece.quotes and not piece.notes:
        may_list(desk, part, found)


def _place(desk: Desk, part: Wish, piece: Piece) -> None:
    """Put a part into the screen, into the region that is being described, or into each element of a list."""
    if desk.at.each:
        desk.at.owner.each_parts.append(part)
    elif desk.at.owner.shape in _REGIONS and piece.joint in {"with", "colon"} and part.shape not in _REGIONS:
        desk.at.owner.parts.append(part)
    else:
        desk.at.owner = desk.at.home
        desk.at.home.parts.append(part)


def enter(desk: Desk, kind: str) -> None:
    """Tabs, plans, lanes, questions and steps live in a part of their own: go back to it, or open one."""
    scope: Scope | None = desk.at
    while scope is not None:
        if desk.lexicon.shape(scope.owner.shape).items == kind:
            desk.scopes.now = scope
            return
        scope = scope.outer
    shape = next((name for name, row in desk.lexicon.shapes.items() if kind in row.each), "")
    if not shape:
        return
    part = Wish(shape)
    (desk.at.owner.each_parts if desk.at.each else desk.at.home.parts).append(part)
    desk.at.owner, desk.at.each = part, False
