"""Options that are written behind a name without a sign between them: "severity low medium high"."""

from __future__ import annotations

from epoch_cli.providers.offline.knowledge.lexicon import Lexicon
from epoch_cli.providers.offline.knowledge.phrasebook import Words, words
from epoch_cli.providers.offline.understanding.cutting import Piece
from epoch_cli.providers.offline.understanding.phrases import Phrase

_LONGEST_NAME = 3
"""Words of a name in front of its options."""

_MOST = 40
"""Words of a piece that may be a name with its options; a longer one is a sentence."""

_FEW, _SURE = 2, 3
"""Options behind the name of a field that is known, and behind any other."""


def take_scale(piece: Piece, lexicon: Lexicon) -> None:
    """Read "severity low medium high" as "severity (low, medium, high)"."""
    if piece.quotes or piece.notes or piece.span or piece.binding:
        return
    phrase = Phrase(piece.text)
    if not _FEW < len(phrase) <= _MOST or lexicon.knows_field(piece.text):
        return
    for end in range(1, min(_LONGEST_NAME, len(phrase) - _FEW) + 1):
        name = phrase.cut(0, end)
        if lexicon.nouns.ending(phrase.words, end) is not None and not lexicon.knows_field(name):
            continue  # "select low medium high" names no label
        own = lexicon.fields.exact(phrase.words[:end])
        listed = [own.options] if own is not None and own.options else []
        places = _steps(phrase, end, [*listed, *lexicon.scales], lexicon)
        if len(places) >= (_FEW if own is not None else _SURE):
            piece.notes.append(", ".join(phrase.cut(*place) for place in places))
            piece.text = name
            return


def _steps(phrase: Phrase, start: int, scales: list[tuple[str, ...]], lexicon: Lexicon) -> list[tuple[int, int]]:
    """Where each of the words from `start` on stands that are entries of one scale, all of them; empty for others."""
    for scale in scales:
        spelled = {told for entry in scale for told in (words(entry), words(lexicon.named(entry)))}
        places = _placed(phrase.words, start, spelled)
        if places:
            return places
    return []


def _placed(spoken: Words, start: int, spelled: set[Words]) -> list[tuple[int, int]]:
    places: list[tuple[int, int]] = []
    longest = max(map(len, spelled), default=0)
    while start < len(spoken):
        last = min(len(spoken), start + longest)
        end = next((end for end in range(last, start, -1) if spoken[start:end] in spelled), None)
        if end is None:
            return []
        places.append((start, end))
        start = end
    return places
