"""From what a model wrote to one operation on the document as it is.

Pointers are read in the model's view (decision 16), ids and double braces are written out, and what is certainly
meant is repaired, on the record. What comes out is plain RFC 6902; whether it may be applied is for others to say.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

import orjson

from epoch_cli.document.array_view import MISCOUNT, Follows
from epoch_cli.document.node import OPERATIONS
from epoch_cli.document.patch import Patch, clone
from epoch_cli.document.pointer import array_index, format_pointer, parse_pointer, resolve
from epoch_cli.document.view import Lost, ModelView, Place
from epoch_cli.errors import PatchError, PointerError
from epoch_cli.validation.anchors import believed_place, find_anchor, fragment, is_anchor, without_origin
from epoch_cli.validation.diagnostics import Finding, Path
from epoch_cli.validation.facts import Supply
from epoch_cli.validation.fixes import Repair, lists_in_prop, lossless, with_new_ids, without_double_braces
from epoch_cli.validation.inspector import Inspector
from epoch_cli.validation.judge import State
from epoch_cli.validation.refusal import Refused, bad_pointer, follows
from epoch_cli.validation.rules import pointers, security
from epoch_cli.validation.rules.words import one_of, quote, suggest
from epoch_cli.validation.sites import locate
from epoch_cli.validation.unmet import around

_INSERTS = frozenset({"add", "move", "copy"})


_OTHER_NAMES = {
    "set": "add or replace",
    "insert": "add",
    "append": "add",
    "create": "add",
    "update": "replace",
    "delete": "remove",
}
"""Operations of other protocols, and what RFC 6902 calls them."""
_BETWEEN = re.compile(r"[.\[\]]+")


@dataclass(slots=True)
class Proposal:
    """One operation, ready to be planned: `operation` is what will be emitted, `target` and `origin` its places.

    `born` is the place inside a container that the operation brings with it. Of repairs that the model does not know,
    `renamed` are ids with what became of them, `unseen` the places of children that it did not write. `skipped` is how
    many indices the model has left out, whose element was put at the end.
    """

    operation: Patch
    op: str
    target: Place
    origin: Place | None = None
    repairs: list[Repair] = field(default_factory=list)
    born: Place | None = None
    renamed: tuple[tuple[str, str], ...] = ()
    unseen: tuple[tuple[str, ...], ...] = ()
    skipped: int = 0

    @property
    def path(self) -> Path:
        """The translated path, for messages."""
        return self.target.tokens

    @property
    def insert(self) -> bool:
        """Whether the operation puts an element into an array."""
        return self.op in {"add", "move", "copy"} and isinstance(self.target.container, list)


class Reader:
    """Reads the proposals of one draft; `view` is renewed for each attempt, `guesses` asks for lossy repairs, too."""

    def __init__(self, inspector: Inspector, state: State, *, guesses: bool = False) -> None:
        self.inspector = inspector
        self.state = state
        self.guesses = guesses
        self.view = ModelView()

    def read(self, patch: Any) -> Proposal:
        """Read one patch.

        Raises:
            Refused: with the finding that says why it is no operation on this document.
        """
        if (flat := pointers.check_flat(patch, self.state.document)) is not None:
            raise Refused(flat)
        op, path = self._shape(patch)
        repairs: list[Repair] = []
        origin = self._place(patch["from"], repairs) if op in {"move", "copy"} else None
        if origin is not None and (number := self.view.follows(origin)) is not None:
            raise follows(origin.tokens, number)
        target = self._place(path, repairs, insert=op in _INSERTS, without=origin if op == "move" else None)
        self._protect(op, target, origin)
        self._protect_owner(op, target, origin, patch.get("value"))
        proposal = Proposal({"op": op, "path": format_pointer(target.tokens)}, op, target, origin, repairs)
        if origin is not None:
            proposal.operation["from"] = format_pointer(origin.tokens)
        double_braces = False
        if op in {"add", "replace", "test"}:
            proposal.operation["value"], double_braces = self._value(patch["value"])
        self._repair(proposal, double_braces=double_braces)
        return proposal

    def find(self, path: str, *, insert: bool = True) -> Place:
        """Where something that is added at a path will stand; what stands there already, without `insert`.

        Raises:
            Refused: the path cannot be followed.
        """
        return self._place(path, [], insert=insert)

    def believed(self, patch: Any) -> tuple[Place | None, Place | None]:
        """Origin and target of a refused patch in the model's view, as far as they can be told."""
        if not isinstance(patch, Mapping) or not isinstance(patch.get("path"), str):
            return None, None
        op, source = patch.get("op"), patch.get("from")
        origin = target = None
        with suppress(Refused):
            if op == "move" and isinstance(source, str):
                origin = Place(())  # from nowhere, for all that is known: only the place that it comes to counts
                origin = self._place(source, [], lenient=True)
        # what the model does not count either, such as the fifth of four, leaves no gap behind
        taken = origin if origin is None or origin.position is None or self.view.counts(origin) else None
        with suppress(Refused):
            target = self._place(patch["path"], [], insert=op in _INSERTS, without=taken, lenient=True)
        return origin, target

    def read_own(self, operation: Patch) -> Proposal:
        """An operation of Epoch's own, such as an inverse: its pointers are the document's, and nothing is repaired."""
        insert, document, plain = operation["op"] != "replace", self.state.document, ModelView()
        origin = plain.place(document, parse_pointer(operation["from"]), insert=False) if "from" in operation else None
        target = plain.place(document, parse_pointer(operation["path"]), insert=insert, without=origin)
        return Proposal(operation, operation["op"], target, origin)

    def note_repairs(self, proposal: Proposal) -> None:
        """Remember what repairs of an accepted proposal have changed without the model's knowledge (decision 16)."""
        self.view.renamed.update(proposal.renamed)
        for identity, _ in proposal.renamed:
            self.view.lost.pop(identity, None)
        for path in proposal.unseen:
            self.view.unseen(resolve(self.state.document, path[:-1]), int(path[-1]))
        if proposal.skipped:
            tokens = proposal.target.tokens
            at = tokens if proposal.born is not None else tokens[:-1]
            self.view.skipped(resolve(self.state.document, at), proposal.skipped)

    def brought(self, patch: Mapping[str, Any], origin: Place | None) -> str:
        """The id of what a refused patch would have put somewhere, in the model's words; empty when it has none."""
        if patch.get("op") == "move":
            return "" if origin is None else self.view.identity(origin)
        value = patch.get("value")
        identity = value.get("id") if isinstance(value, Mapping) else None
        return identity if isinstance(identity, str) else ""

    def note_lost(self, patch: Mapping[str, Any], number: int, codes: Collection[str]) -> None:
        """Remember the ids that a refused patch would have brought: anchors to them follow from its refusal."""
        value, path = patch.get("value"), patch.get("path")
        if isinstance(path, str) and path.endswith("/id") and isinstance(value, str):
            value = {"id": value}
        for identity in ids_in(value):
            there = identity in self.state.ledger.ids
            if not there or "EP105" in codes:
                self.view.lost[identity] = Lost(number, doubtful=there)

    # ------------------------------------------------------------ shape

    def _shape(self, patch: Any) -> tuple[str, str]:
        if not isinstance(patch, Mapping):
            raise Refused(Finding("EP901", (), "a patch is not an object", 'write {"op": …, "path": …}'))
        op, path = patch.get("op"), patch.get("path")
        if op not in OPERATIONS:
            hint = _OTHER_NAMES.get(op) if isinstance(op, str) else None
            hint = f"write {hint}" if hint else suggest(op if isinstance(op, str) else "", OPERATIONS)
            raise Refused(Finding("EP901", (), f"unknown operation {quote(op)}", hint))
        if not isinstance(path, str):
            raise Refused(Finding("EP901", (), f"{op}: `path` is missing or no string", "give it a JSON pointer"))
        if op in {"add", "replace", "test"} and "value" not in patch:
            raise Refused(Finding("EP901", (), f"{op} {quote(path)}: `value` is missing", f"{op} needs a value"))
        if op in {"move", "copy"} and not isinstance(patch.get("from"), str):
            raise Refused(
                Finding("EP901", (), f"{op} {quote(path)}: `from` is missing or no string", "give it a pointer")
            )
        return str(op), path

    def _value(self, value: Any) -> tuple[Any, bool]:
        """A copy of the value that is the document's to keep, and whether it may hold double braces.

        What cannot be written as JSON is refused.
        """
        try:
            raw = orjson.dumps(value)
        except (TypeError, ValueError) as error:
            if "ecursion" in str(error):
                raise Refused(Finding("EP106", (), "the value is nested too deeply", "flatten it")) from None
            raise Refused(Finding("EP901", (), f"the value is not JSON: {error}", "write plain JSON")) from None
        made = orjson.loads(raw)
        if made != value:  # NaN, which orjson writes as null; dates, tuples and the like, which it writes as others
            raise Refused(
                Finding("EP901", (), "the value is not plain JSON", "write objects, arrays and finite numbers")
            )
        return made, b"{{" in raw

    # ------------------------------------------------------------ pointers

    def _place(
        self,
        path: str,
        repairs: list[Repair],
        *,
        insert: bool = False,
        without: Place | None = None,
        lenient: bool = False,
    ) -> Place:
        document, actual = self.state.document, 0
        if pointer := fragment(path):
            tokens = self._tokens(pointer)
            repairs.append(lossless("uri-fragment", tokens, f"{path} is {pointer}"))
        elif is_anchor(path):
            if lenient and (place := believed_place(path, self.view)) is not None:
                return place
            tokens, actual = self._anchored(path, repairs, without, lenient=lenient)
        else:
            tokens = self._tokens(path)
        try:
            return self.view.place(document, tokens, insert=insert, without=without, actual=actual, lenient=lenient)
        except Follows as refusal:
            raise follows(tokens, refusal.number) from None

    def _tokens(self, path: str) -> tuple[str, ...]:
        try:
            tokens = parse_pointer(path)
        except PointerError as error:
            raise bad_pointer(error.message, self._as_pointer(path) or error.remedy) from None
        try:
            path.encode()
        except UnicodeEncodeError:
            raise bad_pointer("the pointer holds half a character", "write it whole") from None
        for token in tokens:
            if token in security.FORBIDDEN_KEYS:
                raise Refused(Finding("EP703", tokens, f"the key {quote(token)} is forbidden", "choose another name"))
        return tokens

    def _as_pointer(self, path: str) -> str:
        """A hint for what was written without a slash before it: a path, with dots perhaps, or an id."""
        first, _, rest = path.partition("/")
        if first in self.state.ledger.ids:
            return one_of([f"#{path}"])
        if path == "root" or first == "root":
            return one_of([f"/{path}"])
        if not rest and path.startswith(("root.", "$.root")):
            return one_of(["/" + _BETWEEN.sub("/", path.removeprefix("$.").rstrip("]"))])
        return ""

    def _anchored(
        self, path: str, repairs: list[Repair], without: Place | None, *, lenient: bool
    ) -> tuple[tuple[str, ...], int]:
        """The path that an id anchor stands for, and how much of it is the path of its node (`anchors.py`)."""
        node, rest = find_anchor(path, self.state.ledger.ids, self.view)
        if without is not None:
            node = without_origin(node, without.tokens, inside=bool(rest) and not lenient)
        tokens = (*node, *(self._tokens(rest) if rest else ()))
        repairs.append(lossless("id-anchor", tokens, f"{path} is {format_pointer(tokens)}"))
        return tokens, len(node)

    def _protect(self, op: str, target: Place, origin: Place | None) -> None:
        tokens = target.tokens
        removed = tokens if op == "remove" else origin.tokens if op == "move" and origin is not None else None
        if removed == ("root",):
            raise Refused(
                Finding("EP904", ("root",), "the root cannot be removed", "replace /root, or remove its children")
            )
        if op != "test" and (not tokens or removed == ()):
            raise Refused(Finding("EP904", (), "the document as a whole cannot be rewritten", "write to /root"))

    def _protect_owner(self, op: str, target: Place, origin: Place | None, value: Any) -> None:
        """`metadata.epoch` is the owner's: a model must not silence the linter (`metadata.epoch.ignore`)."""
        if op == "test":
            return
        written = [target.tokens] + ([origin.tokens] if op == "move" and origin is not None else [])
        if not any(tokens[:1] == ("metadata",) for tokens in written):
            return
        metadata = self.state.document.get("metadata")
        if origin is not None and target.tokens == ("metadata",):
            with suppress(PatchError):
                value = resolve(self.state.document, origin.tokens)
        inside = any(tokens[:2] == ("metadata", "epoch") for tokens in written)
        over = any(tokens == ("metadata",) for tokens in written) and (_has_epoch(value) or _has_epoch(metadata))
        if inside or over:
            hint = "write beside it, such as to /metadata/title"
            raise Refused(Finding("EP904", target.tokens, "metadata.epoch belongs to the document's owner", hint))

    # ------------------------------------------------------------ repairs

    def _repair(self, proposal: Proposal, *, double_braces: bool) -> None:
        operation, target = proposal.operation, proposal.target
        if proposal.op == "copy" and proposal.origin is not None:
            self._copy(proposal)
        if (
            proposal.op == "replace"
            and isinstance(target.container, dict)
            and self.view.follows(target) is not None
            and target.key not in target.container
        ):
            operation["op"] = proposal.op = "add"
            proposal.repairs.append(lossless("replace-to-add", target.tokens, "the value was never there: added"))
        if double_braces and proposal.op in {"add", "replace"}:
            operation["value"] = without_double_braces(
                self.inspector, operation["value"], target.tokens, self._lists(target), proposal.repairs
            )
        if proposal.op == "add":
            if self.guesses:
                self._to_end(proposal)
            self._add_container(proposal)

    def _to_end(self, proposal: Proposal) -> None:
        """What is added past the end of an array is put at its end. A guess: the index may have meant another place."""
        target = proposal.target
        index = array_index(target.key, 1 << 62)
        if index is None:
            return
        position, end = target.position, 0
        if isinstance(target.container, list):
            end = self.view.end(target.container)
            if position is None or index <= len(target.container):
                return
        elif target.container is not None or target.missing is None or target.missing[1] != "children" or not index:
            return
        else:
            position = index
        past = position - end
        if not 0 < past <= MISCOUNT:
            return
        tokens = (*target.tokens[:-1], "-")
        entries = f"{end} {'entry' if end == 1 else 'entries'}"
        message = f"index {position} is past the end of {entries}: added at the end"
        proposal.target = replace(target, tokens=tokens, position=None if target.container is None else end)
        proposal.operation["path"] = format_pointer(tokens)
        proposal.repairs.append(Repair("index-to-end", "lossy", format_pointer(target.tokens), message))
        proposal.skipped = past

    def _lists(self, target: Place) -> tuple[Supply, ...]:
        """The lists in whose scope a place lies."""
        site = locate(self.state.root, target.tokens)
        lists = around(self.state.root, site.path).lists
        if site.facts is not None and site.steps[:1] == ("props",) and len(site.steps) > 1:
            return lists_in_prop(self.inspector, site.facts.node, site.steps[1], lists)
        return lists

    def _copy(self, proposal: Proposal) -> None:
        """A copy that would repeat ids becomes an `add` with new ones (decision 3)."""
        origin = proposal.origin
        if origin is None:
            return
        try:
            value = clone(resolve(self.state.document, origin.tokens))
        except PatchError:
            return
        repairs = with_new_ids(value, self.state.ledger.ids, proposal.target.tokens)
        if repairs:
            proposal.op = "add"
            proposal.operation = {"op": "add", "path": proposal.operation["path"], "value": value}
            proposal.repairs += repairs

    def _add_container(self, proposal: Proposal) -> None:
        """The first child or prop of a node that has no `children` or `props` yet brings the container with it."""
        tokens = proposal.target.tokens
        container = proposal.target.container
        if len(tokens) < 3 or tokens[-2] not in {"children", "props", "a11y"}:
            return
        if container is not None and not self.view.is_phantom(container):
            return
        try:
            node = resolve(self.state.document, tokens[:-2])
        except PatchError:
            return
        kind = locate(self.state.root, tokens[:-1]).kind
        at_node = kind == "children" or (kind == "own" and len(locate(self.state.root, tokens[:-1]).steps) == 1)
        if not isinstance(node, dict) or tokens[-2] in node or not at_node:
            return
        if tokens[-2] == "children" and tokens[-1] not in {"-", "0"}:
            return
        value = proposal.operation["value"]
        proposal.operation["value"] = [value] if tokens[-2] == "children" else {tokens[-1]: value}
        proposal.operation["path"] = format_pointer(tokens[:-1])
        proposal.born, proposal.target = proposal.target, Place(tokens[:-1], node)
        proposal.repairs.append(lossless("missing-container", tokens[:-1], f"the node had no `{tokens[-2]}` yet"))


def ids_in(value: Any) -> Iterator[str]:
    """The ids of the nodes in a value that a model wrote, whatever else is wrong with it."""
    stack = [value]
    while stack:
        here = stack.pop()
        if isinstance(here, list):
            stack += here
        elif isinstance(here, Mapping):
            if isinstance(here.get("id"), str):
                yield here["id"]
            stack += [here.get("children"), here.get("itemTemplate")]


def _has_epoch(value: Any) -> bool:
    return isinstance(value, Mapping) and "epoch" in value
