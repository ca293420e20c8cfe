"""The canvas: the parts of a document, kept equal to a plan in small steps, so that nothing else has to wait.

A pass compares what is there with what is wanted and mends the difference: what is gone goes, what is new is made,
what changed is changed or made anew. It ends when its time is over, and the next one begins from the document as it is
then; so a preview falls behind a fast run, never shows what is not so for long, and is right when the run is over.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import ClassVar, Final

from textual.app import ComposeResult, RenderResult
from textual.content import Content
from textual.widget import AwaitMount, Widget

from epoch_cli.output.view import NodeView
from epoch_cli.tui.preview.boxes import Body
from epoch_cli.tui.preview.flex import Flex
from epoch_cli.tui.preview.part import Part, Shared, parts_in
from epoch_cli.tui.preview.plan import MORE, Wanted
from epoch_cli.tui.preview.roles import part_for
from epoch_cli.tui.preview.still import Still

_BUDGET: Final = 0.012
"""Seconds that a pass may take, once it is planned."""
_FEWEST_NEW: Final = 16
"""Widgets that a pass makes even if it takes longer: to lay all out costs more, whatever is new."""
_MOST_NEW: Final = 24
"""Widgets that a pass makes at most: most of their cost comes after it, when Textual starts and styles them."""
_RESTS: Final = 5
"""A rest is so many times as long as the pass before it, until that is drawn."""
_LONGEST_REST: Final = 0.5
"""Seconds."""


class _Gutter(Still):
    """The margin on the left, where a sign stands before the chosen node."""

    DEFAULT_CSS: ClassVar[str] = "_Gutter { dock: left; width: 2; height: 100%; color: $accent; text-style: bold; }"

    def __init__(self) -> None:
        super().__init__()
        self._rows = range(0)

    def mark(self, rows: range) -> None:
        """Mark the rows of the chosen node; none for an empty range."""
        if rows != self._rows:
            self._rows = rows
            self.refresh()

    def render(self) -> RenderResult:
        """A sign at the first row, a line down the others."""
        if not self._rows:
            return Content("")
        lines = [""] * self._rows.start + ["▸"] + ["│"] * (len(self._rows) - 1)
        return Content("\n".join(lines))


class Canvas(Still):
    """The document as parts.

    Args:
        plan: what is wanted now; called at the start of each pass.
    """

    DEFAULT_CSS: ClassVar[str] = "Canvas { width: 1fr; height: auto; padding: 0 0 1 0; }"

    def __init__(self, plan: Callable[[], list[Wanted]], shared: Shared | None = None) -> None:
        super().__init__()
        self._plan = plan
        self.shared = shared or Shared()
        self.parts: list[Part] = []
        self.behind = False
        self._waiting = False
        self._chosen: NodeView | None = None
        self._reveal = False
        self._gutter, self._body = _Gutter(), Body(Flex(gap=1))
        self._ends, self._new = 0.0, 0
        self._mounting: list[AwaitMount] = []
        self._marked: Part | None = None

    def compose(self) -> ComposeResult:
        """The margin, and the parts."""
        yield self._gutter
        yield self._body

    def on_resize(self) -> None:
        """What is new was laid out: the chosen node may stand elsewhere now."""
        self._mark()

    def catch_up(self) -> None:
        """Show what is wanted now: soon, and in steps. Cheap to call again and again."""
        self.behind = True
        if not self._waiting:
            self._waiting = True
            self.call_later(self._pass)

    def choose(self, node: NodeView | None, *, reveal: bool = True) -> None:
        """Mark the chosen node, and scroll to it."""
        self._chosen, self._reveal = node, reveal
        self._mark()

    def parts_of(self, node: NodeView | None) -> list[Part]:
        """The parts that show a node: several, when it stands in a list."""
        every = (part for top in self.parts for part in (top, *parts_in(top)))
        return [part for part in every if part.view is node and part.kind not in {"note", "pending"}] if node else []

    async def _pass(self) -> None:
        """One step, and a rest behind it: most of a step's cost comes when Textual starts and lays out what is new."""
        self._waiting = False
        if not self.behind or not self.is_attached or not self._body.is_attached:
            return
        self._waiting = True
        started = time.perf_counter()
        self._ends, self._new = started + _BUDGET, 0
        with self.app.batch_update():  # all that is new is laid out at once, with what it is made of
            self.behind = not self._mend(self.parts, self._body_host, self._plan())
            mounting, self._mounting = self._mounting, []
            for each in mounting:
                await each
        self.call_after_refresh(self._rest, started)

    def _rest(self, started: float) -> None:
        """The step was drawn."""
        self._mark()
        self.set_timer(min(_LONGEST_REST, _RESTS * (time.perf_counter() - started)), self._pass)

    def _body_host(self, place: int) -> Widget | None:  # noqa: ARG002  one place for all
        return self._body

    def _mend(self, have: list[Part], host: Callable[[int], Widget | None], wanted: Sequence[Wanted]) -> bool:
        """Make parts like what is wanted; whether all is done."""
        known = {part.key: part for part in have}
        keys = {each.key for each in wanted}
        for gone in [part for part in have if part.key not in keys]:
            _take_away(gone)
        have[:] = [part for part in have if part.key in keys]
        done = True
        for index, each in enumerate(wanted):
            part: Part | None = known.get(each.key)
            if part is not None and not (host(each.place) is part.parent and _fits(part, each)):
                _take_away(part)
                have.remove(part)
                part = None
            if part is None:
                part = self._made(have, host, each, index)
                if part is None:
                    done = False
                    break
            elif have[index] is not part:
                _move(have, part, index)
            done = self._mend(part.inner, part.host, each.inner) and done
        return done

    def _made(self, have: list[Part], host: Callable[[int], Widget | None], wanted: Wanted, index: int) -> Part | None:
        """A new part in its place; None when there is no time left, or its place is not there yet."""
        where = host(wanted.place)
        late = self._new >= _FEWEST_NEW and time.perf_counter() > self._ends
        if where is None or not where.is_attached or late or self._new >= _MOST_NEW:
            return None
        part = part_for(wanted, self.shared)
        self._new += 1
        beside = [other for other in have[:index] if other.parent is where]
        after = next((other for other in have[index:] if other.parent is where), None)
        if beside:
            self._mounting.append(where.mount(part, after=beside[-1]))
        elif after is not None:
            self._mounting.append(where.mount(part, before=after))
        else:
            self._mounting.append(where.mount(part))
        have.insert(index, part)
        return part

    def _mark(self) -> None:
        """Put the sign before the chosen node, and scroll there when it was chosen just now."""
        parts = self.parts_of(self._chosen)
        first = parts[0] if parts else None
        if self._marked is not None and self._marked is not first:
            self._marked.remove_class("-chosen")
        self._marked = first
        if first is None:
            self._gutter.mark(range(0))
            self._reveal_end()
            return
        first.add_class("-chosen")
        top = first.region.y - self.region.y
        self._gutter.mark(range(top, top + first.region.height) if first.region.height else range(0))
        if self._reveal and first.region.height:
            self._reveal = False
            first.scroll_visible(animate=False)

    def _reveal_end(self) -> None:
        """A chosen node that is one of too many is behind the end, where it is said how many those are."""
        if self._reveal and self._chosen is not None and not self.behind and self.parts and self.parts[-1].key == MORE:
            self._reveal = False
            self.parts[-1].scroll_visible(animate=False)


def _fits(part: Part, wanted: Wanted) -> bool:
    """Whether a part shows what is wanted, or can be made to."""
    if part.kind != wanted.kind:
        return False
    if part.grows != wanted.grows:
        part.grows = wanted.grows
        part.refresh(layout=True)
    part.view, part.place = wanted.view, wanted.place
    return part.shows(wanted) or part.renew(wanted)


def _take_away(part: Part) -> None:
    part.display = False  # at once; it is gone when Textual has ended it
    part.remove()


def _move(have: list[Part], part: Part, index: int) -> None:
    """Move a part to an index among its siblings."""
    have.remove(part)
    where = part.parent
    before = next((other for other in have[index:] if other.parent is where), None)
    after = next((other for other in reversed(have[:index]) if other.parent is where), None)
    have.insert(index, part)
    if not isinstance(where, Widget):
        return
    if after is not None:
        where.move_child(part, after=after)
    elif before is not None:
        where.move_child(part, before=before)
