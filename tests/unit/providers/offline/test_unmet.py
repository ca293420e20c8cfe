"""What of a wish is not in the answer is named; of a wish that is fulfilled, nothing is."""

from __future__ import annotations

import pytest
from composer.composing import EXAMPLES, Document, brief, built, composed
from hypothesis import given, settings
from hypothesis import strategies as st
from support.every_row import every_row
from support.examples import examples

from epoch_cli.catalog import Catalog, load_catalog
from epoch_cli.providers.base import UnmetPart
from epoch_cli.providers.offline.compose import compose
from epoch_cli.providers.offline.editing.completing import complete
from epoch_cli.providers.offline.knowledge.lexicon import lexicon_of
from epoch_cli.providers.offline.understanding.coverage import missed
from epoch_cli.providers.offline.understanding.wish import Wish

PUNK = load_catalog("punk")

NOT_UNDERSTOOD: list[tuple[str, list[str]]] = [
    ("make me something nice", ["make me something nice"]),
    ("😀", ["😀"]),
    ("asdf qwer zxcv", ["asdf qwer zxcv"]),
    ("hello", ["hello"]),
    ("write me a poem about the sea", ["write me a poem about the sea"]),
    ("use GraphQL and deploy to AWS", ["use GraphQL and deploy to AWS"]),
    ("What is the capital of France?", ["What is the capital of France?"]),
    ("a 3D globe with live air traffic", ["a 3D globe with live air traffic"]),
    ("login form in comic sans", ["comic sans"]),
    ("login form with confetti when I submit", ["confetti when I submit"]),
    ("contact form. Deploy it to AWS", ["Deploy it to AWS"]),
    ("login form with a dark neon cyberpunk look", ["a dark neon cyberpunk look"]),
    ("login form with rounded corners and a drop shadow", ["rounded corners", "a drop shadow"]),
    ("signup form, validate the email against our API", ["validate the email against our API"]),
    ("dashboard that updates in real time via websockets", ["in real time via websockets"]),
    ("table of orders with infinite scroll", ["infinite scroll"]),
    ("kanban board with drag and drop", ["drag and drop"]),
    ("invoice table exportable to PDF", ["exportable to PDF"]),
    ("contact form that sends an email to bob@example.com", ["bob@example.com"]),
    ("form with name, and email if logged out", ["if logged out"]),
    ("please make the login form pop", ["pop"]),
]

FULFILLED: list[str] = [
    "login form",
    "Create a login form with email/password",
    "login form with a hologram projector and quantum flux",
    "please could you build me a simple contact form with name, email and message?",
    "sign up form with first name, last name, email, password and a Create account button",
    "table of users with name, email and role",
    "dashboard with revenue, active users and a table of orders",
    "pricing page with three plans",
    "FAQ with 4 questions",
    "settings with tabs Profile, Billing and Notifications",
    "kanban board with To do, In progress and Done",
    "search bar for products",
    'a button that says "Save changes"',
    "country dropdown (France, Spain, Italy)",
    "survey: rating from 1 to 5, comments",
    "profile card with avatar, name and job title",
    "checkout form without a phone field",
    "newsletter form for my bakery",
    "confirm dialog to delete an account with cancel and delete buttons",
    'form titled "Confetti when I submit" with name',
    "list of {context.users}",
]


def understood_not(unmet: tuple[UnmetPart, ...]) -> list[str]:
    """The words that are named as not understood."""
    told = [part.message.removeprefix("not understood: ") for part in unmet if part.rule == "not-understood"]
    return [word.strip("“”") for message in told for word in message.split(", ")]


@every_row(("prompt", "words"), NOT_UNDERSTOOD, ids=[prompt for prompt, _ in NOT_UNDERSTOOD])
def test_words_that_no_rule_is_for_are_named(prompt: str, words: list[str], punk: Catalog) -> None:
    made = compose(brief(prompt, punk))
    assert understood_not(made.unmet) == words
    assert all(part.hint for part in made.unmet)
    assert made.patches


@every_row("prompt", FULFILLED)
def test_of_a_wish_that_is_fulfilled_nothing_is_told(prompt: str, punk: Catalog) -> None:
    assert compose(brief(prompt, punk)).unmet == ()


@pytest.mark.skipif(not EXAMPLES, reason="the shared prompts are not here")
def test_of_the_shared_examples_nothing_is_told_but_where_nothing_is_asked_for(punk: Catalog) -> None:
    told = {row.prompt for row in EXAMPLES if compose(brief(row.prompt, punk)).unmet}
    assert told <= {prompt for prompt, _ in NOT_UNDERSTOOD}


def test_what_is_beyond_a_screen_is_no_field(punk: Catalog) -> None:
    text = str(composed("login form with confetti when I submit", punk))
    assert "onfetti" not in text
    assert "Password" in text


def test_a_prompt_that_is_too_long_to_be_read_says_so(punk: Catalog) -> None:
    unmet = compose(brief("login form with " + "a very long name, " * 400, punk)).unmet
    assert "behind the first 3000 characters" in "".join(part.message for part in unmet)


