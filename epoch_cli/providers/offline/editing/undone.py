"""What of an edit was not done: which words, and why where that is known."""

from __future__ import annotations

from epoch_cli.providers.base import UnmetPart
from epoch_cli.providers.offline.composition import not_understood
from epoch_cli.providers.offline.editing.editor import Editor
from epoch_cli.providers.offline.knowledge.safety import shortened
from epoch_cli.providers.offline.knowledge.said import Said
from epoch_cli.validation import Diagnostic
from epoch_cli.validation.rules.budgets import RULES as BUDGETS
from epoch_cli.validation.rules.wishes import LEFT_OUT, NOT_UNDERSTOOD

CAN = "add, remove, rename, move, swap and replace things, wrap them, split them into tabs, and set what a word says"
IS_THERE = "say what else the new one is called"
HINT = f"the offline composer can {CAN}; say it in other words"

_OF_WHAT_IS = ("remove", "rename", "swap", "disable", "enable")
"""Verbs whose object is something that is there, or there is nothing to do."""

_SHOWN = 80
_OF_BUDGET = frozenset(rule.code for rule in BUDGETS)


class Undone:
    """Keeps account of the clauses of an edit that changed nothing, or not all that they say.

    Args:
        editor: who carries them out.
    """

    def __init__(self, editor: Editor) -> None:
        self._editor = editor
        self._unmet: list[UnmetPart] = []
        self._unknown: list[str] = []

    def listen(self, clause: Said, *, done: bool) -> None:
        """Look at what came of a clause."""
        said, editor = shortened(clause.written, _SHOWN), self._editor
        if done:
            for name in filter(self._is_name, dict.fromkeys(editor.unfound)):
                self._missing(f"only a part of “{said}” was done", name)
            for name, count in editor.several.items():
                message = f"“{said}”: {count} things here are called “{name}”; the first was meant"
                self._tell(NOT_UNDERSTOOD.name, message, f"say where it is: “{name} in the …”")
        elif editor.refused:
            found = editor.refused[0]
            rule = LEFT_OUT if found.code in _OF_BUDGET else NOT_UNDERSTOOD
            self._tell(rule.name, f"not done: “{said}”: {found.message}", found.hint)
        elif editor.there:
            self._tell(NOT_UNDERSTOOD.name, f"not done: “{said}”: “{editor.there[0]}” is there already", IS_THERE)
        elif missing := self._object_of(clause) or self._near():
            self._missing(f"not done: “{said}”", missing)
        elif not editor.is_so:
            self._unknown.append(said)
        if editor.is_so and not editor.patches:
            self._tell(NOT_UNDERSTOOD.name, f"nothing to do for “{said}”: it is so already", HINT)
        editor.several.clear()

    def _object_of(self, clause: Said) -> str:
        """What is not there of a clause that is only a verb and its object: "remove the phone"."""
        editor = self._editor
        for group in _OF_WHAT_IS:
            rest = editor.bare(editor.without(group, clause), "parts")
            if editor.begins(group, clause) and rest.plain in {
                editor.bare(Said(n), "parts").plain for n in editor.unfound
            }:
                return rest.plain
        return ""

    def undo(self, clause: Said, found: Diagnostic) -> None:
        """Tell that a clause was not done, as the document would be worse for it."""
        self._tell(LEFT_OUT.name, f"not done: “{shortened(clause.written, _SHOWN)}”: {found.message}", found.hint)
        self._editor.several.clear()

    def _near(self) -> str:
        """The first name that is not there, and looks like one that is."""
        unfound = (name for name in self._editor.unfound if self._is_name(name))
        return next((name for name in unfound if self._editor.nearest(name)), "")

    def _is_name(self, text: str) -> bool:
        """Whether a text may be a name of something: no verb, not "the", not what is here and a "to"."""
        editor, said = self._editor, Said(text)
        for group in ("to", "turns_to", "goes_to", "within"):
            said = editor.without_end(group, said)
        said = editor.bare(editor.bare(said, "by"), "parts")
        empty = any(editor.is_one_of(group, said.words) for group in ("parts", "quiet", "to", "joint"))
        is_verb = len(said) == 1 and bool(editor.lexicon.grammar.openings.get(said.words))
        return not (empty or is_verb or (said.text != text and editor.find(said, guess=False)))

    def stop_at(self, unread: str) -> None:
        """Tell where a prompt became too much to read, if it did."""
        if unread:
            message = f"this is more than is read at once; nothing was done from “{shortened(unread, _SHOWN)}” on"
            self._tell(LEFT_OUT.name, message, "ask for the rest in another prompt")

    def unmet(self) -> tuple[UnmetPart, ...]:
        """What to tell of them."""
        return (*not_understood(self._unknown, HINT), *self._unmet)

    def _missing(self, what: str, name: str) -> None:
        near = self._editor.nearest(name)
        here = self._editor.names()
        hint = f"here are {', '.join(f'“{each}”' for each in here)}" if here else HINT
        hint = f"did you mean {' or '.join(f'“{each}”' for each in near)}?" if near else hint
        self._tell(NOT_UNDERSTOOD.name, f"{what}: nothing here is called “{shortened(name, _SHOWN)}”", hint)

    def _tell(self, rule: str, message: str, hint: str) -> None:
        self._unmet.append(UnmetPart(rule, message, hint))
