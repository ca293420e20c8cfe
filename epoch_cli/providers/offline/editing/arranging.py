"""Where things go: "above the name", "to the top of the form", "last"; and documents in which they went there.

A document is changed as a whole, on a copy; `document.difference` then says which operations that takes.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from epoch_cli.document import Document, clone, parse_pointer, resolve
from epoch_cli.providers.offline.editing.places import Place, panel_of, unit
from epoch_cli.providers.offline.knowledge.lexicon import Lexicon
from epoch_cli.providers.offline.knowledge.phrasebook import Phrasebook, Words
from epoch_cli.providers.offline.knowledge.said import COMMA, Said

ANCHORED = ("above", "below", "between", "first_of", "last_of", "into")
"""Relations to something that is named behind them."""

_LONGEST = 6
"""Words of the longest relation."""

ALONE = ("first", "last", "up", "down")


class Position(NamedTuple):
    """What was said of where something goes: `subject` is what, `anchor` the words behind the relation, if any."""

    relation: str
    subject: Said
    anchor: Said = Said("")


def positions(said: Said, lexicon: Lexicon, anchors: tuple[str, ...] = ANCHORED) -> list[Position]:
    """Every way in which a text can be read as a thing and a place; those with an anchor first.

    Between the two may stand "should be" and the like. `anchors` are the relations to something that are looked for.
    """
    anchored, alone, goes = (_book(names, lexicon) for names in (anchors, ALONE, ("goes",)))
    found = list(_in_front(said, anchored, lexicon))
    for index in range(1, len(said)):
        for end, relation in _all_at(anchored, said.words, index):
            if end < len(said):
                found.append(Position(relation, _subject(said, index, goes), said.cut(end)))
    last = alone.ending(said.words)
    if last is not None and last.start:
        found.append(Position(last.value, _subject(said, last.start, goes)))
    return [position for position in found if position.subject.text]


def _in_front(said: Said, anchored: Phrasebook[str], lexicon: Lexicon) -> Iterator[Position]:
    """A place that is said before the thing: "below the email, a phone field", "nach der E-Mail ein Feld Firma".

    The thing begins behind a comma, else with an article, else with any word.
    """
    start = next((index for index, word in enumerate(said.words) if word != COMMA), 0)
    articles = lexicon.book("articles")
    for end, relation in _all_at(anchored, said.words, start):
        inner = range(end + 1, len(said))
        commas = [index for index in inner if said.words[index - 1] == COMMA]
        nouns = [index for index in inner if articles.at(said.words, index) is not None]
        for index in dict.fromkeys([*commas, *nouns, *inner]):
            last = index - (said.words[index - 1] == COMMA)
            if last > end:
                yield Position(relation, said.cut(index), said.cut(end, last))


def placement(said: Said, lexicon: Lexicon) -> Position | None:
    """Where something goes, of a text that says nothing else: "between Weekly and Never"."""
    anchored, alone = _book(ANCHORED, lexicon), _book(ALONE, lexicon)
    match = anchored.at(said.words, 0)
    if match is not None and match.end < len(said):
        return Position(match.value, Said(""), said.cut(match.end))
    relation = alone.exact(said.words)
    return None if relation is None else Position(relation, Said(""))


@lru_cache(maxsize=64)  # a few books of each language, asked for by every clause
def _book(names: tuple[str, ...], lexicon: Lexicon) -> Phrasebook[str]:
    return Phrasebook.of((lexicon.edits.get(name, ()), name) for name in names)


def _all_at(book: Phrasebook[str], told: Words, index: int) -> Iterator[tuple[int, str]]:
    """Every phrase that begins at a place, the longest first."""
    for end in range(min(len(told), index + _LONGEST), index, -1):
        value = book.exact(told[index:end])
        if value is not None:
            yield end, value


def _subject(said: Said, end: int, goes: Phrasebook[str]) -> Said:
    match = goes.ending(said.words, end)
    return said.cut(0, end if match is None else match.start)


def inside(place: Place, here: list[Place]) -> list[Place]:
    """The children of a place."""
    return [each for each in here if each.parent is not None and each.parent.path == place.path]


def moved(
    document: Document, subject: Place, relation: str, anchor: Place | None, here: list[Place]
) -> Document | None:
    """The document with a node, or an entry of a list, somewhere else; None where that cannot be.

    Args:
        document: as it is.
        subject: what moves.
        relation: one of `ANCHORED` and `ALONE`.
        anchor: what the relation is to.
        here: all places of the document.
    """
    subject = unit(subject)
    anchor = None if anchor is None else unit(anchor)
    if anchor is not None and relation in {"into", "first_of", "last_of"}:
        anchor = panel_of(anchor) or anchor
    if subject.path == "/root" or (anchor is not None and f"{anchor.path}/".startswith(f"{subject.path}/")):
        return None
    made: Document = clone(document)
    source, index = _slot(made, subject.path)
    item = source[index]
    if anchor is None:
        target, at = source, _alone(relation, index, len(source) - _buttons_below(subject.parent, subject, here))
    else:
        if relation in {"above", "below"}:
            anchor = _row_of(anchor, subject)
        found = _target(made, relation, anchor, subject, here)
        if found is None:
            return None
        target, at = found
    del source[index]
    target.insert(at - (target is source and index < at), item)
    _with_panels(document, made, subject)
    return made


def swapped(document: Document, one: Place, other: Place) -> Document | None:
    """The document with two nodes, or two entries of one list, in each other's place; None where that cannot be."""
    one, other = unit(one), unit(other)
    nested = f"{one.path}/".startswith(f"{other.path}/") or f"{other.path}/".startswith(f"{one.path}/")
    if nested or not _are_alike(one, other) or "/root" in {one.path, other.path}:
        return None
    made: Document = clone(document)
    (left, at), (right, there) = _slot(made, one.path), _slot(made, other.path)
    left[at], right[there] = right[there], left[at]
    _with_panels(document, made, one)
    return made


