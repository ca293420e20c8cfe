"""What an import takes in, and what it notes on the way: what could not be taken, where, and what was done instead."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, Final, Literal, NamedTuple

from epoch_cli.errors import CatalogError

NoteKind = Literal["lost", "guessed"]
Where = tuple[str | int, ...]

MOST_COMPONENTS: Final = 1_000
MOST_PROPS: Final = 50_000
MOST_TOKENS: Final = 20_000
_MOST_NOTES: Final = 5_000
_LONGEST: Final = 64
_LONGEST_TEXT: Final = 2_000
_COMPONENT: Final = re.compile(r"[A-Za-z][A-Za-z0-9_.:-]*")
_PROP: Final = re.compile(r"[A-Za-z_$@][A-Za-z0-9_.:$@-]*")


class Note(NamedTuple):
    """Something that did not come over as it was: the place in the file, what was there, and what was done.

    `lost` is what the file says and the preset does not; `guessed` what the preset says and the file does not.
    """

    kind: NoteKind
    where: Where
    what: str
    done: str

    @property
    def text(self) -> str:
        """The note on one line."""
        return f"{'.'.join(map(str, self.where)) or 'the file'}: {self.what}: {self.done}"


@dataclass(slots=True)
class Intake:
    """What is taken in: components and tokens as a preset has them, and the notes.

    `forbidden` are names that nothing may have, such as `__proto__`. A component's row may also hold `means`, by prop,
    until roles are guessed.
    """

    forbidden: Collection[str] = frozenset()
    title: str = ""
    description: str = ""
    components: dict[str, dict[str, Any]] = field(default_factory=dict)
    tokens: dict[str, dict[str, Any]] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    props: int = 0

    def lose(self, where: Where, what: str, done: str = "left out") -> None:
        """Note what does not come over."""
        self._note(Note("lost", where, what, done))

    def guess(self, where: Where, what: str, done: str) -> None:
        """Note what was guessed."""
        self._note(Note("guessed", where, what, done))

    def _note(self, note: Note) -> None:
        if len(self.notes) < _MOST_NOTES:
            self.notes.append(note)

    def component_name(self, name: str, where: Where) -> bool:
        """Whether a component may be called this; it is noted when not."""
        return self._name(name, where, _COMPONENT)

    def prop_name(self, name: str, where: Where) -> bool:
        """Whether a prop may be called this; it is noted when not.

        Raises:
            CatalogError: there are too many of them.
        """
        self.props += 1
        if self.props > MOST_PROPS:
            raise CatalogError(f"the file has more than {MOST_PROPS} props", remedy="import a part of it")
        return self._name(name, where, _PROP)

    def _name(self, name: str, where: Where, allowed: re.Pattern[str]) -> bool:
        if name in self.forbidden:
            self.lose(where, f"{name!r} is a name that browsers take for code")
            return False
        if len(name) > _LONGEST or not allowed.fullmatch(name):
            self.lose(where, f"{name[:_LONGEST]!r} is no name for it")
            return False
        return True


def plain_text(value: Any) -> str:
    """A description of a file as a preset takes it: one line, of bounded length; empty for what is no text."""
    return " ".join(value.split())[:_LONGEST_TEXT] if isinstance(value, str) else ""
