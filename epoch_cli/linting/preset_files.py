"""The files of a preset: everything that is wrong with them at once, and what a good design system would have.

Reading a preset (`catalog/load.py`) stops at the first thing that is wrong. Here each of its own files is read for
itself; what is wrong in one is left out, so that the rest is still held against what it builds on. Only a preset that
can be read is asked whether it is a good one. What it takes over from others is theirs, and reported there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

from epoch_cli.catalog.load import BASE, load_catalog, locate_preset, merge_tables, preset_data
from epoch_cli.catalog.models import parse_models
from epoch_cli.catalog.parts import OF_ITS_OWN, OUT_OF_IT, leads_out, read_part
from epoch_cli.catalog.pattern_source import check_patterns
from epoch_cli.catalog.references import reference_faults
from epoch_cli.catalog.source_faults import FaultKind, SourceFault, catalog_faults, tokens_faults
from epoch_cli.catalog.templates import load_template
from epoch_cli.config.toml_keys import parse_tables
from epoch_cli.document.toml_positions import TomlPath, TomlPlace, nearest_place, toml_places
from epoch_cli.errors import CatalogError
from epoch_cli.linting.placing import Lines, in_reading_order, placed
from epoch_cli.linting.report import FileReport
from epoch_cli.validation import RULES, Diagnostic, Selection
from epoch_cli.validation.catalog_checks import check_catalog
from epoch_cli.validation.diagnostics import Finding

_CODES: Final[Mapping[FaultKind, str]] = {"unknown-key": "ES002", "missing-key": "ES003", "wrong-value": "ES004"}
_AT: Final = re.compile(r"\(at line (\d+), column (\d+)\)")
_MOST_BYTES: Final = 16 * 1024 * 1024
_Kind = Literal["catalog", "tokens"]


def check_preset(name: str, rules: Selection | None = None) -> list[FileReport]:
    """A report for each file of a preset: its catalog and tokens, and whatever part of it is broken.

    Args:
        name: a built-in preset, a folder, or a file of it.
        rules: which rules count; all without.

    Raises:
        CatalogError: there is no such preset.
    """
    return _PresetCheck(name, rules or Selection()).reports()


class _PresetFile:
    """A TOML file of the preset: its text, its data, None when it has none, and what was found in it."""

    def __init__(self, path: Path, kind: _Kind) -> None:
        self.path, self.kind = path, kind
        self.data: dict[str, Any] | None = None
        self.findings: list[Finding] = []
        self.diagnostics: list[Diagnostic] = []
        self.text = self._read()
        self.places: Mapping[TomlPath, TomlPlace] = toml_places(self.text) if self.data is not None else {}

    def _read(self) -> str:
        try:
            with self.path.open("rb") as file:
                raw = file.read(_MOST_BYTES + 1)
        except OSError as error:
            self.findings.append(Finding("ES001", (), f"cannot be read ({error.strerror})", "check the path"))
            return ""
        if self.kind == "tokens" and (target := leads_out(self.path, self.path.parent)):
            self.findings.append(Finding("ES001", (), f"{OUT_OF_IT}, to {target}", OF_ITS_OWN))
            return ""
        text = raw[:_MOST_BYTES].decode("utf-8", "replace")
        if len(raw) > _MOST_BYTES:
            self._unparsed(f"larger than {_MOST_BYTES:,} bytes", 0, 0)
            return ""
        try:
            self.data = parse_tables(raw.decode())
        except UnicodeDecodeError as error:
            before = Lines(raw[: error.start].decode("utf-8", "replace"))
            self._unparsed(f"not UTF-8 ({error.reason})", *before.at(len(before.text)))
        except (ValueError, RecursionError) as error:
            at = _AT.search(str(error))
            place = (int(at[1]), int(at[2])) if at else (0, 0)
            said = "nested too deeply" if isinstance(error, RecursionError) else _AT.sub("", str(error)).strip()
            self._unparsed(f"not TOML: {said}", *place)
        return text

    def _unparsed(self, message: str, line: int, column: int) -> None:
        found = Selection().diagnose(RULES["ES001"], Finding("ES001", (), message, "correct the file at that place"))
        self.diagnostics.append(found._replace(line=line, column=column))

    def source_faults(self) -> list[SourceFault]:
        """What is wrong with its shape; paths are those of the whole preset."""
        if self.data is None:
            return []
        if self.kind == "catalog":
            return catalog_faults(self.data)
        return [
            each._replace(fault=each.fault._replace(path=("tokens", *each.fault.path)))
            for each in tokens_faults(self.data)
        ]

    def own_path(self, path: TomlPath) -> TomlPath | None:
        """A path of the preset as it is in this file; None where it can not be in it."""
        if self.kind == "catalog":
            return path
        return path[1:] if path[:1] == ("tokens",) else None


class _Match(NamedTuple):
    """Where a path is best told: the file, and how much of the path stands there."""

    file: _PresetFile
    found: TomlPath


class _PresetCheck:
    def __init__(self, name: str, rules: Selection) -> None:
        given = Path(name)
        if given.name == "tokens.toml" and given.with_name("catalog.toml").is_file():
            name = str(given.with_name("catalog.toml"))
        self._path = locate_preset(name)
        self._shared = name == BASE
        self._rules = rules
        self._files = [_PresetFile(self._path, "catalog")]
        tokens = self._path.with_name("tokens.toml")
        if self._path.name == "catalog.toml" and tokens.is_file():
            self._files.append(_PresetFile(tokens, "tokens"))
        self._parts: list[FileReport] = []

    def reports(self) -> list[FileReport]:
        """Look at everything, and give what was found."""
        self._shape()
        self._part_files()
        broken = any(file.findings or file.diagnostics for file in self._files)
        if not (broken or self._parts or self._shared):
            for finding in check_catalog(load_catalog(self._path)):
                self._place(finding)
        return [*(self._report(file) for file in self._files), *self._parts]

    # ------------------------------------------------------------ data

    def _shape(self) -> None:
        faults = [(file, each) for file in self._files for each in file.source_faults()]
        for file, (kind, fault) in faults:
            file.findings.append(Finding(_CODES[kind], fault.path, fault.message, fault.hint))
        own: dict[str, Any] = {}
        for file in reversed(self._files):
            data = file.data or {}
            own = merge_tables(own, {"tokens": data} if file.kind == "tokens" else data)
        header = own.get("preset")
        header = header if isinstance(header, dict) else {}
        base = self._base(header.get("extends", ""))
        wrong = {fault.path[:2] for _, (_, fault) in faults if len(fault.path) > 1}
        if base is None or any(file.data is None for file in self._files) or any(len(path) < 2 for path in wrong):
            return
        merged = self._without_removed(merge_tables(base, _sound(own, wrong)), base, header)
        self._models(merged.get("models", {}))
        for fault in reference_faults(merged):
            # what was left out may be what takes children, and what others build on need not have it
            if fault.path != ("components",) or not (wrong or self._shared):
                self._place(Finding("ES005", fault.path, fault.message, fault.hint))

    def _base(self, parent: Any) -> dict[str, Any] | None:
        """The data that the preset builds on; None when it cannot be read, which is said."""
        if not isinstance(parent, str) or not parent:
            return {}
        try:
            return preset_data(locate_preset(parent, self._path.parent))
        except CatalogError as error:
            self._place(Finding("ES005", ("preset", "extends"), error.message, error.remedy))
            return None

    def _without_removed(
        self, merged: dict[str, Any], base: Mapping[str, Any], header: Mapping[str, Any]
    ) -> dict[str, Any]:
        left, removed = dict(merged.get("components", {})), header.get("remove", [])
        for number, name in enumerate(removed if isinstance(removed, list) else []):
            if not isinstance(name, str) or name not in base.get("components", {}) or left.pop(name, None) is None:
                message = f"expected components of what it builds on, got {name!r}"
                self._place(Finding("ES005", ("preset", "remove", number), message, "leave it out"))
        return {**merged, "components": left}

    def _models(self, models: Mapping[str, Any]) -> None:
        for name, row in models.items():
            try:
                parse_models({name: row})
            except CatalogError as error:
                where, _, message = error.message.partition(": ")
                self._place(Finding("ES004", tuple(where.split(".")), message, error.remedy))

    # ------------------------------------------------------------ places

    def _place(self, finding: Finding) -> None:
        """Give a finding to the file that it is about; what is about something taken over is nobody's here."""
        matches = [
            _Match(file, nearest_place(file.places, own)[0])
            for file in self._files
            if (own := file.own_path(finding.path)) is not None
        ]
        best = max(matches, key=lambda each: len(each.found))
        whole = "tokens" if best.file.kind == "tokens" else ""
        matched = len(best.found) + bool(whole)
        if matched >= min(2, len(finding.path)) or finding.code == "ES005":
            best.file.findings.append(finding)

    def _report(self, file: _PresetFile) -> FileReport:
        lines = Lines(file.text)
        found = list(file.diagnostics)
        for finding in file.findings:
            rule = RULES[finding.code]
            if self._rules.counts(rule.code):
                found.append(self._diagnostic(file, finding, lines))
        diagnostics = in_reading_order(found)
        return FileReport(
            shown_name(file.path), "catalog", diagnostics, readable=file.data is not None, lines=lines.of(diagnostics)
        )

    def _diagnostic(self, file: _PresetFile, finding: Finding, lines: Lines) -> Diagnostic:
        rule = RULES[finding.code]
        own = file.own_path(finding.path) or ()
        path, place = nearest_place(file.places, own)
        if place is None:
            place = file.places.get(("preset",))
        diagnostic = self._rules.diagnose(rule, finding)
        if place is None:
            return placed(diagnostic, lines.at(0)) if file.text else diagnostic
        whole = path == own and rule.anchor == "value"
        return placed(diagnostic, lines.at(place.value if whole else place.key))

    # ------------------------------------------------------------ parts

    def _part_files(self) -> None:
        """Prompts, patterns and templates, each by itself; those of what it builds on are not its own."""
        if self._path.name != "catalog.toml":
            return
        folder = self._path.parent
        for pattern, check in _PARTS.items():
            for path in sorted(folder.glob(pattern)):
                try:
                    check(path)
                except CatalogError as error:
                    self._parts.append(self._broken(path, error))

    def _broken(self, path: Path, error: CatalogError) -> FileReport:
        message = error.message.removeprefix(f"{path}: ")
        diagnostic = Selection().diagnose(RULES["ES006"], Finding("ES006", (), message, error.remedy))
        at = _AT.search(message)
        if at:
            diagnostic = diagnostic._replace(line=int(at[1]), column=int(at[2]))
        return FileReport(shown_name(path), "catalog", [diagnostic])


