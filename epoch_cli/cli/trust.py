"""`epoch trust`: consent to run what a project has in `.epoch/`, once a person has seen what that is."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from epoch_cli.cli.amounts import size_text
from epoch_cli.cli.confirming import confirmed
from epoch_cli.cli.extensions import trust_store
from epoch_cli.cli.formats import require_format
from epoch_cli.cli.streams import say, short_path, write_data, write_json
from epoch_cli.config.paths import working_folder
from epoch_cli.errors import ConfigError, ExitCode, UsageError
from epoch_cli.extensions.consent import TrustStore, key_of
from epoch_cli.extensions.entries import FOLDER, KINDS, find_folder
from epoch_cli.extensions.project import ProjectFiles, read_files
from epoch_cli.output.columns import columns
from epoch_cli.output.text import visible

_SHOWN_DIGITS = 16


def run_trust(project: Path | None, *, yes: bool, quiet: bool) -> int:
    """Show what a project has, ask, and note the answer.

    Args:
        project: a folder in the project; None for where we are.
        yes: it was said beforehand.
        quiet: say nothing but what is asked.

    Raises:
        UsageError: there is nothing to trust, or nobody to ask.
        ConfigError: a file cannot be read, or trusted at all.
    """
    folder = _folder(project)
    files = read_files(folder)
    if files.trouble:
        raise ConfigError(f"{folder}: {files.trouble}", remedy="put the file itself there, and nothing else")
    if not files.files:
        raise UsageError(f"{folder}: there is nothing to trust", remedy="it has no file for an extension")
    store = trust_store()
    if store.covers(folder, files.digests):
        return _told(f"{short_path(folder)} is trusted already, as it is now", quiet=quiet)
    if not (quiet and yes):
        _show(files, store)
    if not yes and not (sys.stdin.isatty() and sys.stderr.isatty()):
        remedy = "look at the files, and add --yes"
        raise UsageError("there is no terminal to ask on, so nothing was trusted", remedy=remedy)
    if not confirmed(f"Run these in {short_path(folder.parent)} from now on, with all that you may do?", yes=yes):
        return _told("nothing was trusted", quiet=quiet)
    # what was shown is what is trusted: a file that has changed meanwhile is another one
    store.give(folder, files.digests, datetime.now(UTC))
    return _told(f"trusted: {short_path(folder)}; a change of any file ends it", quiet=quiet)


def run_list(*, form: str) -> int:
    """Print what was trusted.

    Raises:
        UsageError: there is no such format.
        ConfigError: the user's consents cannot be read.
    """
    require_format(form)
    rows = []
    for folder, trusted in trust_store().all().items():
        rows.append((folder, _state(Path(folder), trusted.files), trusted.since))
    if form == "json":
        write_json([dict(zip(("folder", "state", "since"), row, strict=True)) for row in rows])
    else:
        write_data(columns(rows, head=("FOLDER", "STATE", "SINCE")).encode() if rows else b"")
    return ExitCode.OK


def run_revoke(project: Path | None, *, quiet: bool) -> int:
    """Trust a project no more.

    Raises:
        UsageError: it is not trusted.
        ConfigError: the user's consents cannot be read or written.
    """
    store = trust_store()
    start = (project or working_folder()).absolute()
    given = (start, *start.parents)
    # also where the folder is not there any more
    known = next((each / FOLDER for each in given if key_of(each / FOLDER) in store.all()), None)
    if known is None or not store.take_back(known):
        raise UsageError(f"{start}: nothing there is trusted", remedy="`epoch trust --list` says what is")
    return _told(f"no longer trusted: {short_path(known)}", quiet=quiet)


def _folder(project: Path | None) -> Path:
    start = (project or working_folder()).absolute()
    folder = find_folder(start.parent if start.name == FOLDER else start)
    if folder is None:
        kinds = ", ".join(f"{FOLDER}/{kind}" for kind in KINDS)
        raise UsageError(f"{start}: no project there has extensions", remedy=f"they lie in {kinds}")
    return folder


def _show(files: ProjectFiles, store: TrustStore) -> None:
    """What there is, on stderr: every file with its size and the beginning of its digest, and what has changed."""
    before = store.all().get(key_of(files.folder))
    say(visible(f"{short_path(files.folder)} holds:"))
    rows = []
    for name, raw in files.files.items():
        digest = files.digests[name]
        known = "" if before is None or before.files.get(name) == digest else _change(name in before.files)
        rows.append((f"  {name}", size_text(len(raw)), f"sha256 {digest[:_SHOWN_DIGITS]}…", known))
    if before is not None:
        rows += [(f"  {name}", "-", "-", "gone") for name in before.files if name not in files.files]
    for line in columns(rows).splitlines():
        say(line.rstrip())


def _change(known: bool) -> str:  # noqa: FBT001  the one thing that it goes by
    return "changed" if known else "new"


def _state(folder: Path, trusted: object) -> str:
    """Whether what is there is what was trusted."""
    try:
        files = read_files(folder)
    except ConfigError as error:
        return error.message
    if not files.files and not files.trouble:
        return "gone"
    return "trusted" if not files.trouble and files.digests == trusted else "changed"


def _told(line: str, *, quiet: bool) -> int:
    if not quiet:
        say(visible(line))
    return ExitCode.OK
