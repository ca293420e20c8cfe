"""Finding what the words of an edit mean: by name, by kind, by number, by what it stands in, and "it".

"the cancel button", "all buttons", "the second card", "the email in the billing form", "the invite form", "it".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from epoch_cli.catalog import FIELDS
from epoch_cli.providers.base import Brief
from epoch_cli.providers.offline.editing.places import Place, entries, unit
from epoch_cli.providers.offline.editing.pointing import ALONE, LISTS, MANY, Name, likeness, names_in, points
from epoch_cli.providers.offline.editing.surroundings import Surroundings
from epoch_cli.providers.offline.knowledge.fieldbook import FieldFact
from epoch_cli.providers.offline.knowledge.grammar import MOST_WORDS
from epoch_cli.providers.offline.knowledge.lexicon import Lexicon
from epoch_cli.providers.offline.knowledge.phrasebook import words
from epoch_cli.providers.offline.knowledge.said import Said, parts
from epoch_cli.providers.offline.understanding.phrases import label

_NUMBERS = ("number_1", "number_2", "number_3", "number_4", "number_5")
_SURE = 9
"""Points of a place that is called just so."""

_FEW = 2
"""Words before "form" or "table" that may name the only one there is."""

_MANY = 6
"""Words from which on nothing is taken for a name that is misspelt or made of two."""

_DEEPEST = 3
"""How often something may stand in something that stands in something: "the label of the email of the billing form"."""

_LONGEST_SCOPED = 24
"""Words up to which a text may say in what something stands; a longer one names nothing, and has many such words."""


@dataclass(frozen=True, slots=True)
class _Rival:
    place: Place
    points: float
    name: Name


class Finder(Surroundings):
    """Finds the nodes of a document that words name, and remembers what was named last.

    Attributes:
        spoken: the last two things that were spoken of: "both of them".
        last: the place that was found last; what is beside it may be "the other one".
        scope: the pointer of the part of the document that is spoken of; empty for all of it.
        several: names that fit more than one place, with how many.
    """

    def __init__(self, brief: Brief, lexicon: Lexicon) -> None:
        super().__init__(brief, lexicon)
        self.spoken: tuple[Said, ...] = ()
        self.last: Place | None = None
        self.scope = ""
        self.several: dict[str, int] = {}
        self._found: dict[tuple[str, str, tuple[str, ...], bool], list[Place]] = {}
        self._inner: dict[tuple[Any, ...], tuple[list[Place], dict[str, int]]] = {}
        self._depth = 0

    @property
    def named(self) -> Said:
        """What was spoken of last, which "it" means."""
        return self.spoken[-1] if self.spoken else Said("")

    @named.setter
    def named(self, said: Said) -> None:
        self.spoken = (*(each for each in self.spoken[-1:] if each.plain != said.plain), said)

    def changed(self) -> None:
        """Forget what was there and what was found: the document is another one now."""
        super().changed()
        self._found.clear()
        self._inner.clear()

    # ------------------------------------------------------------ what is meant

    def find(self, said: Said | str, *, kinds: tuple[str, ...] = (), guess: bool = True) -> Place | None:
        """The place that words name; None when there is none. `guess` allows for misspelt names."""
        return next(iter(self.find_all(said, kinds=kinds, guess=guess)), None)

    def find_all(self, said: Said | str, *, kinds: tuple[str, ...] = (), guess: bool = True) -> list[Place]:
        """The places that words name: one, or all of a kind where they say so ("all buttons"), or none."""
        said = said if isinstance(said, Said) else Said(said)
        if self.is_one_of("both", said.words) and len(self.spoken) > 1:
            return self._units([place for each in self.spoken for place in self.find_all(each, kinds=kinds)])
        if self._is_other(said):
            return self._other()
        if self.is_one_of("it", said.words) and self.spoken:
            said = self.named
        key = (self.scope, said.text, kinds, guess)
        if key not in self._found:
            is_name = 0 < len(said) <= MOST_WORDS
            self._found[key] = self._in_scope(said, kinds, guess=guess) if is_name else []
        found = self._found[key]
        if found:
            self.named, self.last = said, found[0]
        return found

    def mention(self, said: Said) -> None:
        """Remember what is named in a text that asks for nothing: "people forget the zip code, so make it required"."""
        told = f" {' '.join(said.words)} "
        named = (name for place in self.places() for name in place.shown if f" {' '.join(words(name))} " in told)
        longest = max(named, key=len, default="")
        if longest:
            self.named = Said(longest)

    def _is_other(self, said: Said) -> bool:
        rest = said.cut(self.begins("other", said))
        return self.is_one_of("other", said.words) or (
            rest != said and (self.is_one_of("one", rest.words) or self.lexicon.nouns.exact(rest.words) is not None)
        )

    def _other(self) -> list[Place]:
        """The only thing of its kind beside what was found last, which may be gone."""
        last = None if self.last is None else unit(self.last)
        if last is None or last.parent is None or last.listed:
            return []
        around = last.parent.path
        beside = [place for place in self.places() if place.parent is not None and place.parent.path == around]
        found = [place for place in beside if place.role == last.role and place.node != last.node]
        return found if len(found) == 1 else []

    def listed(self, said: Said, *, all_of: bool = True, kinds: tuple[str, ...] = ()) -> list[Place]:
        """The places that words name together, "the name and the email"; `all_of`: none unless each is found."""
        pieces = parts(said, self.joints)
        whole = self.find_all(said, kinds=kinds, guess=len(pieces) < 2)
        if whole or len(pieces) < 2:
            return whole
        noun = next(iter(names_in(pieces[-1].plain, self.lexicon)), None)
        found: list[Place] = []
        for piece in pieces:
            named = self._one_of_several(piece, pieces[-1], kinds, found)
            if not named and all_of:
                return []
            found += [place for place in named if all(place.path != other.path for other in found)]
        return found if noun is not None else []

    def _one_of_several(self, piece: Said, last: Said, kinds: tuple[str, ...], found: list[Place]) -> list[Place]:
        """What is named among others: the profile card of "the profile and notification cards"; what stands by them."""
        many = piece != last and self._is_many(last)
        named = (self._with_noun_of(piece, last) if many else []) or self.find_all(piece, kinds=kinds)
        if found and found[0].parent is not None and self._bare(piece).plain in self.several and not self.scope:
            self.scope = found[0].parent.path
            named = self.find_all(piece, kinds=kinds)
            self.scope = ""
            self.several.clear()
        return named or self._with_noun_of(piece, last)

    def _with_noun_of(self, piece: Said, last: Said) -> list[Place]:
        """The first card of "the first and the second card"."""
        told = last.words
        return self.find_all(f"{piece.plain} {told[-1]}") if told else []

    def _in_scope(self, said: Said, kinds: tuple[str, ...], *, guess: bool) -> list[Place]:
        here = self.places()
        inner = [place for place in here if f"{place.path}/".startswith(f"{self.scope}/")] if self.scope else []
        for rivals in (inner, here):
            found = self._among(said, rivals, kinds, guess=guess) if rivals else []
            if found:
                return found
        return []

    def _among(self, said: Said, here: list[Place], kinds: tuple[str, ...], *, guess: bool) -> list[Place]:
        said = self._bare(said)
        named = self.heading(here) if self.is_one_of("title", said.words) else None
        if named is not None or self.is_one_of("page", said.words):
            return here[:1] if named is None else [named]
        exact = self._ranked(said, here, kinds)
        if exact and exact[0].points >= _SURE and not (exact[0].name.kind and self._is_many(said)):
            return self._told(said, exact)
        many = self._many(said, here, kinds)
        if many is not None:
            return many
        inner = self._within(said, here, kinds) if not exact or self._has_joint(said) else []
        return inner or self._told(said, exact) or self._loose(said, here, guess=guess)

    def _told(self, said: Said, rivals: list[_Rival]) -> list[Place]:
        if not rivals:
            return []
        best = [rival for rival in rivals if rival.points == rivals[0].points]
        units = {unit(rival.place).path for rival in best}
        outer = {path for path in units if not any(path.startswith(f"{other}/") for other in units)}
        if len(outer) > 1:
            self.several[said.plain] = len(outer)
        return [best[0].place]

    # ------------------------------------------------------------ candidates

    def _ranked(
        self, said: Said, here: list[Place], kinds: tuple[str, ...] = (), *, named: bool = True
    ) -> list[_Rival]:
        """Every place that words may name, the best first, then in the order of the document.

        Without `named` only what is said to be of a kind.
        """
        found: dict[str, _Rival] = {}
        for name in self._names(said):
            if (kinds and name.kind not in {"", *kinds}) or not (named or name.kind):
                continue
            for place in self._candidates(name, here, kinds):
                if (told := points(place, name)) > 0 and (name.words or name.kind):
                    rival = found.get(place.path)
                    if rival is None or rival.points < told:
                        found[place.path] = _Rival(place, told, name)
        return sorted(found.values(), key=lambda rival: -rival.points)

    def _names(self, said: Said) -> Iterator[Name]:
        """The ways to read a name; a quotation is the name, and what stands around it the kind."""
        quotes = said.quotes
        if not quotes:
            yield from names_in(said.plain, self.lexicon)
            return
        around = label(self._bare(said.unquoted).plain)
        nouns = [name for name in names_in(around, self.lexicon) if name.kind]
        for noun in nouns or [Name((), "")]:
            yield Name(words(quotes[0]), quotes[0], noun.kind, noun.type)

    def _candidates(self, name: Name, here: list[Place], kinds: tuple[str, ...]) -> Iterator[Place]:
        wanted = LISTS.get(name.kind) or LISTS.get(kinds[0] if kinds else "")
        for place in here:
            if not wanted or not name.words:
                yield place
            for entry in entries(place) if (name.words or name.kind) else ():
                if not wanted or entry.listed == wanted:
                    yield entry

    # ------------------------------------------------------------ many, numbered, within

    def _is_many(self, said: Said) -> bool:
        """Whether all of a kind are meant: "the save buttons", but not "the tabs", which are one thing."""
        if not said.words or said.raw(-1).casefold() == said.words[-1]:
            return False
        return any(name.kind in MANY for name in names_in(said.plain, self.lexicon))

    def _every(self, said: Said, here: list[Place], kinds: tuple[str, ...]) -> list[Place]:
        said = self._bare(said)
        count = self.lexicon.numbers.at(said.words, 0)
        said = said.cut(count.end) if count is not None and count.end < len(said) else said
        if self.is_one_of("fields", said.words):
            return self._units([place for place in here if place.role in FIELDS and place.names])
        ranked = self._ranked(said, here, kinds, named=False) or self._ranked(said, here, kinds)
        if not ranked:
            return [place for scoped in self._within_all(said, here, kinds) for place in scoped]
        best = [rival for rival in ranked if rival.points == ranked[0].points]
        ordered = sorted(best, key=lambda rival: [rival.place.path for rival in ranked].index(rival.place.path))
        return self._units([rival.place for rival in ordered])

    def fields_of(self, said: Said) -> list[Place]:
        """All fields, where words say "everything" or "everything in the delivery section"."""
        if self.is_one_of("everything", said.words):
            holders: list[Place] = self.places()[:1]
        elif (size := self.begins("everything", said)) and self.begins("within", said.cut(size)):
            holders = self.find_all(self.without("within", said.cut(size)))
        else:
            return self._fields_so_far(said)
        here = [place for holder in holders for place in self.within(holder, self.places())]
        return self._units([place for place in here if place.role in FIELDS and place.names])

    def _many(self, said: Said, here: list[Place], kinds: tuple[str, ...]) -> list[Place] | None:
        """All of a kind, or the one of a number; None where words say neither."""
        if self.begins("every", said) and (many := self._every(self.without("every", said), here, kinds)):
            return many
        if self._is_many(said) and len(many := self._every(said, here, kinds)) > 1:
            return many
        numbers = dict(enumerate(_NUMBERS, 1)) | {-1: "number_last"}
        for number, group in numbers.items():
            if self.begins(group, said):
                return self._number(number, self.without(group, said), here, kinds)
        return None

    def _number(self, number: int, said: Said, here: list[Place], kinds: tuple[str, ...]) -> list[Place]:
        count = self.lexicon.numbers.at(said.words, 0) if number == 1 else None
        if count is not None and count.end < len(said):
            return self._every(said.cut(count.end), here, kinds)[: count.value]
        for left, scope in [(said, here), *self._scopes(said, here)]:
            found = self._listed_of_kind(left, scope) or self._every(left, scope, kinds)
            if found and -1 <= number <= len(found):
                return [found[number - 1 if number > 0 else -1]]
        return []

    def _listed_of_kind(self, said: Said, here: list[Place]) -> list[Place]:
        """All tabs, or the columns of the first table, where words are no more than "tab" or "column"."""
        noun = self.lexicon.nouns.exact(self._bare(said).words)
        listed = LISTS.get(noun.kind) if noun is not None else None
        holders = [[entry for entry in entries(place) if entry.listed == listed] for place in here] if listed else []
        return next((found for found in holders if found), [])

    def _has_joint(self, said: Said) -> bool:
        inside = self.group("within")
        return any((word,) in inside for word in said.words[1:-1])

    def _scopes(self, said: Said, here: list[Place]) -> Iterator[tuple[Said, list[Place]]]:
        """The ways to read "the email in the billing form": what is meant, and the places in what it stands in."""
        inside = self.group("within")
        if len(said) > _LONGEST_SCOPED:
            return
        for index in range(1, len(said) - 1):
            for size in (3, 2, 1):
                if said.words[index : index + size] in inside and index + size < len(said):
                    holder = next(iter(self._deeper(said.cut(index + size), here, ())), None)
                    if holder is not None:
                        yield said.cut(0, index), self.within(holder, here)
        for index in range(1, len(said)):  # "the profile form's email"
            if said.raw(index - 1).casefold().endswith(("'s", "’s")):
                holder = next(iter(self._deeper(said.cut(0, index), here, (), guess=False)), None)
                if holder is not None:
                    yield said.cut(index), self.within(holder, here)

    def _deeper(self, said: Said, here: list[Place], kinds: tuple[str, ...], *, guess: bool = True) -> list[Place]:
        """What is named in the name of something else, looked for once: each reading of a clause asks for it again."""
        if not here or self._depth >= _DEEPEST:
            return []
        # what stands in a place, or below a heading, stands together: its ends say which places those are
        key = (self._depth, said.text, here[0].path, here[-1].path, len(here), kinds, guess)
        if key not in self._inner:
            several = self.several
            self.several, self._depth = {}, self._depth + 1
            found = self._among(said, here, kinds, guess=guess)
            self._inner[key] = (found, self.several)
            self.several, self._depth = several, self._depth - 1
        found, told = self._inner[key]
        self.several.update(told)
        return found

    def _within(self, said: Said, here: list[Place], kinds: tuple[str, ...]) -> list[Place]:
        return next((found for found in self._within_all(said, here, kinds) if found), [])

    def _within_all(self, said: Said, here: list[Place], kinds: tuple[str, ...]) -> Iterator[list[Place]]:
        for left, scope in self._scopes(said, here):
            found = self._deeper(left, scope, kinds)
            if found:
                yield found

    # ------------------------------------------------------------ less certain

    def _loose(self, said: Said, here: list[Place], *, guess: bool) -> list[Place]:
        """What may be meant: the only one of a kind, what asks for it, what a misspelt name looks like."""
        if self.is_one_of("submit", said.words) or any(
            name.kind == "button" and self.is_one_of("submit", name.words) for name in self._names(said)
        ):
            sender = self.sender(here)
            return [] if sender is None else [sender]
        asking = self._asking(said, here) or self._only(said, here)
        if asking or not guess or len(said) > _MANY:
            return asking
        asking = self._prefixed(said, here)
        return asking or self._misspelt(said, here)

    def _prefixed(self, said: Said, here: list[Place]) -> list[Place]:
        """What stands in what is named before it: "the billing email"."""
        for index in range(1, len(said)):
            around = self._ranked(said.cut(0, index), [place for place in here if place.children])
            for rival in around[:2]:
                found = self._ranked(said.cut(index), self.within(rival.place, here)[1:])
                if found and found[0].points >= _SURE:
                    return self._told(said, found)
        return []

    def _only(self, said: Said, here: list[Place]) -> list[Place]:
        for name in self._names(said):
            if name.kind in ALONE and len(name.words) <= _FEW and said.words[-1:] != name.words[-1:]:
                found = [place for place in here if place.role in name.roles]
                if len(found) == 1:
                    return found
        return []

    def _asking(self, said: Said, here: list[Place]) -> list[Place]:
        """The only field that asks for what is meant, though it is called otherwise: email for "E-mail address"."""
        for name in self._names(said):
            fact = self.lexicon.fields.exact(name.words) if name.kind in {"", "field", "choice"} else None
            if fact is None:
                continue
            asked = [place for place in here if fact.type and place.props.get("type") == fact.type]
            asked = [place for place in asked if not self._is_called_otherwise(place, fact)]
            named = asked or [
                place
                for place in here
                if place.role in FIELDS and any(self.lexicon.fields.exact(words(each)) is fact for each in place.names)
            ]
            if len(self._units(named)) == 1 and named[0].role in FIELDS:
                return named[:1]
        return []

    def _is_called_otherwise(self, place: Place, fact: FieldFact) -> bool:
        """Whether a field is known to be another one of the same type: a fax number is no phone number."""
        known = [self.lexicon.fields.exact(words(name)) for name in unit(place).names]
        return any(each is not None and each != fact for each in known)

    def _misspelt(self, said: Said, here: list[Place]) -> list[Place]:
        """What a misspelt name looks like, when it looks like one thing only."""
        best: dict[str, tuple[float, Place]] = {}
        for name in self._names(said):
            for place in self._candidates(name, here, ()):
                told = likeness(place, name)
                if told > best.get(unit(place).path, (0.0, place))[0]:
                    best[unit(place).path] = (told, place)
        ordered = sorted(best.values(), key=lambda each: -each[0])
        if not ordered or (len(ordered) > 1 and ordered[1][0] == ordered[0][0]):
            return []
        return [ordered[0][1]]
