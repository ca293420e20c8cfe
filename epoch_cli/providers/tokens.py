"""About how many tokens a text is, without any model's vocabulary (decision 14: always shown with `~`).

Vocabularies are megabytes and each model has its own, so this is one regular expression in which a match is about a
token: words and humps of words with the space before them, up to three digits, signs, breaks of lines, a few letters of
other scripts. Measured against o200k, the vocabulary of OpenAI's models: within 25 % on prose, code, JSON, interfaces
and scripts from Arabic to Thai (`tests/data/tokens`), where characters divided by four are off by up to 65 %.
"""

from __future__ import annotations

import re
from functools import cache

# what is most frequent comes first; a part with a space before it takes that space, as vocabularies do
_TOKEN = (
    r"[ _.]?(?:[A-ZÀ-Þ]?[a-zß-ÿƀ-ɏḀ-ỿ]{1,8}|[A-ZÀ-Þ]{1,5}(?![a-z]))"  # a word, or a hump of one
    r"|[0-9]{1,3}"
    r"| ?[!-/:-@\[-`{-~]{1,3}[\r\n]*"  # signs, with the end of a line behind them
    r"|[ \t\r\n]{0,64}[\r\n]{1,16}"  # bounded, or a text of spaces would take the square of its length
    r"|[ \t]{1,64}(?=[ \t])"  # an indentation; its last space belongs to what follows
    r"| ?[\u0370-\u03FF\u1F00-\u1FFF]{1,3}"  # Greek
    r"| ?(?:[\u0410-\u044F]{1,4}|[\u0400-\u052F]{1,2})"  # Cyrillic; what Russian does not have is rare
    r"| ?[\u0590-\u08FF]{1,4}"  # Hebrew, Arabic
    r"| ?[\u0900-\u0DFF]{1,4}"  # the scripts of India
    r"|[\u0E00-\u0EFF]{1,3}"  # Thai, Lao
    r"| ?[\uAC00-\uD7AF]{1,2}"  # Korean
    r"|[\u3040-\u30FF]{1,2}"  # Japanese syllables
    r"|[\u4E00-\u9FFF][\u4E00-\u5EFF]?"  # a token is two characters about as often as the second is in there
    r"| ?[\u2000-\u206F]"  # typographic quotes and dashes
    r"|."
)


def estimate_tokens(text: str) -> int:
    """About how many tokens a text is; 0 only for an empty one."""
    return _pattern().subn("", text)[1]


_STRETCH = 256
"""Characters of a text that are estimated together: a word that came in pieces is one word."""


@cache
def _pattern() -> re.Pattern[str]:
    """Compiled when there is a text to count, which takes 3 ms."""
    return re.compile(_TOKEN)


class TokenCounter:
    """About how many tokens a text is that comes in pieces."""

    def __init__(self) -> None:
        self._counted = 0
        self._stretch: list[str] = []
        self._length = 0

    def wrote(self, text: str) -> None:
        """A piece has come."""
        self._stretch.append(text)
        self._length += len(text)
        if self._length >= _STRETCH:
            self._counted += estimate_tokens("".join(self._stretch))
            self._stretch.clear()
            self._length = 0

    @property
    def tokens(self) -> int:
        """About how many tokens came so far; what is not yet a stretch counts four characters a token."""
        return self._counted + -(-self._length // 4)
