"""`epoch templates`: the prompt templates of a design system; and the values that `--set` gives them."""

from __future__ import annotations

from collections.abc import Sequence

from epoch_cli.catalog.templates import WishTemplate, find_template, load_templates
from epoch_cli.cli.formats import require_format
from epoch_cli.cli.presets import read_config
from epoch_cli.cli.report_outputs import terminal_width
from epoch_cli.cli.streams import write_data, write_json
from epoch_cli.config.cache import Cache
from epoch_cli.config.paths import cache_dir
from epoch_cli.errors import ExitCode, UsageError
from epoch_cli.output.columns import columns
from epoch_cli.output.text import visible


def run_templates_list(*, preset: str | None, form: str) -> int:
    """Run the command: a line a template.

    Raises:
        EpochError: the configuration, the preset or one of its templates cannot be used.
    """
    require_format(form)
    found = templates_of(preset)
    if form == "json":
        write_json([_json(template) for template in found.values()])
        return ExitCode.OK
    rows = [(each.name, _parameters_text(each), each.description) for each in found.values()]
    write_data(columns(rows, head=("NAME", "PARAMETERS", "WHAT IT ASKS FOR"), width=terminal_width()).encode())
    return ExitCode.OK


def run_templates_show(name: str, *, values: Sequence[str], preset: str | None, form: str) -> int:
    """Run the command: the template as it is, or with values the prompt that comes of it.

    Raises:
        EpochError: there is no such template, a value is for none of its parameters, or the preset cannot be used.
    """
    require_format(form)
    template = find_template(name, templates_of(preset))
    text = template.filled(values_of(values)) if values else ""
    if form == "json":
        write_json({**_json(template), **({"prompt": text} if values else {})})
    else:
        write_data(f"{_multiline(text or _described(template))}\n".encode())
    return ExitCode.OK


def named_template(name: str, preset: str | None) -> WishTemplate:
    """The template of a `--template` flag.

    Raises:
        EpochError: there is none, or the preset cannot be used.
    """
    return find_template(name, templates_of(preset))


def templates_of(preset: str | None) -> dict[str, WishTemplate]:
    """The templates of a `--preset` flag, or else of the design system of the configuration."""
    return load_templates(preset or read_config().preset, cache=Cache(cache_dir()))


def values_of(given: Sequence[str]) -> dict[str, str]:
    """The values of flags such as `entity=orders`.

    Raises:
        UsageError: one has no name, or two have the same.
    """
    values: dict[str, str] = {}
    for each in given:
        name, equals, value = each.partition("=")
        if not equals or not name:
            raise UsageError(f"--set: {each!r} is no value", remedy="such as --set entity=orders")
        if name in values:
            raise UsageError(f"--set: {name!r} has two values", remedy="give it once")
        values[name] = value
    return values


def _parameters_text(template: WishTemplate) -> str:
    return " ".join(f"{each.name}!" if each.required else each.name for each in template.parameters) or "-"


def _described(template: WishTemplate) -> str:
    """What it is for, its parameters, and its text."""
    rows = [
        (f"  {each.name}", each.description, "required" if each.required else f"default: {each.default or 'nothing'}")
        for each in template.parameters
    ]
    listed = f"\n{columns(rows)}" if rows else ""
    return f"{template.description}\n{listed}\n{template.text.strip()}"


def _multiline(text: str) -> str:
    return "\n".join(visible(line) for line in text.splitlines())


def _json(template: WishTemplate) -> dict[str, object]:
    return {
        "name": template.name,
        "description": template.description,
        "parameters": [each._asdict() for each in template.parameters],
        "text": template.text,
        "file": str(template.file),
    }
