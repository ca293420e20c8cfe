"""Every key of the screen, once: the footer, the help, the palette, the documentation and `[screen.keys]` read it here.

Nothing here imports textual: the configuration checks the ids of a key map, and the documentation lists them.
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

Where = Literal["always", "tree", "list", "live", "replay", "dialog"]
"""When a key works: always, in the schema tree, in a list or text, while a run is live, in a replay, in a dialog."""


class Key(NamedTuple):
    """A binding.

    Attributes:
        id: its stable name, for `[screen.keys]`.
        keys: what is pressed, as Textual names keys; several with commas between them.
        action: of the screen (or the widget, for `tree` and `list`), as Textual names actions.
        description: a word or two, for the footer.
        tooltip: a sentence, for the help and the palette.
        where: when it works.
        shown: whether the footer shows it.
    """

    id: str
    keys: str
    action: str
    description: str
    tooltip: str
    where: Where = "always"
    shown: bool = False


KEYS: Final[tuple[Key, ...]] = (
    # live runs
    Key("live.refine", "r", "refine", "Refine", "Ask for a change of what is there.", "live", shown=True),
    Key("live.accept", "a", "accept", "Accept", "Keep the last turn, for good.", "live", shown=True),
    Key("live.undo", "u", "undo_turn", "Undo", "Take the last turn back.", "live", shown=True),
    Key("live.another", "m", "another", "Model", "Take the last turn back, and ask somebody else.", "live", shown=True),
    Key("live.pause", "p", "pause", "Pause", "Hold the picture still; the run goes on.", "live", shown=True),
    # replays
    Key("replay.play", "space", "play", "Play", "Play, or pause.", "replay", shown=True),
    Key("replay.forward", "full_stop", "step_forward", "Step", "Go on to the next patch.", "replay", shown=True),
    Key("replay.back", "comma", "step_back", "Back", "Take the last patch back.", "replay", shown=True),
    Key("replay.faster", "greater_than_sign", "faster", "Faster", "Play twice as fast.", "replay"),
    Key("replay.slower", "less_than_sign", "slower", "Slower", "Play half as fast.", "replay"),
    Key("replay.seek_forward", "shift+right", "seek(5)", "+5 s", "Go on by five seconds.", "replay"),
    Key("replay.seek_back", "shift+left", "seek(-5)", "-5 s", "Go back by five seconds.", "replay"),
    Key("replay.idle", "i", "idle_limit", "Idle limit", "Shorten long pauses, or keep them.", "replay"),
    Key("replay.restart", "0", "restart", "Restart", "Begin again.", "replay"),
    # everywhere
    Key("app.search", "slash", "search", "Search", "Find a node by its type, id or text.", shown=True),
    Key("app.next_match", "n", "next_match", "Next match", "Go to the next node that was found."),
    Key("app.previous_match", "N", "previous_match", "Previous match", "Go to the node that was found before."),
    Key("app.next_finding", "right_square_bracket", "next_finding", "Next problem", "Go to the next diagnostic."),
    Key("app.previous_finding", "left_square_bracket", "previous_finding", "Previous problem", "Go to the one before."),
    Key("app.follow", "f", "follow", "Follow", "Stay with the newest node, until you move."),
    Key("app.jump", "ctrl+o", "jump", "Jump", "Show a letter at every pane, and go where you type."),
    Key("app.pane_1", "1", "show_pane('tree')", "Tree", "Show the schema tree."),
    Key("app.pane_2", "2", "show_pane('preview')", "Preview", "Show the interface itself."),
    Key("app.pane_3", "3", "show_pane('json')", "JSON", "Show the document, or the chosen node, as JSON."),
    Key("app.pane_4", "4", "show_pane('detail')", "Detail", "Show all about the chosen node."),
    Key("app.pane_5", "5", "show_pane('patches')", "Patches", "Show the patch log."),
    Key("app.pane_6", "6", "show_pane('findings')", "Problems", "Show the diagnostics."),
    Key("app.copy_pointer", "y", "copy('pointer')", "Copy pointer", "Copy the pointer of the chosen node."),
    Key("app.copy_node", "Y", "copy('node')", "Copy node", "Copy the chosen node as JSON."),
    Key("app.copy_document", "ctrl+y", "copy('document')", "Copy document", "Copy the document as JSON."),
    Key("app.save_as", "s", "save_as", "Save as", "Write the document to a file."),
    Key("app.open_page", "o", "open_page", "Browser", "Open the page of this run in a browser."),
    Key("app.theme", "ctrl+t", "next_theme", "Theme", "Use the next theme."),
    Key("app.palette", "ctrl+p", "command_palette", "Commands", "Find a command by its name."),
    Key("app.help", "question_mark,f1", "help", "Help", "Show all keys that work here.", shown=True),
    Key("app.interrupt", "ctrl+c", "interrupt", "Cancel", "End the run and keep what is valid; twice: leave."),
    Key("app.quit", "q,ctrl+q", "leave", "Quit", "Leave; what was accepted is kept.", shown=True),
    # the schema tree
    Key("tree.collapse_all", "z", "collapse_all", "Collapse all", "Close all branches.", "tree"),
    Key("tree.expand_all", "Z", "expand_all", "Expand all", "Open all branches.", "tree"),
    # lists and texts
    Key("list.severity", "v", "next_severity", "Filter", "Show problems of fewer severities, then of all.", "list"),
    Key("list.whole", "w", "toggle_whole", "Whole/node", "Show the document as JSON, or the chosen node.", "list"),
    # dialogs
    Key("dialog.close", "escape", "dismiss", "Close", "Close without doing anything.", "dialog"),
)


def keys_of(*where: Where) -> list[Key]:
    """The bindings that work in some places, in the order of the table."""
    return [key for key in KEYS if key.where in where]
