"""Edits of a document that exists: sentences are taken apart, found in the document, and carried out on a draft.

    prompt ─▶ Listener (sentences, clauses) ─▶ Grammar (forms with slots) ─▶ a handler of `_DOES` ─▶ Editor ─▶ patches

A clause can be read in many ways; the first one that can be done is, first with all that it names, then with a part of
it. What is not understood changes nothing, and is told. Every patch is proposed to a draft of the document first, so
that an edit of a document of any shape never writes what the validator would refuse.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice

from epoch_cli.document import Document, Patch, clone
from epoch_cli.providers.base import Brief
from epoch_cli.providers.offline.composition import Composition
from epoch_cli.providers.offline.editing import (
    adding,
    becoming,
    changing,
    choosing,
    making,
    placing,
    removing,
    spacing,
    wrapping,
)
from epoch_cli.providers.offline.editing.arranging import ALONE, ANCHORED
from epoch_cli.providers.offline.editing.commanding import MOST_CLAUSES, Listener
from epoch_cli.providers.offline.editing.editor import Editor, Slots
from epoch_cli.providers.offline.editing.places import panel_of, unit
from epoch_cli.providers.offline.editing.undone import Undone
from epoch_cli.providers.offline.knowledge.lexicon import Lexicon
from epoch_cli.providers.offline.knowledge.phrasebook import words
from epoch_cli.providers.offline.knowledge.said import Said
from epoch_cli.validation import Diagnostic, validate

Handler = Callable[[Editor, Slots], bool]

MOST_READINGS = 160
"""Ways to read a clause that are tried."""

_MEAN = "mean"
"""What a sentence does that means the same as another."""

_MOST_SCOPE = 6
"""Words of what a clause speaks, at its start."""

_MOST_SCOPES = 4
"""Places in a clause where it may begin to say of what it speaks, from the last on."""

_REFERRING = frozenset({"within", "add", "move"})


def _within(editor: Editor, slots: Slots) -> bool:
    """Speak of a part of the document from now on, up to the end of the sentence."""
    place = editor.find(slots["scope"], guess=False)
    if place is None:
        return False
    holder = panel_of(place) or unit(place)
    if holder.is_heading and holder.parent is not None:
        holder = holder.parent
    editor.scope = holder.path if holder.component is not None and holder.component.children else editor.scope
    return True


_DOES: dict[str, Handler] = {
    "within": _within,
    "add": adding.add, "put": adding.put, "add_prop": changing.add_prop, "become": becoming.become,
    "change": changing.change, "default": changing.default, "disable": changing.disable, "duplicate": placing.duplicate,
    "enable": changing.enable, "keep": removing.keep, "lay": placing.lay, "make": making.make,
    "make_not": making.make_not, "move": placing.move,
    "no_option": choosing.no_option, "order": placing.order,
    "option": choosing.option, "options": choosing.options, "remove": removing.remove,
    "rename": changing.rename, "replace": placing.replace, "set": changing.set_prop, "space": spacing.space,
    "split": wrapping.split, "swap": placing.swap, "uncheck": changing.uncheck, "unset": removing.unset,
    "unwrap": wrapping.unwrap, "wrap": wrapping.wrap,
    **{f"move_{relation}": placing.move_to(relation) for relation in (*ANCHORED, *ALONE)},
    **{f"add_{relation}": adding.add_to(relation) for relation in (*ANCHORED, *ALONE)},
}  # fmt: skip
"""What a sentence may ask for, by the name that `patterns/edits.toml` gives it."""


def edit(brief: Brief, lexicon: Lexicon) -> Composition:
    """The patches that do what the prompt asks of the brief's document, and what of it was not done.

    What would give the document a new finding is not done; which clause that is, is looked for only where there is one.
    """
    made, document = _carry_out(brief, lexicon, guarded=False)
    if not made.patches or _worse(brief, brief.document or {}, document, made.patches) is None:
        return made
    return _carry_out(brief, lexicon, guarded=True)[0]


def _carry_out(brief: Brief, lexicon: Lexicon, *, guarded: bool) -> tuple[Composition, Document]:
    """Do clause after clause; `guarded`: without those after which the document would be worse."""
    editor = Editor(brief, lexicon)
    listener = Listener(lexicon, frozenset(words(name) for place in editor.places() for name in place.shown))
    undone = Undone(editor)
    for sentence in listener.sentences(brief.prompt):
        editor.scope = ""
        for clause in sentence:
            before, count = clone(editor.document) if guarded else {}, len(editor.patches)
            done = run(editor, listener, clause)
            worse = _worse(brief, before, editor.document, editor.patches[count:]) if guarded else None
            if worse is not None:
                editor.take_back(count)
                undone.undo(clause, worse)
                continue
            if not done:
                editor.mention(clause)
            undone.listen(clause, done=done)
    undone.stop_at(listener.unread)
    return Composition(editor.patches, undone.unmet()), editor.document


def _worse(brief: Brief, before: Document, after: Document, patches: list[Patch]) -> Diagnostic | None:
    """The first new error or warning that patches give; those that only remove give none that was not asked for."""
    if all(patch["op"] == "remove" for patch in patches):
        return None
    was, now = (
        [
            found
            for found in validate(document, brief.catalog, profile=brief.profile, models=brief.models).diagnostics
            if found.severity != "info"
        ]
        for document in (before, after)
    )
    more = Counter(found.code for found in now) - Counter(found.code for found in was)
    return next((found for found in reversed(now) if found.code in more), None)


def run(editor: Editor, listener: Listener, clause: Said, only: frozenset[str] = frozenset({*_DOES, _MEAN})) -> bool:
    """Carry out one clause, as far as it was understood and asks for one of `only`; True when something came of it."""
    editor.refused, editor.is_so, editor.unfound, editor.there = [], False, [], []
    editor.strict = True
    size = editor.begins("add", clause)
    if size and adding.offers_in_a_column(editor, clause.cut(size)):
        return False
    if any(read(editor, listener, clause, only) for read in (_read, _each, _read_within, _read_without)):
        return True
    if len(editor.parts(clause)) > 1:
        editor.strict = False
        if _read(editor, listener, clause, only):
            return True
    if listener.opens(clause) or listener.commands(clause) or editor.refused:
        return False
    told, editor.unfound = editor.unfound, []
    if adding.more(editor, clause):
        return True
    editor.unfound = told
    return False


def _read(editor: Editor, listener: Listener, clause: Said, only: frozenset[str]) -> bool:
    """Try the ways to read a clause, until one of them can be done."""
    for does, slots in islice(listener.grammar.readings(clause, listener.opened(clause.words)), MOST_READINGS):
        if does == _MEAN and _MEAN in only:
            clause_ = editor.meant(slots)
            if clause_.text != clause.text and _read(editor, listener, clause_, only - {_MEAN}):
                return True
        if does not in _DOES or does not in only:
            continue
        spoken, unfound, there, several = editor.spoken, editor.unfound, editor.there, dict(editor.several)
        editor.unfound, editor.there = [], []
        if _DOES[does](editor, slots):
            return True
        editor.spoken, editor.unfound, editor.several = spoken, [*unfound, *editor.unfound], several
        editor.there = [*there, *editor.there]
        if editor.is_so and not editor.refused and does not in _REFERRING:
            return True
    return False


def _read_within(editor: Editor, listener: Listener, clause: Said, only: frozenset[str]) -> bool:
    """Read a clause that says at its end of what it speaks, "… in the profile form"; or at its start: "im Profil …"."""
    scope = editor.scope
    for around, rest in _around(editor, clause):
        holder = editor.find(around, guess=False)
        whole = None if holder is None else panel_of(holder) or unit(holder)
        if whole is None or whole.path == "/root" or not (whole.children or editor.entries_of(whole)):
            continue
        editor.scope = whole.path
        done = _read(editor, listener, listener.polite(rest), only)
        editor.scope = scope
        if done:
            return True
    return False


def _around(editor: Editor, clause: Said) -> Iterator[tuple[Said, Said]]:
    """The ways to read of what a clause speaks, at its end or its start, and what it says of it."""
    for start, end in islice(editor.scopes_in(clause), _MOST_SCOPES):
        yield clause.cut(end), clause.cut(0, start)
    size = editor.begins("within", clause)
    for end in range(size + 1, min(size + _MOST_SCOPE, len(clause))) if size else ():
        yield clause.cut(size, end), clause.cut(end)


def _read_without(editor: Editor, listener: Listener, clause: Said, only: frozenset[str]) -> bool:
    """Read a clause up to what is excepted ("all required except the notes"), or was so before ("instead of a row")."""
    for start, end in editor.between("except", clause):
        editor.spared = editor.listed(clause.cut(end))
        done = bool(editor.spared) and _read(editor, listener, clause.cut(0, start), only)
        editor.spared = []
        if done:
            return True
    return any(_read(editor, listener, clause.cut(0, start), only) for start, _ in editor.between("instead", clause))


def _each(editor: Editor, listener: Listener, clause: Said, only: frozenset[str]) -> bool:
    """Read what stands between commas and "and" as sentences of their own, with the verb of the first.

    Where that begins with its subject, more is said of it: "the button should go first and be red".
    """
    parts, size = editor.parts(clause), listener.opened(clause.words)
    if len(parts) < 2 or not (verb := clause.cut(0, size).text or listener.subject):
        return False
    if not _read(editor, listener, parts[0], only):
        return False
    if len(parts) > MOST_CLAUSES:
        listener.unread = listener.unread or parts[MOST_CLAUSES].plain
    for part in parts[1:MOST_CLAUSES]:
        told = part if listener.opens(part) else replace(part, text=f"{verb} {part.text}")
        if not _read(editor, listener, told, only):
            editor.unfound.append(part.plain)
    return True
