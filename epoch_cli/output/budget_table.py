"""What a prompt is made of, in tokens, and what did not fit into it: lines for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from epoch_cli.events import ContextPrepared
from epoch_cli.output.columns import columns

_SHOWN, _LONGEST = 5, 40
"""How many names are told of a kind, and of how many characters."""

_KINDS: Mapping[str, tuple[str, str]] = {
    "components": ("component", "components"),
    "tokens": ("token group", "token groups"),
    "models": ("data model", "data models"),
    "turns": ("turn", "turns"),
}
"""What one, and what more of each kind are called."""


def budget_lines(event: ContextPrepared) -> Iterator[str]:
    """The budget as a table, a line a part: tokens, and their share of all there were."""
    whole = sum(event.budget.values())
    rows = [(f"  {part}", f"~{tokens}".rjust(8), _share(tokens, whole)) for part, tokens in event.budget.items()]
    yield f"prompt of attempt {event.attempt}, in tokens:"
    yield from columns(rows).splitlines()


def left_out_lines(event: ContextPrepared, verbosity: int) -> Iterator[str]:
    """What did not fit, and which turns are told in short only; names beyond a few are counted without -v."""
    told = [
        f"{len(names)} {_KINDS[kind][len(names) != 1]} ({_names(names, verbosity)})"
        for kind, names in event.left_out.items()
        if names and kind in _KINDS
    ]
    if told:
        yield f"left out to fit the budget: {', '.join(told)}"
    if short := event.left_out.get("summaries"):
        yield f"told in short to fit the budget: {len(short)} {'turn' if len(short) == 1 else 'turns'}"


def _names(names: Sequence[str], verbosity: int) -> str:
    shown = names if verbosity >= 1 else names[:_SHOWN]
    more = ["…"] if len(shown) < len(names) else []
    return ", ".join([*map(_cut, shown), *more])


def _cut(name: str) -> str:
    line = " ".join(name.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def _share(tokens: int, whole: int) -> str:
    return f"{100 * tokens / whole:.0f} %".rjust(5) if whole > 0 else ""
