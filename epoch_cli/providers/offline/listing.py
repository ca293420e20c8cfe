"""Lists in a wish: what an open list takes, and what the noun at the end of a list makes of the words before it."""

from __future__ import annotations

from dataclasses import dataclass

from epoch_cli.providers.offline.describe import Description, describe, label
from epoch_cli.providers.offline.lexicon import Lexicon
from epoch_cli.providers.offline.notes import take_span
from epoch_cli.providers.offline.phrasebook import words
from epoch_cli.providers.offline.pieces import Piece
from epoch_cli.providers.offline.wish import Item

MOST_OPTIONS = 40
MOST_QUESTIONS = 20

_OFTEN_FIELDS = frozenset({"checkbox", "badge", "image", "choice"})


@dataclass(slots=True)
class Listing:
    """An open list: what its elements are, and for options the choice (`target`) that they belong to.

    `filled` once it has an element; `colon` when a colon opened it; `required` what was said of all elements.
    """

    kind: str
    target: Item | None = None
    filled: bool = False
    colon: bool = False
    required: bool | None = None


def add_option(listing: Listing, target: Item, found: Description, piece: Piece, lexicon: Lexicon) -> bool:
    """Add an option to the choice of an open list; False when the piece is the next field and no option.

    "status: open, closed, due date" has two options: what is a control of its own ends the list, unless the first
    option was one as well ("sort by: name, date").
    """
    text = found.item.label
    first_known = bool(target.options) and lexicon.is_control(target.options[0])
    known = found.known and lexicon.is_control(text)
    next_field = listing.filled and piece.joint in {"comma", "and"} and known and not first_known
    if next_field or (known and not listing.filled and not listing.colon):
        return False
    listing.filled = True
    if piece.span and not text:
        take_span(target, piece.span)
    elif text and len(target.options) < MOST_OPTIONS:
        target.options.append(text)
        target.kind = "choice" if target.kind == "field" else target.kind
    return True


def take_type(target: Item, text: str, lexicon: Lexicon) -> bool:
    """`age: number` says the type of a field and lists nothing."""
    kind = lexicon.types.exact(describe(Piece(text), lexicon).phrase.words)
    if kind is None or target.kind != "field":
        return False
    target.type = "" if kind == "choice" else kind
    target.kind = "choice" if kind == "choice" else target.kind
    return True


def rest_options(item: Item, rest: str) -> Listing | None:
    """Words behind a select are its options: "priority select low medium high"; one word opens a list of them."""
    options = rest.split()
    item.options.extend(label(option) for option in options[:MOST_OPTIONS])
    return Listing("option", item, filled=True) if len(options) == 1 else None


def complete_last(run: list[Item], text: str, lexicon: Lexicon) -> None:
    """Read "start and end time": the word before shares the noun, when that makes it a known field."""
    last = run[-1] if run else None
    if last is None or " " in last.label or " " not in text or lexicon.knows_field(last.label):
        return
    whole = f"{last.label} {text.rpartition(' ')[2]}"
    if lexicon.knows_field(whole):
        last.label = whole


def named_by(run: list[Item], found: Description, lexicon: Lexicon) -> list[Item]:
    """The items before a noun that it names as well, from the last one: in "cancel and delete buttons" the first.

    Fields that are known stay what they are, and buttons are only made of what buttons do or of the one word before.
    """
    kind, many = found.item.kind, found.plural
    taken: list[Item] = []
    for item in reversed(run):
        known = lexicon.knows_field(item.label)
        if kind in {"button", "link"}:
            fits = lexicon.actions.at(words(item.label), 0) is not None or (many and not taken and not known)
        else:
            fits = many and not (known and kind in _OFTEN_FIELDS)
        if not fits:
            break
        taken.append(item)
    return taken


def question_labels(item: Item, word: str) -> list[str]:
    """The labels of questions in a form: their own, or numbered ones as many as were asked for."""
    if item.label:
        return [f"{word} {item.label}" if item.label.isdecimal() else item.label]
    return [f"{word} {number}" for number in range(1, min(item.count or 3, MOST_QUESTIONS) + 1)]
