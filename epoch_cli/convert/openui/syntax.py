"""OpenUI Lang, parsed: statements by name, each with its expression.

Reads what the language's own parser reads, tolerant as that is: Markdown fences, `//` and `#` comments, prose between
statements, single quotes, commas that are missing or too many. What is not closed is an error here, because a text
that was cut off is not the document that was meant. Takes linear time; nesting is bounded.
"""

from __future__ import annotations

import json
import re
from typing import Any, Final, NamedTuple

from epoch_cli.errors import UnreadableError

DEEPEST: Final = 140
"""Levels of one expression: templates and values as deep as `expressions.DEEPEST` lets them be written."""


class Constant(NamedTuple):
    """A text, a number, `true`, `false` or `null`."""

    value: Any


class Array(NamedTuple):
    """`[a, b]`."""

    items: tuple[Expression, ...]


class Object(NamedTuple):
    """`{key: value}`."""

    entries: tuple[tuple[str, Expression], ...]


class Name(NamedTuple):
    """Another statement, an item of a list, or with `$` the state; `steps` are the members after it."""

    name: str
    steps: tuple[str, ...] = ()


class Call(NamedTuple):
    """A component, or with `@` a function."""

    name: str
    arguments: tuple[Expression, ...]


class Either(NamedTuple):
    """`condition ? then : otherwise`."""

    condition: Expression
    then: Expression
    otherwise: Expression


class Sum(NamedTuple):
    """`a + b + c`."""

    parts: tuple[Expression, ...]


class Computed(NamedTuple):
    """Anything else that is worked out when the page runs, by the operators in it."""

    operators: str


Expression = Constant | Array | Object | Name | Call | Either | Sum | Computed


class Program(NamedTuple):
    """Statements by name, the last of each, and the lines they begin in; what is none: its line and text.

    `replaced` has the line of the first statement of a name of which another says less than it did.
    """

    statements: dict[str, Expression]
    lines: dict[str, int]
    skipped: tuple[tuple[int, str], ...]
    replaced: dict[str, int]


def parse(text: str) -> Program:
    """Parse a text.

    Raises:
        UnreadableError: a bracket or a text is not closed, an expression is missing, wrong or too deep; with its place.
    """
    return _Parser(_unfenced(text)).program()


_BEGINNING = re.compile(r"(?P<name>\$?[A-Za-z_][A-Za-z0-9_]*)[ \t\r]*=(?!=)", re.ASCII)
_FENCE = re.compile(r"^[ \t]*```[^\n]*$", re.MULTILINE)
_SPACE = re.compile(r"(?:[ \t\r]++|//[^\n]*|\#[^\n]*)*")
_SPACE_AND_LINES = re.compile(r"(?:[ \t\r\n]++|//[^\n]*|\#[^\n]*)*")
_STRING = re.compile(r""" "(?>(?:[^"\\]++|\\.)*)" | '(?>(?:[^'\\]++|\\.)*)' """, re.VERBOSE | re.DOTALL)
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_NAME = re.compile(r"[$@]?[A-Za-z_][A-Za-z0-9_]*")
_STEP = re.compile(r"\.[ \t]*(\$?[A-Za-z_][A-Za-z0-9_]*|[0-9]+)")
_OPERATOR = re.compile(r"[=!<>]=|&&?|\|\|?|[-+*/%<>=]")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_CONSTANTS: Final = {"true": True, "false": False, "null": None}
_SINGLE_ESCAPES: Final = {"n": "\n", "t": "\t"}
_LONGEST_NUMBER: Final = 400
_SHORT: Final = 60
_MEMBERS = Computed("members of what is no statement")


