"""Patch files: every operation is judged on what those before it made, from `{}` on, as while generating.

A finding is placed where it is seen in the text: inside the value that a patch writes, or where the patch begins.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from epoch_cli.document.node import Document
from epoch_cli.document.patch import apply_patch, clone
from epoch_cli.document.pointer import parse_pointer
from epoch_cli.document.positions import Position, PositionMap
from epoch_cli.errors import PointerError
from epoch_cli.linting.authors import Authors
from epoch_cli.linting.placing import Lines, in_reading_order, placed, position
from epoch_cli.linting.report import FileReport
from epoch_cli.linting.settings import LintSettings
from epoch_cli.reading import MalformedRead, PatchRead, PatchReader
from epoch_cli.reading.strict_json import BOM
from epoch_cli.validation import FAMILIES, RULES, Diagnostic, Draft, Selection, Severity, Verdict
from epoch_cli.validation.diagnostics import Finding, Path
from epoch_cli.validation.rules import GATES, reading

_ABOUT_PATCHES = FAMILIES["pointers"][0].code[:3]
"""How the codes begin of what is wrong with a patch itself, and not with what it writes."""


@dataclass(frozen=True)
class PatchText:
    """Where a patch stands.

    Attributes:
        text: a JSON text that holds it.
        start: the place of that text's first character in its file.
        begin: the way to the patch in the text.
        value: the way to the value that it writes.
    """

    text: str
    start: Position
    begin: Path = ()
    value: Path = ("value",)

    def position(self, path: Path | None, code: str) -> Position:
        """The place of a finding inside the value that it writes; where it begins for one that is not in there."""
        if not path:  # what it writes as a whole has no key of its own
            return self._from(self._places.nearest(self.begin if path is None else self.value))
        return self._from(position(self._places, (*self.value, *path), code))

    @cached_property
    def _places(self) -> PositionMap:
        return PositionMap(self.text)

    def _from(self, inside: Position) -> Position:
        if inside.line > 1:
            return Position(self.start.line + inside.line - 1, inside.column)
        return Position(self.start.line, self.start.column + inside.column - 1)


def check_patches(name: str, text: str, settings: LintSettings) -> FileReport:
    """Check a patch file.

    Args:
        name: how the file is shown.
        text: what stands in it, a byte order mark included.
        settings: what it is held to.
    """
    lines, rules = Lines(text), settings.rules_for(name)
    run = PatchRun(settings, rules)
    diagnostics: list[Diagnostic] = []
    reader = PatchReader(heal=False)
    for read in [*reader.feed(text), *reader.close()]:
        if isinstance(read, PatchRead) and read.repairs:
            diagnostics += _another_shape(read, lines, rules)
        elif isinstance(read, PatchRead):
            patch_text = PatchText(text[slice(*read.span)], lines.at(read.span[0]))
            diagnostics += run.propose(read.patch, patch_text)
        elif isinstance(read, MalformedRead) and not read.continues:
            diagnostics += malformed(read, lines, rules)
            if read.patch is not None:
                run.draft.unread(read.patch)  # later indices count it
    if not run.patches:
        diagnostics = diagnostics or _no_patch(text, lines, rules)
    else:
        diagnostics += run.at_the_end()
    ordered = in_reading_order(diagnostics)
    return FileReport(
        name, "patches", ordered, bool(run.patches), lines.of(ordered), run.draft.metrics if run.patches else None
    )


class PatchRun:
    """Patches proposed one after the other, and what is to be said of each and of what they made."""

    def __init__(self, settings: LintSettings, rules: Selection, base: Mapping[str, Any] | None = None) -> None:
        self._settings = settings
        self._rules = rules
        self._authors = Authors()
        self.patches: list[PatchText] = []
        self._refused = False
        self._has_start = False
        self.draft = self._draft(base)

    def _draft(self, base: Mapping[str, Any] | None) -> Draft:
        held = self._settings.inspector
        return Draft(held.catalog, base, profile=held.profile, models=held.models, rules=self._rules)

    def propose(self, patch: Any, text: PatchText) -> list[Diagnostic]:
        """Judge one more patch; gives what is wrong with it, placed."""
        self.patches.append(text)
        target = self._target(patch)
        verdict = self.draft.propose(patch)
        if verdict.accepted:
            self._wrote(patch, verdict)
            return []
        self._refused = True
        return [placed(each, self._place_refused(each, target, text)) for each in verdict.diagnostics]

    def propose_again(self, patch: Any, text: PatchText, *, taken_back: bool) -> list[Diagnostic]:
        """As `propose`, for a patch that was accepted once: it is applied whatever the rules say now.

        One that takes another back is not judged: no gate was asked then either.

        Raises:
            PatchError: it cannot be applied.
        """
        if not taken_back and not (found := self.propose(patch, text)):
            return []
        if taken_back:
            found = []
            self.patches.append(text)
        made = clone(self.draft.document)
        self._authors.copied(self.draft.document, made)
        made = apply_patch(made, patch).document
        if patch["op"] in {"add", "replace", "copy"}:
            shown = patch["op"] != "copy"
            self._authors.wrote(len(self.patches) - 1, made, parse_pointer(patch["path"]), shown=shown)
        self.draft = self._draft(made)
        self._authors.copied(made, self.draft.document)
        return found

    def begin(self, text: PatchText) -> None:
        """Take down where the document that the patches start from stands."""
        self.patches.append(text)
        self._has_start = True
        self._authors.wrote(0, self.draft.document, ())

    def _wrote(self, patch: Any, verdict: Verdict) -> None:
        """Take down what the last patch wrote."""
        done = verdict.patch
        if done["op"] not in {"add", "replace", "copy"}:
            return
        brought = sum(repair.name == "missing-container" for repair in verdict.repairs)
        shown = isinstance(patch, Mapping) and patch.get("op") in {"add", "replace"}
        where = parse_pointer(done["path"])
        self._authors.wrote(len(self.patches) - 1, self.draft.document, where, without=brought, shown=shown)

    def at_the_end(self) -> list[Diagnostic]:
        """What is wrong with what the patches made, placed at those that wrote it; else at the last one.

        What a gate said of a patch is not said again of the document.
        """
        document = self.draft.document
        found: list[Diagnostic] = []
        for diagnostic in self.draft.report().diagnostics:
            origin = self._authors.of(document, parse_pointer(diagnostic.pointer))
            from_start = self._has_start and (origin is None or origin.patch == 0)
            if diagnostic.code not in GATES or from_start:
                text = self.patches[origin.patch if origin else -1]
                found.append(placed(diagnostic, text.position(origin.inside if origin else None, diagnostic.code)))
        return found

    # ------------------------------------------------------------ where a refused patch was meant to write

    def _target(self, patch: Any) -> tuple[str, ...] | None:
        """The place of the value that a patch writes, None when it writes none."""
        if not isinstance(patch, Mapping) or patch.get("op") not in {"add", "replace"}:
            return None
        path = patch.get("path")
        if not isinstance(path, str):
            return None
        try:
            if not path.startswith("#"):
                return parse_pointer(path)
            identity, slash, rest = path[1:].partition("/")
            base = path_of_id(self.draft.document, identity)
            return None if base is None else (*base, *parse_pointer(slash + rest))
        except PointerError:
            return None

    def _place_refused(self, diagnostic: Diagnostic, target: tuple[str, ...] | None, text: PatchText) -> Position:
        path = parse_pointer(diagnostic.pointer)
        if target is None or diagnostic.code.startswith(_ABOUT_PATCHES) or not self._leads(target, path):
            return text.position(None, diagnostic.code)
        inside = path[len(target) :]
        in_pointer = not inside and RULES[diagnostic.code].anchor == "key" and not _is_element(target[-1:])
        return text.position(None if in_pointer else inside, diagnostic.code)

    def _leads(self, target: Sequence[str], path: Sequence[str]) -> bool:
        """Whether a finding's path leads through a patch's target, `-` and translated indices included."""
        if len(path) < len(target):
            return False
        for wanted, found in zip(target, path, strict=False):
            translated = found.isdecimal() and (wanted == "-" or (self._refused and wanted.isdecimal()))
            if wanted != found and not translated:
                return False
        return True


def malformed(read: MalformedRead, lines: Lines, rules: Selection) -> Iterator[Diagnostic]:
    """A stretch of a patch file that could not be read; in a file that is an error, unless told otherwise."""
    code = reading.BY_REASON.get(str(read.reason), "EP001")
    what = read.message.removesuffix(f", at {read.line}:{read.column}")
    if rules.counts(code):
        finding = Finding(code, (), what, "correct it at that place; what comes after it was read")
        yield placed(_as_error(finding, rules), lines.at(read.position))


def _another_shape(read: PatchRead, lines: Lines, rules: Selection) -> Iterator[Diagnostic]:
    """A document or a node in the place of a patch: a stream may bring it so, a file of patches may not."""
    if rules.counts("EP007"):
        finding = Finding("EP007", (), 'not a patch: it has no member "op" that is a string', "check it as a document")
        yield placed(_as_error(finding, rules), lines.at(read.span[0]))


def path_of_id(document: Document, identity: str) -> tuple[str, ...] | None:
    """Where the node of this id stands, None when there is none."""
    stack: list[tuple[Any, tuple[str, ...]]] = [(document.get("root"), ("root",))]
    while stack:
        node, path = stack.pop()
        if not isinstance(node, dict):
            continue
        if node.get("id") == identity:
            return path
        stack.append((node.get("itemTemplate"), (*path, "itemTemplate")))
        children = node.get("children")
        if isinstance(children, list):
            stack += [(child, (*path, "children", str(index))) for index, child in enumerate(children)]
    return None


def _is_element(tokens: Sequence[str]) -> bool:
    """Whether a pointer ends in a place of an array, which has no key."""
    return any(token == "-" or token.isdecimal() for token in tokens)


def _no_patch(text: str, lines: Lines, rules: Selection) -> list[Diagnostic]:
    finding = Finding("EP007", (), "there is no patch in this file", 'write {"op": "add", "path": "/root", …}')
    start = len(text) - len(text.removeprefix(BOM))
    return [placed(_as_error(finding, rules), lines.at(start))]


def _as_error(finding: Finding, rules: Selection) -> Diagnostic:
    rule = RULES[finding.code]
    return rules.diagnose(rule, finding)._replace(severity=rules.severities.get(rule.code, Severity.ERROR))
