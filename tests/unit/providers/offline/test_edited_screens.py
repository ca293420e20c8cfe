"""What becomes of small screens when somebody asks for a change: where things stand, what they are, what is told."""

from __future__ import annotations

import json

from composer.composing import brief, built
from support.every_row import every_row

from epoch_cli.catalog import Catalog
from epoch_cli.document import clone
from epoch_cli.providers.offline.compose import compose
from epoch_cli.providers.offline.composition import Composition
from epoch_cli.validation import Draft, validate

from .small_screens import SCREENS, Document, seen


def asked(phrase: str, screen: str, catalog: Catalog) -> tuple[Composition, Document]:
    """What is made of a phrase, and the screen after it; every patch is accepted, and none makes the screen worse."""
    before = SCREENS[screen]
    kept = clone(before)
    made = compose(brief(phrase, catalog, document=before))
    assert before == kept
    draft = Draft(catalog, before)
    assert all(draft.propose(patch).accepted for patch in made.patches)
    after = built(made.patches, before)
    assert not validate(after, catalog).gates
    return made, after


def told(made: Composition) -> str:
    return "\n".join(unmet.message for unmet in made.unmet)


FRAMES: list[tuple[str, str, str]] = [
    ("shipping", "wrap street and zip code in a card", "# Delivery, Card[Street, Zip code], Country"),
    ("shipping", "group the street and the zip code", "# Delivery, Card[Street, Zip code], Country"),
    ("shipping", "put street and zip code in a row", "# Delivery, Row[Street, Zip code], Country"),
    ("shipping", "put street and zip code in a column", "# Delivery, Column[Street, Zip code], Country"),
    ("pricing", "put the plan and the newsletter in a box", "Card[Plan<Basic, Pro>, Newsletter]"),
    ("pricing", "put first name and last name in a column", "Form[Column[First name, Last name], Plan"),
    ("booking", "I want a card around the form", "# Book a table, Card[Form[Date"),
    ("booking", "fasse Datum und Zeit in einer Karte zusammen", "Form[Card[Date, Time], Guests"),
    ("booking", "setze Date und Time in einen Rahmen", "Form[Card[Date, Time], Guests"),
    ("booking", "ajoute un cadre autour de Guests", "Card[Guests]"),
    ("booking", "añade un recuadro alrededor de Guests", "Card[Guests]"),
    ("booking", "coloque Guests em um cartão", "Card[Guests]"),
    ("予約", "名前と電話番号をカードに入れて", "Form[Card[名前, 電話番号], メール"),
    ("framed", "remove the card around the nickname", "# Hello, Nickname, Row"),
    ("framed", "unwrap the nickname", "# Hello, Nickname, Row"),
    ("framed", "take the nickname out of its card", "# Hello, Nickname, Row"),
    ("pricing", "ungroup the basic card", "# Pricing, # Basic, 5 users, (Choose Basic), Card[# Pro"),
    ("pricing", "put first name and plan in a row", "Form[Row[Row[First name, Plan<Basic, Pro>], Last name]"),
    ("booking", "put a card around the reservation form", "# Book a table, Card[Form[Date"),
    ("pricing", "take choose pro out of the card", "(Choose Basic)], # Pro, 50 users, (Choose Pro), Form"),
]
TABS: list[tuple[str, str, str]] = [
    (
        "pricing", "put basic and pro behind tabs",  # the form has no name, and belongs to neither
        "Tabs[Basic: Card[# Basic, 5 users, (Choose Basic)], Pro: Card[# Pro, 50 users, (Choose Pro)]], Form[Row",
    ),
    ("pricing", "turn the cards into tabs", "# Pricing, Tabs[Basic: Card[# Basic, "),
    ("pricing", "split the page into tabs", "# Pricing, Tabs[Basic: Card[# Basic, "),
    (
        "shipping", "split the form into tabs",
        "Form[Tabs[Contact details: Column[Email, Phone number], Delivery: Column[Street, Zip code, Country, ",
    ),
    (
        "shipping", "split the form into two tabs: contact and delivery",
        "Form[Tabs[Contact: Column[# Contact details, Email, Phone number], Delivery: Column[Street, Zip code, ",
    ),
    (
        "booking", "split the form into two steps",
        "Form[Tabs[Step 1: Column[Date, Time], Step 2: Column[Guests, Seating<Inside, Terrace>]], (Reserve), (Clear)]",
    ),
    (
        "booking", "split the form into tabs date, guests",
        "Form[Tabs[Date: Column[Date], Guests: Column[Guests]], Time, Seating",
    ),
    ("予約", "フォームをタブに分けて", "Form[Tabs[ステップ 1: Column[名前, 電話番号], ステップ 2: Column[メール, 席"),
    ("account", "make Security the first tab", "Tabs[Security: Column[Password], Profile: Column[Name, City], Billing"),
    ("account", "swap Profile and Billing", "Tabs[Billing: Column[No invoices], Security: Column[Password], Profile"),
    ("account", "move the billing tab before security", "Billing: Column[No invoices], Security: Column[Password]]"),
    ("account", "remove the profile tab", "# Account, Tabs[Security: Column[Password], Billing"),
    ("account", "put a phone field into the Security tab", "Security: Column[Password, Phone], Billing"),
    (
        "account", "add a tab called Devices with a search field before Security",
        "Profile: Column[Name, City], Devices: Column[Form[Search, (Submit)]], Security: Column[Password]",
    ),
]  # fmt: skip
MOVED: list[tuple[str, str, str]] = [
    ("shipping", "move the phone to the top of the delivery section", "Email, # Delivery, Phone number, Street"),
    ("shipping", "move the email and the phone to the end of delivery", "Delivery notes, Email, Phone number, Row"),
    ("shipping", "move the street into the contact details section", "Phone number, Street, # Delivery, Zip code"),
    ("pricing", "move the plan to the end of the basic card", "5 users, Plan<Basic, Pro>, (Choose Basic)]"),
    ("pricing", "move the newsletter to the top of the pro section", "Card[# Pro, Newsletter, 50 users, (Choose Pro)]"),
    ("pricing", "move the plan to the end of Basic", "5 users, Plan<Basic, Pro>, (Choose Basic)]"),
    ("framed", "move two up", "Row[(Two), (One)]"),
    ("framed", "make one the last button", "Row[(Two), (One)]"),
    ("account", "put the columns in the order last seen, device", "Table<Last seen, Device>"),
    ("account", "swap device and last seen", "Table<Last seen, Device>"),
    ("booking", "order the fields: time, date", "Form[Time, Date, Guests"),
    ("booking", "sort the fields like this: guests, date, time", "Form[Guests, Date, Time, Seating"),
    ("booking", "show guests before the date", "Form[Guests, Date, Time, Seating"),
    ("booking", "put seating and guests side by side", "Time, Row[Seating<Inside, Terrace>, Guests], (Reserve)"),
    ("booking", "stack guests and seating", "Time, Column[Guests, Seating<Inside, Terrace>], (Reserve)"),
    ("pricing", "put the basic and pro cards side by side", "# Pricing, Row[Card[# Basic, "),
    ("framed", "put the buttons below each other", "Column[(One), (Two)]"),
    ("framed", "duplicate one", "Row[(One), (One), (Two)]"),
    ("予約", "メールを名前の上に移動して", "Form[メール, 名前, 電話番号, 席"),
    ("予約", "名前を一番下に移動して", "席<テラス, 個室>, 名前, (送信)"),
    ("予約", "メールを一つ上に移動して", "Form[名前, メール, 電話番号, 席"),
    ("予約", "名前と電話番号を横に並べて", "Form[Row[名前, 電話番号], メール"),
]
ADDED: list[tuple[str, str, str]] = [
    ("account", "add a column browser after device", "Table<Device, Browser, Last seen>"),
    ("account", "add columns browser and country after device", "Table<Device, Browser, Country, Last seen>"),
    ("account", 'add the column "Last IP" before last seen', "Table<Device, Last IP, Last seen>"),
    ("pricing", "add an option Team before Pro", "Plan<Basic, Team, Pro>"),
    ("pricing", 'add the option "Team plan" before Pro', "Plan<Basic, Team, Pro>"),
    ("pricing", "add Gold to the plan", "Plan<Basic, Pro, Gold>"),
    ("booking", "add an option Garden between Inside and Terrace", "Seating<Inside, Garden, Terrace>"),
    ("booking", "remove Terrace and add Garden", "Seating<Inside, Garden>"),
    ("booking", "add Garden after Inside", "Seating<Inside, Garden, Terrace>"),
    ("booking", "add Garden and Hall before Terrace", "Seating<Inside, Garden, Hall, Terrace>"),
    ("booking", "add a close button to the confirmed dialog", "Modal[See you soon!, (Close)]"),
    ("booking", "in the dialog, add a close button", "Modal[See you soon!, (Close)]"),
    ("pricing", "add a phone field and a Send button to the pro card", "50 users, Phone, (Choose Pro), (Send)]"),
    ("shipping", "in the delivery section, add a fax field", "Delivery notes, Fax, Row"),
    ("pricing", "add a phone field to the plan", "Plan<Basic, Pro>, Phone, Newsletter"),
    ("pricing", "add a phone field to the newsletter", "Newsletter, Phone, (Ask us)"),
    ("pricing", "add a phone field to the basic card below 5 users", "5 users, Phone, (Choose Basic)"),
    ("pricing", 'add a text "New" under the Basic heading', "Card[# Basic, New, 5 users"),
    ("pricing", 'add a text "New" at the top of the Basic section', "Card[# Basic, New, 5 users"),
    ("pricing", "below the plan write: Choose wisely", "Plan<Basic, Pro>, Choose wisely, Newsletter"),
    ("pricing", 'put "Choose wisely" under the plan', "Plan<Basic, Pro>, Choose wisely, Newsletter"),
    ("shipping", "add a fax field at the top of the delivery section", "# Delivery, Fax, Street"),
    ("shipping", "add a fax field into the delivery section", "Delivery notes, Fax, Row"),
    ("予約", "電話番号の下に住所を追加して", "電話番号, 住所, メール"),
    ("予約", "一番上に会社名を追加して", "Form[会社名, 名前, 電話番号"),
    ("予約", "フォームに会社名を追加して", "個室>, 会社名, (送信)"),
    ("予約", "席に「カウンター」を追加して", "席<テラス, 個室, カウンター>"),
]
CHANGED: list[tuple[str, str, str]] = [
    ("account", "keep only the last seen column", "Table<Last seen>"),
    ("account", "remove the device column, then remove the last seen column", "Table<Last seen>"),  # one has to stay
    ("pricing", "remove the title of the page", "Container[Card[# Basic"),
    ("pricing", "remove the title of the basic card", "Card[5 users, (Choose Basic)]"),
    (
        "pricing",
        "keep only the basic and the pro cards",
        "Container[Card[# Basic, 5 users, (Choose Basic)], Card[# Pro, ",
    ),
    ("pricing", "keep only Basic and Pro", "Container[Card[# Basic, 5 users, (Choose Basic)], Card[# Pro, "),
    ("予約", "名前だけ残して", "Card[Form[名前]]"),
    ("pricing", "remove the text of the pricing heading", "Container[Card[# Basic"),
    ("pricing", "remove the pro 50 users", "Card[# Pro, (Choose Pro)]"),
    ("booking", "im Formular Datum entfernen", "Form[Time, Guests"),
    ("booking", "in the unicorn, remove the date", "Form[Time, Guests"),
    ("framed", "make all optional fields required", "Card[Nickname *]"),
    ("booking", "set the seating options to: Garden and Hall", "Seating<Garden, Hall>"),
    ("booking", "remove all buttons except reserve", "Seating<Inside, Terrace>, (Reserve)]"),
    ("booking", "remove reserve. remove the other button", "Seating<Inside, Terrace>]"),
    ("pricing", "remove the option Pro", "Plan<Basic>"),
    ("booking", "rename date and time to Day and Hour", "Form[Day, Hour, Guests"),
    ("booking", "rename the date to Day, the time to Hour and guests to Visitors", "Form[Day, Hour, Visitors, Seating"),
    ("pricing", "the basic card's button should say Take it", "5 users, (Take it)"),
    ("booking", "change seating to Garden and Hall", "Seating<Garden, Hall>"),
    ("booking", 'seating options: Garden, "At the bar" and Hall', "Seating<Garden, At the bar, Hall>"),
    ("shipping", "replace the country with a dropdown (Germany, Austria)", "Country<Germany, Austria>"),
    ("shipping", "turn the country into a dropdown with Germany and Austria", "Country<Germany, Austria>"),
    ("pricing", "turn the plan into a text field", "Last name], Plan, Newsletter"),
    ("booking", "move the date below the time, then make both required", "Form[Time *, Date *, Guests"),
]
PLACED = [*FRAMES, *TABS, *MOVED, *ADDED, *CHANGED]


