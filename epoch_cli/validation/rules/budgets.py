"""The caps of a budget profile (decision 8); a document beyond a cap may shrink, never grow."""

from __future__ import annotations

from epoch_cli.catalog import Profile
from epoch_cli.document.metrics import Metrics
from epoch_cli.validation.diagnostics import Finding, Rule

NODES = Rule("EP601", "too-many-nodes", "gate", "a document has at most the profile's number of nodes")
DEPTH = Rule("EP602", "too-deep", "gate", "no node lies deeper than the profile's number of levels")
CHILDREN = Rule("EP603", "too-many-children", "gate", "a node has at most the profile's number of children")
STRING = Rule("EP604", "string-too-long", "gate", "a string has at most the profile's number of characters")
BINDINGS = Rule("EP605", "too-many-bindings", "gate", "a document has at most the profile's number of bindings")
HANDLERS = Rule("EP606", "too-many-handlers", "gate", "a document has at most the profile's number of handlers")
SCORE = Rule("EP607", "too-complex", "gate", "a document's complexity score stays within the profile's limit")
PATCHES = Rule("EP608", "too-many-patches", "gate", "a run has at most the profile's number of patches")

RULES = (NODES, DEPTH, CHILDREN, STRING, BINDINGS, HANDLERS, SCORE, PATCHES)


_SUMS = {
    "EP601": ("nodes", "nodes"),
    "EP605": ("bindings", "bindings"),
    "EP606": ("handlers", "handlers"),
    "EP607": ("score", "points of complexity"),
}
METERS = {code: name for code, (name, _) in _SUMS.items()} | {"EP602": "depth", "EP604": "longest_string"}
"""What each cap on a whole document is about: the name in `Metrics`."""


def within(metrics: Metrics, profile: Profile) -> bool:
    """Whether sums and depth are within every cap; what is said of one node or string is for others."""
    return (
        metrics.nodes <= profile.nodes
        and metrics.depth <= profile.depth
        and metrics.bindings <= profile.bindings
        and metrics.handlers <= profile.handlers
        and metrics.score <= profile.score
    )


def check_totals(after: Metrics, before: Metrics, profile: Profile) -> list[Finding]:
    """The sums over a document: each that is over its cap, and over what it was before.

    For a document as a whole `before` is `Metrics()`; for a patch, only one that increases an excess is found.
    """
    findings = []
    for code, (name, what) in _SUMS.items():
        value, cap = getattr(after, name), getattr(profile, name)
        if value > cap and value > getattr(before, name):
            message = f"{value} {what}, {cap} at most in profile {profile.name}"
            findings.append(Finding(code, (), message, "make it simpler, or choose a larger --budget", value - cap))
    return findings


def too_deep(depth: int, profile: Profile) -> Finding:
    """The finding for nodes below the profile's last level; `depth` is the deepest level."""
    message = f"{depth} levels deep, {profile.depth} at most in profile {profile.name}"
    return Finding("EP602", (), message, "flatten it: fewer containers inside containers", depth - profile.depth)


def check_children(count: int, profile: Profile) -> Finding | None:
    """How many children one node has."""
    if count <= profile.children:
        return None
    message = f"{count} children, {profile.children} at most in profile {profile.name}"
    return Finding("EP603", ("children",), message, "group them in containers", count - profile.children)


def check_string(text: str, profile: Profile) -> Finding | None:
    """How long one string is."""
    if len(text) <= profile.string:
        return None
    message = f"a string of {len(text)} characters, {profile.string} at most in profile {profile.name}"
    return Finding("EP604", (), message, "shorten it", len(text) - profile.string)
