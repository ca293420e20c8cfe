"""Tokens out of a Design Tokens Community Group file (Format Module 2025.10, https://www.designtokens.org/tr/2025.10).

Read are groups with what they pass on (`$type`, `$deprecated`), `$root`, `$extends`, aliases (`{a.b}` and `$ref`) in
values and inside composite ones, and modes: a resolver document whose sources are in the file, groups called `light`
and `dark` with the same tokens, or the modes of a token's `$extensions`. A preset has groups for colours, distances,
roundings, kinds of text and shadows; other types of tokens are noted and left out, as no prop takes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from epoch_cli.catalog.importing.guessing import import_table, plain
from epoch_cli.catalog.importing.intake import MOST_TOKENS, Intake, Where, plain_text
from epoch_cli.catalog.importing.token_values import KINDS, token_value
from epoch_cli.document.pointer import parse_pointer, resolve
from epoch_cli.errors import CatalogError, PointerError

_ALIAS: Final = re.compile(r"\{([^{}]{1,500})\}")
_MODES: Final = ("light", "dark")
_DEEPEST: Final = 64
_MOST_STEPS: Final = 100_000
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
_NO_PLACE: Final = "left out: no prop takes it"
_GONE: Final = "use another one"


class _Token(NamedTuple):
    """A token as the file has it: its path, its type as far as it is said, and what is said of it."""

    path: tuple[str, ...]
    kind: str
    value: Any
    deprecated: str
    modes: Mapping[str, Any]


def import_design_tokens(data: Any, intake: Intake) -> None:
    """Take in the tokens of a file, by the kinds that a preset has groups for.

    Raises:
        CatalogError: there are none that can be taken, or too many.
    """
    if not isinstance(data, Mapping):
        raise CatalogError("the file holds no design tokens", remedy="give an object of groups")
    intake.description = plain_text(data.get("$description"))
    light, dark = _by_mode(data, intake)
    tokens, others = _File(light, intake), _File(dark, intake) if dark is not None else None
    for token in tokens.all():
        _take(token, tokens, others, intake)
    if not intake.tokens:
        raise _nothing_taken(intake)


def _nothing_taken(intake: Intake) -> CatalogError:
    """Why there are no tokens: the first thing that is wrong with one, else that none is of a kind for a preset."""
    wrong = next((note for note in intake.notes if note.kind == "lost" and note.done != _NO_PLACE), None)
    if wrong is None:
        return CatalogError(
            "the file has no tokens that a preset has a place for", remedy=f"give some of {', '.join(KINDS)}"
        )
    place = ".".join(map(str, wrong.where))
    return CatalogError(f"no token of the file can be taken: {place}: {wrong.what}", remedy="correct the file there")


# ---------------------------------------------------------------- modes


def _by_mode(data: Mapping[str, Any], intake: Intake) -> tuple[Mapping[str, Any], Mapping[str, Any] | None]:
    """The file in the light, and in the dark where it has such a mode."""
    if "resolutionOrder" in data and "sets" in data:
        return _resolved(data, "light", intake), _resolved(data, "dark", intake)
    groups = {str(name).casefold(): name for name, value in data.items() if isinstance(value, Mapping)}
    if set(_MODES) <= set(groups):
        rest = {name: value for name, value in data.items() if name not in {groups[mode] for mode in _MODES}}
        light, dark = (_merged(rest, data[groups[mode]]) for mode in _MODES)
        return light, dark
    return data, None


def _resolved(data: Mapping[str, Any], mode: str, intake: Intake) -> dict[str, Any]:
    """The tokens of a resolver document (Resolver Module 2025.10) in a context called as the mode, or the default."""
    merged: dict[str, Any] = {}
    order = data["resolutionOrder"] if isinstance(data["resolutionOrder"], list) else []
    for number, entry in enumerate(order[:100]):
        where: Where = ("resolutionOrder", number)
        part = _pointed(data, entry)
        sources: Any = part.get("sources")
        contexts = part.get("contexts")
        if isinstance(contexts, Mapping):
            named = {str(name).casefold(): name for name in contexts}
            chosen = named.get(mode, part.get("default", next(iter(contexts), "")))
            sources = contexts.get(chosen)
        for source in sources[:100] if isinstance(sources, list) else ():
            inner = _pointed(data, source)
            if inner:
                merged = _merged(merged, inner)
            elif mode == _MODES[0]:
                intake.lose(where, "a source that is not in the file")
    return merged


def _pointed(data: Mapping[str, Any], entry: Any) -> Mapping[str, Any]:
    """What an entry is, or refers to inside the file; empty where that is somewhere else."""
    if not isinstance(entry, Mapping):
        return {}
    reference = entry.get("$ref")
    if not isinstance(reference, str):
        return entry
    try:
        found = resolve(data, parse_pointer(reference[1:])) if reference.startswith("#") else {}
    except (PointerError, ValueError):
        return {}
    return found if isinstance(found, Mapping) else {}


def _merged(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in over.items():
        below = merged.get(key)
        both = isinstance(below, Mapping) and isinstance(value, Mapping) and "$value" not in value
        merged[key] = _merged(dict(below or {}), value) if both else value
    return merged


# ---------------------------------------------------------------- a file


class _File:
    """The tokens of a file, with their aliases followed."""

    def __init__(self, data: Mapping[str, Any], intake: Intake) -> None:
        self._data = data
        self._intake = intake
        self._steps = 0
        self._found: dict[tuple[str, ...], _Token] = {}
        for token in self._walk(data, (), "", "", ()):
            if len(self._found) >= MOST_TOKENS:
                raise CatalogError(f"the file has more than {MOST_TOKENS} tokens", remedy="import a part of it")
            self._found[token.path] = token

    def all(self) -> Iterator[_Token]:
        """Every token, in the order of the file."""
        yield from self._found.values()

    def find(self, path: tuple[str, ...]) -> _Token | None:
        """The token at a path; that of a group is its `$root`."""
        return self._found.get(path) or self._found.get((*path, "$root"))

    def kind_of(self, token: _Token) -> str:
        """The type of a token: what it or its groups say, else that of the one it stands for."""
        for _ in range(_DEEPEST):
            if token.kind:
                return token.kind
            target = self._target(token.value)
            if target is None:
                break
            token = target
        return _looks_like(token.value)

    def value_of(self, value: Any, depth: int = 0) -> Any:
        """A value with all aliases in it followed.

        Raises:
            ValueError: one leads nowhere, or comes back to itself.
        """
        self._step()
        if depth > _DEEPEST:
            raise ValueError("an alias that comes back to itself")
        if _names_other(value):
            target = self._target(value)
            if target is not None:
                return self.value_of(target.value, depth + 1)
            return self.value_of(self._pointed_value(value), depth + 1)
        if isinstance(value, Mapping):
            return {key: self.value_of(each, depth + 1) for key, each in value.items()}
        if isinstance(value, list):
            return [self.value_of(each, depth + 1) for each in value]
        return value

    def _step(self) -> None:
        """Count what is looked at: aliases and `$extends` may make much of a small file."""
        self._steps += 1
        if self._steps > _MOST_STEPS:
            raise CatalogError("there is too much in the file", remedy="import a part of it")

    def _target(self, value: Any) -> _Token | None:
        """The token that an alias stands for; None for what is no alias, or of what is no token."""
        if isinstance(value, str) and (alias := _ALIAS.fullmatch(value.strip())):
            return self.find(tuple(alias[1].split(".")))
        if isinstance(value, Mapping) and isinstance(value.get("$ref"), str):
            steps = tuple(value["$ref"].removeprefix("#").strip("/").split("/"))
            return self.find(steps[:-1] if steps[-1:] == ("$value",) else steps)
        return None

    def _pointed_value(self, value: Any) -> Any:
        """What a JSON pointer leads to inside a token's value, such as one component of a colour."""
        reference = value.get("$ref", "") if isinstance(value, Mapping) else ""
        try:
            if reference.startswith("#"):
                return resolve(self._data, parse_pointer(reference[1:]))
        except (PointerError, ValueError):
            pass
        raise ValueError("an alias that leads nowhere")

    def _walk(
        self, group: Mapping[str, Any], path: tuple[str, ...], kind: str, gone: str, via: tuple[str, ...]
    ) -> Iterator[_Token]:
        """The tokens of a group and of the groups in it, with what it passes on."""
        self._step()
        kind = str(group.get("$type") or kind)
        gone = _deprecation(group, gone)
        if "$value" in group:
            yield _Token(path, kind, group["$value"], gone, _modes(group))
            return
        for name, inner in self._members(group, path, via):
            if isinstance(inner, Mapping) and (not name.startswith("$") or name == "$root"):
                yield from self._walk(inner, (*path, name), kind, gone, via)

    def _members(
        self, group: Mapping[str, Any], path: tuple[str, ...], via: tuple[str, ...]
    ) -> Iterator[tuple[str, Any]]:
        """The members of a group, and before them those of the group that it extends."""
        extended = group.get("$extends")
        alias = _ALIAS.fullmatch(extended.strip()) if isinstance(extended, str) else None
        if alias is not None:
            base: Any = self._data
            for step in alias[1].split("."):
                base = base.get(step) if isinstance(base, Mapping) else None
            if isinstance(base, Mapping) and alias[1] not in via and len(via) < 8:
                group = _merged({key: value for key, value in base.items() if key != "$extends"}, group)
            else:
                self._intake.lose(path, "$extends leads nowhere, or comes back to itself")
        yield from ((str(name), inner) for name, inner in group.items())


