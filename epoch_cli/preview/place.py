"""Where in a document a node stands, as far as its look depends on it."""

from __future__ import annotations

from typing import NamedTuple


class FieldAround(NamedTuple):
    """The field that a control stands in.

    Attributes:
        label: DOM id of the field's label; empty where it has none.
        control: the DOM id that its label points to, which its only control takes; empty where it has several.
        described_by: DOM ids of what else is said of the control, parted by spaces.
        required: whether an answer has to be given.
        wrong: whether the field says that something is wrong.
        grouped: whether the field itself is the group that radio buttons or check boxes need around them.
    """

    label: str
    control: str
    described_by: str
    required: bool = False
    wrong: bool = False
    grouped: bool = False


class Place(NamedTuple):
    """A place in the page.

    Attributes:
        steps: where the node is below the root: indices, parted by hyphens. Made ids are made of it.
        depth: how many nodes are around it.
        inline: only words may stand here, and nothing that takes the focus: in a button, a link.
        in_form: whether a form is around it; HTML allows none in another.
        field: the field around it, for a control.
        level: of the heading that a title here is.
    """

    steps: str = "0"
    depth: int = 0
    inline: bool = False
    in_form: bool = False
    field: FieldAround | None = None
    level: int = 2
