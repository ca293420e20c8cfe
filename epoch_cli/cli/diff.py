"""`epoch diff`: two files in, what became of each node out."""

from __future__ import annotations

from epoch_cli.cli.color import shows_color
from epoch_cli.cli.documents import read_document
from epoch_cli.cli.formats import require_format
from epoch_cli.cli.streams import say, write_data
from epoch_cli.document.changes import Changes, changes
from epoch_cli.document.difference import difference
from epoch_cli.document.patch import Patch
from epoch_cli.errors import ExitCode, PatchError, UnreadableError, UsageError
from epoch_cli.output.difference import (
    DIFF_FORMATS,
    difference_json,
    difference_patches,
    difference_summary,
    difference_tree,
)


def run_diff(before: str, after: str, *, form: str, exit_zero: bool, quiet: bool) -> int:
    """Run the command; see `commands` for `diff` for what each flag means.

    Raises:
        UsageError: the format is none, or both files are stdin.
        UnreadableError: one of the files cannot be read.
    """
    require_format(form, DIFF_FORMATS)
    if before == after == "-":
        raise UsageError("stdin can be one of the two only", remedy="give the other as a file")
    one, other = read_document(before), read_document(after)
    try:
        patches, found = difference(one, other), changes(one, other)
        data = _written(patches, found, form)
    except (PatchError, RecursionError):
        raise UnreadableError("the documents are nested too deeply to be compared", remedy="flatten them") from None
    write_data(data)
    if not quiet:
        say(difference_summary(found))
    return ExitCode.FINDINGS if patches and not exit_zero else ExitCode.OK


def _written(patches: list[Patch], found: Changes, form: str) -> bytes:
    if form == "patch":
        return difference_patches(patches)
    return difference_json(found) if form == "json" else difference_tree(found, color=shows_color()).encode()
