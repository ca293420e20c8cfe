"""Where things go: "above the name", "to the top of the form", "last"; and documents in which they went there.

A document is changed as a whole, on a copy; `document.difference` then says which operations that takes.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from epoch_cli.document import Document, clone, parse_pointer, resolve
from epoch_cli.providers.offline.describe import Phrase
from epoch_cli.providers.offline.lexicon import Lexicon
from epoch_cli.providers.offline.phrasebook import Phrasebook
from epoch_cli.providers.offline.places import Place, unit

ANCHORED = ("above", "below", "into", "first_of", "last_of")
"""Relations to something that is named behind them."""

ALONE = ("first", "last", "up", "down")


class Position(NamedTuple):
    """What was said of where something goes: `subject` is what, `anchor` the words behind the relation, if any."""

    relation: str
    subject: str
    anchor: str = ""


def positions(text: str, lexicon: Lexicon) -> list[Position]:
    """Every way in which a text can be read as a thing and a place; those with an anchor first.

    Between the two may stand "should be" and the like.
    """
    phrase = Phrase(text)
    anchored = Phrasebook.of((lexicon.edits.get(name, ()), name) for name in ANCHORED)
    alone = Phrasebook.of((lexicon.edits.get(name, ()), name) for name in ALONE)
    found: list[Position] = []
    for index in range(1, len(phrase)):
        match = anchored.at(phrase.words, index)
        if match is not None and match.end < len(phrase):
            found.append(Position(match.value, _subject(phrase, index, lexicon), phrase.cut(match.end)))
    last = alone.ending(phrase.words)
    if last is not None and last.start:
        found.append(Position(last.value, _subject(phrase, last.start, lexicon)))
    return [position for position in found if position.subject]


def says_it_goes(text: str, lexicon: Lexicon) -> bool:
    """Whether a sentence without a verb of ours says where something goes: "cancel should be last"."""
    return any(_goes(text, position, lexicon) for position in positions(text, lexicon))


def _goes(text: str, position: Position, lexicon: Lexicon) -> bool:
    """Whether words such as "should be" stand behind the subject."""
    behind = Phrase(text[text.index(position.subject) + len(position.subject) :])
    return Phrasebook.of([(lexicon.edits.get("goes", ()), True)]).at(behind.words, 0) is not None


def _subject(phrase: Phrase, end: int, lexicon: Lexicon) -> str:
    goes = Phrasebook.of([(lexicon.edits.get("goes", ()), True)]).ending(phrase.words, end)
    return phrase.cut(0, end if goes is None else goes.start)


def inside(place: Place, here: list[Place]) -> list[Place]:
    """The children of a place."""
    return [each for each in here if each.parent is not None and each.parent.path == place.path]


def is_actions(place: Place, here: list[Place]) -> bool:
    """A button, or a row of nothing but buttons."""
    inner = inside(place, here)
    return place.role == "action" or (bool(inner) and all(each.role == "action" for each in inner))


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
    if subject.path == "/root" or (anchor is not None and f"{anchor.path}/".startswith(f"{subject.path}/")):
        return None
    made: Document = clone(document)
    source, index = _slot(made, subject.path)
    item = source[index]
    if anchor is None:
        target, at = source, _alone(relation, index, len(source) - _buttons_below(subject.parent, subject, here))
    else:
        if relation in {"above", "below"}:
            anchor = _row_of(anchor, subject, here)
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


def _row_of(anchor: Place, subject: Place, here: list[Place]) -> Place:
    """The row of buttons, where something else than a button goes above or below one of them."""
    row = anchor.parent
    in_a_row = row is not None and row.role not in {"form", "card", "dialog"} and is_actions(row, here)
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
        return children, 0
    return children, len(children) - _buttons_below(anchor, subject, here)


def _buttons_below(holder: Place | None, subject: Place, here: list[Place]) -> int:
    """1 where buttons stand below all else, and something else than buttons goes there."""
    last = inside(holder, here)[-1:] if holder is not None and not subject.listed else []
    return int(bool(last) and is_actions(last[0], here) and not is_actions(subject, here))


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
