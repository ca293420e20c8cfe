"""What an answer writes again of those before it: a model that goes on often begins a little, or a lot, too early.

    texts so far ─▶ Written ─▶ what the next answer's operations are: again, the rest of a cut one, or new

Nothing is applied twice (decision 11), and a piece never takes the place of the whole. An answer is a story: one
operation upon the other. One that begins again, at the start of the last story or somewhere in it, is followed on a
copy of the document as it was there, and so every operation has its place; what is in that place already, in the
document as it is now, is not added again. Operations are compared as a model wrote them, so texts are read again here,
whole operations at a time: runs that are not cut never come here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import orjson

from epoch_cli.document import Document, Patch, apply_patch, clone, format_pointer, parse_pointer, resolve
from epoch_cli.engine.pieces import is_piece, overwrites
from epoch_cli.errors import PatchError
from epoch_cli.reading import PatchRead, PatchReader

Path = tuple[str, ...]

_TELLING = frozenset({"id", "key", "testId", "text"})
"""What tells a node from others of its type."""


class Written:
    """The operations of the answers so far for one wish, as the model wrote them.

    Args:
        origin: the document when it was wished; nobody changes it.
    """

    def __init__(self, origin: Document) -> None:
        self._origin = self._shown = self._start = origin
        self._story: list[Patch] = []
        self._first = b""
        self._known: set[bytes] = set()
        self._refused: set[bytes] = set()
        self._refused_now: set[bytes] = set()
        self._said: list[Patch] = []
        self._rest: list[bytes] = []
        self._shadow: Document | None = None
        self._anywhere = self._begun = False

    def refused(self, patch: Any) -> None:
        """An operation of the last answer was refused, so it may come again."""
        self._refused_now.add(_key(patch))

    def heard(self, text: str) -> None:
        """An answer that began with the wish; what was read of it was not compared with anything."""
        reader = PatchReader(max_total_chars=max(1, len(text)))
        reads = [*reader.feed(text), *reader.close()]
        self._start, self._story = self._origin, []
        self._said = [_own(read.patch) for read in reads if isinstance(read, PatchRead) and not is_piece(read)]
        self._first = _key(self._said[0]) if self._said else b""

    def begin(self, document: Document, *, anywhere: bool) -> None:
        """The next answer begins.

        Args:
            document: what its author is shown; nobody changes it.
            anywhere: operations may come again in any order, as when a model corrects some and repeats the others.
        """
        keys = {_key(patch) for patch in self._said}
        self._known |= keys
        self._refused = (self._refused - keys) | self._refused_now
        self._story += self._said
        self._said, self._refused_now = [], set()
        self._shown, self._shadow, self._anywhere, self._begun = document, None, anywhere, False

    def left_of(self, read: PatchRead, document: Document) -> list[Patch]:
        """What is to be done of an operation of the present answer: it, nothing, or what is missing of its value.

        Args:
            read: the operation.
            document: as it is now.
        """
        patch, cut = read.patch, is_piece(read)
        key = _key(patch)
        if not self._begun:
            self._begin_story(patch, document, cut=cut)
        if not cut:
            self._said.append(_own(patch))
        if key in self._refused:
            return [patch]
        if self._anywhere:
            return [] if key in self._known or (cut and overwrites(patch, document)) else [patch]
        place = self._placed(patch)
        if key in self._rest:
            self._rest = self._rest[self._rest.index(key) + 1 :]
            return []
        if place is not None:
            return _lacking(patch, place, document, cut=cut)
        return [] if cut and overwrites(patch, document) else [patch]

    # ------------------------------------------------------------ which story an answer tells

    def _begin_story(self, patch: Patch, document: Document, *, cut: bool) -> None:
        """Find out from its first operation whether an answer begins again, and where; else its story is new."""
        self._begun = True
        if self._anywhere:
            self._tell_anew()
            return
        at = self._again_from(patch, cut=cut)
        if at is not None:
            self._follow(self._start, self._story[:at], self._story[at:])
        elif _key(patch) == self._first or self._starts_over(patch, document):
            self._follow(self._origin, [], [])
        else:
            self._follow(self._start, self._story, [])
            if not self._goes_on(patch, document):
                self._tell_anew()

    def _tell_anew(self) -> None:
        """Begin a story of which nothing was told before."""
        self._start, self._story, self._rest, self._shadow = self._shown, [], [], None

    def _goes_on(self, patch: Patch, document: Document) -> bool:
        """Whether an answer goes on behind the last story: that has made the document, or this is there already."""
        if self._shadow == document:
            return True
        before = clone(self._shadow)
        place = self._placed(patch)
        self._shadow = before
        return place is not None and _lacking(patch, place, document, cut=False) != [patch]

    def _follow(self, start: Document, story: Sequence[Patch], rest: Sequence[Patch]) -> None:
        """Go on behind a story, of which the rest may come again."""
        self._start, self._story, self._rest = start, [*story], [_key(patch) for patch in rest]
        self._shadow = clone(start)
        for patch in story:
            if _key(patch) not in self._refused:
                self._placed(patch)

    def _again_from(self, patch: Patch, *, cut: bool) -> int | None:
        """Where in the last story an operation was; None where it was not, or where it may be meant once more."""
        story, key = self._story, _key(patch)
        found = [at for at, each in enumerate(story) if (_is_piece(patch, each) if cut else _key(each) == key)]
        if not found or found[0] == 0 or not _may_repeat(patch):
            return found[0] if found else None
        return found[-1] if found[-1] == len(story) - 1 else None

    def _starts_over(self, patch: Patch, document: Document) -> bool:
        """Whether the tree is begun once more that this wish has begun."""
        begins = patch.get("op") == "add" and patch.get("path") == "/root"
        return begins and "root" in document and "root" not in self._origin

    def _placed(self, patch: Patch) -> Path | None:
        """Do an operation in the story, too; gives where it has put something new, None where it has not."""
        if self._shadow is None:
            return None
        try:
            self._shadow, inverse = apply_patch(self._shadow, patch)
        except PatchError:  # written in a way that Epoch understands and RFC 6902 does not
            self._shadow = None
            return None
        if not inverse or (patch["op"], inverse[0]["op"]) != ("add", "remove"):  # a `test` changes nothing
            return None
        *parent, last = parse_pointer(inverse[0]["path"])
        holder = resolve(self._shadow, parent)
        # what is put before something else shifts it: in that place may now be anything
        return None if isinstance(holder, list) and int(last) != len(holder) - 1 else (*parent, last)


# ---------------------------------------------------------------- operations


def _own(patch: Patch) -> Patch:
    """A copy without `meta`."""
    return {name: clone(value) for name, value in patch.items() if name != "meta"}


def _key(patch: Any) -> bytes:
    """An operation, but for its `meta`, the same for the same JSON."""
    told = {name: value for name, value in patch.items() if name != "meta"} if isinstance(patch, Mapping) else patch
    try:
        return orjson.dumps(told, option=orjson.OPT_SORT_KEYS)
    except TypeError:  # half a character, or an integer beyond 64 bit
        return json.dumps(told, sort_keys=True).encode("ascii")


def _may_repeat(patch: Patch) -> bool:
    """Whether an operation may well be meant twice: it puts something without a name or content into an array.

    A list of rows begins with many that are alike; a text or a label that comes twice is said again.
    """
    last, value = str(patch.get("path", "")).rpartition("/")[2], patch.get("value")
    if patch.get("op") != "add" or not (last == "-" or last.isdigit()) or not isinstance(value, Mapping):
        return False
    content = value.get("children") if "children" in value else value.get("props")
    return not (content or value.keys() & _TELLING)


def _is_piece(patch: Patch, whole: Patch) -> bool:
    """Whether an operation is the beginning of another."""
    part, value = patch.get("value"), whole.get("value")
    same = all(patch.get(name) == whole.get(name) for name in ("op", "path"))
    return same and _agree(value, part) and not any(_missing(value, part, ()))


# ---------------------------------------------------------------- values


def _lacking(patch: Patch, place: Path, document: Document, *, cut: bool) -> list[Patch]:
    """What an `add` has that is not in its place; the operation itself where nothing is there, or something else."""
    try:
        there = resolve(document, place)
    except PatchError:
        return [patch]
    if not _agree(there, patch["value"]):
        return [] if cut and overwrites(patch, document) else [patch]
    return list(_missing(there, patch["value"], place))


def _agree(there: Any, value: Any) -> bool:
    """Whether two values may be the same one, of which each may lack something: no field differs that both have."""
    if not isinstance(there, dict) or not isinstance(value, dict):
        return bool(there == value)
    if there.get("id") != value.get("id"):
        return False
    return all(
        _aligned(there[name], value[name]) is not None if name == "children" else _agree(there[name], value[name])
        for name in there.keys() & value.keys()
    )


def _aligned(there: Any, value: Any) -> list[bool] | None:
    """For each new child whether it is there; None when the children that are there are others.

    Those that are there come in the same order. Some may have been refused; and behind all the new ones there may be
    more, which an earlier answer added.
    """
    if not isinstance(there, list) or not isinstance(value, list):
        return None
    found = []
    at = 0
    for child in value:
        found.append(at < len(there) and _agree(there[at], child))
        at += found[-1]
    return found if at == len(there) or all(found) else None


def _missing(there: Any, value: Any, path: Path) -> Iterator[Patch]:
    """Operations that add to a value what another has more; the two agree."""
    if not isinstance(there, dict) or not isinstance(value, dict):
        return
    for name, field in value.items():
        inside = (*path, name)
        if name not in there:
            yield {"op": "add", "path": format_pointer(inside), "value": field}
        elif name != "children":
            yield from _missing(there[name], field, inside)
        else:
            at = 0
            for index, (child, known) in enumerate(zip(field, _aligned(there[name], field) or (), strict=True)):
                if known:
                    yield from _missing(there[name][at], child, (*inside, str(index)))
                    at += 1
                else:
                    yield {"op": "add", "path": format_pointer((*inside, index)), "value": child}
