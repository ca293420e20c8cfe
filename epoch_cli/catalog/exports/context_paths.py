"""The paths of bindings, after their root."""

from __future__ import annotations

from epoch_cli.catalog.exports.expressions import Chars, Expression, Text, either, many, maybe, one_of, row
from epoch_cli.catalog.models import Field, Models


def any_path(segment: Chars) -> Expression:
    """Any path of at least one segment: `.a.b`."""
    return many(row(Text("."), many(segment, 1)), 1)


def context_path(models: Models, free: Expression) -> Expression:
    """A path that leads somewhere in the data models: `.user.name`; any path where none are declared.

    Args:
        models: the data models; a path names one of them, or a list of them by its plural.
        free: what a path may be where nothing is known of it.
    """
    if not models:
        return free
    starts = []
    for model in models:
        name = model.name[:1].lower() + model.name[1:]
        starts.append(row(Text(f".{name}"), _rest(model.shape, free)))
        if model.plural != name:
            starts.append(row(Text(f".{model.plural}"), _rest(Field("array", items=model.shape), free)))
    return either(starts)


def _rest(shape: Field, free: Expression) -> Expression | None:
    """How a path may go on from a value of this shape."""
    if shape.type == "any" or (shape.type == "object" and not shape.fields):
        return maybe(free)
    if shape.type == "array":
        index = row(Text("."), many(one_of("0-9"), 1, 4))
        return maybe(row(index, _rest(shape.items, free) if shape.items else maybe(free)))
    if shape.type == "object":
        return maybe(either(row(Text(f".{name}"), _rest(field, free)) for name, field in shape.fields.items()))
    return None