def _unfenced(text: str) -> str:
    """A text with everything blank that stands outside of its fences, if it has any, so that positions stay."""
    fences = list(_FENCE.finditer(text))
    if not fences:
        return text
    kept, end = [], 0
    for opening, closing in zip(fences[::2], [*fences[1::2], None], strict=False):
        start, stop = opening.end(), closing.start() if closing else len(text)
        kept += [_blank(text[end:start]), text[start:stop]]
        end = stop
    return "".join([*kept, _blank(text[end:])])


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def _says_all(later: Expression, earlier: Expression) -> bool:
    """Whether a statement that is written again says all that it did, as it does where a text was streamed."""
    match earlier, later:
        case Constant(value=None), _:
            return True
        case Constant(value=str(begun)), Constant(value=str(whole)):
            return whole.startswith(begun)
        case Call(name=one, arguments=before), Call(name=other, arguments=after):
            kept = all(map(_says_all, after, before))
            return one == other and kept and all(each == Constant(None) for each in before[len(after) :])
        case Array(items=before), Array(items=after):
            left = iter(after)
            return all(each in left for each in before)
        case Object(entries=entries), Object(entries=others):
            said = dict(others)
            return all(key in said and _says_all(said[key], value) for key, value in entries)
        case _:
            return earlier == later


