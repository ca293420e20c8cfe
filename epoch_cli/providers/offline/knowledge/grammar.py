"""The forms of the sentences that ask for a change, compiled from `[[sentence]]` of `patterns/edits.toml`.

A form is written as it is said, with slots and with words of the same meaning by the name of their row in `[edits]`:

    "<rename> {target} <to> {new}"     →  rename: target, new
    "[das] {target} <remove>"          →  remove: target

A row may fill slots itself (`given`): "people must enter {target}" asks to make it required.
`[…]` may be missing. Of two slots beside each other the first takes as much as it can, else a slot takes as little as
it can; every way to read a sentence is tried, because a name may hold any word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from epoch_cli.providers.offline.knowledge.phrasebook import Words, words
from epoch_cli.providers.offline.knowledge.said import QUOTE, Said

_PART = re.compile(r"(?P<optional>\[)?(?:\{(?P<slot>\w+)\}|<(?P<group>\w+)>|(?P<word>[^\s\[\]]+))(?(optional)\])")
_SPACELESS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_OWN = {'"': (QUOTE,), ":": (":",), ",": (",",)}

VERB = "verb"
"""A slot for a verb, which opens a sentence as any other."""

MOST_WORDS = 60
"""Words of a sentence that are read; longer ones ask for nothing that fits in one."""


class _Slot(NamedTuple):
    name: str
    closed: frozenset[Words] | None = None
    greedy: bool = False

    def takes(self, told: Words) -> bool:
        """Whether these words may stand in it."""
        return self.closed is None or told in self.closed


class _Words(NamedTuple):
    ways: tuple[Words, ...]
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a sentence: `does` is what it asks for.

    Attributes:
        opening: the words that it begins with; none when it begins with a slot.
        is_led: whether something may stand before its opening, as "please" or an article.
        is_weak: whether it says little of itself, so that it is no form for what begins with a verb.
    """

    does: str
    parts: tuple[_Slot | _Words, ...]
    needs: tuple[frozenset[str], ...] = ()
    given: Mapping[str, Said] = field(default_factory=dict)
    opening: tuple[Words, ...] = field(init=False)
    is_led: bool = field(init=False)
    is_weak: bool = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "opening", _opening(self.parts))  # asked for of every clause, so worked out once
        first = self.parts[0]
        object.__setattr__(self, "is_led", bool(self.opening) and isinstance(first, _Words) and first.optional)
        object.__setattr__(self, "is_weak", not self.opening and _is_weak(self.parts))

    def readings(self, said: Said, told: frozenset[str]) -> Iterator[Mapping[str, Said]]:
        """Every way to read a text as this form: the slots with what stands in them; `told` are the words of it."""
        first = self.parts[0]
        begins = isinstance(first, _Slot) or first.optional or _at(first, said.words, 0) is not None
        if begins and not any(told.isdisjoint(words_of) for words_of in self.needs):
            for slots in _match(self.parts, 0, said, 0):
                yield {**self.given, **dict(slots)}


