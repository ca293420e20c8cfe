"""What stands around a wish and is none: greetings, who wants it, and what for.

"hey, can you make me a page"                      →  "make me a page"
"We run a cinema. Our staff need a rota"           →  "rota"
"As a nurse I want to record the pulse"            →  "record the pulse"
"Let florists order stems so that they need not call"  →  "order stems"
"Ask our diners how the food and the wine were"    →  "the food and the wine", and that it asks

A greeting stands at the start of a prompt, the other frames at that of a sentence; what a wish is for stands anywhere.
Quotations are never touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from epoch_cli.providers.offline.knowledge.safety import MAX_PROMPT

MOST_FRAMES = 24
"""Frames that are taken off; a prompt made of nothing else would cost time."""

_QUOTED = re.compile(r"[\"“”„«»「」『』`]")
_START = r"(?:(?<=\A)|(?<=\n)|(?<=[.!?]\s))[ \t]*"
_LISTS = (
    "opening",
    "request",
    "scene",
    "role",
    "wish",
    "who",
    "need",
    "have",
    "let",
    "ask",
    "how",
    "purpose",
    "hence",
    "able",
)
_PURPOSE = "purpose"
_NEEDED: Mapping[str, tuple[str, ...]] = {
    "opening": ("opening",),
    "request": ("request",),
    "scene": ("scene",),
    "role": ("role",),
    "wish": ("wish",),
    "need": ("who", "need"),
    "have": ("have",),
    "let": ("let",),
    "ask": ("ask", "how"),
    _PURPOSE: (_PURPOSE,),
}
"""The lists of which a text with such a frame has a word each."""

_WORD = re.compile(r"\w+")
_QUESTION = re.compile(r"\?+(?=\s+[^\s(\[]|\s*\Z)")


@dataclass(frozen=True, slots=True)
class Unframed:
    """A prompt without its frame; `asks` that the frame said that people are asked: the wish is a form."""

    text: str
    asks: bool = False


class Frames:
    """The table `frame` of `patterns/*.toml`: a pattern for each kind of frame, in the order of trying.

    A pattern is compiled when a text has the words that it needs, which few have: all of them take 13 ms.

    Args:
        table: the words of each list.
        verbs: what people may be let do ("let guests *book* a room").
        joints: what goes on with the wish behind what it is for ("so that we can call you, *and* email").
    """

    def __init__(self, table: Mapping[str, Iterable[str]], verbs: Iterable[str], joints: Iterable[str] = ()) -> None:
        self._table, self._verbs, self._joints = table, verbs, joints
        self._patterns: dict[str, re.Pattern[str]] = {}

    def _pattern(self, name: str) -> re.Pattern[str]:
        if name not in self._patterns:
            self._patterns[name] = re.compile(self._sources[name], re.IGNORECASE)
        return self._patterns[name]

    @cached_property
    def _sources(self) -> dict[str, str]:
        said = {name: _any(self._table.get(name, ())) for name in _LISTS}
        people = r"(?:[^\W\d_][\w'’-]*[ \t]+)"
        return {
            "opening": rf"\A\s*{said['opening']}(?!\w)[\s,.!:;…–-]*",
            "request": rf"\A\s*{said['request']}(?!\w)[\s,]*",
            "scene": rf"{_START}{said['scene']}[ \t][^,.;:?!\n]{{1,40}},[ \t]+",
            "role": rf"{_START}{said['role']}[ \t][^,.;:?!\n]{{1,60}}?"
            rf"(?:,?[ \t]+(?={people}{{0,2}}{said['wish']}(?!\w))|[.!][ \t]+(?=\w))",
            "wish": rf"{_START}{people}{{0,3}}?{said['wish']}[ \t]+",
            "need": rf"{_START}{said['who']}[ \t]+{people}{{0,3}}?{said['need']}[ \t]+",
            "have": rf"{_START}{said['have']}[ \t]+(?!an?\b|the\b|some\b){people}{{1,3}}?to[ \t]+"
            r"(?:be[ \t]+able[ \t]+to[ \t]+)?",
            "let": rf"{_START}{said['let']}[ \t]+{people}{{1,4}}?(?={_any(self._verbs)}(?!\w))",
            "ask": rf"{_START}{said['ask']}[ \t]+{people}{{1,3}}?{said['how']}[ \t]+",
            _PURPOSE: r"(?:(?<=[\s,])|(?=,))"
            rf"(?:{said[_PURPOSE]}|{said['hence']}[ \t]+{people}{{1,3}}?{said['able']})(?!\w)"
            r"[^.!?;:\n\"“„«「]*?"
            rf"(?=[.!?;:\n]|,\s*{_any(self._joints)}(?!\w)|\Z)",
        }

    @cached_property
    def _needed(self) -> dict[str, list[list[str]]]:
        """The beginnings of a frame's words, by its name: of each list, one stands in every text that has the frame."""
        spelled = {name: [_spelled(entry) for entry in self._table.get(name, ())] for name in _LISTS}
        spelled[_PURPOSE] = [*spelled[_PURPOSE], *spelled["hence"]]
        return {name: [spelled[each] for each in lists] for name, lists in _NEEDED.items()}

    def _may_stand(self, name: str, told: str) -> bool:
        return all(any(entry in told for entry in entries) for entries in self._needed[name])

    def removed(self, prompt: str) -> Unframed:
        """The prompt without what stands around the wish; as it is when nothing else would be left."""
        text, used = prompt[:MAX_PROMPT], set[str]()
        for _ in range(MOST_FRAMES):
            name, match = next(self._found(text), ("", None))
            if match is None:
                break
            text = text[: match.start()] + text[match.end() :]
            used.add(name)
        if self._may_stand(_PURPOSE, _spelled(text)):
            purpose = self._pattern(_PURPOSE)
            text = purpose.sub(lambda found: found[0] if _is_quoted(text, found.start()) else "", text)
        return Unframed(_without_question(text) if "request" in used else text, "ask" in used)

    def _found(self, text: str) -> Iterator[tuple[str, re.Match[str]]]:
        """The frames in a text that may be taken off, by their names."""
        told = _spelled(text)
        for name in _NEEDED:
            if name == _PURPOSE or not self._may_stand(name, told):
                continue
            for match in self._pattern(name).finditer(text):
                if not _is_quoted(text, match.start()) and _leaves_words(text, match):
                    yield name, match


def _spelled(text: str) -> str:
    """The words of a text in small letters, a space before each."""
    return " " + " ".join(_WORD.findall(text.casefold()))


def _any(entries: Iterable[str]) -> str:
    ordered = sorted(set(entries), key=lambda entry: (-len(entry), entry))
    return "(?:" + ("|".join(re.escape(entry).replace(r"\ ", r"\s+") for entry in ordered) or r"(?!)") + ")"


def _without_question(text: str) -> str:
    """Without the sign that ends a request: "could you make a table with title and rating?"."""
    sign = next((found for found in _QUESTION.finditer(text) if not _is_quoted(text, found.start())), None)
    return text if sign is None else f"{text[: sign.start()]}.{text[sign.end() :]}"


def _is_quoted(text: str, position: int) -> bool:
    """Whether a place lies inside a quotation: after an odd number of its signs."""
    return len(_QUOTED.findall(text, 0, position)) % 2 == 1


def _leaves_words(text: str, match: re.Match[str]) -> bool:
    return any(char.isalnum() for char in text[: match.start()] + text[match.end() :])
