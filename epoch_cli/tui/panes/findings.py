"""What was found to be wrong: a line each, with all about the chosen one below it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import ClassVar, Final

from rich.cells import cell_len
from textual.binding import BindingType

from epoch_cli.output.text import visible
from epoch_cli.output.view import Changes, Finding, NodeView, View
from epoch_cli.tui.bindings import bindings_named
from epoch_cli.tui.panes.choosing import ChoosingLines
from epoch_cli.tui.panes.lines import Part, Told, wrapped
from epoch_cli.tui.panes.pane import PointerChosen
from epoch_cli.validation import Diagnostic, Severity

_WIDE = 100
"""Cells from which on each line has its hint, too."""
_MOST = 1000
"""Characters of a message that are looked at."""


LOOKS: Final[Mapping[Severity, Told]] = MappingProxyType(
    {
        Severity.ERROR: Told("×", "error", "bad"),
        Severity.WARNING: Told("!", "warning", "warn"),
        Severity.INFO: Told("·", "info", "muted"),
    }
)
"""How each severity is told: by its sign, its word and its colour."""

_FILTERS: Final[tuple[tuple[str, frozenset[Severity]], ...]] = (
    ("", frozenset(Severity)),
    ("warnings and errors", frozenset({Severity.WARNING, Severity.ERROR})),
    ("errors only", frozenset({Severity.ERROR})),
)


class FindingList(ChoosingLines):
    """The diagnostics of a run, oldest first; a key leaves out the less severe ones."""

    DEFAULT_CSS = "FindingList { scrollbar-gutter: stable; }"  # it is wrapped to a width that stays

    BINDINGS: ClassVar[list[BindingType]] = bindings_named("list.severity")

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's name
        super().__init__(id=id)
        self._findings: Sequence[Finding] = ()
        self._known = 0
        self._shown: list[int] = []
        self._filter = 0
        self._chosen = -1
        self._below: list[Part] = []

    # ---------------------------------------------------------------- as a pane

    def update_view(self, view: View, changes: Changes) -> None:
        """Take in what was found, or taken back."""
        self._findings = view.findings
        kept = min(changes.findings, self._known)
        if kept == len(self._findings) == self._known and not changes.root:
            return
        self._known = kept
        while self._shown and self._shown[-1] >= kept:
            self._shown.pop()
        self._list()

    def select(self, node: NodeView | None) -> None:
        """The list stays where it is: it is about everything that was found."""

    def move(self, step: int) -> None:
        """Go so many findings on (back, for a negative number), and show what it is about."""
        self.step(step)
        self.choose()

    @property
    def chosen(self) -> Finding | None:
        """The finding under the cursor."""
        return self._finding(self._chosen)

    def _finding(self, place: int) -> Finding | None:
        """A finding of those that are listed; None for one that was taken back since they were."""
        index = self._shown[place] if 0 <= place < len(self._shown) else len(self._findings)
        return self._findings[index] if index < len(self._findings) else None

    def _list(self) -> None:
        wanted = _FILTERS[self._filter][1]
        for index in range(self._known, len(self._findings)):
            if self._findings[index].diagnostic.severity in wanted:
                self._shown.append(index)
        self._known = len(self._findings)
        self._put_cursor(min(self._chosen, len(self._shown) - 1))

    def _put_cursor(self, chosen: int) -> None:
        self._chosen = self.cursor = chosen
        self._below = self._told_below()
        self._say()
        self.drawn_anew()

    def _go(self, chosen: int) -> None:
        self._put_cursor(chosen)
        self.show_cursor()

    def _say(self) -> None:
        """How many there are, which one is chosen, and what is left out."""
        hidden = len(self._findings) - len(self._shown)
        place = f"{self._chosen + 1} of {len(self._shown)}" if self._chosen >= 0 else f"{len(self._shown)} found"
        left_out = f" · {_FILTERS[self._filter][0]}, {hidden} hidden" if self._filter else ""
        self.tell(f"{place}{left_out}" if self._findings else "")

    # ---------------------------------------------------------------- lines

    def count(self) -> int:
        """How many lines there are, with those below the chosen one."""
        return len(self._shown) + len(self._below)

    def hint(self) -> str:
        """That nothing was found, or that all of it is left out."""
        if self._findings:
            return f"no {_FILTERS[self._filter][0].removesuffix(' only')}; {len(self._findings)} hidden"
        return "no problems so far"

    def parts(self, index: int, width: int) -> list[Part]:
        """A finding on its line: severity, code, where and what; or a line of all about the chosen one."""
        below = index - self._chosen - 1
        if self._chosen >= 0 and 0 <= below < len(self._below):
            return [("   ", ""), self._below[below]]
        place = index - len(self._below) if self._chosen >= 0 and below >= 0 else index
        finding = self._finding(place)
        if finding is None:
            return []
        found = finding.diagnostic
        where = "" if place == self._chosen else f"  {visible(found.pointer, 200)}"
        hint = f"  {visible(found.hint, _MOST)}" if found.hint and width >= _WIDE and place != self._chosen else ""
        return [self.lead(index), *_headline(found), (where.rstrip(), "source"), (hint, "muted")]

    def mark(self, index: int) -> str:
        """The chosen finding with the lines below it."""
        if self._chosen >= 0 and self._chosen < index <= self._chosen + len(self._below):
            return "cursor"
        return super().mark(index)

    def _told_below(self) -> list[Part]:
        """All about the chosen finding, in lines as wide as the pane."""
        finding = self.chosen
        if finding is None:
            return []
        found = finding.diagnostic
        cut = sum(cell_len(text) for text, _ in _headline(found)) >= self.room
        about = [(found.message if cut else "", ""), (found.hint, "muted"), (_where(finding), "source")]
        width = self.room - 4
        return [
            (line, style) for text, style in about if text for line in wrapped(visible(text, _MOST), width, most=12)
        ]

    def on_resize(self) -> None:
        """Wrap again what is below the chosen one."""
        self._below = self._told_below()

    def extent(self) -> int:
        """The lines below the chosen one belong to it."""
        return len(self._below)

    # ---------------------------------------------------------------- the user

    def step(self, lines: int) -> None:
        """Go on by findings, not by lines."""
        if self._shown:
            self._go(min(max(0, self._chosen + lines), len(self._shown) - 1))

    def move_to(self, index: int) -> None:
        """Go to the finding on a line; the lines below the chosen one are its own."""
        if self._chosen >= 0 and index > self._chosen:
            index = max(self._chosen, index - len(self._below))
        self._go(min(max(0, index), len(self._shown) - 1))

    def choose(self) -> None:
        """Show what the finding is about."""
        if self.chosen is not None:
            self.post_message(PointerChosen(self.chosen.diagnostic.pointer))

    def action_next_severity(self) -> None:
        """Leave out the less severe ones, then show all again; the chosen one stays if it is still there."""
        was = self._shown[self._chosen] if self.chosen is not None else -1
        self._filter = (self._filter + 1) % len(_FILTERS)
        self._known = 0
        self._shown = []
        self._chosen = -1
        self._list()
        if was in self._shown:
            self._go(self._shown.index(was))


def _headline(found: Diagnostic) -> list[Part]:
    look = LOOKS[found.severity]
    return [
        (f"{look.sign} {look.word:<7} ", look.style),
        (f"{visible(found.code, 12)} ", "strong"),
        (visible(found.message, _MOST), ""),
    ]


def _where(finding: Finding) -> str:
    """The pointer, and the patch that was refused."""
    pointer = finding.diagnostic.pointer or "the whole document"
    return f"{pointer} · patch {finding.number}, refused" if finding.number else pointer
