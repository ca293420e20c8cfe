"""`epoch preview`: a document in, a page out that a browser opens without anything else."""

from __future__ import annotations

import re
import sys
from collections import Counter
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from epoch_cli.catalog import Catalog, Models
from epoch_cli.cli.browser import open_in_browser
from epoch_cli.cli.documents import read_named
from epoch_cli.cli.garbage import CollectBetween
from epoch_cli.cli.kept_page import kept_page
from epoch_cli.cli.page_data import read_data
from epoch_cli.cli.presets import find_budget, find_models, open_catalog, read_config
from epoch_cli.cli.recorded_catalog import catalog_of
from epoch_cli.cli.streams import say, write_data
from epoch_cli.config.settings import Settings
from epoch_cli.errors import ExitCode, SessionError, UnreadableError, UsageError
from epoch_cli.linting.documents import document_of
from epoch_cli.linting.settings import selection
from epoch_cli.output.saving import FileOutput
from epoch_cli.output.text import visible
from epoch_cli.preview.page import make_page
from epoch_cli.sessions.store import read_events
from epoch_cli.validation import Severity, validate

_STDIN: Final = "-"
_STDOUT: Final = "-"
_PATTERN: Final = re.compile(r"[*?\[]")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class PreviewFlags:
    """Flags of `preview`; see `commands` for what each means."""

    source: str
    output: Path | None
    force: bool
    opens: bool
    data_file: Path | None
    data: Path | None
    preset: str | None
    remote_images: bool
    title: str
    replay: bool
    speed: float | None
    quiet: bool


def run_preview(flags: PreviewFlags) -> int:
    """Run the command; gives its exit code.

    Raises:
        UsageError, ConfigError: flags or configuration that cannot be used.
        UnreadableError: the document or the data cannot be read, or the page not be written.
    """
    if flags.replay:
        from epoch_cli.cli.replay_page import replay_on_page

        return replay_on_page(flags)
    _check(flags)
    config = read_config()
    output = _output(flags)
    shown, raw = read_named(flags.source)
    document = document_of(shown, raw)
    if not isinstance(document, dict):
        raise UnreadableError(f"{shown}: not a document", remedy='it has to be an object such as {"root": {"type": …}}')
    catalog = open_catalog(flags.preset) if flags.preset is not None else _catalog_of(raw, config)
    models = find_models(flags.data or config.data, catalog)
    data = read_data(flags.data_file)
    with CollectBetween():
        page = make_page(
            document, catalog, data=data, models=models, remote_images=flags.remote_images, title=flags.title
        )
    if not flags.quiet:
        _say_findings(flags.source, document, catalog, models, config)
    _deliver(page.encode(), flags, output)
    return ExitCode.OK


def _check(flags: PreviewFlags) -> None:
    """Refuse what names no document, and flags that say nothing together."""
    if flags.speed is not None:
        raise UsageError("--speed is for --replay", remedy="add --replay, or leave it out")
    if not flags.source.strip():
        raise UsageError("a document without a name", remedy="give a file, the id of a session, or - for stdin")
    if _PATTERN.search(flags.source) and not Path(flags.source).exists():
        raise UsageError(f"{flags.source}: one document is shown, and this is a pattern", remedy="name one file")
    if flags.source == _STDIN and str(flags.data_file) == _STDIN:
        raise UsageError("stdin can be one of the two only", remedy="give --data-file a file")
    if flags.force and (flags.output is None or str(flags.output) == _STDOUT):
        raise UsageError("--force is for -o FILE", remedy="leave it out")
    if flags.opens and str(flags.output) == _STDOUT:
        raise UsageError("-o - writes the page to stdout, and --open opens a file", remedy="leave one out")


def _output(flags: PreviewFlags) -> FileOutput | None:
    """The file of `-o`, known to be free; None where the page goes elsewhere."""
    if flags.output is None or str(flags.output) == _STDOUT:
        return None
    return FileOutput(flags.output, force=flags.force)


def _catalog_of(raw: bytes, config: Settings) -> Catalog:
    """The design system that a session was made with, where it is here; the configured one for a document."""
    try:
        first = next(iter(read_events([BytesIO(raw).readline()])), None)
    except SessionError:
        first = None
    catalog, _ = catalog_of(first)
    return catalog if catalog is not None else open_catalog(config.preset)


def _deliver(page: bytes, flags: PreviewFlags, output: FileOutput | None) -> None:
    """To the file of `-o`; without one to a pipe, or to a file that a browser can open."""
    if output is not None:
        output.write(page)
        output.save()
        path = output.path
    elif str(flags.output) == _STDOUT or not (flags.opens or sys.stdout.isatty()):
        write_data(page)
        return
    else:
        path = kept_page(page, flags.source)
    if not flags.quiet:
        say(f"wrote: {visible(str(path))}")
    if flags.opens:
        _open(path)


def _open(path: Path) -> None:
    address = path.absolute().as_uri()
    if not open_in_browser(address):
        say(visible(f"epoch: there is no browser here; open {address} where there is one"))


def _say_findings(source: str, document: Any, catalog: Catalog, models: Models, config: Settings) -> None:
    """Say that a document is not clean: it is shown all the same, as far as that goes."""
    budget, _ = find_budget(config.budget, catalog)
    report = validate(document, catalog, profile=budget, models=models, rules=selection(config.rules))
    found = Counter(diagnostic.severity for diagnostic in report.diagnostics)
    said = [_counted(found[each], each.value) for each in (Severity.ERROR, Severity.WARNING) if found[each]]
    if said:
        name = "the document" if source == _STDIN else source
        where = f"; epoch validate {source} tells which" if Path(source).exists() else ""
        say(visible(f"epoch: {name} has {' and '.join(said)}{where}"))


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'s' * (count != 1)}"
