"""Edits that a model writes in another form than patches, and what they come to as patches.

In mode `merge` it writes a JSON Merge Patch (RFC 7396) against the document `{"root": ...}`, in mode `whole` the whole
document anew. Either way what is applied are the fewest RFC 6902 operations that make the one document of the other:

    text ─▶ read_objects ─▶ target_of ─▶ patches_to ─▶ draft

A model that writes operations all the same is understood. Nothing comes of a value whose text ends inside it: what is
not written there is not to be removed, it only was not written yet.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from epoch_cli.document import Document, Patch, apply_patch, clone
from epoch_cli.document.canonical import compact
from epoch_cli.document.difference import difference, has_tree
from epoch_cli.document.matching import Place, is_tree, matched
from epoch_cli.document.merge_patch import merged
from epoch_cli.document.node import DOCUMENT_FIELDS, NODE_FIELDS
from epoch_cli.errors import PatchError
from epoch_cli.events import Mode
from epoch_cli.reading.objects import read_objects
from epoch_cli.reading.reads import Healing, MalformedRead, PatchRead, Read
from epoch_cli.reading.reason import Reason
from epoch_cli.reading.surrogates import encodable

_VERSIONS = ("$schema", "punkVersion", "schemaVersion")
"""What Epoch writes itself: a model's word on it does not count."""

_MARKS = ("id", "key", "testId")
"""What others know a node by; a model that writes it anew without them has forgotten them."""

_EXCERPT = 80


class Target(NamedTuple):
    """What an answer wants the document to be.

    Attributes:
        document: that document; None when nothing was found in the answer.
        repairs: what was healed in its text.
        malformed: what was passed over.
    """

    document: Document | None
    repairs: tuple[Healing, ...] = ()
    malformed: tuple[MalformedRead, ...] = ()


class _NoEditError(ValueError):
    """An object cannot be taken for an edit; the message says why and what to write."""


def target_of(mode: Mode, text: str, document: Document, *, heal: bool = True) -> Target:
    """Find in an answer what the document is to be.

    Args:
        mode: how the model was asked to write it.
        text: all of the answer; prose, fences and thoughts around the JSON are passed over.
        document: as it is now; it is not changed.
        heal: make JSON of what is almost JSON.
    """
    reads = _without_cut_one(read_objects(text, heal=heal), text)
    values = [read for read in reads if isinstance(read, PatchRead)]
    malformed = [read for read in reads if isinstance(read, MalformedRead)]
    cut = any(read.reason is Reason.TRUNCATED for read in malformed)
    take: Callable[[Document, dict[str, Any]], Any] = _merge
    if mode == "whole" and not any("op" in read.patch for read in values):
        values = [] if cut else _last_document(values)
        take = _whole if len(values) == 1 else _part
    target, found = document, False
    repairs: list[Healing] = []
    for read in values:
        try:
            target = _checked(take(target, read.patch))
        except (_NoEditError, PatchError) as error:
            malformed.append(_passed_over(read, text, str(error)))
        else:
            repairs += read.repairs
            found = True
    if not found:
        return Target(None, (), tuple(malformed))
    return Target(_with_marks(document, target, everywhere=take is _whole), tuple(repairs), tuple(malformed))


def patches_to(document: Document, target: Document) -> list[Patch]:
    """The operations that make the target of the document, in their order; each node that stays is followed.

    Raises:
        PatchError: one of them is nested too deeply.
    """
    return difference(document, target)


def as_text(patches: list[Patch]) -> str:
    """The operations as a model would have written them."""
    return "".join(f"{compact(patch)}\n" for patch in patches)


# ---------------------------------------------------------------- what the objects of an answer say


def _last_document(values: list[PatchRead]) -> list[PatchRead]:
    """The last whole document of an answer, as what comes before may be a draft of it; else all that there is."""
    return [read for read in values if isinstance(read.patch.get("root"), dict)][-1:] or values


def _whole(document: Document, value: dict[str, Any]) -> Document:
    """A document that was written anew: of what is beside the root, what the answer does not name stays."""
    if isinstance(value.get("root"), dict):
        return {**document, **{name: inner for name, inner in value.items() if name not in _VERSIONS}}
    if isinstance(value.get("type"), str) and not _is_part(document, value):
        return {**document, "root": value}
    raise _NoEditError('not a document: write all of it as one object, {"root": ...}')


