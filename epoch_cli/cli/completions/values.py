"""What options and arguments take: by the command, the name of the option, or what its value is called in the help.

Words that stand somewhere in the code are taken from there. A new option whose value is called as an old one's needs
no row here; any other does, and whoever forgets it is told by the test that holds `completions/` to the commands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Literal, NamedTuple, get_args

SHELLS: Mapping[str, str] = {
    "bash": "epoch.bash",
    "zsh": "_epoch",
    "fish": "epoch.fish",
    "powershell": "epoch.ps1",
}
"""The shells, each with its file of `completions/`."""


class Word(NamedTuple):
    """A word, and what it means where that can be said. One that ends with `=` or `:` is not over."""

    text: str
    meaning: str = ""


class Values(NamedTuple):
    """What can stand in one place.

    Attributes:
        name: what writers call it: small letters and hyphens.
        words: those that are always the same.
        live: the kind that `epoch completions values` is asked for; empty for none.
        paths: whether files or folders can stand there.
        listed: whether several can stand there, between commas.
    """

    name: str
    words: tuple[Word, ...] = ()
    live: str = ""
    paths: Literal["", "files", "folders"] = ""
    listed: bool = False


NOTHING = Values("nothing")
"""Text, numbers and other things that nobody can guess."""
_FILES = Values("files", paths="files")
_FOLDERS = Values("folders", paths="folders")
_PRESETS = Values("presets", live="presets", paths="folders")
_LAST = (Word("last", "the newest"),)
_SESSIONS = Values("sessions", _LAST, live="sessions", paths="files")
_DOCUMENTS = Values("documents", _LAST, live="sessions", paths="files")
_KNOWN_PROVIDERS = Values("known-providers", live="providers")
_MODELS = Values("models", live="models")

_UNKNOWN = frozenset(
    {"AGE", "COMPONENT", "DOLLARS", "FACTOR", "N", "NAME", "PATTERN", "PLACE", "PROMPT", "SECONDS", "SIZE", "TEXT"}
    | {"TOKENS", "VALUE", "VERSION", "WHEN"}
)
"""How values are called that nobody can guess."""


def values_of(command: str, name: str, metavar: str) -> Values:
    """What an option or an argument takes.

    Args:
        command: its path, as `keys set`.
        name: of an option, as `--format`; of an argument its metavar.
        metavar: what the value is called in the help.

    Raises:
        LookupError: there is no row for it.
    """
    rows = _rows()
    for key in (f"{command} {name}", f"{command.partition(' ')[0]} * {name}", name, metavar):
        if key in rows:
            return rows[key]
    if metavar in _UNKNOWN:
        return NOTHING
    raise LookupError(f"epoch {command}: {name} {metavar}: say in cli/completions/values.py what it takes")


@cache
def _rows() -> Mapping[str, Values]:
    """Every row, under `COMMAND NAME`, `GROUP * NAME`, `NAME` or `METAVAR`."""
    return {**_runs(), **_formats(), **_rules(), **_places()}


def _places() -> dict[str, Values]:
    from epoch_cli.catalog import load_catalog
    from epoch_cli.catalog.exports import FORMS
    from epoch_cli.cli.catalog import EXPORTS
    from epoch_cli.cli.commands import HOMES
    from epoch_cli.cli.schema import SCHEMAS
    from epoch_cli.cli.session_filters import STATUSES
    from epoch_cli.cli.topics import topics
    from epoch_cli.linting.kinds import KINDS

    profiles = load_catalog().profiles
    return {
        "FILE": _FILES,
        "PROMPTS": _FILES,
        "KEY": Values("config-keys", tuple(_config_keys())),
        "DIR": _FOLDERS,
        "FOLDER": _FOLDERS,
        "FILE|FOLDER": _FILES,
        "NAME|PATH": _PRESETS,
        "PRESET": _PRESETS,
        "PROFILE|FILE": Values("budgets", _words(profiles), paths="files"),
        "SESSION": _SESSIONS,
        "sessions rm SESSION": Values("session-ids", _LAST, live="sessions"),
        "sessions diff A": _SESSIONS,
        "sessions diff B": _SESSIONS,
        "catalog diff A": _PRESETS,
        "catalog diff B": _PRESETS,
        "diff A": _DOCUMENTS,
        "diff B": _DOCUMENTS,
        "preview FILE": _DOCUMENTS,
        "convert FILE": _DOCUMENTS,
        "keys set NAME": _KNOWN_PROVIDERS,
        "keys remove NAME": _KNOWN_PROVIDERS,
        "templates show NAME": Values("templates", live="templates"),
        "STATUS": Values("statuses", _words(STATUSES)),
        "--kind": Values("kinds", _words(KINDS)),
        "schema KIND": Values("schemas", _words(SCHEMAS)),
        "--as": Values("exports", _words(EXPORTS)),
        "--form": Values("export-forms", _words(FORMS)),
        "TOPIC": Values("topics", (*(Word(name, about) for name, about in topics().items()), *_words(HOMES))),
        "SHELL": Values("shells", _words(SHELLS)),
    }


def _config_keys() -> Iterator[Word]:
    """The keys of the configuration, with what the file's JSON Schema says of them."""
    from epoch_cli.config.shapes import is_table
    from epoch_cli.config.source import UserConfig

    for key, field in UserConfig.model_fields.items():
        name = field.alias or key
        yield Word(name, field.description or "")
        if is_table(field.annotation):
            for key_below, below in field.annotation.model_fields.items():
                yield Word(f"{name}.{below.alias or key_below}", below.description or "")


