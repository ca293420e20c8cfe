"""Flags over configuration: which files are meant, and what they are held to."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from epoch_cli.cli.presets import find_budget, find_models, open_catalog, read_config
from epoch_cli.config.paths import working_folder
from epoch_cli.config.settings import RuleSettings, Settings
from epoch_cli.errors import UsageError
from epoch_cli.linting.kinds import KINDS
from epoch_cli.linting.patterns import Excluded
from epoch_cli.linting.report import FileKind
from epoch_cli.linting.settings import ForFiles, LintSettings, selection
from epoch_cli.linting.sources import MAX_BYTES, Found, find_sources
from epoch_cli.nearest import did_you_mean
from epoch_cli.validation import Selection
from epoch_cli.validation.inspector import inspector_of
from epoch_cli.validation.selecting import code_prefixes

if TYPE_CHECKING:
    from epoch_cli.extensions.gathered import Extensions
    from epoch_cli.validation.additions import Additions


class LintFlags(NamedTuple):
    """The flags that say which files are checked against what; None and empty leave it to the configuration."""

    files: Sequence[str]
    kind: str | None = None
    preset: str | None = None
    data: Path | None = None
    budget: str | None = None
    select: Sequence[str] = ()
    ignore: Sequence[str] = ()
    exclude: Sequence[str] = ()
    stdin_name: str = ""
    extensions: Extensions | None = None


class Plan(NamedTuple):
    """What a run is about: the files and what they are held to; `inputs` are the other files that decide that."""

    settings: LintSettings
    found: Found
    inputs: tuple[Path, ...]
    config: Settings


def make_plan(flags: LintFlags) -> Plan:
    """Read the configuration and the design system, and find the files.

    Raises:
        UsageError, ConfigError: a flag or the configuration cannot be used; says which.
    """
    config = read_config()
    preset = flags.preset or config.preset
    catalog = open_catalog(preset)
    budget, budget_file = find_budget(flags.budget or config.budget, catalog)
    data = flags.data or config.data
    added = None if flags.extensions is None else flags.extensions.additions
    settings = LintSettings(
        inspector_of(catalog, budget, find_models(data, catalog)),
        _rules(flags, config, added),
        tuple(ForFiles.of(glob, rows, added) for glob, rows in config.per_file),
        str(config.root),
        parse_kind(flags.kind),
        strict_select=bool(flags.select),
    )
    inputs = [path for path in (config.file, data, budget_file, _preset_file(preset)) if path is not None]
    return Plan(settings, find_files(flags, config), tuple(inputs), config)


def find_files(flags: LintFlags, config: Settings) -> Found:
    """The files that arguments and configuration name; stdin is read here."""
    here = working_folder()
    excluded = Excluded([(config.root, config.exclude), (here, flags.exclude)])
    found = find_sources(flags.files, here=here, excluded=excluded, stdin_name=flags.stdin_name)
    for source in found.sources:
        if source.origin == "stdin":
            try:
                source.raw = sys.stdin.buffer.read(MAX_BYTES + 1)
            except OSError as error:
                source.failure = f"cannot be read ({error.strerror})"
    return found


def parse_kind(name: str | None) -> FileKind | None:
    """The kind of a `--kind` flag.

    Raises:
        UsageError: there is none of this name.
    """
    for kind in KINDS:
        if name == kind:
            return kind
    if name is not None:
        raise UsageError(f"no kind of file {name!r}", remedy=did_you_mean(name, KINDS))
    return None


def _rules(flags: LintFlags, config: Settings, added: Additions | None) -> Selection:
    """What `--select` names is taken instead of the configuration's; what `--ignore` names is left out besides."""
    code_prefixes(flags.ignore, added)  # what is not here may stand in a file, but nobody types it
    ignore = (*config.rules.ignore, *flags.ignore)
    select = tuple(flags.select) or config.rules.select
    return selection(RuleSettings(select, ignore, config.rules.severity), added)


def _preset_file(preset: str) -> Path | None:
    """A preset of the user's own, which may change while it is watched."""
    path = Path(preset).expanduser()
    if path.is_dir():
        path /= "catalog.toml"
    return path if path.is_file() else None
