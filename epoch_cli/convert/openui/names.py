"""What statements are called: after the id of their node, where it has one, or after its component and a number.

In a name `-` is written as `_`, and `_` as `__`: `login-form` is `login_form = Form(…)`. An id that a name cannot say
(`text1` of a Text, `true`, one that is taken) goes into the argument `node`.
"""

from __future__ import annotations

import re
from typing import Final

from epoch_cli.document.node import ID

ROOT: Final = "root"
"""The statement that a text begins with."""

_RESERVED: Final = frozenset({ROOT, "true", "false", "null"})
_VARIABLE: Final = re.compile(r"item\d*", re.ASCII)


def variable(depth: int) -> str:
    """What an item is called in a list inside `depth` other lists: no two alike where both are in sight."""
    return f"item{depth + 1}" if depth else "item"


def stem_of(component: str) -> str:
    """What the names of nodes without an id begin with, by the component's name: `dataGrid`."""
    return component[:1].lower() + component[1:]


def is_anonymous(name: str, component: str) -> bool:
    """Whether a name says nothing but the component of its node; the root's says not even that."""
    stem, rest = stem_of(component), name.removeprefix(stem_of(component))
    return name == ROOT or (name.startswith(stem) and rest.isascii() and rest.isdigit())


def name_for(identity: str, component: str) -> str:
    """The name that says an id, empty where none does."""
    name = identity.replace("_", "__").replace("-", "_")
    said = bool(ID.fullmatch(identity)) and identity_of(name, component) == identity
    return name if said and not is_free_of_ids(name) else ""


def is_free_of_ids(name: str) -> bool:
    """Whether no node can be called so: the language's own words, and variables of lists."""
    return name in _RESERVED or _VARIABLE.fullmatch(name) is not None


def identity_of(name: str, component: str) -> str:
    """The id that a name says, empty for none; `component` is the name of what the statement makes."""
    if is_anonymous(name, component):
        return ""
    return "_".join(part.replace("_", "-") for part in name.split("__"))
