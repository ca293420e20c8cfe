"""How much space there is: between things, around them, and inside."""

from __future__ import annotations

from epoch_cli.catalog import Prop
from epoch_cli.providers.offline.building.props import fits
from epoch_cli.providers.offline.editing.editor import Editor, Slots
from epoch_cli.providers.offline.editing.places import Place, unit
from epoch_cli.providers.offline.editing.setting import named_props, prop_patch
from epoch_cli.providers.offline.editing.wrapping import group_of

_KINDS = ("spacing", "gap", "padding")


def space(editor: Editor, slots: Slots) -> bool:
    """Make space bigger or smaller: "more space between the buttons", "less padding in the card"."""
    step = _step(editor, slots)
    props = named_props(slots["prop"].plain, editor.lexicon) if "prop" in slots else ("spacing", "gap")
    props = tuple(name for name in props if name in _KINDS)
    if not step or not props:
        return False
    found = editor.targets(slots["target"]) if "target" in slots else editor.places()[:1]
    around = (_holder(place, props) for place in group_of(list(map(unit, found))))
    holders = {place.path: place for place in around if place is not None}
    done = [_resized(editor, place, props, step) for place in holders.values()]
    return any(done)


def _step(editor: Editor, slots: Slots) -> int:
    for step, groups in ((1, ("more_space", "bigger", "air_more")), (-1, ("less_space", "smaller", "air_less"))):
        for slot in ("step", "verb", "air"):
            if slot in slots and any(editor.is_one_of(group, slots[slot].words) for group in groups):
                return step
    return 0


def _holder(place: Place, props: tuple[str, ...]) -> Place | None:
    """The place, or the nearest one around it, that has such a space."""
    here: Place | None = place
    while here is not None and not (here.component is not None and set(props) & set(here.component.props)):
        here = here.parent
    return here


def _resized(editor: Editor, place: Place, props: tuple[str, ...], step: int) -> bool:
    known = place.component.props if place.component is not None else {}
    for name in props:
        prop = known.get(name)
        names = _scale(place, prop) if prop is not None else []
        now = place.props.get(name, prop.default if prop is not None else None) or "md"
        if prop is None or now not in names:
            continue
        index = names.index(now) + step
        if 0 <= index < len(names) and fits(prop, names[index], place.catalog.tokens):
            return editor.propose(prop_patch(place, name, names[index]))
    return False


def _scale(place: Place, prop: Prop) -> list[str]:
    """The sizes of a space, from small to big."""
    group = place.catalog.tokens.get(prop.group)
    return [token.name for token in group.tokens.values() if not token.deprecated] if group is not None else []
