"""How two design systems differ, and what each difference means to the documents of the first.

A change is *breaking* when a document that the first takes without an error may have one in the second. Each is told
once, where it is: a component that is gone says nothing of its props. What the second takes more of is `widened`, what
it takes less of `narrowed`; `changed` is what means something else, and refuses nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple

from epoch_cli.catalog.budgets import Profile
from epoch_cli.catalog.components import NO_LIMIT, PROP_KEYS, Component, Prop
from epoch_cli.catalog.load import Catalog
from epoch_cli.catalog.models import ANY, Field, Models
from epoch_cli.catalog.tokens import Token, TokenGroup

ChangeKind = Literal["added", "removed", "narrowed", "widened", "changed"]
Path = tuple[str, ...]


_WORDS = frozenset({"enum", "token", "handler"})
"""Types whose values are strings that any string prop takes, too."""


class CatalogChange(NamedTuple):
    """One difference: what became of what is at a path of `catalog.toml`, and what it was before and after.

    `before` and `after` are plain JSON; None where there was or is nothing.
    """

    kind: ChangeKind
    path: Path
    breaking: bool = False
    before: Any = None
    after: Any = None

    def to_json(self) -> dict[str, Any]:
        """The change as programs read it."""
        row = {"change": self.kind, "path": [*self.path], "breaking": self.breaking}
        stated = {"before": self.before, "after": self.after}
        return row | {name: value for name, value in stated.items() if value is not None}


def compare_catalogs(before: Catalog, after: Catalog) -> list[CatalogChange]:
    """Everything that differs between two design systems, in the order of the second one's parts."""
    return [
        *_header(before, after),
        *_components(before, after),
        *_tokens(before.tokens, after.tokens),
        *_profiles(before.profiles, after.profiles),
        *_models(before.models, after.models),
    ]


def _header(before: Catalog, after: Catalog) -> Iterator[CatalogChange]:
    for key in ("name", "version"):
        yield from _plainly(("preset", key), getattr(before, key), getattr(after, key))


def _plainly(path: Path, before: Any, after: Any) -> Iterator[CatalogChange]:
    """What means something else, and refuses nothing."""
    if before != after:
        yield CatalogChange("changed", path, before=before or None, after=after or None)


def _strictly(path: Path, before: Any, after: Any, *, narrowed: bool) -> Iterator[CatalogChange]:
    """What takes less than before, or more."""
    if before != after:
        yield CatalogChange("narrowed" if narrowed else "widened", path, narrowed, before, after)


