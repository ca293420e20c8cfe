"""From a prompt to a `Wish`: the head says what the screen is, everything after it what it holds."""

from __future__ import annotations

from epoch_cli.providers.offline.knowledge.lexicon import Lexicon
from epoch_cli.providers.offline.knowledge.phrasebook import words
from epoch_cli.providers.offline.knowledge.safety import clean, shortened
from epoch_cli.providers.offline.understanding.asking import become_form
from epoch_cli.providers.offline.understanding.beyond import clause_in
from epoch_cli.providers.offline.understanding.data import spaced
from epoch_cli.providers.offline.understanding.describe import Description, describe
from epoch_cli.providers.offline.understanding.describing import bind
from epoch_cli.providers.offline.understanding.evidence import deed, likely_shape, shape_of_page
from epoch_cli.providers.offline.understanding.headless import Run, read_headless
from epoch_cli.providers.offline.understanding.headline import Headline, headline, where_starts
from epoch_cli.providers.offline.understanding.outline import PLAIN
from epoch_cli.providers.offline.understanding.phrases import Phrase, label, without_noise, without_praise
from epoch_cli.providers.offline.understanding.pieces import Piece, split
from epoch_cli.providers.offline.understanding.reader import Reader, read_into
from epoch_cli.providers.offline.understanding.topics import CONTENT
from epoch_cli.providers.offline.understanding.wish import FRAMES, Item, Wish

_PARTS = frozenset({"section", "region"})
_CLOSED = frozenset({"form", "table", "list", "cards", "gallery", "board", "plans", "questions"})
"""Shapes of a head that are one part of several when others stand beside it."""

SHOWN = 200
"""Most characters of the prompt that are shown again when it was not understood."""

_MOST_WORDS = 5
"""Words of a sentence before the head that can be a title: "Boarding kennel. Table with dog and owner"."""


def understand(prompt: str, lexicon: Lexicon) -> Wish:
    """Understand a prompt; one that says nothing gives a wish of shape `page` that holds nothing."""
    wish = Wish("page", asked=shortened(" ".join(clean(prompt).split()), SHOWN))
    wish.language = lexicon.language
    told = lexicon.frames.removed(prompt)
    pieces = split(told.text, lexicon)
    if pieces and _is_no_screen(pieces[0], lexicon):
        pieces = pieces[1:]
    if not pieces:
        return wish
    if behind := max(piece.behind for piece in pieces):
        wish.unread[""] = behind
    for start in _starts(pieces, lexicon):
        run = _run(pieces[start:], lexicon)
        head = _head(run, lexicon, by_topic=not told.asks)
        if head is not None:
            _headed(wish, run, head, pieces[start + len(run) :], lexicon)
            _called_before(wish, pieces[:start], lexicon)
            return wish
    if pieces[0].heads_lines and len(pieces) > 1:
        wish.title = label(pieces[0].quotes[0] if pieces[0].quotes else pieces[0].text)
        Reader(lexicon, wish).read(pieces[1:])
        return wish
    read_headless(wish, _run(pieces, lexicon), pieces, lexicon, asks=told.asks)
    return wish


def _is_no_screen(piece: Piece, lexicon: Lexicon) -> bool:
    """Whether a prompt begins with what is not wanted ("no form please"), or asks for a text and no screen."""
    phrase = Phrase(piece.text)
    if piece.quotes or piece.notes or lexicon.knows_field(piece.text):
        return False
    texts = lexicon.clauses.get("texts")
    if texts is not None and texts.at(phrase.words, 0) is not None:
        return True
    match = lexicon.book("negations").at(phrase.words, 0) or lexicon.book("refusals").at(phrase.words, 0)
    start = 0 if piece.joint == "without" else len(phrase) if match is None else match.end
    refused = without_noise(Phrase(phrase.cut(start)), lexicon)
    noun = lexicon.nouns.exact(refused.words) if refused.words else None
    return noun is not None and noun.kind == "section"


# ---------------------------------------------------------------- the head


def _starts(pieces: list[Piece], lexicon: Lexicon) -> list[int]:
    """Where a head may begin: at the start, and at each sentence that has only talk before it."""
    starts = [0]
    for index, piece in enumerate(pieces):
        if piece.heads_lines:
            break  # below a heading stands what the screen holds
        if index and piece.fresh:
            starts.append(index)
        elif piece.joint in {"with", "colon", "each"} or _holds_data(piece, lexicon):
            break
    return starts


def _holds_data(piece: Piece, lexicon: Lexicon) -> bool:
    return bool(piece.quotes or piece.notes or piece.span or piece.binding) or lexicon.knows_field(piece.text)


def _run(pieces: list[Piece], lexicon: Lexicon) -> Run:
    """The pieces up to the first that is joined by more than a comma or `and`, described."""
    end = 1
    while end < len(pieces) and not pieces[end].fresh and pieces[end].joint in {"comma", "and"}:
        end += 1
    phrase = Phrase(pieces[0].text)
    if clause := clause_in(phrase, lexicon):
        pieces[0].text = phrase.cut(0, clause)  # "table of users sorted by name"
    return [(piece, describe(piece, lexicon, head=True)) for piece in pieces[:end]]