def _runs() -> dict[str, Values]:
    """What `gen` and its relatives take."""
    from epoch_cli.cli.asking import PARAMETERS
    from epoch_cli.cli.logs import LEVELS
    from epoch_cli.cli.preferring import PREFERENCES, preference_values
    from epoch_cli.cli.recovering import STRATEGIES
    from epoch_cli.engine.options import Constrain
    from epoch_cli.events import Mode
    from epoch_cli.providers.table import OFFLINE, SESSION
    from epoch_cli.reading.granularity import Granularity
    from epoch_cli.validation.diagnostics import Fixing

    preferences = [f"{name}={value}" for name in PREFERENCES for value in preference_values(name) or ("",)]
    offline = Word(OFFLINE, "the built-in composer")
    chosen = (Word("auto", "the first whose key is found"), offline, Word(SESSION, "a recorded session"))
    return {
        "gen --provider": Values("providers", chosen, live="providers"),
        "batch --provider": Values("providers", chosen, live="providers"),
        "--provider": _KNOWN_PROVIDERS,
        "--model": _MODELS,
        "--fallback": Values("fallbacks", (offline, *_words(STRATEGIES)), live="providers", listed=True),
        "--mode": Values("modes", _words(get_args(Mode))),
        "--constrain": Values("constraints", _words(get_args(Constrain))),
        "--fix": Values("fixes", _words(get_args(Fixing))),
        "--granularity": Values("granularities", _words(get_args(Granularity))),
        "--param": Values("model-parameters", _words(f"{name}=" for name in PARAMETERS)),
        "--prefer": Values("preferences", _words(preferences)),
        "--template": Values("templates", live="templates"),
        "--set": Values("template-parameters", live="parameters"),
        "LEVEL": Values("log-levels", _words(LEVELS)),
    }


def _formats() -> dict[str, Values]:
    from epoch_cli.catalog.importing.reading import ORIGINS
    from epoch_cli.cli.caches import FORMATS as TABLE_OR_JSON
    from epoch_cli.cli.config import FORMATS as CONFIG_FORMATS
    from epoch_cli.cli.formats import TEXT_OR_JSON
    from epoch_cli.cli.help import FORMATS as HELP_FORMATS
    from epoch_cli.cli.rules import FORMATS as RULE_FORMATS
    from epoch_cli.cli.session_reports import EXPORT_FORMATS, STATS_FORMATS
    from epoch_cli.cli.sessions import LIST_FORMATS
    from epoch_cli.convert.formats import FORMATS as OTHERS
    from epoch_cli.output.difference import DIFF_FORMATS
    from epoch_cli.output.formats import FORMATS
    from epoch_cli.output.reports import FORMATS as REPORTS

    titles = {row.name: Word(row.name, row.title) for row in OTHERS.values()}
    runs = Values("run-formats", (*_words(FORMATS), *titles.values()))
    texts = Values("text-or-json", _words(TEXT_OR_JSON))
    reports = Values("reports", _words(REPORTS))
    differences = Values("difference-formats", _words(DIFF_FORMATS))
    versions = sorted({version for row in OTHERS.values() for version in row.versions})
    return {
        "gen --format": runs,
        "apply --format": runs,
        "replay --format": Values("replay-formats", (*runs.words, *_words(set(TEXT_OR_JSON) - set(FORMATS)))),
        "--format": texts,
        "config show --format": Values("config-formats", _words(CONFIG_FORMATS)),
        "--output-format": texts,
        "cache * --format": Values("table-or-json", _words(TABLE_OR_JSON)),
        "help --format": Values("help-formats", _words(HELP_FORMATS)),
        "diff --format": differences,
        "sessions diff --format": differences,
        "sessions list --format": Values("list-formats", _words(LIST_FORMATS)),
        "sessions export --format": Values("export-formats", _words(EXPORT_FORMATS)),
        "sessions stats --format": Values("stats-formats", _words(STATS_FORMATS)),
        "validate --output-format": reports,
        "catalog check --output-format": reports,
        "convert --output-format": reports,
        "rules --output-format": Values("rule-formats", _words(RULE_FORMATS)),
        "convert --to": Values("written-formats", tuple(titles[row.name] for row in OTHERS.values() if row.write)),
        "convert --from": Values("read-formats", tuple(titles[row.name] for row in OTHERS.values() if row.read)),
        "convert --format-version": Values("format-versions", _words(versions)),
        "catalog import --from": Values("origins", _words(ORIGINS)),
    }


def _rules() -> dict[str, Values]:
    from epoch_cli.cli.validate import FAIL_ON
    from epoch_cli.validation.rules import FAMILIES, RULES

    families = (Word(name, f"{rules[0].code[:3]}: a family of rules") for name, rules in FAMILIES.items())
    codes = (Word(code, rule.name) for code, rule in RULES.items())
    names = (Word(rule.name, code) for code, rule in RULES.items())
    rules = (Word("all", "every rule"), *families, *codes, *names)
    return {
        "RULES": Values("rule-lists", rules, listed=True),
        "RULE": Values("rules", rules),
        "SEVERITY": Values("severities", _words(FAIL_ON)),
    }


def _words(texts: Iterable[str]) -> tuple[Word, ...]:
    return tuple(Word(text) for text in texts)
