"""Repairs of bindings: their braces, their root, and paths that miss by a letter (EP501, EP502, EP505, EP508)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from epoch_cli.catalog import Field, Miss, follow
from epoch_cli.validation.fixes.case import Case, Change
from epoch_cli.validation.rules.bindings import ROOTS, Binding, normalise_double_braces, parse_bindings

_SINGLE = re.compile(r"\{([^{}]*)\}")
_PATH = re.compile(r"[A-Za-z_$][\w$-]*(?:\.[\w$-]+)*")
_MOST_STEPS = 16


def braces(case: Case) -> Change | None:
    """`{{a.b}}` and `{ context.a }` as bindings are written (decision 7)."""
    text = case.value
    if not isinstance(text, str):
        return None
    made = _SINGLE.sub(_stripped, normalise_double_braces(text, case.item))
    return case.put(made) if made != text else None


def rooted(case: Case) -> Change | None:
    """A path without a root, such as `{users}`: a field of the list's item where it has one, else of the context."""
    text = case.value
    match = _SINGLE.fullmatch(text) if isinstance(text, str) else None
    if match is None or not _PATH.fullmatch(match[1].strip()):
        return None
    return case.put(_rooted(match[1].strip(), case.item))


def source(case: Case) -> Change | None:
    """A dataSource that is a binding without its braces: `context.users`."""
    text = case.value
    if not isinstance(text, str) or not _PATH.fullmatch(text.strip()) or "." not in text:
        return None
    return case.put("{" + text.strip() + "}") if text.strip().partition(".")[0] in {"context", "item"} else None


def rooted_source(case: Case) -> Change | None:
    """A dataSource that only names its list: `users`."""
    text = case.value
    if not isinstance(text, str) or not _PATH.fullmatch(text.strip()) or text.strip().partition(".")[0] in ROOTS:
        return None
    return case.put(_rooted(text.strip(), case.item))


def nearest_path(case: Case) -> Change | None:
    """The model or field whose name is nearest, for every binding of the string that leads nowhere."""
    text = case.value
    if not isinstance(text, str):
        return None
    made = text
    for binding in parse_bindings(text).bindings:
        path = _mended(case, binding)
        if path is not None:
            made = made.replace(str(binding), str(Binding(binding.root, path, binding.whole)))
    return case.put(made) if made != text else None


def _mended(case: Case, binding: Binding) -> tuple[str, ...] | None:
    """The path of a binding with its wrong segments replaced, None when it is right or nothing is near."""
    path = binding.path
    for _ in range(min(len(path), _MOST_STEPS)):
        found = _follow(case, binding.root, path)
        if not isinstance(found, Miss):
            return path if path != binding.path else None
        if found.scalar or not found.nearest:
            return None
        path = (*path[: found.at], found.nearest, *path[found.at + 1 :])
    return path if not isinstance(_follow(case, binding.root, path), Miss) else None


def _follow(case: Case, root: str, path: Sequence[str]) -> Field | Miss | None:
    if root == "context":
        return case.inspector.models.context(path)
    item = case.item if root == "item" else None
    return follow(item, path) if item is not None else None


def _rooted(path: str, item: Field | None) -> str:
    """A path as a binding, by the rule for double braces."""
    return normalise_double_braces("{{" + path + "}}", item)


def _stripped(match: re.Match[str]) -> str:
    path = match[1].strip()
    return "{" + path + "}" if path.partition(".")[0] in ROOTS and _PATH.fullmatch(path) else match[0]
