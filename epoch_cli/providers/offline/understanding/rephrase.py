"""Other ways to say the same, brought to the one that the rest of understanding reads.

"attendees as a number"                →  attendees (number)
"a window of morning or afternoon"     →  a window (morning, afternoon)
"late members (table)"                 →  late members table
"no footer"                            →  without footer
"""

from __future__ import annotations

from dataclasses import replace

from epoch_cli.providers.offline.knowledge.lexicon import Lexicon, Noun
from epoch_cli.providers.offline.knowledge.phrasebook import Match, Phrasebook, words
from epoch_cli.providers.offline.understanding.beside import set_apart
from epoch_cli.providers.offline.understanding.cutting import Piece
from epoch_cli.providers.offline.understanding.phrases import Phrase
from epoch_cli.providers.offline.understanding.scales import take_scale

EACH = "each"
"""What says at the end of a piece that every element has it (see `describe`)."""

_CONTROLS = frozenset({"button", "link", "badge", "checkbox"})
_MOST_CHOICE = 3
"""Words of an option in a running text."""


def rephrased(pieces: list[Piece], lexicon: Lexicon, *, within: bool = False) -> list[Piece]:
    """The pieces, each said in the way that is read; choices that were cut apart are one piece again."""
    pieces = set_apart(pieces, lexicon)
    for number, piece in enumerate(pieces):
        if number or within or piece.fresh:  # a prompt may begin with what it shows: "no results found"
            _take_no(piece, lexicon)
        _take_noun(piece, lexicon)
        _take_type(piece, lexicon)
        _tell_each(piece, lexicon)
        _drop_place(piece, lexicon)
        _drop_place_before(piece, lexicon)
        _count(piece, lexicon)
        _drop_bound(piece, lexicon)
        take_scale(piece, lexicon)
        _take_share(piece, lexicon)
    _except(pieces, lexicon)
    apart = [part for number, piece in enumerate(pieces) for part in _apart(piece, pieces[number + 1 :], lexicon)]
    return _gather_choices(apart, lexicon)


def _take_noun(piece: Piece, lexicon: Lexicon) -> None:
    """Read a noun in brackets as if it stood behind its name: "All and Unread (tabs)", "late members (table)"."""
    for note in piece.notes:
        noun = lexicon.nouns.exact(words(note))
        names = noun is not None and (noun.kind == "section" or (noun.list and note.casefold().endswith("s")))
        if names and piece.text:
            piece.text = f"{piece.text} {note}"
            piece.notes.remove(note)
            return


def _except(pieces: list[Piece], lexicon: Lexicon) -> None:
    """Read "All fields except notes are required" as "All fields are required, notes optional"; so behind it, too."""
    optional = next((phrase for phrase, flag in lexicon.flags.phrases.items() if flag == "optional"), "")
    for every, piece, *following in [pieces[number : number + 3] for number in range(len(pieces) - 1)]:
        phrase = Phrase(piece.text)
        told = Phrase(every.text)
        everything, said = lexicon.flags.at(told.words, 0), lexicon.flags.ending(phrase.words)
        if piece.joint != "without" or everything is None or everything.value != "all":
            continue
        if everything.end == len(told) and said is not None and said.value == "required" and said.start:
            every.text = f"{every.text} {phrase.cut(said.start)}"
            piece.text, piece.joint = f"{phrase.cut(0, said.start)} {optional}", "comma"
        elif lexicon.flags.exact(told.words[everything.end :]) == "required":
            pieces.remove(piece)
            pieces.append(replace(piece, text=f"{piece.text} {optional}", joint="", fresh=True, level=0))
            if following and following[0].joint == "colon":
                following[0].joint = "comma"  # "all fields required except notes: name, notes"
            return


def _count(piece: Piece, lexicon: Lexicon) -> None:
    """Read "step one" as "step 1"."""
    phrase = Phrase(piece.text)
    noun = lexicon.nouns.at(phrase.words, 0)
    number = lexicon.numbers.at(phrase.words, noun.end) if noun is not None else None
    if noun is not None and number is not None and noun.value.kind in {"step", "tab", "panel", "question"}:
        piece.text = f"{phrase.cut(0, noun.end)} {number.value} {phrase.cut(number.end)}".rstrip()


