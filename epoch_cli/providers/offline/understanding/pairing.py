"""Which colons and dashes give a thing its value: "API – operational, Webhooks – degraded", "pulse: 72".

A list that a colon opens ("services: API, Webhooks") has several parts before the next colon; a value stands alone.
"""

from __future__ import annotations

from epoch_cli.providers.offline.knowledge.lexicon import Lexicon
from epoch_cli.providers.offline.understanding.phrases import label
from epoch_cli.providers.offline.understanding.pieces import Piece
from epoch_cli.providers.offline.understanding.wish import Item, Wish

_VALUED = frozenset({"fact", "entry", "metric", "alert", "lane"})
"""Kinds of items that are shown with a value."""


def give_value(piece: Piece, last: Item | Wish | None, owner: Wish, lexicon: Lexicon) -> bool:
    """Take a piece as the value of the fact, the entry or the metric that was named last; False when it is none."""
    if piece.joint != "colon" or not isinstance(last, Item) or last.kind not in _VALUED or last.note:
        return False
    if not piece.pair and not any(item.note for item in owner.items[-2:]):
        return False
    text = piece.quotes[0] if piece.quotes else piece.text
    if last.kind == "alert":
        last.note, last.label = last.label, label(text)  # "success toast: Payment received"
        return True
    if not text or (lexicon.is_control(text) and lexicon.field_fact(text).type != "checkbox"):
        return False
    last.note = label(text)
    return True


def continues_pairs(following: Piece | None, owner: Wish) -> bool:
    """Whether a piece is one more name in a run of names with values: "API – up, Dashboard – up"."""
    return following is not None and following.pair and bool(owner.items) and bool(owner.items[-1].note)
