"""Design tokens: named values in groups, and the two spellings of each (decision 6)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple


class Token(NamedTuple):
    """One design token: `name` is the short one; `deprecated` says what to use instead, empty when it is current."""

    name: str
    group: str
    value: Any
    deprecated: str = ""

    @property
    def plain(self) -> Any:
        """Its value where there is no theme; of a colour that is `{ light, dark }` the one in the light."""
        return self.value.get("light", self.value) if isinstance(self.value, Mapping) else self.value


class TokenGroup(NamedTuple):
    """Tokens of one kind, such as spacing; `tokens` maps the short names, in the order of the preset."""

    name: str
    prefix: str
    kind: str
    description: str
    tokens: dict[str, Token]

    def find(self, text: str) -> Token | None:
        """The token that `text` names, short (`md`) or full (`spacing-md`); None when there is none."""
        token = self.tokens.get(text)
        if token is None and text.startswith(self.prefix + "-"):
            token = self.tokens.get(text[len(self.prefix) + 1 :])
        return token

    def full_name(self, token: Token) -> str:
        """The spelling that needs no prop to be understood: `spacing-md`."""
        return f"{self.prefix}-{token.name}"
