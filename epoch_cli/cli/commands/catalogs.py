"""Design systems: what they look like to others (schema, catalog export), and the other commands of `catalog`."""

from pathlib import Path
from typing import Annotated

import typer

from epoch_cli.cli.commands.registry import command
from epoch_cli.cli.flags import Budget, DataFile, DifferenceExitZero, Force, Preset, Quiet, ReportFormats
from epoch_cli.cli.order import ORDER, Ordered
from epoch_cli.config.paths import DEFAULT_PRESET

TextOrJson = Annotated[str, typer.Option("--format", metavar="FORMAT", help="text or json: what goes to stdout.")]


@command(
    examples=(
        "epoch schema config",
        "epoch schema document > ui.schema.json",
        "epoch schema document --preset ./acme --budget strict -o acme.schema.json",
    ),
)
def schema(
    kind: Annotated[
        str, typer.Argument(metavar="KIND", help="document, patch, session, catalog, config or user-config.")
    ],
    preset: Annotated[
        str | None, typer.Option("--preset", metavar="NAME|PATH", help="Design system, for document and patch.")
    ] = None,
    budget: Annotated[
        str | None,
        typer.Option("--budget", metavar="PROFILE|FILE", help="With its caps on children and strings; for document."),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write the schema to FILE.")
    ] = None,
    quiet: Quiet = False,
) -> int:
    """Write a JSON Schema.

    Of documents, patches, session lines, catalogs or configuration; draft 2020-12.
    """
    from epoch_cli.cli.schema import run_schema

    return run_schema(kind, preset=preset, budget=budget, output=output, quiet=quiet)


@command(
    "catalog export",
    examples=(
        "epoch catalog export --as gbnf > patches.gbnf",
        "epoch catalog export --as typescript -o ui.ts",
        "epoch catalog export --as json-schema --form document --preset ./acme",
    ),
)
def catalog_export(
    kind: Annotated[
        str,
        typer.Option(
            "--as", metavar="KIND", help="json-schema, tool-schema, gbnf, lark, prompt, typescript or openui."
        ),
    ],
    form: Annotated[
        str | None,
        typer.Option("--form", metavar="FORM", help="patches (the default) or document; for schemas and grammars."),
    ] = None,
    preset: Preset = None,
    budget: Budget = None,
    data: DataFile = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write the export to FILE.")
    ] = None,
    quiet: Quiet = False,
) -> int:
    """Write what tools and models have to know of a design system.

    Grammars and schemas hold a model to it while it writes: lines of patches, or a document. A budget caps the children
    in grammars, and data models say which paths they bind; the prompt tells of both.
    """
    from epoch_cli.cli.catalog import run_catalog_export

    return run_catalog_export(kind, form=form, preset=preset, budget=budget, data=data, output=output, quiet=quiet)


@command(
    "catalog init",
    examples=(
        "epoch catalog init my-design",
        "epoch catalog init harbour --extends base",
        "epoch catalog init harbour --extends shadcn -o design",
    ),
)
def catalog_init(
    name: Annotated[str, typer.Argument(metavar="[NAME]", help="What the design system is called.")] = "my-design",
    extends: Annotated[
        str, typer.Option("--extends", metavar="NAME|PATH", help="What it builds on; base is no components at all.")
    ] = DEFAULT_PRESET,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="DIR", help="Where its files go; by default ./NAME.")
    ] = None,
    quiet: Quiet = False,
) -> int:
    """Begin a design system of your own.

    Writes a folder with catalog.toml and tokens.toml, explained by comments, which can be used at once. Files that are
    there are never overwritten.
    """
    from epoch_cli.cli.catalog_init import run_catalog_init

    return run_catalog_init(name, extends=extends, output=output, quiet=quiet)


@command(
    "catalog show",
    examples=(
        "epoch catalog show",
        "epoch catalog show shadcn Button",
        "epoch catalog show ./acme --format json | jq '.components | keys'",
    ),
)
def catalog_show(
    preset: Annotated[
        str | None, typer.Argument(metavar="[PRESET]", help="A built-in design system, or a path.")
    ] = None,
    component: Annotated[
        str | None, typer.Argument(metavar="[COMPONENT]", help="One of its components, in full.")
    ] = None,
    form: TextOrJson = "text",
) -> int:
    """Show what is in a design system.

    Components by role with their props, tokens with their values, budgets and data models; or one component in full.
    """
    from epoch_cli.cli.catalog_show import run_catalog_show

    return run_catalog_show(preset, component, form=form)


