"""What an answer writes again of those before it: a model that goes on often begins a little, or a lot, too early.

    texts so far ─▶ Written ─▶ what the next answer's operations are: again, the rest of a cut one, or new

Three things hold, the first before the second before the third: nothing that was accepted is lost, nothing is applied
twice (decision 11), nothing is missing.

An answer is a story: one operation upon the other. One that begins again, at the start of the last story or somewhere
in it, is told on a document as it was there (`Retelling`), and so every operation has its place; what is in that place
already, in the document as it is now, is not added again, and what it lacks is added (`joining`). An answer that
corrects repeats operations in any order: one that is known is left out, as long as what it has made is still there.
What would overwrite a node of this wish only adds to it and sets its fields. Runs that are not cut never come here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from epoch_cli.document import Document, Patch, apply_patch, clone, format_pointer
from epoch_cli.document.pointer import ABSENT, look
from epoch_cli.engine.joining import TELLING, agree, is_begun, joined, likeness, likenesses, same_json, same_node
from epoch_cli.engine.pieces import is_piece, overwrites
from epoch_cli.engine.retelling import Made, MakeDraft, Place, Retelling, own
from epoch_cli.reading import PatchRead, Read
from epoch_cli.reading.granularity import Granularity
from epoch_cli.validation import Draft


class Written:
    """The operations of the answers so far for one wish, as the model wrote them.

    Args:
        origin: the document when it was wished; nobody changes it.
        make: makes a draft like that of the run, of any document.
        granularity: how the run takes large values.
    """

    def __init__(self, origin: Document, make: MakeDraft, granularity: Granularity) -> None:
        self._origin = self._shown = self._start = origin
        self._make = make
        self._granularity = granularity
        self._story: list[Patch] = []
        self._first = b""
        self._known: dict[bytes, Made] = {}
        self._damaged: dict[bytes, Made] = {}
        self._refused: set[bytes] = set()
        self._refused_now: set[bytes] = set()
        self._said: list[Patch] = []
        self._said_now: dict[bytes, Made] = {}
        self._pieces: list[Patch] = []
        self._pieces_now: list[Patch] = []
        self._rest: list[bytes] = []
        self._anywhere = self._begun = self._again = False

    def refused(self, patch: Any) -> None:
        """An operation of the last answer was refused, so it may come again."""
        self._refused_now.add(_key(patch))

    def heard(self, reads: Iterable[Read]) -> None:
        """What was read of an answer that began with the wish; it was not compared with anything."""
        self._start, self._story = self._origin, []
        self._said = []
        told = self._retelling(self._origin)
        for read in reads:
            if isinstance(read, PatchRead):
                self._said_of(read, told.tell(read.patch))
        self._first = _key(self._said[0]) if self._said else b""

    def begin(self, document: Document, *, anywhere: bool) -> None:
        """The next answer begins.

        Args:
            document: what its author is shown; nobody changes it.
            anywhere: operations may come again in any order, as when a model corrects some and repeats the others.
        """
        self._refused = (self._refused - self._said_now.keys()) | self._refused_now
        self._known |= self._said_now
        self._story += self._said
        self._damaged |= {
            _damage(patch): made for patch in self._said if (made := self._said_now[_key(patch)]).new and made.refused
        }
        open_ends = [piece for piece in self._pieces if not any(_begins(piece, patch) for patch in self._said)]
        self._pieces, self._pieces_now = open_ends + self._pieces_now, []
        self._said, self._said_now, self._refused_now = [], {}, set()
        self._shown, self._anywhere, self._begun = document, anywhere, False

    def left_of(self, read: PatchRead, draft: Draft) -> list[Patch]:
        """What is to be done of an operation of the present answer: it, nothing, or what is missing of its value.

        Args:
            read: the operation.
            draft: of the run, as it is now.
        """
        patch, key, document = read.patch, _key(read.patch), draft.document
        self._begin_story(read, key, document)
        known = self._anywhere and key not in self._refused and self._is_still_there(key, document)
        if known and not self._again:
            self._said_of(read, self._known[key])
            return []
        made = self._retold.tell(patch)
        self._said_of(read, made)
        if key in self._refused or (made.place is None and made.refused):
            return self._without_loss(read, made, draft)
        if known:
            return []
        if key in self._rest:
            self._rest = self._rest[self._rest.index(key) + 1 :]
            return []
        damaged = self._damaged.get(_damage(patch)) if self._anywhere else None
        return self._lacking(read, made, draft) if damaged is None else self._mended(patch, damaged, document)

    def _said_of(self, read: PatchRead, made: Made) -> None:
        """Remember an operation and what it has made."""
        patch, key = own(read.patch), _key(read.patch)
        if is_piece(read):
            self._pieces_now.append(patch)
            return
        self._said.append(patch)
        self._said_now[key] = made

    # ------------------------------------------------------------ which story an answer tells

    def _begin_story(self, read: PatchRead, key: bytes, document: Document) -> None:
        """Find out whether an answer begins again, and where, from its first operation; else its story is new."""
        first, self._begun = not self._begun, True
        if self._anywhere:
            if self._starts_over(read.patch, document):
                self._follow(self._origin, [], [])
            elif first:
                self._tell_anew()
            return
        if not first:
            return
        at = self._again_from(read.patch, cut=is_piece(read))
        if at is not None:
            self._follow(self._start, self._story[:at], self._story[at:])
        elif key == self._first or self._starts_over(read.patch, document):
            self._follow(self._origin, [], [])
        else:
            self._follow(self._start, self._story, [])
            if not self._goes_on(read, document):
                self._tell_anew()

    def _tell_anew(self) -> None:
        """Begin a story of which nothing was told before."""
        self._follow(self._shown, [], [])
        self._again = False

    def _follow(self, start: Document, story: Sequence[Patch], rest: Sequence[Patch]) -> None:
        """Go on behind a story, of which the rest may come again."""
        self._start, self._story, self._rest = start, [*story], [_key(patch) for patch in rest]
        self._retold = self._retelling(start)
        self._retold.tell_all(story)
        self._again = True

    def _goes_on(self, read: PatchRead, document: Document) -> bool:
        """Whether an answer goes on behind the last story: that has made the document, or this is there already."""
        if self._retold.document == document:
            return True
        made = self._retelling(self._retold.document).tell(read.patch)
        there = look(document, made.place or ())
        return made.new and self._has_place(read.patch, made) and there is not ABSENT and agree(there, made.value)

    def _again_from(self, patch: Patch, *, cut: bool) -> int | None:
        """Where in the last story an operation was; None where it was not, or where it may be meant once more."""
        story, key = self._story, _key(patch)
        found = [at for at, each in enumerate(story) if (_begins(patch, each) if cut else _key(each) == key)]
        if not found or found[0] == 0 or not _may_repeat(patch):
            return found[0] if found else None
        return found[-1] if found[-1] == len(story) - 1 else None

    def _starts_over(self, patch: Patch, document: Document) -> bool:
        """Whether the tree is begun once more that this wish has begun."""
        begins = patch.get("op") == "add" and patch.get("path") in {"/root", "#/root"}
        return begins and "root" in document and "root" not in self._origin

    def _retelling(self, start: Document) -> Retelling:
        return Retelling(self._make, start, self._granularity)

    # ------------------------------------------------------------ what is there, and what is not

    def _is_still_there(self, key: bytes, document: Document) -> bool:
        """Whether an operation was written before, and what it has made is in the document."""
        made = self._known.get(key)
        if made is None or made.like is None:
            return made is not None and (made.place is not None or not made.refused)
        return _is_there(made, document) or made.like in likenesses(document)

    def _is_gone(self, made: Made, document: Document) -> bool:
        """Whether what an operation takes away, or moves, is away already, though other operations did it."""
        told = self._retold.document
        return all(_around(told, place) == _around(document, place) for place in made.emptied)

    def _has_place(self, patch: Patch, made: Made) -> bool:
        """Whether what is in the place of something new is the same, and not only what was shifted there.

        What is put before something else shifts it, but for one of which a piece is there.
        """
        return made.last or self._is_begun(patch)

    def _is_begun(self, patch: Patch) -> bool:
        """Whether a piece of an operation has come before."""
        return any(_begins(piece, patch) for piece in self._pieces)

    def _lacking(self, read: PatchRead, made: Made, draft: Draft) -> list[Patch]:
        """What an operation has that is not in its place; the operation itself where nothing is there, or another."""
        patch, place = read.patch, made.place
        if self._again and made.emptied and self._is_gone(made, draft.document):
            return []
        if place is None or not made.new or not self._has_place(patch, made):
            before_itself = self._again and _is_put_before_itself(patch, made, draft.document)
            return [] if before_itself else self._without_loss(read, made, draft)
        there = look(draft.document, place)
        if there is ABSENT:
            return [patch]
        if agree(there, made.value):
            return [*joined(there, made.value, place), *self._refused_anew(made)]
        if is_begun(there, made.value) and self._is_begun(patch):  # the whole is repaired otherwise than its piece
            return [*joined(there, made.value, place, begun=True)]
        return self._in_other_words(read, made, draft)

    def _in_other_words(self, read: PatchRead, made: Made, draft: Draft) -> list[Patch]:
        """What an operation is that puts a node where one with other fields is: what differs, if that is the same."""
        place = made.place or ()
        there = look(draft.document, place)
        if not isinstance(look(draft.document, place[:-1]), list):
            return self._without_loss(read, made, draft)
        same = not is_piece(read) and likeness(there) == made.like
        return [*joined(there, made.value, place)] if same else [read.patch]

    def _refused_anew(self, made: Made) -> list[Patch]:
        """The parts of an operation that were refused and were not written before: they are told."""
        return [part for part in made.refused if _key(part) not in self._refused]

    def _without_loss(self, read: PatchRead, made: Made, draft: Draft) -> list[Patch]:
        """An operation; where it would overwrite a node of this wish, only what it adds to that."""
        patch, place = read.patch, draft.overwritten_by(read.patch)
        if is_piece(read) and overwrites(patch, draft):
            return []
        if place is None:
            return [patch]
        there, value = look(draft.document, place), patch.get("value") if made.place is None else made.value
        if there == look(self._origin, place) or not _may_be_joined(place, there, value):
            return [patch]
        return [*joined(there, value, place)]

    def _mended(self, patch: Patch, damaged: Made, document: Document) -> list[Patch]:
        """What an operation adds that is written once more because a part of it was refused."""
        place = damaged.place or ()
        if not _is_there(damaged, document):
            return [patch]
        without = apply_patch(clone(document), {"op": "remove", "path": format_pointer(place)}).document
        made = self._retelling(without).tell(patch)
        return [*joined(look(document, place), made.value, place)] if made.new else [patch]


def _is_there(made: Made, document: Document) -> bool:
    """Whether the node that was made is in its place."""
    there = look(document, made.place or ())
    return there is not ABSENT and likeness(there) == made.like


# ---------------------------------------------------------------- operations


def _key(patch: Any) -> bytes:
    """An operation, but for its `meta`, the same for the same JSON."""
    told = {name: value for name, value in patch.items() if name != "meta"} if isinstance(patch, dict) else patch
    return same_json(told)


def _damage(patch: Patch) -> bytes:
    """What to know an operation by that is written again with another value for what was refused."""
    return same_json([patch.get("op"), patch.get("path")]) + likeness(patch.get("value"))


def _may_repeat(patch: Patch) -> bool:
    """Whether an operation may well be meant twice: it puts something without a name or content into an array.

    A list of rows begins with many that are alike; a text or a label that comes twice is said again.
    """
    last, value = str(patch.get("path", "")).rpartition("/")[2], patch.get("value")
    if patch.get("op") != "add" or not (last == "-" or last.isdigit()) or not isinstance(value, dict):
        return False
    content = value.get("children") if "children" in value else value.get("props")
    return not (content or value.keys() & set(TELLING))


def _begins(patch: Patch, whole: Patch) -> bool:
    """Whether an operation is the beginning of another."""
    part, value = patch.get("value"), whole.get("value")
    same = all(patch.get(name) == whole.get(name) for name in ("op", "path"))
    return same and agree(value, part) and not any(joined(value, part, ()))


def _is_put_before_itself(patch: Patch, made: Made, document: Document) -> bool:
    """Whether a node goes before others in a place where one that is told from others is the same."""
    there, value, place = look(document, made.place or ()), patch.get("value"), made.place or ()
    if not made.new or not isinstance(there, dict) or not isinstance(value, dict) or not isinstance(made.value, dict):
        return False
    named = value.keys() & set(TELLING) and isinstance(look(document, place[:-1]), list)
    same = {**made.value, "id": value["id"]} if "id" in value else made.value  # for that its name is taken
    return bool(named) and agree(there, same) and not any(joined(there, same, ()))


def _around(document: Document, place: Place) -> Any:
    """The nodes among which a place is, as they are known; whether there is something, where it is among no nodes."""
    holder = look(document, place[:-1])
    return [likeness(child) for child in holder] if isinstance(holder, list) else look(document, place) is ABSENT


def _may_be_joined(place: Place, there: Any, value: Any) -> bool:
    """Whether a value is one with what it would overwrite: the tree, the same node, or the children of one."""
    if place[-1:] == ("children",):
        return isinstance(there, list) and isinstance(value, list)
    both = isinstance(there, dict) and isinstance(value, dict)
    return both and (place == ("root",) or same_node(there, value))
