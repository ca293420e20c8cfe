"""The rules as people and programs read them: lists, explanations, JSON, and the reference documentation."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from textwrap import fill, indent
from typing import Any

from epoch_cli.output.reports.color import BOLD, QUIET, SEVERITY_STYLES, Paint
from epoch_cli.output.text import visible
from epoch_cli.validation import RULES, Rule
from epoch_cli.validation.diagnostics import Grade
from epoch_cli.validation.explanations import Explanation, Family, explain, families
from epoch_cli.validation.fixes import FIXABLE

WIDTH = 100
_KINDS = {
    "gate": "gate: refuses the patch that would break it",
    "deferred": "deferred: reported at the end, refuses nothing",
}
_FIXES: Mapping[Grade, str] = {
    "lossless": "lossless (`--fix`)",
    "lossy": "lossy (`--fix --unsafe-fixes`)",
}
_EXAMPLES = {
    "document": ("json", ""),
    "patches": ("jsonl", " (patches)"),
    "stream": ("jsonl", " (text that patches are read from)"),
    "bytes": ("jsonl", " (text that patches are read from)"),
    "file": ("json", " (a file)"),
    "wish": ("text", " (a prompt)"),
    "written": ("json", " (a document, written as json-render)"),
    "read": ("json", " (a json-render spec)"),
    "catalog": ("toml", " (a `catalog.toml`)"),
}


@dataclass(frozen=True)
class Told:
    """What there is to say of rules that are not Epoch's own: families by name, explanations and fixes by code."""

    more: dict[str, Family] = field(default_factory=dict)
    explained: dict[str, Explanation] = field(default_factory=dict)
    mended: dict[str, Sequence[Grade]] = field(default_factory=dict)

    def families(self) -> Sequence[Family]:
        """All families, Epoch's own first."""
        return (*families(), *self.more.values())

    def explain(self, code: str) -> Explanation:
        """The explanation of a rule, by its code."""
        return self.explained[code] if code in self.explained else explain(code)


OURS = Told()
"""Of Epoch's own rules alone."""


def rules_list(rules: Sequence[Rule], told: Told = OURS, *, color: bool = False, width: int = 0) -> str:
    """Rules one a line, under their families: code, name, severity, kind, fixes, and what is asked.

    On a terminal of `width` columns in which a line does not fit, what is asked stands below each rule.
    """
    paint, lines = Paint(on=color), []
    longest = max(len(rule.name) for rule in rules)
    before = len(f"  EP000  {'':<{longest}}  {'':<7}  {'':<8}  {'':<6}  ")
    narrow = 0 < width < before + max(len(rule.text) for rule in rules)
    for family, chosen in _by_family(rules, told):
        head = f"{family.prefix}xx {family.name}"
        about = _filled(f"{head}: {family.about}", width).removeprefix(head)
        lines += ["", f"{paint(head, BOLD)}{about}", ""]
        for rule in chosen:
            severity = paint(f"{rule.severity:<7}", SEVERITY_STYLES[rule.severity])
            fixes = {(): "-", ("lossless",): "safe", ("lossy",): "unsafe"}.get(fixes_of(rule, told), "safe")
            row = f"  {paint(rule.code, BOLD)}  {rule.name:<{longest}}  {severity}  {rule.kind:<8}  {fixes:<6}"
            lines.append(f"{row.rstrip()}\n{_filled(rule.text, width, ' ' * 9)}" if narrow else f"{row}  {rule.text}")
    legend = "Columns: code, name, default severity, kind, fix, what is asked. epoch rules CODE explains one."
    lines += ["", _filled(legend, width)]
    return "\n".join(lines[1:]) + "\n"


def rules_text(rules: Sequence[Rule], told: Told = OURS, *, color: bool = False, width: int = 0) -> str:
    """Rules explained, for a terminal or a text file; `color` and `width` are for a terminal."""
    paint = Paint(on=color)
    return "\n".join(_explained(rule, told, paint, min(width or WIDTH, WIDTH)) for rule in rules)


def rules_json(rules: Sequence[Rule], told: Told = OURS) -> str:
    """Rules as one JSON array; each row is `rule_row`."""
    return json.dumps([rule_row(rule, told) for rule in rules], indent=2) + "\n"


