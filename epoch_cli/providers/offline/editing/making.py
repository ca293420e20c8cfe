"""Making things what a word says: `required`, `red`, `bigger`, "the first tab", "sortable and not striped"."""

from __future__ import annotations

from epoch_cli.document import Patch
from epoch_cli.providers.offline.editing.arranging import moved
from epoch_cli.providers.offline.editing.becoming import become_kind, is_kind
from epoch_cli.providers.offline.editing.editor import Editor, Slots
from epoch_cli.providers.offline.editing.places import Place, control_in, unit
from epoch_cli.providers.offline.editing.pointing import LISTS
from epoch_cli.providers.offline.editing.setting import (
    is_at_end,
    likenings,
    parts_of,
    prop_patch,
    resizings,
    settings,
    values,
)
from epoch_cli.providers.offline.knowledge.phrasebook import words
from epoch_cli.providers.offline.knowledge.said import Said

_MARK = " *"
_MOST_VALUE = 6
"""Words of a value; what is longer is no value but a text."""


def make(editor: Editor, slots: Slots) -> bool:
    """Make what is named what a word says, or several: `required`, `red`, `bigger`, "sortable and not striped"."""
    value = slots["value"]
    said = editor.parts(value)
    if len(value) > _MOST_VALUE * max(1, len(said)) or ("added" in slots and is_kind(editor, value)):
        return False  # "add a phone field to the plan" makes no phone field of the plan
    found = editor.each_target(slots["target"])
    if not found:
        return False
    if (relation := _ordinal(editor, value)) and len(found) == 1:
        return editor.become(
            moved(editor.document, _entry(editor, found[0], slots["target"], value), relation, None, editor.places())
        )
    if (len(found) > 1 or len(said) < 2) and _each(editor, found, value):
        return True
    if len(said) < 2 or (editor.strict and not all(is_value(editor, found[0], part) for part in said)):
        return False
    done = []
    for part in said:
        now = [again for place in found if (again := editor.again(place)) is not None]
        done.append(_each(editor, now, part))
    if not all(done):
        editor.unfound += [part.plain for part, did in zip(said, done, strict=True) if not did]
    return any(done)


def make_not(editor: Editor, slots: Slots) -> bool:
    """Make what is named no longer what a word says: "no stripes on the table"."""
    done = [_likened(editor, place, slots["value"], negative=True) for place in editor.each_target(slots["target"])]
    return any(done)


def is_value(editor: Editor, place: Place, value: Said) -> bool:
    """Whether words say what a place may be."""
    value = editor.without_end("as_default", editor.bare(editor.bare(editor.bare(value, "quiet"), "not"), "quiet"))
    groups = ("required", "optional", "bigger", "smaller")
    if any(editor.is_one_of(group, value.words) for group in groups) or is_kind(editor, value):
        return True
    told = [*_without_noun(editor, value.plain), *(each for each in values(value.plain, editor.lexicon))]
    likely = (likenings(place, str(each), editor.lexicon) for each in told)
    return any(next(each, None) is not None for each in likely) or (len(value) == 1 and value.text.isdecimal())


def _ordinal(editor: Editor, value: Said) -> str:
    """Where in its row something is to stand: "the first tab", "last"."""
    value = editor.bare(value, "parts")
    for group, relation in (("number_1", "first"), ("number_last", "last"), ("first", "first"), ("last", "last")):
        rest = editor.without(group, value)
        alone = editor.is_one_of(group, value.words) and len(value) == 1
        if alone or (rest != value and editor.lexicon.nouns.exact(rest.words)):
            return relation
    return ""


def _entry(editor: Editor, place: Place, target: Said, value: Said) -> Place:
    """The tab or column of a name, where a tab or column is to be the first."""
    kind = editor.lexicon.nouns.exact(value.words[-1:])
    named = editor.find(target, kinds=(kind.kind,)) if kind is not None and kind.kind in LISTS else None
    return named or place


