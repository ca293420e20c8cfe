"""Trees of pages: carrying out what `difference` tells, as the script of a live page does, and trees at random."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from support.choices import Choices

from epoch_cli.preview.difference import Branch, Operation, Token
from epoch_cli.preview.markup import Element

Made = list[Any]
"""A node that can be changed: `[tag, attributes, children]`; a text is a list of one."""


def carried_out(tree: Branch, operations: Sequence[Operation]) -> Branch:
    """A tree after some operations, each upon what the ones before it left."""
    root = _made(tree)
    for kind, path, *what in operations:
        if kind in {"set", "text"}:
            node = _at(root, path)
            if kind == "text":
                assert len(node) == 1
                node[0] = what[0]
            else:
                node[1] |= what[0]
                node[1] = {name: value for name, value in node[1].items() if value is not None}
            continue
        owner, last = _at(root, path[:-1])[2], path[-1]
        if kind == "insert":
            assert last <= len(owner)
            owner.insert(last, built(what[0]))
        else:
            owner[last : last + 1] = [] if kind == "remove" else [built(what[0])]
    return _branch(root)


def built(tokens: Sequence[Token]) -> Made:
    """The node that tokens stand for."""
    top: Made = ["", {}, []]
    stack = [top]
    for token in tokens:
        if token == 0:
            stack.pop()
        elif isinstance(token, str):
            stack[-1][2].append([token])
        else:
            assert isinstance(token, list)
            node: Made = [token[0], dict(token[1]), []]
            stack[-1][2].append(node)
            stack.append(node)
    assert stack == [top]
    (made,) = top[2]
    return made


def tree_of(tokens: Sequence[Token]) -> Branch:
    """The tree that tokens stand for."""
    return _branch(built(tokens))


def _at(node: Made, path: Sequence[int]) -> Made:
    for index in path:
        node = node[2][index]
    return node


def _made(node: Branch | str) -> Made:
    if isinstance(node, str):
        return [node]
    return [node.tag, dict(node.attributes), [_made(child) for child in node.children]]


def _branch(made: Made) -> Any:
    if len(made) == 1:
        return made[0]
    return Branch(made[0], made[1], tuple(_branch(child) for child in made[2]))


def any_element(choose: Choices, depth: int = 4, tag: str = "") -> Element:
    """An element at random: few tags, ids and words, so that two of them have much in common."""
    attributes: dict[str, Any] = {}
    if choose.one_in(2):
        attributes["id"] = choose.of("abcde")
    if choose.one_in(3):
        attributes[choose.of(["class", "alt", "hidden"])] = choose.of(["x", "y", True, False])
    children: list[Any] = []
    for _ in range(choose.number(6) if depth else 0):
        child: Any = (choose.of(["", "one", "two"]),)
        if choose.one_in(2):
            child = any_element(choose, depth - 1)
        children.append(child)
    return Element(tag or choose.of(["div", "p", "span"]), attributes, tuple(children))
