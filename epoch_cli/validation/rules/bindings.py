"""Data bindings: `{context.a.b}`, `{props.x}`, `{item.x}` (decision 7)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from epoch_cli.catalog import Field, Miss, Models, follow
from epoch_cli.validation.diagnostics import Finding, Path, Rule
from epoch_cli.validation.rules.words import quote

SYNTAX = Rule("EP501", "binding-syntax", "gate", "a binding is {context.a.b}, {props.x} or {item.x}")
UNKNOWN_PATH = Rule("EP502", "unknown-path", "gate", "a context binding names a data model and fields it has")
THROUGH_SCALAR = Rule("EP503", "path-through-scalar", "gate", "a scalar ends the path of a binding")
ITEM_OUTSIDE = Rule("EP504", "item-outside-list", "gate", "{item.x} stands in a list that is bound to data")
ITEM_PATH = Rule("EP505", "unknown-item-path", "gate", "{item.x} names a field of the list's items")
BINDING_TYPE = Rule("EP506", "binding-type", "gate", "what a binding gives fits the prop")
NOT_BINDABLE = Rule("EP507", "not-bindable", "gate", "ids, types, handlers and keys are written out, not bound")
SOURCE = Rule("EP508", "data-source", "gate", "a dataSource is one binding to a list")

RULES = (SYNTAX, UNKNOWN_PATH, THROUGH_SCALAR, ITEM_OUTSIDE, ITEM_PATH, BINDING_TYPE, NOT_BINDABLE, SOURCE)

ROOTS = ("context", "props", "item")
_BRACES = re.compile(r"\{\{([^{}]*)\}\}|\{([^{}]*)\}")
_PATH = re.compile(r"[A-Za-z_$][\w$-]*(?:\.[\w$-]+)*")
_FITS = {
    "string": {"string", "enum", "token"},
    "date": {"string", "enum", "token"},
    "number": {"number", "string"},
    "boolean": {"boolean", "string"},
    "array": {"array"},
    "object": {"object"},
}


class Binding(NamedTuple):
    """One binding in a string: its root, the path after it, where it stands, and whether it is the whole string."""

    root: str
    path: tuple[str, ...]
    whole: bool

    def __str__(self) -> str:
        return "{" + ".".join((self.root, *self.path)) + "}"


class Parsed(NamedTuple):
    """The bindings of a string, and what is wrong with those that are none: (message, hint)."""

    bindings: tuple[Binding, ...] = ()
    faults: tuple[tuple[str, str], ...] = ()


def parse_bindings(text: str) -> Parsed:
    """Find the bindings in a string; braces around anything else are plain text."""
    return _parsed_before(text) if len(text) <= _LONGEST_REMEMBERED else _parsed(text)


def _parsed(text: str) -> Parsed:
    bindings: list[Binding] = []
    faults: list[tuple[str, str]] = []
    for match in _BRACES.finditer(text):
        double, single = match.groups()
        whole = match.span() == (0, len(text))
        if double is not None:
            double = double.strip()
            if _PATH.fullmatch(double):
                faults.append((f"{quote(match[0])} has double braces", f"write {{{_rooted(double)}}}"))
            continue
        root, dot, _ = single.strip().partition(".")
        if root in ROOTS and (dot or whole):
            binding = _binding(single, whole=whole)
            if binding is not None:
                bindings.append(binding)
            else:
                faults.append((f"{quote(match[0])} is no binding", f"write a path, such as {{{root}.name}}"))
        elif whole and _PATH.fullmatch(single.strip()):
            faults.append((f"{quote(match[0])} has no known root", f"write {{context.{single.strip()}}}"))
    return Parsed(tuple(bindings), tuple(faults))


_LONGEST_REMEMBERED = 500
"""Characters of a string: thousands are remembered, and a model may write very long ones."""
_parsed_before = lru_cache(maxsize=4096)(_parsed)


def _binding(path: str, *, whole: bool) -> Binding | None:
    """The binding that a path in braces is; None for none. `item` alone is one only where nothing else is."""
    root, *steps = path.split(".")
    known = root in ROOTS and _PATH.fullmatch(path) is not None and (steps or (root == "item" and whole))
    return Binding(root, tuple(steps), whole) if known else None


def split_bindings(text: str, *, double_braces: bool = False) -> tuple[str | Binding, ...]:
    """A text in pieces: its bindings, those that `parse_bindings` finds, and the words between them.

    Args:
        text: any.
        double_braces: take `{{a.b}}` for a binding to the context, as it is before it is mended (decision 7).
    """
    if "{" not in text:
        return (text,) if text else ()
    pieces: list[str | Binding] = []
    end = 0
    for match in _BRACES.finditer(text):
        double, single = match.groups()
        path = single if double is None else _rooted(double.strip()) if double_braces else ""
        binding = _binding(path, whole=match.span() == (0, len(text)))
        if binding is None:
            continue
        if match.start() > end:
            pieces.append(text[end : match.start()])
        pieces.append(binding)
        end = match.end()
    return (*pieces, text[end:]) if end < len(text) else tuple(pieces)


def binding_to(root: str, steps: Sequence[str]) -> Binding | None:
    """The binding that leads from a root by these steps; None where no text can spell it."""
    found = parse_bindings(str(Binding(root, tuple(steps), whole=True))).bindings
    return found[0] if len(found) == 1 and found[0] == Binding(root, tuple(steps), whole=True) else None


def is_whole_binding(text: str) -> bool:
    """Whether a string is one binding and nothing else."""
    found = parse_bindings(text).bindings
    return bool(found) and found[0].whole


def places_of(binding: Binding, value: Any, path: Path = ()) -> Iterator[Path]:
    """Where a binding occurs in the strings of a value, once per occurrence."""
    if isinstance(value, str):
        for found in parse_bindings(value).bindings:
            if (found.root, found.path) == (binding.root, binding.path):
                yield path
    for key, item in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from places_of(binding, item, (*path, key))


def normalise_double_braces(text: str, item: Field | None) -> str:
    """Rewrite `{{a.b}}` as a binding: to `item` inside a list when the item has it, else to `context` (decision 7).

    `item` is the shape of the list's items, None outside a list.
    """

    def rewrite(match: re.Match[str]) -> str:
        path = (match[1] or "").strip()
        if not _PATH.fullmatch(path):
            return match[0]
        segments = path.split(".")
        if segments[0] in ROOTS:
            return "{" + path + "}"
        in_item = item is not None and not isinstance(follow(item, segments), Miss)
        return "{" + ("item." if in_item else "context.") + path + "}"

    return _BRACES.sub(rewrite, text) if "{{" in text else text


def check_context(binding: Binding, types: Sequence[str], models: Models) -> Finding | None:
    """A `{context…}` binding against the data models, and what it gives against the types that fit."""
    found = models.context(binding.path)
    if isinstance(found, Miss):
        return missed(str(binding), found, "EP502")
    return check_fit(str(binding), found, types)


def missed(text: str, miss: Miss, code: str) -> Finding:
    """The finding for a path that leads nowhere."""
    if miss.scalar:
        return Finding("EP503", (), f"{quote(text)} goes on to {quote(miss.segment)} after a scalar", "end it there")
    what = "data model or list" if code == "EP502" and miss.at == 0 else "field"
    hint = f'did you mean "{miss.nearest}"?' if miss.nearest else f"there is {', '.join(miss.choices) or 'none'}"
    return Finding(code, (), f"{quote(text)}: no {what} {quote(miss.segment)}", hint)


def check_fit(text: str, found: Field, types: Sequence[str]) -> Finding | None:
    """What a binding gives, against the types of the place it stands in."""
    if found.type == "any" or "any" in types or _FITS[found.type].intersection(types):
        return None
    return Finding(
        "EP506", (), f"{quote(text)} gives {found.type}, not {' or '.join(types)}", "bind something that fits"
    )


def _rooted(path: str) -> str:
    return path if path.partition(".")[0] in ROOTS else f"context.{path}"
