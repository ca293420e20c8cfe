"""Frames: around things, away from around them, and tabs that a screen is split into."""

from __future__ import annotations

from typing import Any

from epoch_cli.catalog import FIELDS, HOLDERS
from epoch_cli.document import Document, Patch, clone, parse_pointer, resolve
from epoch_cli.providers.offline.building.part import Part
from epoch_cli.providers.offline.editing.editor import Editor, Slots
from epoch_cli.providers.offline.editing.places import Place, unit
from epoch_cli.providers.offline.editing.pointing import Name, points
from epoch_cli.providers.offline.editing.setting import prop_patch
from epoch_cli.providers.offline.knowledge.phrasebook import words
from epoch_cli.providers.offline.knowledge.said import Said
from epoch_cli.providers.offline.understanding.phrases import label
from epoch_cli.providers.offline.understanding.wording import sentence

_FULLEST = 6
"""Tabs that a screen is split into at most."""

_STAYING = frozenset({"dialog", "tabs"})
"""Roles of what is not put behind a tab unless somebody names it."""


def wrap(editor: Editor, slots: Slots) -> bool:
    """Put a frame around things: a card, a row, a column."""
    named = editor.whole(slots["target"], editor.targets(slots["target"]), deep=True)
    found = group_of(_outermost(list(map(unit, named))))
    if not found or any(place.listed or place.parent is None for place in found):
        return False
    kit, frame = editor.additions().studio.kit, slots.get("frame", Said("")).words
    row = editor.is_one_of("frame_row", frame)
    lying = laid_out(found) if row or editor.is_one_of("frame_column", frame) else None
    if lying is not None:
        return editor.propose(prop_patch(lying, "direction", "row" if row else "column"))
    part = kit.stack(row=row) if row or editor.is_one_of("frame_column", frame) else kit.card()
    if part is None or (len(found) == 1 and _is_framed(found[0], part)):
        editor.is_so = part is not None
        return False
    return editor.become(gathered(editor.document, found, part.node))


def laid_out(found: list[Place]) -> Place | None:
    """What has a direction of its own and holds just these things; or the only thing, where it holds others."""
    if len(found) == 1 and has_direction(found[0]) and found[0].children:
        return found[0]
    holder = found[0].parent
    if holder is None or any(place.parent is None or place.parent.path != holder.path for place in found):
        return None
    return holder if has_direction(holder) and len(holder.children) == len(found) else None


def has_direction(place: Place) -> bool:
    """Whether a place lays out what it holds as a row or a column."""
    return place.component is not None and "direction" in place.component.props


def group_of(found: list[Place]) -> list[Place]:
    """What holds just these things, where it holds more than one; else the things."""
    holder = found[0].parent if len(found) > 1 else None
    if holder is None or holder.path == "/root" or len(holder.children) != len(found):
        return found
    return [holder] if all(place.parent is not None and place.parent.path == holder.path for place in found) else found


def _is_framed(place: Place, part: Part) -> bool:
    """Whether a place is in a frame of its own already, or is such a card itself."""
    around = place.parent is not None and place.parent.role == part.component.role and len(place.parent.children) == 1
    return around or place.role == part.component.role == "card"


def _outermost(found: list[Place]) -> list[Place]:
    paths = [place.path for place in found]
    return [place for place in found if not any(place.path.startswith(f"{path}/") for path in paths)]


def gathered(document: Document, found: list[Place], frame: dict[str, Any]) -> Document:
    """The document with a new node where the first of some nodes is, none of which is the root, and them in it."""
    made: Document = clone(document)
    taken = [clone(place.node) for place in found]
    ordered = sorted(found, key=lambda place: _steps(place.path))
    first = ordered[0]
    for place in reversed(ordered):
        *around, last = parse_pointer(place.path)
        children = resolve(made, around)
        if place is first:
            children[int(last)] = {**frame, "children": taken}
        else:
            del children[int(last)]
    return made


def _steps(path: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in path.split("/")]


def unwrap(editor: Editor, slots: Slots) -> bool:
    """Take a frame away from around things, which stay where they are."""
    for place in editor.targets(slots["target"]):
        whole = unit(place)
        frame = whole if whole.role in HOLDERS and "frame" not in slots else whole.parent
        while frame is not None and frame.role not in {"card", "box"} and frame.parent is not None and "frame" in slots:
            frame = frame.parent
        if frame is None or frame.path == "/root" or frame.role not in HOLDERS:
            continue
        made: Document = clone(editor.document)
        *around, last = parse_pointer(frame.path)
        resolve(made, around)[int(last) : int(last) + 1] = clone(frame.children)
        if editor.become(made):
            return True
    return False


# ---------------------------------------------------------------- tabs


def split(editor: Editor, slots: Slots) -> bool:
    """Put the parts of a screen, a form or a card behind tabs: those that are named, or one for each heading."""
    each = editor.find_all(slots["labels"]) if "labels" in slots and "target" not in slots else []
    if len(each) > 1:
        return _put_each(editor, each)
    labels = [_label(editor, part) for part in editor.parts(slots["labels"])] if "labels" in slots else []
    holder = _whole(editor, slots.get("target"))
    count = _count(editor, slots.get("count"))
    if holder is None or len(labels) == 1 or len(labels) > _FULLEST or (labels and count and count != len(labels)):
        return False
    sections = _sections(holder)
    if not labels:
        sections = [section for section in sections if _named(section)]  # what has no name stays beside the tabs
        labels = [_named(section) for section in sections]
        if len(labels) < 2 or (count and count != len(labels)):
            return _in_halves(editor, holder, count or 2)
    groups = _sorted(labels, sections)
    return groups is not None and _put_behind(editor, holder, labels, groups)


