"""Every repair of a finding, by the code of its rule: a row a repair, the better ones first.

A row's function looks at a `Case` and gives the `Change` it would make, or None when there is nothing to go by. It
never drops a node, and asks no model and no clock: the same document always gets the same repairs. Whether a change may
be made is for others to say (`fixing_documents.py` and `fixing_patches.py`, beside this folder): one that would break
another gate is not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from epoch_cli.validation.diagnostics import Fix, Grade
from epoch_cli.validation.fixes import (
    bindings,
    coercion,
    components,
    fields,
    headings,
    identity,
    items,
    labels,
    props,
    security,
    tokens,
)
from epoch_cli.validation.fixes.case import Case, Change, is_hostile

if TYPE_CHECKING:
    from epoch_cli.validation.additions import Additions


class Row(NamedTuple):
    """One repair: its name and grade, as they are recorded, and what works it out."""

    name: str
    grade: Grade
    make: Callable[[Case], Change | None]


def _exact(name: str, make: Callable[[Case], Change | None]) -> Row:
    return Row(name, "lossless", make)


def _guess(name: str, make: Callable[[Case], Change | None]) -> Row:
    return Row(name, "lossy", make)


_DROP = _guess("drop-prop", props.drop)

FIXERS: Mapping[str, tuple[Row, ...]] = {
    # structure
    "EP101": (_exact("words-to-text", components.words_to_node),),
    "EP102": (
        _exact("rename-field", fields.rename),
        _exact("field-to-prop", fields.to_prop),
        _exact("name-type", fields.to_type),
        _guess("nearest-field", fields.nearest_name),
        _guess("drop-field", fields.drop),
    ),
    "EP103": (_exact("coerce", fields.coerce), _guess("guess-boolean", fields.guess_boolean)),
    "EP104": (_guess("slug-id", identity.slugged),),
    "EP105": (_exact("number-id", identity.numbered),),
    # components
    "EP201": (_exact("rename-component", components.rename), _guess("nearest-component", components.nearest_type)),
    "EP202": (_exact("words-to-text", components.words_to_text),),
    "EP204": (_exact("text-to-label", labels.text_to_label), _exact("text-to-child", components.text_to_child)),
    # props
    "EP301": (
        _exact("rename-prop", props.rename),
        _exact("prop-to-field", props.to_field),
        _exact("text-to-label", labels.text_prop_to_label),
        _guess("nearest-prop", props.nearest_name),
        _DROP,
    ),
    "EP302": (_exact("add-default", props.add_default),),
    "EP303": (_exact("coerce", coercion.coerce), _guess("guess-boolean", coercion.guess_boolean), _DROP),
    "EP304": (_exact("rename-value", props.rename_value), _guess("nearest-value", props.nearest_value), _DROP),
    "EP305": (
        _exact("rename-field", items.rename),
        _exact("add-default", items.add_default),
        _guess("nearest-field", items.nearest_name),
        _guess("derive-field", items.derive),
        _guess("drop-field", items.drop),
    ),
    "EP306": (_guess("lower-case", props.lower_case),),
    "EP307": (_guess("clamp", props.clamp),),
    # tokens
    "EP401": (_exact("rename-token", tokens.rename), _guess("nearest-token", tokens.nearest_name), _DROP),
    "EP402": (_guess("right-group", tokens.right_group), _DROP),
    "EP403": (
        _exact("rename-token", tokens.rename),
        _exact("value-to-token", tokens.equal_value),
        _guess("nearest-token", tokens.nearest_value),
        _DROP,
    ),
    # bindings
    "EP501": (_exact("binding-braces", bindings.braces), _guess("root-binding", bindings.rooted)),
    "EP502": (_guess("nearest-path", bindings.nearest_path),),
    "EP505": (_guess("nearest-path", bindings.nearest_path),),
    "EP508": (_exact("binding-braces", bindings.source), _guess("root-binding", bindings.rooted_source)),
    # security: nothing that could hide what was meant
    "EP704": (_exact("handler-call", security.handler_call),),
    "EP705": (_exact("invisible-characters", security.visible_only),),
    # accessibility
    "EP801": (
        _exact("text-to-label", labels.own_text_to_label),
        _guess("label-from-placeholder", labels.from_placeholder),
        _guess("label-from-name", labels.from_name),
    ),
    "EP803": (
        _exact("text-to-label", labels.own_text_to_label),
        _exact("label-from-control", labels.from_control),
        _guess("label-from-placeholder", labels.from_control_placeholder),
        _guess("label-from-name", labels.from_control_name),
    ),
    "EP813": (_guess("heading-level", headings.in_order),),
}


FIXABLE: Mapping[str, tuple[Grade, ...]] = {
    code: tuple(dict.fromkeys(row.grade for row in rows)) for code, rows in FIXERS.items()
}
"""Every code that can be mended, with the grades of its repairs, the better one first."""


def rows_for(code: str, added: Additions | None = None) -> Sequence[Row]:
    """The repairs for findings of a code."""
    own = FIXERS.get(code, ())
    return own if added is None else sorted((*own, *added.repairs.get(code, ())), key=lambda row: row.grade)


def fixes_for(case: Case, added: Additions | None = None) -> Iterator[Fix]:
    """How a finding could be mended, the better ways first, and Epoch's own before those that were added.

    What looks like an attack may be moved, but is never rewritten or left out: it is reported and refused as a whole,
    not made to look harmless.
    """
    for row in rows_for(case.code, added):
        change = row.make(case)
        if change is None:
            continue
        kept = all(patch["op"] in {"add", "move"} for patch in change.patches)
        if kept or not is_hostile(case.value):
            yield Fix(row.name, row.grade, change.message, change.patches)
