"""Controls that become other controls: "turn the notes into a text area"."""

from __future__ import annotations

from epoch_cli.providers.offline.editing.editor import Editor, Slots
from epoch_cli.providers.offline.editing.places import Place
from epoch_cli.providers.offline.editing.replacing import control_kind, conversion, entries_in, kind_and_options, typed
from epoch_cli.providers.offline.knowledge.said import Said

_WITH_OPTIONS = frozenset({"", "choice", "radio", "checkbox"})
"""Types of what may have options; empty for a control that is named by a noun."""


def become(editor: Editor, slots: Slots) -> bool:
    """Make a control another kind of control: "turn the notes into a text area"."""
    told = editor.bare(slots["entries"], "parts").words if "entries" in slots else ()
    if not is_kind(editor, slots["kind"]) or editor.lexicon.edit_props.at(told, 0) is not None:
        return False
    found = editor.targets(slots["target"])
    options = entries_in(slots["entries"], editor) if "entries" in slots else []
    done = [become_kind(editor, place, slots["kind"], options) for place in found]
    return any(done)


def is_kind(editor: Editor, said: Said) -> bool:
    """Whether words say nothing but a kind of control, and perhaps its options."""
    return bool(control_kind(editor.bare(kind_and_options(said, editor)[0], "quiet").plain, editor.lexicon))


def become_kind(editor: Editor, place: Place, said: Said, options: list[str] | None = None) -> bool:
    """Make a place the kind of control that words say; `options` where they are known already."""
    kind, named = kind_and_options(said, editor)
    kind = editor.bare(kind, "quiet")
    if place.listed or not control_kind(kind.plain, editor.lexicon):
        return False
    if (options or named) and typed(kind.plain, editor.lexicon) not in _WITH_OPTIONS:
        return False
    patch = conversion(editor.additions(), place, kind.plain, options or named)
    return patch is not None and editor.propose(patch)