def _there(path: Path, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[CatalogChange]:
    """What is gone, which breaks what named it, and what is new."""
    yield from (CatalogChange("removed", (*path, name), breaking=True) for name in before if name not in after)
    yield from (CatalogChange("added", (*path, name)) for name in after if name not in before)


# ---------------------------------------------------------------- components


def _components(before: Catalog, after: Catalog) -> Iterator[CatalogChange]:
    yield from _there(("components",), before.components, after.components)
    for name, component in after.components.items():
        if name in before.components:
            yield from _component(before.components[name], component)


def _component(before: Component, after: Component) -> Iterator[CatalogChange]:
    path: Path = ("components", before.type)
    yield from _props(before.props, after.props, (*path, "props"))
    most = after.max_children
    yield from _strictly(
        (*path, "children"), _capped(before.max_children), _capped(most), narrowed=most < before.max_children
    )
    yield from _strictly((*path, "text"), before.text, after.text, narrowed=before.text)
    yield from _strictly((*path, "interactive"), before.interactive, after.interactive, narrowed=after.interactive)
    yield from _name(before, after, (*path, "name"))
    yield from _requires_any(before, after, (*path, "requires_any"))
    yield from _item_scope(before, after, (*path, "item_scope"))
    if before.names_controls != after.names_controls:
        gone = bool(before.names_controls)
        yield from _strictly(
            (*path, "names_controls"), before.names_controls or None, after.names_controls or None, narrowed=gone
        )
    for key in ("role", *(key for key in PROP_KEYS if key != "names_controls")):
        yield from _plainly((*path, key), getattr(before, key), getattr(after, key))
    yield from _plainly((*path, "implies"), dict(before.implies), dict(after.implies))


def _capped(most: int) -> int | bool:
    return True if most >= NO_LIMIT else most


def _name(before: Component, after: Component, path: Path) -> Iterator[CatalogChange]:
    """A name that is asked for, or may come from fewer places, refuses what had one from elsewhere or none."""
    one, other = before.name, after.name
    yield from _strictly((*path, "required"), one.required, other.required, narrowed=other.required)
    fewer = other.required and not set(one.sources) <= set(other.sources)
    if set(one.sources) != set(other.sources):
        yield CatalogChange(
            "narrowed" if fewer else "changed", (*path, "from"), fewer, [*one.sources], [*other.sources]
        )
    if one.inherit != other.inherit:
        narrowed = other.required and not other.inherit
        yield CatalogChange(
            "narrowed" if narrowed else "widened", (*path, "inherit"), narrowed, one.inherit, other.inherit
        )


def _requires_any(before: Component, after: Component, path: Path) -> Iterator[CatalogChange]:
    """Any of more props is easier to have, unless none of them had to be there."""
    one, other = set(before.requires_any), set(after.requires_any)
    if one != other:
        narrowed = bool(other) and not (one and one <= other)
        yield from _strictly(path, [*before.requires_any] or None, [*after.requires_any] or None, narrowed=narrowed)


def _item_scope(before: Component, after: Component, path: Path) -> Iterator[CatalogChange]:
    one, other = before.item_scope, after.item_scope
    if one != other:
        kept = one is None or (other is not None and one.rows == other.rows and set(one.props) <= set(other.props))
        rows = [{"rows": each.rows, "props": [*each.props]} if each else None for each in (one, other)]
        yield from _strictly(path, *rows, narrowed=not kept)


# ---------------------------------------------------------------- props


def _props(before: Mapping[str, Prop], after: Mapping[str, Prop], path: Path) -> Iterator[CatalogChange]:
    for name in before:
        if name not in after:
            yield CatalogChange("removed", (*path, name), breaking=True)
    for name, prop in after.items():
        if name in before:
            yield from _prop(before[name], prop, (*path, name))
        else:
            yield CatalogChange("added", (*path, name), breaking=prop.required)


def _prop(before: Prop, after: Prop, path: Path) -> Iterator[CatalogChange]:
    yield from _strictly((*path, "required"), before.required, after.required, narrowed=after.required)
    free = "string" in after.types and after.pattern is None and not after.format
    still = tuple(kind for kind in before.types if not (free and kind in _WORDS))
    if set(before.types) != set(after.types):
        narrowed = "any" not in after.types and not set(still) <= set(after.types)
        yield from _strictly((*path, "type"), [*before.types], [*after.types], narrowed=narrowed)
    if "enum" in before.types and "enum" in after.types:
        yield from _set((*path, "values"), before.values, after.values, free=free)
    if "array" in before.types and "array" in after.types:
        yield from _set((*path, "items"), before.items or ("any",), after.items or ("any",), anything="any")
    if before.group != after.group and {"token"}.intersection(before.types, after.types):
        yield from _strictly((*path, "group"), before.group or None, after.group or None, narrowed=bool(before.group))
    yield from _string_rules(before, after, path)
    yield from _bounds(before, after, path)
    yield from _strictly((*path, "binding"), before.binding, after.binding, narrowed=before.binding)
    yield from _shape(before, after, path)
    for key in ("default", "deprecated", "means", "unique", "filled", "one_of"):
        yield from _plainly((*path, key), getattr(before, key), getattr(after, key))
    yield from _plainly((*path, "reads"), dict(before.reads), dict(after.reads))


def _set(
    path: Path, before: tuple[str, ...], after: tuple[str, ...], *, anything: str = "", free: bool = False
) -> Iterator[CatalogChange]:
    """A list of what is taken; `anything` is the entry that stands for all others, `free` says that all are anyway."""
    if set(before) != set(after):
        narrowed = not (free or set(before) <= set(after) or (anything and anything in after))
        yield from _strictly(path, [*before], [*after], narrowed=narrowed)


def _string_rules(before: Prop, after: Prop, path: Path) -> Iterator[CatalogChange]:
    one, other = (each.pattern.pattern if each.pattern is not None else None for each in (before, after))
    yield from _strictly((*path, "pattern"), one, other, narrowed=other is not None)
    yield from _strictly((*path, "format"), before.format or None, after.format or None, narrowed=bool(after.format))


def _bounds(before: Prop, after: Prop, path: Path) -> Iterator[CatalogChange]:
    least, most = after.minimum, after.maximum
    yield from _strictly(
        (*path, "min"), before.minimum, least,
        narrowed=least is not None and (before.minimum is None or least > before.minimum),
    )  # fmt: skip
    yield from _strictly(
        (*path, "max"), before.maximum, most,
        narrowed=most is not None and (before.maximum is None or most < before.maximum),
    )  # fmt: skip
    yield from _strictly((*path, "integer"), before.integer, after.integer, narrowed=after.integer)


def _shape(before: Prop, after: Prop, path: Path) -> Iterator[CatalogChange]:
    """The fields of objects inside: an object of which nothing was said takes anything."""
    if before.fields and after.fields:
        yield from _props(before.fields, after.fields, (*path, "fields"))
    elif before.fields or after.fields:
        yield from _strictly(
            (*path, "fields"), [*before.fields] or None, [*after.fields] or None, narrowed=bool(after.fields)
        )


# ---------------------------------------------------------------- tokens, budgets, models


def _tokens(before: Mapping[str, TokenGroup], after: Mapping[str, TokenGroup]) -> Iterator[CatalogChange]:
    yield from _there(("tokens",), before, after)
    for name, group in after.items():
        if name in before:
            yield from _group(before[name], group, ("tokens", name))


def _group(before: TokenGroup, after: TokenGroup, path: Path) -> Iterator[CatalogChange]:
    if before.prefix != after.prefix:  # the full name of each of its tokens
        yield CatalogChange("changed", (*path, "prefix"), True, before.prefix, after.prefix)
    yield from _plainly((*path, "kind"), before.kind, after.kind)
    for name in before.tokens:
        if name not in after.tokens:
            yield CatalogChange("removed", (*path, "tokens", name), True, before.tokens[name].value)
    for name, token in after.tokens.items():
        if name in before.tokens:
            yield from _token(before.tokens[name], token, (*path, "tokens", name))
        else:
            yield CatalogChange("added", (*path, "tokens", name), after=token.value)


def _token(before: Token, after: Token, path: Path) -> Iterator[CatalogChange]:
    yield from _plainly(path, before.value, after.value)
    yield from _plainly((*path, "deprecated"), before.deprecated, after.deprecated)


def _profiles(before: Mapping[str, Profile], after: Mapping[str, Profile]) -> Iterator[CatalogChange]:
    yield from _there(("budgets",), before, after)
    for name, profile in after.items():
        for cap in Profile._fields if name in before else ():
            one, other = getattr(before.get(name), cap), getattr(profile, cap)
            if isinstance(other, int):
                shown = (None if each >= NO_LIMIT else each for each in (one, other))
                yield from _strictly(("budgets", name, cap), *shown, narrowed=other < one)


def _models(before: Models, after: Models) -> Iterator[CatalogChange]:
    """Without any models every path is free; the first one that is declared checks all of them."""
    if bool(before) != bool(after):
        names = [[model.name for model in models] or None for models in (before, after)]
        yield CatalogChange("narrowed" if after else "widened", ("models",), bool(after), *names)
        return
    one, other = ({model.name: model for model in models} for models in (before, after))
    yield from _there(("models",), one, other)
    for name, model in other.items():
        if name in one:
            path = ("models", name)
            if one[name].plural != model.plural:
                yield CatalogChange("changed", (*path, "plural"), True, one[name].plural, model.plural)
            yield from _field(one[name].shape, model.shape, path)


def _field(before: Field, after: Field, path: Path) -> Iterator[CatalogChange]:
    if before.type != after.type:
        narrowed = after.type != "any"
        yield from _strictly((*path, "type"), before.type, after.type, narrowed=narrowed)
        return
    if before.fields and after.fields:
        yield from _there((*path, "fields"), before.fields, after.fields)
        for name, field in after.fields.items():
            if name in before.fields:
                yield from _field(before.fields[name], field, (*path, "fields", name))
    elif before.fields or after.fields:
        names = ([*each.fields] or None for each in (before, after))
        yield from _strictly((*path, "fields"), *names, narrowed=bool(after.fields))
    if before.items or after.items:
        yield from _field(before.items or ANY, after.items or ANY, (*path, "items"))
