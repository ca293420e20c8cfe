"""What goes where: moving, swapping, side by side, one thing for another, and once more."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from epoch_cli.providers.offline.editing.arranging import Position, moved, positions, swapped
from epoch_cli.providers.offline.editing.becoming import become
from epoch_cli.providers.offline.editing.editor import Editor, Slots
from epoch_cli.providers.offline.editing.places import Place, entries, panel_of, unit
from epoch_cli.providers.offline.editing.pointing import LISTS, names_in
from epoch_cli.providers.offline.editing.replacing import replacement
from epoch_cli.providers.offline.editing.setting import prop_patch
from epoch_cli.providers.offline.editing.wrapping import gathered, group_of, laid_out
from epoch_cli.providers.offline.knowledge.phrasebook import words
from epoch_cli.providers.offline.knowledge.said import Said
from epoch_cli.providers.offline.understanding.describe import describe
from epoch_cli.providers.offline.understanding.pieces import split

_HOLDERS = frozenset({"card", "box", "form"})
_ENDS = frozenset({"first_of", "last_of"})

# ---------------------------------------------------------------- moving


def move(editor: Editor, slots: Slots) -> bool:
    """Move what is named to where it is said to go."""
    for position in positions(slots["all"], editor.lexicon):
        anchor = _anchor(editor, position) if position.anchor.text else None
        if position.anchor.text and anchor is None:
            continue
        if anchor is not None and position.relation in _ENDS and _move_entry(editor, position, anchor):
            return True
        found = editor.listed(position.subject, kinds=_kinds(position, anchor))
        subjects = group_of(list(map(unit, editor.whole(position.subject, found))))
        if subjects and _move_all(editor, subjects, position):
            return True
    return False


def _kinds(position: Position, anchor: Place | None) -> tuple[str, ...]:
    """What may go beside an entry of a list: others of its kind; but anything goes into a tab."""
    if anchor is None or (position.relation == "into" and panel_of(anchor) is not None):
        return ()
    return tuple(kind for kind, listed in LISTS.items() if listed == anchor.listed)


def _move_entry(editor: Editor, position: Position, holder: Place) -> bool:
    """Move a column, an option or a tab to the start or the end of its list: "role to the start of the table"."""
    scope, own = editor.scope, {entry.path for entry in entries(holder)}
    found = [place for place in editor.find_all(position.subject) if place.path in own]
    if not found:
        editor.scope = holder.path
        found = [place for place in editor.find_all(position.subject) if place.path in own]
        editor.scope = scope
    relation = position.relation.removesuffix("_of")
    return len(found) == 1 and editor.become(moved(editor.document, found[0], relation, None, editor.places()))


def move_to(relation: str) -> Callable[[Editor, Slots], bool]:
    """A handler for sentences that say apart what moves and what it goes above, below, or into."""

    def handler(editor: Editor, slots: Slots) -> bool:
        anchor = slots.get("anchor", Said(""))
        subjects = group_of(list(map(unit, editor.targets(slots["target"]))))
        if not subjects or (anchor.text and editor.find(anchor) is None):
            return False
        return _move_all(editor, subjects, Position(relation, slots["target"], anchor))

    return handler


def anchor_of(editor: Editor, position: Position) -> Said:
    """What the relation is to; of the two that something stands between, the first."""
    parts = editor.parts(position.anchor)
    return parts[0] if position.relation == "between" and parts else position.anchor


def _anchor(editor: Editor, position: Position) -> Place | None:
    """What the relation is to; where words say "tab", that."""
    anchor = editor.find(anchor_of(editor, position))
    is_tab = any(name.kind == "tab" for name in names_in(position.anchor.plain, editor.lexicon))
    tab = editor.find(position.anchor, kinds=("tab",)) if is_tab and anchor is not None and not anchor.listed else None
    return tab or anchor


def _move_all(editor: Editor, subjects: list[Place], position: Position) -> bool:
    relation = "below" if position.relation == "between" else position.relation
    backwards = relation in {"below", "first", "first_of"}
    done = []
    for number in range(len(subjects)) if not backwards else reversed(range(len(subjects))):
        place = _now(editor, subjects[number])
        anchor = _anchor(editor, position) if position.anchor.text else None
        if anchor is not None and anchor.is_heading and place is not None and place.role in _HOLDERS:
            anchor = next(iter(editor.whole(position.anchor, [anchor])), None)
        if place is not None:
            way, beside = (relation, anchor) if anchor is None else _below_heading(editor, position, anchor, place)
            done.append(editor.become(moved(editor.document, place, way, beside, editor.places())))
    editor.named = position.subject
    return any(done)


def _below_heading(editor: Editor, position: Position, anchor: Place, place: Place) -> tuple[str, Place]:
    """Where something goes that goes into what a heading heads: into its card, or to what stands below it."""
    relation = "below" if position.relation == "between" else position.relation
    if not anchor.is_heading or relation not in {"into", *_ENDS}:
        return relation, anchor
    whole = editor.whole(position.anchor, [anchor])[0]
    if not whole.is_heading:
        return relation, whole
    below = [each for each in editor.section(anchor) if each.path != place.path]
    return "below", anchor if relation == "first_of" or not below else below[-1]


def _now(editor: Editor, place: Place) -> Place | None:
    """A place after others were moved: at its pointer, or where something of its kind is called so."""
    here = [each for spot in editor.places() for each in (spot, *entries(spot))]
    same = [
        each
        for each in here
        if each.listed == place.listed and (each.entry or each.node) == (place.entry or place.node)
    ]
    return next((each for each in same if each.path == place.path), next(iter(same), None))


def swap(editor: Editor, slots: Slots) -> bool:
    """Put two things in each other's place."""
    if "pair" in slots:
        found = editor.listed(slots["pair"])
    else:
        one, other = editor.find(slots["one"]), editor.find(slots["other"])
        found = [place for place in (one, other) if place is not None]
    if len(found) != 2:
        return False
    one, other = _alike(editor, found[0], found[1], slots)
    return editor.become(swapped(editor.document, one, other))


