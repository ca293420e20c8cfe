"""The model's view of a document whose patches were not all accepted (decision 16).

A model does not know what was refused. After a refused insert it goes on counting with an element that is not there;
after a refused removal, without one that is. `ModelView` remembers both, for the arrays where it happened and for one
attempt, and translates the model's pointers into the document's. A pointer into something that was refused raises
`Follows`, because it would otherwise edit whatever stands there instead.

Arrays are known by identity: the document is changed in place, so they keep it, and a replaced array needs no view.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from epoch_cli.document.array_view import NEVER_THERE, ArrayView, Believed, Follows
from epoch_cli.document.pointer import array_index


class Lost(NamedTuple):
    """What became of an id: patch `number`, which would have brought it, was refused.

    `doubtful`: a node of the document has the same id, and the model may mean either.
    """

    number: int
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a translated pointer ends: `tokens` for the document, the container there, and the model's position.

    `container` is None when the way there does not exist; `missing` is then the object and the key that it lacks, if
    that is all. `position` is None outside arrays.
    """

    tokens: tuple[str, ...]
    container: Any = None
    position: int | None = None
    missing: tuple[dict[str, Any], str] | None = None

    @property
    def key(self) -> str:
        """The last token."""
        return self.tokens[-1] if self.tokens else ""


