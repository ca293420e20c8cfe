"""`epoch sessions diff`: two sessions side by side: what was asked, what was accepted, what is left."""

from __future__ import annotations

from typing import Any

from epoch_cli.cli.color import shows_color
from epoch_cli.cli.formats import require_format
from epoch_cli.cli.session_reports import read_whole, reported
from epoch_cli.cli.streams import say, write_data, write_json
from epoch_cli.document.changes import Changes, changes
from epoch_cli.document.difference import difference
from epoch_cli.errors import ExitCode, PatchError, UnreadableError
from epoch_cli.events import Event, PatchAccepted
from epoch_cli.output.difference import DIFF_FORMATS, difference_patches, difference_summary, difference_tree
from epoch_cli.output.session_difference import facts_that_differ, patches_text, session_changes_json
from epoch_cli.sessions.comparison import plain
from epoch_cli.sessions.patch_difference import PatchChange, patch_difference


def run_diff(before: str, after: str, *, form: str, exit_zero: bool, quiet: bool) -> int:
    """Run the command; see `commands` for `sessions diff` for what each flag means.

    Raises:
        UsageError: the format is none, or several sessions are meant.
        UnreadableError: there is no such session, or it is damaged.
    """
    require_format(form, DIFF_FORMATS)
    (name, events), (other_name, other_events) = read_whole(before), read_whole(after)
    one, other = reported(events, name), reported(other_events, other_name)
    try:
        documents = changes(one.outcome.saved, other.outcome.saved)
        operations = difference(one.outcome.saved, other.outcome.saved)
    except (PatchError, RecursionError):
        raise UnreadableError("the documents are nested too deeply to be compared", remedy="flatten them") from None
    patches = patch_difference(_patches(events), _patches(other_events))
    facts = facts_that_differ(one, other)
    if form == "patch":
        write_data(difference_patches(operations))
    elif form == "json":
        write_json(session_changes_json(facts, patches, documents))
    else:
        color = shows_color()
        text = f"{patches_text(facts, patches, color=color)}{difference_tree(documents, color=color)}"
        write_data(text.encode())
    if not quiet:
        say(_summary(patches, documents))
    return ExitCode.FINDINGS if (operations or patches) and not exit_zero else ExitCode.OK


def _patches(events: list[Event]) -> list[dict[str, Any]]:
    return [plain(event.patch) for event in events if isinstance(event, PatchAccepted)]


def _summary(patches: list[PatchChange], documents: Changes) -> str:
    if not patches:
        return f"the same patches; {difference_summary(documents)}"
    counts = [sum(each.change == change for each in patches) for change in ("removed", "added")]
    return f"patches: {counts[0]} only in the first, {counts[1]} only in the second; {difference_summary(documents)}"
