"""The command palette: the actions that mean something now, and the themes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.markup import escape

from epoch_cli.tui.keys import KEYS

Do = Callable[[], object]


class Command(NamedTuple):
    """What can be done.

    Attributes:
        name: what is searched.
        help: a sentence, and the key; as markup, which is what the palette takes.
        do: does it.
        found: whether it is only listed when it is searched for.
    """

    name: str
    help: str
    do: Do
    found: bool = False


class Commands(Provider):
    """The actions of the table of keys that are possible where the palette was opened, and all themes."""

    async def discover(self) -> Hits:
        """What is listed before anything is typed."""
        for command in self._commands():
            if not command.found:
                yield DiscoveryHit(command.name, command.do, help=command.help)

    async def search(self, query: str) -> Hits:
        """What fits a text: in its name first, in its sentence then."""
        matcher = self.matcher(query)
        for command in self._commands():
            by_name, by_help = matcher.match(command.name), matcher.match(command.help)
            if best := max(by_name, by_help / 2):
                yield Hit(best, matcher.highlight(command.name), command.do, text=command.name, help=command.help)

    def _commands(self) -> Iterator[Command]:
        active = {bound.binding.id: bound for bound in reversed(self.screen.active_bindings.values())}
        for key in KEYS:
            bound = active.get(key.id)
            if bound is None or not bound.enabled or key.id == "app.palette":
                continue
            pressed = self.app.get_key_display(bound.binding)
            do = partial(self.app.run_action, key.action, bound.node)
            yield Command(key.description, f"{key.tooltip} ({escape(pressed)})", do)
        for name in sorted(self.app.available_themes):
            now = ", the one that is used now" if name == self.app.theme else ""
            yield Command(f"Theme: {name}", f"Use the theme {name}{now}.", partial(self._use, name), found=True)

    def _use(self, theme: str) -> None:
        self.app.theme = theme
