"""`epoch rules`: what the rules are, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from epoch_cli.cli.color import shows_color
from epoch_cli.cli.extensions import extensions_here
from epoch_cli.cli.formats import require_format
from epoch_cli.cli.report_outputs import terminal_width
from epoch_cli.cli.streams import write_data
from epoch_cli.errors import ExitCode
from epoch_cli.output import rules as shown
from epoch_cli.output.rules import Told
from epoch_cli.output.text import visible
from epoch_cli.validation import RULES, Rule
from epoch_cli.validation.explanations import Explanation, Family
from epoch_cli.validation.selecting import code_prefixes

if TYPE_CHECKING:
    from epoch_cli.validation.additions import Additions

FORMATS = ("text", "json", "markdown")


def run_rules(selectors: list[str], *, form: str) -> int:
    """Run the command; see `commands` for `rules` for what each flag means."""
    require_format(form, FORMATS)
    added = extensions_here().additions
    prefixes = tuple(code_prefixes(selectors, added))
    told = _told(added)
    more = [rule for family in told.more.values() for rule in family.rules]
    rules = [rule for rule in (*RULES.values(), *more) if not prefixes or rule.code.startswith(prefixes)]
    write_data(_text(rules, form, told, listed=not prefixes).encode())
    return ExitCode.OK


def _text(rules: list[Rule], form: str, told: Told, *, listed: bool) -> str:
    if form == "json":
        return shown.rules_json(rules, told)
    if form == "markdown":
        return shown.rules_markdown(rules, told)
    make = shown.rules_list if listed else shown.rules_text
    return make(rules, told, color=shows_color(), width=terminal_width())


def _told(added: Additions | None) -> Told:
    """What there is to say of rules: Epoch's own, and those of extensions, each of which is a family."""
    told = Told()
    if added is None:
        return told
    for each in added.rules.values():
        family = told.more.get(each.family)
        rule = each.rule._replace(text=visible(each.rule.text))  # it may be any text
        rules = (*family.rules, rule) if family is not None else (rule,)
        about = f"rules of {visible(each.origin)}"
        told.more[each.family] = Family(each.family, rule.code[:-3], about, rule.text, rules)
        why = each.why or f"{each.origin} does not say why."
        told.mended[rule.code] = [row.grade for row in added.repairs.get(rule.code, ())]
        told.explained[rule.code] = Explanation(visible(" ".join(why.split())), each.bad, each.good)
    return told
