"""How the screen looks: `[screen]` of the configuration, checked where themes and keys are known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from textual.theme import BUILTIN_THEMES

from epoch_cli.config.settings import Settings
from epoch_cli.errors import ConfigError
from epoch_cli.nearest import did_you_mean
from epoch_cli.tui.keymap import checked_keymap, refuse_clashes
from epoch_cli.tui.themes import DARK, OUR_THEMES


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How the screen looks and what its keys are.

    Attributes:
        theme: the name of a theme: one of ours (`themes.py`), or one of Textual's.
        keys: other keys, by the id of a binding (`keys.py`).
        mouse: whether the mouse is used.
    """

    theme: str = DARK.name
    keys: Mapping[str, str] = field(default_factory=dict)
    mouse: bool = True


def look_of(config: Settings) -> Look:
    """How the screen looks and what its keys are.

    Raises:
        ConfigError: there is no such theme, action or key, or one key for two actions.
    """
    screen = config.screen
    theme = screen.theme or Look().theme
    known = [*(each.name for each in OUR_THEMES), *BUILTIN_THEMES]
    if theme not in known:
        file = config.origins.get("screen.theme")
        where = f"{file}: screen.theme" if file else "screen.theme"
        raise ConfigError(f"{where}: no theme {theme!r}", remedy=did_you_mean(theme, known))
    keys = checked_keymap(screen.keys, config.origins)
    refuse_clashes(keys, config.origins)
    return Look(theme=theme, keys=keys, mouse=screen.mouse)