@command(
    "catalog check",
    cls=Ordered,
    examples=(
        "epoch catalog check ./acme",
        "epoch catalog check punk shadcn",
        "epoch catalog check ./acme --fail-on warning --output-format github",
    ),
)
def catalog_check(
    context: typer.Context,
    presets: Annotated[
        list[str], typer.Argument(metavar="PRESET…", help="Folders, catalog.toml files, or built-in names.")
    ],
    select: Annotated[
        list[str] | None, typer.Option("--select", metavar="RULES", help="Only these: codes, or names of rules.")
    ] = None,
    ignore: Annotated[list[str] | None, typer.Option("--ignore", metavar="RULES", help="Not these.")] = None,
    output_format: ReportFormats = None,
    output: Annotated[
        list[Path] | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write the report of the format before it to FILE."),
    ] = None,
    fail_on: Annotated[
        str, typer.Option("--fail-on", metavar="SEVERITY", help="error, warning or never: what makes exit code 1.")
    ] = "error",
    quiet: Quiet = False,
) -> int:
    """Check design systems.

    Says everything that is wrong at once, with file, line and column: unknown keys, wrong values, names of nothing.
    Of one that can be used it says what a good one would have: names for controls, contrast, roles. What the rules
    are, and why, is in: epoch rules catalogs
    """
    from epoch_cli.cli.catalog_check import CheckFlags, run_catalog_check
    from epoch_cli.cli.report_outputs import pair_outputs

    outputs = pair_outputs(context.meta[ORDER], output_format or (), output or ())
    return run_catalog_check(CheckFlags(presets, outputs, select or (), ignore or (), fail_on, quiet))


@command(
    "catalog diff",
    examples=(
        "epoch catalog diff punk ./acme",
        "epoch catalog diff ./acme punk --exit-zero",
        "epoch catalog diff punk ./acme --format json | jq '.[].path'",
    ),
)
def catalog_diff(
    before: Annotated[str, typer.Argument(metavar="A", help="A design system: built-in name, or a path.")],
    after: Annotated[str, typer.Argument(metavar="B", help="Another, or a later version of it.")],
    form: TextOrJson = "text",
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 when they differ at all.")] = False,
    exit_zero: DifferenceExitZero = False,
    quiet: Quiet = False,
) -> int:
    """Compare two design systems.

    Says what each difference means to documents: breaking, when one that was valid in A may be refused in B; safe
    otherwise. The exit code is 1 when something is breaking.
    """
    from epoch_cli.cli.catalog_diff import run_catalog_diff

    return run_catalog_diff(before, after, form=form, strict=strict, exit_zero=exit_zero, quiet=quiet)


@command(
    "catalog import",
    examples=(
        "epoch catalog import tokens.json --name harbour",
        "epoch catalog import - --name pier < tokens.json",
        "epoch schema document | epoch catalog import - --from json-schema -o design",
    ),
)
def catalog_import(
    file: Annotated[str, typer.Argument(metavar="FILE", help="JSON; - reads stdin.")],
    origin: Annotated[
        str | None, typer.Option("--from", metavar="FORMAT", help="json-schema, dtcg or a2ui; guessed without.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="DIR", help="Where its files go; by default ./NAME.")
    ] = None,
    name: Annotated[
        str | None, typer.Option("--name", metavar="NAME", help="What the design system is called; by default as FILE.")
    ] = None,
    extends: Annotated[
        str | None,
        typer.Option("--extends", metavar="NAME|PATH", help=f"Builds on: {DEFAULT_PRESET} for tokens, base else."),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Write nothing when something would be left out.")] = False,
    quiet: Quiet = False,
) -> int:
    """Make a design system of somebody else's description.

    Of a JSON Schema with a definition for each component, of design tokens (Design Tokens Community Group, 2025.10), or
    of an A2UI catalog. What is not in such a file, such as what a component is for, is guessed from names and shapes;
    look through what was written. What could not be taken is listed on stderr.
    """
    from epoch_cli.cli.catalog_import import ImportFlags, run_catalog_import

    return run_catalog_import(file, ImportFlags(origin, output, name, extends, strict, quiet))


@command(
    "catalog docs",
    examples=(
        "epoch catalog docs > DESIGN.md",
        "epoch catalog docs ./acme -o acme.md",
    ),
)
def catalog_docs(
    preset: Annotated[
        str | None, typer.Argument(metavar="[PRESET]", help="A built-in design system, or a path.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write the reference to FILE.")
    ] = None,
    force: Force = False,
    quiet: Quiet = False,
) -> int:
    """Write the reference of a design system, in Markdown.

    Components by role, each with its props and an example that is valid; tokens, budgets and data models.
    """
    from epoch_cli.cli.catalog_docs import run_catalog_docs

    return run_catalog_docs(preset, output=output, force=force, quiet=quiet)