@every_row(("screen", "phrase", "part"), PLACED, ids=[phrase for _, phrase, _ in PLACED])
def test_things_stand_where_they_were_wished(screen: str, phrase: str, part: str, punk: Catalog) -> None:
    _, after = asked(phrase, screen, punk)
    assert part not in seen(SCREENS[screen]["root"])
    assert part in seen(after["root"]), seen(after["root"])


REQUIRED = [
    f"add /root/children/1/children/{path}props/required true"
    for path in ("1/", "1/children/0/", "2/", "2/children/0/")
]
PROPS: list[tuple[str, str, list[str]]] = [
    ("account", "make device right aligned", ['add /root/children/2/props/columns/0/align "end"']),
    ("account", "make the device column sortable", ["add /root/children/2/props/columns/0/sortable true"]),
    ("account", "make last seen not sortable", ["add /root/children/2/props/columns/1/sortable false"]),
    ("account", "make the table not striped", ["add /root/children/2/props/striped false"]),
    ("account", "set the grid's caption to Devices", ['add /root/children/2/props/caption "Devices"']),
    ("pricing", "make ask us not disabled", ["remove /root/children/3/children/3/props/disabled"]),
    ("pricing", "enable the ask us button", ["remove /root/children/3/children/3/props/disabled"]),
    ("booking", "make the clear button not outline", ["remove /root/children/1/children/5/props/variant"]),
    ("booking", "the clear button should no longer be outlined", ["remove /root/children/1/children/5/props/variant"]),
    ("booking", "remove the clear button's style", ["remove /root/children/1/children/5/props/variant"]),
    ("pricing", "give the basic card a border", ["add /root/children/1/props/border true"]),
    ("pricing", "give the basic card a shadow", ['add /root/children/1/props/shadow "md"']),
    ("pricing", "give the basic card padding", ['add /root/children/1/props/padding "md"']),
    ("pricing", "tick the newsletter", ["add /root/children/3/children/2/props/defaultValue true"]),
    ("pricing", "the newsletter should be on by default", ["add /root/children/3/children/2/props/defaultValue true"]),
    (
        "pricing", "the newsletter should be off by default",
        ["add /root/children/3/children/2/props/defaultValue false"],
    ),
    ("booking", "make Terrace the default", ['add /root/children/1/children/3/props/defaultValue "Terrace"']),
    ("booking", "mach Terrace zum Standard", ['add /root/children/1/children/3/props/defaultValue "Terrace"']),
    (
        "pricing", "remove the placeholder of the last name",
        ["remove /root/children/3/children/0/children/1/children/0/props/placeholder"],
    ),
    # the card has the id "basic", and is no heading
    ("pricing", "make the basic heading bigger", ['add /root/children/1/children/0/props/size "h1"']),
    ("pricing", "make the pricing heading smaller", ['add /root/children/0/props/size "h2"']),
    ("pricing", "make the pro button red", ['add /root/children/2/children/2/props/variant "danger"']),
    ("pricing", "make the button red in the pro card", ['add /root/children/2/children/2/props/variant "danger"']),
    ("pricing", "set the border of the basic card to yes", ["add /root/children/1/props/border true"]),
    (
        "pricing", "change the plan to Gold and Silver",  # one that is no longer offered is no longer chosen
        [
            "remove /root/children/3/children/1/props/defaultValue",
            'add /root/children/3/children/1/props/options ["Gold", "Silver"]',
        ],
    ),
    ("framed", "increase the gap of one", ['add /root/children/2/props/spacing "xl"']),
    ("framed", "make the tiny text bigger", ['add /root/children/3/props/size "body"']),
    ("framed", "less padding in the inner card", ['add /root/children/1/props/padding "lg"']),
    ("framed", "less space between the buttons", ['add /root/children/2/props/spacing "md"']),
    ("framed", "more space between the buttons", ['add /root/children/2/props/spacing "xl"']),
    (
        "shipping", "make everything in the contact details section required",
        REQUIRED,
    ),
    (
        "shipping", "make the first two fields required",
        REQUIRED,
    ),
    (
        "booking", "disable reserve. disable the other button",
        [f"add /root/children/1/children/{number}/props/disabled true" for number in (4, 5)],
    ),
]  # fmt: skip


