"""The themes of our own: dark, light, the terminal's colours, and none at all.

Of dark and light every text has a contrast of 4.5 to what is behind it, and the border of the pane with the focus one
of 3 (WCAG 2.2, 1.4.3 and 1.4.11); a test draws the screen and measures. One accent, everything else is grey, but for
what needs attention.
"""

from __future__ import annotations

from typing import Final

from textual.theme import Theme

DARK: Final = Theme(
    name="epoch-dark",
    primary="#8fb0f0",
    secondary="#7f9cd0",
    accent="#8fb0f0",
    success="#8ccf9a",
    warning="#e5be72",
    error="#f29191",
    foreground="#dde1e8",
    background="#13151a",
    surface="#181b21",
    panel="#1e222a",
    boost="#232833",
    dark=True,
    variables={
        "text-muted": "#a1aab9",
        "text-disabled": "#7d8695",
        "text-primary": "#a3bff5",
        "text-secondary": "#a3b5dc",
        "text-accent": "#a3bff5",
        "text-success": "#8ccf9a",
        "text-warning": "#e5be72",
        "text-error": "#f5a0a0",
        "border": "#8fb0f0",
        "border-blurred": "#363c48",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-background": "#2b3c5d",
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-foreground": "#dde1e8",
        "block-cursor-blurred-background": "#262c38",
        "block-hover-background": "#20252e",
        "footer-foreground": "#98a1b0",
        "footer-background": "#1e222a",
        "footer-item-background": "#1e222a",
        "footer-key-foreground": "#a3bff5",
        "footer-key-background": "#1e222a",
        "footer-description-foreground": "#a8b0be",
        "footer-description-background": "#1e222a",
        "input-selection-background": "#33486f",
        "input-cursor-background": "#dde1e8",
        "input-cursor-foreground": "#13151a",
        "scrollbar": "#363c48",
        "scrollbar-hover": "#4a5262",
        "scrollbar-active": "#8fb0f0",
        "scrollbar-background": "#13151a",
        "scrollbar-background-hover": "#13151a",
        "scrollbar-background-active": "#13151a",
        "scrollbar-corner-color": "#13151a",
        "button-color-foreground": "#13151a",
        "button-foreground": "#dde1e8",
        "link-color": "#a3bff5",
        "primary-muted": "#26334f",
        "secondary-muted": "#263047",
        "accent-muted": "#26334f",
        "success-muted": "#1f3a28",
        "warning-muted": "#403419",
        "error-muted": "#472527",
    },
)

LIGHT: Final = Theme(
    name="epoch-light",
    primary="#2a57b0",
    secondary="#46629a",
    accent="#2a57b0",
    success="#1d6b37",
    warning="#7d5000",
    error="#ae2323",
    foreground="#23272e",
    background="#fbfbfa",
    surface="#f5f5f3",
    panel="#ecedeb",
    boost="#e6e8ea",
    dark=False,
    variables={
        "text-muted": "#525965",
        "text-disabled": "#626975",
        "text-primary": "#2450a6",
        "text-secondary": "#3f5a90",
        "text-accent": "#2450a6",
        "text-success": "#1a6433",
        "text-warning": "#754b00",
        "text-error": "#a82020",
        "border": "#2a57b0",
        "border-blurred": "#c8ccd2",
        "block-cursor-foreground": "#10131a",
        "block-cursor-background": "#d3dff7",
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-foreground": "#23272e",
        "block-cursor-blurred-background": "#e3e7ee",
        "block-hover-background": "#eceef1",
        "footer-foreground": "#585f6b",
        "footer-background": "#ecedeb",
        "footer-item-background": "#ecedeb",
        "footer-key-foreground": "#2450a6",
        "footer-key-background": "#ecedeb",
        "footer-description-foreground": "#4d545f",
        "footer-description-background": "#ecedeb",
        "input-selection-background": "#c9d8f5",
        "input-cursor-background": "#23272e",
        "input-cursor-foreground": "#fbfbfa",
        "scrollbar": "#c8ccd2",
        "scrollbar-hover": "#a9afb9",
        "scrollbar-active": "#2a57b0",
        "scrollbar-background": "#fbfbfa",
        "scrollbar-background-hover": "#fbfbfa",
        "scrollbar-background-active": "#fbfbfa",
        "scrollbar-corner-color": "#fbfbfa",
        "button-color-foreground": "#fbfbfa",
        "button-foreground": "#23272e",
        "link-color": "#2450a6",
        "primary-muted": "#dbe5f8",
        "secondary-muted": "#e1e6f0",
        "accent-muted": "#dbe5f8",
        "success-muted": "#dcefe0",
        "warning-muted": "#f7e8c9",
        "error-muted": "#f8dcdc",
    },
)


def _of_the_terminal(name: str, **more: str) -> Theme:
    """A theme of the sixteen colours of the terminal, on its own background."""
    default = "ansi_default"
    return Theme(
        name=name,
        ansi=True,
        primary="ansi_blue",
        secondary="ansi_cyan",
        warning="ansi_yellow",
        error="ansi_red",
        success="ansi_green",
        accent="ansi_blue",
        foreground=default,
        background=default,
        surface=default,
        panel=default,
        boost=default,
        variables={
            # the terminal's grey is unreadable in many palettes: what matters less is in its usual colour too
            "text-muted": default,
            "text-disabled": default,
            "ansi-background": default,  # Textual's buttons and check boxes ask for both
            "ansi-foreground": default,
            "border": "ansi_blue",
            "border-blurred": "ansi_bright_black",
            "block-cursor-foreground": default,
            "block-cursor-background": default,
            "block-cursor-text-style": "reverse",
            "block-cursor-blurred-foreground": default,
            "block-cursor-blurred-background": default,
            "block-cursor-blurred-text-style": "bold underline",
            "footer-key-foreground": "ansi_blue",
            "input-selection-background": "ansi_cyan",
            "input-selection-foreground": "ansi_black",
            "input-cursor-text-style": "reverse",
            "scrollbar": "ansi_bright_black",
            "scrollbar-hover": "ansi_blue",
            "scrollbar-active": "ansi_blue",
            "scrollbar-background": default,
            "scrollbar-background-hover": default,
            "scrollbar-background-active": default,
            **more,
        },
    )


TERMINAL: Final = _of_the_terminal("terminal")
COLOURLESS: Final = _of_the_terminal("no-color")
"""What is used under NO_COLOR: all that the others tell by a background is told by reversed text."""

OUR_THEMES: Final = (DARK, LIGHT, TERMINAL)
"""The themes that are offered besides Textual's, in the order in which a key goes through them."""
