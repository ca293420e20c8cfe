"""How much of what prompts ask for is there, in the words that they and others use.

The limits are those of `python -m tests.composer`, which prints every figure; here a part of the variants has to do.
"""

from __future__ import annotations

import pytest
from composer.composing import EXAMPLES, OWN, SETS, TRANSLATED, Expectation
from composer.limits import LANGUAGES, MOST_LOST, least
from composer.trial import Points, Trials, trial
from composer.variants import KINDS, Variant, translations, variants
from support.examples import examples

from epoch_cli.catalog import Catalog

SOME = examples(150)
"""Variants of each kind that are tried."""


@pytest.fixture(scope="module")
def trials(punk: Catalog) -> Trials:
    return Trials(punk)


def points(rows: list[Expectation], trials: Trials) -> Points:
    """Try prompts; nothing may be refused, found or over the budget, whatever they ask for."""
    found = trials.points(rows)
    for each in found.trials:
        assert not [*each.refused, *each.found, *each.outside], each.row.prompt
    return found


def enough(rows: list[Expectation], share: float, trials: Trials) -> None:
    found = points(rows, trials)
    assert found.share >= share, "\n".join([str(found), *found.misses])


def as_good(found: list[Variant], trials: Trials) -> None:
    made = points([each.row for each in found], trials)
    before = points([each.original for each in found], trials)
    assert before.share - made.share <= MOST_LOST, "\n".join([f"{made}; before: {before}", *made.misses])


@pytest.mark.skipif(not EXAMPLES, reason="the shared prompts are not beside the repository")
def test_the_shared_examples_are_understood(trials: Trials) -> None:
    enough(EXAMPLES, least("examples"), trials)


@pytest.mark.parametrize("name", SETS)
def test_our_own_prompts_are_understood(name: str, trials: Trials) -> None:
    enough(SETS[name], least(name), trials)


@pytest.mark.parametrize("kind", KINDS)
def test_other_ways_to_say_it_are_understood_as_well(kind: str, trials: Trials) -> None:
    found = variants([*EXAMPLES, *OWN], kind)
    as_good(found[:: max(1, len(found) // SOME)], trials)


@pytest.mark.parametrize("language", LANGUAGES)
def test_other_languages_are_understood_as_well(language: str, trials: Trials) -> None:
    as_good(translations(TRANSLATED, [*EXAMPLES, *OWN], language), trials)
    # those of the shared examples, too, where these are not there to compare them with
    enough([row for row in TRANSLATED if row.language == language], least("examples") - MOST_LOST, trials)


def test_there_are_prompts_enough_to_mean_something() -> None:
    assert len(OWN) >= 120
    assert len({(row.prompt, row.models is None) for row in OWN}) == len(OWN)


# ---------------------------------------------------------------- the trial itself


def test_a_trial_tells_what_is_missing(punk: Catalog) -> None:
    done = trial(Expectation("login form", {"fields": ["email", "llama"]}), punk)
    assert (done.points, done.total, done.misses) == (1, 2, ["fields: llama"])
    assert done.seconds > 0
    assert done.text.count("\n") == len(done.text.splitlines()) > 1


def test_a_trial_judges_with_the_models_of_its_prompt(punk: Catalog) -> None:
    models = {"Llama": {"fields": {"name": "string", "wool": "number"}}}
    with_models = trial(Expectation("table of llamas", {"binding": "{context.llamas}"}, models=models), punk)
    assert with_models.misses == []
    assert trial(Expectation("table of llamas", {"binding": "{context.llamas}"}), punk).misses != []


def test_a_composer_that_breaks_gets_no_points(punk: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ValueError("broken")

    monkeypatch.setattr("composer.trial.composition", broken)
    done = trial(Expectation("login form", {"fields": ["email"]}), punk)
    assert done.points == 0
    assert done.refused == ["the composer broke: ValueError('broken')"]


def test_points_add_up(punk: Catalog) -> None:
    rows = [Expectation("login form", {"fields": ["email"]}), Expectation("login form", {"fields": ["llama", "email"]})]
    found = Points(trial(row, punk) for row in rows)
    assert (found.points, found.total, found.perfect) == (2, 3, 1)
    assert str(found) == "2 of 3 = 66.7 %, 1 of 2 prompts perfect"
    assert found.misses == ["'login form': fields: llama"]
