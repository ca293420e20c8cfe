"""Strings and literals as grammars write them, narrow for patches and wide for documents."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from epoch_cli.catalog.components import Prop
from epoch_cli.catalog.exports import Form
from epoch_cli.catalog.exports.context_paths import any_path, context_path
from epoch_cli.catalog.exports.expressions import (
    LAST,
    Expression,
    Grammar,
    Name,
    Text,
    chars,
    either,
    many,
    maybe,
    one_of,
    others,
    row,
    value_text,
)
from epoch_cli.catalog.exports.numbers import any_number, number_between
from epoch_cli.catalog.exports.patterns import pattern_text
from epoch_cli.catalog.models import Models
from epoch_cli.catalog.tokens import TokenGroup

_QUOTATION_MARK = Text('"')
_BEYOND_ASCII = (0x80, LAST)

_CONTROLS, _MORE_CONTROLS = (0x00, 0x1F), (0x7F, 0x9F)
_QUOTE, _BACKSLASH, _BRACE = (0x22, 0x22), (0x5C, 0x5C), (0x7B, 0x7B)


class Scalars:
    """The lexical rules of a grammar, each defined when it is first asked for."""

    def __init__(self, grammar: Grammar, form: Form, models: Models) -> None:
        self._grammar = grammar
        self._wide = form == "document"
        self._models = models
        self._made: dict[object, Name] = {}

    def word(self, name: str, body: Expression) -> Name:
        """A lexical rule of this name; the same one for the same body."""
        if body not in self._made:
            self._made[body] = self._grammar.word(self._grammar.free_name(name), body)
        return self._made[body]

    # ------------------------------------------------------------ strings

    @cached_property
    def string(self) -> Name:
        """Any string. Patches hold no escape that stands for a character which no text should have."""
        return self.word("string", self._string())

    @cached_property
    def unbound(self) -> Name:
        """A string in which no binding is read."""
        return self.string if self._wide else self.word("unbound", self._string(_BRACE))

    def _string(self, *without: tuple[int, int]) -> Expression:
        if self._wide:
            plain = others(_CONTROLS, _QUOTE, _BACKSLASH, *without)
            hexadecimal = one_of("0-9A-Fa-f")
            escapes = either([one_of('"/bfnrt\\'), row(Text("u"), *[hexadecimal] * 4)])
        else:
            plain = others(_CONTROLS, _MORE_CONTROLS, _QUOTE, _BACKSLASH, *without)
            escapes = one_of('"/nt\\')
        return row(_QUOTATION_MARK, many(either([plain, row(Text("\\"), escapes)])), _QUOTATION_MARK)

    @cached_property
    def identity(self) -> Name:
        """The id of a node (`ID` of `document/node.py`)."""
        return self.word(
            "id", row(_QUOTATION_MARK, one_of("A-Za-z"), many(one_of("A-Za-z0-9_-"), 0, 63), _QUOTATION_MARK)
        )

    @cached_property
    def handler(self) -> Name:
        """The name of a handler (EP704)."""
        return self.word(
            "handler", row(_QUOTATION_MARK, one_of("A-Za-z_"), many(one_of("A-Za-z0-9_"), 0, 63), _QUOTATION_MARK)
        )

    @cached_property
    def binding(self) -> Name:
        """A string that is one binding (decision 7); in patches, a context path that the data models have."""
        segments = chars([*one_of("A-Za-z0-9_$-").ranges, *([_BEYOND_ASCII] if self._wide else [])])
        free = any_path(segments)
        context = free if self._wide else context_path(self._models, free)
        roots = [row(Text("context"), context), row(either([Text("props"), Text("item")]), free), Text("item")]
        return self.word("binding", row(Text('"{'), either(roots), Text('}"')))

    def matching(self, prop: Prop) -> Name:
        """A string that fits the prop's pattern, and any string where the prop has none or one that is not read."""
        known = pattern_text(prop.pattern, wide=self._wide) if prop.pattern is not None else None
        if known is not None:
            return self.word(prop.name, row(_QUOTATION_MARK, known, _QUOTATION_MARK))
        return self.string if prop.binding else self.unbound

    # ------------------------------------------------------------ literals

    def values(self, name: str, values: Iterable[object]) -> Name:
        """One of these values; patterns that share the list share the rule."""
        return self.word(name, either(map(value_text, values)))

    def tokens(self, group: TokenGroup) -> Name:
        """A token: in documents by either spelling, in patches by the short one and only what is current."""
        current = [token.name for token in group.tokens.values() if not token.deprecated]
        if self._wide or not current:
            full = [group.full_name(token) for token in group.tokens.values()]
            return self.values(f"{group.name}-token", [*group.tokens, *full])
        return self.values(f"{group.name}-token", current)

    @cached_property
    def boolean(self) -> Name:
        """True or false."""
        return self.values("boolean", [True, False])

    @cached_property
    def number(self) -> Name:
        """Any number; in patches one of at most fifteen digits, which no reader rounds."""
        return self.word("number", any_number(wide=self._wide))

    def number_of(self, prop: Prop) -> Name:
        """A number within the prop's bounds."""
        if self._wide or (prop.minimum is None and prop.maximum is None and not prop.integer):
            return self.number
        body = number_between(prop.minimum, prop.maximum, whole=prop.integer)
        return self.number if body is None else self.word(f"{prop.name}-number", body)

    @cached_property
    def space(self) -> Expression | None:
        """What canonical text has between its parts: nothing, a space, or a new line and its indentation."""
        if not self._wide:
            return None
        return maybe(self.word("space", either([Text(" "), row(Text("\n"), many(Text(" ")))])))
