"""A key that cannot be shown by mistake."""

from __future__ import annotations

import hmac
from typing import Any, Final, NoReturn

HIDDEN: Final = "***"
_UNMISTAKABLE: Final = 8
"""The fewest characters of a key that no other text has by chance: local servers are content with `x` or `email`."""


class Secret:
    """Wraps a key, so that no repr, message, traceback or copy in a file has it; only `reveal` gives it.

    Args:
        text: the key.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The key itself, for the header that it goes in."""
        return self._text

    @property
    def unmistakable(self) -> bool:
        """Whether it is long enough to be looked for in texts of the user's or a model's."""
        return len(self._text) >= _UNMISTAKABLE

    def hidden_in(self, text: str) -> str:
        """A text with `***` wherever the key was: some servers say it back."""
        return text.replace(self._text, HIDDEN) if self._text else text

    def __repr__(self) -> str:
        return HIDDEN

    def __str__(self) -> str:
        return HIDDEN

    def __bool__(self) -> bool:
        return bool(self._text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and hmac.compare_digest(self._text.encode(), other._text.encode())

    def __hash__(self) -> int:
        return hash((Secret, self._text))

    def __copy__(self) -> Secret:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Secret:
        return self

    def __reduce__(self) -> NoReturn:
        raise TypeError("a key is not pickled")
