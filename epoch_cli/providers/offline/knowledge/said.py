"""What was said, as words with their places in the text: quotations and brackets are one word each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from epoch_cli.providers.offline.knowledge.phrasebook import WORD, Words, spelled
from epoch_cli.providers.offline.knowledge.safety import clean, is_key
from epoch_cli.providers.offline.knowledge.separators import QUOTED

_HOLD = re.compile(
    r"(?P<binding>\{\{?\s{0,3}context((?:\.[A-Za-z_]\w{0,40}){1,6})\s{0,3}\}\}?)"
    rf"|{QUOTED}"
    r"|(?P<bracket>[(\[][^()\[\]\n]{0,400}[)\]])"
)
_FIRST, _MOST = 0xE000, 0x400
_TOKEN = re.compile(rf"[\ue000-\ue3ff]|[:,]|{WORD.pattern}")
QUOTE, BRACKET, BINDING, COLON, COMMA = '"', "(", "{", ":", ","
"""How what is no word is spelled among the words."""


@dataclass(frozen=True, slots=True)
class _Held:
    kind: str
    text: str
    written: str


@dataclass(frozen=True)
class Said:
    """A text with its words; parts of it know what was held back, too.

    `spaceless` finds the known words of a script that puts no spaces between them.
    """

    text: str
    held: tuple[_Held, ...] = field(default=(), repr=False)
    spaceless: re.Pattern[str] | None = field(default=None, repr=False)

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """Where each word stands in the text."""
        found = [match.span() for match in _TOKEN.finditer(self.text)]
        pattern = self.spaceless
        return found if pattern is None else [part for span in found for part in self._divided(pattern, *span)]

    def _divided(self, pattern: re.Pattern[str], start: int, end: int) -> Iterator[tuple[int, int]]:
        """One word of a script without spaces, as several where there are known words in it."""
        for match in pattern.finditer(self.text, start, end):
            if match.start() > start:
                yield start, match.start()
            yield match.span()
            start = match.end()
        if start < end:
            yield start, end

    @cached_property
    def words(self) -> Words:
        """The words as they are compared; `QUOTE`, `BRACKET` and the like for what is none."""
        return tuple(self._word(self.text[start:end]) for start, end in self.spans)

    def _word(self, token: str) -> str:
        held = self._held(token)
        if held is not None:
            return held.kind
        return token if token in {COLON, COMMA} else spelled(token.rstrip("'’"))

    def _held(self, char: str) -> _Held | None:
        number = ord(char[0]) - _FIRST
        return self.held[number] if 0 <= number < len(self.held) else None

    def __len__(self) -> int:
        return len(self.words)

    def cut(self, start: int, end: int | None = None) -> Said:
        """The words from `start` up to `end`, as they were written."""
        spans = self.spans[start:end]
        return self._of(self.text[spans[0][0] : spans[-1][1]] if spans else "")

    def _of(self, text: str) -> Said:
        return Said(text, self.held, self.spaceless)

    def raw(self, index: int) -> str:
        """One word as it was written."""
        start, end = self.spans[index]
        return self.text[start:end]

    @property
    def quotes(self) -> list[str]:
        """What was quoted."""
        found = (self._held(char) for char in self.text)
        return [held.text for held in found if held is not None and held.kind == QUOTE]

    def released(self) -> Said:
        """The text with what stands in brackets as words among the others."""
        shown = ((self._held(char), char) for char in self.text)
        text = "".join(f", {held.text[1:-1]}" if held and held.kind == BRACKET else char for held, char in shown)
        return self._of(text)

    @property
    def plain(self) -> str:
        """The text with what was held back in it, without quotation marks."""
        return self._with(lambda held: held.text)

    @property
    def written(self) -> str:
        """The text as it was written, with quotation marks and brackets."""
        return self._with(lambda held: held.written)

    def _with(self, shown: Callable[[_Held], str]) -> str:
        parts = ((self._held(char), char) for char in self.text)
        return "".join(char if held is None else shown(held) for held, char in parts).strip()

    @property
    def unquoted(self) -> Said:
        """The words that are not quoted."""
        return self._of("".join(" " if self._held(char) is not None else char for char in self.text).strip())


def say(prompt: str, spaceless: re.Pattern[str] | None = None) -> Said:
    """A prompt, cleaned, with its quotations, brackets and bindings held back as one word each."""
    held: list[_Held] = []
    made: list[str] = []
    end = 0
    for match in _HOLD.finditer(prompt[:20_000]):
        if len(held) >= _MOST or (match["binding"] and not all(is_key(name) for name in match[2].split("."))):
            continue
        made += [clean(prompt[end : match.start()]), chr(_FIRST + len(held))]
        kind = BINDING if match["binding"] else BRACKET if match["bracket"] else QUOTE
        text = match[0] if match["binding"] else clean(match["quote"] or match["single"] or match[0])
        held.append(_Held(kind, text, match[0] if match["binding"] else f'"{text}"' if kind == QUOTE else text))
        end = match.end()
    made.append(clean(prompt[end:]))
    return Said(" ".join(part for part in made if part), tuple(held), spaceless)


def parts(said: Said, joints: frozenset[Words]) -> list[Said]:
    """What stands between commas and words such as "and", at every such place."""
    cuts = list(joined(said, joints))
    starts = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), len(said)]
    found = [said.cut(start, end) for start, end in zip(starts, ends, strict=True) if end > start]
    return [part for part in found if part.text]


def joined(said: Said, joints: frozenset[Words]) -> Iterator[tuple[int, int]]:
    """Where one part ends and the next begins, for every run of commas and joints."""
    index = 0
    while index < len(said):
        end = index
        while (size := _joint_at(said.words, end, joints)) > 0:
            end += size
        if end > index:
            yield index, end
        index = max(end, index + 1)


def _joint_at(words: Words, index: int, joints: frozenset[Words]) -> int:
    """How many words of a joint stand at a place; 0 for none."""
    if words[index : index + 1] == (COMMA,):
        return 1
    return next((size for size in (3, 2, 1) if words[index : index + size] in joints), 0)
