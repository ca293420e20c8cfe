"""A cap that is exceeded names the part of the screen that uses most of it."""

from __future__ import annotations

import pytest
from support.nodes import add, box, button, chain, page, refuse, repeated, text

from epoch_cli.catalog import Catalog
from epoch_cli.validation import Draft, validate


def hints(catalog: Catalog, document: object, code: str) -> list[str]:
    return [each.hint for each in validate(document, catalog).diagnostics if each.code == code]


def test_too_many_nodes_name_the_largest_part(punk: Catalog) -> None:
    crowd = [box(*[text() for _ in range(10)]) for _ in range(4)]
    (hint,) = hints(punk, page(text(), box(*crowd), box(text(), text(), *[text() for _ in range(8)])), "EP601")
    assert hint.endswith("; /root/children/1 uses most (45)")


def test_bindings_and_handlers_are_counted_where_they_stand(punk: Catalog) -> None:
    many = text("{context.a}" * 19)
    (hint,) = hints(punk, page(text("{context.a}{context.b}"), box(many)), "EP605")
    assert hint.endswith("; /root/children/1/children/0 uses most (19)")
    buttons = [button(onClick="go") for _ in range(9)]
    (hint,) = hints(punk, page(box(*buttons[:7]), box(*buttons)), "EP606")
    assert hint.endswith("; /root/children/1 uses most (9)")


def test_the_score_counts_as_the_score_does(punk: Catalog) -> None:
    loop = repeated(text("{item.a}", condition="x"))  # 2 nodes, 2 bindings, a condition and a loop
    (hint,) = hints(punk, page(box(*[text() for _ in range(11)]), box(*[loop] * 8)), "EP607")
    assert hint.endswith("; /root/children/1 uses most (113)")


def test_depth_names_the_deepest_node(punk: Catalog) -> None:
    (hint,) = hints(punk, page(text(), chain(9)), "EP602")
    assert hint.endswith("; the deepest is /root/children/1" + "/children/0" * 8)


def test_a_node_that_uses_most_itself_is_named(punk: Catalog) -> None:
    (hint,) = hints(punk, {"root": text("{context.a}" * 21)}, "EP605")
    assert hint.endswith("; /root uses most (21)")


@pytest.mark.parametrize("start", [{}, {"root": box(*[box(*[text()] * 10)] * 4)}])
def test_a_refused_patch_is_told_too(punk: Catalog, start: object) -> None:
    draft = Draft(punk, start)  # type: ignore[arg-type]
    patch = add("/root/children/-", box(*[text()] * 9)) if start else add("/root", box(*[box(*[text()] * 10)] * 5))
    (found,) = refuse(draft, patch, "EP601").diagnostics
    assert found.hint.endswith("; /root/children/0 uses most (11)")
