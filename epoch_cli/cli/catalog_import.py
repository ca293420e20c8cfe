"""`epoch catalog import`: somebody else's description of a design system in, a preset out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from epoch_cli.catalog.importing.a2ui import import_a2ui
from epoch_cli.catalog.importing.assembling import assemble
from epoch_cli.catalog.importing.design_tokens import import_design_tokens
from epoch_cli.catalog.importing.intake import Intake, Note
from epoch_cli.catalog.importing.json_schema import import_json_schema
from epoch_cli.catalog.importing.reading import ORIGINS, Origin
from epoch_cli.catalog.load import BASE
from epoch_cli.catalog.writing import preset_text
from epoch_cli.cli.catalog_files import as_argument, parent_from, plain_name, require_name, require_new, write_new
from epoch_cli.cli.catalog_given import origin_of, read_given
from epoch_cli.cli.catalog_soundness import make_sound
from epoch_cli.cli.streams import say
from epoch_cli.config.paths import DEFAULT_PRESET
from epoch_cli.errors import CatalogError, ExitCode, UsageError
from epoch_cli.nearest import did_you_mean
from epoch_cli.output.reports.wording import count
from epoch_cli.output.text import visible
from epoch_cli.validation.rules.security import FORBIDDEN_KEYS

_IMPORTERS: Mapping[Origin, Callable[[Any, Intake], None]] = {
    "json-schema": import_json_schema,
    "dtcg": import_design_tokens,
    "a2ui": import_a2ui,
}
_TITLES: Mapping[Origin, str] = {"json-schema": "a JSON Schema", "dtcg": "design tokens", "a2ui": "an A2UI catalog"}
_MOST_SHOWN = 40


class ImportFlags(NamedTuple):
    """The flags of `epoch catalog import`; see `commands` for `catalog import` for what each means."""

    origin: str | None = None
    output: Path | None = None
    name: str | None = None
    extends: str | None = None
    strict: bool = False
    quiet: bool = False


def run_catalog_import(file: str, flags: ImportFlags) -> int:
    """Run the command.

    Raises:
        UsageError: a flag cannot be used, or there is a design system in the folder already.
        CatalogError: nothing in the file can be taken.
        UnreadableError: the file cannot be read, or the new ones not written.
    """
    if flags.origin is not None and flags.origin not in ORIGINS:
        raise UsageError(f"no format {flags.origin!r}", remedy=did_you_mean(flags.origin, ORIGINS))
    data = read_given(file)
    origin = next((each for each in ORIGINS if each == flags.origin), None) or origin_of(file, data)
    intake = Intake(FORBIDDEN_KEYS)
    _take(file, data, origin, intake)
    name = flags.name or plain_name(intake.title or ("" if file == "-" else Path(file).name.partition(".")[0]))
    require_name(name or "imported")
    folder = flags.output or Path(name or "imported")
    require_new(folder)
    files = _files(intake, name or "imported", flags.extends or _parent(origin), folder, origin)
    lost = [note for note in intake.notes if note.kind == "lost"]
    if not flags.quiet or lost:
        _tell(intake.notes if not flags.quiet else lost)
    if flags.strict and lost:
        say(f"epoch: {count(len(lost), 'thing')} would be left out or changed; nothing was written")
        return ExitCode.FINDINGS
    write_new(folder, files)
    if not flags.quiet:
        _conclude(intake, folder, files)
    return ExitCode.OK


def _take(file: str, data: Any, origin: Origin, intake: Intake) -> None:
    try:
        _IMPORTERS[origin](data, intake)
    except CatalogError as error:
        raise CatalogError(f"{file}: {error.message}", remedy=error.remedy) from None


def _parent(origin: Origin) -> str:
    """What a preset builds on when nobody says it: tokens alone need components."""
    return DEFAULT_PRESET if origin == "dtcg" else BASE


def _files(intake: Intake, name: str, extends: str, folder: Path, origin: Origin) -> dict[str, str]:
    made = assemble(intake, name, parent_from(extends, folder), extends)
    make_sound(made, extends, intake)
    comment = f"Made by `epoch catalog import` out of {_TITLES[origin]}. Look through it: some of it was guessed."
    files = {"catalog.toml": preset_text(made.catalog, comment)}
    if made.tokens:
        files["tokens.toml"] = preset_text(made.tokens, f"The tokens of {name}, made by `epoch catalog import`.")
    return files


def _tell(notes: Sequence[Note]) -> None:
    for note in notes[:_MOST_SHOWN]:
        say(visible(f"{note.kind}: {note.text}"))
    if len(notes) > _MOST_SHOWN:
        say(f"and {len(notes) - _MOST_SHOWN} more")


def _conclude(intake: Intake, folder: Path, files: Mapping[str, str]) -> None:
    tokens = sum(len(group["tokens"]) for group in intake.tokens.values())
    counts = [(len(intake.components), "component"), (tokens, "token")]
    lost = sum(note.kind == "lost" for note in intake.notes)
    left = f"; {lost} left out or changed" if lost else ""
    say(f"took {' and '.join(count(number, noun) for number, noun in counts if number)}{left}")
    say(f"wrote: {', '.join(visible(str(folder / each)) for each in files)}")
    say(f"check it: epoch catalog check {as_argument(folder)}")