def _part(_document: Document, _value: dict[str, Any]) -> Document:
    raise _NoEditError('one of several objects, none of them a document: write all of it as one, {"root": ...}')


def _is_part(document: Document, value: dict[str, Any]) -> bool:
    """Whether a bare node is but a part of the document: it says that it is another than the root."""
    ident = document.get("root", {}).get("id")
    return ident is not None and bool(value.get("id", ident) != ident)


def _merge(document: Document, value: dict[str, Any]) -> Any:
    """An operation, a merge patch of the document, or one of its root."""
    if isinstance(value.get("op"), str):
        return apply_patch(clone(document), value).document
    if value.keys() <= DOCUMENT_FIELDS.keys():
        change = {name: inner for name, inner in value.items() if name not in _VERSIONS}
    elif value.keys() <= NODE_FIELDS.keys():
        change = {"root": value}
    else:
        raise _NoEditError('not a merge patch: write what is to change as {"root": ...}')
    return merged(document, change)


def _checked(target: Any) -> Document:
    """The target, which has to be a tree of nodes: half a node in an array is a slip, and would cost its siblings.

    Raises:
        _NoEditError: it is none.
    """
    root = target.get("root") if isinstance(target, dict) else None
    if not isinstance(target, dict) or not isinstance(root, dict):
        raise _NoEditError("the root may not be removed: write what it is to be")
    stack = [root] if is_tree(root) else []
    while stack:
        node = stack.pop()
        if not isinstance(node.get("type"), str):
            break
        stack += [*node.get("children", []), *([node["itemTemplate"]] if "itemTemplate" in node else [])]
    else:
        if is_tree(root):
            return target
    raise _NoEditError("a node has no type: an array is replaced as a whole, so write all nodes of it in full")


# ---------------------------------------------------------------- what was forgotten


def _with_marks(document: Document, target: Document, *, everywhere: bool) -> Document:
    """The target, with the ids that nodes had before and that were not written again.

    Args:
        document: as it was.
        target: as it is to be; copied where it is changed.
        everywhere: else only in arrays: what a merge patch says of other nodes it says in so many words.
    """
    if not has_tree(document):
        return target
    made: Document = clone(target)
    _, new = matched(document["root"], made["root"])
    taken = {place.node.get(mark) for place in new.walk() for mark in _MARKS}
    for place in new.walk():
        if place.partner is not None and (everywhere or place.slot == "children"):
            _remember(place.partner.node, place, taken)
    return made


def _remember(before: dict[str, Any], place: Place, taken: set[Any]) -> None:
    for mark in _MARKS:
        if mark in before and mark not in place.node and before[mark] not in taken:
            place.node[mark] = before[mark]


# ---------------------------------------------------------------- what is not complete


def _without_cut_one(reads: list[Read], text: str) -> list[Read]:
    """The reads, a value whose end was guessed as a malformed one: the text may have ended inside it."""
    return [_cut(read, text) if isinstance(read, PatchRead) and _is_cut(read, text) else read for read in reads]


def _is_cut(read: PatchRead, text: str) -> bool:
    """Whether a value is not complete: the healer says so, or closed it where the whole text ends."""
    end = read.span[1]
    ends_the_text = not text[end:].strip()
    return any(
        each.rule == "truncated-tail" or (each.rule == "missing-closer" and each.position >= end and ends_the_text)
        for each in read.repairs
    )


def _cut(read: PatchRead, text: str) -> MalformedRead:
    return _passed_over(read, text, "the answer ends inside the value: nothing of it was applied", Reason.TRUNCATED)


def _passed_over(read: PatchRead, text: str, message: str, reason: Reason = Reason.NOT_A_PATCH) -> MalformedRead:
    start, end = read.span
    at = start if reason is Reason.NOT_A_PATCH else end
    line = text.count("\n", 0, at) + 1
    column = at - (text.rfind("\n", 0, at) + 1) + 1
    excerpt = encodable(text[start : start + _EXCERPT])
    return MalformedRead(reason, f"{message}, at {line}:{column}", excerpt, read.span, at, line, column)
