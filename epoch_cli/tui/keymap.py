"""Other keys than those of the table: what `[screen.keys]` may say, and what comes of it. Nothing imports textual."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Final

from epoch_cli.errors import ConfigError
from epoch_cli.nearest import did_you_mean, nearest
from epoch_cli.tui.keys import CHARACTERS, KEYS, Key, Where, spelled

_MODIFIERS: Final = ("ctrl", "alt", "shift", "super", "hyper", "meta")
NAMED: Final = (
    *("up", "down", "left", "right", "home", "end", "pageup", "pagedown", "insert", "delete", "backspace"),
    *("enter", "escape", "tab", "space"),
    *(f"f{number}" for number in range(1, 25)),
)
"""The keys that are no characters."""
_NAMES: Final = {character: name for name, character in CHARACTERS.items()}
_APART: Final[tuple[set[Where], ...]] = ({"live", "replay"}, {"tree", "list"})
"""Places that are never the same: what stands in both may have the same key."""


def checked_keymap(keys: Mapping[str, str], origins: Mapping[str, str] | None = None) -> dict[str, str]:
    """A key map as Textual takes it: ids of bindings to keys, with commas between several.

    Args:
        keys: as they were written: `ctrl+r`, `R`, `?`, `question_mark`, `f5`.
        origins: the file that each id comes from, for messages.

    Raises:
        ConfigError: there is no such id, or no such key.
    """
    known = [key.id for key in KEYS]
    for name in keys:
        if name not in known:
            near = nearest(name, known)
            remedy = f"did you mean {near!r}?" if near else "`epoch help screen` lists the ids"
            raise ConfigError(f"{_place(name, origins)}: no such action", remedy=remedy)
    return {name: ",".join(_key_names(text, _place(name, origins))) for name, text in keys.items()}


def refuse_clashes(keymap: Mapping[str, str], origins: Mapping[str, str] | None = None) -> None:
    """See that each action has a key of its own; arguments as `checked_keymap` gives and takes them.

    Raises:
        ConfigError: one key is that of two actions in the same place, of which one could not be reached.
    """
    for name, clash in clashes(keymap):
        raise ConfigError(f"{_place(name, origins)}: {clash}", remedy="give one of them another key in [screen.keys]")


def clashes(keymap: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What a key map makes unclear: an id of it, and a sentence that names two actions with one key in one place."""
    if not keymap:
        return  # all pairs of keys take 3 ms of the first picture
    usual = {key: set(key.keys.split(",")) for key in KEYS}
    pressed = {key: set(keymap[key.id].split(",")) if key.id in keymap else usual[key] for key in KEYS}
    for first, second in _together():
        both = (pressed[first] & pressed[second]) - (usual[first] & usual[second])
        if both:
            name = first.id if first.id in keymap else second.id
            yield name, f"{' and '.join(sorted(spelled(','.join(both))))} is the key of {first.id} and of {second.id}"


def _together() -> Iterator[tuple[Key, Key]]:
    """The pairs of actions that may be possible at the same time."""
    for first, second in combinations(KEYS, 2):
        places = {first.where, second.where}
        dialog = len(places) == 2 and "dialog" in places
        if not dialog and places not in _APART:
            yield first, second


def _place(name: str, origins: Mapping[str, str] | None) -> str:
    file = (origins or {}).get(f'screen.keys."{name}"')
    return f'{file}: screen.keys."{name}"' if file else f'screen.keys."{name}"'


def _key_names(text: str, place: str) -> list[str]:
    """The keys of a text, as Textual names them."""
    return [_key_name(each.strip(), place) for each in text.split(",")]


def _key_name(text: str, place: str) -> str:
    *modifiers, last = text.split("+") if len(text) > 1 and text != "++" else [text]
    modifiers = [each.lower() for each in modifiers]
    wrong = next((each for each in modifiers if each not in _MODIFIERS), None)
    if wrong is not None:
        raise ConfigError(f"{place}: {text!r} is no key", remedy=did_you_mean(wrong, _MODIFIERS))
    if len(last) == 1 and last.isprintable() and last != " ":
        # what is held with another key is no capital: terminals do not tell them apart
        name = _NAMES.get(last, last.lower() if modifiers else last)
    elif last.lower() in NAMED or last.lower() in CHARACTERS:
        name = last.lower()
    else:
        near = nearest(last, (*NAMED, *CHARACTERS))
        remedy = f"did you mean {near!r}?" if near else "such as ctrl+r, R, f5, question_mark; comma for the comma"
        raise ConfigError(f"{place}: {text!r} is no key", remedy=remedy)
    return "+".join((*modifiers, name))
