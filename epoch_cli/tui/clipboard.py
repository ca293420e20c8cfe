"""Copying to the clipboard of the terminal, wherever that is.

OSC 52 goes through ssh, and through tmux where its `set-clipboard` is on. No terminal answers whether it took the text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from epoch_cli.tui.app import EpochApp

MOST: Final = 64 << 10
"""Bytes that are copied at most: many terminals drop a longer sequence without a word (xterm 100 000 characters, of
which base64 takes a third)."""


def copy_text(app: EpochApp, what: str, text: str) -> None:
    """Copy a text, and say what was copied and how long it is.

    One that is too long for terminals is not copied; what to do instead is said.
    """
    # half a character, as a refused node may have, cannot be sent
    raw = text.encode("utf-8", "backslashreplace")
    if len(raw) > MOST:
        app.say(
            f"not copied: {what} has {_size(len(raw))}, and terminals take {_size(MOST)}; save it to a file instead",
            severity="warning",
        )
        return
    app.copy_to_clipboard(raw.decode())
    app.say(f"copied {what}, {_size(len(raw))}")


def _size(count: int) -> str:
    if count < 1024:
        return "1 byte" if count == 1 else f"{count} bytes"
    return f"{count / 1024:.1f} KiB".replace(".0 ", " ")
