"""What stands between the parts of a wish, as patterns: joints, ranges of numbers, and words that say something."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

QUOTED = (
    r"[\"“„«「『`](?P<quote>[^\"“”„«»「」『』`\n]{1,300})[\"”“»」』`]"
    r"|(?<!\w)['‘](?P<single>(?:[^'‘’\n]|(?<=\w)['’](?=\w)){1,300})['’](?!\w)"
)
"""A pattern of a quotation; an apostrophe inside a word does not end it: 'Don't know'."""

_SHORT = "".join(rf"(?<!\b{word})" for word in ("Dr", "Mr", "Ms", "St", "Nr", "Mrs", "Prof"))
"""What a full stop stands behind without an end of the sentence."""

FULL_STOP = rf"{_SHORT}(?:(?<!\bNo)|(?<=/no))[.!]+(?=\s|$)"
"""A pattern of the end of a sentence: no abbreviation stands before it."""


def alternatives(entries: Iterable[str]) -> str:
    """The entries as alternatives of a pattern, the longest first; one that matches nothing when there are none."""
    ordered = sorted(set(entries), key=lambda entry: (-len(entry), entry))
    return "|".join(re.escape(entry).replace(r"\ ", r"\s+") for entry in ordered) or r"(?!)"


def any_of(entries: Iterable[str]) -> re.Pattern[str]:
    """A pattern of whole words that finds any of the entries."""
    return re.compile(rf"(?<!\w)(?:{alternatives(entries)})(?!\w)", re.IGNORECASE)


_LETTERS = r"\d_a-zA-Z\u00aa-\u2fff"
"""Letters that belong to a number beside them; those of a script without spaces never do: "1から5まで"."""

_NUMBERED = rf"(?-i:[{_LETTERS}.-])"
"""What belongs to a number beside it; to compile a class that wide without case takes 4 ms."""


def ranges_of(rows: Mapping[str, Iterable[str]]) -> re.Pattern[str]:
    """A pattern of ranges, with their two numbers as groups: "from 1 to 5", "1-5", "between 1 and 5"."""
    said = {name: alternatives(rows.get(name, ())) for name in ("from", "to", "between", "and")}
    low, high = r"(\d{1,4})", rf"(\d{{1,4}})(?:{alternatives(rows.get('end', ()))}|(?!{_NUMBERED}))"
    between = rf"(?:{said['between']})\s*{low}\s*(?:-|–|{said['and']})\s*{high}"
    to = rf"(?:-|–|{said['to']})"
    found = rf"(?<!{_NUMBERED})(?<!\d:)(?:{between}|(?:(?:{said['from']})\s*)?{low}\s*{to}\s*{high})"
    return re.compile(found, re.IGNORECASE)


def separators_of(
    rows: Mapping[str, Iterable[str]], articles: Iterable[str], purpose: Iterable[str] = ()
) -> re.Pattern[str]:
    """One pattern that finds everything that stands between two parts of a wish, by the name of its group.

    A slash counts between two words of two letters or more: "email/password", but not "MM/YY" beside a digit or "w/".
    A verb such as "has" counts before an article, a number or something that is held back; "each column gets" always,
    but not behind a word of `purpose`: "for each".
    """
    verbs, every = alternatives(rows.get("has", ())), alternatives(rows.get("every", ()))
    found = {name: alternatives(rows.get(name, ())) for name in ("without", "each", "plus", "with", "and", "colon")}
    behind = "".join(rf"(?<!\b{re.escape(word)} )" for word in purpose)
    found["each"] += rf"|{behind}(?:{every})(?:\s+\w+){{0,2}}?\s+(?:{verbs})"
    said = "|".join(rf"(?P<{name}>(?<!\S)(?:{entries})(?![^\s:]))" for name, entries in found.items())
    said += rf"|(?P<has>(?<!\S)(?:{verbs})(?=\s+(?:(?:{alternatives(articles)})\s|\d|[\ue000-\ue7ff])))"
    said += rf"|(?P<tells>(?<!\S)(?:{alternatives(rows.get('tells', ()))})(?=\s))"
    signs = (
        rf"(?P<stop>{FULL_STOP}|(?<=\?)\s+(?=\S))"
        r"|(?P<sign>(?<!\d):(?!//)|:(?!//|\d\d)|\s[-–—]+\s|\s*[=-]+>\s*)"
        r"|(?P<comma>[;•|\n]|,(?!(?<=\d,)\d{3}(?!\d))|\s/\s|(?<=[^\W\d]{2})/(?=[^\W\d]{2}))"
    )
    return re.compile(f"{said}|{signs}", re.IGNORECASE)