def _alike(editor: Editor, one: Place, other: Place, slots: Slots) -> tuple[Place, Place]:
    """Both as entries of one list, where one of them is: the column "Order", and not the heading "Orders"."""
    if one.listed == other.listed:
        return one, other
    texts = editor.parts(slots["pair"]) if "pair" in slots else [slots["one"], slots["other"]]
    listed, plain, said = (one, other, texts[-1]) if one.listed else (other, one, texts[0])
    named = words(editor.bare(said, "parts").plain)
    found = (
        next((each for each in entries(listed.parent) if words(each.names[0])[:1] == named[:1]), plain)
        if listed.parent
        else plain
    )
    return (one, found) if one.listed else (found, other)


def order(editor: Editor, slots: Slots) -> bool:
    """Put things in an order that is told: each below the one before it."""
    names = editor.parts(slots["entries"])
    told = names_in(slots["target"].plain, editor.lexicon) if "target" in slots else iter(())
    kinds = tuple(name.kind for name in told if name.kind in LISTS)
    if len(names) < 2 or not all(editor.find(name, kinds=kinds, guess=False) for name in names):
        return False
    done = []
    for before, name in pairwise(names):
        anchor, place = editor.find(before, kinds=kinds), editor.find(name, kinds=kinds)
        if anchor is not None and place is not None:
            done.append(editor.become(moved(editor.document, place, "below", anchor, editor.places())))
    return any(done)


def lay(editor: Editor, slots: Slots) -> bool:
    """Lay things out beside or below each other: what holds them becomes a row or a column, or they get one."""
    value = "row" if "way" in slots and editor.is_one_of("row", slots["way"].words) else "column"
    found = list(map(unit, editor.targets(slots["target"])))
    if not found or any(place.listed for place in found):
        return False
    holder = laid_out(found)
    if holder is not None:
        return editor.propose(prop_patch(holder, "direction", value))
    if len(found) < 2 or any(place.parent is None or place.path == "/root" for place in found):
        return False
    row = editor.additions().studio.kit.stack(row=value == "row")
    return row is not None and editor.become(gathered(editor.document, found, row.node))


# ---------------------------------------------------------------- one for another


def replace(editor: Editor, slots: Slots) -> bool:
    """Put one thing in the place of another, or other words in the place of words."""
    found = editor.targets(slots["target"])
    pieces = split(slots["new"].written, editor.lexicon)
    if len(found) != 1 or not pieces:
        return False
    kind = describe(pieces[0], editor.lexicon).item
    if not kind.label and kind.kind and len(pieces) == 1:
        return become(editor, {"target": slots["target"], "kind": slots["new"]})
    patch = replacement(editor.additions(), found[0], pieces[0], pieces[1:])
    return patch is not None and editor.propose(patch)


def duplicate(editor: Editor, slots: Slots) -> bool:
    """Put a copy of a node behind it."""
    done = []
    for place in map(unit, editor.targets(slots["target"])):
        if place.listed or place.parent is None:
            continue
        index = int(place.path.rpartition("/")[2]) + 1
        done.append(editor.propose({"op": "copy", "from": place.path, "path": f"{place.parent.path}/children/{index}"}))
    return any(done)
