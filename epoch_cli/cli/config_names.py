"""Names in the configuration that name nothing: a run would fail over each of them, and here all are told at once.

What is asked is what runs ask: the design system for its budgets, the table of providers, the rules, the screen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from epoch_cli.cli.presets import find_budget, find_models, open_catalog
from epoch_cli.config.applied import DEFAULT
from epoch_cli.config.key_names import dotted, quoted, split_key
from epoch_cli.config.settings import RuleSettings, ScreenSettings, Settings
from epoch_cli.errors import ConfigError, EpochError
from epoch_cli.nearest import did_you_mean
from epoch_cli.providers.lifecycle import refuse_retired
from epoch_cli.providers.table import RESERVED, SESSION, Table, load_table
from epoch_cli.tui.keymap import checked_keymap, clashes
from epoch_cli.validation.selecting import code_prefixes

KeyPath = tuple[str | int, ...]


class Misnamed(NamedTuple):
    """A name that names nothing: the key, the file or variable that it comes from, what is wrong, and a remedy."""

    path: KeyPath
    origin: str
    message: str
    remedy: str


def misnamed(settings: Settings) -> list[Misnamed]:
    """Every name in the settings that apply that names nothing, in the order of their keys."""
    return [*_design(settings), *_rules(settings), *_writers(settings), *_screen(settings)]


def refused_table(settings: Settings) -> ConfigError | None:
    """Why the user's own providers and models cannot be used; None where they can."""
    try:
        load_table(settings.own)
    except ConfigError as error:
        return error
    return None


def _tried(settings: Settings, path: KeyPath, check: Callable[[], Any]) -> Iterator[Misnamed]:
    try:
        check()
    except EpochError as error:
        yield _of(settings, path, error.message, error.remedy)


def _of(settings: Settings, path: KeyPath, message: str, remedy: str) -> Misnamed:
    """What is wrong with a value; of an entry of a list, the list is what comes from somewhere."""
    key = path[:-1] if isinstance(path[-1], int) else path
    origin = settings.origins.get(_origin_key(key), DEFAULT)
    return Misnamed(path, origin, message.removeprefix(f"{dotted(key)}: "), remedy)


def _origin_key(path: KeyPath) -> str:
    """A key as `Settings.origins` has it: names that are free stand in quotes."""
    free = path[:2] in {("rules", "per-file"), ("screen", "keys")}
    return f"{dotted(path[:2])}.{quoted(str(path[2]))}{_rest(path[3:])}" if free else dotted(path)


def _rest(path: KeyPath) -> str:
    return f".{dotted(path)}" if path else ""


# ---------------------------------------------------------------- each kind


def _design(settings: Settings) -> Iterator[Misnamed]:
    try:
        catalog = open_catalog(settings.preset)
    except EpochError as error:
        yield _of(settings, ("preset",), error.message, error.remedy)
        return
    for wrong in _tried(settings, ("budget",), lambda: find_budget(settings.budget, catalog)):
        named = wrong.message.startswith("no budget profile")
        yield wrong._replace(remedy=did_you_mean(settings.budget, catalog.profiles)) if named else wrong
    yield from _tried(settings, ("data",), lambda: find_models(settings.data, catalog))


def _rules(settings: Settings) -> Iterator[Misnamed]:
    yield from _rule_names(settings, ("rules",), settings.rules)
    for pattern, rules in settings.per_file:
        yield from _rule_names(settings, ("rules", "per-file", pattern), rules)


def _rule_names(settings: Settings, table: KeyPath, rules: RuleSettings) -> Iterator[Misnamed]:
    lists: Mapping[str, Sequence[str]] = {"select": rules.select, "ignore": rules.ignore}
    for name, terms in lists.items():
        for place, term in enumerate(terms):
            yield from _tried(settings, (*table, name, place), partial(code_prefixes, [term]))
    for term in rules.severity:
        yield from _tried(settings, (*table, "severity", term), partial(code_prefixes, [term]))


def _writers(settings: Settings) -> Iterator[Misnamed]:
    refused = refused_table(settings)
    if refused is not None:
        file = str(settings.own.get("file", ""))
        key, _, message = refused.message.removeprefix(f"{file}: ").partition(": ")
        yield Misnamed(tuple(part.name for part in split_key(key)), file, message, refused.remedy)
        return
    table = load_table(settings.own)
    if settings.provider not in {"", *RESERVED} and not settings.provider.startswith(SESSION):
        unknown = list(_tried(settings, ("provider",), lambda: table.provider(settings.provider)))
        yield from unknown
        if unknown:
            return
    if settings.model:
        yield from _tried(settings, ("model",), lambda: _find_model(settings, table))


def _find_model(settings: Settings, table: Table) -> None:
    named = settings.provider if settings.provider not in {"", *RESERVED} else ""
    if not named.startswith(SESSION):
        refuse_retired(table.find_model(settings.model, named or None), datetime.now().astimezone().date(), table)


def _screen(settings: Settings) -> Iterator[Misnamed]:
    screen = settings.screen
    if screen.theme:
        from epoch_cli.tui.look import look_of  # textual, for the names of its themes

        alone = settings._replace(screen=ScreenSettings(theme=screen.theme), origins={})
        yield from _tried(settings, ("screen", "theme"), lambda: look_of(alone))
    wrong = [
        each
        for name, text in screen.keys.items()
        for each in _tried(settings, ("screen", "keys", name), partial(checked_keymap, {name: text}))
    ]
    yield from wrong
    if not wrong:
        for name, clash in clashes(checked_keymap(screen.keys)):
            yield _of(settings, ("screen", "keys", name), clash, "give one of them another key in [screen.keys]")