class Grammar:
    """All forms of a language, in the order in which they are tried.

    Args:
        rows: `[[sentence]]`, as `patterns/edits.toml` explains it.
        groups: `[edits]`: words of the same meaning.
        closed: slots in which only certain words may stand.
    """

    def __init__(
        self,
        rows: Iterable[Mapping[str, Any]],
        groups: Mapping[str, tuple[str, ...]],
        closed: Mapping[str, frozenset[Words]],
    ) -> None:
        slots = {**closed, "quote": frozenset({(QUOTE,)})}
        self.forms = [_form(row, text, groups, slots) for row in rows for text in row["says"]]
        self.openings: dict[Words, list[Form]] = {}
        for form in self.forms:
            for way in form.opening:
                self.openings.setdefault(way, []).append(form)
        self._led = [form for form in self.forms if form.is_led]
        self._longest = max((len(way) for way in self.openings), default=0)
        literals = [
            word for form in self.forms for part in form.parts if isinstance(part, _Words) for word in part.ways
        ]
        spaceless = {"".join(word) for word in literals if _SPACELESS.match(word[0])}
        elided = [rf"(?<!\w){re.escape(word)}['’](?=\w)" for word in groups.get("elided", ())]
        found = [*elided, *map(re.escape, sorted(spaceless, key=lambda word: (-len(word), word)))]
        self.spaceless = re.compile("|".join(found), re.IGNORECASE) if found else None

    @classmethod
    def of(cls, tables: Mapping[str, Any]) -> Grammar:
        """Out of the tables `sentence`, `edits`, `edit_props` and `numbers` of `patterns/*.toml`."""
        edits, props = tables.get("edits", {}), tables.get("edit_props", {})
        numbers = (*tables.get("numbers", {}), *(str(number) for number in range(1, 13)))

        def closed(*entries: Iterable[str]) -> frozenset[Words]:
            return frozenset(words(entry) for said in entries for entry in said)

        return cls(
            tables.get("sentence", ()),
            edits,
            {
                "prop": closed(*(row["words"] for row in props.values())),
                "frame": closed(*(said for name, said in edits.items() if name.startswith("frame_"))),
                "way": closed(edits.get("row", ()), edits.get("column", ())),
                "verb": closed(*(edits.get(name, ()) for name in ("more_space", "less_space"))),
                "air": closed(edits.get("air_more", ()), edits.get("air_less", ())),
                "step": closed(*(edits.get(name, ()) for name in ("more_space", "less_space", "bigger", "smaller"))),
                "count": closed(numbers),
            },
        )

    def readings(self, said: Said, opened: int) -> Iterator[tuple[str, Mapping[str, Said]]]:
        """What a text may ask for, and with what; it begins with a verb of `opened` words."""
        told = frozenset(said.words)
        if len(said) <= MOST_WORDS:
            for form in self.forms:
                if opened and form.is_weak:
                    continue
                for slots in form.readings(said, told):
                    yield form.does, slots

    def opened_by(self, told: Words) -> Iterator[Form]:
        """The forms with an opening that a text may begin with, or with what may stand before it."""
        for size in range(1, min(self._longest, len(told)) + 1):
            yield from (form for form in self.openings.get(told[:size], ()) if not form.is_led)
        yield from self._led

    def opens(self, told: Words) -> int:
        """How many words at the start open a form of which nothing is missing; 0 when they open none."""
        words_of = frozenset(told)
        for size in range(min(self._longest, len(told)), 0, -1):
            for form in self.openings.get(told[:size], ()):
                if not any(words_of.isdisjoint(needed) for needed in form.needs):
                    return size
        return 0


def _form(
    row: Mapping[str, Any], text: str, groups: Mapping[str, tuple[str, ...]], closed: Mapping[str, frozenset[Words]]
) -> Form:
    parts: list[_Slot | _Words] = []
    for match in _PART.finditer(text):
        if match["slot"]:
            if parts and isinstance(parts[-1], _Slot):
                parts[-1] = parts[-1]._replace(greedy=True)
            parts.append(_Slot(match["slot"], closed.get(match["slot"])))
            continue
        said = groups.get(match["group"], ()) if match["group"] else (match["word"],)
        ways = {_OWN.get(way) or words(way) for way in said}
        ordered = sorted((way for way in ways if way), key=lambda way: (-len(way), way))
        if ordered or not match["optional"]:
            parts.append(_Words(tuple(ordered), bool(match["optional"])))
    needed = [part.ways for part in parts if isinstance(part, _Words) and not part.optional]
    needed += [tuple(part.closed) for part in parts if isinstance(part, _Slot) and part.closed is not None]
    given = {name: Said(value) for name, value in row.get("given", {}).items()}
    return Form(str(row["does"]), tuple(parts), tuple(frozenset(way[0] for way in ways) for ways in needed), given)


def _opening(parts: tuple[_Slot | _Words, ...]) -> tuple[Words, ...]:
    first = next(part for part in parts if isinstance(part, _Slot) or not part.optional)
    if isinstance(first, _Slot):
        return tuple(first.closed or ()) if first.name == VERB else ()
    return first.ways


def _is_weak(parts: tuple[_Slot | _Words, ...]) -> bool:
    needed = [part for part in parts if isinstance(part, _Words) and not part.optional]
    return all(len(part.ways) == 1 and len(part.ways[0]) == 1 for part in needed)


def _at(part: _Words, told: Words, index: int) -> int | None:
    """Where the words of a part end that begin at an index; None when they do not stand there."""
    return next((index + len(way) for way in part.ways if told[index : index + len(way)] == way), None)


def _match(
    parts: tuple[_Slot | _Words, ...], number: int, said: Said, index: int
) -> Iterator[tuple[tuple[str, Said], ...]]:
    if number == len(parts):
        if index == len(said):
            yield ()
        return
    part = parts[number]
    if isinstance(part, _Words):
        for way in part.ways:
            if said.words[index : index + len(way)] == way:
                yield from _match(parts, number + 1, said, index + len(way))
        if part.optional:
            yield from _match(parts, number + 1, said, index)
        return
    last = number == len(parts) - 1
    ends = [len(said)] if last else list(range(index + 1, len(said) + 1))
    for end in reversed(ends) if part.greedy else ends:
        if end <= index or not part.takes(said.words[index:end]):
            continue
        for rest in _match(parts, number + 1, said, end):
            yield ((part.name, said.cut(index, end)), *rest)
