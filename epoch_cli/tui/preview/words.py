"""Words: texts and headings, badges, pictures (told by words: nothing is fetched), notes, and what is to come."""

from __future__ import annotations

from typing import ClassVar, Final, Literal

from textual.app import RenderResult
from textual.content import Content

from epoch_cli.output.text import visible
from epoch_cli.preview.words import initials
from epoch_cli.tui.preview.bound import LONGEST, sampled
from epoch_cli.tui.preview.part import Part, Shared
from epoch_cli.tui.preview.plan import Wanted
from epoch_cli.tui.preview.tokens import colour, heading, meaning

_ALIGN: Final[dict[str, Literal["center", "end", "justify"]]] = {
    "center": "center",
    "end": "end",
    "right": "end",
    "justify": "justify",
}


class Words(Part):
    """A text, or a heading."""

    DEFAULT_CSS: ClassVar[str] = """
    Words {
        width: auto;
        max-width: 100%;
        &.-aligned { width: 1fr; }
        &.-strong { text-style: bold; }
        &.-h1 { text-style: bold underline; color: $text-primary; }
        &.-h2 { text-style: bold; color: $text-primary; }
        &.-h3 { text-style: bold; }
        &.-caption { color: $text-muted; }
        &.-tone-primary { color: $text-primary; }
        &.-tone-secondary { color: $text-secondary; }
        &.-tone-accent { color: $text-accent; }
        &.-tone-success { color: $text-success; }
        &.-tone-error { color: $text-error; }
        &.-tone-warning { color: $text-warning; }
        &.-tone-neutral { color: $text-muted; }
    }
    """

    def __init__(self, wanted: Wanted, shared: Shared) -> None:
        super().__init__(wanted, shared)
        self._dress()

    def renew(self, wanted: Wanted) -> bool:
        """Other words."""
        self.take(wanted)
        self._dress()
        self.refresh(layout=True)
        return True

    def render(self) -> RenderResult:
        """The words, with chips for bindings."""
        return self._content

    def _dress(self) -> None:
        text = self.own.get("text")
        self._content = self.words(self.named("label", "title") if text in (None, "") else text, longest=LONGEST)
        size = heading(self.shared.catalog, self.props.usual("level") or "body")
        names = [f"-role-{self.kind}", f"-{size}"]
        if self.props.get("weight") in ("bold", "semibold"):
            names.append("-strong")
        known, own = colour(self.shared.catalog, self.props.get("color"))
        if known:
            names.append(f"-tone-{known}")
        align = _ALIGN.get(self.props.word("align"))
        if align is not None:
            names.append("-aligned")
        self.set_classes([*names, *(name for name in self.classes if name == "-chosen")])
        self.styles.text_align = align or "start"
        # a colour of its own may not be told from the theme's background, so it is shown beside the words
        self.styles.border_left = ("outer", own) if own is not None else None


class Badge(Part):
    """A short status: a dot, and the words that say what its colour says."""

    DEFAULT_CSS: ClassVar[str] = """
    Badge {
        width: auto;
        max-width: 100%;
        padding: 0 1;
        background: $panel;
        &.-tone-primary { color: $text-primary; background: $primary-muted; }
        &.-tone-secondary { color: $text-secondary; background: $secondary-muted; }
        &.-tone-accent { color: $text-accent; background: $accent-muted; }
        &.-tone-success { color: $text-success; background: $success-muted; }
        &.-tone-error { color: $text-error; background: $error-muted; }
        &.-tone-warning { color: $text-warning; background: $warning-muted; }
        &:ansi { background: ansi_default; text-style: bold; }
    }
    """

    def __init__(self, wanted: Wanted, shared: Shared) -> None:
        super().__init__(wanted, shared)
        known = meaning(self.props.first("tone", "variant"))
        if known:
            self.add_class(f"-tone-{known}")
        self._sign = "○" if known in {"", "neutral", "surface"} else "●"

    def render(self) -> RenderResult:
        """A dot and the words."""
        return Content.assemble(f"{self._sign} ", self.words(self.named("label")))


class Picture(Part):
    """A picture by its words: initials, and what it shows. Its address is never opened."""

    DEFAULT_CSS: ClassVar[str] = "Picture { width: auto; max-width: 100%; }"

    def render(self) -> RenderResult:
        """Initials on a block of colour, then what the picture shows."""
        shown = self.named("alt")
        short = sampled(self.props.get("fallback"), self.scope) or initials(sampled(shown, self.scope))
        drawn = self.words(shown, "$text-muted") if shown else Content.styled("picture", "$text-muted")
        return Content.assemble((f" {visible(short, 12) or '?'} ", "bold reverse"), " ", drawn)


class Note(Part):
    """A line about the preview itself: a condition, a list that is repeated, nodes that are not shown."""

    DEFAULT_CSS: ClassVar[str] = "Note { width: auto; max-width: 100%; }"

    def renew(self, wanted: Wanted) -> bool:
        """Other words; a count that is as long as before moves nothing else."""
        longer = wanted.note.cell_length != self.note.cell_length
        self.take(wanted)
        self.refresh(layout=longer)
        return True

    def render(self) -> RenderResult:
        """The words."""
        return self.note


class Skeleton(Part):
    """What stands for a node that is still being written."""

    DEFAULT_CSS: ClassVar[str] = "Skeleton { color: $text-muted; max-width: 100%; }"
    _SHAPES: ClassVar[dict[str, tuple[int, ...]]] = {
        "text": (24,),
        "status": (9,),
        "image": (4,),
        "action": (14,),
        "field": (9, 30),
        "input": (9, 30),
        "choice": (9, 30),
        "table": (34, 34, 34),
        "tabs": (22, 34),
    }

    def renew(self, wanted: Wanted) -> bool:
        """Another type is known now."""
        self.take(wanted)
        self.refresh(layout=True)
        return True

    def render(self) -> RenderResult:
        """Lines of about the right length."""
        widths = self._SHAPES.get(str(self.own.get("kind")), (30, 20))
        return Content("\n".join("▒" * width for width in widths))