class _Parser:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._brackets = 0  # that are open here: in them a line feed is a space

    def program(self) -> Program:
        """All statements."""
        statements: dict[str, Expression] = {}
        lines: dict[str, int] = {}
        skipped: list[tuple[int, str]] = []
        replaced: dict[str, int] = {}
        line = 1
        while True:
            before, self._at = self._at, _SPACE_AND_LINES.match(self._text, self._at).end()  # type: ignore[union-attr]
            line += self._text.count("\n", before, self._at)
            if self._at == len(self._text):
                return Program(statements, lines, tuple(skipped), replaced)
            before = self._at
            if beginning := self._take(_BEGINNING):
                name, made = beginning["name"], self._expression(DEEPEST)
                if name in statements and not _says_all(made, statements[name]):
                    replaced.setdefault(name, lines[name])
                lines[name], statements[name] = line, made
                self._next()
            line += self._text.count("\n", before, self._at)
            end = self._text.find("\n", self._at) % (len(self._text) + 1)  # -1 is the end of the text
            if rest := self._text[self._at : end].strip():
                skipped.append((line, rest[:_SHORT]))
            self._at = end

    # ------------------------------------------------------------ expressions

    def _expression(self, depth: int) -> Expression:
        """Operands with operators between them, and what is chosen by them."""
        if not depth:
            raise self._error(f"nested more than {DEEPEST} levels deep")
        parts, operators = [self._operand(depth)], []
        while self._next() not in "?:" and (operator := self._take(_OPERATOR)):
            operators.append(operator[0])
            parts.append(self._operand(depth))
        made: Expression = parts[0]
        if operators:
            made = Sum(tuple(parts)) if set(operators) == {"+"} else Computed(" ".join(sorted(set(operators))))
        if not self._goes_on("?"):
            return made
        then = self._expression(depth - 1)
        if not self._goes_on(":"):
            raise self._error("expected : and what is chosen otherwise")
        return Either(made, then, self._expression(depth - 1))

    def _operand(self, depth: int) -> Expression:
        mark, negated = self._next(), ""
        while mark and (mark == "!" or (mark == "-" and not _NUMBER.match(self._text, self._at))):
            negated, self._at = mark, self._at + 1
            mark = self._next()
        made = self._simple(mark, depth)
        return Computed(negated) if negated else made

    def _simple(self, mark: str, depth: int) -> Expression:
        made: Expression
        if mark == "[":
            made = Array(self._sequence("]", depth))
        elif mark == "{":
            made = self._object(depth)
        elif mark == "(":
            made = Sum(self._sequence(")", depth))  # a sum of one, which is that one
        elif mark in {'"', "'"}:
            return self._string(mark)
        elif number := self._take(_NUMBER):
            return self._number(number[0])
        elif name := self._take(_NAME):
            return self._named(name[0], depth)
        else:
            found = repr(mark) if mark.strip() else "the end of the line" if mark else "the end"
            raise self._error(f"expected a value, found {found}")
        return _MEMBERS if self._steps(depth) else made

    def _named(self, name: str, depth: int) -> Expression:
        if name in _CONSTANTS:
            return Constant(_CONSTANTS[name])
        if self._next() == "(" and (name[0] == "@" or name[0].isupper()):
            call = Call(name, self._sequence(")", depth))
            return _MEMBERS if self._steps(depth) else call
        steps = self._steps(depth)
        return Name(name, tuple(steps)) if None not in steps else Computed("[]")  # type: ignore[arg-type]

    def _steps(self, depth: int) -> list[str | None]:
        """The members after a value; None for one that is worked out."""
        steps: list[str | None] = []
        while (mark := self._next()) in {".", "["}:
            if step := self._take(_STEP):
                steps.append(step[1].removeprefix("$"))
            elif mark == "[":
                index = self._sequence("]", depth)
                value = index[0].value if len(index) == 1 and isinstance(index[0], Constant) else None
                steps.append(str(value) if type(value) in {str, int} else None)
            else:
                raise self._error("expected the name of a member after the dot")
        return steps

    # ------------------------------------------------------------ what has brackets

    def _sequence(self, closing: str, depth: int) -> tuple[Expression, ...]:
        items = []
        start = self._enter()
        while not self._leave(closing, start):
            items.append(self._expression(depth - 1))
        return tuple(items)

    def _object(self, depth: int) -> Object:
        entries = []
        start = self._enter()
        while not self._leave("}", start):
            mark = self._next()
            if mark in {'"', "'"}:
                key = str(self._string(mark).value)
            else:  # the mark of a state variable is none of a key's, where that is a bare word
                key = (self._take(_NAME) or self._take(_NUMBER) or "?")[0].removeprefix("$")
            if self._next() != ":":
                raise self._error("expected : after a key")
            self._at += 1
            entries.append((key, self._expression(depth - 1)))
        return Object(tuple(entries))

    def _enter(self) -> int:
        self._brackets += 1
        self._at += 1
        return self._at - 1

    def _leave(self, closing: str, start: int) -> bool:
        """Whether the bracket that was opened at `start` is closed here; steps over commas and what closes it."""
        while self._next() == ",":
            self._at += 1
        if self._at == len(self._text):
            self._at = start
            raise self._error(f"{self._text[start]} is not closed")
        if self._text[self._at] != closing:
            return False
        self._brackets -= 1
        self._at += 1
        return True

    # ------------------------------------------------------------ words

    def _string(self, quote: str) -> Constant:
        found = self._take(_STRING)
        if found is None:
            raise self._error("a text is not closed")
        inner = found[0][1:-1]
        if quote == "'":
            return Constant(_ESCAPED.sub(lambda match: _SINGLE_ESCAPES.get(match[1], match[1]), inner))
        try:
            return Constant(json.loads(f'"{inner}"', strict=False))
        except ValueError:
            return Constant(inner)  # as the language's own parser does

    def _number(self, text: str) -> Constant:
        if len(text) > _LONGEST_NUMBER:
            raise self._error("a number is too long")
        value = float(text)
        return Constant(int(text) if text.lstrip("-").isdigit() else value)

    # ------------------------------------------------------------ characters

    def _next(self) -> str:
        """The next character that is no space, empty at the end."""
        space = _SPACE_AND_LINES if self._brackets else _SPACE
        self._at = space.match(self._text, self._at).end()  # type: ignore[union-attr]
        return self._text[self._at : self._at + 1]

    def _goes_on(self, mark: str) -> bool:
        """Whether a choice goes on here, or in the next line; steps over the mark."""
        at = _SPACE_AND_LINES.match(self._text, self._at).end()  # type: ignore[union-attr]
        if self._text[at : at + 1] != mark:
            return False
        self._at = at + 1
        return True

    def _take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.match(self._text, self._at)
        if found is not None:
            self._at = found.end()
        return found

    def _error(self, what: str) -> UnreadableError:
        line = self._text.count("\n", 0, self._at) + 1
        column = self._at - (self._text.rfind("\n", 0, self._at) + 1) + 1
        return UnreadableError(f"{line}:{column}: {what}", remedy="correct the OpenUI Lang at that place")
