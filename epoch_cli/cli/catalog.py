"""`epoch catalog export`: what is derived from a design system, as text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from epoch_cli.catalog import Catalog, Models, Profile
from epoch_cli.catalog.exports import FORMS, Form
from epoch_cli.cli.made import write_made
from epoch_cli.cli.presets import find_budget, find_models, open_catalog, read_config
from epoch_cli.cli.streams import json_text
from epoch_cli.errors import ExitCode, UsageError
from epoch_cli.nearest import did_you_mean


class Wanted(NamedTuple):
    """What is exported; `profile` is None where nobody chose one."""

    catalog: Catalog
    form: Form
    profile: Profile | None
    models: Models


class Export(NamedTuple):
    """How one kind of export is made, and which of the flags say something about it."""

    make: Callable[[Wanted], str]
    flags: tuple[str, ...] = ()


def run_catalog_export(
    kind: str,
    *,
    form: str | None,
    preset: str | None,
    budget: str | None,
    data: Path | None,
    output: Path | None,
    quiet: bool,
) -> int:
    """Run the command; see `commands` for `catalog export` for what each flag means.

    Raises:
        UsageError: there is no such export or form, or a flag says nothing about it.
        EpochError: the configuration, the preset or a file cannot be used.
    """
    if kind not in EXPORTS:
        raise UsageError(f"no export {kind!r}", remedy=did_you_mean(kind, EXPORTS))
    if form is not None and form not in FORMS:
        raise UsageError(f"no form {form!r}", remedy=did_you_mean(form, FORMS))
    _refuse_unread(kind, {"--form": form, "--budget": budget, "--data": data})
    text = EXPORTS[kind].make(_wanted("document" if form == "document" else "patches", preset, budget, data, kind))
    write_made(text.encode(), output, quiet=quiet)
    return ExitCode.OK


def _refuse_unread(kind: str, given: Mapping[str, object]) -> None:
    for flag, value in given.items():
        if value is not None and flag not in EXPORTS[kind].flags:
            takers = [name for name, export in EXPORTS.items() if flag in export.flags]
            raise UsageError(f"{flag} says nothing about {kind}", remedy=f"it is for {', '.join(takers)}")


def _wanted(form: Form, preset: str | None, budget: str | None, data: Path | None, kind: str) -> Wanted:
    config = read_config()
    catalog = open_catalog(preset or config.preset)
    chosen = budget or (config.budget if kind == "prompt" else None)  # a prompt always tells of a budget
    profile = find_budget(chosen, catalog)[0] if chosen else None
    models = find_models(data or config.data, catalog) if "--data" in EXPORTS[kind].flags else Models()
    return Wanted(catalog, form, profile, models)


# ---------------------------------------------------------------- kinds


def _json_schema(wanted: Wanted) -> str:
    from epoch_cli.catalog.exports.tool import json_schema

    return _json(json_schema(wanted.catalog, wanted.form))


def _tool_schema(wanted: Wanted) -> str:
    from epoch_cli.catalog.exports.tool import tool_schema

    return _json(tool_schema(wanted.catalog, wanted.form))


def _gbnf(wanted: Wanted) -> str:
    from epoch_cli.catalog.exports.gbnf import to_gbnf
    from epoch_cli.catalog.exports.language import grammar_of

    return to_gbnf(grammar_of(wanted.catalog, wanted.form, profile=wanted.profile, models=wanted.models))


def _lark(wanted: Wanted) -> str:
    from epoch_cli.catalog.exports.language import grammar_of
    from epoch_cli.catalog.exports.lark import to_lark

    return to_lark(grammar_of(wanted.catalog, wanted.form, profile=wanted.profile, models=wanted.models))


def _prompt(wanted: Wanted) -> str:
    from epoch_cli.engine.prompts import make_prompt

    profile = wanted.profile or wanted.catalog.profile("strict")
    return make_prompt("", wanted.catalog, profile, wanted.models, document={}).system.rstrip("\n") + "\n"


def _typescript(wanted: Wanted) -> str:
    from epoch_cli.catalog.exports.typescript import to_typescript

    return to_typescript(wanted.catalog)


def _openui(wanted: Wanted) -> str:
    from epoch_cli.convert.openui.library_schema import library_schema

    return _json(library_schema(wanted.catalog))


def _json(value: dict[str, Any]) -> str:
    return json_text(value).decode()


EXPORTS: Mapping[str, Export] = {
    "json-schema": Export(_json_schema, ("--form",)),
    "tool-schema": Export(_tool_schema, ("--form",)),
    "gbnf": Export(_gbnf, ("--form", "--budget", "--data")),
    "lark": Export(_lark, ("--form", "--budget", "--data")),
    "prompt": Export(_prompt, ("--budget", "--data")),
    "typescript": Export(_typescript),
    "openui": Export(_openui),
}
"""Every kind of export, by the name that `--as` takes."""
