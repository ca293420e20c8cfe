"""A document as real widgets: what its interface would look like, and how it answers, without running any of it.

    NodeView tree ─▶ plan (what is shown, bounded) ─▶ reconcile (what differs, bounded) ─▶ a part for each node

Which part a node becomes is said by its role in the catalog, never by its name; one module holds a family of them.
Nothing of a document is ever executed: what a button would do is told as an event.
"""

from typing import TYPE_CHECKING

from epoch_cli.lazy import lazy_names

if TYPE_CHECKING:
    from epoch_cli.tui.preview.bound import as_text
    from epoch_cli.tui.preview.canvas import Canvas
    from epoch_cli.tui.preview.control import values_in
    from epoch_cli.tui.preview.part import ActionFired, Part, Shared, part_of, titled
    from epoch_cli.tui.preview.plan import MOST, Plan, Wanted
    from epoch_cli.tui.preview.roles import ROLES

__all__ = [
    "MOST",
    "ROLES",
    "ActionFired",
    "Canvas",
    "Part",
    "Plan",
    "Shared",
    "Wanted",
    "as_text",
    "part_of",
    "titled",
    "values_in",
]

# the first picture shows no document yet, and does not wait 12 ms for what draws one
__getattr__ = lazy_names(
    __name__,
    {
        "epoch_cli.tui.preview.bound": ("as_text",),
        "epoch_cli.tui.preview.canvas": ("Canvas",),
        "epoch_cli.tui.preview.control": ("values_in",),
        "epoch_cli.tui.preview.part": ("ActionFired", "Part", "Shared", "part_of", "titled"),
        "epoch_cli.tui.preview.plan": ("MOST", "Plan", "Wanted"),
        "epoch_cli.tui.preview.roles": ("ROLES",),
    },
)
