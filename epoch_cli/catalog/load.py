"""From a preset's TOML files to a compiled `Catalog`.

A preset is a folder with `catalog.toml`, and beside it `tokens.toml`, `prompts/*.md` and `patterns/*.toml`; or one
`.toml` file with everything but the prompts. `extends` names the preset it builds on; tables are merged key by key,
the extending one wins, and `remove` takes components away.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from epoch_cli.catalog.budgets import Profile
from epoch_cli.catalog.components import NO_LIMIT, Component, ItemScope, NameRule, Prop
from epoch_cli.catalog.models import Models, parse_models
from epoch_cli.catalog.tokens import Token, TokenGroup
from epoch_cli.config.cache import Cache
from epoch_cli.config.paths import presets_dir
from epoch_cli.errors import CatalogError, UsageError
from epoch_cli.nearest import did_you_mean

_Kind = Literal["catalog", "tokens", "patterns"]
_COMES_BACK = "preset.extends: expected another preset, but it comes back to this one"
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
    patterns: dict[str, Any] = field(default_factory=dict)
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


def load_catalog(name_or_path: str | Path = "punk", *, cache: Cache | None = None) -> Catalog:
    """Load a design system: a built-in preset by name, or a folder or `.toml` file by path.

    With a `cache`, files whose bytes were checked before are neither parsed nor checked again.

    Raises:
        CatalogError: the preset cannot be found, parsed or checked; says which file, which key, what was expected.
    """
    files, path = _Files(cache), _locate(str(name_or_path))
    data = _read(path, files, chain=())
    try:
        return _compile(data, files)
    except CatalogError as error:
        raise CatalogError(
            f"{path}: {error.message}", remedy=f"correct {path}; `presets/punk` shows the format"
        ) from None


def preset_files(name_or_path: str | Path, *, cache: Cache | None = None) -> list[Path]:
    """The catalog files that a preset is made of: its own last, before it the one that it extends, and so on.

    Raises:
        CatalogError: as `load_catalog`.
    """
    files, chain = _Files(cache), [_locate(str(name_or_path)).resolve()]
    while parent := files.checked(chain[0], "catalog")["preset"].get("extends", ""):
        path = _locate(parent, chain[0].parent).resolve()
        if path in chain:
            raise CatalogError(f"{path}: {_COMES_BACK}")
        chain.insert(0, path)
    return chain


def preset_names() -> list[str]:
    """Names of the built-in presets, sorted."""
    return sorted(path.parent.name for path in presets_dir().glob("*/catalog.toml"))


# ---------------------------------------------------------------- reading


class _Files:
    """What was read, for the digest; prompts and patterns by name, the extending preset's over its base's."""

    def __init__(self, cache: Cache | None) -> None:
        self.cache = cache
        self.hash = hashlib.sha256()
        self.prompts: dict[str, str] = {}
        self.patterns: dict[str, Any] = {}

    def read(self, path: Path) -> bytes:
        try:
            raw = path.read_bytes()
        except OSError as error:
            raise CatalogError(f"{path}: cannot be read ({error.strerror or error})", remedy="check the path") from None
        self.hash.update(b"%d:%s:" % (len(raw), path.name.encode()))
        self.hash.update(raw)
        return raw

    def checked(self, path: Path, kind: _Kind) -> dict[str, Any]:
        """The data of a TOML file, checked as what it is; from the cache, if the same bytes were checked before."""
        raw = self.read(path)
        if self.cache is None:
            return _check(path, raw, kind)
        data: dict[str, Any] = self.cache.cached(kind, raw, lambda: _check(path, raw, kind))
        return data


def _check(path: Path, raw: bytes, kind: _Kind) -> dict[str, Any]:
    import tomllib  # noqa: PLC0415  a warm cache needs neither

    try:
        data = tomllib.loads(_text(path, raw))
    except tomllib.TOMLDecodeError as error:
        raise CatalogError(f"{path}: not TOML: {error}", remedy="correct the file at that place") from None
    if kind != "patterns":
        from epoch_cli.catalog.source import check_catalog, check_tokens  # noqa: PLC0415  pydantic, only where it checks

        check_catalog(data, str(path)) if kind == "catalog" else check_tokens(data, str(path))
    return data


def _text(path: Path, raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise CatalogError(f"{path}: expected UTF-8 ({error.reason} at byte {error.start})") from None


def _locate(name: str, beside: Path | None = None) -> Path:
    """The `catalog.toml` of a preset given by name or path; a relative path in `extends` counts from its file."""
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
    remedy = f"{did_you_mean(name, preset_names())} built in; or give a folder or .toml file"
    raise CatalogError(f"no preset {name!r}", remedy=remedy)


def _read(path: Path, files: _Files, chain: tuple[Path, ...]) -> dict[str, Any]:
    path = path.resolve()
    if path in chain:
        raise CatalogError(f"{path}: {_COMES_BACK}")
    data = files.checked(path, "catalog")
    base: dict[str, Any] = {}
    if parent := data["preset"].get("extends", ""):
        base = _read(_locate(parent, path.parent), files, (*chain, path))
    if path.name == "catalog.toml":
        tokens = path.with_name("tokens.toml")
        if tokens.is_file():
            groups = files.checked(tokens, "tokens")
            data = {**data, "tokens": _merge(groups, data.get("tokens", {}))}
        for prompt in sorted(path.parent.glob("prompts/*.md")):
            files.prompts[prompt.stem] = _text(prompt, files.read(prompt))
        for pattern in sorted(path.parent.glob("patterns/*.toml")):
            files.patterns[pattern.stem] = files.checked(pattern, "patterns")
    return _extend(base, data, str(path))


def _extend(base: dict[str, Any], data: dict[str, Any], file: str) -> dict[str, Any]:
    merged = _merge(base, data)
    for name in data["preset"].get("remove", []):
        if name not in base.get("components", {}) or merged["components"].pop(name, None) is None:
            raise CatalogError(f"{file}: preset.remove: expected components of the base, got {name!r}")
    return merged


def _merge(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in over.items():
        below = merged.get(key)
        merged[key] = _merge(below, value) if isinstance(below, Mapping) and isinstance(value, Mapping) else value
    return merged


# ---------------------------------------------------------------- compiling


def _compile(data: dict[str, Any], files: _Files) -> Catalog:
    header = data["preset"]
    common = data.get("common", {})
    tokens = {name: _group(name, row) for name, row in data.get("tokens", {}).items()}
    components = {name: _component(name, row, common, tokens) for name, row in data.get("components", {}).items()}
    if not any(component.children for component in components.values()):
        raise CatalogError("components: expected at least one that takes children")
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
        patterns=files.patterns,
    )


def _group(name: str, row: Mapping[str, Any]) -> TokenGroup:
    tokens = {
        key: Token(key, name, value["value"], value.get("deprecated", ""))
        if isinstance(value, dict)
        else Token(key, name, value)
        for key, value in row.get("tokens", {}).items()
    }
    return TokenGroup(name, row.get("prefix") or name, row.get("kind") or "other", row.get("description", ""), tokens)


def _component(
    name: str, row: Mapping[str, Any], common: Mapping[str, Any], tokens: Mapping[str, TokenGroup]
) -> Component:
    where = f"components.{name}"
    rows = {**common, **row.get("props", {})}
    props = {key: _prop(key, value, f"{where}.props.{key}", tokens) for key, value in rows.items()}
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
        required=tuple(key for key, prop in props.items() if prop.required),
        reviewed=tuple(prop for prop in props.values() if prop.unique or prop.filled or prop.one_of),
    )
    _check_references(component, where)
    return component


def _check_references(component: Component, where: str) -> None:
    scope = component.item_scope
    named = {
        "name.from": [source for source in component.name.sources if source != "text"],
        "names_controls": [component.names_controls] if component.names_controls else [],
        "requires_any": component.requires_any,
        "item_scope": (scope.rows, *scope.props) if scope else (),
        "heading": [component.heading] if component.heading else [],
        "caption": [component.caption] if component.caption else [],
        "tone": [component.tone] if component.tone else [],
        "mandatory": [component.mandatory] if component.mandatory else [],
        "panels": [component.panels] if component.panels else [],
    }
    for key, props in named.items():
        for prop in props:
            if prop not in component.props:
                raise CatalogError(f"{where}.{key}: expected props of this component, got {prop!r}")
    for name, own in component.props.items():
        listed, _, field = own.one_of.partition(".")
        if own.one_of and (listed not in component.props or field not in component.props[listed].fields):
            raise CatalogError(f"{where}.props.{name}.one_of: expected a prop and a field of it, got {own.one_of!r}")
        if own.unique and own.unique not in own.fields:
            raise CatalogError(f"{where}.props.{name}.unique: expected a field of this prop, got {own.unique!r}")


def _prop(name: str, row: Mapping[str, Any], where: str, tokens: Mapping[str, TokenGroup]) -> Prop:
    types = _types(row.get("type"))
    if not types:
        raise CatalogError(f"{where}.type: expected this key, but it is missing")
    if "enum" in types and not row.get("values"):
        raise CatalogError(f"{where}.values: expected the values of this enum")
    if "token" in types and row.get("group") not in tokens:
        raise CatalogError(
            f"{where}.group: expected a token group, one of {', '.join(tokens)}; got {row.get('group')!r}"
        )
    items = _types(row.get("items"))
    fields = {key: _prop(key, value, f"{where}.fields.{key}", tokens) for key, value in row.get("fields", {}).items()}
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
    )


def _types(value: Any) -> tuple[Any, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)
