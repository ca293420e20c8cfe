"""What the user likes, as a section of the system prompt behind what is the same for everybody."""

from __future__ import annotations

from collections.abc import Mapping

from epoch_cli.engine.options import Preferences

_WORDS: Mapping[str, Mapping[str, str]] = {
    "color_scheme": {
        "light": "The screen is shown in a light color scheme.",
        "dark": "The screen is shown in a dark color scheme: choose color tokens that read well on a dark background.",
    },
    "spacing": {
        "compact": "Spacing is compact: take the smaller spacing tokens.",
        "normal": "Spacing is normal: take the middle spacing tokens.",
        "spacious": "Spacing is spacious: take the larger spacing tokens.",
    },
}
"""What each preference comes to, by the field of `Preferences` and its value."""


def preferences_text(preferences: Preferences) -> str:
    """The section; empty when the user likes nothing in particular."""
    lines = [words[value] for name, words in _WORDS.items() if (value := getattr(preferences, name))]
    if preferences.variant:
        lines.append(f"Where a component has the variant {preferences.variant}, take it.")
    if not lines:
        return ""
    listed = "\n".join(f"- {line}" for line in lines)
    return f"# Preferences\n\nWhat the user likes, where the request leaves it open:\n\n{listed}"
