"""What is new, and where it goes: beside what is named, into it, or where such things belong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from epoch_cli.catalog import FIELDS
from epoch_cli.document import Patch
from epoch_cli.providers.offline.editing.additions import quote_what_it_says
from epoch_cli.providers.offline.editing.arranging import ALONE, ANCHORED, Position, moved, positions
from epoch_cli.providers.offline.editing.editor import Editor, Gap, Slots
from epoch_cli.providers.offline.editing.places import Place, panel_of, unit
from epoch_cli.providers.offline.editing.placing import anchor_of
from epoch_cli.providers.offline.editing.pointing import names_in
from epoch_cli.providers.offline.editing.setting import likenings
from epoch_cli.providers.offline.editing.wrapping import group_of
from epoch_cli.providers.offline.knowledge.phrasebook import words
from epoch_cli.providers.offline.knowledge.said import COMMA, Said, say
from epoch_cli.providers.offline.understanding.describe import describe
from epoch_cli.providers.offline.understanding.phrases import label
from epoch_cli.providers.offline.understanding.pieces import Piece, split
from epoch_cli.providers.offline.understanding.wish import Wish
from epoch_cli.providers.offline.understanding.wording import sentence

_INTO = {"goes_to": "into"}
"""What is added to something goes into it."""

_INNER = frozenset({"into", "first_of", "last_of"})


def add(editor: Editor, slots: Slots) -> bool:
    """Add what is named, where it is said to go or where such things belong."""
    said = slots["all"]
    for position in _told_places(editor, said):
        if editor.is_one_of("each_row", position.anchor.words):
            return False  # what stands in every row of a table is no part of the screen
        if _add_in(editor, position) or _add_at(editor, position):
            return True
    for position in positions(said, editor.lexicon):
        if position.relation in {"above", "below", "between"} and is_thing(editor, position.subject):
            editor.unfound.append(position.anchor.plain)
            said = position.subject  # the place is not there, but the thing can be
            break
    return _more_entries(editor, said) or _add(editor, said, None)


def offers_in_a_column(editor: Editor, said: Said) -> bool:
    """Whether options of a column are asked for, which has none: "options a, b, c to the role column"."""
    if not editor.begins("options", editor.bare(said, "parts")):
        return False
    around = positions(said, editor.lexicon, (*ANCHORED, "goes_to"))
    found = (editor.find(position.anchor, guess=False) for position in around if position.anchor.text)
    return any(place is not None and place.listed == "columns" for place in found)


def _more_entries(editor: Editor, said: Said) -> bool:
    """Add an option where options were spoken of: "drop Paint and add Wood"."""
    last = editor.last
    if last is None or last.listed != "options" or last.parent is None or is_thing(editor, said):
        return False
    holder = editor.again(last.parent)
    listed = holder.props.get("options") if holder is not None else None
    name = _bare_label(editor, said)
    return bool(listed and name) and holder is not None and editor.propose(option_patch(holder, name))


def _told_places(editor: Editor, said: Said) -> Iterator[Position]:
    """The ways to read where something goes; more of the thing may follow: "to the profile, optional"."""
    found = positions(said, editor.lexicon, (*ANCHORED, "goes_to"))
    for position in found:
        yield position._replace(relation=_INTO.get(position.relation, position.relation))
    for relation, subject, anchor in found:
        cuts = [index for index, word in enumerate(anchor.words) if word == COMMA and index]
        cuts += [start for start, _ in editor.between("with_options", anchor)]
        for cut in sorted(cuts):
            more = f"{subject.text} {anchor.cut(cut).text}"
            yield Position(_INTO.get(relation, relation), replace(subject, text=more), anchor.cut(0, cut))


def _add_in(editor: Editor, position: Position) -> bool:
    """Add what a position is said of, in what it goes into: "a phone field to the profile below the email"."""
    scope = editor.scope
    for around in positions(position.subject, editor.lexicon, ("into", "goes_to")) if position.anchor.text else ():
        holder = editor.find(around.anchor, guess=False) if around.anchor.text else None
        whole = None if holder is None else next(iter(editor.whole(around.anchor, [holder])))
        if whole is None or not editor.within(whole, editor.places())[1:]:
            continue
        editor.scope = (panel_of(whole) or unit(whole)).path
        done = _add_at(editor, position._replace(subject=around.subject))
        editor.scope = scope
        if done:
            return True
    return False


def put(editor: Editor, slots: Slots) -> bool:
    """Add what is not there where it is said to go: "put a phone field above the email"."""
    said = [position for position in positions(slots["all"], editor.lexicon) if is_thing(editor, position.subject)]
    return any(_add_at(editor, position) for position in said)


def is_thing(editor: Editor, said: Said) -> bool:
    """Whether something is named that could be added."""
    pieces = split(said.written, editor.lexicon)
    found = describe(pieces[0] if pieces else Piece(""), editor.lexicon)
    return bool(found.item.kind) or found.known


def _add_at(editor: Editor, position: Position) -> bool:
    """Add what a position is said of; False where there is no such place."""
    relation, subject = position.relation, position.subject
    if relation in ALONE:
        return relation in {"first", "last"} and _add(editor, subject, _top(editor) if relation == "first" else None)
    anchors = group_of(editor.find_all(anchor_of(editor, position), guess=relation != "into"))
    anchor = next(iter(anchors if relation == "above" else reversed(anchors)), None)
    if anchor is None:
        return False
    holder = panel_of(anchor) or unit(_row_around(anchor, position, editor))
    if anchor.listed == "tabs" and relation in {"above", "below"}:
        return _add_tab(editor, anchor, position)
    if anchor.listed and (panel_of(anchor) is None or relation not in _INNER):
        return panel_of(anchor) is None and _add_entry(editor, anchor, position)
    if holder.is_heading and relation == "above":
        holder = next(iter(editor.whole(position.anchor, [holder])))  # nothing goes above the heading of a card
    return (
        _add_inside(editor, holder, position)
        if relation in _INNER
        else _add(editor, subject, _beside(holder, relation))
    )


def _add_inside(editor: Editor, holder: Place, position: Position) -> bool:
    """Add something to a place: at its start, or where such things belong in it."""
    if holder.is_heading:
        holder = next(iter(editor.whole(position.anchor, [holder])))
    if holder.is_heading:
        return _add(editor, position.subject, _under_heading(editor, holder, position.relation))
    if holder.role in FIELDS:
        return _add(editor, position.subject, _beside(holder, "below"))
    scope, named = editor.scope, editor.named
    editor.scope = holder.path if position.relation != "first_of" else scope
    done = _add(editor, position.subject, _start_of(holder) if position.relation == "first_of" else None)
    editor.scope = scope
    if not done:
        editor.named = named
    return done


def _row_around(anchor: Place, position: Position, editor: Editor) -> Place:
    """The row of buttons around a button, where something else goes above or below it."""
    row = anchor.parent
    beside = position.relation in {"above", "below"} and not any(
        name.kind in {"button", "link"} for name in names_in(position.subject.unquoted.plain, editor.lexicon)
    )
    in_row = row is not None and row.role not in {"form", "card", "dialog"} and row.is_row_of_buttons
    return row if beside and in_row and row is not None and anchor.role == "action" else anchor


def _top(editor: Editor) -> Gap | None:
    here = editor.places()
    scoped = [place for place in here if editor.scope and f"{place.path}/".startswith(f"{editor.scope}/")]
    holder = next((place for place in (*scoped, *here) if place.role == "form"), here[0])
    first = holder.inside()[:1]
    heading = editor.heading()
    is_title = bool(first) and heading is not None and first[0].path == heading.path
    return Gap(holder.path, int(is_title), len(holder.children))


def _under_heading(editor: Editor, heading: Place, relation: str) -> Gap | None:
    """The place at the start or the end of what stands below a heading."""
    if heading.parent is None:
        return None
    below = [place for place in editor.section(heading) if not place.is_row_of_buttons]
    last = heading if relation == "first_of" or not below else below[-1]
    return Gap(heading.parent.path, int(last.path.rpartition("/")[2]) + 1, len(heading.parent.children))


def _beside(anchor: Place, relation: str) -> Gap | None:
    """The place above or below a node; None for the root."""
    if anchor.parent is None:
        return None
    return Gap(anchor.parent.path, anchor.number + (relation != "above"), len(anchor.parent.children))


def _start_of(holder: Place) -> Gap | None:
    """The place at the start of a node, below its heading; None where it holds nothing."""
    if holder.component is None or not holder.component.children:
        return None
    first = holder.inside()[:1]
    return Gap(holder.path, int(bool(first) and first[0].is_heading), len(holder.children))


def _add_tab(editor: Editor, anchor: Place, position: Position) -> bool:
    """Add a tab, and move it beside another one."""
    before = 0 if anchor.parent is None else len(anchor.parent.props[anchor.listed])
    if anchor.parent is None or not _add(editor, position.subject, None):
        return False
    now = editor.again(anchor.parent)
    tabs = [] if now is None else [entry for entry in editor.entries_of(now) if entry.listed == anchor.listed]
    if len(tabs) > before:
        beside = next(tab for tab in tabs if tab.path == anchor.path)
        editor.become(moved(editor.document, tabs[-1], position.relation, beside, editor.places()))
    return True


def _add_entry(editor: Editor, anchor: Place, position: Position) -> bool:
    """Add columns or options beside one that is there."""
    holder = anchor.parent
    if holder is None or position.relation not in {"above", "below", "between"}:
        return False
    index = int(anchor.path.rpartition("/")[2]) + (position.relation != "above")
    names = [_bare_label(editor, part) for part in editor.parts(position.subject)]
    done = []
    for number, name in enumerate(names):
        again = editor.again(holder)
        if again is None:
            continue
        if anchor.listed == "columns":
            done.append(bool(name) and _add_column(editor, name, again, index + number))
        elif anchor.listed == "options":
            done.append(editor.propose(option_patch(again, name, index + number)))
    editor.named = position.subject
    return any(done)


def _bare_label(editor: Editor, said: Said) -> str:
    """The label of a column or an option, without articles and nouns."""
    if said.quotes:
        return said.quotes[0]
    text = label(editor.bare(said, "parts").plain)
    nouns = [name for name in names_in(text, editor.lexicon) if name.kind in {"column", "option"}]
    if nouns:
        size = len(nouns[-1].words)
        cut = Said(text)
        text = cut.cut(0, size).text if cut.words[:size] == nouns[-1].words else cut.cut(len(cut) - size).text
    return sentence(text, editor.lexicon)


def option_patch(holder: Place, name: str, index: int | None = None) -> Patch:
    """The patch that adds an option, written as the others are."""
    listed = holder.props["options"]
    value = (
        {"value": "-".join(words(name)) or name, "label": name}
        if any(isinstance(each, dict) for each in listed)
        else name
    )
    at = "-" if index is None or index >= len(listed) else index
    return {"op": "add", "path": f"{holder.path}/props/options/{at}", "value": value}


def _add(editor: Editor, said: Said, at: Gap | None, *, sure: bool = True) -> bool:
    """Add what a text names; False when nothing of it was taken."""
    if sure and at is None and _columns(editor, said):
        return True
    said, looks = _looks(editor, said) if sure else (said, "")
    pieces = split(said.written, editor.lexicon)
    for piece in pieces if sure else ():
        quote_what_it_says(piece, editor.lexicon)
    if not pieces:
        return False
    before = len(editor.patches)
    additions = editor.additions(at)
    wish = additions.wish(pieces, sure=sure)
    editor.there += additions.there
    _write(editor, wish, at)
    if looks and len(editor.patches) > before:
        place = editor.find(editor.named)
        if place is not None:
            editor.one_of(likenings(place, looks, editor.lexicon))
    return len(editor.patches) > before


def _write(editor: Editor, wish: Wish, at: Gap | None) -> None:
    """Propose all that a wish holds."""
    for item in wish.items:
        editor.named = Said(item.label)
        for patches in editor.additions(at).patches(wish, item):
            editor.propose(*patches)
    for part in wish.parts:
        additions = editor.additions(at)
        for made in additions.studio.build(part, 2):
            more = additions.more_tabs(made)
            for patches in editor.additions(at).parts([made]) if more is None else more:
                editor.propose(*patches)


def _columns(editor: Editor, said: Said) -> bool:
    """Add columns to the table that is spoken of: "a last login column"."""
    parts = editor.parts(said)
    nouns = [name for name in names_in(editor.bare(said, "parts").plain, editor.lexicon) if name.kind == "column"]
    if not nouns or editor.additions().table is None:
        return False
    names = [_bare_label(editor, part) for part in parts]
    done = [_add_column(editor, name, editor.additions().table) for name in names if name]
    editor.named = said
    return any(done)


def _add_column(editor: Editor, name: str, table: Place | None, index: int | None = None) -> bool:
    """Add a column, unless there is one of this name."""
    there = table is not None and any(words(name) == words(each.names[0]) for each in editor.entries_of(table))
    editor.is_so = editor.is_so or there
    return editor.propose(*editor.additions().column(name, table, index))


def _looks(editor: Editor, said: Said) -> tuple[Said, str]:
    """A text without what it says of the looks at its end, and that: "a Delete button in red"."""
    pieces = editor.parts(said)
    last = editor.without_end("look", pieces[-1]) if len(pieces) > 1 else said
    if last != said and _is_look(editor, last.words) and _is_button(editor, pieces[0]):
        return said.cut(0, len(said) - len(pieces[-1]) - 1), last.plain
    for size in (1, 2):
        if len(said) > size + 1 and said.words[-size - 1] == "in" and _is_look(editor, said.words[-size:]):
            return said.cut(0, len(said) - size - 1), said.cut(len(said) - size).plain
    bare = editor.bare(said, "parts")
    if len(bare) > 2 and _is_look(editor, bare.words[:1]) and _is_button(editor, bare):
        return bare.cut(1), bare.cut(0, 1).plain
    return said, ""


def _is_look(editor: Editor, told: tuple[str, ...]) -> bool:
    buttons = [place.component for place in editor.places() if place.role == "action"]
    own = editor.brief.catalog.by_role("action")
    props = own.props if own is not None else {}
    named = {value for prop in props.values() for value in prop.values}
    return bool(editor.lexicon.edit_values.exact(told) in named or " ".join(told) in named) and (
        own is not None or bool(buttons)
    )


def _is_button(editor: Editor, said: Said) -> bool:
    return any(name.kind == "button" for name in names_in(said.unquoted.plain or said.plain, editor.lexicon))


def more(editor: Editor, said: Said) -> bool:
    """Add what is plainly a part of a screen, though nobody said "add": "also a sign up link"."""
    return _add(editor, said, None, sure=False)


def add_to(relation: str) -> Callable[[Editor, Slots], bool]:
    """A handler for sentences that say apart what is new and where it goes."""

    def handler(editor: Editor, slots: Slots) -> bool:
        new = slots["new"] if "new" in slots else slots["quote"]
        if "noun" in slots:
            new = say(f'{slots["noun"].text} "{new.plain}"')
        return _add_at(editor, Position(relation, new, slots.get("anchor", Said(""))))

    return handler
