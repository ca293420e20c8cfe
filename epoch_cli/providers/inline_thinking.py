"""Tells a model's reasoning from its answer where both come as one text: `<think>…</think>`, then the answer.

Only for servers that are known to do so (`ProviderRow.inline_think`): everywhere else reasoning has its own channel,
and a `<think>` in the text is text (design section 6).
"""

from __future__ import annotations

from typing import Final

from epoch_cli.providers.base import TextPart, ThinkingPart

_OPENER: Final = "<think>"
_CLOSER: Final = "</think>"
_MOST_BLANKS: Final = 1000  # with each piece all are looked at again: the square of their number


class InlineThinking:
    """Splits the text of one answer, in whatever pieces it comes: the result is the same for every chunking.

    Only a block at the very start, behind a little white space at most, is reasoning. One that is never closed is
    reasoning to its end. A `</think>` that nothing opened stays text, since what came before it has been shown by then.
    """

    __slots__ = ("_held", "_state")

    def __init__(self) -> None:
        self._state: str = "start"  # then "thinking", "after" (white space behind the block), "answer"
        self._held = ""

    def split(self, text: str) -> list[TextPart | ThinkingPart]:
        """What a piece of text makes certain; what may be the beginning of a tag is held back."""
        if self._state == "answer":
            return [TextPart(text)] if text else []
        parts: list[TextPart | ThinkingPart] = []
        rest = self._held + text
        self._held = ""
        if self._state == "start":
            rest = self._open(rest)
        if self._state == "thinking":
            rest = self._think(rest, parts)
        if self._state == "after":
            rest = rest.lstrip()
            if rest:
                self._state = "answer"
        if self._state == "answer" and rest:
            parts.append(TextPart(rest))
        return parts

    def end(self) -> list[TextPart | ThinkingPart]:
        """The text has ended: what was held back."""
        held, self._held = self._held, ""
        if not held:
            return []
        return [ThinkingPart(held) if self._state == "thinking" else TextPart(held)]

    def _open(self, text: str) -> str:
        """Looks for the opener; gives what follows it, or all when the answer has none."""
        start = text.lstrip()
        if start.startswith(_OPENER):
            self._state = "thinking"
            return start[len(_OPENER) :]
        if _OPENER.startswith(start) and len(text) <= _MOST_BLANKS:
            self._held = text
            return ""
        self._state = "answer"
        return text

    def _think(self, text: str, parts: list[TextPart | ThinkingPart]) -> str:
        """Adds the reasoning up to the closer; gives what follows that."""
        thought, closer, rest = text.partition(_CLOSER)
        if closer:
            self._state = "after"
        else:
            kept = len(thought) - _begun(thought)
            thought, self._held = thought[:kept], thought[kept:]
        if thought:
            parts.append(ThinkingPart(thought))
        return rest


def _begun(text: str) -> int:
    """How many characters at the end of a text may be the beginning of the closer."""
    for length in range(min(len(_CLOSER) - 1, len(text)), 0, -1):
        if text.endswith(_CLOSER[:length]):
            return length
    return 0
