"""Completing a screen of which a part is there: what the wish asks for and is missing is added, nothing is changed.

A model's answer may end anywhere. What it wrote stays as it is, whatever it is; the composer's own screen for the same
wish says what belongs there, and `likeness` which of it is there already. What no wish is needed for is mended too: a
field without a control, a form without a button, tabs without their panels.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from epoch_cli.catalog import CONTROLS, HOLDERS
from epoch_cli.document import clone
from epoch_cli.providers.base import Brief, UnmetPart
from epoch_cli.providers.offline.building.kit import Kit
from epoch_cli.providers.offline.building.part import Part
from epoch_cli.providers.offline.building.room import Inventory
from epoch_cli.providers.offline.building.screens import BUILDERS, Studio
from epoch_cli.providers.offline.building.screens.forms import actions, bare_control
from epoch_cli.providers.offline.building.write import tree_of
from epoch_cli.providers.offline.compose import compose, fitting, whole_screen
from epoch_cli.providers.offline.composition import Composition
from epoch_cli.providers.offline.editing.commanding import Listener
from epoch_cli.providers.offline.editing.edit import run
from epoch_cli.providers.offline.editing.editor import Editor
from epoch_cli.providers.offline.editing.likeness import Spot, partners, spot_of, tab_labels
from epoch_cli.providers.offline.editing.undone import Undone
from epoch_cli.providers.offline.knowledge.lexicon import Lexicon, lexicon_of
from epoch_cli.providers.offline.knowledge.safety import same
from epoch_cli.providers.offline.knowledge.said import Said
from epoch_cli.providers.offline.understanding.counting import unread
from epoch_cli.providers.offline.understanding.coverage import missed
from epoch_cli.providers.offline.understanding.resolve import resolve
from epoch_cli.providers.offline.understanding.settle import settle
from epoch_cli.providers.offline.understanding.understand import understand
from epoch_cli.providers.offline.understanding.wish import Item, Wish
from epoch_cli.validation import Draft

Patch = dict[str, Any]

_ADDING = frozenset({"add"})
"""What an edit may do to a screen that is completed."""


def complete(brief: Brief) -> Composition:
    """The patches that complete the brief's document as its prompt wishes; the whole screen where there is none.

    Each of them adds a node and is accepted by the validator; none removes or changes what is there. Empty when
    nothing is missing, or nothing fits into the budget any more.
    """
    if not isinstance(brief.document.get("root"), dict):
        return compose(replace(brief, document={}))
    lexicon = lexicon_of(brief.catalog, brief.prompt)
    listener = Listener(lexicon)
    clauses = [clause for sentence in listener.sentences(brief.prompt) for clause in sentence]
    # "delete account dialog" begins with a verb, and is the name of a screen
    edits = bool(clauses) and _is_edit(clauses[0], listener) and understand(brief.prompt, lexicon).topic is None
    if not edits:
        return _Completion(brief, lexicon, wishes=True).composition()
    editor = Editor(brief, lexicon)
    undone = Undone(editor)
    for clause in clauses:
        undone.listen(clause, done=run(editor, listener, clause, only=_ADDING))  # nothing that is there is changed
    mended = _Completion(replace(brief, document=editor.document), lexicon, wishes=False).run()
    return Composition([*editor.patches, *mended], undone.unmet())


def _is_edit(clause: Said, listener: Listener) -> bool:
    """Whether a text begins with a verb of a change, and not as wishes for whole screens do: "create", "I want"."""
    books = (listener.lexicon.noise.get(name) for name in ("head", "lead"))
    return listener.opens(clause) and all(book is None or book.at(clause.words, 0) is None for book in books)


class _Completion:
    """One document on its way to being complete: a draft, and the same as spots."""

    def __init__(self, brief: Brief, lexicon: Lexicon, *, wishes: bool) -> None:
        self.draft = Draft(brief.catalog, brief.document, profile=brief.profile, models=brief.models)
        self.there = spot_of(clone(self.draft.document["root"]), brief.catalog)
        self.brief, self.lexicon = brief, lexicon
        self.patches: list[Patch] = []
        self.wish = understand(brief.prompt, lexicon)
        settle(self.wish, lexicon, brief.models)
        ids = {str(spot.node["id"]) for spot in self.there.walk() if "id" in spot.node}
        self.kit = Kit(
            brief.catalog, brief.profile, ids, spacing=brief.spacing, variant=brief.variant, english=lexicon.english
        )
        self.studio = Studio(self.kit, lexicon, brief.models, BUILDERS, language=self.wish.language)
        self.unmet: list[UnmetPart] = []
        self.wanted = self._screen() if wishes else None
        self.known = self._known()

    def composition(self) -> Composition:
        """All patches, and what of the wish they do not bring."""
        return Composition(self.run(), tuple(self.unmet))

    def run(self) -> list[Patch]:
        """All patches: first what a screen is of no use without, then all else that is wished for."""
        for wanted, there in list(self.known.items()):
            if wanted.role == "field" and not _has_control(there):
                self._take_over(wanted, there, "input", "choice")
            elif wanted.role == "form" and not there.holds("action"):
                self._take_over(wanted, there, "action")
        for spot in list(self.there.walk()):
            if spot.role == "field" and not _has_control(spot):
                self._put(spot, self._control(spot))
            elif spot.role == "form" and not spot.holds("action"):
                self._put(spot, self._submit())
        if self.wanted is not None:
            self.known = self._known()
            self._fill(self.wanted, self.there, None)
        for spot in list(self.there.walk()):
            if spot.role == "tabs":
                self._put_panels(spot)
        return self.patches

    def _known(self) -> dict[Spot, Spot]:
        """What of the wanted screen is there."""
        if self.wanted is None:
            return {}
        return partners(self.wanted, self.there, lambda text: self.lexicon.action(text).leaves)

    def _screen(self) -> Spot | None:
        """The screen that the composer writes for the wish; None where it understands nothing of it."""
        wish, brief = self.wish, replace(self.brief, document={})
        whole = whole_screen(brief, wish, self.lexicon)
        if whole is None:
            return None
        inventory = Inventory(whole)
        self.unmet += missed(brief.prompt, wish, inventory.shown, self.lexicon)
        if wish.shape == "page" and wish.topic is None and not wish.items and not wish.parts:
            return None
        root = fitting(whole, brief)
        self.unmet += inventory.unmet(unread(wish))
        return None if root is None else spot_of(tree_of(root), self.brief.catalog)

    # ------------------------------------------------------------ what the wish says

    def _fill(self, wanted: Spot, there: Spot, after: Spot | None) -> Spot | None:
        """Put into a node what is wanted in it and not there; gives the child of it that was dealt with last."""
        if wanted.role == "tabs" and there.role == "tabs":
            self._fill_panels(wanted, there)
            return after
        empty = [spot for spot in there.children if self._is_free(spot)]
        missing = 0
        for child in wanted.children:
            found = self.known.get(child)
            if found is not None:
                after = found if found.parent is there else after
                self._fill(child, found, None)
            elif holder := self._holder(child):
                last = self._fill(child, holder, after if holder is there else None)
                after = last if holder is there else after
            elif empty:
                self._add(empty[min(missing, len(empty) - 1)], None, child)
                missing += 1
            else:
                after = self._add(there, self._index(wanted, there, child, after), child) or after
        return after

    def _is_free(self, spot: Spot) -> bool:
        """Whether a node is a frame that waits for something and is for nothing in particular."""
        taken = any(spot is found for found in self.known.values())
        return spot.role in HOLDERS and not spot.children and not taken

    def _holder(self, wanted: Spot) -> Spot | None:
        """Where the parts of a node are that has none of its own there; None where none of them is."""
        inner = [self.known[spot].parent for spot in wanted.walk() if spot in self.known and spot is not wanted]
        return inner[-1] if inner else None

    def _index(self, wanted: Spot, there: Spot, child: Spot, after: Spot | None) -> int:
        """Where a child belongs: behind the one before it, in front of the one behind it, or above the buttons."""
        if after is not None and after.parent is there:
            return there.children.index(after) + 1
        behind = wanted.children[wanted.children.index(child) + 1 :]
        for sibling in behind:
            for inner in sibling.walk():
                found = self.known.get(inner)
                if found is not None and found.parent is there:
                    return there.children.index(found)
        last = there.children[-1:]
        above = bool(last) and _is_actions(last[0]) and not _is_actions(child)
        return len(there.children) - above

    def _fill_panels(self, wanted: Spot, there: Spot) -> None:
        """Complete the panels that are there, and add those that are not, in the order of the tabs."""
        panels = dict(zip(tab_labels(wanted), wanted.children, strict=False))
        for number, label in enumerate(tab_labels(there)):
            panel = next((spot for name, spot in panels.items() if same(name, label)), None)
            if number < len(there.children):
                if panel is not None:
                    self._fill(panel, there.children[number], None)
            elif panel is None or self._add(there, None, panel) is None:
                self._put_panels(there, number + 1)

    def _take_over(self, wanted: Spot, there: Spot, *roles: str) -> None:
        """Add the first child of a wanted node that is of a role or holds such a node, at the end."""
        child = next((spot for spot in wanted.children if any(inner.role in roles for inner in spot.walk())), None)
        if child is None:
            return
        if child in self.known:
            self._fill(child, self.known[child], None)
        elif not any(spot in self.known for spot in child.walk()):
            self._add(there, None, child)

    # ------------------------------------------------------------ what no wish is needed for

    def _control(self, spot: Spot) -> Part | None:
        """A control for a field, of the type that its label says."""
        label = next(iter(spot.names), "")
        wish = Wish("form", fixed=True, items=[Item("field", label)])
        resolve(wish, self.lexicon, self.wish.language)
        item = wish.items[0] if len(wish.items) == 1 else Item("field", label)
        item.required = True if spot.props.get("required") is True else None
        name = spot.component.names_controls if spot.component is not None else ""
        return bare_control(
            self.studio, wish, item, label or self.lexicon.phrase("option"), inside=bool(spot.props.get(name))
        )

    def _submit(self) -> Part | None:
        asked = Wish("form", submit=self.wish.submit if self.wish.shape == "form" else "")
        return actions(self.studio, asked, submit=True)

    def _put_panels(self, spot: Spot, most: int | None = None) -> None:
        """A panel for each tab that has none, with a line of text; `most` panels at the most."""
        for label in tab_labels(spot)[len(spot.children) : most]:
            text = self.kit.text(self.lexicon.phrase("placeholder"))
            self._put(spot, self.kit.stack(text, ident=f"{label} panel"))

    def _put(self, spot: Spot, part: Part | None) -> None:
        if part is not None:
            self._offer(spot, len(spot.children), tree_of(part))

    # ------------------------------------------------------------ the document

    def _add(self, there: Spot, index: int | None, wanted: Spot) -> Spot | None:
        """Add a node of the wanted screen, as a whole or as much of it as fits; from here on it is known."""
        at = len(there.children) if index is None else index
        made = self._offer(there, at, self._fresh(wanted.node))
        if made is not None:
            self.known |= dict(zip(wanted.walk(), made.walk(), strict=True))
            return made
        frame = {name: value for name, value in wanted.node.items() if name != "children"}
        made = self._offer(there, at, self._fresh({**frame, "children": []})) if wanted.children else None
        if made is None:
            return None
        self.known[wanted] = made
        for child in wanted.children:
            self._add(made, None, child)
        return made

    def _fresh(self, node: dict[str, Any]) -> dict[str, Any]:
        """A copy whose ids are not taken yet."""
        made: dict[str, Any] = clone(node)
        stack = [made]
        while stack:
            here = stack.pop()
            if "id" in here:
                here["id"] = self.kit.ident(here["id"])
            stack += here.get("children", [])
        return made

    def _offer(self, there: Spot, index: int, value: dict[str, Any]) -> Spot | None:
        """Add a node at an index, if the validator takes it."""
        if there.component is None or not there.component.children:
            return None
        path = f"{there.path}/children"
        if not isinstance(there.node.get("children"), list):
            patch: Patch = {"op": "add", "path": path, "value": [value]}
        else:
            patch = {"op": "add", "path": f"{path}/{'-' if index == len(there.children) else index}", "value": value}
        if not self.draft.propose(patch).accepted:
            self.draft.begin_attempt()  # what was refused is never written, so that no pointer has to count with it
            return None
        self.patches.append(patch)
        there.node.setdefault("children", [])
        made = spot_of(value, self.brief.catalog, there)
        there.children.insert(index, made)
        return made


def _has_control(spot: Spot) -> bool:
    return any(inner.role in CONTROLS for inner in spot.walk())


def _is_actions(spot: Spot) -> bool:
    """A button, or a row of nothing but buttons."""
    return spot.role == "action" or (bool(spot.children) and all(each.role == "action" for each in spot.children))
