"""What of a wish is not in the answer; found by a provider that can tell, never by looking at a document.

A document says nothing of what was asked for, so that no check is here: the offline composer, which is rules and knows
which words it has no rule for, tells it as `UnmetPart`, and a run reports it under these codes. Both are `info`: the
answer is as good as it is, and no exit code changes.
"""

from __future__ import annotations

from epoch_cli.validation.diagnostics import Rule, Severity

NOT_UNDERSTOOD = Rule(
    "EW001", "not-understood", "deferred", "all words of a wish are ones that its author has a rule for", Severity.INFO
)
LEFT_OUT = Rule("EW002", "left-out", "deferred", "all that a wish asks for fits into the budget", Severity.INFO)

RULES = (NOT_UNDERSTOOD, LEFT_OUT)

BY_NAME: dict[str, Rule] = {rule.name: rule for rule in RULES}
