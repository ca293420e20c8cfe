"""From a prompt to its pieces: cut at its joints, each line where it belongs, and said in the way that is read."""

from __future__ import annotations

from epoch_cli.providers.offline.knowledge.lexicon import Lexicon
from epoch_cli.providers.offline.understanding.cutting import STRENGTH, Piece, cut
from epoch_cli.providers.offline.understanding.outline import PLAIN
from epoch_cli.providers.offline.understanding.rephrase import rephrased

__all__ = ["Piece", "split"]


def split(prompt: str, lexicon: Lexicon, *, within: bool = False) -> list[Piece]:
    """The pieces of a prompt, in order; empty for a prompt without any visible character.

    `within` a wish, as in brackets, even the first piece may say what there is not to be: "(no footer)".
    """
    pieces = cut(prompt, lexicon)
    _join_lines(pieces)
    _mark_pairs(pieces)
    return rephrased(pieces, lexicon, within=within)


def _mark_pairs(pieces: list[Piece]) -> None:
    """Mark every piece that alone follows a colon, and may be the value of what stands before: "pulse: 72"."""
    for index, piece in enumerate(pieces):
        rest = pieces[index + 1 : index + 3]
        alone = not rest or rest[0].fresh or rest[0].level > 0
        repeated = len(rest) > 1 and rest[0].joint in {"comma", "and"} and rest[1].joint == "colon"
        piece.pair = piece.joint == "colon" and (alone or repeated)


def _join_lines(pieces: list[Piece]) -> None:
    """What stands before the first piece of a line: a deeper line is opened, a bullet follows, others begin anew."""
    above = PLAIN
    for number, piece in enumerate(pieces):
        if not piece.level or (number == 0 and piece.level >= PLAIN):
            continue
        if piece.level > max(above, PLAIN) and STRENGTH[piece.joint] < STRENGTH["colon"]:
            piece.joint = "colon"
        elif piece.level == above and piece.level > PLAIN:
            piece.joint = max(piece.joint, "comma", key=lambda entry: STRENGTH[entry])
        elif piece.level < above or piece.level <= PLAIN:
            piece.fresh = True
            piece.joint = "" if piece.joint in {"comma", "colon"} else piece.joint
        above = piece.level
