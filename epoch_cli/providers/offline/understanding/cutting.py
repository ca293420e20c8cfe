"""A prompt, cut: what stands between commas, `and`, `with`, colons and full stops.

Quotations, brackets, ranges and bindings are held back first, each as one private character (`clean` has removed those
from the prompt), so that `"Terms, conditions"` and `(single, double)` are not taken apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from epoch_cli.providers.offline.knowledge.lexicon import Lexicon
from epoch_cli.providers.offline.knowledge.phrasebook import Words, words
from epoch_cli.providers.offline.knowledge.safety import clean, is_key
from epoch_cli.providers.offline.knowledge.separators import QUOTED
from epoch_cli.providers.offline.understanding.outline import LEVELS, PLAIN, indented, level_of, levelled

MAX_PIECES = 80
"""Pieces that are read; a screen of the default budget (50 nodes) shows fewer."""

_BINDING = re.compile(r"\{\{?\s{0,3}context((?:\.[A-Za-z_]\w{0,40}){1,6})\s{0,3}\}\}?")
_QUOTED = re.compile(QUOTED)
_BRACKETS = re.compile(r"[(\[]([^()\[\]]{0,400})[)\]]")
_ASIDE = re.compile(r"(?<=[^\W_] )[–—-] ([^–—.:;\n]{3,300}?[,&][^–—.:;\n]{1,300}?) [–—-](?=\s)")
"""A list between two dashes is an aside, like one in brackets: "three metrics – a, b, c – and a table"."""
_DASH = re.compile(r"\s[-–—]+\s")
_TICK = re.compile(r"\[[ xX]?\](?=\s)")
_PRESSED = re.compile(r"(?m)(?:^|(?<=[.:] ))[ \t·]*((?:\[[^\[\]\n,;|/]{1,40}\][ \t]*)+)$")
"""Words in square brackets that stand alone are drawn buttons: "[Apply] [Reset]"."""
_ABBREVIATION = re.compile(r"\b(?:e\.g\.|i\.e\.|etc\.|z\.b\.|p\.ex\.)|(?<!\w)\.{2,}|…", re.IGNORECASE)
STRENGTH = {"": 0, "comma": 1, "and": 2, "colon": 3, "with": 4, "has": 5, "each": 6, "without": 7}

_HOLDS = {"binding": 0xE000, "quote": 0xE400, "note": 0xE800, "range": 0xEC00, "press": 0xEF00, "tick": 0xEF80}
_MOST_HELD = 0x80
_HELD = re.compile("[\ue000-\uefff]")
_MARKS = re.compile(f"[{LEVELS}]")
_NESTED = 3
"""Brackets inside brackets that are read."""


@dataclass(slots=True)
class Piece:
    """One part of a prompt.

    `joint` is what stands before it: `comma`, `and`, `colon`, `with`, `has` ("Vitals *has* a table"), `each`,
    `without`, or nothing; `fresh` that a sentence ended, a line of the same depth began or a `plus` came, so that it
    belongs to the screen and not to the list before it. `level` is how deep its line stands (`outline`), 0 for a piece
    inside a line; `parts` that a semicolon stands before it; `either` how it is the other choice ("/" in
    "manual/automatic", " / ", "or"), `comma` that there is a comma, whatever else the joint is.
    `pressed` are drawn buttons, `[Apply]`, and `ticked` that a drawn box, `[ ]`, stands before it;
    `quote_first` that the quotation stands before the text; `behind` how many more come that are not read.
    """

    text: str
    joint: str = ""
    fresh: bool = False
    quotes: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    span: tuple[int, int] | None = None
    binding: str = ""
    level: int = 0
    parts: bool = False
    either: str = ""
    comma: bool = False
    pressed: list[str] = field(default_factory=list)
    ticked: bool = False
    quote_first: bool = False
    pair: bool = False
    behind: int = 0

    @property
    def heads_lines(self) -> bool:
        """Whether the piece is a heading of the prompt, written with `#`."""
        return 0 < self.level < PLAIN


def cut(prompt: str, lexicon: Lexicon) -> list[Piece]:
    """The parts of a prompt as they were written, in order; empty for a prompt without any visible character."""
    held: dict[str, list[str]] = {name: [] for name in _HOLDS}
    text = _ABBREVIATION.sub(" ", _hold_bindings(indented(prompt), held["binding"]))
    text = _hold(_QUOTED, text, "quote", held)
    text = _hold(_TICK, text, "tick", held)
    text = _hold(_PRESSED, text, "press", held)
    for _ in range(_NESTED):
        text = _hold(_BRACKETS, text, "note", held)
    text = _hold_asides(text, held, lexicon)
    text = levelled(text, lexicon.separators)
    text = _hold(lexicon.ranges, text, "range", held)
    text = lexicon.sequences.written_out(lexicon.speller.corrected(text))
    text = lexicon.order.read(text)
    found = list(_cuts(text, lexicon))
    pieces = [_piece(part, held) for part in found[:MAX_PIECES]]
    if len(found) > MAX_PIECES:
        pieces[-1].behind = len(found) - MAX_PIECES
    return pieces


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
        if len(held[name]) >= _MOST_HELD:
            return match[0]
        found = [group for group in match.groups() if group is not None] or [match[0]]
        held[name].append("-".join(found) if name == "range" else found[0])
        return f" {chr(_HOLDS[name] + len(held[name]) - 1)} "

    return pattern.sub(keep, text)


def _is_pair(text: str, dashes: list[re.Match[str]], lexicon: Lexicon) -> bool:
    """Whether both dashes have a state or a quantity behind them: "API – operational, Webhooks – 2 errors"."""
    behind = [words(text[dash.end() :]) for dash in dashes]
    return all(told and (told[0][0].isdigit() or lexicon.states.at(told, 0) is not None) for told in behind)


def _hold_asides(text: str, held: dict[str, list[str]], lexicon: Lexicon) -> str:
    """Hold back what stands between the only two dashes of a sentence; more of them are pairs: "A – on, B – off".

    What follows an aside is a part of its own: "three fields – a, b, c – all required".
    """
    made: list[str] = []
    for part in re.split(r"([.:;\n])", text):
        first = len(held["note"])
        dashes = list(_DASH.finditer(part))
        kept = _hold(_ASIDE, part, "note", held) if len(dashes) == 2 and not _is_pair(part, dashes, lexicon) else part
        for number in range(first, len(held["note"])):
            kept = kept.replace(f"{chr(_HOLDS['note'] + number)} ", f"{chr(_HOLDS['note'] + number)}, ", 1)
        made.append(kept)
    return "".join(made)


@dataclass(slots=True)
class _Cut:
    """A text between two joints, and what stands before it."""

    text: str
    joint: str
    fresh: bool
    parts: bool
    either: str
    comma: bool = False


def _cuts(text: str, lexicon: Lexicon) -> Iterator[_Cut]:
    """Every part of a text; several joints in a row count as the strongest of them."""
    cut, start = _Cut("", "", False, False, ""), 0
    whole = lexicon.together.spans(text)
    for match in lexicon.separators.finditer(text):
        part = text[start : match.start()]
        name = str(match.lastgroup)
        inside = any(first <= match.start() < last for first, last in whole)
        if inside or not _separates(match, part, text, lexicon, cut):
            continue
        if _MARKS.sub("", part).strip():
            cut.text += part
            yield cut
            cut = _Cut("", "", False, False, "")
        else:
            cut.text += "".join(_MARKS.findall(part))
        start = match.end()
        if name == "without" and _says_no(match[0], part):
            name, start = "and", start - 2
        found = {"sign": "colon", "stop": "", "plus": "and", "tells": "has"}.get(name, name)
        cut.fresh = cut.fresh or name in {"stop", "plus"}
        cut.parts = cut.parts or ";" in match[0]
        cut.comma = cut.comma or found == "comma"
        cut.either = _either(match[0], lexicon) or cut.either
        cut.joint = max(cut.joint, found, key=lambda entry: STRENGTH[entry])
    cut.text += text[start:]
    if cut.text.strip(" \n") and _MARKS.sub("", cut.text).strip():
        yield cut


def _either(text: str, lexicon: Lexicon) -> str:
    """A slash, or "or", when a joint is one; empty for others."""
    book = lexicon.noise.get("or")
    if text.strip() in {"/", "|"}:
        return "/" if text == text.strip() else " / "
    return "or" if book is not None and book.exact(words(text)) is not None else ""


def _says_no(text: str, before: str) -> bool:
    """Whether the `no` of "and no" is an answer: "Yes and No buttons"."""
    return text[-2:] == "No" or (text[-2:] == "no" and before.casefold().split()[-1:] == ["yes"])


def _separates(match: re.Match[str], before: str, text: str, lexicon: Lexicon, cut: _Cut) -> bool:
    """Whether a match parts two things here.

    Single letters and the like join only between two words: `nombre y correo`, but not a column named `y`. A verb such
    as "has" describes what stands before it, unless that is only a pronoun, which says nothing new.
    """
    if match.lastgroup in {"tells", "has"}:
        return _describes(match, words(_MARKS.sub("", before)), cut, lexicon)
    participles = lexicon.noise.get("participles")
    if participles is not None and participles.exact(words(match[0])):
        noun = lexicon.nouns.ending(words(before))  # "a page listing tours", but not the "asking price"
        return noun is not None and noun.value.kind == "section"
    if match.lastgroup == "plus" and match[0].istitle():
        return not before.strip() and text[: match.start()].rstrip()[-1:] != ","  # the plan "Plus"
    if match.lastgroup == "stop" and match[0].isspace():
        return not text[match.end() : match.end() + 1] >= chr(_HOLDS["note"])
    if len(match[0]) > 1 or not match[0].isalpha():
        return True
    following = text[match.end() :].lstrip(" ")[:1]
    return bool(text[: match.start()].strip()) and (
        following.isalnum() or chr(_HOLDS["quote"]) <= following < chr(_HOLDS["note"])
    )


def _describes(match: re.Match[str], spoken: Words, cut: _Cut, lexicon: Lexicon) -> bool:
    """Whether a verb says what was named has; without a subject it goes on: "The first card, Work, has a field"."""
    if not spoken:
        return cut.comma or cut.joint == "and"
    if match.lastgroup == "tells":
        return _tells(spoken, cut, lexicon)
    return lexicon.book("pronouns").ending(spoken) is None


def _tells(spoken: Words, cut: _Cut, lexicon: Lexicon) -> bool:
    """Whether a verb says what a part has: "The form has site name", "sign up form only has …", "the first one has"."""
    noun = lexicon.nouns.ending(spoken)
    begins = cut.joint in {"", "comma"} and noun is not None and noun.value.kind in {"section", "region"}
    return begins or (lexicon.book("one").exact(spoken[-1:]) is not None and len(spoken) > 1)


def _piece(cut: _Cut, held: dict[str, list[str]]) -> Piece:
    piece = Piece("", cut.joint, cut.fresh, parts=cut.parts, either=cut.either, comma=cut.comma)
    for char in _MARKS.findall(cut.text):
        piece.level = level_of(char)
    part = _MARKS.sub("", cut.text)
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
        elif name == "press":
            piece.pressed += [text.strip() for text in re.findall(r"\[([^\[\]]+)\]", value)]
        elif name == "tick":
            piece.ticked = True
        else:
            piece.binding = piece.binding or value
    piece.text = " ".join(_HELD.sub(" ", part).split())
    first = part.strip()[:1]
    piece.quote_first = chr(_HOLDS["quote"]) <= first < chr(_HOLDS["note"])
    return piece


def _released(note: str, held: dict[str, list[str]]) -> str:
    """A bracket's text with the quotations and brackets inside it put back."""
    quotes = {chr(_HOLDS["quote"] + index): f'"{text}"' for index, text in enumerate(held["quote"])}
    notes = {chr(_HOLDS["note"] + index): f"({text})" for index, text in enumerate(held["note"])}
    ranges = {chr(_HOLDS["range"] + index): text for index, text in enumerate(held["range"])}
    known = {**quotes, **notes, **ranges}
    for _ in range(_NESTED + 1):
        note = _HELD.sub(lambda match: known.get(match[0], " "), note)
    return note
