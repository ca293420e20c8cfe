"""The main screen: the panes, the lines around them, and what their keys do."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from typing import Final

from textual.app import ComposeResult
from textual.containers import Container
from textual.events import Key, Resize
from textual.signal import Signal

from epoch_cli.output.view import Changes, MeterView, NodeView, View
from epoch_cli.sessions.player import Mark, Move
from epoch_cli.tui.bindings import bindings_of
from epoch_cli.tui.layout import PaneName, Shape, shape_of
from epoch_cli.tui.panes.pane import NodeChosen, PointerChosen, UserMoved
from epoch_cli.tui.screens.live_actions import LIVE_ACTIONS, LiveActions
from epoch_cli.tui.screens.replay_actions import REPLAY_ACTIONS, ReplayActions
from epoch_cli.tui.screens.view_actions import VIEW_ACTIONS, ViewActions
from epoch_cli.tui.widgets.desk import Desk
from epoch_cli.tui.widgets.header import Header, Headline
from epoch_cli.tui.widgets.key_line import KeyLine
from epoch_cli.tui.widgets.meters import MeterLine
from epoch_cli.tui.widgets.seek_bar import Playing, SeekBar, SeekWanted
from epoch_cli.tui.widgets.status import Situation, StatusLine, says_why
from epoch_cli.tui.widgets.tabs import TabLine, Tabs

_ALL_ON_ONE: Final = 190
"""Columns from which all meters fit on one line, with their bars."""


class MainScreen(LiveActions, ReplayActions, ViewActions):
    """What is seen of a run.

    Attributes:
        following: whether the newest node is chosen whenever there is one.
        meters: how much of each budget is used, as it is drawn.
        meters_told: tells them to who else shows them.
    """

    BINDINGS = bindings_of("always", "live", "replay")
    AUTO_FOCUS = "#tree"

    def __init__(self) -> None:
        super().__init__()
        self.following = True
        self.meters: tuple[MeterView, ...] = ()
        self.meters_told: Signal[tuple[MeterView, ...]] = Signal(self, "meters")
        self._around: list[NodeView] = []  # the chosen node and those around it: one that is gone knows them no more
        self._marked_following = False
        self._possible: tuple[bool, ...] = ()
        self._marks: Sequence[Mark] = ()
        self._marked_for = -inf  # the idle limit that they were made for: it moves them

    def compose(self) -> ComposeResult:
        """Header or tabs, panes, status, meters, seek bar, keys."""
        self._classify(shape_of(*self.app.size))  # before there is anything that would be styled anew for that
        yield Header(Headline(), id="header")
        yield TabLine(Tabs(), id="tabs")
        yield Desk(id="desk")
        with Container(id="foot"):
            yield StatusLine(Situation(), id="status")
            yield MeterLine((), id="meters")
        if self.app.player is not None:
            yield SeekBar(Playing(), id="seek")
        yield KeyLine()

    @property
    def desk(self) -> Desk:
        """The panes."""
        return self.query_one(Desk)

    # ---------------------------------------------------------------- drawing

    def draw(self, view: View, changes: Changes | None, situation: Situation, at: float | None) -> None:
        """Draw what changed; with None for changes only what time changes."""
        status = situation.status
        author = " · ".join(filter(None, (status.provider, status.model)))
        mode = "replay" if self.app.player is not None else ""
        self.query_one(Header).tell(Headline(status.prompt, author, mode))
        self.meters = tuple(view.meters(at))
        self.query_one(MeterLine).tell(self.meters)
        self.meters_told.publish(self.meters)
        self._tell_status(situation)
        self._tell_player()
        if changes is not None:
            self.desk.update_view(view, changes)
            self._follow(view)
        self._mark_following(over=situation.over or status.ended is not None)
        self._refresh_keys()

    def _mark_following(self, *, over: bool) -> None:
        """Say below the tree that the newest node is followed, as long as there may be another."""
        following = self.following and not over
        if following != self._marked_following:
            self._marked_following = following
            self.desk.pane("tree").border_subtitle = "following" if following else ""

    def _tell_status(self, situation: Situation) -> None:
        """How it stands; on a short screen it shares its row with the meters, which leave it to what went wrong."""
        short = self.desk.shape.short
        self.query_one(StatusLine).tell(situation._replace(authored=short))
        self.query_one(MeterLine).display = not (short and says_why(situation.status))

    def _tell_player(self) -> None:
        player = self.app.player
        if player is None:
            return
        if player.idle_limit != self._marked_for:
            self._marked_for, self._marks = player.idle_limit, player.marks
        told = (player.elapsed, player.duration, player.playing, player.at_end, player.speed, player.idle_limit)
        self.query_one(SeekBar).tell(Playing(*told, self._marks))

    def _follow(self, view: View) -> None:
        """Stay with the newest node; where a chosen node is gone, the innermost around it that is there is chosen."""
        if self.following and view.newest is not None:
            self._choose(view.newest)
            self.desk.pane("tree").reveal(view.newest)
        elif self.app.selected is not None:
            self._choose(next((each for each in self._around if each.is_under(view.root)), view.root))

    def on_resize(self, event: Resize) -> None:
        """Another size may be of another class; nothing is mounted anew."""
        self.desk.fit(event.size.width, event.size.height)
        self.set_class(event.size.width >= _ALL_ON_ONE, "-huge")

    def on_desk_arranged(self) -> None:
        """The classes by which the style sheet lays everything out."""
        self._classify(self.desk.shape)
        self.query_one(TabLine).tell(self.desk.tabs)
        self._tell_status(self.query_one(StatusLine).told)

    def _classify(self, shape: Shape) -> None:
        told = {f"-{width}": shape.width == width for width in ("wide", "normal", "narrow")}
        self.update_classes({**told, "-short": shape.short, "-huge": self.app.size.width >= _ALL_ON_ONE})

    # ---------------------------------------------------------------- choosing

    def on_node_chosen(self, message: NodeChosen) -> None:
        """The user chose a node."""
        self.following = False
        self._choose(message.node)
        self.app.wake()

    def on_pointer_chosen(self, message: PointerChosen) -> None:
        """The user wants to see what is at a pointer."""
        node = self.app.view.find(message.pointer)
        if node is not None:
            self.show_node(node)

    def on_user_moved(self, _: UserMoved) -> None:
        """The user goes their own way."""
        self.following = False
        self.app.wake()

    def show_node(self, node: NodeView) -> None:
        """Choose a node, and go to it in the tree."""
        self.following = False
        self._choose(node)
        self.desk.pane("tree").reveal(node)
        self.app.wake()

    def _choose(self, node: NodeView | None) -> None:
        if node is not self.app.selected:
            self.app.selected = node
            self.desk.select(node)
        self._around = _up_from(node)

    # ---------------------------------------------------------------- actions

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only keys that mean something now work, and are in the footer."""
        return not self.refusal(action) and super().check_action(action, parameters)

    def refusal(self, action: str) -> str:
        """Why an action means nothing now; empty when it may be done."""
        if action in LIVE_ACTIONS:
            return self.live_refusal(action)
        if action in REPLAY_ACTIONS:
            return "" if self.app.player is not None else "this is no replay"
        return self.view_refusal(action)

    def on_key(self, event: Key) -> None:
        """A key whose actions all mean nothing now is answered, rather than silent."""
        bound = self._bindings.key_to_bindings.get(event.key, [])
        refused = [self.refusal(binding.action.partition("(")[0]) for binding in bound]
        if refused and all(refused) and event.key not in self.active_bindings:  # which a pane may have
            self.app.say(f"{bound[0].description}: {refused[0]}", severity="warning")
            event.stop()

    def action_show_pane(self, name: PaneName) -> None:
        """Show a pane, and give it the focus."""
        self.desk.bring(name)

    def action_budgets(self) -> None:
        """Show all budgets."""
        from epoch_cli.tui.screens.budgets import BudgetScreen  # noqa: PLC0415  not needed for the first picture

        self.app.push_screen(BudgetScreen(self.meters, self.meters_told))

    def action_follow(self) -> None:
        """Stay with the newest node again."""
        self.following = True
        self._follow(self.app.view)
        self.app.wake()

    def action_next_finding(self) -> None:
        """Go to the next diagnostic."""
        self._to_finding(1)

    def action_previous_finding(self) -> None:
        """Go to the diagnostic before."""
        self._to_finding(-1)

    def _to_finding(self, step: int) -> None:
        if self.app.player is not None:
            move = self.app.player.step_finding(step)
            self.app.go(move)
            if move == Move():
                self.app.say(f"there is no problem {'after' if step > 0 else 'before'} this")
        else:
            self.desk.bring("findings", focus=False)
            self.desk.pane("findings").move(step)

    def on_seek_wanted(self, message: SeekWanted) -> None:
        """The seek bar was clicked, or is dragged."""
        self.app.go(self.player.seek(message.at))

    def _refresh_keys(self) -> None:
        """The footer is made anew when other keys work than before, and only then."""
        possible = tuple(not self.refusal(action) for action in (*LIVE_ACTIONS, *VIEW_ACTIONS))
        if possible != self._possible:
            self._possible = possible
            self.refresh_bindings()


def _up_from(node: NodeView | None) -> list[NodeView]:
    """A node and those around it, the innermost first."""
    found = []
    while node is not None:
        found.append(node)
        node = node.parent
    return found