def _take_no(piece: Piece, lexicon: Lexicon) -> None:
    """Read "no footer" as "without footer": a negation in front of a noun or a whole screen is no label."""
    phrase = Phrase(piece.text)
    if piece.fresh and lexicon.book("refusals").at(phrase.words, 0) is not None:
        piece.joint = "without"
        return
    match = lexicon.book("negations").at(phrase.words, 0)
    if match is None or match.end >= len(phrase) or (piece.text[0].isupper() and not piece.fresh):
        return
    if piece.text[phrase.spans[match.end - 1][1]] != " ":
        return  # "no-shows"
    rest, spoken = phrase.cut(match.end), phrase.words[match.end :]
    if piece.fresh or lexicon.nouns.ending(spoken) or lexicon.topics.at(spoken, 0) or lexicon.knows_field(rest):
        piece.text, piece.joint = rest, "without"


def _take_type(piece: Piece, lexicon: Lexicon) -> None:
    """Read "attendees as a number" as "attendees (number)"."""
    phrase = Phrase(piece.text)
    for index in range(len(phrase)):
        found = lexicon.book("as").at(phrase.words, index)
        if found is None or not (index or piece.quotes):
            continue
        article = lexicon.book("articles").at(phrase.words, found.end)
        start = article.end if article is not None else found.end
        if lexicon.types.exact(phrase.words[start:]) is not None:
            piece.notes.append(phrase.cut(start))
            piece.text = phrase.cut(0, index)
            return


def _drop_place(piece: Piece, lexicon: Lexicon) -> None:
    """Read "a form underneath to post an update" as "a form to post an update"."""
    phrase = Phrase(piece.text)
    for index in range(1, len(phrase)):
        match = lexicon.book("places").at(phrase.words, index)
        if match is not None and match.end < len(phrase) and lexicon.nouns.ending(phrase.words, index) is not None:
            rest = Phrase(phrase.cut(match.end))
            article = lexicon.book("articles").at(rest.words, 0)  # "a Print button above the table"
            kept = "" if article is not None and lexicon.nouns.exact(rest.words[article.end :]) else rest.text
            piece.text = f"{phrase.cut(0, index)} {kept}".rstrip()
            return


def _drop_place_before(piece: Piece, lexicon: Lexicon) -> None:
    """Read "In the content put two cards" as "put two cards": where a thing stands is not what it is called."""
    phrase = Phrase(piece.text)
    beside = lexicon.book("beside").at(phrase.words, 0) if piece.fresh else None
    if beside is None:
        return
    end = _spot(phrase, beside.end, lexicon) or _part_named(phrase, beside.end, lexicon)
    if end and lexicon.book("inside").exact(phrase.words[: beside.end]) is None:
        piece.text = phrase.cut(end)


def _spot(phrase: Phrase, start: int, lexicon: Lexicon) -> int:
    """Where words such as "the very top" end; 0 when there are none."""
    article = lexicon.book("articles").at(phrase.words, start)
    spot = lexicon.book("spots").at(phrase.words, article.end if article is not None else start)
    return spot.end if spot is not None else 0


def _part_named(phrase: Phrase, start: int, lexicon: Lexicon) -> int:
    """Where words such as "the tabs" or "both tables" end, which were named before; 0 when there are none."""
    known = lexicon.book("both").at(phrase.words, start) or lexicon.book("definite").at(phrase.words, start)
    noun = lexicon.nouns.at(phrase.words, known.end) if known is not None else None
    return noun.end if noun is not None and noun.value.kind in {"section", "region", "tab"} else 0


def _tell_each(piece: Piece, lexicon: Lexicon) -> None:
    """Read "an Edit button in every row" as "an Edit button each"."""
    phrase = Phrase(piece.text)
    match = lexicon.book("per_each").ending(phrase.words)
    start = match.start if match is not None else _per(phrase, lexicon)
    if start or (match is not None and piece.quotes):
        piece.text = f"{phrase.cut(0, start)} {EACH}".lstrip()


