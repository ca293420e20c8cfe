"""In which order a prompt loses what does not fit: the least important first (see `context.py`)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

import orjson

from epoch_cli.catalog import Catalog, Component, Model, Prop
from epoch_cli.engine.prompts import Kept
from epoch_cli.engine.relevance import basics_of, component_score, model_score, roles_in, words_of
from epoch_cli.validation import Draft

Kind = Literal["summaries", "turns", "tokens", "models", "components"]

_TYPE = re.compile(r'"type":"([^"\\]+)"')
_BOUND = re.compile(r"\{\{?\s*(?:context\.)?([A-Za-z_]\w*)")


class Loss(NamedTuple):
    """One thing that a prompt can do without: a turn by its prompt, anything else by its name.

    `summaries` are turns that are told in short.
    """

    kind: Kind
    name: str


def losses(wish: str, draft: Draft, turns: Sequence[str]) -> list[Loss]:
    """Everything that can be left out, the first first.

    Args:
        wish: what the user asks for, and what else its prompt is about.
        draft: the design system, the models, and the document, whose own types and models are as good as asked for.
        turns: the prompts of the turns before, oldest first.
    """
    catalog = draft.catalog
    words, roles = words_of(wish), roles_in(wish, catalog)
    text = orjson.dumps(draft.document).decode()
    there = frozenset(_TYPE.findall(text)) | basics_of(catalog)
    scores = {
        component.type: component_score(component, words, roles)
        for component in catalog.components.values()
        if component.type not in there
    }
    bound = {name.casefold() for name in _BOUND.findall(text)}
    models = {model.name: model_score(model, words) + _IN_USE * _is_bound(model, bound) for model in draft.models}
    order = [
        *(Loss("models", name) for name in _ascending(models) if not models[name]),
        *(Loss("components", name) for name in _ascending(scores) if not scores[name]),
        *(Loss("models", name) for name in _ascending(models) if models[name]),
        *(Loss("components", name) for name in _ascending(scores) if scores[name]),
    ]
    return [
        *(Loss("summaries", turn) for turn in turns),
        *(Loss("turns", turn) for turn in turns),
        *_with_tokens(order, catalog),
    ]


def kept_without(lost: Sequence[Loss], draft: Draft) -> Kept:
    """What a prompt still tells; None, which is all, of a kind of which nothing is lost."""
    return Kept(
        _left(draft.catalog.components, lost, "components"),
        _left(draft.catalog.tokens, lost, "tokens"),
        _left([model.name for model in draft.models], lost, "models"),
    )


_IN_USE = 1000
"""More than any wish scores: what the document binds goes last."""


def _is_bound(model: Model, bound: Collection[str]) -> bool:
    return model.name.casefold() in bound or model.plural.casefold() in bound


def _ascending(scores: Mapping[str, int]) -> list[str]:
    """The names with the lowest scores first; among equals what the preset tells of last."""
    return sorted(scores, key=lambda name: scores[name], reverse=True)[::-1]


def _left(names: Collection[str], lost: Sequence[Loss], kind: Kind) -> list[str] | None:
    gone = {loss.name for loss in lost if loss.kind == kind}
    return [name for name in names if name not in gone] if gone else None


def _with_tokens(order: Sequence[Loss], catalog: Catalog) -> Iterator[Loss]:
    """The same, and each group of tokens as soon as no component takes it that is still told of."""
    groups = {component.type: _groups(component) for component in catalog.components.values()}
    users = {name: {type_ for type_, taken in groups.items() if name in taken} for name in catalog.tokens}
    yield from (Loss("tokens", name) for name in reversed(users) if not users[name])
    for loss in order:
        yield loss
        if loss.kind != "components":
            continue
        for name, types in users.items():
            if loss.name in types:
                types.remove(loss.name)
                if not types:
                    yield Loss("tokens", name)


def _groups(component: Component) -> set[str]:
    return {group for prop in component.props.values() for group in _groups_of(prop)}


def _groups_of(prop: Prop) -> Iterator[str]:
    if prop.group:
        yield prop.group
    for field in prop.fields.values():
        yield from _groups_of(field)
