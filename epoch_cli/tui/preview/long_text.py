"""A text of several lines."""

from __future__ import annotations

from textual.widgets import TextArea

from epoch_cli.tui.keys import CHARACTERS


class LongText(TextArea):
    """Textual's TextArea, which takes all characters that it says it takes: of keys with names it knows not all."""

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Whether it types this key."""
        return super().check_consume_key(key, character or CHARACTERS.get(key))
