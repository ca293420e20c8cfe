"""What a component is for and what its props mean, where a file does not say: by name, and else by shape.

The names are rows of `presets/formats/importing.toml`. What is guessed is what `catalog.toml` says in the keys `role`,
`means`, `reads`, `implies`, and those that name a prop; it can be wrong, and is there to be corrected.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final

from epoch_cli.catalog.components import CONTROLS
from epoch_cli.catalog.importing.intake import Intake
from epoch_cli.catalog.meanings import MEANINGS
from epoch_cli.catalog.references import types_of
from epoch_cli.config.paths import presets_dir

Row = dict[str, Any]

_HEADINGS: Final = frozenset({"h1", "h2", "h3"})
_PRESSED: Final = frozenset({"action", "link", "menu"})
_SAYS_OTHERWISE: Final = frozenset({"input", "image", "status", "alert"})
"""Roles whose rows of props come before what a prop is called: the `variant` of a status is its tone."""
_NAMED_BY: Final[Mapping[str, tuple[str, ...]]] = {
    "action": ("text", "label", "title"),
    "link": ("text", "label", "title"),
    "menu": ("label", "title"),
    "status": ("text",),
    "input": ("label", "title"),
    "choice": ("label", "title"),
    "dialog": ("title",),
    "image": ("alt", "fallback", "label"),
}
"""Meanings that give a component of a role its accessible name."""
_LAST_WORD: Final = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z0-9]+(?![a-z])")


@cache
def import_table() -> Row:
    """The data of `presets/formats/importing.toml`."""
    return tomllib.loads((presets_dir() / "formats" / "importing.toml").read_text("utf-8"))


def guess_roles(intake: Intake) -> None:
    """Give every component that was taken in a role, and its props their meanings."""
    for name, row in intake.components.items():
        if "role" not in row:
            guessed = _by_name(name)
            shape = None if guessed else _by_shape(row)
            found = guessed or shape or {"role": "other"}
            row["role"] = found["role"]
            if "implies" in found:
                row["implies"] = dict(found["implies"])
            if not guessed:
                intake.guess(("components", name), "its name does not say what it is for", f"role {found['role']}")
        _give_meanings(row)
        _give_keys(row)


def plain(name: str) -> str:
    """A name in small letters, without anything between its words."""
    return re.sub(r"[^a-z0-9]", "", name.casefold())


def says_role(name: str) -> bool:
    """Whether the name of a component says what it is for."""
    return _by_name(name) is not None


def _by_name(name: str) -> Row | None:
    words = _LAST_WORD.findall(name) or [name]
    for start in range(len(words)):
        wanted = plain("".join(words[start:]))
        for row in import_table()["component"]:
            if wanted in row["names"]:
                return dict(row)
    return None


def _by_shape(row: Row) -> Row | None:
    meant = {meaning for meaning, _ in _meanings(row.get("props", {}), "")}
    for shape in import_table()["shape"]:
        holds = all(row.get(key) for key in ("text", "children") if key in shape)
        if holds and set(shape.get("means", ())) <= meant:
            return dict(shape)
    return None


# ---------------------------------------------------------------- props


def _give_meanings(row: Row) -> None:
    """`means` for props whose names say something else, `reads` for words that others have for the same."""
    props: dict[str, Row] = row.get("props", {})
    for meaning, name in _meanings(props, row["role"]):
        if meaning != name:
            props[name]["means"] = meaning
    for meaning in [meaning for meaning in row.get("implies", {}) if _prop_for(props, meaning)]:
        del row["implies"][meaning]  # a prop says it
    if not row.get("implies", True):
        del row["implies"]
    for name, prop in props.items():
        reads = _reads(prop.get("means", name), prop.get("values", ()))
        if reads:
            prop["reads"] = reads


def _meanings(props: Mapping[str, Row], role: str) -> Iterator[tuple[str, str]]:
    """Which prop has which meaning: `(meaning, prop)`; a prop has one, and a meaning one prop."""
    taken = {name for name in props if name in MEANINGS and not _elsewhere(name, props[name], role)}
    yield from ((name, name) for name in taken)
    said, spelled = set(taken), {name: plain(name) for name in props}
    for row in import_table()["prop"]:
        if row["means"] in said or (role and row.get("only") and role not in row["only"]):
            continue
        for name, prop in props.items():
            if name not in taken and spelled[name] in row["names"] and _fits(row["means"], prop, row.get("types")):
                taken.add(name)
                said.add(row["means"])
                yield row["means"], name
                break


def _elsewhere(name: str, prop: Row, role: str) -> bool:
    """Whether a prop that has the name of a meaning says something else in a component of this role."""
    if role == "text" and name != "level" and (_HEADINGS.intersection(prop.get("values", ())) or _is_typed(prop)):
        return True
    if role not in _SAYS_OTHERWISE and _fits(name, prop, None):
        return False
    rows = [row for row in import_table()["prop"] if plain(name) in row["names"] and role in row.get("only", ())]
    return any(row["means"] != name and _fits(row["means"], prop, row.get("types")) for row in rows)


def _fits(meaning: str, prop: Row, types: Sequence[str] | None) -> bool:
    """Whether a prop's values can be those of a meaning."""
    own = set(types_of(prop.get("type")))
    if types and not own.intersection([*types, "any"]):
        return False
    values = prop.get("values", ())
    known = import_table()["words"].get(meaning)
    if known is None or not values:
        handler = meaning in {"press", "submit", "close", "change"}
        return ("handler" in own) == handler or "any" in own
    spelled = set(known).union(*known.values())
    return len(spelled.intersection(values)) * 2 >= len(values) or bool(_HEADINGS.intersection(values))


