"""Texts with their words: cut out as they were written, and without the words that carry no wish."""

from __future__ import annotations

import re

from epoch_cli.providers.offline.knowledge.lexicon import Lexicon
from epoch_cli.providers.offline.knowledge.phrasebook import SPACELESS, WORD, Words, folded, spelled
from epoch_cli.providers.offline.knowledge.safety import harmless, shortened

LABEL = 80
"""Most characters of a label; longer ones are no labels but sentences."""

PUT_BETWEEN = re.compile(f"(?<={SPACELESS.pattern}) +(?={SPACELESS.pattern})")
"""A space that was put between words of a script without spaces."""

_EDGES = " \t\n.,;:!-–—*•|/\"'“”‘’«»`=_~^#()[]"


class Phrase:
    """A text with its words: positions for the lexicon, spans to cut labels out of the original."""

    def __init__(self, text: str, spans: list[tuple[int, int]] | None = None) -> None:
        self.text = text
        self.spans = [match.span() for match in WORD.finditer(text)] if spans is None else spans
        self.words: Words = tuple(spelled(text[start:end]) for start, end in self.spans)

    def __len__(self) -> int:
        return len(self.words)

    def cut(self, start: int, end: int | None = None) -> str:
        """The original text of words[start:end]."""
        spans = self.spans[start:end]
        return self.text[spans[0][0] : spans[-1][1]] if spans else ""

    def raw(self, index: int) -> str:
        """One word as it was written, in small letters."""
        start, end = self.spans[index]
        return self.text[start:end].casefold()

    def plural(self, index: int) -> bool:
        """Whether this word was written in the plural."""
        return folded(self.raw(index)) != self.words[index]


def label(text: str) -> str:
    """A label cut out of the cleaned prompt: without punctuation at its ends, at most `LABEL` characters."""
    return shortened(PUT_BETWEEN.sub("", harmless(text).strip(_EDGES)), LABEL)


def quoted(text: str) -> str:
    """A label that was quoted: as it was written, at most `LABEL` characters."""
    return shortened(harmless(text), LABEL)


def without_noise(phrase: Phrase, lexicon: Lexicon, *, head: bool = False) -> Phrase:
    """Take politeness and articles from the front, and what says nothing from the end; the last word always stays."""
    noise, start, end = lexicon.noise, 0, len(phrase)
    kept = noise.get("kept")
    if not noise or lexicon.knows_field(phrase.text) or len(phrase.text) == 1:
        return phrase
    if phrase.text.endswith("?") and not head:
        return phrase  # "Would you come again?" is asked as it stands
    while start < end - 1 and (kept is None or kept.at(phrase.words, start) is None):
        match = noise["lead"].at(phrase.words, start) or (noise["head"].at(phrase.words, start) if head else None)
        if match is None:
            match = noise["lead_before_article"].at(phrase.words, start)
            if match is None or not _is_counted(phrase, match.end, lexicon):
                break
        if match.end >= end:
            break
        start = match.end
    if noise["lead"].exact(phrase.words[start:]):
        return Phrase("")
    while (tail := noise["trail"].ending(phrase.words, end)) is not None and tail.start > start:
        end = tail.start
    return Phrase(phrase.cut(start, end)) if (start, end) != (0, len(phrase)) else phrase


def _is_counted(phrase: Phrase, index: int, lexicon: Lexicon) -> bool:
    """Whether an article or a number stands here, in front of what is named."""
    told = any(book.at(phrase.words, index) is not None for book in (lexicon.noise["articles"], lexicon.numbers))
    return told or any(word.isdecimal() for word in phrase.words[index : index + 1])


def without_praise(text: str, lexicon: Lexicon) -> str:
    """The words before a noun without adjectives that name nothing: `simple`, `modern`."""
    phrase, start = Phrase(text), 0
    book = lexicon.book("adjectives")
    while (match := book.at(phrase.words, start)) is not None:
        start = match.end
    return phrase.cut(start) if start else text


def is_purpose(phrase: Phrase, index: int, lexicon: Lexicon) -> bool:
    """Whether this word begins what says for whom or what for something is: "a form *for* the museum"."""
    return lexicon.book("purpose").at(phrase.words, index) is not None
