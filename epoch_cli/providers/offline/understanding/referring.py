"""Several parts of one kind, and what refers to a part that was named before.

"two forms: sign in (email, password) and register (name)"     →  two forms, each with its name and fields
"… and two tables. The first one is called “Mine” and has …"   →  the first of them, and what it has
"The form has site name and foreman"                           →  the form, and what it has
"Form B, “Found something?”: item description"                 →  the second form, its title, and what it has
"""

from __future__ import annotations

from epoch_cli.providers.offline.knowledge.lexicon import Lexicon, Noun
from epoch_cli.providers.offline.understanding.describe import Description
from epoch_cli.providers.offline.understanding.desk import Desk
from epoch_cli.providers.offline.understanding.headline import named_screen
from epoch_cli.providers.offline.understanding.listing import Listing
from epoch_cli.providers.offline.understanding.moving import OPENS
from epoch_cli.providers.offline.understanding.phrases import Phrase, label, without_noise
from epoch_cli.providers.offline.understanding.pieces import Piece
from epoch_cli.providers.offline.understanding.wish import Wish

_PARTS = frozenset({"section", "region"})
_MOST = 9
"""Parts of one kind that are told apart."""

_LETTERED = "abcdefghi"
"""What parts are called instead of by a number: "form B"."""


def open_several(desk: Desk, shape: str) -> None:
    """Open a list whose elements are parts of this shape: "two tables: members (name) and events (date)"."""
    part = Wish(shape)
    desk.at.home.parts.append(part)
    desk.at.owner = desk.at.home
    desk.at.listing = Listing("part", part=part)
    desk.last = part
    desk.several = [part]


def take_part(desk: Desk, listing: Listing, first: Wish, found: Description, piece: Piece) -> None:
    """Take an element of such a list: its name and what brackets say it holds; what follows describes it."""
    part = Wish(first.shape) if listing.filled else first
    if listing.filled:
        desk.at.home.parts.append(part)
        desk.several.append(part)
    listing.filled = True
    phrase = found.phrase
    again = desk.lexicon.book("again").at(phrase.words, 0) or desk.lexicon.numbers.at(phrase.words, 0)
    if again is not None:
        phrase = without_noise(Phrase(phrase.cut(again.end)), desk.lexicon)
    call(part, piece.quotes[0] if piece.quotes else label(phrase.text), desk.lexicon)
    for note in piece.notes:
        desk.read_inside(part, note)
    desk.last = part


def call(part: Wish, name: str, lexicon: Lexicon) -> None:
    """Give a part its name, with what is known of a screen that is called so."""
    known = named_screen(name, lexicon)
    part.title = part.subject = name
    if known is not None and known.shape == part.shape:
        part.topic, part.title, part.submit = known.topic, known.title, known.button


def refer(desk: Desk, piece: Piece) -> bool:
    """Go to the part that the start of a sentence or a line refers to; False when it refers to none."""
    phrase, lexicon = Phrase(piece.text), desk.lexicon
    if _is_screen(desk, phrase, piece):
        return True
    if not (piece.fresh or piece.level) or piece.notes:
        return False
    said = lexicon.says.search(phrase.text)
    if said is not None and piece.quotes:
        phrase = Phrase(phrase.text[: said.start()])
    elif piece.quotes or not _is_described(desk.ahead):
        return False
    found = _referred(desk, phrase)
    if found is None:
        return False
    desk.at.owner, desk.at.listing, desk.at.each, desk.last = desk.at.home, None, False, found
    if piece.quotes:
        call(found, piece.quotes[0], lexicon)
    return True


def _is_screen(desk: Desk, phrase: Phrase, piece: Piece) -> bool:
    """Whether a piece only says that the screen is one: "Daily report: *a page* with a form"."""
    noun = desk.lexicon.nouns.exact(without_noise(phrase, desk.lexicon).words)
    told = bool(piece.quotes or piece.notes or piece.binding)
    return noun is not None and noun.shape == "page" and piece.joint == "colon" and desk.last is desk.wish and not told


def _is_described(ahead: list[Piece]) -> bool:
    """Whether what comes says what a thing has, at once or behind its name: "Form B, “Lost”: item, place"."""
    opens = [piece.joint in OPENS and not piece.fresh for piece in ahead]
    return opens[:1] == [True] or (opens == [False, True] and ahead[0].joint == "comma")


def _referred(desk: Desk, phrase: Phrase) -> Wish | None:
    """The part that words such as "the first table", "form B" or "the second one" mean."""
    lexicon = desk.lexicon
    definite = lexicon.book("definite").at(phrase.words, 0)
    start = definite.end if definite is not None else 0
    ordinal = lexicon.ordinals.at(phrase.words, start)
    number = ordinal.value if ordinal is not None else 0
    start = ordinal.end if ordinal is not None else start
    noun = lexicon.nouns.at(phrase.words, start)
    rest = phrase.cut(noun.end) if noun is not None else phrase.cut(start)
    if noun is not None and len(rest) == 1 and not number:
        number = int(rest) if rest.isdecimal() else _LETTERED.find(rest.casefold()) + 1
        rest = "" if number else rest
    if noun is None and number and lexicon.book("one").exact(Phrase(rest).words):
        return _numbered(desk, desk.several, number)
    if rest or noun is None or noun.value.kind not in _PARTS or not (definite or number):
        return None
    found = _of_kind(desk, noun.value)
    return _numbered(desk, found, number) if number else (found[-1] if len(found) == 1 else None)


def _of_kind(desk: Desk, noun: Noun) -> list[Wish]:
    """The parts that a noun may mean, in their order; cards that were only counted are parts of their own then."""
    home = desk.at.home
    counted = next((part for part in home.parts if part.shape == noun.many and not part.items), None)
    if counted is not None:
        several = [Wish(noun.shape) for _ in range(min(counted.counts.get("rows", 1), _MOST))]
        at = home.parts.index(counted)
        home.parts[at : at + 1] = several
        desk.several = several
    return [part for part in home.parts if part.shape == noun.shape]


def _numbered(desk: Desk, found: list[Wish], number: int) -> Wish | None:
    """The part of this number; the next one is made where there is none yet."""
    if 0 < number <= len(found):
        return found[number - 1]
    if number != len(found) + 1 or number > _MOST or not found:
        return None
    part = Wish(found[-1].shape)
    desk.at.home.parts.insert(_place(desk.at.home.parts, found[-1]), part)
    desk.several = [*found, part]
    return part


def _place(parts: list[Wish], before: Wish) -> int:
    return next((index for index, part in enumerate(parts) if part is before), len(parts) - 1) + 1


def name_referred(desk: Desk, part: Wish, found: Description, piece: Piece) -> bool:
    """Take the name that a part has behind a comma: "The first card, *Workspace*, has a select"."""
    said = desk.lexicon.says.search(piece.text)
    told = piece.quotes[0] if piece.quotes else "" if said else label(found.phrase.text)
    if piece.joint != "comma" or found.item.kind not in {"", "heading"} or not told or piece.notes:
        return False
    call(part, told, desk.lexicon)
    desk.last = part
    return True