def _head(run: Run, lexicon: Lexicon, *, by_topic: bool = True) -> int | None:
    """The piece that names the screen: one with a noun for parts of screens, else one with a topic, else none.

    A header is above a screen, and names one only where nothing else does.
    """
    screens = [
        index for index, (_, found) in enumerate(run) if found.item.kind == "section" or _list_shape(found, lexicon)
    ]
    if screens:
        return next((index for index in screens if run[index][1].item.shape != "header"), screens[0])
    for index, (_, found) in enumerate(run if by_topic else ()):
        if headline(found, lexicon).shape:
            return index
    return None


def _list_shape(found: Description, lexicon: Lexicon) -> str:
    """The shape that a plural such as `tabs` or `plans` opens; empty for other nouns."""
    if not found.plural:
        return ""
    return next((name for name, row in lexicon.shapes.items() if found.item.kind in row.each), "")


def _headed(wish: Wish, run: Run, head: int, rest: list[Piece], lexicon: Lexicon) -> None:
    piece, found = run[head]
    reader = Reader(lexicon, wish)
    before, after = [entry[0] for entry in run[:head]], _parts_after(run[head + 1 :], rest)
    shape, name = _list_shape(found, lexicon), headline(found, lexicon)
    if shape and not (name.topic is not None and len(found.noun) < len(name.used) == len(found.phrase)):
        wish.shape = shape  # but "frequently asked questions" is a topic
        wish.title = "" if shape == "tabs" else label(found.noun_text)
        reader.read([*before, piece, *after, *rest])
        return
    if found.several and not found.after:
        wish.title = wish.subject = label(found.before)
        reader.read([*before, piece, *after, *rest])
        return
    _name(wish, name, piece, found, lexicon)
    if wish.shape == "page" and not (name.topic is not None and not name.button):
        wish.shape = shape_of_page(_purpose(wish, found, lexicon), [*after, *rest], lexicon) or wish.shape
    for note in piece.notes:
        read_into(wish, note, lexicon)
    if found.everyone and not any(told.joint in {"with", "has", "each"} for told in [*after, *rest][:1]):
        reader.opens_entries()  # "a card for each tour: Glacier walk, Lava tunnel"
    items = _items_before(wish, run[:head], piece, lexicon)
    bound, wish.items = wish.items, []
    reader.read(items)
    above, told = len(wish.parts), list(wish.items)
    if items:
        reader.desk.last, reader.desk.at.listing = wish, None
    wish.items += bound
    if not after and _is_told_next(wish, name, rest, lexicon):
        title = wish.title
        read_headless(wish, _run(rest, lexicon), rest, lexicon)
        wish.title = title or wish.title
    else:
        if not piece.quotes and not piece.notes:
            reader.may_list(found)
        reader.read([*after, *rest])
    if not (name.subject or name.topic) and any(lexicon.is_control(item.label) for item in wish.items):
        become_form(wish, lexicon)  # "a page: date of birth, reason"
    _stand_beside(wish, above, told, joined=bool(after) and describe(after[0], lexicon).item.kind in _PARTS)
    _stand_above(wish, above, holds=not after and bool(rest))


def _stand_beside(wish: Wish, above: int, items: list[Item], *, joined: bool) -> None:
    """Make the head one of several parts: "users table and a form with name", "3 metrics and a table of orders".

    `above` it stand as many parts, and these `items`; `joined` that another part follows at once.
    """
    if not (above or joined or wish.counts.get("metric")):
        return
    own = [item for item in wish.items if not any(item is told for told in items)]
    if wish.shape not in _CLOSED or (not above and any(item.kind in CONTENT - {"metric", "chart"} for item in own)):
        return
    wish.items = [item for item in wish.items if item not in own or not above]
    counts = {kind: count for kind, count in wish.counts.items() if kind != "metric"}
    part = Wish(wish.shape, "", wish.subject, wish.topic, binding=wish.binding, submit=wish.submit, counts=counts)
    part.items, part.each, part.each_parts = own if above else [], wish.each, wish.each_parts
    wish.parts.insert(above, part)
    wish.shape, wish.topic, wish.binding, wish.each, wish.each_parts = "page", None, "", [], []
    wish.counts = {kind: count for kind, count in wish.counts.items() if kind == "metric"}


def _stand_above(wish: Wish, above: int, *, holds: bool) -> None:
    """Make a header the first of several parts: "a header with a logo, a table of users".

    No header is around a table or a form, whose name is the page's. It `holds` what is named behind it when no comma
    joins that.
    """
    if wish.shape != "header" or len(wish.parts) <= above:
        return
    part = Wish("header", "", wish.subject, wish.topic)
    if holds:
        part.items, wish.items = wish.items, []
    wish.parts.insert(above, part)
    for item in wish.items:
        item.place += item.place >= above
    wish.shape, wish.topic = "page", None
    wish.title = wish.subject = ""
    if named := next((part for part in wish.parts if part.shape not in FRAMES), None):
        wish.title = wish.subject = named.title or label(named.subject)
        named.title = ""


