"""What a screen is that no noun names: which shape its name and its parts speak for.

"Client intake: name (required), court date"   →  a form: an intake, and something is required
"Overdue loans: title, borrower, due date"     →  a table: several things with the same values
"Boiler details: serial number, pressure"      →  a card: what is known about one thing
"""

from __future__ import annotations

from collections import Counter

from epoch_cli.providers.offline.knowledge.lexicon import Lexicon, Sign
from epoch_cli.providers.offline.knowledge.phrasebook import Match, words
from epoch_cli.providers.offline.understanding.describe import Description, describe
from epoch_cli.providers.offline.understanding.phrases import Phrase
from epoch_cli.providers.offline.understanding.pieces import Piece, split

ENOUGH = 2
"""Votes that a shape needs; with fewer nothing is known."""

CERTAIN = 6
"""The weight of a sign that no topic outvotes: "the cart is empty" is no cart."""

_MOST_PARTS = 30
_MANY = 2
"""What the plural of its name counts for a table."""

_PARTS = frozenset({"section", "region", "panel", "metric", "chart", "alert"})
_INPUTS = frozenset({"checkbox", "choice"})


def likely_shape(name: Phrase, parts: list[Piece], lexicon: Lexicon) -> str:
    """The shape that most speaks for; empty when too little does. Among equals the first in the order of the votes."""
    votes: Counter[str] = Counter()
    for match, weight in _signs(name, lexicon):
        votes[match.value.shape] += weight
    if is_many(name, lexicon) or lexicon.book("every").at(name.words, 0) is not None:
        votes["table"] += _MANY
    for piece in parts[:_MOST_PARTS]:
        votes.update(_votes_of(piece, describe(piece, lexicon), lexicon))
    best = votes.most_common(1)
    return best[0][0] if best and best[0][1] >= ENOUGH else ""


def shape_of_page(name: Phrase, parts: list[Piece], lexicon: Lexicon) -> str:
    """What a page is that is nothing but a form, a table or a card; empty for one that holds such parts."""
    described = [describe(piece, lexicon) for piece in parts[:_MOST_PARTS]]
    if any(found.item.kind in _PARTS or _opens_part(found, lexicon) for found in described):
        return ""
    shape = likely_shape(name, parts, lexicon)
    return shape if shape in {"form", "table", "card"} else ""


def _opens_part(found: Description, lexicon: Lexicon) -> bool:
    """Whether the plural of a noun is a part of its own: `tabs`, `plans`."""
    return found.plural and any(found.item.kind in row.each for row in lexicon.shapes.values())


def certain_shape(name: Phrase, lexicon: Lexicon) -> str:
    """The shape of a name that leaves no doubt: "the cart is empty"; empty for others."""
    found = [match.value.shape for match, weight in _signs(name, lexicon) if weight >= CERTAIN]
    return found[0] if found else ""


def deed(name: Phrase, lexicon: Lexicon) -> Match[Sign] | None:
    """The verb that a name begins with: "record the pulse"; a "record of sales" is none."""
    found = lexicon.signs["first"].at(name.words, 0)
    return None if found is None or lexicon.connectors.at(name.words, found.end) is not None else found


def core_length(name: Phrase, lexicon: Lexicon) -> int:
    """The words before those that say more: 2 of "boat hire for tourists", "gym members who are late"."""
    clause = lexicon.book("clause")
    for index in range(1, len(name)):
        if lexicon.connectors.at(name.words, index) or clause.at(name.words, index):
            return index
    return len(name)


def is_many(name: Phrase, lexicon: Lexicon) -> bool:
    """Whether several things are named: "overdue loans", "members who are late"; not "boat registration"."""
    return bool(len(name)) and name.plural(core_length(name, lexicon) - 1)


def is_telling(name: Phrase, lexicon: Lexicon) -> bool:
    """Whether a name speaks for a shape by itself."""
    return bool(_signs(name, lexicon)) or is_many(name, lexicon)


def _signs(name: Phrase, lexicon: Lexicon) -> list[tuple[Match[Sign], int]]:
    """The signs in a name and what each counts: the verb at its start, its last noun, and words anywhere."""
    core = name.words[: core_length(name, lexicon)]
    first = deed(name, lexicon)
    found = [(first, first.value.weight)] if first is not None and len(name) > first.end - first.start else []
    found += [(match, match.value.weight) for match in lexicon.signs[""].all(name.words)]
    last = [match for match in lexicon.signs["last"].all(core) if match.value.many or not name.plural(match.end - 1)]
    if last and (last[-1].end == len(core) or not is_many(name, lexicon)):  # "exam results" are no exam
        found.append((last[-1], last[-1].value.weight - (last[-1].end < len(core))))
    return found


def _votes_of(piece: Piece, found: Description, lexicon: Lexicon) -> Counter[str]:
    """What one part of a screen speaks for."""
    votes: Counter[str] = Counter()
    item = found.item
    if item.kind in _INPUTS or item.required is not None or found.directive:
        votes["form"] += 3
    if item.kind == "field" or piece.text.endswith("?"):
        votes["form"] += 2
    if item.kind == "button":
        action = lexicon.action(item.label)
        votes["table" if action.whole else "form"] += action.submits or action.whole
    for note in piece.notes:
        votes["form"] += _notes_ask(note, lexicon)
    for match in lexicon.signs[""].all(found.whole.words):
        votes[match.value.shape] += match.value.weight
    return votes


def _notes_ask(note: str, lexicon: Lexicon) -> int:
    """What brackets say for a form: types and `required` much, a list of choices some."""
    told = [words(piece.text) for piece in split(note.replace("/", ", ").replace("|", ", "), lexicon)]
    if any(lexicon.types.exact(entry) or lexicon.flags.exact(entry) for entry in told):
        return 3
    return 2 if len(told) > 1 else 0