@every_row(("screen", "phrase", "patches"), PROPS, ids=[phrase for _, phrase, _ in PROPS])
def test_things_are_what_they_were_wished_to_be(screen: str, phrase: str, patches: list[str], punk: Catalog) -> None:
    made, _ = asked(phrase, screen, punk)
    shown = ((patch["op"], patch["path"], patch.get("value")) for patch in made.patches)
    written = [f"{op} {path}{'' if value is None else ' ' + json.dumps(value)}" for op, path, value in shown]
    assert written == patches
    assert made.unmet == ()


@every_row("phrase", ["add a Delete button in red", "add a red Delete button", "add a Delete button, red"])
def test_a_button_looks_as_it_was_wished(phrase: str, punk: Catalog) -> None:
    made, after = asked(phrase, "framed", punk)
    assert "Row[(One), (Two), (Delete)]" in seen(after["root"])
    assert after["root"]["children"][2]["children"][2]["props"]["variant"] == "danger"
    assert made.unmet == ()


def test_everything_but_what_is_spared_is_required(punk: Catalog) -> None:
    _, after = asked("make everything required except the delivery notes", "shipping", punk)
    fields = [each["props"] for each in after["root"]["children"][1]["children"] if "label" in each["props"]]
    assert [each["label"] for each in fields if not each.get("required")] == ["Delivery notes"]
    assert len(fields) == 7


