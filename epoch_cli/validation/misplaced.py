"""What to say of an operation whose place does not exist: what is there instead, and what was probably meant."""

from __future__ import annotations

import re
from typing import Any

from epoch_cli.document.pointer import ABSENT, ADD_FIRST, array_index, format_pointer, look
from epoch_cli.errors import PatchError
from epoch_cli.nearest import nearest_few
from epoch_cli.validation.anchors import Carriers
from epoch_cli.validation.diagnostics import Finding
from epoch_cli.validation.proposal import Proposal
from epoch_cli.validation.rules.words import one_of

_PARTS = frozenset({"children", "props", "a11y", "itemTemplate"})
_INSTEAD = {
    ("replace", ADD_FIRST): "it is not there yet: use add instead of replace",
    ("remove", ADD_FIRST): "there is nothing to remove",
}
_ID = re.compile(r"#?[A-Za-z][\w-]{0,63}")


def misplaced(proposal: Proposal, error: PatchError, document: Any, ids: Carriers) -> Finding:
    """The finding for an operation that could not be planned; the document is as it was then."""
    if proposal.op == "test":
        return Finding("EP906", proposal.path, error.message, error.remedy)
    if "into itself" in error.message:
        return Finding("EP908", proposal.path, error.message, error.remedy)
    hint = _meant(proposal, document, ids) or _INSTEAD.get((proposal.op, error.remedy), error.remedy)
    return Finding("EP903", proposal.path, error.message, hint)


def _meant(proposal: Proposal, document: Any, ids: Carriers) -> str:
    """A hint at a place that exists, empty when there is none to name."""
    origin = () if proposal.origin is None else proposal.origin.tokens
    for tokens in filter(None, (origin, proposal.target.tokens)):
        depth = _there(document, tokens)
        if depth == len(tokens):
            continue  # this one exists: the other is at fault
        token, rest = tokens[depth], format_pointer(tokens[depth + 1 :])
        if depth == 0 and look(document, ("root", *tokens[:1])) is not ABSENT:
            return one_of([format_pointer(("root", *tokens))])
        if tokens[depth - 1 : depth] not in {("props",), ("a11y",)} and _ID.fullmatch(token):
            near = nearest_few(token.removeprefix("#"), ids, cutoff=0.75)
            if near:
                return one_of(f"#{each}{rest}" for each in near)
        if (
            proposal.op in {"add", "copy", "move"}
            and depth < len(tokens) - 1
            and _is_next(look(document, tokens[:depth]), token)
        ):
            return f"parents come before children: add {format_pointer(tokens[: depth + 1])} first"
    return ""


def _there(document: Any, tokens: tuple[str, ...]) -> int:
    """How many of the tokens lead to something that exists."""
    here = document
    for depth, token in enumerate(tokens):
        here = look(here, (token,))
        if here is ABSENT:
            return depth
    return len(tokens)


def _is_next(container: Any, token: str) -> bool:
    """Whether a token names what could be added to a container now: the next element, or a part of a node."""
    if isinstance(container, list):
        return array_index(token, len(container), insert=True) == len(container) and token != "-"
    return isinstance(container, dict) and token in _PARTS
