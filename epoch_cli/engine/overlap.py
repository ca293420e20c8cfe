"""What an answer writes again of the one before: a model that goes on often begins a little, or a lot, too early.

    texts so far ─▶ Written ─▶ what the next answer's operations are: again, the rest of a cut one, or new

Nothing is applied twice (decision 11). An operation that was written before, and was not refused, is passed over; the
one at which the answer was cut off, when it comes as a whole, is compared with the part of it that is there, and only
what is missing is left of it. Operations are compared as a model wrote them, so texts are read again here, whole
operations at a time: runs that are not cut never come here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

import orjson

from epoch_cli.document import Document, Patch, parse_pointer, resolve
from epoch_cli.document.difference import difference
from epoch_cli.errors import PatchError
from epoch_cli.reading import PatchRead, PatchReader

_CUT = "truncated-tail"
"""The healing rule of a value that the end of the text cut off."""


class Cut(NamedTuple):
    """The operation at which an answer was cut off: what had come of it, and where its value is in the document."""

    patch: Patch
    place: str


class Written:
    """The operations of the answers so far for one wish, as the model wrote them.

    Attributes:
        passed: how many operations of the present answer were written before.
    """

    def __init__(self) -> None:
        self._keys: list[bytes] = []
        self._cuts: list[Cut] = []
        self._refused: set[bytes] = set()
        self._at = 0
        self._aligned = False
        self._anywhere = False
        self.passed = 0

    def refused(self, patch: Any) -> None:
        """An operation was refused, so it may come again."""
        self._refused.add(_key(patch))

    def ended(self, text: str, place: str) -> None:
        """An answer has ended.

        Args:
            text: all of it, but for other channels.
            place: the pointer of the value that its last operation added, if that was the last that was applied;
                empty when it was not.
        """
        reader = PatchReader(max_total_chars=max(1, len(text)))
        reads = [read for read in [*reader.feed(text), *reader.close()] if isinstance(read, PatchRead)]
        if reads and any(repair.rule == _CUT for repair in reads[-1].repairs):
            partial = reads.pop().patch
            if place and isinstance(partial.get("value"), dict):
                self._cuts.append(Cut(partial, place))
        self._keys += [_key(read.patch) for read in reads[self.passed :]]

    def begin(self, *, anywhere: bool) -> None:
        """The next answer begins.

        Args:
            anywhere: operations may come again in any order, as when a model corrects some and repeats the others.
        """
        self._at, self._aligned, self._anywhere, self.passed = 0, anywhere, anywhere, 0

    def left_of(self, patch: Patch, document: Document) -> list[Patch]:
        """What is to be done of an operation of the present answer: it, nothing, or what is missing of its value."""
        key = _key(patch)
        found = self._find(key, patch)
        if found >= 0 and key not in self._refused:
            self._aligned, self._at = True, 0 if self._anywhere else found + 1
            self.passed += 1
            return []
        for cut in self._cuts:
            missing = _missing(cut, patch, document)
            if missing is not None:
                self._aligned = True
                return missing
        return [patch]

    def _find(self, key: bytes, patch: Patch) -> int:
        """Where an operation was written before; -1 where it was not, or where it may well be meant once more.

        Once an answer is known to repeat, it does so in order. Its first operation says so when it is the first or the
        last of those before, or one that makes no sense a second time.
        """
        keys = self._keys
        try:
            found = keys.index(key, self._at)
        except ValueError:
            return -1
        if self._aligned or found == 0 or not _appends(patch):
            return found
        return len(keys) - 1 if keys[-1] == key else -1


def _key(patch: Any) -> bytes:
    """An operation, but for its `meta`, the same for the same JSON."""
    told = {name: value for name, value in patch.items() if name != "meta"} if isinstance(patch, Mapping) else patch
    try:
        return orjson.dumps(told, option=orjson.OPT_SORT_KEYS)
    except TypeError:  # half a character, or an integer beyond 64 bit
        return json.dumps(told, sort_keys=True).encode("ascii")


def _appends(patch: Patch) -> bool:
    """Whether an operation put into an array something without an id: doing so twice may be meant."""
    last = str(patch.get("path", "")).rpartition("/")[2]
    value = patch.get("value")
    named = isinstance(value, Mapping) and "id" in value
    return patch.get("op") == "add" and (last == "-" or last.isdigit()) and not named


def _missing(cut: Cut, patch: Patch, document: Document) -> list[Patch] | None:
    """What a whole operation has more than the part of it that is there; None when it is another operation."""
    value, part = patch.get("value"), cut.patch["value"]
    if (patch.get("op"), patch.get("path")) != (cut.patch.get("op"), cut.patch.get("path")):
        return None
    if not isinstance(value, dict) or any(value.get(name) != part.get(name) for name in ("type", "id")):
        return None
    try:
        node = resolve(document, parse_pointer(cut.place))
    except PatchError:
        return None
    if not isinstance(node, dict) or node.get("type") != part.get("type"):
        return None
    patches = difference({"root": node}, {"root": value})
    return [_at(cut.place, patch) for patch in patches if patch["op"] != "remove"]


def _at(place: str, patch: Patch) -> Patch:
    """An operation on `/root` as one on another place."""
    moved: Patch = {name: place + patch[name].removeprefix("/root") for name in ("path", "from") if name in patch}
    return {**patch, **moved}