def rule_row(rule: Rule, known: Told = OURS) -> dict[str, Any]:
    """A rule as JSON: `{code, name, family, severity, kind, text, why, fixes, reads, bad, good, …}`.

    `fixes` are the grades at which it can be mended. What its examples need (`start`, `models`, …) is left out when
    they need nothing.
    """
    told = known.explain(rule.code)
    family = next(family for family in known.families() if rule in family.rules)
    needs = {name: getattr(told, name) for name in ("start", "first", "models", "profile", "catalog", "file")}
    return {
        "code": rule.code,
        "name": rule.name,
        "family": family.name,
        "severity": str(rule.severity),
        "kind": rule.kind,
        "text": rule.text,
        "why": told.why,
        "fixes": list(fixes_of(rule, known)),
        "reads": told.reads,
        "bad": told.bad,
        "good": told.good,
        **{name: value for name, value in needs.items() if value},
    }


def rules_markdown(rules: Sequence[Rule], told: Told = OURS) -> str:
    """Rules as reference documentation: families, and below each its rules with their examples."""
    whole = {rule.code for rule in rules} >= RULES.keys()
    parts = ["# Rules", family_table()] if whole else ["# Rules"]
    for family, chosen in _by_family(rules, told):
        parts += [f"## {family.prefix}xx {family.name}", family.about, f"Catches {family.catches}."]
        parts += [part for rule in chosen for part in _documented(rule, told)]
    return "\n\n".join(parts) + "\n"


def family_table() -> str:
    """What each family catches, as a Markdown table."""
    rows = [f"| {family.name} | {family.prefix}xx | {family.catches} |" for family in families()]
    return "\n".join(["| family | codes | catches |", "| --- | --- | --- |", *rows])


def fixes_of(rule: Rule, told: Told = OURS) -> tuple[Grade, ...]:
    """The grades at which a rule's findings can be mended, the safer first; none when they cannot."""
    return tuple(sorted({*FIXABLE.get(rule.code, ()), *told.mended.get(rule.code, ())}))


def _by_family(rules: Sequence[Rule], told: Told) -> Iterator[tuple[Family, list[Rule]]]:
    for family in told.families():
        chosen = [rule for rule in family.rules if rule in rules]
        if chosen:
            yield family, chosen


def _explained(rule: Rule, known: Told, paint: Paint, width: int) -> str:
    told = known.explain(rule.code)
    severity = paint(str(rule.severity), SEVERITY_STYLES[rule.severity])
    head = f"{rule.code} {rule.name}"
    parts = [
        f"{paint(head, BOLD)}{_filled(f'{head}: {rule.text}', width).removeprefix(head)}",
        _filled(told.why, width),
        f"severity: {severity}\nkind: {_KINDS[rule.kind]}\nfix: {_fixes_in_words(rule, known).replace('`', '')}",
    ]
    for label, text in _pieces(told):
        parts.append(f"{paint(label + ':', QUIET)}\n{indent(_visible_lines(text), '  ')}")
    return "\n\n".join(parts) + "\n"


def _filled(text: str, width: int, before: str = "") -> str:
    """A text in lines of at most `width` columns, each with `before`; 0 is one line of any length."""
    if not width:
        return before + text
    return fill(
        text,
        max(width, 24),
        initial_indent=before,
        subsequent_indent=before,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _documented(rule: Rule, known: Told) -> Iterable[str]:
    told = known.explain(rule.code)
    yield f"### {rule.code} {rule.name}"
    yield f"{rule.text[0].upper()}{rule.text[1:]}."
    yield f"- severity: {rule.severity}\n- kind: {_KINDS[rule.kind]}\n- fix: {_fixes_in_words(rule, known)}"
    yield told.why
    language, _ = _EXAMPLES[told.reads]
    for label, text in _pieces(told):
        yield f"{label[0].upper()}{label[1:]}:"
        yield f"```{'toml' if label == 'design system' else language}\n{text}\n```"


def _fixes_in_words(rule: Rule, told: Told) -> str:
    return " or ".join(_FIXES[grade] for grade in fixes_of(rule, told)) or "none"


def _pieces(told: Explanation) -> Iterator[tuple[str, str]]:
    """What an explanation shows, each with its label: what the examples need, then the bad one and the good one."""
    what = f" (`{told.file}`)" if told.file else _EXAMPLES[told.reads][1]
    if told.catalog:
        yield "design system", told.catalog.strip()
    if told.models:
        yield "data models", json.dumps(told.models)
    if told.start:
        yield "start", told.start
    if told.first:
        yield "before", told.first
    if told.bad:  # that of an extension need not have one
        yield f"bad{what}", told.bad
    if told.good:
        yield f"good{what}", told.good


def _visible_lines(text: str) -> str:
    """Text of several lines made safe for a terminal, its line ends kept."""
    return "\n".join(visible(line) for line in text.split("\n"))
