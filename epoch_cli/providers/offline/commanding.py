"""From a prompt to commands: which verb, and the pieces that say with what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from epoch_cli.providers.offline.arranging import positions, says_it_goes
from epoch_cli.providers.offline.describe import Phrase
from epoch_cli.providers.offline.lexicon import Lexicon
from epoch_cli.providers.offline.phrasebook import Phrasebook, Words, words
from epoch_cli.providers.offline.pieces import Piece, split

VERBS = ("add", "remove", "rename", "make", "move", "swap", "replace", "disable", "enable")
"""What can be done, by the names of its words in `patterns/screens.toml`."""


@dataclass(slots=True)
class Command:
    """One thing to do: its verb, the pieces that say with what, and the words the verb was said in."""

    verb: str
    pieces: list[Piece] = field(default_factory=list)
    said: Words = ()


def commands(prompt: str, lexicon: Lexicon) -> list[Command]:
    """The commands of a prompt; its first words decide, and a new verb begins a new command."""
    book = Phrasebook.of((lexicon.edits.get(verb, ()), verb) for verb in VERBS)
    found: list[Command] = []
    pieces = split(prompt, lexicon)
    for number, piece in enumerate(pieces):
        phrase = _polite(Phrase(piece.text), lexicon)
        match = book.at(phrase.words, 0)
        if piece.joint == "without":
            found.append(Command("remove", [piece]))
        elif match is not None and (
            match.value != "move" or _says_where(phrase.cut(match.end), pieces[number + 1 :], lexicon)
        ):
            verb = _verb(match.value, phrase, lexicon)
            piece.text = phrase.cut(match.end)
            found.append(Command(verb, [piece], phrase.words[: match.end]))
        elif says_it_goes(phrase.text, lexicon):
            piece.text = phrase.text
            found.append(Command("move", [piece]))
        elif found and not (piece.fresh and flagged(phrase, lexicon)):
            found[-1].pieces.append(piece)
        elif flagged(phrase, lexicon):
            found.append(Command("make", [piece]))
        else:
            found.append(Command("more", [piece]))
    return found


def _says_where(text: str, others: list[Piece], lexicon: Lexicon) -> bool:
    """Whether a place is said, at once or behind an `and`: "place order" is a button, and no move."""
    return any(positions(each, lexicon) for each in (text, *(piece.text for piece in others)))


def _polite(phrase: Phrase, lexicon: Lexicon) -> Phrase:
    """Without "please" and "can you", but with the verb."""
    verbs = {words(verb) for name in VERBS for verb in lexicon.edits.get(name, ())}
    lead, start = lexicon.noise.get("lead"), 0
    while lead is not None and (match := lead.at(phrase.words, start)) is not None:
        if phrase.words[start : match.end] in verbs:
            break
        start = match.end
    return Phrase(phrase.cut(start)) if start else phrase


def _verb(verb: str, phrase: Phrase, lexicon: Lexicon) -> str:
    """`set`, `change` and `turn` rename ("set the title to X") or make ("set email required")."""
    if verb in {"rename", "make"} and (flagged(phrase, lexicon) or target_and_rest(phrase.text, lexicon) is None):
        return "make"
    return "rename" if verb == "make" and phrase.words[:1] == ("set",) else verb


def flagged(phrase: Phrase, lexicon: Lexicon) -> bool:
    """Whether the phrase ends in `required` or `optional`."""
    found = lexicon.flags.ending(phrase.words)
    return found is not None and found.value in {"required", "optional"}


def target_and_rest(text: str, lexicon: Lexicon) -> tuple[str, str] | None:
    """What stands before and behind the first `to`: ("the title", "Welcome"); None when there is no such word."""
    return next(targets_and_rests(text, lexicon), None)


def targets_and_rests(text: str, lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    """As `target_and_rest`, at every such word, the first first: "Sign in to Go" has two."""
    entries = sorted(lexicon.edits.get("to", ()), key=len, reverse=True)
    alternatives = "|".join(re.escape(entry) for entry in entries)
    for match in re.finditer(rf"\s(?:{alternatives})(?=\s|$)", text, re.IGNORECASE) if entries else ():
        yield text[: match.start()], text[match.end() :].lstrip()


def unflagged(phrase: Phrase, lexicon: Lexicon) -> Phrase:
    """Without `required` at the end and `should be` before it."""
    match = lexicon.flags.ending(phrase.words)
    if match is None or match.value not in {"required", "optional"}:
        return phrase
    text = phrase.cut(0, match.start)
    return Phrase(without(text, ("should be", "must be", "should become", "as", "to be", "be", "is", "are"), end=True))


def without(text: str, phrases: tuple[str, ...], *, end: bool = False) -> str:
    """Text without the first of the phrases that it begins or ends with."""
    spelled = Phrase(text)
    for entry in sorted(phrases, key=len, reverse=True):
        told = words(entry)
        size = len(told)
        if not size or size > len(spelled):
            continue
        if end and spelled.words[-size:] == told:
            return spelled.cut(0, len(spelled) - size)
        if not end and spelled.words[:size] == told:
            return spelled.cut(size)
    return text