def _deprecation(group: Mapping[str, Any], before: str) -> str:
    told = group.get("$deprecated")
    if told is True:
        return _GONE
    if told is False:
        return ""
    return plain_text(told) or before


def _modes(token: Mapping[str, Any]) -> Mapping[str, Any]:
    """The values of a token by mode, as tools keep them in `$extensions`."""
    extensions = token.get("$extensions")
    if not isinstance(extensions, Mapping):
        return {}
    inside = [extensions, *(value for value in extensions.values() if isinstance(value, Mapping))]
    for each in inside:
        for key in ("mode", "modes"):
            modes = each.get(key)
            if isinstance(modes, Mapping):
                return {str(name).casefold(): value for name, value in modes.items()}
    return {}


def _names_other(value: Any) -> bool:
    if isinstance(value, str):
        return _ALIAS.fullmatch(value.strip()) is not None
    return isinstance(value, Mapping) and isinstance(value.get("$ref"), str)


def _looks_like(value: Any) -> str:
    """The type of a value that nobody says the type of."""
    if isinstance(value, Mapping):
        keys = (("colorSpace", "color"), ("fontSize", "typography"), ("offsetX", "shadow"), ("unit", "dimension"))
        return next((kind for key, kind in keys if key in value), "")
    if isinstance(value, str):
        if re.fullmatch(r"#[0-9a-fA-F]{3,8}|(rgb|hsl)a?\(.*\)", value.strip()):
            return "color"
        return "dimension" if re.fullmatch(r"-?[\d.]+(px|rem)", value.strip()) else ""
    return ""


