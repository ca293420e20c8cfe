"""What belongs to what: groups, tabs and steps with their contents, and the sentences that go on or begin anew."""

from __future__ import annotations

from support.every_row import every_row

from epoch_cli.catalog import Catalog
from epoch_cli.providers.offline.knowledge.lexicon import lexicon_of
from epoch_cli.providers.offline.understanding.understand import understand
from epoch_cli.providers.offline.understanding.wish import Item, Wish


def outlined(wish: Wish) -> str:
    """A wish on one line: `form(field name, dialog(field age))`, a group before its fields, options after them."""
    held = [shown(item) for item in wish.items]
    held += [f"each {shown(item)}" for item in wish.each]
    held += [outlined(part) for part in wish.parts]
    return f"{wish.shape}({', '.join(held)})"


def shown(item: Item) -> str:
    group = f"{item.group}/" if item.group else ""
    options = f" {'|'.join(item.options)}" if item.options else ""
    inside = f" {outlined(item.panel)}" if item.panel is not None else ""
    return f"{item.kind} {group}{item.label}{options}{'*' if item.required else ''}{inside}"


BELONGS: list[tuple[str, str]] = [
    (
        'order form. Group 1 "Contact": email. Group 2 "Delivery": street, city.',
        "form(field Contact/email, field Delivery/street, field Delivery/city)",
    ),
    (
        "form with two groups: Driver (name, licence) and Vehicle (plate, brand)",
        "form(field Driver/name, field Driver/licence, field Vehicle/plate, field Vehicle/brand)",
    ),
    (
        "parcel form\nSender: name, street, city\nWeight (number)",
        "form(field Sender/name, field Sender/street, field Sender/city, field Weight)",
    ),
    (
        "wizard. Step 1 You: name. Step 2 Bank: IBAN, bank. Back and Next buttons",
        "steps(step You, step Bank, button Back, button Next, field You/name, field Bank/IBAN, field Bank/bank)",
    ),
    (
        "page with tabs: Vitals has a table of date, pulse; Contact has a form with phone",
        "page(tabs(tab Vitals page(table(column date, column pulse)), tab Contact page(form(field phone))))",
    ),
    (
        "page with tabs A and B. B shows a list of users",
        "page(tabs(tab A, tab B page(list())))",
    ),
    (
        "# Club\n## People\ntable: name, role\n## Actions\n- Print list",
        "page(button Print list, region(table(column name, column role)))",
    ),
    (
        "intake:\n* Name - text, required\n* Kind - select: new, old\n* Notes",
        "form(field Name*, choice Kind new|old, field Notes)",
    ),
    ("board with columns A, B. Each column gets an Add button", "board(lane A, lane B, each button Add)"),
    (
        "survey form with the food and the wine, each with good, bad",
        "form(choice food good|bad, choice wine good|bad)",
    ),
    ("form: name, email. Name and email are required", "form(field name, field email*, field Name*)"),
    ("form with a primary Save and a danger Delete button", "form(button Save, button Delete)"),
    ("form with name. Send application", "form(field name, button Send application)"),
    (
        "page with a list with name and next service, and back / next buttons",
        "page(list(fact name, fact next service, button back, button next))",
    ),
    (
        "dashboard with four numbers (sold, returned, open, new)",
        "dashboard(metric sold, metric returned, metric open, metric new)",
    ),
    ("form with one checkbox each for Monday and Friday, notes", "form(checkbox Monday, checkbox Friday, field notes)"),
    (
        "form with status: any, open. Which day? Monday, Friday",
        "form(choice status any|open, choice Which day? Monday|Friday)",
    ),
    (
        "wizard. Step 1 licence number and expiry, step 2 car (make)",
        "steps(step , step car, field Step 1/licence number, field Step 1/expiry, field car/make)",
    ),
    ("page with a list with name and an Edit button per user", "page(list(fact name, button Edit))"),
    (
        "two tables: members (name, role) and events (title, date)",
        "page(table(column name, column role), table(column title, column date))",
    ),
    (
        "two tables, one of loans (book, due date) and one of visits (name)",
        "page(table(column book, column due date), table(column name))",
    ),
    (
        (
            "page with a form and two tables. The form has name, colour. First table, Loans: book. "
            'The second one, called "Late", has columns days, fine.'
        ),
        "page(form(field name, field colour), table(column book), table(column days, column fine))",
    ),
    (
        'page with two forms.\nForm A, "Lost": item. Button: Report.\nForm B, "Found": place.',
        "page(button Report, form(field item), form(field place))",
    ),
    (
        "page with a sidebar and content. The sidebar has Home, Team. In the content put a table with name",
        "page(nav(link Home, link Team), region(table(column name)))",
    ),
    (
        "tabs: Overview with a chart, Members with a table of name and role, Invites with a form with seats",
        (
            "tabs(tab Overview page(chart chart), tab Members page(table(column name, column role)),"
            " tab Invites page(form(field seats)))"
        ),
    ),
    (
        "tabs Security (current password, new password) and Visits (table: date, room)",
        (
            "tabs(tab Security page(form(field current password, field new password)),"
            " tab Visits page(table(column date, column room)))"
        ),
    ),
    (
        "page with 2 tabs.\nArrivals:\n- table (flight, gate)\nDepartures:\n- table (flight, to)",
        (
            "page(tabs(tab Arrivals page(table(column flight, column gate)),"
            " tab Departures page(table(column flight, column to))))"
        ),
    ),
    ("a page: date of birth, reason", "form(field date of birth, field reason)"),
    ("a table with open invoices (number, client)", "table(column number, column client)"),
    ("cards with a badge with the state and a Details button", "cards(badge the state, button Details)"),
    ("all fields required except notes: name, notes", "form(field name, field notes)"),
    ("page with tabs Gate 1 to Gate 3", "page(tabs(tab Gate 1, tab Gate 2, tab Gate 3))"),
    ("form with filters (city, month)", "form(choice city, choice month)"),
    ("form. Shift: early, late, night. Date", "form(choice Shift early|late|night, field Date)"),
]


@every_row(("prompt", "wish"), BELONGS, ids=[prompt for prompt, _ in BELONGS])
def test_belongs(prompt: str, wish: str, punk: Catalog) -> None:
    assert outlined(understand(prompt, lexicon_of(punk))) == wish