def test_a_new_column_has_values_in_rows_that_have_none(punk: Catalog) -> None:
    _, after = asked("add a column browser", "account", punk)
    rows = after["root"]["children"][2]["props"]["data"]
    assert [sorted(row) for row in rows] == [["browser", "device"], ["browser"]]
    assert rows[1] == {"browser": "Lynx"}


SO_ALREADY = "it is so already"
NOT_UNDERSTOOD = "not understood"
NOTHING_CALLED = "nothing here is called"
NOTHING: list[tuple[str, str, str]] = [
    ("framed", "wrap the nickname in a card", SO_ALREADY),
    ("pricing", "put the basic card in a card", SO_ALREADY),
    ("framed", "remove the form around the nickname", NOTHING_CALLED),
    ("account", "wrap the profile tab in a card", NOT_UNDERSTOOD),
    ("framed", "make the tiny text smaller", SO_ALREADY),
    ("pricing", "uncheck the newsletter", SO_ALREADY),
    ("booking", "uncheck the date", NOT_UNDERSTOOD),
    ("pricing", "add an option Basic to the plan", SO_ALREADY),
    ("account", "add a column Device", SO_ALREADY),
    ("account", "add the device column before last seen", SO_ALREADY),
    ("予約", "メールを電話番号の下に移動して", SO_ALREADY),
    ("予約", "メールを住所の上に移動して", NOTHING_CALLED),
    ("pricing", "remove the label of the plan", "without a name"),
    ("pricing", "remove the label of the first name", "has no label"),
    ("booking", "remove the text of the reserve button", NOT_UNDERSTOOD),
    ("pricing", "in the basic card, remove the newsletter", NOT_UNDERSTOOD),
    ("booking", "remove Garden from the seating", NOTHING_CALLED),
    ("booking", "duplicate the date", 'a second control is named "Date"'),
    ("booking", "duplicate the card", NOT_UNDERSTOOD),
    ("account", "duplicate the device column", NOT_UNDERSTOOD),
    ("booking", "order the columns: price", NOT_UNDERSTOOD),
    ("booking", "sort the fields: date, unicorn", NOT_UNDERSTOOD),
    ("pricing", "split the page into 7 tabs", NOT_UNDERSTOOD),
    ("pricing", "split the page into tabs called Prices and Contact", NOT_UNDERSTOOD),
    ("booking", "split the form into two tabs: who and when", NOT_UNDERSTOOD),
    ("account", "split the tabs into two tabs", NOT_UNDERSTOOD),
    ("pricing", "make ask us optional", NOT_UNDERSTOOD),
    ("shipping", "turn the place order button into a dropdown", "not done"),
    ("pricing", "swap basic and the page", NOT_UNDERSTOOD),
    ("pricing", "turn the buttons into tabs", NOT_UNDERSTOOD),
    ("booking", "move the date into the time", "not done"),
    ("booking", "move the date above the page", "not done"),
    ("booking", "remove the other one", NOTHING_CALLED),
    ("booking", "make the unicorn's email required", NOT_UNDERSTOOD),
    ("booking", "keep only the unicorn", NOT_UNDERSTOOD),
    ("booking", "remove all unicorns except the date", NOTHING_CALLED),
    ("booking", "turn the date into a phone field with A and B", NOT_UNDERSTOOD),
    ("booking", "make the date optional", SO_ALREADY),
    ("framed", "more spacing around the nickname", NOT_UNDERSTOOD),
    ("account", "swap device and the tabs", NOT_UNDERSTOOD),
]


@every_row(("screen", "phrase", "message"), NOTHING, ids=[phrase for _, phrase, _ in NOTHING])
def test_what_cannot_be_done_changes_nothing_and_is_told(screen: str, phrase: str, message: str, punk: Catalog) -> None:
    made, _ = asked(phrase, screen, punk)
    assert made.patches == []
    assert message in told(made)


PARTLY: list[tuple[str, str, str, str]] = [
    ("booking", "make date purple and required", "Form[Date *, Time", "nothing here is called “purple”"),
    ("booking", "remove Terrace. duplicate the date", "Seating<Inside>", 'a second control is named "Date"'),
    (
        "account", "remove the device column, then remove the last seen column",
        "Table<Last seen>", "not understood: “remove the last seen column”",
    ),
]  # fmt: skip


@every_row(("screen", "phrase", "part", "message"), PARTLY, ids=[row[1] for row in PARTLY])
def test_what_is_done_in_part_says_what_is_missing(
    screen: str, phrase: str, part: str, message: str, punk: Catalog
) -> None:
    made, after = asked(phrase, screen, punk)
    assert part in seen(after["root"])
    assert message in told(made)
