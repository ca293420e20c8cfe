"""Slips that count as the word that was meant, and real words that do not."""

from __future__ import annotations

import pytest
from support.every_row import every_row

from epoch_cli.catalog import Catalog
from epoch_cli.providers.offline.knowledge.lexicon import lexicon_of
from epoch_cli.providers.offline.knowledge.spelling import Speller, targets_of

MEANT = ["table", "plan", "step", "plane", "dashboard", "notification", "account", "contact"]
SPELLER = Speller(targets_of(MEANT), ["contract"])

CORRECTED = [
    ("a dashbord, a tabel", "a dashboard, a table"),  # a letter lost, two that changed places
    ("two tabels", "two tables"),
    ("Notifcation acount", "Notification account"),
    ("dashbaard", "dashboard"),
]
LEFT = ["plants and stems", "contract", "cable", "tasle", "lashboard", "tble", "2table", "dashboard's"]


@pytest.mark.parametrize(("text", "meant"), CORRECTED)
def test_a_slip_is_corrected(text: str, meant: str) -> None:
    assert SPELLER.corrected(text) == meant


@every_row("text", LEFT)
def test_other_words_stay(text: str) -> None:
    assert SPELLER.corrected(text) == text


def test_two_words_that_may_be_meant_are_a_draw() -> None:
    assert Speller(targets_of(["location", "lotation"]), []).meant("lozation") == ""


def test_the_patterns_correct_nouns_and_topics_and_leave_their_own_words_alone(punk: Catalog) -> None:
    lexicon = lexicon_of(punk)
    assert lexicon.speller.corrected("leaderbord for filed contracts") == "leaderboard for filed contracts"
    assert lexicon_of(punk, "Formular mit den Feldern und einer Tabelle").speller.corrected("dashbord") == "dashbord"
