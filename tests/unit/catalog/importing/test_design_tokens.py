"""Design tokens (DTCG 2025.10) as a preset's: values, aliases, modes, groups, and what is noted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.every_row import every_row
from support.examples import examples

from epoch_cli import CatalogError, EpochError, load_catalog
from epoch_cli.catalog.importing.assembling import assemble
from epoch_cli.catalog.importing.design_tokens import import_design_tokens
from epoch_cli.catalog.importing.intake import Intake
from epoch_cli.catalog.importing.token_values import token_value
from epoch_cli.catalog.writing import preset_text
from epoch_cli.linting.preset_files import check_preset
from epoch_cli.validation.rules.colors import contrast, parse_color
from epoch_cli.validation.rules.security import FORBIDDEN_KEYS

FILE = Path(__file__).resolve().parents[3] / "data" / "catalogs" / "tokens.json"


def taken(data: Any) -> Intake:
    intake = Intake(FORBIDDEN_KEYS)
    import_design_tokens(data, intake)
    return intake


def tokens(data: Any, kind: str) -> dict[str, Any]:
    found: dict[str, Any] = taken(data).tokens[kind]["tokens"]
    return found


@pytest.fixture(scope="module")
def shop() -> Intake:
    return taken(json.loads(FILE.read_text("utf-8")))


def test_colours_are_css_and_aliases_are_followed(shop: Intake) -> None:
    assert shop.tokens["color"]["tokens"] == {
        "blue-600": "#1d4ed8",
        "ink": "#101828",
        "night": "hsl(222 47% 11%)",
        "veil": "#00000080",
        "primary": {"value": {"light": "#1d4ed8", "dark": "#60a5fa"}},
        "brand": "#1d4ed8",
        "brand-Old-Blue": {"value": "#0000ff", "deprecated": "use primary"},
        "brand-older": {"value": "#0000cc", "deprecated": "use another one"},
    }


def test_distances_are_pixels_and_roundings_are_told_by_their_path(shop: Intake) -> None:
    spacing = shop.tokens["spacing"]["tokens"]
    assert [spacing[name] for name in ("tight", "wide", "legacy", "same")] == [4, 24, 12, 4]
    assert spacing["inherited-wide"] == 24, "a group has what the one has that it extends"
    assert shop.tokens["radius"]["tokens"] == {"corner-radius-soft": 10}


def test_composite_values_have_the_parts_that_a_preset_has(shop: Intake) -> None:
    assert shop.tokens["typography"]["tokens"]["h1"] == {
        "value": {"size": "32px", "weight": 700, "lineHeight": 1.2, "family": "Inter, sans-serif"}
    }
    assert shop.tokens["shadow"]["tokens"]["raised"] == "0 1px 3px #00000080, inset 0 4px 8px 1px #0000001a"


def test_what_is_left_out_is_noted_with_its_place(shop: Intake) -> None:
    assert {".".join(map(str, note.where)) for note in shop.notes} == {
        "color.loop-a", "color.loop-b", "color.nowhere", "icon.small", "motion.fast", "__proto__",
    }  # fmt: skip


def test_the_tokens_join_the_groups_of_what_they_build_on(shop: Intake, tmp_path: Path) -> None:
    made = assemble(shop, "shop", "punk", "punk")
    (tmp_path / "catalog.toml").write_text(preset_text(made.catalog), "utf-8")
    (tmp_path / "tokens.toml").write_text(preset_text(made.tokens), "utf-8")
    catalog = load_catalog(tmp_path)
    assert catalog.tokens["colors"].tokens["night"].value == "hsl(222 47% 11%)"
    assert catalog.tokens["colors"].prefix == "color"
    assert catalog.tokens["colors"].tokens["brand-Old-Blue"].deprecated == "use primary"
    assert catalog.tokens["shadows"].tokens["raised"]
    assert [each for report in check_preset(str(tmp_path)) for each in report.diagnostics] == []


CIRCLES: dict[str, Any] = {
    "typed": {"color": {"$type": "color", "a": {"$value": "{color.b}"}, "b": {"$value": "{color.a}"}}},
    "without a type": {"color": {"a": {"$value": "{color.b}"}, "b": {"$value": "{color.a}"}}},
}


@pytest.mark.parametrize("data", CIRCLES.values(), ids=CIRCLES)
def test_aliases_in_circles_are_told_as_what_they_are(data: Any) -> None:
    with pytest.raises(CatalogError, match=r"color\.a: an alias that comes back to itself"):
        taken(data)


def test_tokens_that_no_prop_takes_are_told_as_such() -> None:
    with pytest.raises(CatalogError, match="no tokens that a preset has a place for"):
        taken({"motion": {"fast": {"$type": "duration", "$value": {"value": 1, "unit": "ms"}}}})


MODES: dict[str, Any] = {
    "groups called light and dark": {
        "base": {"$type": "color", "white": {"$value": "#ffffff"}, "black": {"$value": "#000000"}},
        "Light": {"$type": "color", "paper": {"$value": "{base.white}"}},
        "Dark": {"$type": "color", "paper": {"$value": "{base.black}"}},
    },
    "a resolver": {
        "sets": {"all": {"sources": [{"paper": {"$type": "color", "$value": "#ffffff"}}]}},
        "modifiers": {
            "theme": {
                "default": "light",
                "contexts": {"light": [], "dark": [{"paper": {"$type": "color", "$value": "#000000"}}]},
            }
        },
        "resolutionOrder": [{"$ref": "#/sets/all"}, {"$ref": "#/modifiers/theme"}],
    },
    "extensions": {"paper": {"$type": "color", "$value": "#ffffff", "$extensions": {"mode": {"Dark": "#000000"}}}},
}  # fmt: skip


@pytest.mark.parametrize("data", MODES.values(), ids=MODES)
def test_modes_become_light_and_dark(data: Any) -> None:
    assert tokens(data, "color")["paper"] == {"value": {"light": "#ffffff", "dark": "#000000"}}


def test_a_source_outside_the_file_is_noted() -> None:
    data = {**MODES["a resolver"], "resolutionOrder": [{"sources": [{"$ref": "other.json"}]}, {"$ref": "#/sets/all"}]}
    assert [note.what for note in taken(data).notes] == ["a source that is not in the file"]


VALUES: list[tuple[str, Any, Any]] = [
    ("color", {"colorSpace": "srgb", "components": [1, 0, 0.5]}, "#ff0080"),
    ("color", {"colorSpace": "srgb", "components": ["none", 1, 0], "alpha": 0.5}, "#00ff0080"),
    ("color", {"colorSpace": "oklch", "components": [0.7, 0.1, 250], "alpha": 0.5}, "oklch(0.7 0.1 250 / 0.5)"),
    ("color", {"colorSpace": "display-p3", "components": [1, 0, 0]}, "color(display-p3 1 0 0)"),
    ("color", {"colorSpace": "lab", "components": [50, 10, -20]}, "lab(50% 10 -20)"),
    ("color", {"colorSpace": "oklch", "components": [0.7, 0.1, 250], "hex": "#8CB4F0"}, "#8cb4f0"),
    ("color", {"hex": "#123456"}, "#123456"),
    ("color", "rebeccapurple", "rebeccapurple"),
    ("dimension", {"value": 0.5, "unit": "rem"}, 8),
    ("dimension", "1.25rem", 20),
    ("dimension", 12, 12),
    ("dimension", {"value": 1.5, "unit": "px"}, 1.5),
    ("shadow", {"color": "#000", "offsetX": "1px", "offsetY": {"value": 2, "unit": "px"}, "blur": 0}, "1px 2px 0 #000"),
    ("typography", {"fontSize": "14px", "fontWeight": "semi-bold", "lineHeight": "20px", "letterSpacing": "1px"},
     {"size": "14px", "weight": 600, "lineHeight": "20px", "letterSpacing": "1px"}),
    ("typography", {"fontSize": "14px"}, {"size": "14px"}),
    ("typography", {"fontSize": "14px", "fontWeight": 650, "lineHeight": 1.5},
     {"size": "14px", "weight": 650, "lineHeight": 1.5}),
]  # fmt: skip


@every_row(("kind", "value", "made"), VALUES)
def test_a_value_is_made_into_a_presets(kind: str, value: Any, made: Any) -> None:
    assert token_value(kind, value) == made


@every_row(
    ("kind", "value"),
    [
        ("color", "url(javascript:x)</style>"),
        ("color", {"colorSpace": "srgb", "components": [1, 0]}),
        ("color", {"colorSpace": "x;}", "components": [1, 0, 0]}),
        ("color", {"colorSpace": "srgb", "components": [1, 0, 0], "alpha": 2}),
        ("color", 5),
        ("dimension", {"value": 1, "unit": "em"}),
        ("dimension", "wide"),
        ("dimension", True),
        ("dimension", 1e300),
        ("shadow", []),
        ("shadow", "0 0 0"),
        ("typography", {"fontWeight": 700}),
        ("typography", {"fontSize": "1px", "fontWeight": "fat"}),
    ],
)
def test_a_value_that_is_none_is_refused(kind: str, value: Any) -> None:
    with pytest.raises(ValueError, match=r".+"):
        token_value(kind, value)


COLOURS: dict[str, tuple[Any, dict[str, Any]]] = {
    "nobody says the type": ({"ink": {"$value": "#101828"}, "one": {"$value": 7}}, {"ink": "#101828"}),
    "a pointer into another token": (
        {"$type": "color", "ink": {"$value": {"colorSpace": "srgb", "components": [1, 0, 0]}},
         "red": {"$value": {"colorSpace": "srgb", "components": [{"$ref": "#/ink/$value/components/0"}, 0, 0]}}},
        {"ink": "#ff0000", "red": "#ff0000"},
    ),
    "a pointer that leads nowhere": (
        {"$type": "color", "ink": {"$value": "#101828"},
         "red": {"$value": {"colorSpace": "srgb", "components": [{"$ref": "#/none"}, 0, 0]}}},
        {"ink": "#101828"},
    ),
    "one of an old group is kept": (
        {"$type": "color", "$deprecated": "use new",
         "a": {"$value": "#111111"}, "b": {"$value": "#222222", "$deprecated": False}},
        {"a": {"value": "#111111", "deprecated": "use new"}, "b": "#222222"},
    ),
    "what a tool keeps beside it": (
        {"$type": "color", "a": {"$value": "#111111", "$extensions": {"com.tool": {"id": 5}}}}, {"a": "#111111"},
    ),
    "two of one name": (
        {"$type": "color", "a": {"b": {"$value": "#111111"}}, "a-b": {"$value": "#222222"}}, {"a-b": "#111111"},
    ),
}  # fmt: skip


@every_row(("data", "made"), COLOURS.values(), ids=COLOURS)
def test_a_colour_is_taken_or_noted(data: Any, made: dict[str, Any]) -> None:
    intake = taken(data)
    assert intake.tokens["color"]["tokens"] == made
    given = [
        name for name, inner in data.items() if not name.startswith("$") and "$value" in {**inner, **inner.get("b", {})}
    ]
    assert len([note for note in intake.notes if note.kind == "lost"]) == len(given) - len(made)


@pytest.mark.parametrize("data", [[], "red", None])
def test_what_is_no_object_of_groups_is_refused(data: Any) -> None:
    with pytest.raises(CatalogError, match="holds no design tokens"):
        taken(data)


def test_an_entry_of_a_resolver_that_is_none_gives_nothing() -> None:
    data = {**MODES["a resolver"], "resolutionOrder": [5, *MODES["a resolver"]["resolutionOrder"]]}
    assert tokens(data, "color") == tokens(MODES["a resolver"], "color")


def test_a_colour_of_the_standard_space_keeps_its_contrast() -> None:
    made = parse_color(token_value("color", {"colorSpace": "srgb", "components": [0, 0, 0]}))
    assert made is not None
    assert contrast(made, (255, 255, 255)) == pytest.approx(21)


HOSTILE: dict[str, Any] = {
    "an alias chain without end": {
        f"t{each}": {"$type": "color", "$value": f"{{t{each + 1}}}"} for each in range(2_000)
    },
    "shadows in shadows": {f"t{each}": {"$type": "shadow", "$value": [f"{{t{each + 1}}}"] * 20} for each in range(40)},
    "groups that extend each other": {
        f"g{each}": {name: {"$extends": f"{{g{each + 1}}}"} for name in "abcde"} for each in range(30)
    },
    "too many tokens": {"a": {"$type": "dimension", **{f"space{each}": {"$value": 1} for each in range(20_001)}}},
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_a_file_without_end_ends(data: Any) -> None:
    with pytest.raises(CatalogError) as refused:
        taken(data)
    assert refused.value.remedy


JSON = st.recursive(
    st.none() | st.integers(-5, 5) | st.sampled_from(["color", "dimension", "#fff", "{a}", "{a.b}", "1px", "#/a", "x"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["a", "b", "space", "$value", "$type", "$ref", "$extends", "$root", "$extensions", "mode",
                         "sets", "resolutionOrder", "light", "dark", "$deprecated", "components", "colorSpace"]),
        inner,
        max_size=4,
    ),
    max_leaves=25,
)  # fmt: skip


@settings(max_examples=examples(50))
@given(JSON)
def test_whatever_is_given_is_taken_in_or_refused(data: Any) -> None:
    try:
        made = assemble(taken({"a": data, "z": {"$type": "color", "$value": "#fff"}}), "x", "punk", "punk")
    except EpochError as error:
        assert error.remedy
    else:
        assert made.tokens["colors"]["tokens"]["z"] == "#fff"