def test_many_words_are_counted(punk: Catalog) -> None:
    wish = ". ".join(f"Deploy it to cloud{letter}" for letter in "abcdefgh")
    (unmet,) = compose(brief(f"login form. {wish}", punk)).unmet
    assert unmet.message.count("“") == 5
    assert unmet.message.endswith(" and 3 more")


# ---------------------------------------------------------------- the budget

SMALL = PUNK.profile("strict")._replace(nodes=7)


@pytest.mark.parametrize(
    ("prompt", "message"),
    [
        ("form with name, email, phone, company and message", "no room for 2 of 5 fields: Company, Message"),
        ("dashboard with revenue, users and a table of orders", "no room for 2 of 3 parts: Revenue, Users"),
        ("pricing page with plans Free, Pro and Enterprise", "no room for 2 of 3 parts: Pro, Enterprise"),
    ],
)
def test_what_the_budget_has_no_room_for_is_named(prompt: str, message: str, punk: Catalog) -> None:
    (unmet,) = compose(brief(prompt, punk, profile=SMALL)).unmet
    assert (unmet.rule, unmet.message) == ("left-out", message)
    assert "--budget" in unmet.hint


def test_with_room_for_everything_nothing_is_left_out(punk: Catalog) -> None:
    for prompt, _ in NOT_UNDERSTOOD:
        unmet = compose(brief(prompt, punk, profile="unlimited")).unmet
        assert [part for part in unmet if part.rule == "left-out"] == []


def test_what_stands_together_is_told_together(punk: Catalog) -> None:
    tiny = punk.profile("strict")._replace(nodes=1)
    (unmet,) = compose(brief("tabs Profile, Billing and Team, each with a table", punk, profile=tiny)).unmet
    assert unmet.message == "no room for tables: Profile, Billing, Team"


# ---------------------------------------------------------------- edits


@pytest.fixture
def login(punk: Catalog) -> Document:
    return composed("login form", punk)


@pytest.mark.parametrize(
    ("prompt", "words"),
    [
        ("remove the fax field", "remove the fax field"),
        ("remove password and the fax field", "fax"),
        ("sing a song", "sing a song"),
        ("make email required", "make email required"),
        ("rename fax to phone", "rename fax to phone"),
        ("add an email field", "add an email field"),
        ("rename the password to Passphrase", ""),
        ("add a phone field", ""),
        ("remove the password", ""),
    ],
)
def test_a_command_that_did_nothing_is_told(prompt: str, words: str, login: Document, punk: Catalog) -> None:
    told = [(part.rule, words in part.message) for part in compose(brief(prompt, punk, document=login)).unmet]
    assert told == ([("not-understood", True)] if words else [])


def test_a_command_that_the_budget_refuses_says_which_limit(login: Document, punk: Catalog) -> None:
    full = punk.profile("strict")._replace(nodes=10)
    (unmet,) = compose(brief("add a phone field", punk, document=login, profile=full)).unmet
    assert unmet.rule == "left-out"
    assert "add a phone field" in unmet.message
    assert "10 at most" in unmet.message


# ---------------------------------------------------------------- completing


def test_completing_tells_the_same(punk: Catalog) -> None:
    patches = compose(brief("login form in comic sans", punk)).patches
    made = complete(brief("login form in comic sans", punk, document=built(patches[:2])))
    assert made.patches
    assert understood_not(made.unmet) == ["comic sans"]


def test_completing_does_not_carry_out_what_would_change_something(login: Document, punk: Catalog) -> None:
    made = complete(brief("remove the password", punk, document=login))
    assert made.patches == []
    assert understood_not(made.unmet) == ["remove the password"]


# ---------------------------------------------------------------- for every input


@settings(max_examples=examples(60))
@given(st.text(max_size=300) | st.text(alphabet="lo gin,form.with\u3042\u30c6\u5b57:(“\"'{}\n", max_size=200))
def test_whatever_is_asked_what_is_told_is_one_line_each(prompt: str) -> None:
    made = compose(brief(prompt, PUNK))
    assert made == compose(brief(prompt, PUNK))
    for part in made.unmet:
        assert part.rule in {"not-understood", "left-out"}
        assert "\n" not in part.message
        assert len(part.message) < 600


@pytest.mark.parametrize(
    ("prompt", "shape", "lost"),
    [
        ("form and table of users", "form", ["table"]),
        ("a form and a list", "form", ["list"]),
        ("dashboard with 3 metrics and a chart", "dashboard", ["chart"]),
        ("a form without a table", "form", []),
    ],
)
def test_a_named_part_that_no_component_shows_is_told(prompt: str, shape: str, lost: list[str]) -> None:
    told = missed(prompt, Wish(shape, title=prompt), [prompt], lexicon_of(PUNK, prompt), {"text", "form"})
    assert understood_not(tuple(told)) == lost
