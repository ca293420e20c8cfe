"""What a run has to say of texts and errors, in the shape in which events hold it."""

from __future__ import annotations

from epoch_cli.errors import EpochError, ExitCode, ProviderError
from epoch_cli.providers.base import UnmetPart
from epoch_cli.reading import MalformedRead
from epoch_cli.reading.reads import Healing
from epoch_cli.validation import Diagnostic, Repair, Selection
from epoch_cli.validation.diagnostics import Finding
from epoch_cli.validation.rules import RULES, reading, wishes


def error_json(error: EpochError | None, exit_code: ExitCode | None = None) -> dict[str, object]:
    """An error as `RunEnded` and `AttemptEnded` tell it; empty for none. `exit_code` replaces the error's own."""
    if error is None:
        return {}
    told = {"category": error.category, "kind": error.kind} if isinstance(error, ProviderError) else {}
    return {
        "category": type(error).__name__,
        **told,
        "message": error.message,
        "remedy": error.remedy,
        "exit_code": int(error.exit_code if exit_code is None else exit_code),
    }


def repair_of(healing: Healing, pointer: str) -> Repair:
    """A change to a text as a repair of what it says."""
    return Repair(healing.rule, healing.grade, pointer, healing.message)


def missed(why: str, character: int, excerpt: str) -> Diagnostic:
    """A line that is text for the reader, and was meant as a patch."""
    rule = RULES["EP007"]
    return Diagnostic(
        code=rule.code,
        severity=rule.severity,
        message=f"{why}, at character {character}",
        pointer="",
        hint=f"passed over, nothing was changed: {excerpt}",
        rule=rule.name,
    )


def malformed(read: MalformedRead) -> Diagnostic:
    """What could not be read."""
    code = reading.BY_REASON.get(str(read.reason), "EP001")
    rule = RULES[code]
    return Diagnostic(
        code=code,
        severity=rule.severity,
        message=read.message,
        pointer="",
        hint=f"passed over, nothing was changed: {read.excerpt}",
        rule=rule.name,
        line=read.line,
        column=read.column,
    )


def unmet(part: UnmetPart, rules: Selection) -> Diagnostic | None:
    """What a provider says that it left out of a wish; None when nobody asked for findings of its rule."""
    rule = wishes.BY_NAME[part.rule]
    if not rules.counts(rule.code):
        return None
    return rules.diagnose(rule, Finding(rule.code, (), part.message, part.hint))
