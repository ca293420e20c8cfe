"""Why each rule is there, with an example that breaks it and one that does not.

The words are data: one TOML file a family, beside its rules (`rules/props.toml` beside `rules/props.py`). `epoch rules`
shows them and the reference documentation is made from them; a test runs every example. Nothing else reads them.

    [EP301]
    why = "…"                  what goes wrong for whom, and the WCAG criterion or RFC that says so
    bad, good = "…"            an example with this finding and no other, and one like it with none
    reads = "document"         what the examples are: a document; patches, one a line, proposed to a draft; a stream,
                               text that patches are read from; bytes, which are decoded to such a text; a file, judged
                               as `epoch validate` does; a wish, which the offline composer answers; or a catalog, the
                               text of a `catalog.toml`
    start, first = "…"         the document that the patches are for, and a patch before them
    models, profile, catalog   data models, caps of a budget profile, and a `catalog.toml`, where an example needs them
    file = "…"                 another file beside the `catalog.toml`, where the examples are of that
    encoding = "utf-8"         how the bad example is saved
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

from epoch_cli.validation.diagnostics import Rule
from epoch_cli.validation.rules import FAMILIES, RULES

Reads = Literal["document", "patches", "stream", "bytes", "file", "wish", "catalog"]


@dataclass(frozen=True, slots=True)
class Explanation:
    """One rule explained; see the top of the module. `why` is one paragraph without line breaks."""

    why: str
    bad: str
    good: str
    reads: Reads = "document"
    start: str = ""
    first: str = ""
    models: Mapping[str, Any] = field(default_factory=dict)
    profile: Mapping[str, int] = field(default_factory=dict)
    catalog: str = ""
    file: str = ""
    encoding: str = "utf-8"


@dataclass(frozen=True, slots=True)
class Family:
    """Rules of one kind: `prefix` is how their codes begin, `about` says what they judge, `catches` what they find."""

    name: str
    prefix: str
    about: str
    catches: str
    rules: tuple[Rule, ...]


def explain(code: str) -> Explanation:
    """The explanation of a rule, by its code.

    Raises:
        KeyError: there is no rule of this code.
    """
    return _explanations(_family_of(code))[code]


@cache
def families() -> tuple[Family, ...]:
    """All families, in the order of their codes."""
    described = []
    for name, rules in FAMILIES.items():
        words = _file(name)["family"]
        described.append(Family(name, rules[0].code[:3], words["about"], words["catches"], rules))
    return tuple(described)


def _family_of(code: str) -> str:
    rule = RULES[code]
    return next(name for name, rules in FAMILIES.items() if rule in rules)


@cache
def _explanations(family: str) -> dict[str, Explanation]:
    return {code: _explanation(row) for code, row in _file(family).items() if code != "family"}


def _explanation(row: dict[str, Any]) -> Explanation:
    examples: dict[str, str] = {
        name: row[name].rstrip("\n") for name in ("bad", "good", "start", "first") if name in row
    }
    told: dict[str, Any] = {**row, **examples, "why": " ".join(row["why"].split())}
    return Explanation(**told)


@cache
def _file(family: str) -> dict[str, Any]:
    path = Path(__file__).parent / "rules" / f"{family}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))
