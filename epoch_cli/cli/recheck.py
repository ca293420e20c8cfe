"""`epoch replay --check`: what a session would be today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from epoch_cli.catalog import Catalog
from epoch_cli.cli.extensions import extensions_here
from epoch_cli.cli.formats import TEXT_OR_JSON, require_format
from epoch_cli.cli.presets import open_catalog, read_config
from epoch_cli.cli.recorded import open_recorded
from epoch_cli.cli.replay import ReplayFlags
from epoch_cli.cli.streams import say, write_data
from epoch_cli.engine.recheck import recheck
from epoch_cli.errors import CatalogError, ExitCode, SessionError, UsageError
from epoch_cli.events import RunStarted
from epoch_cli.output.recheck import change_line, recheck_json, recheck_summary
from epoch_cli.sessions.content import started_of

if TYPE_CHECKING:
    from epoch_cli.validation.additions import Additions


def run_recheck(flags: ReplayFlags) -> int:
    """Run the command; see `commands` for `replay` for what each flag means.

    Raises:
        UsageError: flags about playing, which is not done here.
        UnreadableError: there is no such session, or it is none.
        CatalogError: its design system is not there.
    """
    form = flags.form or "text"
    require_format(form, TEXT_OR_JSON)
    _refuse_playing(flags)
    recorded = open_recorded(flags.session)
    events = list(recorded.events)
    started = started_of(events, recorded.name)
    catalog = _catalog_of(started, flags.preset)
    try:
        found = recheck(events, catalog, _added(started, quiet=flags.quiet))
    except SessionError as error:
        raise SessionError(f"{recorded.name}: {error.message}", remedy=error.remedy) from None
    if form == "json":
        write_data(recheck_json(found, catalog))
    else:
        write_data("".join(f"{change_line(change)}\n" for change in found.changes).encode())
    if not flags.quiet:
        say(recheck_summary(found, catalog))
    return ExitCode.FINDINGS if found.changes else ExitCode.OK


def _added(started: RunStarted, *, quiet: bool) -> Additions | None:
    """The rules and repairs of extensions, for a session that was made with some."""
    rules = started.settings.get("rules")
    return extensions_here(quiet=quiet).additions if isinstance(rules, dict) and rules.get("added") else None


def _refuse_playing(flags: ReplayFlags) -> None:
    given = {
        "--from": flags.begin is not None,
        "--until": flags.end is not None,
        "--step": flags.step,
        "--realtime": flags.realtime,
        "--idle-limit": flags.idle_limit is not None,
        "--tui": bool(flags.tui),
        "--plain": flags.plain,
    }
    wrong = [flag for flag, is_given in given.items() if is_given]
    if wrong:
        raise UsageError(f"--check plays nothing, and takes no {wrong[0]}", remedy="it always reads the whole session")


def _catalog_of(started: RunStarted, preset: str | None) -> Catalog:
    """The design system to hold a session to: the one that is named, or else today's of the name it was made with.

    The configured one comes first where that is its name, since it need not be one of the built-in ones.
    """
    if preset is not None:
        return open_catalog(preset)
    configured = open_catalog(read_config().preset)
    if configured.name == started.catalog:
        return configured
    try:
        return open_catalog(started.catalog)
    except CatalogError as error:
        raise CatalogError(error.message, remedy="name its design system with --preset") from None
