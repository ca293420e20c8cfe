"""Models and costs as people read them: one line each in a pipe, inside the columns of a terminal."""

from __future__ import annotations

from decimal import Decimal

import pytest

from epoch_cli.output.model_list import CostLine, ModelLine, costs_text, models_text
from epoch_cli.providers.prices import FREE, Price, Rates

PRICE = Price(Rates(Decimal("2.50"), Decimal("10.0"), Decimal("0.1")), ((5, Rates(Decimal(1), Decimal(1))),))
GROUPS = [
    (
        "acme: Acme",
        [
            ModelLine(
                "small-1", ("small", "s"), 128_000, 8192, Price(Rates(Decimal("0.293"), Decimal(2))), ("default",)
            ),
            ModelLine("a-very-long-id/of-a-model-70b-instruct-fp8-fast", ("long",), 1_050_000, None, PRICE, ()),
            ModelLine("old", (), None, None, None, ("gone -> new",)),
        ],
    ),
    ("home: At home", []),
    ("here: Here", [ModelLine("qwen3:8b", (), 900, None, FREE, ("new",))]),
]


def test_in_a_pipe_every_model_is_one_whole_line() -> None:
    assert models_text(GROUPS).splitlines() == [
        "MODEL                                            NAMES     WINDOW  OUTPUT  IN     OUT   CACHED  NOTE",
        "",
        "acme: Acme",
        "small-1                                          small, s  128K    8K      0.293  2     -       default",
        "a-very-long-id/of-a-model-70b-instruct-fp8-fast  long      1.05M   -       2.5+   10+   0.1",
        "old                                                        -       -       -      -     -       gone -> new",
        "",
        "home: At home",
        "(whatever its server has; --live asks it)",
        "",
        "here: Here",
        "qwen3:8b                                                   900     -       free   free  free    new",
        "",
        "IN, OUT, CACHED: dollars per million tokens; + more for long prompts, - unknown.",
    ]  # fmt: skip


def test_where_it_fits_a_terminal_gets_the_same() -> None:
    assert models_text(GROUPS, width=130) == models_text(GROUPS)


@pytest.mark.parametrize("width", [80, 72, 60, 40])
def test_on_a_terminal_no_line_is_longer_than_it(width: int) -> None:
    lines = models_text(GROUPS, width=width).splitlines()
    assert max(map(len, lines)) <= width
    assert [line for line in lines if line.startswith("    ")] == [
        "    default", "    gone -> new", "    new",
    ]  # fmt: skip


def test_on_a_narrow_terminal_names_and_ids_are_cut_and_numbers_are_not() -> None:
    text = models_text(GROUPS, width=80)
    assert "a-very-long-id/of-a-model-70b-ins" in text
    assert "fp8-fast" not in text
    assert "1.05M   -       2.5+   10+   0.1" in text
    assert "NOTE" not in text


def test_what_a_server_says_cannot_reach_the_terminal() -> None:
    evil = "a\x1b[31m\u202eb\nc"
    text = models_text([(f"t{evil}", [ModelLine(evil, (evil,), None, None, None, (evil,))])])
    assert not {"\x1b", "\u202e"} & set(text)
    assert len(text.splitlines()) == 6
    assert "\x1b" not in models_text([("t", [ModelLine(evil * 9, (evil,), None, None, None, (evil,))])], width=60)
    assert "\x1b" not in costs_text([CostLine(None, "p", evil)])


def test_no_providers_at_all_are_a_head_and_the_words_below() -> None:
    assert models_text([]).splitlines()[0].startswith("MODEL")


def test_costs_are_in_the_order_given_and_unknown_is_unknown() -> None:
    lines = [
        CostLine(Decimal(0), "ollama", ""),
        CostLine(Decimal("0.00731"), "openai", "gpt-6-luna", "too long for 9 tokens"),
        CostLine(None, "vercel", "x"),
    ]
    assert costs_text(lines).splitlines() == [
        "COST     PROVIDER  MODEL             NOTE",
        "free     ollama    (first it lists)",
        "$0.0073  openai    gpt-6-luna        too long for 9 tokens",
        "unknown  vercel    x",
    ]
    assert max(map(len, costs_text(lines, width=30).splitlines())) <= 30
