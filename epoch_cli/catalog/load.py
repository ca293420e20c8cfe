"""From a preset's TOML files to a compiled `Catalog`.

A preset is a folder with `catalog.toml`, and beside it `tokens.toml`, `prompts/*.md` and `patterns/*.toml`; or one
`.toml` file with everything but the prompts. `extends` names the preset it builds on; tables are merged key by key,
the extending one wins, and `remove` takes components away.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from epoch_cli.catalog.budgets import Profile
from epoch_cli.catalog.components import NO_LIMIT, Component, ItemScope, NameRule, Prop
from epoch_cli.catalog.meanings import find_meanings
from epoch_cli.catalog.models import Models, parse_models
from epoch_cli.catalog.parts import read_part
from epoch_cli.catalog.patterns import Patterns
from epoch_cli.catalog.references import reference_faults, types_of
from epoch_cli.catalog.tokens import Token, TokenGroup
from epoch_cli.config.cache import Cache
from epoch_cli.config.paths import DEFAULT_PRESET, presets_dir
from epoch_cli.errors import CatalogError, UsageError
from epoch_cli.nearest import did_you_mean

BASE = "base"
"""What the built-in presets share, and a preset of one's own may: it has no components, so only `extends` takes it."""

_Kind = Literal["catalog", "tokens"]
_COMES_BACK = "preset.extends: expected another preset, but it comes back to this one"
_LONGEST_NAME = 200  # characters of a path that an error quotes
_PRESET_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")


@dataclass(eq=False, repr=False)
class Catalog:
    """A design system, compiled: component registry, tokens, data models, budget profiles, prompts and patterns.

    `digest` is the SHA-256 of everything that was read; two catalogs with the same digest judge alike. `memo` is for
    what the layers above compile from a catalog, once.
    """

    name: str
    version: str
    description: str
    digest: str
    components: dict[str, Component]
    tokens: dict[str, TokenGroup]
    models: Models
    profiles: dict[str, Profile]
    prompts: dict[str, str] = field(default_factory=dict)
    patterns: Patterns = field(default_factory=Patterns)
    memo: dict[Any, Any] = field(default_factory=dict)

    def by_role(self, role: str) -> Component | None:
        """The first component with this role, None when the design system has none."""
        return next((component for component in self.components.values() if component.role == role), None)

    def profile(self, name: str) -> Profile:
        """The budget profile of this name.

        Raises:
            UsageError: naming the profiles there are.
        """
        try:
            return self.profiles[name]
        except KeyError:
            choices = ", ".join(self.profiles)
            raise UsageError(
                f"no budget profile {name!r} in preset {self.name}", remedy=f"use one of {choices}"
            ) from None


def load_catalog(name_or_path: str | Path = DEFAULT_PRESET, *, cache: Cache | None = None) -> Catalog:
    """Load a design system: a built-in preset by name, or a folder or `.toml` file by path.

    With a `cache`, files whose bytes were checked before are neither parsed nor checked again.

    Raises:
        CatalogError: the preset cannot be found, parsed or checked; says which file, which key, what was expected.
    """
    if str(name_or_path) == BASE:
        raise CatalogError(
            f"{BASE!r} is what presets build on, and no design system", remedy=f"use one of {', '.join(preset_names())}"
        )
    files, path = _Files(cache), locate_preset(str(name_or_path))
    data = _read(path, files, chain=())
    try:
        return _compile(data, files)
    except CatalogError as error:
        raise CatalogError(
            f"{path}: {error.message}", remedy=f"correct {path}; `presets/base` explains the format"
        ) from None


def preset_files(name_or_path: str | Path, *, cache: Cache | None = None) -> list[Path]:
    """The catalog files that a preset is made of: its own last, before it the one that it extends, and so on.

    Raises:
        CatalogError: as `load_catalog`.
    """
    files, chain = _Files(cache), [locate_preset(str(name_or_path)).resolve()]
    while parent := files.checked(chain[0], "catalog")["preset"].get("extends", ""):
        path = locate_preset(parent, chain[0].parent).resolve()
        if path in chain:
            raise CatalogError(f"{path}: {_COMES_BACK}")
        chain.insert(0, path)
    return chain


def preset_data(name_or_path: str | Path) -> dict[str, Any]:
    """The tables of a preset as its files give them, with those of the presets that it builds on merged into them.

    Raises:
        CatalogError: as `load_catalog`, but for names that name nothing.
    """
    return _read(locate_preset(str(name_or_path)), _Files(None), chain=())


def preset_names() -> list[str]:
    """Names of the built-in presets, sorted; without what they all build on, which is none."""
    return sorted({path.parent.name for path in presets_dir().glob("*/catalog.toml")} - {BASE})


