"""JSON texts in any form that notes where it writes what: an oracle for positions that is apart from their module."""

from __future__ import annotations

import json
from random import Random
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from .strategies import Path


class Writer:
    """Writes a value in any of its forms: white space, escapes, members that a later one of the same name hides."""

    def __init__(self, random: Random, white: str) -> None:
        self.random = random
        self.white = white
        self.text = ""
        self.places: dict[Path, tuple[int, int]] = {}  # offsets of value and key

    def write(self, value: Any, path: Path = (), key: int | None = None) -> None:
        self._space()
        self._note(path, key)
        if isinstance(value, dict):
            self._container("{}", [(name, inner, (*path, name)) for name, inner in self._members(value)])
        elif isinstance(value, list):
            self._container("[]", [(None, inner, (*path, index)) for index, inner in enumerate(value)])
        else:
            self.text += json.dumps(value, ensure_ascii=self.random.random() < 0.5)
        self._space()

    def _note(self, path: Path, key: int | None) -> None:
        for hidden in [other for other in self.places if other[: len(path)] == path]:
            del self.places[hidden]
        start = len(self.text)
        self.places[path] = (start, start if key is None else key)

    def _members(self, value: dict[str, Any]) -> list[tuple[str, Any]]:
        hidden = [(name, self.random.choice([0, [[]], value])) for name in value if self.random.random() < 0.15]
        return [*hidden, *value.items()]

    def _container(self, brackets: str, members: list[tuple[str | None, Any, Path]]) -> None:
        self.text += brackets[0]
        for number, (name, value, path) in enumerate(members):
            self.text += "," if number else ""
            key = None
            if name is not None:
                self._space()
                key = len(self.text)
                self.text += self._quoted(name)
                self._space()
                self.text += ":"
            self.write(value, path, key)
        self._space()
        self.text += brackets[1]

    def _quoted(self, name: str) -> str:
        if name and self.random.random() < 0.2 and name[0] < "\uffff":
            return f'"\\u{ord(name[0]):04X}' + json.dumps(name[1:])[1:]
        return json.dumps(name, ensure_ascii=self.random.random() < 0.5)

    def _space(self) -> None:
        if self.white and self.random.random() < 0.5:
            self.text += self.random.choice(self.white) * self.random.randrange(3)


CHARACTERS = st.characters(exclude_categories=["Cs"]) | st.sampled_from('{}[]",:\\/~ \u2028\ufeff😀')
STRINGS = st.text(CHARACTERS, max_size=6)
ATOMS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | STRINGS
VALUES = st.recursive(
    ATOMS,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(STRINGS, inner, max_size=5),
    max_leaves=30,
)
SEEDS = st.integers(0, 2**32)  # not st.randoms: it draws every coin from hypothesis, which makes large texts slow
WHITE = st.sampled_from(["", " ", "\n", "\r", " \t\n\r"])

ON_A_NOISY_MACHINE = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def written(draw: st.DrawFn) -> tuple[Any, Writer]:
    """A value, and a writer that has written it."""
    value = draw(VALUES)
    writer = Writer(Random(draw(SEEDS)), draw(WHITE))
    if draw(st.booleans()):
        writer.text = "\ufeff"
    writer.write(value)
    return value, writer


def paths_of(value: Any, path: Path = ()) -> list[Path]:
    """Where a value has values, itself first."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for token, child in inner for found in paths_of(child, (*path, token)))]
