"""Id anchors: `#some-id/children/-` is a pointer that starts at the node with that id (decision 9).

What stands for the node is the document's own path, whatever the model believes of it; what follows the id is counted
as the model counts (decision 16). Nothing of an anchor is ever emitted: it is written out as a plain pointer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from epoch_cli.document.pointer import array_index, format_pointer
from epoch_cli.document.view import ModelView, Place
from epoch_cli.nearest import nearest_few
from epoch_cli.validation.diagnostics import Finding
from epoch_cli.validation.facts import Facts
from epoch_cli.validation.refusal import Refused, bad_pointer, follows
from epoch_cli.validation.rules.words import one_of, quote

Carriers = Mapping[str, list[Facts]]
"""The ids of a document, with the nodes that carry each."""

_SHOWN = 6  # ids that a hint names when none is like the one that was written


class Anchor(NamedTuple):
    """An anchor found: the path of its node in the document, and the pointer below it as it was written."""

    node: tuple[str, ...]
    rest: str


def is_anchor(path: str) -> bool:
    """Whether a path starts with an id; `/#some-id` is read the same way, no part of a document is called so."""
    return path.startswith(("#", "/#"))


def fragment(path: str) -> str:
    """The pointer that was written as a URI fragment, `#/root` (RFC 6901, section 6); empty when it is none."""
    if not path.startswith("#/"):
        return ""
    from urllib.parse import unquote  # noqa: PLC0415  takes a while to import, and hardly anybody writes one

    return unquote(path[1:])


def find_anchor(path: str, carriers: Carriers, view: ModelView) -> Anchor:
    """Find the node of an anchor.

    Raises:
        Refused: no node has the id (EP902, with those most like it), several have it (EP902), or the patch that would
            have brought it was refused (EP905).
    """
    written = path.removeprefix("/")[1:]
    for identity, rest in _readings(written):
        lost = view.lost.get(identity)
        known = view.renamed.get(identity, identity)
        found = carriers.get(known, [])
        if lost is not None and (lost.doubtful or not found):
            raise follows((), lost.number, f"#{quote(identity)[1:-1]}")
        if len(found) > 1:
            places = " and ".join(format_pointer(path_of(each)) for each in found[:3])
            more = ", …" if len(found) > 3 else ""
            raise bad_pointer(f"{len(found)} nodes have the id {quote(known)}", f"write the pointer: {places}{more}")
        if found and not rest and (elsewhere := view.believed(identity)) is not None:
            raise follows((), elsewhere[1], f"#{quote(identity)[1:-1]}")  # for the model it has moved, or is another
        if found:
            return Anchor(tuple(map(str, path_of(found[0]))), rest)
    raise _unknown(written, carriers)


def believed_place(path: str, view: ModelView) -> Place | None:
    """Where a model believes the node of an anchor to stand, when that was refused; None when it is not known."""
    found = view.believed(path.removeprefix("/")[1:])
    return None if found is None else found[0]


def without_origin(node: tuple[str, ...], origin: tuple[str, ...], *, inside: bool) -> tuple[str, ...]:
    """The path of a node once what a move takes from `origin` is gone, as its target is counted (RFC 6902, 4.4).

    Raises:
        Refused: the target is `inside` the node, which comes to stand where the origin was, so that the `path` would
            begin with the `from`; RFC 6902 has no word for that move.
    """
    depth = len(origin) - 1
    if depth < 0 or node[:depth] != origin[:depth] or len(node) <= depth:
        return node
    taken, step = array_index(origin[depth], 1 << 62), array_index(node[depth], 1 << 62)
    if taken is None or step is None or step <= taken:
        return node
    left = (*node[:depth], str(step - 1), *node[depth + 1 :])
    if inside and left[: len(origin)] == origin:
        message = f"a move cannot say this: by its pointer the place would be inside of {format_pointer(origin)}"
        raise Refused(Finding("EP903", node, message, "remove it, and add it in the new place"))
    return left


def path_of(facts: Facts) -> tuple[str | int, ...]:
    """Where a node stands in the document."""
    path: list[str | int] = []
    here = facts
    while here.parent is not None:
        parent = here.parent
        step = ("itemTemplate",) if parent.template is here else ("children", parent.children.index(here))
        path[:0] = step
        here = parent
    return ("root", *path)


def _readings(written: str) -> Iterator[tuple[str, str]]:
    """Every id that an anchor may begin with, the shortest first, and what follows it.

    An id has no slash (EP104), but a document that came from elsewhere may hold one, and so may what a model wrote
    before it was repaired. `~1` is a slash here as in a pointer.
    """
    at = -1
    while at < len(written):
        at = written.find("/", at + 1)
        at = len(written) if at < 0 else at
        identity = written[:at]
        yield identity, written[at:]
        if "~" in identity:
            yield identity.replace("~1", "/").replace("~0", "~"), written[at:]
        if at >= 256:  # the rest is no id, however long it is
            return


def _unknown(written: str, carriers: Carriers) -> Refused:
    identity, _, _ = written.partition("/")
    near = nearest_few(identity[:128], carriers)
    hint = one_of(f"#{each}" for each in near)
    if not hint and carriers:
        shown = ", ".join(f"#{quote(each)[1:-1]}" for each in list(carriers)[:_SHOWN])
        hint = f"the document has {shown}{', …' if len(carriers) > _SHOWN else ''}"
    return bad_pointer(f"no node has the id {quote(identity)}", hint or "no node of the document has an id: use a path")
