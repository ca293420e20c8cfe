"""Values that stand with the name of a thing, times and weekdays, and lists of names with their values."""

from __future__ import annotations

import pytest
from support.every_row import every_row

from epoch_cli.catalog import Catalog
from epoch_cli.providers.offline.knowledge.lexicon import lexicon_of
from epoch_cli.providers.offline.knowledge.sequences import Sequences
from epoch_cli.providers.offline.understanding.pieces import split
from epoch_cli.providers.offline.understanding.settle import settle
from epoch_cli.providers.offline.understanding.understand import understand
from epoch_cli.providers.offline.understanding.values import named_value, quantity
from epoch_cli.providers.offline.understanding.wish import Wish


def settled(prompt: str, punk: Catalog) -> Wish:
    lexicon = lexicon_of(punk, prompt)
    wish = understand(prompt, lexicon)
    settle(wish, lexicon, punk.models)
    return wish


def told(wish: Wish) -> list[tuple[str, str]]:
    return [(item.label, item.note) for item in wish.of("fact", "metric", "entry")]


QUANTITIES = [
    ("soil moisture 41%", ("soil moisture", "41%")),
    ("flow rate 320 l/s", ("flow rate", "320 l/s")),
    ("CO2 620 ppm", ("CO2", "620 ppm")),
    ("price $499", ("price", "$499")),
    ("total $1,200", ("total", "$1,200")),
    ("berth B14", ("berth", "B14")),
    ("due 12 May 2025", ("due", "12 May 2025")),
    ("phone +44 20 1234", ("phone", "+44 20 1234")),
    ("200 km range", None),
    ("trial ends in 3 days", None),
    ("address line 2", None),
    ("length", None),
]


@every_row(("label", "parts"), QUANTITIES, ids=[label for label, _ in QUANTITIES])
def test_a_quantity_behind_a_name_is_its_value(label: str, parts: tuple[str, str] | None, punk: Catalog) -> None:
    assert quantity(label, lexicon_of(punk)) == parts


@pytest.mark.parametrize(
    ("label", "given", "parts"),
    [
        ("name Marlin", False, ("name", "Marlin")),
        ("status unpaid", False, None),
        ("status unpaid", True, ("status", "unpaid")),
        ("name on card", True, None),
        ("Title Page", False, None),
    ],
)
def test_a_known_name_takes_the_words_behind_it(
    label: str, given: bool, parts: tuple[str, str] | None, punk: Catalog
) -> None:
    assert named_value(label, lexicon_of(punk), given=given) == parts


LISTS = {
    "status page: API – operational, Dashboard – degraded, Web – outage": [
        ("API", "operational"), ("Dashboard", "degraded"), ("Web", "outage"),
    ],
    "agenda: 09:00 Stand-up, 15:30 photos": [("09:00", "Stand-up"), ("15:30", "photos")],
    "opening hours: Mon-Fri 9-18, Sun closed": [("Mon-Fri", "9–18"), ("Sun", "closed")],
    "invoice detail: client Acme, total $1,200, status unpaid": [
        ("client", "Acme"), ("total", "$1,200"), ("status", "unpaid"),
    ],
    "dashboard: revenue: 200, users: 300": [("revenue", "200"), ("users", "300")],
    "ferry board: 07:15 Moss – on time, 08:30 Horten – late, 09:00 Drøbak – on time": [
        ("07:15", "Moss · on time"), ("08:30", "Horten · late"), ("09:00", "Drøbak · on time"),
    ],
    "price board: cod £12/kg, hake £9.50/kg": [("cod", "£12/kg"), ("hake", "£9.50/kg")],
    "stats row: 1,204 members, 86 events": [("members", "1,204"), ("events", "86")],
}  # fmt: skip


@every_row(("prompt", "expected"), LISTS.items(), ids=LISTS)
def test_lists_of_names_with_values(prompt: str, expected: list[tuple[str, str]], punk: Catalog) -> None:
    assert told(settled(prompt, punk)) == expected


SHAPES = {
    "checkout summary card: subtotal $40, shipping $5, total $45": ("card", ["$40", "$5", "$45"]),
    "order tracking: Packed – done, Shipped – late, Paid – yes": ("card", ["done", "late", "yes"]),
    "page with cards for hives 12, queens due 3": ("dashboard", ["12", "3"]),
    "form with option 1, option 2 and option 3": ("form", []),
    "form with price $ and weight in kg": ("form", []),
}


@pytest.mark.parametrize(("prompt", "expected"), SHAPES.items(), ids=SHAPES)
def test_what_gives_values_asks_for_none(prompt: str, expected: tuple[str, list[str]], punk: Catalog) -> None:
    wish = settled(prompt, punk)
    part = next(part for part in (*wish.parts, wish) if part.items)
    assert (part.shape, [value for _, value in told(part)]) == expected


def test_states_are_taken_when_several_names_end_with_one(punk: Catalog) -> None:
    assert told(settled("server status: web-1 up, db-1 down", punk)) == [("web-1", "up"), ("db-1", "down")]


def test_a_list_behind_a_colon_is_no_value(punk: Catalog) -> None:
    assert not any(piece.pair for piece in split("card with details: brand, model, year", lexicon_of(punk)))


SEQUENCES = Sequences.of({"through": ["to", "through"], "days": ["Mon", "Tue", "Wed", "Thu"]})


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("columns Mon through Wed", "columns Mon, Tue, Wed"),
        ("tue-thu.", "Tue, Wed, Thu."),
        ("Wed to Mon", "Wed to Mon"),
        ("Mon to Wed 9-17", "Mon to Wed 9-17"),
        ("Monte to Thule", "Monte to Thule"),
    ],
)
def test_a_row_of_known_words_is_written_out(text: str, written: str) -> None:
    assert SEQUENCES.written_out(text) == written
