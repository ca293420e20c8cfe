"""Who uses most of a budget: the words that a finding on a sum needs so that something can be done about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from epoch_cli.document.pointer import format_pointer
from epoch_cli.validation.diagnostics import Finding, Path
from epoch_cli.validation.facts import Facts

_WEIGHTS: dict[str, Callable[[Facts], int]] = {
    "EP601": lambda facts: 1,  # noqa: ARG005  every node is one
    "EP605": lambda facts: facts.bindings,
    "EP606": lambda facts: facts.handlers,
    "EP607": lambda facts: 1 + 2 * facts.bindings + facts.handlers + 3 * facts.condition + 5 * facts.loop,
}
"""What one node adds to the sum that a rule caps (decision 8)."""


def name_heaviest(findings: Iterable[Finding], top: Facts | None, path: Path = ("root",)) -> None:
    """Add to findings on sums and on depth which part of the tree uses most; made only once a cap is exceeded."""
    for finding in findings:
        if top is None:
            return
        if finding.code == "EP602":
            finding.hint += f"; the deepest is {format_pointer(_deepest(top, path))}"
        elif finding.code in _WEIGHTS:
            place, amount = heaviest(top, path, _WEIGHTS[finding.code])
            finding.hint += f"; {format_pointer(place)} uses most ({amount})"


def heaviest(top: Facts, path: Path, weight: Callable[[Facts], int]) -> tuple[Path, int]:
    """The part of a tree that weighs most, and what it weighs.

    That is the heaviest node right inside the top, or what is inside that and makes more than half of it, and so on.
    """
    sums = _sums(top, weight)
    here, least = top, weight(top)
    while inner := [(sums[id(child)], step, child) for step, child in here.inner()]:
        amount, step, child = max(inner, key=lambda row: row[0])
        if amount <= least:
            break
        path, here, least = (*path, *step), child, amount // 2
    return path, sums[id(here)]


def _sums(top: Facts, weight: Callable[[Facts], int]) -> dict[int, int]:
    """What each subtree weighs, by the identity of its top."""
    sums: dict[int, int] = {}
    for facts, _ in reversed(list(top.walk())):
        sums[id(facts)] = weight(facts) + sum(sums[id(child)] for _, child in facts.inner())
    return sums


def _deepest(top: Facts, path: Path) -> Path:
    stack: list[tuple[Facts, Path, int]] = [(top, path, 1)]
    best, level = path, 0
    while stack:
        facts, at, depth = stack.pop()
        if depth > level:
            best, level = at, depth
        stack += reversed([(child, (*at, *step), depth + 1) for step, child in facts.inner()])
    return best
