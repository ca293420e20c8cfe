"""From a prompt to its pieces: what stands between commas, `and`, `with`, colons and full stops.

Quotations, brackets, ranges and bindings are held back first, each as one private character (`clean` has removed those
from the prompt), so that `"Terms, conditions"` and `(single, double)` are not taken apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from epoch_cli.providers.offline.lexicon import Lexicon
from epoch_cli.providers.offline.safety import clean, is_key

MAX_PIECES = 80
"""Pieces that are read; a screen of the default budget (50 nodes) shows fewer."""

_BINDING = re.compile(r"\{\{?\s{0,3}context((?:\.[A-Za-z_]\w{0,40}){1,6})\s{0,3}\}\}?")
_QUOTED = re.compile(r"[\"“„«「『`]([^\"“”„«»「」『』`\n]{1,300})[\"”“»」』`]|(?<![\w])['‘]([^'‘’\n]{1,300})['’](?!\w)")
_BRACKETS = re.compile(r"[(\[]([^()\[\]]{0,400})[)\]]")
_RANGE = re.compile(
    r"(?<![\w.-])(?:from\s+|between\s+)?(\d{1,4})\s*(?:-|–|\bto\b|\bthrough\b|\buntil\b|\bbis\b|\bà\b|(?<=\d\s)and\b)\s*(\d{1,4})(?![\w.-])",
    re.IGNORECASE,
)
_ABBREVIATION = re.compile(r"\b(?:e\.g\.|i\.e\.|etc\.|z\.b\.|p\.ex\.)|(?<!\w)\.{2,}|…", re.IGNORECASE)
_BULLET = re.compile(r"\n[ \t]*(?:[-*+•–]|\d{1,2}[.)])?[ \t]*")
_STRENGTH = {"": 0, "comma": 1, "and": 2, "colon": 3, "with": 4, "each": 5, "without": 6}

_HOLDS = {"binding": 0xE000, "quote": 0xE400, "note": 0xE800, "range": 0xEC00}
_HELD = re.compile("[\ue000-\uefff]")


@dataclass(slots=True)
class Piece:
    """One part of a prompt.

    `joint` is what stands before it: `comma`, `and`, `colon`, `with`, `each`, `without`, or nothing; `fresh` that a
    sentence ended or a `plus` came, so that it belongs to the screen and not to the list before it.
    """

    text: str
    joint: str = ""
    fresh: bool = False
    quotes: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    span: tuple[int, int] | None = None
    binding: str = ""


def split(prompt: str, lexicon: Lexicon) -> list[Piece]:
    """The pieces of a prompt, in order; empty for a prompt without any visible character."""
    held: dict[str, list[str]] = {name: [] for name in _HOLDS}
    text = _ABBREVIATION.sub(" ", _hold_bindings(prompt, held["binding"]))
    text = _hold(_QUOTED, text, "quote", held)
    text = _hold(_BRACKETS, text, "note", held)
    text = _BULLET.sub("\n", text)
    text = _hold(_RANGE, text, "range", held)
    if lexicon.spaceless is not None:
        text = lexicon.spaceless.sub(r" \1 ", text)
    return [_piece(part, joint, held, fresh=fresh) for part, joint, fresh in _parts(text, lexicon)][:MAX_PIECES]


def _hold_bindings(prompt: str, held: list[str]) -> str:
    """The cleaned prompt, with each `{context.a.b}` held back; other braces are dropped by `clean`."""
    cleaned: list[str] = []
    end = 0
    for match in _BINDING.finditer(prompt[:20_000]):
        path = match[1].removeprefix(".")
        cleaned.append(clean(prompt[end : match.start()]))
        end = match.end()
        if all(is_key(segment) for segment in path.split(".")) and len(held) < 16:
            cleaned.append(chr(_HOLDS["binding"] + len(held)))
            held.append(path)
    cleaned.append(clean(prompt[end:]))
    return " ".join(cleaned)


def _hold(pattern: re.Pattern[str], text: str, name: str, held: dict[str, list[str]]) -> str:
    def keep(match: re.Match[str]) -> str:
        if len(held[name]) >= 0x300:
            return match[0]
        found = [group for group in match.groups() if group is not None]
        held[name].append("-".join(found) if name == "range" else found[0])
        return f" {chr(_HOLDS[name] + len(held[name]) - 1)} "

    return pattern.sub(keep, text)


def _parts(text: str, lexicon: Lexicon) -> Iterator[tuple[str, str, bool]]:
    """(text, joint, fresh) of every part; several joints in a row count as the strongest of them."""
    joint, fresh, start = "", False, 0
    whole = [match.span() for match in lexicon.together.finditer(text)]
    for match in lexicon.separators.finditer(text):
        part = text[start : match.start()]
        name = str(match.lastgroup)
        if not _separates(match, part, text) or any(first < match.start() < last for first, last in whole):
            continue
        if part.strip():
            yield part, joint, fresh
            joint, fresh = "", False
        start = match.end()
        if name == "without" and _says_no(match[0], part):
            name, start = "and", start - 2
        fresh = fresh or name in {"stop", "plus"}
        found = {"sign": "colon", "stop": "", "plus": "and"}.get(name, name)
        joint = max(joint, found, key=lambda entry: _STRENGTH[entry])
    if text[start:].strip():
        yield text[start:], joint, fresh


def _says_no(text: str, before: str) -> bool:
    """Whether the `no` of "and no" is an answer: "Yes and No buttons"."""
    return text[-2:] == "No" or (text[-2:] == "no" and before.casefold().split()[-1:] == ["yes"])


def _separates(match: re.Match[str], before: str, text: str) -> bool:
    """Single letters and the like join only between two words: `nombre y correo`, but not a column named `y`."""
    if len(match[0]) > 1 or not match[0].isalpha():
        return True
    return bool(before.strip()) and text[match.end() :].lstrip(" ")[:1].isalnum()


def _piece(part: str, joint: str, held: dict[str, list[str]], *, fresh: bool) -> Piece:
    piece = Piece("", joint, fresh)
    for char in _HELD.findall(part):
        name = max((name for name in _HOLDS if _HOLDS[name] <= ord(char)), key=lambda entry: _HOLDS[entry])
        value = held[name][ord(char) - _HOLDS[name]]
        if name == "quote":
            piece.quotes.append(" ".join(_HELD.sub(" ", value).split()))
        elif name == "note":
            piece.notes.append(_released(value, held))
        elif name == "range":
            low, high = value.split("-")
            piece.span = (int(low), int(high))
        else:
            piece.binding = piece.binding or value
    piece.text = " ".join(_HELD.sub(" ", part).split())
    return piece


def _released(note: str, held: dict[str, list[str]]) -> str:
    """A bracket's text with the quotations inside it put back."""
    quotes = {chr(_HOLDS["quote"] + index): text for index, text in enumerate(held["quote"])}
    return _HELD.sub(lambda match: quotes.get(match[0], " "), note)
