"""Design tokens as CSS: custom properties, and rules for the data attributes that name a token.

A catalog may be anybody's, so nothing of it gets into the sheet as it stands: names become slugs and escaped strings,
values are read as numbers, lengths, colours or shadows and written again. What cannot be read is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from epoch_cli.catalog import Catalog
from epoch_cli.catalog.tokens import Token, TokenGroup
from epoch_cli.preview.contrast import css
from epoch_cli.preview.palette import Theme
from epoch_cli.preview.visuals import attribute_name
from epoch_cli.validation.rules.colors import RGB
from epoch_cli.validation.rules.token_values import TEXT_PARTS, length, shadow

_OWN_BACKGROUND: Final = (
    ":root", ".ui-card", ".ui-dialog", ".ui-alert", ".ui-menu-items", ".ui-popover-body", ".ui-tools",
)  # fmt: skip
"""What has a background of its own: the page's colours apply again in it, whatever it stands on."""
_DOES: Final[Mapping[str, str]] = {
    "gap": "gap:{}",
    "padding": "padding:{}",
    "shadow": "box-shadow:{}",
    "radius": "border-radius:{}",
    "width": "max-width:{}",
}
"""What a token does for a meaning; colours and kinds of text have rules of their own."""
_TONE_OF: Final = {"primary": ":where(.ui-action,.ui-tools),"}
"""What has a tone without saying one."""
_OF_KIND: Final[Mapping[str, tuple[str, ...]]] = {
    "spacing": ("gap", "padding"),
    "shadow": ("shadow",),
    "radius": ("radius",),
    "typography": ("level",),
    "color": ("background", "color", "border"),
}
"""What a group of a kind is for, besides what its props say."""


# ---------------------------------------------------------------- colours


def theme_rules(catalog: Catalog, light: Theme, dark: Theme) -> Iterator[str]:
    """The colours of the page and of tones, for both themes at once (`light-dark()`, CSS Color Module Level 5).

    `--ui-…` are those of what stands behind, `--page-…` those of the page wherever one is.
    """
    parts = {name: _both(color, dark.parts[name]) for name, color in light.parts.items()}
    inks = {f"--ink-{slug(name)}": _both(light.inks[name], dark.inks[name]) for name in light.inks}
    own = {f"--ui-{name}": color for name, color in parts.items()}
    yield f":root{{{_block({f'--page-{name}': color for name, color in parts.items()})}}}"
    yield f"{','.join(_own_background(catalog, light, dark))}{{{_block({**own, **inks})}}}"
    for tone, colors in light.tones.items():
        named = {f"--tone-{part}": _both(color, dark.tones[tone][part]) for part, color in colors.items()}
        yield f'{_TONE_OF.get(tone, "")}[data-tone="{tone}"],.ui-action[data-variant="{tone}"]{{{_block(named)}}}'


def color_rules(catalog: Catalog, light: Theme, dark: Theme) -> Iterator[str]:
    """What a colour token does as a background, as a colour of words and as that of a border."""
    properties = {f"--{slug(name)}": _both(color, dark.tokens[name]) for name, color in light.tokens.items()}
    yield f":root{{{_block(properties)}}}"
    fills = []
    for group, token in _tokens(catalog, "color"):
        name = group.full_name(token)
        if name not in light.tokens:
            continue
        yield f"{_selector('color', group, token)}{{color:var(--ink-{slug(name)})}}"
        yield f"{_selector('border', group, token)}{{border-color:var(--{slug(name)})}}"
        back, on = ((light.behind[name].fill[at], dark.behind[name].fill[at]) for at in (0, 1))
        selector = _selector("background", group, token)
        words = "" if _is_soft(name, light, dark) else f"--ui-text:{_both(*on)};"
        yield f"{selector}{{{words}background-color:{_both(*back)}}}"
        if words:
            fills.append(selector)
    if fills:
        yield f"{','.join(fills)}{{{_block(_on_fill(light))}}}"


def _own_background(catalog: Catalog, light: Theme, dark: Theme) -> Iterator[str]:
    yield from _OWN_BACKGROUND
    for group, token in _tokens(catalog, "color"):
        name = group.full_name(token)
        if name in light.behind and _is_soft(name, light, dark):
            yield _selector("background", group, token)


def _on_fill(theme: Theme) -> dict[str, str]:
    """On a strong colour all words have the one colour that can be read there, and so have edges."""
    text = "var(--ui-text)"
    same = {f"--ui-{name}": text for name in ("muted", "edge", "ring", "link", "error")}
    line = "color-mix(in srgb,var(--ui-text) 35%,transparent)"
    return same | {"--ui-line": line} | {f"--ink-{slug(name)}": text for name in theme.inks}