# ---------------------------------------------------------------- reading


class _Files:
    """What was read, for the digest; prompts by name, the extending preset's over its base's; patterns in order."""

    def __init__(self, cache: Cache | None) -> None:
        self.cache = cache
        self.hash = hashlib.sha256()
        self.prompts: dict[str, str] = {}
        self.patterns: list[tuple[Path, bytes]] = []

    def read(self, path: Path, folder: Path) -> bytes:
        raw = read_part(path, folder)
        self.hash.update(b"%d:%s:" % (len(raw), path.name.encode()))
        self.hash.update(raw)
        return raw

    def checked(self, path: Path, kind: _Kind) -> dict[str, Any]:
        """The data of a TOML file, checked as what it is; from the cache, if the same bytes were checked before."""
        raw = self.read(path, path.parent)
        if self.cache is None:
            return _check(path, raw, kind)
        data: dict[str, Any] = self.cache.cached(kind, raw, lambda: _check(path, raw, kind))
        return data

    def knowledge(self) -> Patterns:
        """The patterns, which are parsed and checked when a wish is to be understood, and not before."""
        read = lru_cache(maxsize=1)(lambda: _parsed_patterns(self.patterns))
        cache = self.cache
        if cache is None:
            return Patterns(read)
        digest = hashlib.sha256(b"".join(hashlib.sha256(raw).digest() for _, raw in self.patterns)).digest()
        return Patterns(read, lambda name, make: cache.cached(f"patterns-{name}", digest, make))


def _parsed_patterns(files: Sequence[tuple[Path, bytes]]) -> list[dict[str, Any]]:
    from epoch_cli.catalog.pattern_source import check_patterns, check_references  # noqa: PLC0415  as in `_check`

    parsed = [(str(path), _parsed(path, raw)) for path, raw in files]
    for name, data in parsed:
        check_patterns(data, name)
    check_references(parsed)
    return [data for _, data in parsed]


def _check(path: Path, raw: bytes, kind: _Kind) -> dict[str, Any]:
    from epoch_cli.catalog.source import check_catalog, check_tokens  # noqa: PLC0415  pydantic, only where it checks

    data = _parsed(path, raw)
    check_catalog(data, str(path)) if kind == "catalog" else check_tokens(data, str(path))
    return data


def _parsed(path: Path, raw: bytes) -> dict[str, Any]:
    from epoch_cli.config.toml_keys import parse_tables  # noqa: PLC0415  a warm cache does not need it

    try:
        return parse_tables(_text(path, raw))
    except ValueError as error:  # also for a number of more digits than Python reads
        raise CatalogError(f"{path}: not TOML: {error}", remedy="correct the file at that place") from None
    except RecursionError:
        raise CatalogError(f"{path}: nested too deeply", remedy="correct the file") from None


