"""Raw CSS where a token belongs: what is raw, and which token is nearest by value."""

from __future__ import annotations

from typing import Any

from support.every_row import every_row
from support.nodes import add, box, node, page, refuse, text
from textual._color_constants import COLOR_NAME_TO_RGB

from epoch_cli.catalog import Catalog
from epoch_cli.validation import Draft, validate
from epoch_cli.validation.rules.colors import NAMED, parse_color
from epoch_cli.validation.rules.raw_values import nearest_by_value

SPACING = [
    ("16px", "md"), ("1rem", "md"), ("1em", "md"), ("12pt", "md"), ("1pc", "md"), ("0", "xs"), (0, "xs"), (17, "md"),
    ("7px", "sm"), (".5rem", "sm"), ("0.5IN", "2xl"), ("+20px", "md"), ("-1px", "xs"), ("1e1px", "sm"), (1000, "2xl"),
    # a bit less and a bit more than the middle of two tokens, in each unit
    ("11.9px", "sm"), ("12.1px", "md"), ("8.9pt", "sm"), ("9.1pt", "md"), ("0.74pc", "sm"), ("0.76pc", "md"),
    ("0.74rem", "sm"), ("0.76rem", "md"), ("0.74em", "sm"), ("0.76em", "md"), ("0.123in", "sm"), ("0.127in", "md"),
    ("3.15mm", "sm"), ("3.2mm", "md"), ("0.315cm", "sm"), ("0.32cm", "md"), ("12.6q", "sm"), ("12.8Q", "md"),
    ("8px 16px", "md"), (" 24px ", "lg"), ("4mm", "md"), ("50%", ""), ("10vw", ""), ("2dvh", ""),
    ("calc(1px + 2px)", ""),
    ("var(--space)", ""), ("clamp(1px, 2vw, 3px)", ""), ("auto", ""), ("inherit", ""),
]  # fmt: skip
COLORS = [
    ("#007AFF", "primary"), ("#007aff", "primary"), ("#07f", "primary"), ("#007AFF80", "secondary"),
    ("#07f8", "secondary"),
    ("red", "danger"), ("Tomato", "danger"), ("orange", "warning"), ("rebeccapurple", "neutral"), ("white", "surface"),
    ("whitesmoke", "surface"), ("DodgerBlue", "primary"), ("lime", "success"), ("transparent", "surface"),
    ("rgb(0, 122, 255)", "primary"), ("rgb(0 122 255)", "primary"), ("rgb(0% 48% 100%)", "primary"),
    ("rgba(0, 122, 255, 1)", "primary"), ("rgb(0 122 255 / 0%)", "surface"), ("rgba(0,122,255,.5)", "secondary"),
    ("hsl(211, 100%, 50%)", "primary"), ("hsl(211deg 100% 50%)", "primary"), ("hsla(211, 100%, 50%, 1)", "primary"),
    ("hsl(0.586turn 100% 50%)", "primary"), ("HSL(3 100% 59%)", "danger"), ("hsl(none 0% 56%)", "neutral"),
    ("currentColor", ""), ("oklch(60% 0.2 250)", ""), ("var(--brand)", ""), ("color-mix(in srgb, red, blue)", ""),
]  # fmt: skip


def told(catalog: Catalog, root: Any) -> list[tuple[str, str]]:
    return [(each.code, each.hint) for each in validate({"root": root}, catalog).diagnostics]


@every_row(("value", "nearest"), SPACING)
def test_a_raw_length_names_the_nearest_token(punk: Catalog, value: Any, nearest: str) -> None:
    ((code, hint),) = told(punk, box(padding=value))
    assert code == "EP403"
    assert hint == f'use a token: "{nearest}" is nearest' if nearest else "use one of" in hint
    refuse(Draft(punk), add("/root", box(padding=value)), "EP403")
    refuse(Draft(punk, page()), add("/root/props", {"gap": value}), "EP403")


