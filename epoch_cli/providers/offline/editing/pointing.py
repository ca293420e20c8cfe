"""How well words name a place of a document: by what it says, its id, the heading in it, and what it stands in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from epoch_cli.providers.offline.building.kit import TICKED
from epoch_cli.providers.offline.editing.places import ROLES, Place, control_in
from epoch_cli.providers.offline.knowledge.lexicon import Lexicon
from epoch_cli.providers.offline.knowledge.phrasebook import Words, kept_when_short, words
from epoch_cli.providers.offline.knowledge.safety import folded

_ID, _WHOLE, _TITLE, _PART, _PART_OF_TITLE, _AROUND, _ONLY = 12.0, 9.0, 8.0, 5.0, 4.0, 3.0, 1.0
_IS_KIND = 2.0
_ALL_OF_IT = 2.25
"""What counts when all words are the name, and none of them says of what kind it is."""
_SAME_SPELLING = 0.5
_LISTED = 1.0
"""What an entry of a list counts less than a node of the same name."""

_LIKE = 0.8
"""How alike a misspelt name must be (`difflib`)."""

_STEM = 4
"""Letters that two words of one stem share at least: "book" and "booking"."""

ALONE = frozenset({"form", "table", "tabs", "dialog", "section"})
"""Kinds of which there may be only one, so that it is meant whatever it is called."""

MANY = frozenset(
    {
        "button",
        "link",
        "cards",
        "card",
        "metric",
        "checkbox",
        "field",
        "choice",
        "badge",
        "heading",
        "image",
        "table",
        "form",
    }
)
"""Kinds of which a plural means all there are."""

LISTS = {"column": "columns", "option": "options", "tab": "tabs"}
"""The lists whose entries a noun means."""


@dataclass(frozen=True, slots=True)
class Name:
    """One way to read a name: its words without the noun, and what kind of thing the noun says it is."""

    words: Words
    text: str
    kind: str = ""
    type: str = ""

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles of what is meant; empty for any."""
        return ROLES.get(self.kind, ())


@kept_when_short(1024)
def _shape(text: str) -> str:
    return folded(" ".join(words(text)))


def names_in(text: str, lexicon: Lexicon) -> Iterator[Name]:
    """The ways to read a name: as it is, and with a noun at its end, at its start, or grown into its last word."""
    told = words(text)
    yield Name(told, text)
    for start in range(len(told) - 1, -1, -1):
        noun = lexicon.nouns.exact(told[start:]) or lexicon.quoted_nouns.exact(told[start:])
        if noun is not None:
            yield Name(told[:start], " ".join(told[:start]), noun.shape or noun.kind, noun.type)
    for end in range(1, len(told)):
        noun = lexicon.nouns.exact(told[:end]) or lexicon.quoted_nouns.exact(told[:end])
        if noun is not None:
            yield Name(told[end:], " ".join(told[end:]), noun.shape or noun.kind, noun.type)
    yield from _grown_together(told, lexicon)


def _grown_together(told: Words, lexicon: Lexicon) -> Iterator[Name]:
    """A noun at the end of the last word, in languages that write words together: "Telefonfeld"."""
    last = told[-1] if told and lexicon.language else ""
    for cut in range(1, len(last)):
        noun = lexicon.nouns.exact((last[cut:],))
        if noun is not None and (cut > 2 or not last.isascii()):
            yield Name((*told[:-1], last[:cut]), " ".join((*told[:-1], last[:cut])), noun.shape or noun.kind, noun.type)
            return


def points(place: Place, name: Name) -> float:
    """How well a name fits a place; 0 when it does not."""
    if place.listed:
        if name.kind and LISTS.get(name.kind) != place.listed:
            return 0
        found = _own(place, name)
        return found - _LISTED + _bonus(name, found) if found else 0
    if name.kind and (place.role not in name.roles or not _is_type(place, name)):
        return 0
    if place.node.get("id") == name.text.strip() and name.text:
        return _ID
    if not name.words:
        return _IS_KIND if name.kind else 0
    found = max(_own(place, name), _titled(place, name))
    if not found and name.kind:
        found = _around(place, name)
    return found + _bonus(name, found) if found else 0


def _bonus(name: Name, found: float) -> float:
    return _IS_KIND if name.kind else _ALL_OF_IT if found >= _WHOLE else 0


def likeness(place: Place, name: Name) -> float:
    """How much a name looks like that of a place, for names that are misspelt; 0 when it does not."""
    if (name.kind and not place.listed and place.role not in name.roles) or len("".join(name.words)) < 4:
        return 0
    if place.listed and name.kind and LISTS.get(name.kind) != place.listed:
        return 0
    written = folded(" ".join(name.words))
    return max((_alike(written, _shape(each)) for each in _shown(place)), default=0)


def _alike(one: str, other: str) -> float:
    if not one or not other or abs(len(one) - len(other)) > 3:
        return 0
    match = SequenceMatcher(None, one, other)
    if match.quick_ratio() < _LIKE:
        return 0
    ratio = match.ratio()
    return ratio if ratio >= _LIKE else 0


def _is_type(place: Place, name: Name) -> bool:
    """Whether an input is of the type that a noun says: a checkbox is no other field."""
    if name.kind == "checkbox":
        control = control_in(place) if place.role == "field" else place
        return control is not None and control.says("type") in TICKED
    if name.kind == "heading":
        return place.is_heading
    return name.type != "search" or place.props.get("type") == "search"


def _shown(place: Place) -> list[str]:
    """What is to be seen of a place: its own words, or the heading in it."""
    return place.names or ([place.title] if place.title else [])


def _own(place: Place, name: Name) -> float:
    best = 0.0
    for each in place.names:
        told = words(each)
        if told == name.words:
            best = max(best, _WHOLE + (_SAME_SPELLING if each.casefold() == name.text.casefold() else 0))
        elif _within(name.words, told):
            best = max(best, _PART)
    return best


def _titled(place: Place, name: Name) -> float:
    told = words(place.title)
    if not told:
        return 0
    return _TITLE if told == name.words else _PART_OF_TITLE if _within(name.words, told) else 0


def _around(place: Place, name: Name) -> float:
    """Whether what it stands in, its id, or its handlers are called so."""
    told: set[str] = set()
    outer: Place | None = place
    while outer is not None:
        told |= set(words(outer.title)) | _hidden(outer.node.get("id"))
        outer = outer.parent
    told |= {word for value in place.props.values() for word in _hidden(value)}
    return _AROUND if all(any(_of_one_stem(word, other) for other in told) for word in name.words) else 0


def _hidden(value: Any) -> set[str]:
    """The words of an id or of a handler: `sendInvite` → send, invite."""
    if not isinstance(value, str) or " " in value:
        return set()
    spaced = "".join(f" {char}" if char.isupper() else char for char in value)
    return set(words(spaced))


def _within(wanted: Words, told: Words) -> bool:
    return bool(wanted) and all(any(_of_one_stem(word, other) for other in told) for word in wanted)


def _of_one_stem(word: str, other: str) -> bool:
    if word == other:
        return True
    short, long = sorted((word, other), key=len)
    return len(short) >= _STEM and long.startswith(short) and len(long) - len(short) <= 3
