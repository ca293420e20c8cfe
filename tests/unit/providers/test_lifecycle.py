"""Models that do not answer any more, or soon will not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from support.every_row import every_row

from epoch_cli.errors import UsageError
from epoch_cli.providers.base import NoticePart
from epoch_cli.providers.lifecycle import lifecycle, refuse_retired, retiring_notice
from epoch_cli.providers.rows import ModelRow
from epoch_cli.providers.table import load_table

DAY = date(2026, 12, 1)
TODAY = date(2026, 11, 21)
TABLE = load_table()


@pytest.mark.parametrize(
    ("days", "state"), [(-181, ""), (-180, "retiring"), (-1, "retiring"), (0, "retired"), (400, "retired")]
)
def test_a_model_retires_on_its_day_and_that_is_told_half_a_year_before(days: int, state: str) -> None:
    assert lifecycle(ModelRow("p", "m", retires=DAY), DAY + timedelta(days)) == state


def test_a_model_without_a_day_stays_unless_it_is_known_to_be_gone() -> None:
    assert lifecycle(ModelRow("p", "m"), TODAY) == ""
    assert lifecycle(ModelRow("p", "m", gone=True), TODAY) == "retired"


@every_row(
    ("name", "said", "remedy"),
    [
        ("claude-3-opus", "claude-3-opus-20240229 was retired on 2026-01-05", "use -m claude-opus-5-5 (opus)"),
        ("claude-opus-4-1-20250805", "was retired on 2026-08-05", "use -m claude-opus-5-5 (opus)"),
        ("claude-3.5-sonnet", "was retired on 2025-10-28", "use -m claude-sonnet-5-5 (sonnet)"),
        ("claude-3-haiku", "claude-3-haiku-20240307 is not offered any more", "use -m claude-haiku-5-5 (haiku)"),
        ("gpt-4-turbo", "was retired on 2026-10-23", "use -m gpt-6.1-terra (terra)"),
        ("gemini-1.5-flash", "is not offered any more", "use -m gemini-3.8-flash (gemini-flash)"),
        ("gemini-2-flash", "gemini-2.0-flash-exp is not offered any more", "use -m gemini-3.8-flash"),
        ("openrouter-gpt4", "openai/gpt-4-turbo was retired on 2026-10-23", "use -m openai/gpt-6.1-terra"),
        ("anthropic/claude-3.5-sonnet", "was retired on 2025-10-28", "use -m anthropic/claude-sonnet-5.5"),
        ("@cf/meta/llama-3.1-70b-instruct", "is not offered any more", "use -m @cf/meta/llama-3.3-70b"),
    ],
)
def test_an_id_of_the_specification_that_is_retired_is_refused_with_its_successor(
    name: str, said: str, remedy: str
) -> None:
    with pytest.raises(UsageError) as caught:
        refuse_retired(TABLE.find_model(name), TODAY, TABLE)
    assert said in caught.value.message
    assert caught.value.remedy.startswith(remedy)


def test_a_retired_model_without_a_successor_leads_to_the_list() -> None:
    with pytest.raises(UsageError) as caught:
        refuse_retired(ModelRow("groq", "old", gone=True), TODAY, TABLE)
    assert "epoch models -p groq" in caught.value.remedy


def test_a_retiring_model_is_told_of_and_not_refused() -> None:
    model = TABLE.find_model("gpt-4o")
    refuse_retired(model, TODAY, TABLE)
    assert retiring_notice(model, TODAY, TABLE) == NoticePart(
        "model-retiring", "gpt-4o will be retired on 2027-01-14; use -m gpt-6-luna (luna)"
    )
    bare = ModelRow("openai", "x", retires=DAY)
    assert retiring_notice(bare, TODAY, TABLE) == NoticePart("model-retiring", "x will be retired on 2026-12-01")


def test_of_a_current_model_there_is_nothing_to_tell() -> None:
    model = TABLE.find_model("sonnet")
    refuse_retired(model, TODAY, TABLE)
    assert retiring_notice(model, TODAY, TABLE) is None
    assert retiring_notice(TABLE.find_model("claude-3-opus"), TODAY, TABLE) is None
