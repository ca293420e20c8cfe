"""Fields: which control fits where the label alone does not say it."""

from __future__ import annotations

import pytest
from support.every_row import every_row

from epoch_cli.catalog import Catalog
from epoch_cli.providers.offline.knowledge.lexicon import lexicon_of
from epoch_cli.providers.offline.understanding.settle import settle
from epoch_cli.providers.offline.understanding.understand import understand

CONTROLS = {
    "form with card number, expiry date and cvc": {"expiry date": ""},
    "form with library card, expiry date": {"expiry date": "date"},
    "time off form with from, to and reason": {"from": "date", "to": "date"},
    "moving form with from, to": {"from": "", "to": ""},
    "expense form with amount and billable?": {"billable?": "checkbox"},
    "form with title and photos": {"photos": "file"},
    "form with name and weight (kg)": {"weight": "number"},
    "poll form with question and closes on": {"Question": "", "closes on": "date"},
}


@every_row(("prompt", "types"), CONTROLS.items(), ids=CONTROLS)
def test_control_of_a_field(prompt: str, types: dict[str, str], punk: Catalog) -> None:
    lexicon = lexicon_of(punk, prompt)
    wish = understand(prompt, lexicon)
    settle(wish, lexicon, punk.models)
    found = {item.label: item.type for item in wish.of("field")}
    assert {label: found.get(label) for label in types} == types


OPTIONS = {
    "form with time window (8-12, 12-16, 16-20)": ["8-12", "12-16", "16-20"],
    "form with comfort, location each from 1 to 3": ["1", "2", "3"],
    "form with difficulty easy / medium / hard": ["easy", "medium", "hard"],
}


@pytest.mark.parametrize(("prompt", "options"), OPTIONS.items(), ids=OPTIONS)
def test_options_of_a_choice(prompt: str, options: list[str], punk: Catalog) -> None:
    lexicon = lexicon_of(punk, prompt)
    wish = understand(prompt, lexicon)
    settle(wish, lexicon, punk.models)
    assert [item.options for item in wish.of("choice")] == [options] * len(wish.of("choice"))
    assert wish.of("choice")
