"""How a function becomes a command: noted here under its name when its module is imported."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from inspect import cleandoc
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, TypeVar

if TYPE_CHECKING:
    from dataclasses import Field

from epoch_cli.errors import ExitCode

Command = Callable[..., int]


class Record(Protocol):
    """A dataclass."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


Flags = TypeVar("Flags", bound=Record)

COMMANDS: dict[str, tuple[Command, dict[str, Any]]] = {}
"""Each command of the modules that were imported, by its full name (`keys set`), with its settings."""

EXAMPLES: dict[str, tuple[str, ...]] = {}
"""The examples of the same commands: lines for a shell, the shortest first, and each can be run as it stands."""

MEANINGS: Mapping[ExitCode, str] = {
    ExitCode.OK: "ok",
    ExitCode.FINDINGS: "findings",
    ExitCode.USAGE: "usage or config",
    ExitCode.PROVIDER: "provider",
    ExitCode.TIMEOUT: "timeout",
    ExitCode.BUDGET: "budget",
    ExitCode.UNREADABLE: "unreadable input",
    ExitCode.FALLBACK: "fallback",
    ExitCode.BUG: "bug",
    ExitCode.INTERRUPTED: "Ctrl-C",
    ExitCode.BROKEN_PIPE: "closed pipe",
    ExitCode.TERMINATED: "SIGTERM",
}
EXIT_CODES = f"Exit codes: {', '.join(f'{code:d} {meaning}' for code, meaning in MEANINGS.items())}."


def flags_of(kind: type[Flags], given: Mapping[str, Any], **differing: Any) -> Flags:
    """The flags of a command as the record that its work takes: each field is the parameter of its name.

    Args:
        kind: a dataclass.
        given: the command's parameters (`locals()`); those that are no field of it are left out.
        differing: fields that are named otherwise, or are not just a parameter.

    Raises:
        TypeError: a field has neither parameter nor default.
    """
    named = {name: value for name, value in given.items() if name in kind.__dataclass_fields__}
    return kind(**named | differing)


def command(name: str = "", *, examples: Sequence[str] = (), **settings: Any) -> Callable[[Command], Command]:
    """Make a function a command, of its own name or of `name`; `keys set` is the command `set` of the group `keys`.

    Its docstring is its help, behind which the examples are shown. Each is run by a test, in a folder with the files
    that `tests/support/examples_folder.py` makes.
    """

    def note(function: Command) -> Command:
        full, text = name or function.__name__, with_examples(cleandoc(function.__doc__ or ""), examples)
        EXAMPLES[full] = tuple(examples)
        COMMANDS[full] = function, {"help": text, "epilog": EXIT_CODES, **settings}
        return function

    return note


def with_examples(text: str, examples: Sequence[str]) -> str:
    """A help text with a block of examples, whose lines typer leaves as they are; without any, the text alone."""
    return "\n".join((text, "", "\b", "Examples:", *(f"  {line}" for line in examples))) if examples else text


def first_examples(names: Sequence[str]) -> list[str]:
    """The first example of each of these commands, as far as they have been imported."""
    return [EXAMPLES[name][0] for name in names if EXAMPLES.get(name)]
