"""What is fuzzed: a module a target, which can be imported without a fuzzer.

A target has a docstring that says what must hold, and

    MODULES   the modules of `epoch_cli` whose branches guide the search, or their packages
    LONGEST   the most bytes of an input
    seeds()   inputs to begin with, made of the files that the tests have already
    check()   holds one input to it; whatever it raises is a finding
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Final, Protocol, cast

TESTS: Final = Path(__file__).resolve().parents[2]
CORPUS: Final = TESTS / "fuzz" / "corpus"

TARGETS: Final = ("reader", "sse", "pointer", "catalog", "patch", "session", "urls")
"""Their names, those first that the most depends on."""


class Target(Protocol):
    """A module of this folder."""

    MODULES: tuple[str, ...]
    LONGEST: int

    def seeds(self) -> Iterable[bytes]:
        """Inputs to begin with."""

    def check(self, data: bytes) -> None:
        """Hold one input to what must hold; raises `AssertionError`, or whatever the code under test should not."""


def find_target(name: str) -> Target:
    """The target of this name, one of `TARGETS`."""
    if name not in TARGETS:
        raise SystemExit(f"there is no target {name!r}: use one of {', '.join(TARGETS)}")
    return cast("Target", import_module(f".{name}", __package__))


def kept(name: str) -> list[Path]:
    """The files of a target's corpus that are kept in the project."""
    return sorted(path for path in (CORPUS / name).glob("*") if path.is_file())
