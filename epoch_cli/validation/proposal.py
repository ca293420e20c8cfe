"""From what a model wrote to one operation on the document as it is.

Pointers are read in the model's view (decision 16), ids and double braces are written out, and what is certainly
meant is repaired, on the record. What comes out is plain RFC 6902; whether it may be applied is for others to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import orjson

from epoch_cli.document.node import OPERATIONS
from epoch_cli.document.patch import Patch, clone
from epoch_cli.document.pointer import format_pointer, parse_pointer, resolve
from epoch_cli.document.view import Follows, ModelView, Place
from epoch_cli.errors import PatchError, PointerError
from epoch_cli.nearest import nearest
from epoch_cli.validation.diagnostics import Finding, Path
from epoch_cli.validation.facts import Facts, Supply
from epoch_cli.validation.fixes import Repair, lists_in_prop, lossless, with_new_ids, without_double_braces
from epoch_cli.validation.inspector import Inspector
from epoch_cli.validation.judge import State
from epoch_cli.validation.rules import security
from epoch_cli.validation.rules.words import quote, suggest
from epoch_cli.validation.sites import locate
from epoch_cli.validation.unmet import around

_INSERTS = frozenset({"add", "move", "copy"})


class Refused(Exception):  # noqa: N818  a finding on its way out, never seen by callers
    """The proposal cannot become an operation."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


@dataclass(slots=True)
class Proposal:
    """One operation, ready to be planned: `operation` is what will be emitted, `target` and `origin` its places.

    `born` is the place inside a container that the operation brings with it. Of repairs that the model does not know,
    `renamed` are ids with what became of them, `unseen` the places of children that it did not write.
    """

    operation: Patch
    op: str
    target: Place
    origin: Place | None = None
    repairs: list[Repair] = field(default_factory=list)
    born: Place | None = None
    renamed: tuple[tuple[str, str], ...] = ()
    unseen: tuple[tuple[str, ...], ...] = ()

    @property
    def path(self) -> Path:
        """The translated path, for messages."""
        return self.target.tokens

    @property
    def insert(self) -> bool:
        """Whether the operation puts an element into an array."""
        return self.op in {"add", "move", "copy"} and isinstance(self.target.container, list)


class Reader:
    """Reads the proposals of one draft; `view` is renewed for each attempt."""

    def __init__(self, inspector: Inspector, state: State) -> None:
        self.inspector = inspector
        self.state = state
        self.view = ModelView()

    def read(self, patch: Any) -> Proposal:
        """Read one patch.

        Raises:
            Refused: with the finding that says why it is no operation on this document.
        """
        op, path = self._shape(patch)
        repairs: list[Repair] = []
        origin = self._place(patch["from"], repairs) if op in {"move", "copy"} else None
        if origin is not None and (number := self.view.follows(origin)) is not None:
            raise _follows(origin.tokens, number)
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

    def believed(self, patch: Any) -> tuple[Place | None, Place | None]:
        """Origin and target of a refused patch in the model's view, as far as they can be told."""
        if not isinstance(patch, Mapping) or not isinstance(patch.get("path"), str):
            return None, None
        op, source = patch.get("op"), patch.get("from")
        origin = target = None
        with suppress(Refused):
            if op == "move" and isinstance(source, str):
                origin = self._place(source, [], lenient=True)
        with suppress(Refused):
            target = self._place(patch["path"], [], insert=op in _INSERTS, without=origin, lenient=True)
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
        for path in proposal.unseen:
            self.view.unseen(resolve(self.state.document, path[:-1]), int(path[-1]))

    # ------------------------------------------------------------ shape

    def _shape(self, patch: Any) -> tuple[str, str]:
        if not isinstance(patch, Mapping):
            raise Refused(Finding("EP901", (), "a patch is not an object", 'write {"op": …, "path": …}'))
        op, path = patch.get("op"), patch.get("path")
        if op not in OPERATIONS:
            hint = suggest(op if isinstance(op, str) else "", OPERATIONS)
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
        tokens, actual = self._anchored(path, repairs) if path.startswith("#") else (self._tokens(path), 0)
        document = self.state.document
        try:
            return self.view.place(document, tokens, insert=insert, without=without, actual=actual, lenient=lenient)
        except Follows as refusal:
            raise _follows(tokens, refusal.number) from None

    def _tokens(self, path: str) -> tuple[str, ...]:
        try:
            tokens = parse_pointer(path)
        except PointerError as error:
            raise Refused(Finding("EP902", (), error.message, error.remedy)) from None
        try:
            path.encode()
        except UnicodeEncodeError:
            raise Refused(Finding("EP902", (), "the pointer holds half a character", "write it whole")) from None
        for token in tokens:
            if token in security.FORBIDDEN_KEYS:
                raise Refused(Finding("EP703", tokens, f"the key {quote(token)} is forbidden", "choose another name"))
        return tokens

    def _anchored(self, path: str, repairs: list[Repair]) -> tuple[tuple[str, ...], int]:
        """`#some-id/children/-` addresses a node by its id (decision 9): the path, and how much of it is the node's."""
        identity, slash, rest = path[1:].partition("/")
        identity = self.view.renamed.get(identity, identity)
        carriers = self.state.ledger.ids.get(identity)
        if not carriers:
            near = nearest(identity, self.state.ledger.ids)
            hint = f'did you mean "#{near}"?' if near else "use the id of a node of the document"
            raise Refused(Finding("EP902", (), f"no node has the id {quote(identity)}", hint))
        base = tuple(map(str, path_of(carriers[0])))
        tokens = (*base, *(self._tokens(slash + rest) if slash else ()))
        repairs.append(lossless("id-anchor", tokens, f"{path} is {format_pointer(tokens)}"))
        return tokens, len(base)

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
            self._add_container(proposal)

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


def _follows(tokens: tuple[str, ...], number: int) -> Refused:
    message = f"{format_pointer(tokens)} follows from refused patch {number}"
    return Refused(Finding("EP905", tokens, message, "send that patch again, corrected, first"))


def _has_epoch(value: Any) -> bool:
    return isinstance(value, Mapping) and "epoch" in value


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