# ---------------------------------------------------------------- places in the copy


def _slot(document: Document, path: str) -> tuple[list[Any], int]:
    """The array that holds what stands at a path, and where in it."""
    *around, last = parse_pointer(path)
    return resolve(document, around), int(last)


def _alone(relation: str, index: int, count: int) -> int:
    """Where in its own array something goes, counted with itself in it."""
    return {"first": 0, "last": count, "up": max(0, index - 1), "down": min(count, index + 2)}[relation]


def _row_of(anchor: Place, subject: Place) -> Place:
    """The row of buttons, where something else than a button goes above or below one of them."""
    row = anchor.parent
    in_a_row = row is not None and row.role not in {"form", "card", "dialog"} and row.is_row_of_buttons
    return row if row is not None and in_a_row and anchor.role == "action" != subject.role else anchor


def _target(
    made: Document, relation: str, anchor: Place, subject: Place, here: list[Place]
) -> tuple[list[Any], int] | None:
    """The array that something goes into, and where in it."""
    if relation in {"above", "below"}:
        if anchor.path == "/root" or not _are_alike(subject, anchor):
            return None
        array, at = _slot(made, anchor.path)
        return array, at + (relation == "below")
    if anchor.listed or anchor.component is None or not anchor.component.children or subject.listed:
        return None
    children = resolve(made, parse_pointer(anchor.path)).setdefault("children", [])
    if relation == "first_of":
        first = inside(anchor, here)[:1]
        headed = bool(first) and first[0].is_heading and anchor.role in {"card", "box", "form"}
        return children, int(headed and first[0].path != subject.path)
    return children, len(children) - _buttons_below(anchor, subject, here)


def _buttons_below(holder: Place | None, subject: Place, here: list[Place]) -> int:
    """1 where buttons stand below all else, and something else than buttons goes there."""
    last = inside(holder, here)[-1:] if holder is not None and not subject.listed else []
    return int(bool(last) and last[0].is_row_of_buttons and not subject.is_row_of_buttons)


def _are_alike(one: Place, other: Place) -> bool:
    """Whether both are nodes, or both entries of one list."""
    lists = [each.parent.path if each.listed and each.parent is not None else "" for each in (one, other)]
    return one.listed == other.listed and lists[0] == lists[1]


def _with_panels(before: Document, made: Document, subject: Place) -> None:
    """Panels follow their tabs."""
    component = subject.component
    if component is None or not subject.listed or subject.listed != component.panels or subject.parent is None:
        return
    at = parse_pointer(subject.parent.path)
    old, new = resolve(before, at), resolve(made, at)
    tabs = old["props"][subject.listed]
    if len(new.get("children", ())) == len(tabs):
        order = [tabs.index(tab) for tab in new["props"][subject.listed]]
        new["children"] = [new["children"][number] for number in order]
