"""The settings that apply, and the files that they come from: config show, get, set, unset, path, edit, check."""

from pathlib import Path
from typing import Annotated

import typer

from epoch_cli.cli.commands.registry import command
from epoch_cli.cli.flags import Quiet

Key = Annotated[str, typer.Argument(metavar="KEY", help="As in rules.severity.EP813.")]
Project = Annotated[
    bool, typer.Option("--project", help="The project's file: epoch.toml, or pyproject.toml with [tool.epoch].")
]


@command(
    "config show",
    examples=(
        "epoch config show --origin",
        "epoch config show --format toml",
        "epoch config show --format json | jq .rules",
    ),
)
def config_show(
    origin: Annotated[bool, typer.Option("--origin", help="Say where each value comes from.")] = False,
    form: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="text, json or toml: what goes to stdout.")
    ] = "text",
) -> int:
    """Print the settings that apply here.

    Flags come before all of them, then the environment (EPOCH_PRESET, EPOCH_BUDGET, EPOCH_DATA, EPOCH_PROVIDER,
    EPOCH_MODEL), the project's file, your own, and the defaults. Paths are absolute, and what may be a key is ***.
    """
    from epoch_cli.cli.config import run_show

    return run_show(origin=origin, form=form)


@command(
    "config get",
    examples=("epoch config get preset", "epoch config get rules.ignore", "epoch config get screen --format json"),
)
def config_get(
    key: Key,
    form: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="text or json: what goes to stdout.")
    ] = "text",
    quiet: Quiet = False,
) -> int:
    """Print the value of one key.

    As it is, without quotes, and of a list one a line; of a table, the keys in it. The exit code is 1 when the key has
    no value, and 2 when there is no such key.
    """
    from epoch_cli.cli.config import run_get

    return run_get(key, form=form, quiet=quiet)


@command(
    "config set",
    examples=(
        "epoch config set budget foundation",
        "epoch config set rules.ignore EP814 unknown-prop",
        "epoch config set rules.severity.EP813 info --project",
    ),
)
def config_set(
    key: Key,
    values: Annotated[
        list[str], typer.Argument(metavar="VALUE...", help="A value; of a list several, or an array as in TOML.")
    ],
    project: Project = False,
    quiet: Quiet = False,
) -> int:
    """Set a key in your own file, or with --project in the project's.

    The value is checked before anything is written. Comments, and all else in the file, stay as they are. A project's
    file can never say where keys are sent, nor what anything costs.
    """
    from epoch_cli.cli.config_changes import run_set

    return run_set(key, values, project=project, quiet=quiet)


@command("config unset", examples=("epoch config unset budget", "epoch config unset rules.severity --project"))
def config_unset(key: Key, project: Project = False, quiet: Quiet = False) -> int:
    """Take a key or a table out of your own file, or the project's.

    With --project it is the project's. Tables that have nothing in them then go, too.
    """
    from epoch_cli.cli.config_changes import run_unset

    return run_unset(key, project=project, quiet=quiet)


@command("config path", examples=("epoch config path", 'ls -l "$(epoch config path --user)"'))
def config_path(
    project: Annotated[bool, typer.Option("--project", help="The project's file, or where it would be made.")] = False,
    user: Annotated[bool, typer.Option("--user", help="Your own, whether it is there or not.")] = False,
    quiet: Quiet = False,
) -> int:
    """Print which files count here, the strongest first."""
    from epoch_cli.cli.config import run_path

    return run_path(project=project, user=user, quiet=quiet)


@command("config edit", examples=("epoch config edit", "epoch config edit --project"))
def config_edit(project: Project = False, quiet: Quiet = False) -> int:
    """Open your own file, or the project's, in $VISUAL or $EDITOR.

    What you write is checked before it counts. When it is wrong, you may go on, or keep the file as it was.
    """
    from epoch_cli.cli.config_edit import run_edit

    return run_edit(project=project, quiet=quiet)


@command("config check", examples=("epoch config check", "epoch config check epoch.toml"))
def config_check(
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="Only this file; without it, all that counts here.")
    ] = None,
    user: Annotated[bool, typer.Option("--user", help="FILE is a user's own, and no project's.")] = False,
    form: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="text or json: what goes to stdout.")
    ] = "text",
    quiet: Quiet = False,
) -> int:
    """Look for what is wrong in the configuration.

    Every key and value with its place, and names of presets, budgets, rules, providers, models, themes and screen keys
    that there are not. The exit code is 2 when something is wrong.
    """
    from epoch_cli.cli.config_check import run_check

    return run_check(file, user=user, form=form, quiet=quiet)