class ModelView:
    """Translates pointers for one attempt; empty, and then free of cost, until something is refused.

    A container that only the model believes in, because the first thing put into it was refused, is a phantom: an
    empty stand-in that is viewed like any other until the real one is born.
    """

    def __init__(self) -> None:
        self._arrays: dict[int, ArrayView] = {}
        self._members: dict[tuple[int, str], tuple[Any, int]] = {}
        self._phantoms: dict[tuple[int, str], tuple[dict[str, Any], Any]] = {}
        self.renamed: dict[str, str] = {}
        """What the model calls nodes whose ids were changed by a repair, and what they are called now."""
        self.lost: dict[str, Lost] = {}
        """Ids that the model believes to have given, in patches that were refused."""

    def place(
        self,
        document: Any,
        tokens: Sequence[str],
        *,
        insert: bool,
        without: Place | None = None,
        actual: int = 0,
        lenient: bool = False,
    ) -> Place:
        """Translate a path.

        Args:
            document: the document as it is.
            tokens: the path as the model wrote it.
            insert: the last token is where something is put in.
            without: the origin of a move, whose target is counted after its removal.
            actual: how many of the first tokens are the document's own, as those of an id are.
            lenient: name what was refused, too, instead of raising.

        Raises:
            Follows: the path leads into, or names, something that was refused.
        """
        here, missing = document, None
        made: list[str] = []
        for depth, token in enumerate(tokens):
            last, own = depth == len(tokens) - 1, depth < actual
            view = self._view(here, without)
            if view is not None and not own:
                token = _translated(view, token, insert=insert and last, lenient=lenient and last)  # noqa: PLW2901
            made.append(token)
            if last:
                gone = without is not None and without.container is here
                position = _position(here, tokens[-1], self._view(here, without if own else None), gone=gone, own=own)
                return Place(tuple(made), here, position, missing)
            if not own:
                self._refuse_stale(here, view, token)
            here, missing = self._inside(here, token, without)
        return Place(tuple(made))

    def refused(
        self, place: Place, number: int, *, insert: bool = False, remove: bool = False, identity: str = ""
    ) -> None:
        """Patch `number` was refused: an insert, a removal, or a write over something; it brought the id `identity`."""
        container, position = place.container, place.position
        if container is None and place.missing is not None and not remove:
            container, position = self._phantom(*place.missing, place.key)
            insert = isinstance(container, list)
        if isinstance(container, list) and position is not None:
            view = self._arrays.get(id(container)) or ArrayView(container)
            if remove:
                view.remove(position) if position in view.tombs else view.hide(position)
            elif insert:
                view.entomb(position, Believed(number, identity))
            elif position not in view.tombs:
                view.stale[view.index(position)] = Believed(number, identity)
            self._arrays[id(container)] = view
        elif isinstance(container, dict) and not remove:
            self._members[id(container), place.key] = (container, number)

    def refused_among(self, array: list[Any], refused: Mapping[int, Believed]) -> None:
        """Elements of an array were refused, at the positions that the model counts, in ascending order."""
        if id(array) not in self._arrays:
            self._arrays[id(array)] = ArrayView(array, dict(refused))
            return
        for position, believed in refused.items():
            self._arrays[id(array)].entomb(position, believed)

    def born(self, parent: dict[str, Any], key: str) -> None:
        """The container of a phantom has come to be, holding what was accepted first."""
        _, phantom = self._phantoms.pop((id(parent), key), (None, None))
        if phantom is None:
            return
        real = parent[key]
        view = self._arrays.pop(id(phantom), None)
        if view is not None:
            view.array = real
            self._arrays[id(real)] = view
        for (container, member), (_, number) in list(self._members.items()):
            if container == id(phantom):
                del self._members[container, member]
                if member not in real:
                    self._members[id(real), member] = (real, number)

    def is_phantom(self, container: Any) -> bool:
        """Whether only the model believes in a container."""
        return any(phantom is container for _, phantom in self._phantoms.values())

    def follows(self, place: Place) -> int | None:
        """The number of the refused patch that the model believes to have made what stands at a place, if one has."""
        member = self._members.get((id(place.container), place.key))
        if member is not None:
            return member[1]
        view = self._arrays.get(id(place.container))
        index = array_index(place.key, 1 << 62)
        believed = view.stale.get(index) if view is not None and index is not None else None
        return None if believed is None else believed.number

    def believed(self, identity: str) -> tuple[Place, int] | None:
        """Where a model believes an element of this id to stand that is not there, and since which refused patch."""
        if not identity:
            return None
        for view in reversed(self._arrays.values()):
            for position, each in view.tombs.items():
                if each.identity == identity:
                    return Place((), view.array, position), each.number
            for index, each in view.stale.items():
                if each.identity == identity and (at := view.position(index)) is not None:
                    return Place((), view.array, at), each.number
        return None

    def superseded(self, place: Place, identity: str) -> None:
        """A write over something that was refused was refused, too: the model believes another to stand there now."""
        view = self._arrays.get(id(place.container))
        if view is None or place.position is None:
            return
        if place.position in view.tombs:
            view.tombs[place.position] = view.tombs[place.position]._replace(identity=identity)
        elif (index := view.index(place.position)) in view.stale:
            view.stale[index] = view.stale[index]._replace(identity=identity)

    def identity(self, place: Place) -> str:
        """The id of what a model believes to stand at a place of an array; empty when there is none."""
        view = self._arrays.get(id(place.container))
        if place.position is None or not isinstance(place.container, list):
            return ""
        if view is not None and place.position in view.tombs:
            return view.tombs[place.position].identity
        index = view.index(place.position) if view is not None else place.position
        if view is not None and index in view.stale:
            return view.stale[index].identity
        return _identity(place.container[index]) if index < len(place.container) else ""

    def counts(self, place: Place) -> bool:
        """Whether the model counts an element of an array at a place, be it there or refused."""
        if not isinstance(place.container, list) or place.position is None:
            return False
        view = self._arrays.get(id(place.container))
        return place.position < (view.end() if view is not None else len(place.container))

    def copy(self) -> ModelView:
        """The same view, to go back to."""
        twin = ModelView()
        twin._members, twin._phantoms, twin.renamed = dict(self._members), dict(self._phantoms), dict(self.renamed)
        twin.lost = dict(self.lost)
        twin._arrays = {
            key: ArrayView(view.array, dict(view.tombs), set(view.hidden), dict(view.stale))
            for key, view in self._arrays.items()
        }
        return twin

    def accepted(self, place: Place, *, insert: bool = False, remove: bool = False) -> None:
        """A patch was accepted; call it before the document changes."""
        container = place.container
        if isinstance(container, dict):
            self._members.pop((id(container), place.key), None)
        view = self._arrays.get(id(container))
        if view is None or place.position is None:
            if view is not None and remove and (index := array_index(place.key, 1 << 62)) is not None:
                view.bury(index, Believed(NEVER_THERE))  # addressed by its id, for the model does not count it
            return
        if remove:
            view.remove(place.position)
        elif insert:
            view.insert(place.position)
        else:
            view.stale.pop(view.index(place.position), None)

    def taken_back(self, place: Place, number: int, *, gone: bool, insert: bool = False) -> None:
        """Patch `number` is undone at a place of the document: what is there goes, comes back, or is put over.

        Call it before the document changes. The model still believes the patch to be there.
        """
        container = place.container
        if isinstance(container, dict):
            self._members[id(container), place.key] = (container, number)
        index = array_index(place.key, len(container), insert=True) if isinstance(container, list) else None
        if index is None:
            return
        view = self._arrays.setdefault(id(container), ArrayView(container))
        believed = Believed(number, _identity(container[index]) if index < len(container) else "")
        if gone:
            view.bury(index, believed)
        elif insert:
            view.conceal(index)
        else:
            view.stale[index] = believed

    def unseen(self, array: list[Any], index: int) -> None:
        """A repair has put an element at an index of an array, and the model does not count it."""
        self._arrays.setdefault(id(array), ArrayView(array)).conceal(index)

    def end(self, array: list[Any], without: Place | None = None) -> int:
        """The model's position after the last element of an array, once the origin of a move is gone."""
        gone = without is not None and without.container is array
        view = self._arrays.get(id(array))
        return (view.end() if view is not None else len(array)) - gone

    def skipped(self, array: list[Any], count: int) -> None:
        """The model has counted past the end of an array, and what it meant was put there instead.

        The last element stands `count` positions further for it, and nothing stands between.
        """
        view = self._arrays.setdefault(id(array), ArrayView(array))
        start = view.end() - 1
        for _ in range(count):
            view.entomb(start, Believed(NEVER_THERE))

    def was_refused(self, place: Place) -> int | None:
        """The number of the refused patch that the model believes has written this object member, if one has."""
        member = self._members.get((id(place.container), place.key))
        return None if member is None else member[1]

    def __bool__(self) -> bool:
        return bool(self._arrays or self._members or self.renamed)

    def _phantom(self, parent: dict[str, Any], key: str, token: str) -> tuple[Any, int | None]:
        _, phantom = self._phantoms.setdefault((id(parent), key), (parent, [] if key == "children" else {}))
        return phantom, array_index(token, 0, insert=True) if isinstance(phantom, list) else None

    def _inside(self, container: Any, token: str, without: Place | None) -> tuple[Any, tuple[Any, str] | None]:
        """One step along a translated path, to a phantom where there is one; and what is missing there."""
        found = _step(container, token, without)
        if found is not None or not isinstance(container, dict) or token in container:
            return found, None
        _, phantom = self._phantoms.get((id(container), token), (None, None))
        return phantom, (container, token)

    def _view(self, container: Any, without: Place | None = None) -> ArrayView | None:
        view = self._arrays.get(id(container))
        if without is None or container is not without.container or without.position is None:
            return view
        moved = ArrayView(container, dict(view.tombs), set(view.hidden), dict(view.stale)) if view else None
        if moved:
            moved.remove(without.position)
        return moved

    def _refuse_stale(self, container: Any, view: ArrayView | None, token: str) -> None:
        index = array_index(token, 1 << 62) if view is not None else None
        if view is not None and index in view.stale:
            raise Follows(view.stale[index].number)
        member = self._members.get((id(container), token))
        if member is not None:
            raise Follows(member[1])


