"""What joins words in a language that writes no spaces and puts the thing last (table `order`), as patterns.

A joint of several letters is found anywhere; one of a single letter only between two words, and not inside of a known
word: the `と` of `名前とメール`, but not that of `ことば`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

HELD = "\ue000-\uefff"
"""Private characters that stand for what is held back (`cutting`), as a range inside a character class."""

_SOFT = "\u3041-\u309f"
"""Hiragana: what joins words is written in it, and most words are not."""

_KNOWN = "\u6f22"
"""Stands for every letter of a known word while single letters are looked for."""

_LONGEST = 20
"""Characters of a number at the end of a sentence."""

_JOINTS = ("holds", "of", "and", "topic", "at", "has")
_WORDS = ("also", "then", "ends", "object", "deeds", "enters", "shows", "as", "counters", "numbers")


@dataclass(frozen=True, slots=True)
class Joints:
    """Patterns by the names of the table `order`; `whole` finds the words that a single letter is part of."""

    patterns: Mapping[str, re.Pattern[str]] = field(default_factory=dict)
    whole: re.Pattern[str] = re.compile(r"(?!)")
    ends: tuple[str, ...] = ()

    @classmethod
    def of(cls, order: Mapping[str, Any], flags: Iterable[str], known: Iterable[str]) -> Joints:
        """Out of the table `order`, the words for `required` and the like, and all words that are known."""
        is_soft = re.compile(f"[{_SOFT}]").search
        soft = [word for word in known if len(word) > 1 and is_soft(word)]
        patterns = {**_joining(order), **_counting(order), **_around(order, flags)}
        return cls(
            {name: re.compile(pattern) for name, pattern in patterns.items()},
            re.compile(_any(soft)),
            tuple(order.get("ends", ())),
        )

    def without_end(self, text: str) -> str:
        """A sentence without what only asks for it: "を作ってください", "の3つ"; never without any word."""
        text = text.rstrip(" ,\n")
        while True:
            ends = [len(end) for end in self.ends if text.endswith(end)]
            counted = self.patterns["counted end"].search(text, max(0, len(text) - _LONGEST))
            rest = text[: -max(ends)] if ends else text[: counted.start()] if counted is not None else ""
            if not rest.strip(" ,\n"):
                return text
            text = rest.rstrip(" ,\n")

    def all(self, name: str, text: str) -> list[re.Match[str]]:
        """Where a joint stands, from left to right and without overlaps."""
        masked = self.whole.sub(lambda match: _KNOWN * len(match[0]), text)
        every = [*self.patterns[name].finditer(text), *self.patterns[f"short {name}"].finditer(masked)]
        found: list[re.Match[str]] = []
        for match in sorted(every, key=lambda match: (match.start(), -match.end())):
            if not found or match.start() >= found[-1].end():
                found.append(match)
        return found

    def first(self, name: str, text: str) -> re.Match[str] | None:
        """The first joint of this name."""
        return next(iter(self.all(name, text)), None)

    def split(self, name: str, text: str) -> list[str]:
        """What stands between the joints of this name."""
        places = [0, *(place for match in self.all(name, text) for place in match.span()), len(text)]
        return [text[start:end] for start, end in zip(places[::2], places[1::2], strict=True)]


def _any(entries: Iterable[str]) -> str:
    ordered = sorted(set(entries), key=lambda entry: (-len(entry), entry))
    return "|".join(re.escape(entry) for entry in ordered) or r"(?!)"


def _said(order: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return {name: _any(order.get(name, ())) for name in (*_JOINTS, *_WORDS)}


def _joining(order: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The joints themselves: long ones, and short ones that stand between words of another script."""
    said, polite = _said(order), "".join(order.get("polite", ()))
    patterns: dict[str, str] = {}
    for name in _JOINTS:
        long = _any(entry for entry in order.get(name, ()) if len(entry) > 1)
        short = _any(entry for entry in order.get(name, ()) if len(entry) == 1)
        patterns[name] = rf"\s*(?:{long})\s*"
        patterns[f"short {name}"] = rf"(?<![{_SOFT}\s])\s*(?:{short})\s*(?=[^{_SOFT}\s,]|[{polite}{_KNOWN}])"
    patterns["and"] += rf"|\s*(?:{said['and']}|{said['then']})?\s*,\s*(?:{said['also']})?\s*"
    return patterns


def _number(said: Mapping[str, str], *, named: bool) -> str:
    """A number with what counts, "3つ"; its two ways of writing are groups where they are `named`."""
    digits, words = ("?P<digits>", "?P<said>") if named else ("?:", "?:")
    return rf"(?:({digits}\d{{1,3}})|({words}{said['numbers']}))\s*(?:{said['counters']})"


def _counting(order: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Numbers before and behind what they count."""
    said = _said(order)
    number = _number(said, named=True)
    thing = rf"(?P<thing>[^,\s{_SOFT}]{{0,30}}[^,\s\d{_SOFT}])(?P<joint>{said['object']}|{said['has']})?"
    return {
        "behind": rf"{thing}\s*{number}(?!\s*(?:{said['of']}))",
        "before": rf"(?P<of>(?:{said['of']})?)\s*{number}\s*(?:{said['of']})",
    }


def _around(order: Mapping[str, Sequence[str]], flags: Iterable[str]) -> dict[str, str]:
    """What stands at the start and the end of a sentence, and what is done with an object."""
    said = _said(order)
    number = _number(said, named=False)
    before_deed = rf"(?=\s*(?:{number}|{said['shows']}|\Z))"
    return {
        "starts": rf"\A(?:\s|,|{said['also']})+",
        "counted end": rf"(?:{said['of']})\s*{number}\Z",
        "object": said["object"],
        "enters": said["enters"],
        "flagged": rf"(?:{said['object']})\s*(?P<flag>{_any(flags)})(?:{said['at']})?\s*\Z",
        "deed": rf"(?:{said['object']})[^,.\s{HELD}]{{1,10}}?(?:{said['deeds']})(?=[^{_SOFT}\s,])",
        "styled": rf"([^,]{{1,40}}?)(?P<deed>{said['object']})([^,]{{1,20}}?)(?:{said['as']}){before_deed}",
    }
