"""What the user asks for: an argument, stdin, a file, an editor or a template."""

from __future__ import annotations

from typing import TYPE_CHECKING

from epoch_cli.cli.streams import read_text
from epoch_cli.errors import UsageError

if TYPE_CHECKING:
    from epoch_cli.cli.gen import GenFlags


def read_wish(gen: GenFlags, preset: str | None = None) -> str:
    """The prompt of a run.

    It comes from one place: PROMPT, `--prompt-file` or `--edit`. A template stands before it, and is enough alone; with
    `--edit` it is what the editor opens with.

    Args:
        gen: the flags.
        preset: `--preset`, for the template.

    Raises:
        UsageError: there is none, it is empty, or it comes from two places; the template or its values are wrong.
        UnreadableError: it cannot be read.
    """
    given = [
        name
        for name, there in (
            ("PROMPT", gen.prompt is not None),
            ("--prompt-file", gen.prompt_file is not None),
            ("--edit", gen.edit),
        )
        if there
    ]
    if len(given) > 1:
        raise UsageError(f"{' and '.join(given)} each bring a prompt", remedy="give one of them")
    if gen.values and gen.template is None:
        raise UsageError("--set is for a template", remedy="name it with --template; `epoch templates list` shows them")
    if not given and gen.template is None:
        raise UsageError(
            "there is no prompt",
            remedy='say what to build, such as: epoch gen "login form"; or use --prompt-file, --edit or --template',
        )
    before = _from_template(gen, preset) if gen.template is not None else ""
    if gen.edit:
        from epoch_cli.cli.editor import edited

        return edited(before)
    wish = _asked(gen)
    if before:
        wish = "\n\n".join(filter(None, (before, wish.strip())))
    if not wish.strip():
        raise UsageError("the prompt is empty", remedy='say what to build, such as: epoch gen "login form"')
    return wish


def takes_stdin(gen: GenFlags) -> bool:
    """Whether the prompt is read from stdin, so that nothing else can be."""
    return gen.prompt == "-" or str(gen.prompt_file) == "-"


def _asked(gen: GenFlags) -> str:
    name = "-" if gen.prompt == "-" else gen.prompt_file
    # the last line has an end, as `echo` and editors write it, which nobody has asked for
    return gen.prompt or "" if name is None else read_text(str(name)).rstrip("\r\n")


def _from_template(gen: GenFlags, preset: str | None) -> str:
    from epoch_cli.cli.templates import named_template, values_of

    return named_template(gen.template or "", preset).filled(values_of(gen.values))
