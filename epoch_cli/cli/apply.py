"""`epoch apply`: what some other tool wrote, in a file or as it comes through a pipe, to the readers."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from epoch_cli.cli.arriving import chunks_of, open_text
from epoch_cli.cli.extensions import extensions_here
from epoch_cli.cli.running import RunFlags, picture_wanted, run
from epoch_cli.cli.streams import say
from epoch_cli.engine.apply import apply_text


def run_apply(text: str, *, flags: RunFlags) -> int:
    """Run the command; see `commands` for `apply` for what each flag means."""
    flags = replace(flags, extensions=extensions_here(quiet=flags.quiet))
    stdin = text == "-"
    typed = stdin and sys.stdin.isatty()
    with open_text(text) as source:
        if typed and not flags.quiet:
            say("epoch: reading from the terminal; end with Ctrl-D")
        return run(
            flags,
            lambda catalog, options, control: apply_text(
                chunks_of(source),
                catalog=catalog,
                options=options,
                control=control,
                source="stdin" if stdin else "file",
                title="stdin" if stdin else Path(text).name,
            ),
            stdin=stdin,
            picture="none" if typed else picture_wanted(flags),  # what is typed and what is drawn would be mixed
        )