@every_row(("value", "nearest"), COLORS)
def test_a_raw_colour_names_the_nearest_token(punk: Catalog, value: str, nearest: str) -> None:
    ((code, hint),) = told(punk, text(color=value))
    assert code == "EP403"
    assert hint == f'use a token: "{nearest}" is nearest' if nearest else "use one of" in hint
    refuse(Draft(punk, {"root": text(color="primary")}), add("/root/props/color", value), "EP403")


@every_row(
    ("root", "nearest"),
    [
        (text(size="20px"), "h3"),
        (text(size="2rem"), "h1"),
        (text(size="bold 12px/1.5 Arial, serif"), "caption"),
        (text(size="bold 13px Arial"), "caption"),
        (node("Card", shadow="0 1px 2px rgba(0, 0, 0, 0.2)"), "sm"),
        (node("Card", shadow="inset 0 10px 30px black"), "lg"),
        (node("Card", shadow="none"), ""),
        (node("Card", radius="50%"), ""),
        (node("Card", radius=6), "sm"),
        (node("Card", border="1px solid red"), ""),
    ],
)
def test_other_groups_have_raw_values_too(punk: Catalog, root: Any, nearest: str) -> None:
    ((code, hint),) = told(punk, root)
    assert code == "EP403"
    assert not nearest or f'"{nearest}" is nearest' in hint


@every_row("value", ["medium", "spacing", "md-", "2 md", "huge", "", "spacing-"])
def test_a_word_is_an_unknown_token_and_no_raw_value(punk: Catalog, value: str) -> None:
    codes = [code for code, _ in told(punk, box(padding=value))]
    assert codes == (["EP403"] if value == "2 md" else ["EP401"])


def test_a_colour_name_is_raw_only_where_a_colour_belongs(punk: Catalog) -> None:
    assert [code for code, _ in told(punk, box(padding="red"))] == ["EP401"]
    assert [code for code, _ in told(punk, box(background="heading 2"))] == ["EP401"]


def test_what_is_very_long_is_near_to_nothing(punk: Catalog) -> None:
    assert nearest_by_value(f"{'0' * 196}16px", punk.tokens["spacing"]) == "md"
    assert nearest_by_value(f"{'0' * 197}16px", punk.tokens["spacing"]) == ""
    assert nearest_by_value(10**250, punk.tokens["spacing"]) == ""


def test_all_named_colours_of_css_are_known() -> None:
    theirs = {name: rgb[:3] for name, rgb in COLOR_NAME_TO_RGB.items() if not name.startswith("ansi_")}
    theirs.pop("transparent", None)
    assert len(NAMED) == 148
    assert theirs == NAMED


@every_row(
    ("spelling", "rgb"),
    [
        ("#fff", (255, 255, 255)), ("#0000", (255, 255, 255)), ("#000f", (0, 0, 0)), ("#00000080", (127, 127, 127)),
        ("rgb(300 -5 0)", (255, 0, 0)), ("rgb(none 0 0)", (0, 0, 0)), ("rgb(10% 20% 30%)", (26, 51, 76)),
        ("hsl(120 100% 25%)", (0, 128, 0)), ("hsl(480, 100%, 25%)", (0, 128, 0)), ("hsl(-240 100% 25%)", (0, 128, 0)),
        ("hsl(133.333grad 100% 25%)", (0, 128, 0)), ("hsl(2.0944rad 100% 25%)", (0, 128, 0)),
        ("hsl(120 100% 25% / 50%)", (128, 191, 128)), ("rgb(0 0 0 / none)", (255, 255, 255)),
        ("hsl(0 0% none)", (0, 0, 0)),
    ],
)  # fmt: skip
def test_colours_are_read_as_css_says(spelling: str, rgb: tuple[int, int, int]) -> None:
    assert all(abs(one - other) <= 1 for one, other in zip(parse_color(spelling) or (), rgb, strict=True))


@every_row("spelling", ["", "#", "#ff", "#ggg", "rgb()", "rgb(1 2)", "rgb(1,2,3,4,5)", "hsl(a b c)", "reddish"])
def test_what_is_no_colour_is_none(spelling: str) -> None:
    assert parse_color(spelling) is None
