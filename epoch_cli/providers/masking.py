"""The key is hidden in an answer, too: a server knows it, and what it writes goes into sessions and onto screens."""

from __future__ import annotations

from collections.abc import Iterable

from epoch_cli.providers.base import Part, RefusalPart, TextPart, ThinkingPart, ToolInputPart
from epoch_cli.providers.secret import HIDDEN, Secret

_Text = TextPart | ThinkingPart | RefusalPart | ToolInputPart


class Mask:
    """Puts `***` for a key into the texts of an answer, in whatever pieces it comes.

    The end of a piece that may be the beginning of the key is held back until the next one shows whether it is: a
    character or two, now and then.

    Args:
        key: what is hidden.
    """

    def __init__(self, key: Secret) -> None:
        self._key = key
        self._held = ""
        self._kind: type[_Text] = TextPart

    def parts(self, parts: Iterable[Part]) -> list[Part]:
        """The parts, with what was held back of those before."""
        shown: list[Part] = []
        for part in parts:
            if isinstance(part, _Text):
                if type(part) is not self._kind:
                    shown += self.end()
                    self._kind = type(part)
                text = self._shown(part.text)
                if text:
                    shown.append(part if text == part.text else type(part)(text))
            else:
                shown += self.end()
                shown.append(part)
        return shown

    def end(self) -> list[Part]:
        """What was held back: nothing follows that could make a key of it."""
        held, self._held = self._held, ""
        return [self._kind(held)] if held else []

    def _shown(self, text: str) -> str:
        key = self._key.reveal()
        text = self._held + text
        if key in text:
            text = text.replace(key, HIDDEN)
        at = text.find(key[0], max(0, len(text) - len(key) + 1))
        while at >= 0:
            if key.startswith(text[at:]):
                self._held = text[at:]
                return text[:at]
            at = text.find(key[0], at + 1)
        self._held = ""
        return text