def _per(phrase: Phrase, lexicon: Lexicon) -> int:
    """Where "per comment" begins behind a control; 0 for nowhere: "hours per week" are a field."""
    for index in range(1, len(phrase) - 1):
        per, noun = lexicon.book("per").at(phrase.words, index), lexicon.nouns.ending(phrase.words, index)
        if per is not None and noun is not None and noun.value.kind in _CONTROLS and len(phrase) - per.end in {1, 2}:
            return index
    return 0


def _take_share(piece: Piece, lexicon: Lexicon) -> None:
    """Read "progress bar at 40%" as "progress bar (40%)"."""
    phrase = Phrase(piece.text)
    if not piece.text.endswith("%") or len(phrase) < 2 or not phrase.words[-1][0].isdigit():
        return
    joint = lexicon.book("beside").ending(phrase.words, len(phrase) - 1)
    end = joint.start if joint is not None else len(phrase) - 1
    noun = lexicon.nouns.ending(phrase.words, end)
    if noun is not None and noun.value.kind == "progress":
        piece.text = phrase.cut(0, end)
        piece.notes.append(phrase.cut(len(phrase) - 1))


def _drop_bound(piece: Piece, lexicon: Lexicon) -> None:
    """Read "a card that is bound to {context.x}" as "a card {context.x}"."""
    phrase = Phrase(piece.text)
    match = lexicon.book("bound").ending(phrase.words) if piece.binding else None
    if match is not None:
        piece.text = phrase.cut(0, match.start)


# ---------------------------------------------------------------- one piece that is two


def _apart(piece: Piece, following: list[Piece], lexicon: Lexicon) -> list[Piece]:
    """The two pieces that one is, or the piece alone."""
    phrase = Phrase(piece.text)
    clicked = lexicon.book("clicking").at(phrase.words, 0)
    if clicked is not None:
        return _button_first(piece, phrase, clicked.end, lexicon)
    inside = lexicon.book("inside").at(phrase.words, 0) if piece.fresh else None
    end = _part_named(phrase, inside.end, lexicon) if inside is not None else 0
    if inside is not None and end:
        part = replace(piece, text=phrase.cut(inside.end, end), quotes=[], notes=[])
        held = replace(piece, text=phrase.cut(end), joint="with", fresh=False, level=0)
        return [part, held] if held.text else [part]  # "In the content put two cards"
    by = _first(lexicon.book("opened_by"), phrase, 1) if piece.quotes else None
    if by is not None:
        button = replace(piece, text="", quotes=[], notes=[], pressed=piece.quotes[-1:])
        button.joint, button.fresh, button.level = "and", True, 0
        return [replace(piece, text=phrase.cut(0, by.start), quotes=piece.quotes[:-1]), button]
    region = lexicon.nouns.at(phrase.words, 0)
    if piece.quote_first and region is not None and region.value.kind == "option" and region.end < len(phrase):
        options = replace(piece, quotes=[], joint="with", fresh=False, level=0)
        return [replace(piece, text="", notes=[]), options]  # `"Where to?" options Lake, Ridge`
    if region is not None and region.value.kind == "region" and lexicon.book("articles").at(phrase.words, region.end):
        told = replace(piece, text=phrase.cut(region.end), joint="with", fresh=False, level=0)
        return [replace(piece, text=phrase.cut(0, region.end), quotes=[], notes=[]), told]
    return _values_apart(piece, phrase, following, lexicon)


def _button_first(piece: Piece, phrase: Phrase, start: int, lexicon: Lexicon) -> list[Piece]:
    """The button and the dialog of "When clicking “Add” there is a dialog"."""
    opens = _first(lexicon.book("opens"), phrase, start)
    between = "" if opens is None else phrase.cut(start, opens.start)
    said = phrase.cut(start if opens is None else opens.end) or between
    name = piece.quotes[:1] or ([between] if between and between != said else [])
    button = [replace(piece, text="", quotes=[], notes=[], pressed=name)] if name else []
    rest = [replace(piece, text=said, quotes=piece.quotes[1:], fresh=True)] if said else []
    return [*button, *rest]


