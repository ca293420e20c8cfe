"""Where a piece belongs: scopes inside scopes, which lines, sentences and semicolons close again.

"tabs: Vitals has a table of date and pulse; Allergies has a list" opens the screen, in it the tabs, in them `Vitals`,
in that a table. The semicolon goes back to the tabs, a full stop to the screen, a line to the line above it that stands
less deep.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from epoch_cli.providers.offline.understanding.listing import Listing
from epoch_cli.providers.offline.understanding.pieces import Piece
from epoch_cli.providers.offline.understanding.wish import Item, Wish


@dataclass(slots=True)
class Scope:
    """Where the next piece belongs.

    `owner` is the part that is described, `home` the one that further parts go into: the screen, or what a tab or a
    section under a heading holds. `listing` is the open list, `each` that what comes stands in every element of the
    owner, `group` the title of the fields, `level` that of the line, `outer` the scope that this one was opened in.
    """

    owner: Wish
    home: Wish
    listing: Listing | None = None
    each: bool = False
    group: str = ""
    level: int = 0
    outer: Scope | None = None

    def inside(self, part: Wish) -> Scope:
        """The scope of what is told of an element, such as a tab."""
        return Scope(part, part, outer=replace(self))

    def at_home(self) -> Scope:
        """The scope of the next sentence."""
        return Scope(self.home, self.home, level=self.level, outer=self.outer)


class Scopes:
    """The scope that is open (`now`), and those to go back to.

    `last` is what was named last, `run` the items since the last joint that opened something.
    """

    def __init__(self, screen: Wish) -> None:
        self.now = Scope(screen, screen)
        self.last: Wish | Item | None = screen
        self.run: list[Item] = []
        self._lines = [replace(self.now)]
        self._list: Scope | None = None
        self._colons = 0
        self._listed = False

    def enter(self, piece: Piece) -> bool:
        """Go where a piece begins; true when what was open before is closed."""
        if piece.level:
            self._begin_line(piece)
        elif piece.fresh:
            self.now = self._lines[-1].at_home()
            self._begin()
        elif piece.parts and self._list is not None:
            self.now, self._listed = replace(self._list), True
        else:
            return False
        self.run = []
        return True

    def opened(self, piece: Piece) -> None:
        """Remember the scope that a joint has opened: later lines of its depth and semicolons come back to it."""
        if piece.level and self._lines[-1].level < piece.level:
            self._lines.append(replace(self.now, level=piece.level))
        options = self.now.listing is not None and self.now.listing.target is not None
        if piece.joint == "colon" and not piece.level:
            self._colons += 1
            if self.now.listing is not None:
                self.now.listing.whole = len(self._lines) > 1 and self._colons == 1
        if piece.joint == "colon" and not self._listed and not options:
            self._list, self._listed = replace(self.now), True

    def hold(self, level: int) -> None:
        """Lines deeper than this one, a heading, belong to what is open now."""
        self._lines.append(replace(self.now, level=level))
        self._begin()

    def _begin_line(self, piece: Piece) -> None:
        deepest = piece.level - 1 if piece.fresh else piece.level
        while len(self._lines) > 1 and self._lines[-1].level > deepest:
            self._lines.pop()
        if piece.fresh:
            self.now = self._lines[-1].at_home()
        elif self._lines[-1].level == piece.level:
            self.now = replace(self._lines[-1])
        self._begin()

    def _begin(self) -> None:
        self._list, self._listed, self._colons = replace(self.now), False, 0