def _each(editor: Editor, found: list[Place], value: Said) -> bool:
    done = [_likened(editor, place, value) for place in found]
    return any(done)


def _likened(editor: Editor, place: Place, value: Said, *, negative: bool = False) -> bool:
    """Make one place what words say, in the first of the ways in which they can be meant."""
    value, turned = _without_not(editor, value)
    negative = negative != turned
    said = _without_noun(editor, editor.without_end("as_default", value).plain)
    for group, wanted in (("optional", False), ("required", True)):
        if any(editor.is_one_of(group, told) for told in said):
            return _require(editor, place, value=wanted != negative)
    for group, step in (("bigger", 1), ("smaller", -1)):
        if editor.is_one_of(group, value.words):
            editor.is_so = editor.is_so or is_at_end(place, step)
            return editor.one_of(resizings(place, step))
    so = editor.is_so
    if any(editor.one_of(likenings(place, told, editor.lexicon, on=not negative)) for told in said):
        return True
    if negative or editor.is_so != so:
        return editor.is_so != so or _unlike(editor, place, value.plain)
    return _by_default(editor, place, value) or become_kind(editor, place, value)


def _without_not(editor: Editor, value: Said) -> tuple[Said, bool]:
    """A value without "not" and the like before it, and whether there was one: "to be not striped" → striped."""
    negative = False
    while True:
        for group in ("not", "quiet"):
            bare = editor.without(group, value)
            if bare != value:
                value, negative = bare, negative != (group == "not")
                break
        else:
            return value, negative


def _by_default(editor: Editor, place: Place, value: Said) -> bool:
    """Choose a value from the start: "2 by default"."""
    bare = editor.without_end("as_default", value)
    text = editor.bare(bare, "quiet").plain
    return bare != value and editor.one_of(settings(place, ("defaultValue",), text, editor.lexicon))


def _without_noun(editor: Editor, text: str) -> list[str]:
    """A value, and the same without a noun for what the place is: "a danger button" → danger."""
    told = words(text)
    shorter = text.rsplit(" ", 1)[0] if len(told) > 1 else ""
    is_noun = bool(shorter) and (
        editor.is_one_of("one", told[-1:]) or editor.lexicon.nouns.exact(told[-1:]) is not None
    )
    return [text, shorter] if is_noun else [text]


def _unlike(editor: Editor, place: Place, text: str) -> bool:
    """Take away what a word names: no longer red, no longer disabled."""
    patches: list[Patch] = []
    for part in parts_of(place):
        for told in values(text, editor.lexicon):
            patches += [
                {"op": "remove", "path": f"{part.path}/props/{name}"}
                for name, now in part.props.items()
                if now == told and part.component is not None and name not in part.component.required
            ]
            name = told if isinstance(told, str) and part.props.get(told) is not None else ""
            if name:
                patches.append({"op": "remove", "path": f"{part.path}/props/{name}"})
            elif isinstance(told, str) and part.component is not None and told in part.component.props:
                editor.is_so = True
    return editor.one_of(patches)


def _require(editor: Editor, place: Place, *, value: bool) -> bool:
    done = []
    whole = unit(place)
    for part in (whole, control_in(whole)):
        component = part.component if part is not None else None
        if part is None or component is None or "required" not in component.props:
            continue
        if value or "required" in part.props:
            done.append(editor.propose(prop_patch(part, "required", value), *_mark(part, whole, value=value)))
        else:
            editor.is_so = True
            done.append(True)
    return any(done)


def _mark(part: Place, whole: Place, *, value: bool) -> list[Patch]:
    """The patch that marks the label of a control without a field as required, which nothing else says (WCAG 3.3.2)."""
    text = part.props.get("label")
    if whole.role == "field" or not isinstance(text, str) or "{" in text or value == text.endswith(_MARK):
        return []
    path = f"{part.path}/props/label"
    return [{"op": "replace", "path": path, "value": text + _MARK if value else text.removesuffix(_MARK)}]
