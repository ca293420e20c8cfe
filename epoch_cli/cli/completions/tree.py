"""The commands as data: names, options, arguments and what each of them takes, in the words of no shell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from epoch_cli.cli.completions.values import Values, values_of


class Option(NamedTuple):
    """An option of a command.

    Attributes:
        names: the long one first.
        opposite: what switches it off, as `--no-tui`; empty for most.
        metavar: what its value is called; empty for a flag.
        help: a sentence.
        again: whether it can be given more than once.
        values: what it takes; None for a flag.
    """

    names: tuple[str, ...]
    opposite: tuple[str, ...]
    metavar: str
    help: str
    again: bool
    values: Values | None

    @property
    def spellings(self) -> tuple[str, ...]:
        """All that can be written for it: none of them is offered once one stands there."""
        return (*self.names, *self.opposite)


class Argument(NamedTuple):
    """An argument of a command: its `metavar` without brackets and dots; is it needed, may there be many."""

    metavar: str
    help: str
    required: bool
    many: bool
    values: Values


class Command(NamedTuple):
    """A command, or a group of them.

    Attributes:
        path: its name behind `epoch`, as `keys set`; empty for `epoch` itself.
        help: a sentence.
        text: the whole help, as it is in the code.
        options: in the order of `--help`.
        arguments: in the order in which they are given.
        commands: those of a group.
    """

    path: str
    help: str
    text: str
    options: tuple[Option, ...]
    arguments: tuple[Argument, ...]
    commands: tuple[Command, ...]

    @property
    def name(self) -> str:
        """The last word of its path."""
        return self.path.rpartition(" ")[2]

    def walk(self) -> Iterator[Command]:
        """It and all below it; a group comes before its commands."""
        yield self
        for command in self.commands:
            yield from command.walk()

    def all_values(self) -> list[Values]:
        """What its options and arguments take, and those of all below it, each once; sorted by name."""
        found: dict[str, Values] = {}
        for command in self.walk():
            taken = [*(each.values for each in command.options), *(each.values for each in command.arguments)]
            found.update({values.name: values for values in taken if values is not None})
        return [found[name] for name in sorted(found)]


def read_commands() -> Command:
    """All commands that there are; what is hidden is left out.

    Raises:
        LookupError: nobody has said what an option or an argument takes (`values.py`).
    """
    from typer.main import get_command

    from epoch_cli.cli.app import make_app

    return _command(get_command(make_app()), "", None)


def _command(made: Any, path: str, parent: Any) -> Command:
    from typer import Context

    context = Context(made, parent=parent, info_name=path.rpartition(" ")[2] or "epoch", **made.context_settings)
    parameters = [each for each in made.get_params(context) if not getattr(each, "hidden", False)]
    below = getattr(made, "commands", {})
    return Command(
        path,
        _sentence(made.get_short_help_str(1000)),
        made.help or "",
        tuple(_option(each, path) for each in parameters if each.param_type_name == "option"),
        tuple(_argument(each, path) for each in parameters if each.param_type_name == "argument"),
        tuple(_command(each, f"{path} {name}".strip(), context) for name, each in below.items() if not each.hidden),
    )


def _option(made: Any, path: str) -> Option:
    names = tuple(sorted(made.opts, key=lambda name: not name.startswith("--")))
    takes = not (made.is_flag or made.count)
    metavar = made.metavar or made.name.upper() if takes else ""
    values = values_of(path, names[0], metavar) if takes else None
    again = bool(made.multiple or made.count)
    return Option(names, tuple(made.secondary_opts), metavar, _sentence(made.help or ""), again, values)


def _argument(made: Any, path: str) -> Argument:
    metavar = (made.metavar or made.name.upper()).removesuffix("...").strip("[]…")
    return Argument(
        metavar, _sentence(made.help or ""), made.required, made.nargs != 1, values_of(path, metavar, metavar)
    )


def _sentence(text: str) -> str:
    return " ".join(text.split())
