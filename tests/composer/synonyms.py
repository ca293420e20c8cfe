"""Variants by synonym: the words around what is asked for, said as other people say them (`synonyms.toml`)."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .spans import Span, atoms, demanded, mapped, phrases, touches

MOST = 4
"""Variants of a prompt."""


@dataclass(frozen=True)
class Row:
    """Words that mean the same, and where they do."""

    words: list[str]
    instead: list[str]
    before: frozenset[str]
    unless: frozenset[str]
    start: bool

    def fits(self, prompt: str, span: Span) -> bool:
        """Whether the words mean that at this place."""
        ahead = prompt[: span[0]].casefold().split()
        if self.start:
            return not ahead
        last = ahead[-1].strip(",;:") if ahead else ""
        return last not in self.unless and (not self.before or last in self.before)


_DATA = tomllib.loads((Path(__file__).parent / "synonyms.toml").read_text(encoding="utf-8"))
_FRAME: dict[str, list[str]] = _DATA["frame"]
_ROWS = [
    Row(
        words=sorted(row["words"], key=len, reverse=True),
        instead=row["instead"],
        before=frozenset(row.get("before", ())),
        unless=frozenset(row.get("unless", ())),
        start=row.get("start", False),
    )
    for row in _DATA["row"]
]
_PATTERNS = [
    (row, re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, row.words)) + r")(?![\w-])", re.IGNORECASE))
    for row in _ROWS
]


_HEAD_ENDS = re.compile(r" with\b| including\b| containing\b| that\b| showing\b|[:,.;\n({\"]", re.IGNORECASE)


def synonyms(prompt: str, expect: dict[str, Any]) -> list[str]:
    """Up to four variants, in each of which all words that have a synonym are replaced by another one."""
    places = list(_places(prompt, expect))
    made = [_framed(_replaced(prompt, places, number), number) for number in range(MOST)]
    return [text for text in dict.fromkeys(made) if text != prompt and _still_says(prompt, text, expect)]


def _places(prompt: str, expect: dict[str, Any]) -> list[tuple[Span, Row]]:
    """Where words stand that may be replaced; the longest and the first rows win."""
    closed, taken = [*atoms(prompt), *phrases(prompt, expect)], []
    found: list[tuple[Span, Row]] = []
    for row, pattern in _PATTERNS:
        for match in pattern.finditer(prompt):
            span = match.span()
            if touches(span, taken) or not row.fits(prompt, span):
                continue
            taken.append(span)
            if not touches(span, closed) and not _is_demanded(match.group(), row.instead, expect):
                found.append((span, row))
    return sorted(found, key=lambda place: place[0])


def _is_demanded(text: str, instead: list[str], expect: dict[str, Any]) -> bool:
    """Whether a word would be lost that an expectation names, in whatever spelling: "login" of "Log in"."""
    kept = set.intersection(*({*_words(other)} for other in instead))
    lost = [word for word in _words(text) if word not in kept]
    return any(word in "".join(_words(wanted)) for wanted in demanded(expect) for word in lost)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _replaced(prompt: str, places: list[tuple[Span, Row]], number: int) -> str:
    """The prompt with each word replaced by its synonym of a number, in the same case."""
    made, at = "", 0
    for (start, end), row in places:
        old = prompt[start:end]
        choices = [word for word in row.instead if word.casefold() != old.casefold()]
        new = choices[number % len(choices)]
        made += prompt[at:start] + _cased(new, old)
        at = end
    made = _with_articles(made + prompt[at:])
    return mapped(made, atoms(made), str.upper) if prompt.isupper() else made


def _cased(new: str, old: str) -> str:
    """A word in the case of the one that it replaces."""
    return new[:1].upper() + new[1:] if old[:1].isupper() else new


def _with_articles(text: str) -> str:
    """ "a" and "an" as the word behind them wants it."""
    text = re.sub(r"\b([aA])(?= [aeioAEIO]\w)", r"\1n", text)
    return re.sub(r"\ban(?= [^aeiouAEIOUhFSLMNRX\W])", "a", text)


def _framed(prompt: str, number: int) -> str:
    """The prompt as a sentence, if it begins with what it asks for."""
    head = _HEAD_ENDS.split(prompt, maxsplit=1)[0].split()
    if not head or head[-1].casefold() not in _FRAME["nouns"] or head[0].casefold() in {"show", "i", "we", "please"}:
        return prompt
    if any(row.start and prompt.casefold().startswith(tuple(map(str.casefold, row.instead))) for row in _ROWS):
        return prompt
    ask = _FRAME["instead"][number % len(_FRAME["instead"])]
    if head[0].casefold() in _FRAME["articles"]:
        return f"{ask} {head[0].lower()}{prompt.lstrip()[len(head[0]) :]}"
    return _with_articles(f"{ask} a {prompt}")


def _still_says(prompt: str, variant: str, expect: dict[str, Any]) -> bool:
    """Whether all that an expectation names is said as often as before, and nothing that it forbids more often."""
    before, after = prompt.casefold(), variant.casefold()
    return all(before.count(text.casefold()) == after.count(text.casefold()) for text in demanded(expect))
