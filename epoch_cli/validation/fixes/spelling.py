"""Names that are meant but written otherwise: in another case, with other separators, or as words instead of a name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_SEPARATORS = re.compile(r"[\W_]+")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")


def folded(text: str) -> str:
    """A name without its case and separators: `on_click`, `on-click` and `OnClick` are the same."""
    return _SEPARATORS.sub("", text).casefold()


def alike(text: str, choices: Iterable[str]) -> str:
    """The one choice that is equal but for case and separators; empty when there is none, or more than one."""
    wanted = folded(text)
    found = [choice for choice in choices if folded(choice) == wanted] if wanted else []
    return found[0] if len(found) == 1 else ""


def words(name: str) -> list[str]:
    """The words of a name in any spelling: firstName, first_name and first-name are `first` and `name`."""
    return [word for part in _SEPARATORS.split(name) for word in _HUMP.split(part) if word]


def humanised(name: str) -> str:
    """A name as a label: `firstName` is "First name"; of a path, its last part."""
    said = " ".join(word if word.isupper() and len(word) > 1 else word.lower() for word in words(last_part(name)))
    return said[:1].upper() + said[1:]


def last_part(name: str) -> str:
    """The last part of a path such as `user.email`."""
    return name.rpartition(".")[2] or name


def slug(text: str, *, longest: int = 64) -> str:
    """Words as an id in kebab-case, ASCII only; empty when nothing is left of them."""
    plain = unicodedata.normalize("NFKD", " ".join(words(text))).encode("ascii", "ignore").decode().lower()
    return _NOT_SLUG.sub("-", plain).lstrip("-0123456789")[:longest].strip("-")