def _is_soft(name: str, light: Theme, dark: Theme) -> bool:
    return light.behind[name].soft and dark.behind[name].soft


def _both(light: RGB, dark: RGB) -> str:
    return css(light) if light == dark else f"light-dark({css(light)},{css(dark)})"


# ---------------------------------------------------------------- spaces, shadows, corners, types of text


def token_rules(catalog: Catalog) -> Iterator[str]:
    """Every token that is no colour: its custom properties, then what it does."""
    properties: dict[str, str] = {}
    in_the_dark: dict[str, str] = {}
    rules = []
    meanings = _meanings(catalog)
    for group, token in _tokens(catalog):
        if group.kind == "color":
            continue
        name = f"--{slug(group.full_name(token))}"
        written = {name + suffix: value for suffix, value in _values(group, token.plain)}
        properties |= written
        if isinstance(token.value, Mapping) and "dark" in token.value:
            in_the_dark |= {name + suffix: value for suffix, value in _values(group, token.value["dark"])}
        for meaning in meanings[group.name] if written else ():
            does = _typed(name, written) if meaning == "level" else _DOES.get(meaning, "").format(f"var({name})")
            if does:
                rules.append(f"{_selector(meaning, group, token)}{{{does}}}")
    yield f":root{{{_block(properties)}}}"
    if in_the_dark:  # only colours have a function for both themes
        block = _block(in_the_dark)
        yield f'@media (prefers-color-scheme:dark){{:root:not([data-theme="light"]){{{block}}}}}'
        yield f':root[data-theme="dark"]{{{block}}}'
    yield from rules


def _values(group: TokenGroup, value: Any) -> Iterator[tuple[str, str]]:
    """A token's value as CSS: one property, or one for each part of a kind of text."""
    if group.kind == "typography" and isinstance(value, Mapping):
        for part, suffix, read in TEXT_PARTS:
            if text := read(value.get(part)):
                yield suffix, text
    elif group.kind == "shadow":
        if text := shadow(value):
            yield "", text
    elif text := length(value):
        yield "-size" if group.kind == "typography" else "", text


def _typed(name: str, written: Mapping[str, str]) -> str:
    """A kind of text; large letters become smaller where the page is narrow."""
    parts = {"size": "font-size:clamp(1.125rem,7.5vw,{})", "weight": "font-weight:{}", "line-height": "line-height:{}"}
    size = written.get(f"{name}-size", "")
    if not size.endswith("px") or float(size[:-2]) < 28:
        parts["size"] = "font-size:{}"
    found = {part: does for part, does in parts.items() if f"{name}-{part}" in written}
    return ";".join(does.format(f"var({name}-{part})") for part, does in found.items())


# ---------------------------------------------------------------- names


def slug(name: str) -> str:
    """A name as part of a custom property's: letters, digits and hyphens."""
    return "".join(letter if re.match(r"[A-Za-z0-9-]", letter) else f"_{ord(letter):x}" for letter in name[:80])


def _tokens(catalog: Catalog, kind: str = "") -> Iterator[tuple[TokenGroup, Token]]:
    for group in catalog.tokens.values():
        if kind in {"", group.kind}:
            yield from ((group, token) for token in group.tokens.values())


def _meanings(catalog: Catalog) -> dict[str, dict[str, None]]:
    """What each group of tokens is for: what its kind says, and the meanings of the props that take them; in order."""
    found = {group.name: dict.fromkeys(_OF_KIND.get(group.kind, ())) for group in catalog.tokens.values()}
    for component in catalog.components.values():
        for meaning, prop in component.means.items():
            found.get(component.props[prop].group, {})[meaning] = None
    return found


def _selector(meaning: str, group: TokenGroup, token: Token) -> str:
    """Whatever names this token for a meaning, in either spelling."""
    attribute = attribute_name(meaning)
    return ",".join(f'[{attribute}="{_escaped(name)}"]' for name in dict.fromkeys((token.name, group.full_name(token))))


def _escaped(text: str) -> str:
    r"""A text within quotes: all but letters, digits and a few signs as escapes (`\22 `; CSS Syntax Level 3, 4.3.7)."""
    return "".join(letter if re.match(r"[A-Za-z0-9._ -]", letter) else f"\\{ord(letter):x} " for letter in text[:200])


def _block(properties: Mapping[str, str] | Iterable[tuple[str, str]]) -> str:
    return ";".join(f"{name}:{value}" for name, value in dict(properties).items())
