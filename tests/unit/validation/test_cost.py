"""The cost of a patch does not depend on the size of the document (section 8): nodes looked at, not time."""

from __future__ import annotations

from typing import Any

import pytest
from support.nodes import add, box, button, duplicate, field, move, page, remove, repeated, replace, text

from epoch_cli.catalog import Catalog
from epoch_cli.validation import Draft
from epoch_cli.validation.facts import Facts
from epoch_cli.validation.inspector import Inspector

AT = "/root/children/0/children"

PATCHES: dict[str, Any] = {
    "append": add(f"{AT}/-", text("new")),
    "insert": add(f"{AT}/0", box(text("new"), button("new"))),
    "a prop": add(f"{AT}/0/props/size", "h1"),
    "a text": replace(f"{AT}/0/text", "{context.a}"),
    "an id": add("/root/id", "top"),
    "a node replaced": replace(f"{AT}/0", field()),
    "a node removed": remove(f"{AT}/0"),
    "a node moved": move(f"{AT}/2", f"{AT}/0"),
    "a node copied": duplicate(f"{AT}/0", f"{AT}/-"),
    "a list": add(f"{AT}/-", repeated(text("{item.a}"))),
    "refused": add(f"{AT}/-", {"type": "Nope"}),
    "refused for what it inherits": add("/root/children/1/children/0/type", "Input"),
    "an array": [add(f"{AT}/-", text("new")), remove(f"{AT}/0")],
}


def looked_at(catalog: Catalog, size: int, patch: Any, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many nodes are inspected, and how many facts walked over, for one patch on a document of some size."""
    rows = [box(*[text(f"{row}.{number}", size="body") for number in range(4)]) for row in range(size)]
    draft = Draft(catalog, page(*rows), profile="unlimited")
    count = 0

    def counting(method: Any) -> Any:
        def counted(*arguments: Any, **named: Any) -> Any:
            nonlocal count
            count += 1
            return method(*arguments, **named)

        return counted

    with monkeypatch.context() as patched:
        patched.setattr(Inspector, "node", counting(Inspector.node))
        patched.setattr(Facts, "copy", counting(Facts.copy))
        draft.propose(patch)
        draft.begin_attempt()
    return count


@pytest.mark.parametrize("name", PATCHES)
def test_the_work_of_a_patch_does_not_grow_with_the_document(
    punk: Catalog, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    small, large = (looked_at(punk, size, PATCHES[name], monkeypatch) for size in (10, 400))
    assert large <= small + 2
