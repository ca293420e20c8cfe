"""The prompt templates of a design system: templates list, templates show."""

from typing import Annotated

import typer

from epoch_cli.cli.commands.registry import command
from epoch_cli.cli.flags import Preset, TemplateValues

Form = Annotated[str, typer.Option("--format", metavar="FORMAT", help="text or json: what goes to stdout.")]


@command(
    "templates list",
    examples=(
        "epoch templates list",
        "epoch templates list --preset ./acme --format json | jq -r '.[].name'",
    ),
)
def templates_list(preset: Preset = None, form: Form = "text") -> int:
    """List the prompt templates.

    A parameter with ! has to be given. A design system brings its own in `templates/NAME.toml`.
    """
    from epoch_cli.cli.templates import run_templates_list

    return run_templates_list(preset=preset, form=form)


@command(
    "templates show",
    examples=(
        "epoch templates show crud",
        "epoch templates show crud --set entity=orders",
        "epoch templates show crud --format json | jq .parameters",
    ),
)
def templates_show(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The name of a template.")],
    values: TemplateValues = None,
    preset: Preset = None,
    form: Form = "text",
) -> int:
    """Print a prompt template, or the prompt that comes of it."""
    from epoch_cli.cli.templates import run_templates_show

    return run_templates_show(name, values=values or (), preset=preset, form=form)
