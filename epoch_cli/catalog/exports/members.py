"""The members of an object, as a grammar says them.

Patches have them in one order, each at most once, which takes a rule a member. What people write has them in any
order, and a grammar that counts all of them in any order doubles with each: in documents only the required ones are
counted, and that an optional one occurs twice is left to the reader of JSON to find.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from epoch_cli.catalog.exports.expressions import Expression, Grammar, Name, Text, either, many, maybe, row, value_text

_COUNTED = 4
"""The most required members that are counted where any order goes: each doubles the rules."""


class Member(NamedTuple):
    """A key with what its value may be."""

    key: str
    value: Expression
    required: bool = False


class Objects:
    """Writes objects into a grammar; `space` may stand where canonical text has white space."""

    def __init__(self, grammar: Grammar, space: Expression | None, *, ordered: bool) -> None:
        self._grammar = grammar
        self._space = space
        self._ordered = ordered

    def member(self, member: Member) -> Expression:
        """A key and its value."""
        return row(Text(value_text(member.key).text + ":"), self._space, member.value)

    @property
    def comma(self) -> Expression:
        """What stands between two members or elements."""
        return row(Text(","), self._space)

    def brackets(self, element: Expression, least: int = 0, most: int | None = None) -> Expression:
        """An array of elements, `least` being 0 or 1."""
        if most == 0:
            return row(Text("["), self._space, Text("]"))
        inside = row(element, many(row(self.comma, element), 0, None if most is None else most - 1), self._space)
        return row(Text("["), self._space, inside if least else maybe(inside), Text("]"))

    def closed(self, name: str, members: Sequence[Member]) -> Expression:
        """An object with these members and no others."""
        if not members:
            return row(Text("{"), self._space, Text("}"))
        listed = self._in_order(name, members) if self._ordered else self._in_any_order(name, members)
        inside = row(listed, self._space)
        needed = any(member.required for member in members)
        return row(Text("{"), self._space, inside if needed else maybe(inside), Text("}"))

    # ------------------------------------------------------------ one order

    def _in_order(self, name: str, members: Sequence[Member]) -> Expression:
        """At least one of the members, in their order: a rule a member, for what is left from there on."""
        rest: Name | None = None
        needed = False
        for member in reversed(members):
            more = row(self.comma, rest) if rest is not None else None
            own = row(self.member(member), more if needed or more is None else maybe(more))
            options = [own] if member.required or rest is None else [own, rest]
            rest = self._grammar.define(self._grammar.free_name(f"{name}-from-{member.key}"), either(options))
            needed = needed or member.required
        assert rest is not None  # noqa: S101  there is a member
        return rest

    # ------------------------------------------------------------ any order

    def _in_any_order(self, name: str, members: Sequence[Member]) -> Expression:
        required = [member for member in members if member.required]
        if len(required) > _COUNTED:
            required = []
        optional = [self.member(member) for member in members if member not in required]
        any_optional = (
            self._grammar.define(self._grammar.free_name(f"{name}-any"), either(optional)) if optional else None
        )
        return self._while_missing(name, required, any_optional, {})

    def _while_missing(
        self, name: str, missing: Sequence[Member], optional: Name | None, known: dict[tuple[str, ...], Name]
    ) -> Name:
        """At least one more member, where these required ones have not come yet."""
        keys = tuple(member.key for member in missing)
        if keys in known:
            return known[keys]
        here = known[keys] = self._grammar.free_name("-".join((name, "with", *keys)) if keys else f"{name}-rest")
        options = []
        for member in missing:
            left = [other for other in missing if other is not member]
            if left:
                more: Expression | None = row(self.comma, self._while_missing(name, left, optional, known))
            elif optional is not None:
                more = maybe(row(self.comma, self._while_missing(name, left, optional, known)))
            else:
                more = None
            options.append(row(self.member(member), more))
        if optional is not None:
            again = row(self.comma, here)
            options.append(row(optional, again if missing else maybe(again)))
        return self._grammar.define(here, either(options))