def _sound(own: Mapping[str, Any], wrong: set[TomlPath]) -> dict[str, Any]:
    """The data without what is wrong in it; a prop or a group of tokens keeps its name, which others may say."""
    left: dict[str, Any] = {}
    for table, rows in own.items():
        if not isinstance(rows, dict) or (table,) in wrong:
            continue
        sound = {name: row for name, row in rows.items() if (table, name) not in wrong}
        names = {name for name in rows if (table, name) in wrong}
        empty: Mapping[str, Any] = {"tokens": {}, "common": {"type": "any"}}
        left[table] = sound | (dict.fromkeys(names, empty[table]) if table in empty else {})
    return left


def _check_prompt(path: Path) -> None:
    try:
        read_part(path, path.parent.parent).decode()
    except UnicodeDecodeError as error:
        raise CatalogError(f"{path}: cannot be read ({error})", remedy="save it as UTF-8") from None


def _check_patterns(path: Path) -> None:
    try:
        data = parse_tables(read_part(path, path.parent.parent).decode())
    except (ValueError, RecursionError) as error:
        raise CatalogError(f"{path}: not TOML: {error}", remedy="correct the file at that place") from None
    check_patterns(data, str(path))


def _check_template(path: Path) -> None:
    load_template(path)


_PARTS: Mapping[str, Callable[[Path], None]] = {
    "prompts/*.md": _check_prompt,
    "patterns/*.toml": _check_patterns,
    "templates/*.toml": _check_template,
}


def shown_name(path: Path) -> str:
    """A path as reports show it: from where we are when it is in there."""
    here = Path.cwd()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else str(path)