def _first(book: Phrasebook[bool], phrase: Phrase, start: int) -> Match[bool] | None:
    """The first phrase of a book from this word on."""
    return next((found for at in range(start, len(phrase)) if (found := book.at(phrase.words, at)) is not None), None)


def _values_apart(piece: Piece, phrase: Phrase, following: list[Piece], lexicon: Lexicon) -> list[Piece]:
    """The table of "Then table room, floor, guest", and the first that it holds."""
    noun = lexicon.nouns.at(phrase.words, 0)
    if noun is None or noun.end >= len(phrase) or not _lists_values(piece, noun.value, following, lexicon):
        return [piece]
    known = lexicon.nouns.ending(phrase.words) or lexicon.topics.all(phrase.words)
    if known or lexicon.connectors.at(phrase.words, noun.end) is not None:
        return [piece]
    first = replace(piece, text=phrase.cut(noun.end), joint="colon", fresh=False, level=0)
    return [replace(piece, text=phrase.cut(0, noun.end), quotes=[], notes=[]), first]


def _lists_values(piece: Piece, noun: Noun, following: list[Piece], lexicon: Lexicon) -> bool:
    """Whether a noun such as "table" at the start of a sentence is followed by what it holds, without a joint."""
    if not piece.fresh or noun.kind != "section" or lexicon.shape(noun.shape).items not in {"column", "fact", "field"}:
        return False
    return len(following) > 1 and all(entry.joint in {"comma", "and"} and not entry.fresh for entry in following[:2])


# ---------------------------------------------------------------- several pieces that are one


def _gather_choices(pieces: list[Piece], lexicon: Lexicon) -> list[Piece]:
    """Read "a window of morning or afternoon" as "a window (morning, afternoon)"."""
    gathered: list[Piece] = []
    rest = list(pieces)
    while rest:
        piece = rest.pop(0)
        size = _choices(rest)
        named, first = _about(piece, rest[:size], lexicon) if size else ("", "")
        if first:
            options = [first, *(entry.text for entry in rest[:size])]
            piece.text = named
            kind = lexicon.types.exact(words(" ".join(options)))
            piece.notes.append(" ".join(options) if kind else ", ".join(options))
            del rest[:size]
        gathered.append(piece)
    return gathered


def _choices(pieces: list[Piece]) -> int:
    """How many pieces go on a list whose last entry is joined by "or" or a slash."""
    size = 0
    for number, piece in enumerate(pieces, start=1):
        plain = piece.text and not (piece.quotes or piece.notes or piece.level or piece.fresh or piece.parts)
        if not plain or piece.joint not in {"comma", "and"} or len(words(piece.text)) > _MOST_CHOICE:
            break
        if piece.either == "or" or (piece.either and size == number - 1):
            size = number
        elif piece.joint == "and" or size:
            break
    return size


def _about(piece: Piece, others: list[Piece], lexicon: Lexicon) -> tuple[str, str]:
    """What a choice is about, and its first option; both empty when the piece names no choice."""
    phrase = Phrase(piece.text)
    spans, spoken = phrase.spans, phrase.words
    for index in range(1, len(spans) - 1):
        joined = lexicon.connectors.at(spoken, index)
        noun = lexicon.nouns.ending(spoken, index)
        if joined is None or joined.value != "of" or joined.end >= len(spans):
            continue
        opens = noun is not None and ((noun.value.list and phrase.plural(index - 1)) or noun.value.kind == "section")
        if noun is None or not opens or noun.value.shape == "page":
            return piece.text[: spans[index][0]].rstrip(), piece.text[spans[joined.end][0] :]
    short = all(entry.either == "/" and " " not in entry.text for entry in others)
    known = lexicon.types.exact(words(f"{spoken[-1]} {others[0].text}")) if spoken and len(others) == 1 else None
    field = len(others) > 1 and lexicon.knows_field(phrase.cut(0, len(phrase) - 1))
    if len(spans) > 1 and ((short and (len(others) > 1 or known)) or field):
        return piece.text[: spans[-1][0]].rstrip(), piece.text[spans[-1][0] :]
    return "", ""
