"""Bindings as paths into the data model of a surface, and texts with several as calls of `formatString`.

A path that begins with a slash counts from the model, `{context.a.b}` is `/a/b`; any other counts from the entry of
the list that it stands in, `{item.x}` is `x`, and `.` the entry itself. Controls keep what they are given below
`/input/NAME`; one without a name below `/unnamed/ID`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from epoch_cli.convert.formats import LEFT_OUT
from epoch_cli.document.pointer import format_pointer
from epoch_cli.validation.rules.bindings import Binding, binding_to, parse_bindings, split_bindings

INPUT, UNNAMED = "input", "unnamed"
"""Where controls keep their values."""
FORMAT = "formatString"
ITEM = "."

# what the expressions of formatString know as a path; a relative one must not look like a number or a word of theirs
_SPELLABLE = re.compile(r"[A-Za-z0-9/._-]+", re.ASCII)
_NO_PATH = re.compile(r"[0-9]|(true|false|null)(?![A-Za-z0-9_])", re.ASCII)


class UnsayableError(ValueError):
    """A binding that A2UI has no path for; says which."""


def path_of(binding: Binding, *, in_list: bool) -> str:
    """The path of a binding.

    Raises:
        UnsayableError: an entry of a list is meant where there is none, or the values that a component is given.
    """
    if binding.root == "item":
        if not in_list:
            raise UnsayableError(str(binding))
        return "/".join(binding.path) or ITEM
    if binding.root == "context":
        return format_pointer(binding.path)
    raise UnsayableError(str(binding))


def whole_binding(value: Any) -> Binding | None:
    """The binding that is the whole of a value; None for anything else."""
    found = parse_bindings(value).bindings if isinstance(value, str) else ()
    return found[0] if found and found[0].whole else None


def dynamic(text: str, *, in_list: bool) -> str | dict[str, Any]:
    """A text as their dynamic string: itself, a path, or a call that puts paths into it.

    Raises:
        UnsayableError: a binding in it has no path, or none that such a call can spell.
    """
    bindings = parse_bindings(text).bindings
    if not bindings:
        return text
    if bindings[0].whole:
        return {"path": path_of(bindings[0], in_list=in_list)}
    value = "".join(_pieces(text, in_list=in_list))
    return {"call": FORMAT, "args": {"value": value}, "returnType": "string"}


def _pieces(text: str, *, in_list: bool) -> Iterator[str]:
    """The words and the bindings of a text, in order, as an expression spells them."""
    pieces = split_bindings(text)
    for number, piece in enumerate(pieces, 1):
        if isinstance(piece, str):
            yield _literal(piece, followed=number < len(pieces))
        else:
            yield "${" + _spelled(piece, in_list=in_list) + "}"


def _literal(words: str, *, followed: bool) -> str:
    """Words with `${` escaped; a backslash that would escape what follows is a string of its own."""
    *before, last = words.split("${")
    parts = [_guarded(part) for part in before] + [_guarded(last) if followed else last]
    return "\\${".join(parts)


def _guarded(part: str) -> str:
    bare = part.rstrip("\\")
    backslashes = len(part) - len(bare)
    return bare + "${'" + "\\\\" * backslashes + "'}" if backslashes else part


def _spelled(binding: Binding, *, in_list: bool) -> str:
    path = path_of(binding, in_list=in_list)
    if not _SPELLABLE.fullmatch(path) or _NO_PATH.match(path):
        raise UnsayableError(str(binding))
    return path


# ---------------------------------------------------------------- back


def binding_of(path: Any, *, in_list: bool) -> str | None:
    """The binding that a path means; None where none can spell it."""
    if not isinstance(path, str):
        return None
    if path in {"", ITEM}:
        return "{item}" if in_list else None
    absolute = path.startswith("/")
    tokens = path.removeprefix("/").split("/")
    binding = binding_to("context" if absolute or not in_list else "item", tokens)
    return str(binding) if binding is not None else None


class Told(NamedTuple):
    """A text of ours, what of theirs it does not say, and whether it is a binding."""

    text: str
    lost: tuple[tuple[str, str], ...] = ()
    bound: bool = False


BRACKETS = ("words that look like a binding", "written with other brackets")
"""The loss of braces that would be read as something else."""


def plain(words: str) -> Told:
    """Literal words; braces that would be read as a binding are none."""
    found = parse_bindings(words)
    if not found.bindings and not found.faults:
        return Told(words)
    return Told(_unbraced(words), (BRACKETS,))


def formatted(text: str, *, in_list: bool) -> Told:
    """What `formatString` makes of a text, with bindings in the places of its paths."""
    pieces: list[tuple[str, Told]] = []
    for words, expression in _expressions(text):
        pieces.append((words, Told("") if expression is None else _said(expression, in_list=in_list)))
    lost = tuple(each for _, said in pieces for each in said.lost)
    made = "".join(words + said.text for words, said in pieces)
    found = parse_bindings(made)
    if not found.faults and [str(each) for each in found.bindings] == [said.text for _, said in pieces if said.bound]:
        return Told(made, lost)
    made = "".join(_unbraced(words) + (said.text if said.bound else _unbraced(said.text)) for words, said in pieces)
    return Told(made, (*lost, BRACKETS))


def _unbraced(words: str) -> str:
    return words.replace("{", "(").replace("}", ")")


def _expressions(text: str) -> Iterator[tuple[str, str | None]]:
    """Words, each with the expression that follows; the last has none."""
    words: list[str] = []
    end = 0
    while (start := text.find("${", end)) >= 0:
        if start > end and text[start - 1] == "\\":
            words.append(text[end : start - 1] + "${")
            end = start + 2
            continue
        close = _closing(text, start + 2)
        yield "".join((*words, text[end:start])), text[start + 2 : close]
        words, end = [], close + 1
    yield "".join((*words, text[end:])), None


def _closing(text: str, start: int) -> int:
    """Where an expression ends: at its own brace, or at the end of the text."""
    open_braces, quote = 1, ""
    index = start
    while index < len(text):
        sign = text[index]
        if quote:
            index += sign == "\\"
            quote = "" if sign == quote else quote
        elif sign in "'\"":
            quote = sign
        else:
            open_braces += (sign == "{") - (sign == "}")
            if not open_braces:
                return index
        index += 1
    return len(text)


def _said(expression: str, *, in_list: bool) -> Told:
    inner = expression.strip()
    if len(inner) > 1 and inner[0] == inner[-1] and inner[0] in "'\"":
        return Told(re.sub(r"\\(.)", lambda match: _ESCAPES.get(match[1], match[1]), inner[1:-1]))
    if _NO_PATH.match(inner):
        return Told(inner)
    if "(" in inner:
        name, argument = inner.partition("(")[0].strip(), _ARGUMENT.search(inner)
        binding = binding_of(argument[1], in_list=in_list) if argument is not None else None
        done = "its value is shown as it is" if binding is not None else LEFT_OUT
        return Told(binding or "", ((f"the function {name[:40]}", done),), binding is not None)
    binding = binding_of(inner, in_list=in_list)
    if binding is None or binding == "{item}":
        return Told("", ((f"the path {inner[:40]}", LEFT_OUT),))
    return Told(binding, (), True)


_ESCAPES = {"n": "\n", "t": "\t", "r": "\r"}
_ARGUMENT = re.compile(r"\bvalue\s*:\s*(?:\$\{)?([A-Za-z0-9/._-]+)", re.ASCII)
