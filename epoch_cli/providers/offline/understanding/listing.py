"""Lists in a wish: what an open list takes, and what the noun at the end of a list makes of the words before it."""

from __future__ import annotations

from dataclasses import dataclass, field

from epoch_cli.providers.offline.knowledge.lexicon import Lexicon
from epoch_cli.providers.offline.knowledge.phrasebook import words
from epoch_cli.providers.offline.understanding.describe import Description, describe
from epoch_cli.providers.offline.understanding.notes import take_span
from epoch_cli.providers.offline.understanding.phrases import Phrase, label, without_noise
from epoch_cli.providers.offline.understanding.pieces import Piece
from epoch_cli.providers.offline.understanding.wish import ASKING, Item, Wish

MOST_OPTIONS = 40
MOST_QUESTIONS = 20

_SURE_TYPES = frozenset({"email", "tel", "url", "password", "date", "time", "file", "textarea", "choice"})
"""Types of fields that one word names for certain, also behind a colon; "night" and "suite" may be options there."""

_OFTEN_FIELDS = frozenset({"checkbox", "badge", "image", "choice"})


@dataclass(slots=True)
class Listing:
    """An open list: what its elements are, and for options the choice (`target`) that they belong to.

    `filled` once it has an element; `colon` when a colon opened it; `required` what was said of all elements; `others`
    are fields with the same options as the target, and `whole` that the rest of its line belongs to the list; `part` is
    the first of a list of parts (`referring`).
    """

    kind: str
    target: Item | None = None
    filled: bool = False
    colon: bool = False
    required: bool | None = None
    whole: bool = False
    others: list[Item] = field(default_factory=list)
    part: Wish | None = None


def add_option(listing: Listing, target: Item, found: Description, piece: Piece, lexicon: Lexicon) -> bool:
    """Add an option to the choice of an open list; False when the piece is the next field and no option.

    "status: open, closed, due date" has two options: what is a control of its own ends the list, unless the first
    option was one as well ("sort by: name, date").
    """
    text = found.item.label
    first_known = bool(target.options) and lexicon.is_control(target.options[0])
    kind = lexicon.field_fact(text).type
    sure = " " in text or kind in _SURE_TYPES or (kind and not listing.colon)
    known = found.known and sure and lexicon.is_control(text) and kind != "checkbox"
    next_field = listing.filled and piece.joint in {"comma", "and"} and known and not first_known
    if (next_field and not listing.whole) or (known and not listing.filled and not listing.colon):
        return False
    listing.filled = True
    if piece.span and not text:
        take_span(target, piece.span)
    elif text and len(target.options) < MOST_OPTIONS:
        target.options.append(text)
        target.kind = "choice" if target.kind == "field" else target.kind
    for other in listing.others:
        other.kind, other.options = target.kind, list(target.options)
    return True


def take_type(target: Item, text: str, lexicon: Lexicon) -> bool:
    """`age: number` says the type of a field and lists nothing."""
    kind = lexicon.types.exact(describe(Piece(text), lexicon).phrase.words)
    if kind is None or target.kind != "field":
        return False
    target.type = "" if kind == "choice" else kind
    target.kind = "choice" if kind == "choice" else target.kind
    return True


def take_noun(target: Item, found: Description) -> bool:
    """`visibility is a radio group` says what the control of a field is; False for other things."""
    item, told = found.item, found.before or found.after
    if told or item.verbatim or item.kind not in ASKING or target.kind not in ASKING | {"fact", "panel", "text"}:
        return False
    target.kind, target.type, target.named = item.kind, item.type, True
    return True


def take_again(last: Item, found: Description, lexicon: Lexicon) -> bool:
    """Another of what was named last: "an input for the name, one for the age"; False for other pieces."""
    book = lexicon.noise.get("again")
    match = book.at(found.phrase.words, 0) if book is not None and last.named else None
    if match is None or match.end >= len(found.phrase):
        return False
    found.item.kind, found.item.named = last.kind, True
    found.item.label = label(without_noise(Phrase(found.phrase.cut(match.end)), lexicon).text)
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


def with_noun_before(run: list[Item], text: str, lexicon: Lexicon) -> str:
    """Read "fecha de inicio y fin": in languages that put the noun first, the label behind shares that before."""
    before = run[-1].label.split() if run and lexicon.nouns_first else []
    if " " in text or lexicon.knows_field(text):
        return text
    known = (" ".join([*before[:end], text]) for end in range(len(before) - 1, 0, -1))
    return next((whole for whole in known if lexicon.knows_field(whole)), text)


def named_by(run: list[Item], found: Description, lexicon: Lexicon) -> list[Item]:
    """The items before a noun that it names as well, from the last one: in "cancel and delete buttons" the first.

    Fields that are known stay what they are, and buttons are only made of what buttons do or of the one word before.
    """
    kind, many = found.item.kind, found.plural
    taken: list[Item] = []
    for item in reversed(run):
        if item.options or item.note:
            break
        known = lexicon.knows_field(item.label)
        if kind in {"button", "link"}:
            acts = lexicon.actions.at(words(item.label), 0) is not None and not lexicon.field_fact(item.label).type
            fits = acts or (many and not taken and not known)
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
