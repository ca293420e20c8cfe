"""Taking things out: nodes, columns, options, tabs with their panels, props; and all but what is named."""

from __future__ import annotations

from epoch_cli.document import Patch
from epoch_cli.providers.offline.editing.editor import Editor, Slots
from epoch_cli.providers.offline.editing.places import Place, panel_of, unit
from epoch_cli.providers.offline.editing.setting import named_props, parts_of
from epoch_cli.providers.offline.knowledge.said import Said


def remove(editor: Editor, slots: Slots) -> bool:
    """Take out what is named; of what only the label or the title is spoken of, the heading, or nothing."""
    found = editor.whole(slots["target"], editor.targets(slots["target"]))
    if found and _speaks_of_labels(editor, slots["target"]):
        found = [heading for place in found for heading in _heading_of(place)]
    scope = f"{editor.scope}/" if editor.scope else ""  # who says where it is means nothing that is elsewhere
    return all(f"{place.path}/".startswith(scope) for place in found) and take_out(editor, found)


def _speaks_of_labels(editor: Editor, said: Said) -> bool:
    """Whether a text begins with "the label of" or "the title of"."""
    start = next((start for start, _ in editor.between("of", said)), 0)
    return "label" in named_props(editor.bare(said.cut(0, start), "parts").plain, editor.lexicon)


def _heading_of(place: Place) -> list[Place]:
    """The text that says what a place is called, where that is a node of its own."""
    if place.role == "text":
        return [place]
    return [inner for inner in place.inside()[:1] if place.title and inner.role == "text"]


def take_out(editor: Editor, found: list[Place]) -> bool:
    """Take places out of the document, the last first; True when one of them is gone."""
    units = {place.path: place for place in map(unit, found)}
    inner = [path for path in units if any(path != other and path.startswith(f"{other}/") for other in units)]
    ordered = sorted((place for path, place in units.items() if path not in inner), key=_order, reverse=True)
    done = [_take_out(editor, place) for place in ordered]
    return any(done)


def _order(place: Place) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in place.path.split("/")]


def _take_out(editor: Editor, place: Place) -> bool:
    holder = place.parent
    if place.path == "/root" or holder is None:
        return False
    if place.listed and len(holder.props.get(place.listed, ())) < 2:
        return False  # a table without columns and tabs without a tab are none
    panel = panel_of(place)
    patches: list[Patch] = [{"op": "remove", "path": place.path}]
    if panel is not None:
        patches.insert(0, {"op": "remove", "path": panel.path})
    active, chosen = holder.prop("active"), holder.prop("value")
    default = holder.props.get(active.name) if active and place.listed and isinstance(place.entry, dict) else None
    if active is not None and default is not None and default == place.entry.get("id"):
        patches.insert(0, {"op": "remove", "path": f"{holder.path}/props/{active.name}"})
    offered = {str(place.entry), *_values(place.entry)} if place.listed == "options" else set()
    if chosen is not None and holder.props.get(chosen.name) in offered:
        patches.insert(0, {"op": "remove", "path": f"{holder.path}/props/{chosen.name}"})
    return editor.propose(*patches)


def _values(entry: object) -> set[str]:
    return {str(entry.get("value"))} if isinstance(entry, dict) else set()


def keep(editor: Editor, slots: Slots) -> bool:
    """Take out all but what is named, what is in it, and what it stands in."""
    kept = [whole for place in editor.listed(slots["target"]) for whole in editor.whole(slots["target"], [place])]
    if not kept:
        return False
    among = editor.find_all(f"all {slots['kind'].plain}") if "kind" in slots else []
    if "kind" in slots and not among:
        return False
    paths = [unit(place).path for place in kept]
    here = among or [place for place in editor.places() if place.path != "/root"]

    def stays(place: Place) -> bool:
        return any(f"{path}/".startswith(f"{place.path}/") or place.path.startswith(f"{path}/") for path in paths)

    def in_way(place: Place) -> bool:
        return not stays(place) and (place.parent is None or bool(among) or any_kept_beside(place))

    def any_kept_beside(place: Place) -> bool:
        return place.parent is not None and stays(place.parent)

    if any(place.listed for place in kept):
        holders = {place.parent.path: place.parent for place in kept if place.parent is not None}
        gone = [each for holder in holders.values() for each in editor.entries_of(holder) if each.path not in paths]
        return take_out(editor, gone)
    return take_out(editor, [place for place in here if in_way(place)])


def unset(editor: Editor, slots: Slots) -> bool:
    """Take a prop away: "remove the placeholder of the email"."""
    props = named_props(slots["prop"].plain, editor.lexicon)
    patches: list[Patch] = []
    for place in editor.targets(slots["target"]):
        for part in parts_of(place):
            name = next((name for name in props if name in part.props), "")
            required = part.component is None or name in part.component.required
            if name and not required and name not in {"label", "text"}:
                patches.append({"op": "remove", "path": f"{part.path}/props/{name}"})
    return bool(patches) and editor.propose(*patches)