def _purpose(wish: Wish, found: Description, lexicon: Lexicon) -> Phrase:
    """What a page is there for: what it is called, or what can be done on it ("page to rate films").

    What stands behind "where parents can" is no part of its title.
    """
    after = Phrase(found.after)
    told = where_starts(after, lexicon) == 0 < len(after)
    if found.before and not told:
        return Phrase(found.before)
    after = after if found.joined or told else Phrase("")
    for index in range(1, len(after)):
        if lexicon.book("able").ending(after.words, index) is not None:
            does = Phrase(after.cut(index))
            verb = deed(does, lexicon)
            if verb is not None and told:  # "a page where customers can see their orders"
                shows = Phrase(does.cut(verb.end) if verb.value.shape == "table" else does.text)
                wish.title = wish.subject = label(without_noise(shows, lexicon).text)
                return does
            if verb is not None:
                clause = next((at for at in range(1, index) if lexicon.book("clause").at(after.words, at)), index)
                wish.title = wish.subject = label(without_noise(Phrase(after.cut(0, clause)), lexicon).text)
                return does
    return after if found.joined == "to" or deed(after, lexicon) is not None else Phrase("")


def _parts_after(run: Run, rest: list[Piece]) -> list[Piece]:
    """What stands behind the head; in front of a list of lines, words are more of its name: "Intake, law firm:"."""
    lines = bool(rest) and rest[0].joint == "colon" and rest[0].level > PLAIN
    more = lines and not any(told.known or told.item.kind or piece.notes for piece, told in run)
    return [] if more else [piece for piece, _ in run]


def _name(wish: Wish, name: Headline, piece: Piece, found: Description, lexicon: Lexicon) -> None:
    """What the head says of the screen itself: shape, topic, title, data, and the button that sends it."""
    wish.shape = name.shape or "page"
    wish.topic, wish.subject, wish.binding = name.topic, name.subject, piece.binding
    wish.submit = _submit(name, found, lexicon)
    wish.title = piece.quotes[0] if piece.quotes else name.title
    wish.items += [Item("text", text, verbatim=True) for text in piece.quotes[1:]]
    wish.only = "only" in found.flags
    if found.item.count:
        wish.counts["rows"] = found.item.count
    if wish.binding and not name.subject:
        wish.title = wish.subject = spaced(wish.binding.rpartition(".")[2])
    bind(wish)
    wish.framed = found.framed or (found.item.shape == "card" and wish.shape == "form")


def _items_before(wish: Wish, before: Run, head: Piece, lexicon: Lexicon) -> list[Piece]:
    """What stands before the head: parts of the screen, and words that are more of its title."""
    items = [entry for entry, told in before if told.known or told.item.kind or entry.binding]
    for entry in items:
        entry.text = "" if entry.binding else entry.text
    others = [told.item.label for entry, told in before if entry not in items]
    others = [text for text in others if without_praise(text, lexicon)]  # not "clean, modern and simple"
    if others and not head.quotes:
        joined = wish.subject and head.joint == "and"
        wish.title = f" {lexicon.phrase('and')} ".join([*others, wish.title]) if joined else others[0]
        wish.subject = wish.subject or others[0]
    return items


def _is_told_next(wish: Wish, name: Headline, rest: list[Piece], lexicon: Lexicon) -> bool:
    """Whether the head is only a frame, and the next sentence says what it holds: "A screen for HR. See all staff"."""
    if wish.shape != "page" or name.topic is not None or wish.items or wish.parts or not rest or not rest[0].fresh:
        return False
    run = _run(rest, lexicon)
    first = run[0][1]
    return _head(run, lexicon) is None and not first.item.kind and bool(likely_shape(first.phrase, [], lexicon))


def _called_before(wish: Wish, before: list[Piece], lexicon: Lexicon) -> None:
    """A short sentence before the head is its title, when it has none: "Boarding kennel. Table with dog and owner"."""
    if before and not wish.subject and len(before) == 1:
        text = label(describe(before[0], lexicon, head=True).phrase.text)
        if 0 < len(words(text)) <= _MOST_WORDS:
            wish.title = wish.subject = text


def _submit(name: Headline, found: Description, lexicon: Lexicon) -> str:
    """The label of the button that sends a form: the topic's, or what it is there to do ("form to add a book")."""
    if name.button:
        return name.button
    first = words(found.after)[:1]
    if found.joined != "to" or not lexicon.actions.exact(first):
        return ""
    if lexicon.language:
        return found.after.split()[0]  # what follows would have to be inflected
    book = lexicon.book("articles")
    return " ".join(word for word in found.after.split() if not book.exact(words(word)))
