"""What a design system has to be, and what a good one has; found by `catalog_checks.py`, `linting/preset_files.py`.

No document has these findings: `epoch catalog check` reports them, on a preset's own files. The first six keep a preset
from being read at all; the others are about what documents, pages and the offline composer make of it.
"""

from __future__ import annotations

from epoch_cli.validation.diagnostics import Rule, Severity

NOT_TOML = Rule("ES001", "not-toml", "deferred", "a file of a design system is TOML, in UTF-8")
UNKNOWN_KEY = Rule("ES002", "unknown-key", "deferred", "a preset has no other keys than the format", anchor="key")
MISSING_KEY = Rule("ES003", "missing-key", "deferred", "a key that is needed is there")
WRONG_VALUE = Rule("ES004", "wrong-value", "deferred", "a key has a value of its kind")
LOOSE_END = Rule(
    "ES005",
    "loose-end",
    "deferred",
    "a prop says what its type needs, and what is named is there",
)
BROKEN_PART = Rule("ES006", "broken-part", "deferred", "prompts, patterns and templates can be read")
WRONG_DEFAULT = Rule("ES007", "wrong-default", "deferred", "a default is a value that the prop takes")
UNASKED_NAME = Rule(
    "ES008", "unasked-name", "deferred", "every control is asked for an accessible name (WCAG 4.1.2)", Severity.WARNING
)
NO_KEY = Rule("ES009", "no-key", "deferred", "what is asked for has a key that it is sent under", Severity.WARNING)
NO_HANDLER = Rule("ES010", "no-handler", "deferred", "what is pressed leads somewhere", Severity.WARNING)
LOW_CONTRAST = Rule(
    "ES011", "low-contrast", "deferred", "words can be read on the colour that they are for (WCAG 1.4.3)",
    Severity.WARNING,
)  # fmt: skip
UNUSABLE_TOKEN = Rule(
    "ES012", "unusable-token", "deferred", "the tokens of a kind have values that a style can use", Severity.WARNING
)
SHARED_PREFIX = Rule(
    "ES013", "shared-prefix", "deferred", "each group of tokens has a prefix of its own", Severity.WARNING
)
UNREACHABLE = Rule(
    "ES014", "unreachable", "deferred", "of two components of a role, each can say what the other cannot",
    Severity.INFO,
)  # fmt: skip
ESSENTIAL_ROLE = Rule(
    "ES015", "essential-role", "deferred", "there is a component for words, for actions, for input and to hold others",
    Severity.WARNING,
)  # fmt: skip
WANTED_ROLE = Rule("ES016", "wanted-role", "deferred", "there are components for what screens need", Severity.INFO)
NO_ROLE = Rule("ES017", "no-role", "deferred", "a component says what it is for", Severity.INFO)
NO_DEFAULT = Rule("ES018", "no-default", "deferred", "a choice of looks has a default", Severity.INFO)
UNDESCRIBED = Rule("ES019", "undescribed", "deferred", "a component is described for those who write", Severity.INFO)
UNUSED_TOKENS = Rule("ES020", "unused-tokens", "deferred", "each group of tokens has props that take it", Severity.INFO)
SLOW_PATTERN = Rule("ES021", "slow-pattern", "deferred", "a pattern is quick on any string", Severity.WARNING)

RULES = (
    NOT_TOML, UNKNOWN_KEY, MISSING_KEY, WRONG_VALUE, LOOSE_END, BROKEN_PART, WRONG_DEFAULT, UNASKED_NAME, NO_KEY,
    NO_HANDLER, LOW_CONTRAST, UNUSABLE_TOKEN, SHARED_PREFIX, UNREACHABLE, ESSENTIAL_ROLE, WANTED_ROLE, NO_ROLE,
    NO_DEFAULT, UNDESCRIBED, UNUSED_TOKENS, SLOW_PATTERN,
)  # fmt: skip
