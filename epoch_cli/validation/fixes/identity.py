"""Repairs of ids (EP104, EP105), and ids for nodes that have none."""

from __future__ import annotations

from collections.abc import Collection

from epoch_cli.catalog import Component
from epoch_cli.document.node import ID, Node
from epoch_cli.validation.fixes.case import Case, Change, said
from epoch_cli.validation.fixes.incoming import free_id
from epoch_cli.validation.fixes.spelling import slug


def slugged(case: Case) -> Change | None:
    """What was written as an id, as one: "Login form" is `login-form`."""
    wanted = slug(case.value) if isinstance(case.value, str) else ""
    return case.put(free(wanted, case.taken)) if wanted else None


def numbered(case: Case) -> Change | None:
    """The second node of an id gets a number behind it."""
    old = case.value
    if not isinstance(old, str) or not ID.fullmatch(old):
        return None
    return case.put(free_id(old, case.taken))


def free(wanted: str, taken: Collection[str]) -> str:
    """An id, or one like it when it is taken."""
    return free_id(wanted, taken) if wanted in taken else wanted


def readable_id(node: Node, component: Component | None, taken: Collection[str]) -> str:
    """An id that says what a node is: what it is called, and its type: `email-input`, `sign-in-button`."""
    kind = slug(str(node.get("type", "")), longest=20) or "node"
    name = slug(_called(node, component), longest=40)
    return free(kind if not name or name == kind else name if name.endswith(f"-{kind}") else f"{name}-{kind}", taken)


def _called(node: Node, component: Component | None) -> str:
    """The words that a person would call a node by: its label, title or text, at most four words and no binding."""
    props, a11y = node.get("props"), node.get("a11y")
    props = props if isinstance(props, dict) else {}
    own = (*component.name.sources, component.names_controls, component.caption) if component is not None else ()
    sources = [source for source in (*own, "label", "title", "name") if source]
    found = [a11y.get("label") if isinstance(a11y, dict) else None, props.get("ariaLabel"), node.get("text")]
    found += [props.get(source) for source in sources]
    words = next((said(value) for value in found if said(value) and "{" not in said(value)), "")
    return " ".join(words.split()[:4])
