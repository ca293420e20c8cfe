"""Every key of the screen, once: the footer, the help, the palette, the documentation and `[screen.keys]` read it here.

Nothing here imports textual: the configuration checks the ids of a key map, and the documentation lists them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

Where = Literal["always", "app", "tree", "list", "live", "replay", "dialog"]
"""When a key works: always, always and of the app itself, in the schema tree, in a list or text, while a run is live,
in a replay, in a dialog."""


class Key(NamedTuple):
    """A binding.

    Attributes:
        id: its stable name, for `[screen.keys]`.
        keys: what is pressed, as Textual names keys; several with commas between them.
        action: of the screen (of the widget for `tree` and `list`, of the app for `app`), as Textual names actions.
        description: a word or two, for the footer.
        tooltip: a sentence, for the help and the palette.
        where: when it works.
        shown: whether the footer shows it.
        first: whether it comes before what the widget with the focus does with the key, in dialogs too.
    """

    id: str
    keys: str
    action: str
    description: str
    tooltip: str
    where: Where = "always"
    shown: bool = False
    first: bool = False


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
    Key("app.pane_5", "5", "show_pane('patches')", "Log", "Show the patch log."),
    Key("app.pane_6", "6", "show_pane('findings')", "Problems", "Show the diagnostics."),
    Key("app.copy_pointer", "y", "copy('pointer')", "Copy pointer", "Copy the pointer of the chosen node."),
    Key("app.copy_node", "Y", "copy('node')", "Copy node", "Copy the chosen node as JSON."),
    Key("app.copy_document", "ctrl+y", "copy('document')", "Copy document", "Copy the document as JSON."),
    Key("app.save_as", "s", "save_as", "Save as", "Write the document to a file.", shown=True),
    Key("app.budgets", "b", "budgets", "Budgets", "Show all budgets, and how much of each is used.", shown=True),
    Key("app.open_page", "o", "open_page", "Browser", "Open what is there as a page in a browser."),
    Key("app.theme", "ctrl+t", "next_theme", "Theme", "Use the next theme.", "app"),
    Key("app.palette", "ctrl+p", "command_palette", "Commands", "Find a command by its name.", "app"),
    Key("app.help", "question_mark,f1", "help", "Help", "Show all keys that work here.", shown=True),
    Key(
        "app.interrupt",
        "ctrl+c",
        "interrupt",
        "Cancel",
        "End the run and keep what is valid; twice: leave.",
        "app",
        first=True,
    ),
    Key("app.quit", "q,ctrl+q", "leave", "Quit", "Leave; what was accepted is kept.", "app", shown=True),
    Key("app.suspend", "ctrl+z", "suspend_process", "Suspend", "Go back to the shell; its fg comes back here.", "app"),
    # the schema tree
    Key("tree.collapse_all", "z", "collapse_all", "Collapse all", "Close all branches.", "tree"),
    Key("tree.expand_all", "Z", "expand_all", "Expand all", "Open all branches.", "tree"),
    Key("tree.toggle", "enter", "fold", "Open/close", "Open or close the branch.", "tree"),
    Key("tree.space", "space", "fold('space')", "Open/close", "The same, where space does not play.", "tree"),
    Key("tree.close", "left", "close_branch", "Close", "Close the branch, or go to the node around it.", "tree"),
    Key("tree.open", "right", "open_branch", "Open", "Open the branch, or go to the first node in it.", "tree"),
    # lists and texts
    Key("list.up", "up,k", "line_up", "Up", "Go up a line.", "list"),
    Key("list.down", "down,j", "line_down", "Down", "Go down a line.", "list"),
    Key("list.page_up", "pageup", "line_page_up", "Page up", "Go up a page.", "list"),
    Key("list.page_down", "pagedown", "line_page_down", "Page down", "Go down a page.", "list"),
    Key("list.first", "home,g", "first_line", "Top", "Go to the first line.", "list"),
    Key("list.last", "end,G", "last_line", "Bottom", "Go to the last line.", "list"),
    Key("list.left", "left", "line_left", "Left", "Move the text to see more of its beginning.", "list"),
    Key("list.right", "right", "line_right", "Right", "Move the text to see more of its end.", "list"),
    Key("list.choose", "enter", "choose", "Show", "Show the node that the line is about.", "list"),
    Key("list.severity", "v", "next_severity", "Filter", "Show problems of fewer severities, then of all.", "list"),
    Key("list.whole", "w", "toggle_whole", "Whole/node", "Show the document as JSON, or the chosen node.", "list"),
    # dialogs
    Key("dialog.close", "escape", "dismiss", "Close", "Close without doing anything.", "dialog"),
    Key("dialog.earlier", "up", "earlier", "Up", "Up in a list, or to the prompt before.", "dialog"),
    Key("dialog.later", "down", "later", "Down", "Down in a list, or to the prompt after.", "dialog"),
    Key("dialog.yes", "y", "confirm", "Yes", "Do what is asked about.", "dialog"),
    Key("dialog.no", "n", "dismiss", "No", "Do not do it.", "dialog"),
    Key("dialog.find", "slash", "find", "Find", "Find a key by what it does, in the help.", "dialog"),
    Key("dialog.leave", "q,question_mark,f1", "dismiss", "Close", "Close the help.", "dialog"),
    Key("dialog.budgets", "b", "dismiss", "Close", "Close the budgets.", "dialog"),
)


def keys_of(*where: Where) -> list[Key]:
    """The bindings that work in some places, in the order of the table."""
    return [key for key in KEYS if key.where in where]


# ---------------------------------------------------------------- names of keys


def _name_of(character: str) -> str:
    """What Textual calls the key of a character that is no letter and no digit."""
    name = unicodedata.name(character).lower().replace("-", "_").replace(" ", "_")
    return _SHORT_NAMES.get(name, name)


_SHORT_NAMES: Final[Mapping[str, str]] = {
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}
CHARACTERS: Final[Mapping[str, str]] = {
    _name_of(character): character for character in map(chr, range(0x21, 0x7F)) if not character.isalnum()
}
"""The characters of keys that have names, such as `?` of `question_mark`."""


def spelled(keys: str) -> list[str]:
    """The keys of a binding as people write them: `?` and `f1` for `question_mark,f1`."""
    return ["+".join(CHARACTERS.get(part, part) for part in key.split("+")) for key in keys.split(",")]


# ---------------------------------------------------------------- documentation

_TITLES: Final[Mapping[Where, str]] = {
    "live": "while a run is live",
    "replay": "in a replay",
    "always": "everywhere",
    "app": "everywhere",
    "tree": "in the schema tree",
    "list": "in a list or text",
    "dialog": "in a dialog",
}


def markdown_table() -> str:
    """All keys as a table, for `epoch help screen`."""
    rows = ["| key | id | what it does |", "| --- | --- | --- |"]
    title = ""
    for key in KEYS:
        if _TITLES[key.where] != title:
            title = _TITLES[key.where]
            rows.append(f"| **{title}** | | |")
        pressed = " ".join(f"`{each}`" for each in spelled(key.keys))
        rows.append(f"| {pressed} | `{key.id}` | {key.tooltip} |")
    return "\n".join(rows)
