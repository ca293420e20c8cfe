"""The preview: the document as real widgets that can be used, and never do anything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final, cast

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.events import Key, MouseDown
from textual.widgets import Button, Input, Static

from epoch_cli.catalog import Models, parse_models
from epoch_cli.errors import EpochError
from epoch_cli.output.text import visible
from epoch_cli.output.view import Changes, NodeView, View
from epoch_cli.tui import preview
from epoch_cli.tui.panes.pane import NodeChosen
from epoch_cli.tui.preview.still import StillScroll

if TYPE_CHECKING:
    from epoch_cli.tui.app import EpochApp
    from epoch_cli.tui.preview import Canvas, Part, Wanted

_LONGEST: Final = 240
"""Characters of the line that tells of an event."""


class PreviewPane(Vertical):
    """The document as widgets, and a line at the foot that tells what the last button would have done.

    Attributes:
        most: how many parts it shows at once, at most; None for `MOST`.
    """

    DEFAULT_CSS: ClassVar[str] = """
    PreviewPane {
        & > VerticalScroll { height: 1fr; scrollbar-size-vertical: 1; }
        & > #preview-event { height: auto; max-height: 3; color: $text-muted; display: none; }
        & > #preview-event.-told { display: block; border-top: solid $border-blurred; }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  as Textual names it
        super().__init__(id=id)
        self.most: int | None = None
        self._view: View | None = None
        self._models: tuple[Any, Models] = (None, Models())
        self._canvas: Canvas | None = None
        self._seen: Any = None
        self._clicked: NodeView | None = None

    def compose(self) -> ComposeResult:
        """Where the canvas will scroll, and the line at the foot."""
        yield StillScroll()
        yield Static(id="preview-event")

    # ---------------------------------------------------------------- as a pane

    def update_view(self, view: View, changes: Changes) -> None:
        """Take up what changed; it is drawn in steps."""
        self._view = view
        pending = view.pending()
        seen = (id(pending.parent), pending.place, pending.node.get("type")) if pending is not None else None
        if changes.root or changes.document or changes.lines or seen != self._seen:
            self._seen = seen
            self._canvas = self._canvas or self._new_canvas()
            self._canvas.catch_up()

    def _new_canvas(self) -> Canvas:
        """The canvas, when there is something to draw."""
        canvas = preview.Canvas(self._plan, preview.Shared(getattr(self.app, "catalog", None)))
        self.query_one(VerticalScroll).mount(canvas)
        return canvas

    def select(self, node: NodeView | None) -> None:
        """Mark the chosen node."""
        if self._canvas is not None:
            # what was clicked is seen, and stays where it is until the button of the mouse is up
            self._canvas.choose(node, reveal=node is not self._clicked)
        self._clicked = None

    @property
    def behind(self) -> bool:
        """Whether something of the document is still to be drawn."""
        return self._canvas is not None and self._canvas.behind

    def _plan(self) -> list[Wanted]:
        """What is to be shown of the view as it is now."""
        view = self._view
        if view is None:
            return []
        app = cast("EpochApp", self.app)
        most = preview.MOST if self.most is None else self.most
        plan = preview.Plan(app.catalog, self._declared(view), preview.ROLES, view.pending(), most)
        return plan.parts(view.root)

    def _declared(self, view: View) -> Models:
        """The data models of the run, else those of the catalog."""
        catalog = cast("EpochApp", self.app).catalog
        given = view.started.settings.get("models") if view.started is not None else None
        if self._models[0] is not view.started:
            try:
                models = parse_models(given) or (catalog.models if catalog is not None else Models())
            except EpochError:  # the file of a session may hold anything
                models = Models()
            self._models = (view.started, models)
        return self._models[1]

    # ---------------------------------------------------------------- what a user does in it

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        part = preview.part_of(event.button)
        form = _form_of(part)
        if part is None:
            return
        if not part.handler()[1] and form is not None:
            self._tell(form, form, "onSubmit", by=part)
        else:
            self._tell(part, form, "onClick")

    @on(Input.Submitted)
    def _sent(self, event: Input.Submitted) -> None:
        event.stop()
        form = _form_of(preview.part_of(event.input))
        if form is not None:
            self._tell(form, form, "onSubmit")

    def _tell(self, part: Part, form: Part | None, event: str, by: Part | None = None) -> None:
        """Tell of an event, and do nothing."""
        prop, handler = part.handler()
        values = preview.values_in(form) if form is not None else {}
        who = preview.titled((by or part).own)
        line = f"event: {prop or event} → {handler or 'no handler'} ({who})"
        if values:
            line += "  " + "  ".join(f"{name}={preview.as_text(value)}" for name, value in values.items())
        foot = self.query_one("#preview-event", Static)
        foot.update(Content(visible(line, _LONGEST)))
        foot.add_class("-told")
        if part.view is not None:
            self.post_message(preview.ActionFired(prop or event, handler, part.view, values))

    def on_mouse_down(self, event: MouseDown) -> None:
        """A node that is clicked is chosen; what lies on it still does what it does."""
        widget, _ = self.screen.get_widget_at(event.screen_x, event.screen_y)
        part = preview.part_of(widget)
        if part is not None and part.view is not None:
            self._clicked = part.view
            self.post_message(NodeChosen(part.view))

    def on_key(self, event: Key) -> None:
        """Escape leaves a control."""
        scroll = self.query_one(VerticalScroll)
        if event.key == "escape" and self.screen.focused is not scroll:
            event.stop()
            scroll.focus()


def _form_of(part: Part | None) -> Part | None:
    """The form that a part stands in."""
    while part is not None and part.kind != "form":
        part = preview.part_of(part.parent)
    return part
