"""`epoch catalog show`: what is in a design system, or one of its components in full."""

from __future__ import annotations

from epoch_cli.catalog import Catalog, Component
from epoch_cli.catalog.data import catalog_data, component_data
from epoch_cli.cli.color import shows_color
from epoch_cli.cli.formats import require_format
from epoch_cli.cli.presets import open_catalog, read_config
from epoch_cli.cli.report_outputs import terminal_width
from epoch_cli.cli.streams import write_data, write_json
from epoch_cli.errors import ExitCode, UsageError
from epoch_cli.nearest import did_you_mean
from epoch_cli.output.catalog_text import catalog_text, component_text


def run_catalog_show(preset: str | None, name: str | None, *, form: str) -> int:
    """Run the command; see `commands` for `catalog show` for what each flag means.

    Raises:
        UsageError: there is no such format or component.
        EpochError: the configuration or the preset cannot be used.
    """
    require_format(form)
    catalog = open_catalog(preset or read_config().preset)
    component = _component(catalog, name) if name is not None else None
    if form == "json":
        write_json({component.type: component_data(component)} if component else catalog_data(catalog))
        return ExitCode.OK
    if component is None:
        text = catalog_text(catalog, color=shows_color(), width=terminal_width())
    else:
        text = component_text(component, color=shows_color(), width=terminal_width())
    write_data(text.encode())
    return ExitCode.OK


def _component(catalog: Catalog, name: str) -> Component:
    known = {each.casefold(): component for each, component in catalog.components.items()}
    if name.casefold() not in known:
        raise UsageError(f"{catalog.name} has no component {name!r}", remedy=did_you_mean(name, catalog.components))
    return catalog.components.get(name) or known[name.casefold()]
