"""What was lost in a conversion, as diagnostics: `rules/conversions.py` has the rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from epoch_cli.convert.formats import Format, Loss
from epoch_cli.validation import Diagnostic, Rule, Selection
from epoch_cli.validation.diagnostics import Finding
from epoch_cli.validation.rules.conversions import NOT_KNOWN, NOT_SAID, SAID_OTHERWISE

_WORDS: Final[Mapping[Rule, str]] = {
    NOT_SAID: "not said in {}",
    SAID_OTHERWISE: "said otherwise in {}",
    NOT_KNOWN: "in {}, and in no document",
}


def tell_written(losses: Iterable[Loss], form: Format, rules: Selection | None = None) -> list[Diagnostic]:
    """What a format could not say of a document.

    Args:
        losses: as the writer told them.
        form: the format that was written.
        rules: which of them count, and how much; None is all.
    """
    return list(_told(((_rule_of(loss), loss) for loss in losses), form, rules or Selection()))


def tell_read(losses: Iterable[Loss], form: Format, rules: Selection | None = None) -> list[Diagnostic]:
    """What of a text in a format no document can say; arguments as of `tell_written`."""
    return list(_told(((NOT_KNOWN, loss) for loss in losses), form, rules or Selection()))


def _rule_of(loss: Loss) -> Rule:
    return NOT_SAID if loss.is_gone else SAID_OTHERWISE


def _told(losses: Iterable[tuple[Rule, Loss]], form: Format, rules: Selection) -> Iterator[Diagnostic]:
    for rule, loss in losses:
        if rules.counts(rule.code):
            message = f"{loss.what}: {_WORDS[rule].format(form.title)}"
            told = rules.diagnose(rule, Finding(rule.code, loss.path, message, loss.done))
            yield told._replace(line=loss.line, column=loss.column)
