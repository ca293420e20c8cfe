"""Lines of a tree whose branches open and close, against a plain walk through the tree."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from support.examples import examples

from epoch_cli.output.view import NodeView
from epoch_cli.tui.panes.branches import Branches, Expected, Member


def node(parent: NodeView | None = None) -> NodeView:
    made = NodeView({"type": "Box"}, parent)
    if parent is not None:
        parent.inner.append(made)
    return made


def plain(branches: Branches, member: Member | None) -> list[Member]:
    """The members on the lines of a branch, found the slow way."""
    if member is None:
        return []
    found: list[Member] = [member]
    if isinstance(member, NodeView) and not branches.closed(member):
        inner: list[Member] = list(member.inner)
        if branches.expected is not None and branches.expected.parent is member:
            inner.insert(branches.expected.place, branches.expected)
        for each in inner:
            found += plain(branches, each)
    return found


def hold(branches: Branches) -> None:
    """Counts, lines and places agree with the slow way."""
    wanted = plain(branches, branches.root)
    assert len(branches) == len(wanted)
    assert [line.member for line in branches.lines(0, len(wanted) + 5)] == wanted
    for index, member in enumerate(wanted):
        if isinstance(member, NodeView):
            assert branches.line_of(member) == index
        assert [line.member for line in branches.lines(index, 3)] == wanted[index : index + 3]


@settings(max_examples=examples(60))
@given(st.data())
def test_lines_are_those_of_a_walk_whatever_comes_goes_opens_and_closes(data: st.DataObject) -> None:
    root = node()
    alive = [root]
    branches = Branches()
    branches.rebuild(root)
    for _ in range(data.draw(st.integers(1, 25))):
        at = data.draw(st.sampled_from(alive))
        what = data.draw(st.sampled_from(["add", "add", "remove", "move", "close", "open", "expect", "all", "rebuild"]))
        if what == "add":
            made = NodeView({"type": "Box"}, at)
            alive += [made, node(made)]
            at.inner.insert(data.draw(st.integers(0, len(at.inner))), made)
            branches.update({at})
        elif what in {"remove", "move"} and at.parent is not None:
            before = at.parent
            before.inner.remove(at)
            changed = {before}
            below = list(at.walk())
            alive = [each for each in alive if each not in below]
            at.parent = None
            if what == "move":
                at.parent = data.draw(st.sampled_from(alive))
                at.parent.inner.append(at)
                alive += below
                changed.add(at.parent)
            branches.update(changed)
        elif what in {"close", "open"}:
            branches.fold(at, closed=what == "close")
        elif what == "expect":
            branches.expect(at, data.draw(st.integers(0, len(at.inner))))
        elif what == "all":
            branches.fold_all(closed=data.draw(st.booleans()))
        elif what == "rebuild":
            branches.rebuild(root)
        if branches.expected is not None and branches.expected.parent is not None:
            branches.expect(branches.expected.parent, min(branches.expected.place, len(branches.expected.parent.inner)))
        hold(branches)


def test_lines_say_who_is_the_last_on_the_way() -> None:
    root = node()
    first = node(root)
    node(first)
    node(root)
    branches = Branches()
    branches.rebuild(root)
    assert [line.last for line in branches.lines(0, 9)] == [(), (False,), (False, True), (True,)]


def test_a_closed_branch_stays_closed_in_another_tree_that_has_it() -> None:
    root = node()
    first = node(root)
    node(first)
    branches = Branches()
    branches.rebuild(root)
    branches.fold(first, closed=True)
    branches.rebuild(root)
    assert branches.closed(first)
    assert len(branches) == 2


def test_an_expected_node_takes_a_line_at_its_place() -> None:
    root = node()
    first = node(root)
    branches = Branches()
    branches.rebuild(root)
    branches.expect(root, 1)
    assert [line.member for line in branches.lines(0, 9)] == [root, first, Expected(root, 1)]
    branches.expect(None)
    assert len(branches) == 2


def test_a_node_in_a_closed_branch_has_no_line() -> None:
    root = node()
    first = node(root)
    inner = node(first)
    branches = Branches()
    branches.rebuild(root)
    branches.fold(first, closed=True)
    assert branches.line_of(inner) is None
    assert branches.line_of(NodeView({"type": "Box"})) is None
    assert list(branches.walk()) == [root, first, inner]


def test_a_tree_deeper_than_the_stack_of_python() -> None:
    root = deepest = node()
    for _ in range(3000):
        deepest = node(deepest)
    branches = Branches()
    branches.rebuild(root)
    assert branches.line_of(deepest) == 3000
    assert branches.lines(3000, 1)[0].member is deepest
