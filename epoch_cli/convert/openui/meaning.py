"""What expressions mean in a document: JSON values, with bindings as texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from epoch_cli.convert.openui.syntax import Array, Call, Computed, Constant, Either, Expression, Name, Object, Sum
from epoch_cli.errors import UnreadableError
from epoch_cli.validation.rules.bindings import binding_to, parse_bindings

MOST_VALUES: Final = 200_000
"""Values and nodes that a text may come to: a statement can be used again and again."""
MOST_CHARACTERS: Final = 10_000_000
"""The same of characters: a sum of a sum of a sum doubles each time."""
_SMALLER: Final = "make it smaller; a statement counts each time that it is used"
_DEEPEST: Final = 140
_STATES: Final = ("$context", "$props")
_DATA: Final = ("Query", "Mutation")


class UnsayableError(ValueError):
    """An expression that a document cannot say; the message says what it is."""


class Meaning:
    """Values of a program's expressions.

    Args:
        statements: expressions by name.
        lose: is told what a value does not say any more, and what was done instead.
    """

    def __init__(self, statements: Mapping[str, Expression], lose: Callable[[str, str], None]) -> None:
        self._statements = statements
        self._lose = lose
        self._spent = 0
        self._characters = 0
        self._makers: Mapping[type, Callable[..., Any]] = {
            Constant: self._constant,
            Array: self._array,
            Object: self._object,
            Name: self._named,
            Sum: self._sum,
            Either: self._either,
            Call: self._call,
            Computed: self._computed,
        }
        self.used: set[str] = set()
        """Names of statements that were looked at."""

    def statement(self, name: str) -> Expression | None:
        """The expression of a statement."""
        self.used.add(name)
        return self._statements.get(name)

    def count(self) -> None:
        """Count a value.

        Raises:
            UnreadableError: there are too many.
        """
        self._spent += 1
        if self._spent > MOST_VALUES:
            raise UnreadableError(f"the statements come to more than {MOST_VALUES} values", remedy=_SMALLER)

    def value(self, expression: Expression, variables: tuple[str, ...] = (), depth: int = _DEEPEST) -> Any:
        """The value of an expression, where lists call their items as `variables` say, the innermost last.

        Raises:
            UnsayableError: there is none.
        """
        self.count()
        if not depth:
            raise UnsayableError("a value of too many levels")
        made: Any = self._makers[type(expression)](expression, variables, depth - 1)
        if isinstance(made, str):
            self._count_characters(len(made))
        return made

    def _count_characters(self, count: int) -> None:
        self._characters += count
        if self._characters > MOST_CHARACTERS:
            raise UnreadableError(f"the statements come to more than {MOST_CHARACTERS} characters", remedy=_SMALLER)

    def _constant(self, constant: Constant, *_: Any) -> Any:
        return self._plain(constant.value) if isinstance(constant.value, str) else constant.value

    def _array(self, array: Array, variables: tuple[str, ...], depth: int) -> list[Any]:
        return [self.value(each, variables, depth) for each in array.items]

    def _object(self, made: Object, variables: tuple[str, ...], depth: int) -> dict[str, Any]:
        return {key: self.value(each, variables, depth) for key, each in made.entries}

    def _either(self, choice: Either, variables: tuple[str, ...], depth: int) -> Any:
        self._lose("a choice that is made when the page runs", "written as its first value")
        return self.value(choice.then, variables, depth)

    def _call(self, call: Call, *_: Any) -> str:
        if call.name == "Action":
            return self._handler(call.arguments)
        raise UnsayableError(f"the function {call.name}" if call.name[0] == "@" else f"{call.name}(…) as a value")

    def _computed(self, computed: Computed, *_: Any) -> Any:
        raise UnsayableError(f"a value that is worked out ({computed.operators})")

    # ------------------------------------------------------------ texts

    def _plain(self, text: str) -> str:
        """A text; one of `{item.x}` is a table's own, but other bindings were none."""
        if any(each.root != "item" for each in parse_bindings(text).bindings):
            self._lose(f"the text {text[:60]!r}, which was no binding", "written as it is, a binding now")
        return text

    def _sum(self, whole: Sum, variables: tuple[str, ...], depth: int) -> Any:
        parts = whole.parts
        if len(parts) == 1:
            return self.value(parts[0], variables, depth)
        values = [each.value if isinstance(each, Constant) else self.value(each, variables, depth) for each in parts]
        if any(type(value) not in {str, int, float} for value in values):
            raise UnsayableError("a sum of what is no text")
        # the first text makes a text of the whole; of two values before it, the sum would be a number
        if not any(isinstance(value, str) and _has_text(value) for value in values[:2]):
            raise UnsayableError("a sum of numbers")
        bound = sum(
            _bindings(str(value)) for each, value in zip(parts, values, strict=True) if type(each) is not Constant
        )
        self._count_characters(sum(len(value) for value in values if isinstance(value, str)))
        joined = "".join(map(str, values))
        if _bindings(joined) != bound:
            self._lose(f"the text {joined[:60]!r}, which was no binding", "written as it is, a binding now")
        return joined

    # ------------------------------------------------------------ names

    def _named(self, name: Name, variables: tuple[str, ...], depth: int) -> Any:
        start, steps = name
        if start in variables:
            if start != variables[-1]:
                raise UnsayableError(f"{start}, an item of an outer list")
            return _bound("item", steps)
        if start[0] == "$":
            self.used.add(start)
            return _bound(start[1:], steps) if start in _STATES else _bound("context", (start[1:], *steps))
        found = self.statement(start)
        if found is None:
            raise UnsayableError(f"the statement {start}, which is not there")
        if isinstance(found, Call) and found.name in _DATA:
            return _bound("context", (start, *steps))
        if steps:
            raise UnsayableError(f"members of the statement {start}")
        return self.value(found, variables, depth)

    def _handler(self, arguments: tuple[Expression, ...]) -> str:
        """The name that a press, a change and the like are told by: that of the one call that is made."""
        steps = arguments[0].items if arguments and isinstance(arguments[0], Array) else ()
        match steps:
            case (Call(name="@Run", arguments=(Name(name=name, steps=()),)),):
                called = self.statement(name)
                tool = called.arguments[0] if isinstance(called, Call) and called.arguments else None
                return tool.value if isinstance(tool, Constant) and isinstance(tool.value, str) else name
            case _:
                raise UnsayableError("an action that is not one @Run(…)")


def _has_text(value: str) -> bool:
    return not value or sum(len(str(each)) for each in parse_bindings(value).bindings) < len(value)


def _bindings(value: str) -> int:
    return len(parse_bindings(value).bindings)


def _bound(root: str, steps: tuple[str, ...]) -> str:
    """A binding as a document has it."""
    binding = binding_to(root, steps)
    if binding is None:
        raise UnsayableError(f"{{{'.'.join((root, *steps))}}}, which is no binding")
    return str(binding)