def _text(path: Path, raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise CatalogError(f"{path}: expected UTF-8 ({error.reason} at byte {error.start})") from None


def locate_preset(name: str, beside: Path | None = None) -> Path:
    """The `catalog.toml` of a preset given by name or path; a relative path in `extends` counts from its file.

    Raises:
        CatalogError: there is none; says which there are.
    """
    with suppress(OSError, RuntimeError, ValueError):  # a name too long, the home of nobody, a NUL: no file either
        if _PRESET_NAME.fullmatch(name):
            built_in = presets_dir() / name / "catalog.toml"
            if built_in.is_file():
                return built_in
        path = Path(name).expanduser()
        if beside is not None and not path.is_absolute():
            path = beside / path
        if path.is_dir():
            path /= "catalog.toml"
        if path.is_file():
            return path
    name = name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
    remedy = f"{did_you_mean(name, preset_names())} built in; or give a folder or .toml file"
    raise CatalogError(f"no preset {name!r}", remedy=remedy)


def _read(path: Path, files: _Files, chain: tuple[Path, ...]) -> dict[str, Any]:
    path = path.resolve()
    if path in chain:
        raise CatalogError(f"{path}: {_COMES_BACK}")
    data = files.checked(path, "catalog")
    base: dict[str, Any] = {}
    if parent := data["preset"].get("extends", ""):
        base = _read(locate_preset(parent, path.parent), files, (*chain, path))
    if path.name == "catalog.toml":
        tokens = path.with_name("tokens.toml")
        if tokens.is_file():
            groups = files.checked(tokens, "tokens")
            data = {**data, "tokens": merge_tables(groups, data.get("tokens", {}))}
        for prompt in sorted(path.parent.glob("prompts/*.md")):
            files.prompts[prompt.stem] = _text(prompt, files.read(prompt, path.parent))
        paths = sorted(path.parent.glob("patterns/*.toml"))
        files.patterns[:0] = [(pattern, files.read(pattern, path.parent)) for pattern in paths]
    return _extend(base, data, str(path))


def _extend(base: dict[str, Any], data: dict[str, Any], file: str) -> dict[str, Any]:
    merged = merge_tables(base, data)
    for name in data["preset"].get("remove", []):
        if name not in base.get("components", {}) or merged["components"].pop(name, None) is None:
            raise CatalogError(f"{file}: preset.remove: expected components of the base, got {name!r}")
    return merged


def merge_tables(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Two tables as one, key by key; where both say something, the second."""
    merged = dict(base)
    for key, value in over.items():
        below = merged.get(key)
        merged[key] = merge_tables(below, value) if isinstance(below, Mapping) and isinstance(value, Mapping) else value
    return merged


# ---------------------------------------------------------------- compiling


def _compile(data: dict[str, Any], files: _Files) -> Catalog:
    for fault in reference_faults(data):
        raise CatalogError(fault.text)
    header, common = data["preset"], data.get("common", {})
    tokens = {name: _group(name, row) for name, row in data.get("tokens", {}).items()}
    components = {name: _component(name, row, common) for name, row in data.get("components", {}).items()}
    profiles = {name: Profile(name, **row) for name, row in data.get("budgets", {}).items()}
    profiles.setdefault("unlimited", Profile("unlimited", "No caps."))
    profiles.setdefault("strict", profiles["unlimited"])
    return Catalog(
        name=header["name"],
        version=header.get("version", "0.0.0"),
        description=header.get("description", ""),
        digest=files.hash.hexdigest(),
        components=components,
        tokens=tokens,
        models=parse_models(data.get("models")),
        profiles=profiles,
        prompts=files.prompts,
        patterns=files.knowledge(),
    )


def _group(name: str, row: Mapping[str, Any]) -> TokenGroup:
    tokens = {
        key: Token(key, name, value["value"], value.get("deprecated", ""))
        if isinstance(value, dict)
        else Token(key, name, value)
        for key, value in row.get("tokens", {}).items()
    }
    return TokenGroup(name, row.get("prefix") or name, row.get("kind") or "other", row.get("description", ""), tokens)


def _component(name: str, row: Mapping[str, Any], common: Mapping[str, Any]) -> Component:
    props = {key: _prop(key, value) for key, value in {**common, **row.get("props", {})}.items()}
    children = row.get("children", False)
    scope, named = row.get("item_scope"), row.get("name")
    component = Component(
        type=name,
        role=row.get("role", "other"),
        label=row.get("label") or name,
        icon=row.get("icon", ""),
        description=row.get("description", ""),
        props=props,
        max_children=NO_LIMIT if children is True else int(children),
        text=row.get("text", False),
        interactive=row.get("interactive", False),
        name=NameRule(tuple(named.get("from", ())), named.get("required", False), named.get("inherit", False))
        if named
        else NameRule(),
        names_controls=row.get("names_controls", ""),
        requires_any=tuple(row.get("requires_any", ())),
        item_scope=ItemScope(scope["rows"], tuple(scope["props"])) if scope else None,
        heading=row.get("heading", ""),
        caption=row.get("caption", ""),
        tone=row.get("tone", ""),
        mandatory=row.get("mandatory", ""),
        panels=row.get("panels", ""),
        implies=row.get("implies", {}),
        required=tuple(key for key, prop in props.items() if prop.required),
        reviewed=tuple(prop for prop in props.values() if prop.unique or prop.filled or prop.one_of),
    )
    return component._replace(means=find_meanings(component))


def _prop(name: str, row: Mapping[str, Any]) -> Prop:
    types, items = types_of(row.get("type")), types_of(row.get("items"))
    fields = {key: _prop(key, value) for key, value in row.get("fields", {}).items()}
    bindable = row.get("binding", True) and types != ("handler",)
    return Prop(
        name=name,
        types=types,
        description=row.get("description", ""),
        values=tuple(row.get("values", ())),
        group=row.get("group", ""),
        items=items,
        fields=fields,
        required=row.get("required", False),
        default=row.get("default"),
        pattern=re.compile(row["pattern"]) if row.get("pattern") else None,
        format=row.get("format", ""),
        minimum=row.get("min"),
        maximum=row.get("max"),
        integer=row.get("integer", False),
        binding=bindable,
        deprecated=row.get("deprecated", ""),
        added=row.get("added", False),
        unique=row.get("unique", ""),
        filled=row.get("filled", False),
        one_of=row.get("one_of", ""),
        element=Prop(name, items or ("any",), fields=fields) if "array" in types else None,
        means=row.get("means", ""),
        reads=row.get("reads", {}),
    )
