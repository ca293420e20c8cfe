"""`epoch rules`: what the rules are, and why."""

from __future__ import annotations

from epoch_cli.cli.color import shows_color
from epoch_cli.cli.formats import require_format
from epoch_cli.cli.report_outputs import terminal_width
from epoch_cli.cli.streams import write_data
from epoch_cli.errors import ExitCode
from epoch_cli.output import rules as shown
from epoch_cli.validation import RULES, Rule
from epoch_cli.validation.selecting import code_prefixes

FORMATS = ("text", "json", "markdown")


def run_rules(selectors: list[str], *, form: str) -> int:
    """Run the command; see `commands` for `rules` for what each flag means."""
    require_format(form, FORMATS)
    prefixes = tuple(code_prefixes(selectors))
    rules = [rule for rule in RULES.values() if not prefixes or rule.code.startswith(prefixes)]
    write_data(_text(rules, form, listed=not prefixes).encode())
    return ExitCode.OK


def _text(rules: list[Rule], form: str, *, listed: bool) -> str:
    if form == "json":
        return shown.rules_json(rules)
    if form == "markdown":
        return shown.rules_markdown(rules)
    make = shown.rules_list if listed else shown.rules_text
    return make(rules, color=shows_color(), width=terminal_width())
