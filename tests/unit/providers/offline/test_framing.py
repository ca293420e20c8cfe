"""What stands around a wish is taken off: greetings, who wants it, what for."""

from __future__ import annotations

import time

from support.every_row import every_row

from epoch_cli.catalog import Catalog
from epoch_cli.providers.offline.knowledge.framing import Frames, Unframed
from epoch_cli.providers.offline.knowledge.lexicon import lexicon_of
from epoch_cli.providers.offline.knowledge.safety import MAX_PROMPT

FRAMED = [
    ("hey, can you make me a table?", "make me a table."),
    ("Hi there! Please build a form", "build a form"),
    ("As a nurse I want to record the pulse so that the doctor can see it", "record the pulse"),
    ("As an editor, I'd like to see all drafts, so I can publish them", "see all drafts,"),
    ("We run a small cinema. Our staff need a rota with name and shift", "rota with name and shift"),
    ("I'm a beekeeper and I want to log inspections", "log inspections"),
    ("Users should be able to change their password", "change their password"),
    ("A screen for HR. They want to see every employee", "A screen for HR. see every employee"),
    ("I want people to be able to rent bikes", "rent bikes"),
    ("In our shop, users pick a size", "users pick a size"),
    ("a form so my grandma can write to me, and a Send button", "a form , and a Send button"),
    ("My kennel needs a form with name", "form with name"),
    ("Let wholesale florists order stems: flower", "order stems: flower"),
    ("what people see when the cart is empty", "the cart is empty"),
    ("form with date so that it is clear, and a Save button", "form with date , and a Save button"),
]

UNTOUCHED = [
    "login form",
    "table of users with name and email",
    "Every card needs a Book now button",
    "a form for guests who want to stay",
    'heading "As a nurse I want to help" and a button',
    'a text "Note. We want to help" and "so that all can see it"',
    "hey",
    "",
    "\n\n",
]


def removed(prompt: str, punk: Catalog) -> Unframed:
    return lexicon_of(punk).frames.removed(prompt)


@every_row(("prompt", "left"), FRAMED, ids=[prompt for prompt, _ in FRAMED])
def test_frames_are_taken_off(prompt: str, left: str, punk: Catalog) -> None:
    assert removed(prompt, punk).text.strip() == left


@every_row("prompt", UNTOUCHED)
def test_what_is_no_frame_stays(prompt: str, punk: Catalog) -> None:
    assert removed(prompt, punk) == Unframed(prompt)


def test_who_is_asked_is_taken_off_and_remembered(punk: Catalog) -> None:
    assert removed("Ask our diners how the food and the wine were", punk) == Unframed(
        "the food and the wine were", True
    )


def test_a_request_ends_without_its_question_mark_and_questions_keep_theirs(punk: Catalog) -> None:
    asked = removed("Can you make a survey? Was it good? (yes, no)", punk).text
    assert asked == "make a survey. Was it good? (yes, no)"


def test_a_preset_without_frames_takes_nothing_off() -> None:
    assert Frames({}, ()).removed("please make a form") == Unframed("please make a form")


@every_row("part", ["hey ", "so that ", "as a x ", "\n", " ", ". ", "we need a ", '" so that ', "ask a "])
def test_a_long_prompt_of_frames_costs_little(part: str, punk: Catalog) -> None:
    prompt, frames = part * (MAX_PROMPT // len(part)) + "form", lexicon_of(punk).frames
    start = time.process_time()
    frames.removed(prompt)
    assert time.process_time() - start < 0.2  # 10 ms on a slow machine; seconds when a pattern goes back and forth
