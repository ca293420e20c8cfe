"""Fixes for a patch that a gate has refused, in what it writes (`fixing_documents.py`: whole documents).

Nothing here is on the way of a patch that is accepted as it is. A patch is mended in its value; if what is wrong is the
place that it writes to (a prop that is called otherwise, a field that was taken for a prop), it writes to the right
one. It never changes a part of the document that it did not write. Whether the outcome may be applied is judged again
by the very gates that refused it.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from epoch_cli.document.patch import Patch, apply_patch, clone
from epoch_cli.document.pointer import ABSENT, format_pointer, look, parse_pointer
from epoch_cli.document.view import ModelView
from epoch_cli.errors import PatchError
from epoch_cli.validation.diagnostics import Finding
from epoch_cli.validation.fixes.case import Case, Tokens, every_node
from epoch_cli.validation.fixes.choice import Chosen, Grades, choose
from epoch_cli.validation.inspector import Inspector
from epoch_cli.validation.judge import State, changed
from epoch_cli.validation.proposal import Proposal

if TYPE_CHECKING:
    from epoch_cli.validation.additions import Additions

ROUNDS = 4
"""How often a patch is mended and judged again before its first refusal stands."""


def fix_proposal(
    proposal: Proposal,
    findings: Sequence[Finding],
    state: State,
    inspector: Inspector,
    grades: Grades,
    added: Additions | None = None,
) -> Proposal | None:
    """The proposal with what can be mended of these findings, by Epoch's repairs and `added` ones; None for nothing.

    The one that is given, and its value, stay as they are.
    """
    if proposal.op not in {"add", "replace"}:
        return None
    place = _place(proposal)
    there = look(state.document, place)
    if there and isinstance(there, list) and not isinstance(proposal.operation["value"], list):
        return None  # one node over a list of them may be meant to join them, and would end them
    made = changed(state.document, place, proposal.operation["value"], insert=proposal.insert)
    ids: ChainMap[str, Any] = ChainMap(dict.fromkeys(_ids_in(made, place)), state.ledger.ids)
    cases = [
        (format_pointer(finding.path), Case.of(finding.code, finding.path, made, inspector, ids))
        for finding in findings
    ]
    twin = replace(proposal, operation=dict(proposal.operation), repairs=list(proposal.repairs))
    twin.operation["value"] = clone(proposal.operation["value"])
    chosen = [each for each in choose(cases, grades, added=added) if _carry_over(twin, each, place, state.document)]
    if not chosen:
        return None
    twin.repairs += [each.repair for each in chosen]
    twin.renamed = (*proposal.renamed, *_renamed(chosen, made))
    twin.unseen = (*proposal.unseen, *_unseen(chosen))
    return twin


def _carry_over(proposal: Proposal, chosen: Chosen, place: Tokens, document: Any) -> bool:
    """Make the changes of a fix in a proposal that writes to `place`; False when they are not its to make."""
    if _place(proposal) != place:
        return False  # it has been moved already: what else there is to mend comes in the next round
    value = proposal.operation["value"]
    inside = _inside(chosen.fix.patches, place)
    if inside is None:
        return _relocate(proposal, chosen.fix.patches, place, document)
    try:
        proposal.operation["value"] = apply_patch({"value": value}, inside).document["value"]
    except PatchError:
        return False
    return True


def _inside(patches: Iterable[Patch], place: Tokens) -> list[Patch] | None:
    """Patches of a document as patches of the value at a place; None when one of them reaches out of it.

    The value is held as `{"value": …}`, so that it can be replaced as a whole; it is never moved or removed.
    """
    made: list[Patch] = []
    for patch in patches:
        inner = dict(patch)
        for name in ("path", "from"):
            if name not in patch:
                continue
            tokens = parse_pointer(patch[name])
            if not _within(tokens, place) or (tokens == place and patch["op"] in {"move", "remove"}):
                return None
            inner[name] = format_pointer(("value", *tokens[len(place) :]))
        made.append(inner)
    return made


def _relocate(proposal: Proposal, patches: Sequence[Patch], place: Tokens, document: Any) -> bool:
    """Let a proposal write to another place, as a fix that moves all of what it writes says.

    The new place is free, and of the same node; when the object around it is not there yet, it comes with the value.
    """
    *before, last = patches
    source = parse_pointer(last["from"]) if last["op"] == "move" else None
    whole = place if proposal.born is None else (*place, proposal.born.key)
    if source != whole or proposal.insert:
        return False
    target, value = parse_pointer(last["path"]), proposal.operation["value"]
    if proposal.born is not None:
        value = value[proposal.born.key]  # all that its container was brought for
    if look(document, target) is not ABSENT:
        return False
    if look(document, target[:-1]) is ABSENT:
        if [(patch["op"], patch["path"]) for patch in before] != [("add", format_pointer(target[:-1]))]:
            return False
        target, value = target[:-1], {target[-1]: value}
    elif before:
        return False
    if look(document, place) is not ABSENT:
        return False  # it writes over something, which is not its to leave behind
    proposal.op, proposal.born = "add", None
    proposal.repairs = [each for each in proposal.repairs if each.name != "missing-container"]
    proposal.operation = {"op": "add", "path": format_pointer(target), "value": value}
    proposal.target = ModelView().place(document, target, insert=True)
    return True


def _place(proposal: Proposal) -> Tokens:
    """Where a proposal writes to, as findings say it: with an index instead of `-`."""
    target = proposal.target
    if isinstance(target.container, list) and target.key == "-":
        return (*target.tokens[:-1], str(len(target.container)))
    return target.tokens


def _within(path: Tokens, place: Tokens) -> bool:
    return path[: len(place)] == place


def _ids_in(document: Any, place: Tokens) -> list[str]:
    """The ids of the nodes at and below a place."""
    nodes = every_node(look(document, place), place)
    return [here.node["id"] for here in nodes if isinstance(here.node.get("id"), str)]


def _renamed(chosen: Iterable[Chosen], document: Any) -> list[tuple[str, str]]:
    """What the model calls nodes whose ids have been changed, and what they are called now."""
    return [
        (str(look(document, parse_pointer(each.pointer))), str(each.fix.patches[-1]["value"]))
        for each in chosen
        if each.code in {"EP104", "EP105"}
    ]


def _unseen(chosen: Iterable[Chosen]) -> list[Tokens]:
    """Where there are children now that the model does not count, because its words were made into one."""
    return [parse_pointer(each.fix.patches[-1]["path"])[:-1] for each in chosen if each.fix.name == "text-to-child"]