def _put_each(editor: Editor, each: list[Place]) -> bool:
    """Put things behind a tab each, by their titles."""
    holder, titles = each[0].parent, [place.title or next(iter(place.names), "") for place in each]
    beside = all(place.parent is not None and holder is not None and place.parent.path == holder.path for place in each)
    if holder is None or not beside or not all(titles) or len(set(titles)) < len(titles) or len(titles) > _FULLEST:
        return False
    return _put_behind(editor, holder, titles, [[place] for place in each])


def _label(editor: Editor, said: Said) -> str:
    bare = editor.bare(said, "parts")
    return said.quotes[0] if said.quotes else sentence(label(bare.plain), editor.lexicon)


def _count(editor: Editor, said: Said | None) -> int:
    if said is None:
        return 0
    return int(said.text) if said.text.isdecimal() else editor.lexicon.numbers.exact(said.words) or 0


def _whole(editor: Editor, said: Said | None) -> Place | None:
    """What is split: the screen, or what is named; what holds only one thing is that thing."""
    here = editor.places()
    place = (
        here[0]
        if said is None or any(editor.is_one_of(group, said.words) for group in ("it", "page", "sections"))
        else None
    )
    if place is None and said is not None:
        place = editor.find(said, guess=False)
    while place is not None and (only := _only(place)) is not None:
        place = only
    return place if place is not None and place.component is not None and place.component.children else None


def _only(place: Place) -> Place | None:
    """The one thing that a place holds below its title, where that holds others."""
    title = _title(place)
    inner = [child for child in place.inside() if title is None or child.path != title.path]
    return inner[0] if len(inner) == 1 and inner[0].children and inner[0].role != "field" else None


def _sections(holder: Place) -> list[list[Place]]:
    """The parts of a place: what has a title of its own, what follows each heading up to the next, and the rest."""
    found: list[list[Place]] = []
    title = _title(holder)
    for child in holder.inside():
        if (title is not None and child.path == title.path) or child.is_row_of_buttons or child.role in _STAYING:
            continue
        starts = child.is_heading or (child.title and child.role != "field")
        if starts or not found or found[-1][0].title:
            found.append([child])
        else:
            found[-1].append(child)
    return found


def _title(holder: Place) -> Place | None:
    """The heading of the whole: the first thing in it, unless the next heading is of the same level."""
    inner = holder.inside()
    headings = [place for place in inner if place.is_heading]
    if not headings or headings[0].path != inner[0].path:
        return None
    prop = headings[0].component.heading if headings[0].component is not None else ""
    levels = [str(place.props.get(prop)) for place in headings]
    return None if len(levels) > 1 and levels.count(levels[0]) > 1 else headings[0]


def _named(section: list[Place]) -> str:
    """What heads a part; empty where nothing does."""
    return section[0].title or (str(section[0].node.get("text") or "") if section[0].is_heading else "")


def _sorted(labels: list[str], sections: list[list[Place]]) -> list[list[Place]] | None:
    """Which sections go behind which tab; None when some tab would be empty."""
    groups: list[list[Place]] = [[] for _ in labels]
    for section in sections:
        scores = [_fits(label, section) for label in labels]
        best = max(scores)
        if best > 0:
            groups[scores.index(best)] += section
    if all(groups):
        return groups
    singles = [place for section in sections for place in section]
    named: list[list[Place]] = [[] for _ in labels]
    for place in singles:
        scores = [_fits(label, [place]) for label in labels]
        if max(scores) > 0:
            named[scores.index(max(scores))].append(place)
    return named if all(named) else None


def _fits(label: str, section: list[Place]) -> float:
    name = Name(words(label), label)
    return max((points(place, name) for place in section[:1]), default=0)


def _in_halves(editor: Editor, holder: Place, count: int) -> bool:
    """Tabs of about as many fields each, called "Step 1", "Step 2", where nothing says what belongs together."""
    inner = [child for child in holder.inside() if not child.is_heading and child.role not in {"action", "dialog"}]
    fields = [child for child in inner if child.role in FIELDS | {"card", "form"}]
    if len(fields) < count or not 2 <= count <= _FULLEST:
        return False
    size = -(-len(fields) // count)
    groups = [fields[start : start + size] for start in range(0, len(fields), size)]
    name = editor.lexicon.phrase("step")
    return _put_behind(editor, holder, [f"{name} {number}" for number in range(1, len(groups) + 1)], groups)


def _put_behind(editor: Editor, holder: Place, labels: list[str], groups: list[list[Place]]) -> bool:
    """Put groups of nodes behind tabs, where the first of them is."""
    kit = editor.additions().studio.kit
    tabs = kit.tabs(labels)
    if tabs is None or holder.role == "tabs":
        return False
    panels: list[dict[str, Any]] = []
    for label_, group in zip(labels, groups, strict=True):
        kept = [clone(place.node) for place in _without_title(group, label_)]
        whole = len(kept) == 1 and kept[0].get("type") != tabs.component.type and bool(kept[0].get("children"))
        stack = kit.stack()
        if stack is None:
            return False
        panels.append(kept[0] if whole else {**stack.node, "children": kept})
    made: Document = clone(editor.document)
    children = resolve(made, parse_pointer(holder.path))["children"]
    taken = sorted(int(place.path.rpartition("/")[2]) for group in groups for place in group)
    children[taken[0]] = {**tabs.node, "children": panels}
    for index in reversed(taken[1:]):
        del children[index]
    patches: list[Patch] = [{"op": "replace", "path": "/root", "value": made["root"]}]
    return editor.become(made) or editor.propose(*patches)


def _without_title(group: list[Place], label_: str) -> list[Place]:
    """The nodes of a group without the heading that says what the tab says."""
    first = group[0]
    return group[1:] if len(group) > 1 and first.is_heading and words(first.names[0]) == words(label_) else group
