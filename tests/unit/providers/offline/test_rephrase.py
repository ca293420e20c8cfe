"""What is said in several ways, and the one way in which the rest of understanding reads it."""

from __future__ import annotations

from support.every_row import every_row

from epoch_cli.catalog import Catalog
from epoch_cli.providers.offline.knowledge.lexicon import lexicon_of
from epoch_cli.providers.offline.understanding.pieces import Piece, split

SAID: list[tuple[str, str]] = [
    ("form with attendees as a number", "form| with attendees (number)"),
    ("form with a window of morning or afternoon", "form| with a window (morning, afternoon)"),
    ("form with level of low / mid / high, age", "form| with level (low, mid, high)| comma age"),
    ("form with double sided yes/no", "form| with double sided (yes no)"),
    ("login with email/password", "login| with email| comma password"),
    ("table of trucks or cars", "table of trucks| and cars"),
    ("late members (table)", "late members table"),
    ("a page. No footer", "a page| without footer"),
    ("a board: no-shows", "a board| colon no-shows"),
    ("Yes and No buttons", "Yes| and No buttons"),
    ("a form below to send it", "a form to send it"),
    ("list with an Edit button in every row", "list| with an Edit button each"),
    ("a page. Then table room, floor, guest", "a page| and table| colon room| comma floor| comma guest"),
    ('page. When clicking "Add" there is a modal', "page| [Add]| a modal"),
    ("page. Clicking Add opens a dialog", "page| [Add]| a dialog"),
    ('a dialog that opens from a button "Add"', "a dialog| and [Add]"),
    ("left column a form", "left column| with a form"),
    ("wizard. Step two: name", "wizard| Step 2| colon name"),
    ("tabs: A has a table; B has a list", "tabs| colon A| has a table| comma; B| has a list"),
    ("users who each have a badge", "users who| each a badge"),
]


def shown(piece: Piece) -> str:
    pressed = [f"[{text}]" for text in piece.pressed]
    parts = [piece.joint + (";" if piece.parts else ""), piece.text, *pressed, *(f"({note})" for note in piece.notes)]
    return " ".join(part for part in parts if part)


@every_row(("prompt", "pieces"), SAID, ids=[prompt for prompt, _ in SAID])
def test_said(prompt: str, pieces: str, punk: Catalog) -> None:
    assert "| ".join(map(shown, split(prompt, lexicon_of(punk)))) == pieces


def test_all_but_one_are_required(punk: Catalog) -> None:
    said = split("form: name, notes. All fields except notes are required", lexicon_of(punk))
    assert [piece.text for piece in said[-2:]] == ["All fields are required", "notes optional"]
