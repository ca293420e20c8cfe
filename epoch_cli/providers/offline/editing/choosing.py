"""The options of what one chooses from: set, added, taken away."""

from __future__ import annotations

from epoch_cli.providers.offline.editing.adding import option_patch
from epoch_cli.providers.offline.editing.arranging import placement
from epoch_cli.providers.offline.editing.changing import options_of
from epoch_cli.providers.offline.editing.editor import Editor, Slots
from epoch_cli.providers.offline.editing.places import Place, name_of
from epoch_cli.providers.offline.editing.removing import take_out
from epoch_cli.providers.offline.editing.replacing import entries_in
from epoch_cli.providers.offline.knowledge.phrasebook import words
from epoch_cli.providers.offline.knowledge.said import Said
from epoch_cli.providers.offline.understanding.describe import describe
from epoch_cli.providers.offline.understanding.pieces import Piece


def _choice(editor: Editor, said: Said) -> Place | None:
    """The control whose options are spoken of: "seating", "the shipping methods", "the default role options"."""
    for text in (said, editor.without_end("options", said)):
        for place in editor.find_all(text):
            holder = place.parent if place.listed == "options" else place
            found = (
                options_of(holder) if holder is not None and not (place.listed and place.listed != "options") else None
            )
            if found is not None:
                return found
    return None


def _choice_of(editor: Editor, names: list[str]) -> Place | None:
    """The only control that offers some of these options already."""
    wanted = set(map(words, names))
    found = [place for place in editor.places() if wanted & {words(each.names[0]) for each in editor.entries_of(place)}]
    return options_of(found[0]) if len(found) == 1 else None


def options(editor: Editor, slots: Slots) -> bool:
    """Offer other options than before."""
    names = entries_in(slots["entries"], editor)
    choice = _choice(editor, slots["target"]) if "target" in slots else _choice_of(editor, names)
    least = int(slots["least"].text) if "least" in slots else 1
    if choice is None or len(names) < least:
        return False
    before = {words(name_of(entry)): entry for entry in choice.props["options"]}
    written = [option_patch(choice, name)["value"] for name in names]
    value = [before.get(words(name), made) for name, made in zip(names, written, strict=True)]
    patches = [{"op": "add", "path": f"{choice.path}/props/options", "value": value}]
    prop = choice.prop("value")
    default = choice.props.get(prop.name) if prop is not None else None
    if prop is not None and default is not None and str(default) not in {_value(entry) for entry in value}:
        patches.insert(0, {"op": "remove", "path": f"{choice.path}/props/{prop.name}"})
    return editor.propose(*patches)


def _value(entry: object) -> str:
    return str(entry.get("value")) if isinstance(entry, dict) else str(entry)


def option(editor: Editor, slots: Slots) -> bool:
    """Offer more options, at the end or where it is said."""
    if "target" in slots:
        choice, index = _choice(editor, slots["target"]), 0 if "at" in slots else None
    else:
        choice, index = _beside(editor, slots["place"])
    names = entries_in(editor.bare(slots["entries"], "parts"), editor)
    if choice is None or not names or any(_is_thing(editor, part) for part in editor.parts(slots["entries"])):
        return False
    names = [_without_name(name, choice) for name in names]
    names = names if slots["entries"].quotes else [_written_alike(name, choice) for name in names]
    taken = {words(name_of(entry)) for entry in choice.props["options"]}
    done = []
    for name in names:
        if words(name) in taken:
            editor.is_so = True
            continue
        now = editor.again(choice)
        if now is not None:
            done.append(editor.propose(option_patch(now, name, index)))
            index = None if index is None else index + 1
            editor.named, editor.last = Said(name), next(iter(editor.entries_of(now)), None)
    return any(done)


def _written_alike(name: str, choice: Place) -> str:
    """An option with a capital where all that are there have one."""
    capitals = all(name_of(entry)[:1].isupper() for entry in choice.props["options"])
    return name[:1].upper() + name[1:] if capitals else name


def _without_name(name: str, choice: Place) -> str:
    """An option without what is chosen: "Owner role" is Owner, where a role is chosen."""
    told = words(name)
    last = {words(each)[-1:] for each in (*choice.names, *(choice.parent.names if choice.parent else ()))}
    return name.rsplit(" ", 1)[0] if len(told) > 1 and told[-1:] in last else name


def _is_thing(editor: Editor, said: Said) -> bool:
    """Whether a part of a screen is meant, and no option: "a phone field"."""
    last = editor.lexicon.nouns.ending(said.words)
    named = last is not None and last.value.kind not in {"option", "plan"}
    return not said.quotes and (named or bool(describe(Piece(said.plain), editor.lexicon).item.kind))


def _beside(editor: Editor, said: Said) -> tuple[Place | None, int | None]:
    """The choice, and the place among its options, that words say: "between Weekly and Never"."""
    position = placement(said, editor.lexicon)
    if position is None:
        return None, None
    anchors = editor.parts(position.anchor) if position.relation == "between" else [position.anchor]
    found = editor.find(anchors[0], kinds=("option",)) if anchors and anchors[0].text else None
    if found is None or found.listed != "options" or found.parent is None:
        return None, None
    return found.parent, int(found.path.rpartition("/")[2]) + (position.relation != "above")


def no_option(editor: Editor, slots: Slots) -> bool:
    """Offer fewer options."""
    names = {words(name) for name in entries_in(editor.bare(slots["entries"], "parts"), editor)}
    if "target" in slots:
        choice = _choice(editor, slots["target"])
        here = [] if choice is None else editor.entries_of(choice)
    else:
        here = [entry for place in editor.places() for entry in editor.entries_of(place)]
    found = [entry for entry in here if entry.listed == "options" and words(entry.names[0]) in names]
    holders = {entry.parent.path for entry in found if entry.parent is not None}
    if len(holders) != 1 or len(found) != len(names) or not take_out(editor, found):
        return False
    editor.last = found[0]
    return True
