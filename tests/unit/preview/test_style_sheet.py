"""The style sheet: every token in it, words that can be read, and nothing of a hostile design system."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.every_row import every_row

from epoch_cli.catalog import Catalog, load_catalog
from epoch_cli.catalog.load import preset_names
from epoch_cli.catalog.tokens import Token, TokenGroup
from epoch_cli.preview.contrast import SHAPES
from epoch_cli.preview.palette import TONES, Theme, make_theme
from epoch_cli.preview.style_sheet import style_sheet
from epoch_cli.preview.token_rules import slug
from epoch_cli.validation.rules.colors import LEAST_CONTRAST, RGB, contrast

HOSTILE = (
    "red}body{display:none",
    "</style><script>alert(1)</script>",
    'a"]{}*{color:red}[b="',
    "x;background:url(//evil.example)",
    "a\\",
    "a\nb",
    "/*",
    "url(https://evil.example/x)",
    "expression(alert(1))",
    "@import 'https://evil.example'",
)
RULE = re.compile(r"[^{}]+\{[^{}]*\}")


def with_tokens(punk: Catalog, kind: str, tokens: dict[str, object]) -> Catalog:
    """The built-in design system with a group of tokens in place of all of its own."""
    group = TokenGroup(
        "given", "given", kind, "", {name: Token(name, "given", value) for name, value in tokens.items()}
    )
    return Catalog("given", "1", "", "", punk.components, {"given": group}, punk.models, punk.profiles, memo={})


def rules_from_tokens(catalog: Catalog, punk: Catalog) -> str:
    """What a sheet says that one without tokens does not."""
    rest = set(style_sheet(with_tokens(punk, "color", {})).split("\n"))
    return "\n".join(line for line in style_sheet(catalog).split("\n") if line not in rest)


@pytest.mark.parametrize("preset", preset_names())
def test_every_token_is_a_custom_property_and_both_spellings_select(preset: str) -> None:
    catalog = load_catalog(preset)
    sheet = style_sheet(catalog)
    for group in catalog.tokens.values():
        for token in group.tokens.values():
            full = group.full_name(token)
            assert f"--{slug(full)}" in sheet
            if group.kind in {"spacing", "color", "shadow", "radius", "typography"}:
                assert f'="{token.name}"]' in sheet
                assert f'="{full}"]' in sheet


def test_the_values_of_tokens_are_written_as_css_has_them(punk: Catalog) -> None:
    sheet = style_sheet(punk)
    for expected in (
        "--spacing-md:16px",
        "--radius-lg:16px",
        "--shadow-sm:0 1px 3px rgba(0,0,0,0.1)",
        "--typography-h1-size:32px",
        "--typography-h1-weight:700",
        "--typography-h1-line-height:1.2",
        "--color-primary:#007aff",
        '[data-gap="md"],[data-gap="spacing-md"]{gap:var(--spacing-md)}',
        '[data-color="danger"],[data-color="color-danger"]{color:var(--ink-color-danger)}',
    ):
        assert expected in sheet


def test_nothing_is_fetched_and_braces_match(punk: Catalog) -> None:
    sheet = style_sheet(punk)
    assert not re.search(r"url\(|@import|https?:|</", sheet)
    depth = 0
    for sign in re.findall(r"[{}]", sheet):
        depth += 1 if sign == "{" else -1
        assert depth in {0, 1, 2, 3}
    assert depth == 0
    assert style_sheet(punk) is sheet  # made once


def pairs(theme: Theme) -> Iterator[tuple[str, RGB, RGB, float]]:
    """What stands on what, and the contrast that it needs."""
    soft = [theme.parts[name] for name in ("page", "card", "shade")]
    soft += [tone["tint"] for tone in theme.tones.values()]
    soft += [behind.fill.back for behind in theme.behind.values() if behind.soft]
    for back in soft:
        for name in ("text", "muted", "link", "error"):
            yield name, theme.parts[name], back, LEAST_CONTRAST
        for name in ("edge", "ring"):
            yield name, theme.parts[name], back, SHAPES
        for name, ink in theme.inks.items():
            yield name, ink, back, LEAST_CONTRAST
        for name, tone in theme.tones.items():
            yield name, tone["ink"], back, LEAST_CONTRAST
    for name, tone in theme.tones.items():
        yield name, tone["words"], tone["fill"], LEAST_CONTRAST
    for name, behind in theme.behind.items():
        yield name, behind.fill.words, behind.fill.back, LEAST_CONTRAST


@pytest.mark.parametrize("preset", preset_names())
@pytest.mark.parametrize("dark", [False, True])
def test_all_words_of_a_theme_can_be_read(preset: str, *, dark: bool) -> None:
    theme = make_theme(load_catalog(preset), dark=dark)
    assert theme.tones.keys() == TONES.keys()
    assert [(name, on) for name, color, on, least in pairs(theme) if contrast(color, on) < least] == []


@settings(max_examples=25)
@given(
    st.dictionaries(
        st.sampled_from(["primary", "background", "card", "muted", "border", "x", "y"]), st.integers(0, 0xFFFFFF)
    )
)
def test_so_can_those_of_any_design_system(punk: Catalog, tokens: dict[str, int]) -> None:
    catalog = with_tokens(punk, "color", {name: f"#{value:06x}" for name, value in tokens.items()})
    for dark in (False, True):
        theme = make_theme(catalog, dark=dark)
        assert [name for name, color, on, least in pairs(theme) if contrast(color, on) < least] == []


def test_a_token_may_say_its_light_and_its_dark_color_itself(punk: Catalog) -> None:
    tokens = {"brand": {"light": "#123456", "dark": "#abcdef"}, "page": {"light": "#ffffff"}, "none": {"dark": "red"}}
    sheet = rules_from_tokens(with_tokens(punk, "color", tokens), punk)
    assert "--given-brand:light-dark(#123456,#abcdef)" in sheet
    assert "--given-page:light-dark(#ffffff,#" in sheet
    assert "given-none" not in sheet


@every_row("kind", ["color", "spacing", "radius", "shadow", "typography", "other", "strange"])
@every_row("hostile", HOSTILE)
def test_hostile_names_and_values_stay_within_their_places(punk: Catalog, kind: str, hostile: str) -> None:
    known = {"color": "#123456", "shadow": "0 1px 2px #000", "typography": {"size": "20px"}}.get(kind, 12)
    values: list[object] = [hostile, {"size": hostile, "weight": hostile}, {"light": hostile, "dark": hostile}]
    catalog = with_tokens(punk, kind, {hostile: known, **{f"value{at}": value for at, value in enumerate(values)}})
    sheet = rules_from_tokens(catalog, punk)
    assert not re.search(r"url\(|expression\(|@import|</|/\*|\*/|alert\(|evil\.example/|[^{};:]\s*}\s*body", sheet)
    for line in sheet.splitlines():
        assert RULE.fullmatch(line), line
        assert line.count('"') % 2 == 0
    if kind == "color":
        assert "#123456" in sheet
    assert "value1:" not in sheet


def test_the_files_of_the_style_are_all_used() -> None:
    import epoch_cli.preview.style_sheet as module

    folder = Path(module.__file__).with_name("style")
    used = {*module._LOOKS, *module._LAST, "live"}  # that one is the live page's
    assert {path.stem for path in folder.glob("*.css")} <= used