def _reads(meaning: str, values: Iterable[str]) -> dict[str, str]:
    """Which of a prop's words stand for shared ones that they are not; each shared word once."""
    known: Mapping[str, Sequence[str]] = import_table()["words"].get(meaning, {})
    listed = list(values)
    found: dict[str, str] = {}
    for shared, others in known.items():
        if shared not in listed:
            word = next((each for other in others for each in listed if plain(each) == plain(other)), None)
            if word is not None and word not in found and word not in known:
                found[word] = shared
    return found


def _prop_for(props: Mapping[str, Row], meaning: str) -> str:
    """The prop that means something; empty without one."""
    return next((name for name, prop in props.items() if prop.get("means", name) == meaning), "")


# ---------------------------------------------------------------- keys of a component


def _give_keys(row: Row) -> None:
    """The keys that name a prop, and where an accessible name comes from."""
    role, props = row["role"], row.get("props", {})
    if role in CONTROLS | _PRESSED:
        row["interactive"] = True
    sources = [source for meaning in _NAMED_BY.get(role, ()) if (source := _source(row, meaning))]
    if sources or role in CONTROLS | _PRESSED:
        asked = role in CONTROLS | _PRESSED
        row["name"] = {
            "from": list(dict.fromkeys(sources)),
            **({"required": True} if asked else {}),
            **({"inherit": True} if role in CONTROLS else {}),
        }
    keys = {
        "field": (("names_controls", "label"), ("mandatory", "required")),
        "input": (("mandatory", "required"),),
        "choice": (("mandatory", "required"),),
        "table": (("caption", "caption"),),
        "tabs": (("panels", "tabs"),),
        "text": (("heading", "level"),),
        "status": (("tone", "tone"),),
        "alert": (("tone", "tone"),),
    }
    for key, meaning in keys.get(role, ()):
        prop = _prop_for(props, meaning)
        if prop and (key != "heading" or _is_heading(props[prop])):
            row[key] = prop
    if role == "field":
        row["children"] = row.get("children") or 1
        explained = [name for meaning in ("label", "hint") if (name := _prop_for(props, meaning))]
        row |= {"requires_any": explained} if explained else {}
    rows, columns = _prop_for(props, "rows"), _prop_for(props, "columns")
    if role == "table" and rows and columns:
        row["item_scope"] = {"rows": rows, "props": [columns]}


def _source(row: Row, meaning: str) -> str:
    if meaning == "text" and row.get("text"):
        return "text"
    return _prop_for(row.get("props", {}), meaning)


def _is_heading(prop: Row) -> bool:
    words = {prop.get("reads", {}).get(value, value) for value in prop.get("values", ())}
    return bool(_HEADINGS & words) or _is_typed(prop)


def _is_typed(prop: Row) -> bool:
    """Whether a prop takes tokens for kinds of text."""
    return plain(prop.get("group", "")) in import_table()["tokens"]["typography"]["words"]