# ---------------------------------------------------------------- taking


def _take(token: _Token, tokens: _File, others: _File | None, intake: Intake) -> None:
    kind = tokens.kind_of(token)
    group = _group_of(kind, token.path)
    if group is None:
        what = f"a token of the type {kind}" if kind else "a token without a type"
        wrong = "" if kind else _leads_nowhere(token, tokens)
        intake.lose(token.path, wrong or what, *([] if wrong else [_NO_PLACE]))
        return
    name = _short_name(token.path, group)
    if name in intake.forbidden or not _NAME.fullmatch(name):
        intake.lose(token.path, "its name cannot be one of a token")
        return
    try:
        value = token_value(kind, tokens.value_of(token.value))
    except (ValueError, TypeError) as error:
        intake.lose(token.path, str(error) or "no value")
        return
    dark = _dark(token, kind, tokens, others, intake)
    if dark is not None and dark != value:
        value = {"light": value, "dark": dark}
    row = intake.tokens.setdefault(group, {"kind": group, "tokens": {}})
    if name in row["tokens"]:
        intake.lose(token.path, f"another token is called {name!r}")
        return
    row["tokens"][name] = {"value": value, "deprecated": token.deprecated} if token.deprecated else _plain(value)


def _leads_nowhere(token: _Token, tokens: _File) -> str:
    """What is wrong with the aliases of a token; empty where nothing is."""
    try:
        tokens.value_of(token.value)
    except ValueError as error:
        return str(error)
    return ""


def _plain(value: Any) -> Any:
    return {"value": value} if isinstance(value, Mapping) else value


def _dark(token: _Token, kind: str, tokens: _File, others: _File | None, intake: Intake) -> Any:
    """The value of a token in the dark; None where it has none of its own."""
    try:
        if others is not None:
            other = others.find(token.path)
            return token_value(kind, others.value_of(other.value)) if other is not None else None
        if "dark" in token.modes:
            return token_value(kind, tokens.value_of(token.modes["dark"]))
    except (ValueError, TypeError) as error:
        intake.lose((*token.path, "dark"), str(error) or "no value")
    return None


def _group_of(kind: str, path: tuple[str, ...]) -> str | None:
    """The kind of group for a token: by its type, and of a dimension by the words on the way to it."""
    table: Mapping[str, Any] = import_table()["tokens"]
    fitting = [name for name, row in table.items() if kind in row["types"]]
    if len(fitting) < 2:
        return fitting[0] if fitting else None
    words = [plain(word) for step in path for word in (step, *re.split(r"[^A-Za-z0-9]+", step))]
    return next((name for name in fitting if set(table[name]["words"]).intersection(words)), None)


def _short_name(path: tuple[str, ...], group: str) -> str:
    """What a token is called in its group: its path without what only says the kind, joined by hyphens."""
    words = import_table()["tokens"][group]["words"]
    steps = [step for step in path if step != "$root"]
    while len(steps) > 1 and plain(steps[0]) in words:
        steps.pop(0)
    return re.sub(r"[^A-Za-z0-9_.-]+", "-", "-".join(steps)).strip("-.")
