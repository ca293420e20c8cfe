"""Changes of what is there: names, props, what is chosen from the start, and what is switched off."""

from __future__ import annotations

from collections.abc import Iterator

from epoch_cli.document import Patch
from epoch_cli.providers.offline.building.kit import TICKED
from epoch_cli.providers.offline.editing.becoming import is_kind
from epoch_cli.providers.offline.editing.editor import Editor, Slots
from epoch_cli.providers.offline.editing.making import is_value
from epoch_cli.providers.offline.editing.places import VISIBLE_NAMES, Place, name_of, unit
from epoch_cli.providers.offline.editing.setting import (
    NO,
    YES,
    named_props,
    parts_of,
    prop_patch,
    settings,
)
from epoch_cli.providers.offline.knowledge.phrasebook import words
from epoch_cli.providers.offline.knowledge.said import BRACKET, Said
from epoch_cli.providers.offline.understanding.phrases import label
from epoch_cli.providers.offline.understanding.wording import sentence

_WORDING = frozenset({"label", "text"})


# ---------------------------------------------------------------- names


def rename(editor: Editor, slots: Slots) -> bool:
    """Give what is named another name."""
    new = slots["new"] if "new" in slots else slots["quote"]
    for part in editor.parts(new)[1:]:
        if any(editor.find(part.cut(0, start), guess=False) for start, _ in editor.between("to", part)):
            return False  # "SKU to Article number, and Quantity to Stock" are two
    found, names = editor.targets(slots["target"]), editor.parts(new)
    if len(found) > 1 and len(names) == len(found):
        done = [call(editor, [place], name) for place, name in zip(found, names, strict=True)]
        return any(done)
    return call(editor, found, new)


def call(editor: Editor, found: list[Place], new: Said) -> bool:
    """Give places a name; a quoted one is taken as it is, any other is written as labels are."""
    text = new.quotes[0] if new.quotes else sentence(label(new.plain), editor.lexicon)
    patches = [patch for place in found if text for patch in renaming(place, text)]
    done = [editor.propose(patch) for patch in patches]
    if any(done):
        editor.named = Said(text)
    return any(done)


def renaming(place: Place, new: str) -> list[Patch]:
    """The patch that gives a place a new name, where it has one."""
    if place.listed:
        key = f"{place.path}/label" if isinstance(place.entry, dict) else place.path
        return [{"op": "replace", "path": key, "value": new}]
    place = unit(place)
    if "text" in place.node:
        return [{"op": "replace", "path": f"{place.path}/text", "value": new}]
    named = next((name for name in VISIBLE_NAMES if name in place.props), "")
    if named:
        return [{"op": "replace", "path": f"{place.path}/props/{named}", "value": new}]
    inner = place.inside()[:1]
    return renaming(inner[0], new) if place.title and inner and inner[0].role == "text" else []


# ---------------------------------------------------------------- props


def set_prop(editor: Editor, slots: Slots) -> bool:
    """Set a prop that is named: "the placeholder of the email to you@work.com"."""
    props = named_props(slots["prop"].plain, editor.lexicon)
    value = slots.get("value", slots.get("quote", slots.get("bare")))
    if _ends_a_name(editor, slots):
        return False
    found = editor.targets(slots["target"])
    if value is not None and set(props) & _WORDING and not _is_wording(editor, slots, value, found):
        return False
    if value is None:
        done = [_switch_on(editor, place, props) for place in found]
        return any(done)
    text = value.quotes[0] if value.quotes else value.plain.strip(" .:")
    done = [editor.one_of(settings(place, props, text, editor.lexicon)) for place in found]
    if not any(done) and set(props) & {"label", "text"}:
        return call(editor, found, value)
    return any(done) or (bool(found) and editor.is_so)


def _is_wording(editor: Editor, slots: Slots, value: Said, found: list[Place]) -> bool:
    """Whether a value may be a new wording: it is quoted, or is no state, such as "make the name required" says."""
    return bool(value.quotes) or not ("bare" in slots or any(is_value(editor, place, value) for place in found[:1]))