def _identity(element: Any) -> str:
    identity = element.get("id") if isinstance(element, dict) else None
    return identity if isinstance(identity, str) else ""


def _translated(view: ArrayView, token: str, *, insert: bool, lenient: bool) -> str:
    if token == "-":
        return token
    position = array_index(token, 1 << 62)
    if position is None or (lenient and position in view.tombs):
        return token
    return str(view.insertion(position) if insert else view.index(position))


def _position(container: Any, token: str, view: ArrayView | None, *, gone: bool, own: bool) -> int | None:
    """The model's position of a place in an array.

    `gone` says that the move's origin is not counted any more, `own` that the token is the document's.
    """
    if not isinstance(container, list):
        return None
    if token == "-":
        return (view.end() if view else len(container)) - gone
    index = array_index(token, 1 << 62)
    return view.position(index) if own and view is not None and index is not None else index


def _step(container: Any, token: str, without: Place | None) -> Any:
    """One step along a translated path, None when there is no such place (whoever resolves it next says so)."""
    if isinstance(container, dict):
        return container.get(token)
    if isinstance(container, list):
        index = array_index(token, len(container))
        gone = without is not None and without.container is container
        taken = array_index(without.key, len(container)) if gone and without is not None else None
        if index is not None and taken is not None:
            index += index >= taken
            return container[index] if index < len(container) else None
        return None if index is None else container[index]
    return None
