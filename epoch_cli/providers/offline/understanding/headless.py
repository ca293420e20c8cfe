"""A prompt in which no noun and no topic names the screen: its name, its parts, and what they speak for."""

from __future__ import annotations

from dataclasses import dataclass

from epoch_cli.providers.offline.knowledge.lexicon import Lexicon
from epoch_cli.providers.offline.knowledge.phrasebook import plural
from epoch_cli.providers.offline.understanding.asking import become_form
from epoch_cli.providers.offline.understanding.describe import Description
from epoch_cli.providers.offline.understanding.evidence import deed, is_telling, likely_shape
from epoch_cli.providers.offline.understanding.outline import PLAIN
from epoch_cli.providers.offline.understanding.phrases import Phrase, label
from epoch_cli.providers.offline.understanding.pieces import Piece
from epoch_cli.providers.offline.understanding.reader import Reader, read_into
from epoch_cli.providers.offline.understanding.wish import Item, Wish

Run = list[tuple[Piece, Description]]

_CONTROLS = frozenset(
    {"button", "link", "field", "choice", "checkbox", "badge", "image", "text", "heading", "alert", "progress", "chart"}
)
_NO_PARTS = frozenset({"rows", "option", "trait", "question", "plan", "step", "panel"})
"""Kinds of nouns that say nothing where nothing stands before them: "exhibit record", "next step"."""

_MOST_WORDS_OF_DEED = 3
"""Words of a name that is also what the button does: "Add employee"."""


@dataclass(slots=True)
class Opening:
    """How a headless prompt begins: the words of its name, the pieces they take up, and the parts that follow."""

    name: Phrase
    length: int
    parts: list[Piece]


def read_headless(wish: Wish, run: Run, pieces: list[Piece], lexicon: Lexicon, *, asks: bool = False) -> None:
    """Read a prompt without a head into a wish of shape `page`; `asks` says that it is known to be a form."""
    first = run[0][1]
    if first.directive and first.everything:
        wish.shape = "form"
        Reader(lexicon, wish).read(pieces)  # "All fields are required: name, email"
        return
    if first.item.kind == "rows" and first.item.count:
        wish.shape = "table"
        Reader(lexicon, wish).read(pieces)  # "12 rows": a count is no title
        return
    if first.item.kind in _CONTROLS and not asks:
        wish.shape = "form" if first.item.kind == "field" and first.plural else "bare"
        Reader(lexicon, wish).read(pieces)
        return
    if first.item.kind and first.item.kind not in _NO_PARTS:
        wish.shape = "layout" if first.item.kind == "region" else "page"
        wish.title = label(first.phrase.text) if wish.shape == "page" else ""
        Reader(lexicon, wish).read(pieces)
        return
    opening = _opening(run, pieces, lexicon)
    shape = "form" if asks else likely_shape(opening.name, opening.parts, lexicon)
    if asks:
        opening = Opening(opening.name, 0, pieces)
    if not opening.length and not shape:
        shape = "form" if sum(told.known for _, told in run) * 2 >= len(run) else ""
        opening.length = 0 if shape else 1
    wish.guessed = not shape and not run[0][0].quotes
    wish.shape = shape or "page"
    _name(wish, opening, run, lexicon)
    for note in run[0][0].notes if opening.length == 1 else ():
        read_into(wish, note, lexicon)  # "log my runs (distance, time, mood)"
    Reader(lexicon, wish).read(opening.parts if opening.length == 0 else pieces[opening.length :])
    if not shape:
        become_form(wish, lexicon)


# ---------------------------------------------------------------- the name


def _opening(run: Run, pieces: list[Piece], lexicon: Lexicon) -> Opening:
    """A name stands before a colon or `with`, or is a sentence of its own; without one everything is a part."""
    name = run[0][1].phrase
    following = pieces[len(run)] if len(run) < len(pieces) else None
    if following is not None and _is_name(run, following, lexicon):
        return Opening(name, len(run), pieces[len(run) :])
    if len(pieces) == 1:
        return Opening(name, 1, [])
    return Opening(name, 0, pieces)


def _is_name(run: Run, following: Piece, lexicon: Lexicon) -> bool:
    """Whether the pieces before a colon, `with`, a new sentence or a list of lines are the name of the screen."""
    if len(run) == 1 and following.level > PLAIN:
        return True
    if any(told.known or told.item.kind in _CONTROLS or piece.notes for piece, told in run):
        return False
    return len(run) == 1 or (following.joint != "" and is_telling(run[0][1].phrase, lexicon))


def _name(wish: Wish, opening: Opening, run: Run, lexicon: Lexicon) -> None:
    """The title that the name gives, and what the verb says that it begins with."""
    piece, name = run[0][0], opening.name
    verb = deed(name, lexicon)
    if not opening.length:
        if verb is not None and verb.value.shape == wish.shape and verb.end < len(name):
            piece.text = name.cut(verb.end)  # "record temperature and pulse"
        return
    if verb is not None and verb.value.shape == "table" and verb.end < len(name):
        name = Phrase(name.cut(verb.end))
    match = lexicon.book("every").at(name.words, 0)
    if match is not None and match.end < len(name):
        thing = label(name.cut(match.end))
        name = Phrase(plural(thing))
        if wish.shape == "table":
            wish.items.append(Item("column", thing))  # "every employee with gross pay"
    wish.title = piece.quotes[0] if piece.quotes else label(name.text).rstrip("?")
    wish.subject, wish.binding = label(name.text), piece.binding
    if wish.shape == "form" and verb is not None and len(name) <= _MOST_WORDS_OF_DEED:
        action = lexicon.action(wish.title)
        wish.submit = wish.title if action.submits else ""