def _ends_a_name(editor: Editor, slots: Slots) -> bool:
    """Whether the word for a prop is the end of what something is called: the "name" of "First name"."""
    told = editor.parts(slots["target"])[-1:]
    called = editor.bare(told[0], "parts").words + slots["prop"].words if told else ()
    shown = (name for place in editor.places() for each in (place, *editor.entries_of(place)) for name in each.shown)
    return bool(called) and any(words(name) == called for name in shown)


def add_prop(editor: Editor, slots: Slots) -> bool:
    """Set a prop that is added: a hint; a text that is added is a part of the screen and no prop."""
    props = named_props(slots["prop"].plain, editor.lexicon)
    return not set(props) & {"label", "caption"} and set_prop(editor, slots)


def _switch_on(editor: Editor, place: Place, props: tuple[str, ...]) -> bool:
    """Give a place a prop that is on or off, such as a border; or a token, the plainest of them."""
    for part in parts_of(place):
        for name in props:
            prop = part.component.props.get(name) if part.component is not None else None
            if prop is not None and "boolean" in prop.types:
                return editor.propose(prop_patch(part, name, True))
            group = part.catalog.tokens.get(prop.group) if prop is not None else None
            if prop is not None and group is not None:
                return editor.one_of(prop_patch(part, name, value) for value in ("md", *group.tokens))
    return False


def default(editor: Editor, slots: Slots) -> bool:
    """Choose what is there from the start: "make Weekly the default", "default the country to France"."""
    value = slots.get("value")
    if "target" not in slots:
        option = editor.find(value, kinds=("option",)) if value is not None else None
        if option is None or option.listed != "options" or option.parent is None:
            return False
        found, text = [option.parent], name_of(option.entry)
    else:
        if value is not None and len(editor.parts(value)) > 1:
            return False
        found = editor.targets(slots["target"])
        text = "" if value is None else (value.quotes or [editor.bare(value, "quiet").plain])[0]
    ticks = [tick for place in found for tick in _ticks(place)] if value is None or text.casefold() in YES | NO else []
    if ticks or value is None:
        ticked = text.casefold() not in NO
        done = [editor.propose(prop_patch(part, name, ticked)) for part, name in ticks]
    else:
        done = [editor.one_of(settings(place, ("defaultValue",), text, editor.lexicon)) for place in found]
    return any(done)


def _ticks(place: Place) -> Iterator[tuple[Place, str]]:
    """What of a place can be ticked, with the prop that says whether it is."""
    for part in parts_of(place):
        prop = part.prop("checked") or part.prop("value")
        if prop is not None and part.says("type") in TICKED:
            yield part, prop.name


def uncheck(editor: Editor, slots: Slots) -> bool:
    """Leave a box unchecked from the start."""
    boxes = [tick for place in editor.targets(slots["target"]) for tick in _ticks(place)]
    editor.is_so = editor.is_so or any(not part.props.get(name) for part, name in boxes)
    done = [editor.propose(prop_patch(part, name, False)) for part, name in boxes if part.props.get(name)]
    return any(done)


def disable(editor: Editor, slots: Slots) -> bool:
    """Switch things off."""
    return _switch(editor, slots, off=True)


def enable(editor: Editor, slots: Slots) -> bool:
    """Switch things on again."""
    return _switch(editor, slots, off=False)


def _switch(editor: Editor, slots: Slots, *, off: bool) -> bool:
    done = []
    for place in editor.each_target(slots["target"]):
        taken = [part for part in parts_of(place) if part.component and "disabled" in part.component.props][:1]
        for part in taken:
            path = f"{part.path}/props/disabled"
            patch: Patch = prop_patch(part, "disabled", True) if off else {"op": "remove", "path": path}
            done.append(editor.propose(patch) if off or "disabled" in part.props else True)
            editor.is_so = editor.is_so or not (off or "disabled" in part.props)
    return any(done)


def change(editor: Editor, slots: Slots) -> bool:
    """Change what is named to something else of which nothing more is known: it is called that from now on."""
    new = slots["new"]
    if BRACKET in new.words or not new.text or is_kind(editor, new):
        return False
    found = editor.targets(slots["target"])
    if len(found) == 1 and found[0].role == "choice" and len(editor.parts(new)) > 1:
        return False
    return call(editor, found, new)


def options_of(place: Place) -> Place | None:
    """The control with options that a place is or holds."""
    return next((part for part in parts_of(place) if isinstance(part.props.get("options"), list)), None)
