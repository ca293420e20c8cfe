"""Flags that several commands have, each with its help; annotations, which typer reads."""

from pathlib import Path
from typing import Annotated

import typer

Preset = Annotated[
    str | None, typer.Option("--preset", metavar="NAME|PATH", help="Design system: built-in name, or a path.")
]
Budget = Annotated[
    str | None,
    typer.Option("--budget", metavar="PROFILE|FILE", help="strict, foundation, unlimited, or a .toml of caps."),
]
DataFile = Annotated[
    Path | None, typer.Option("--data", metavar="FILE", help="Data models for bindings, as TOML or JSON.")
]
FormatOption = Annotated[
    str | None, typer.Option("--format", metavar="FORMAT", help="jsonl, json, tree or events: what goes to stdout.")
]
OutputOption = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write the document, or --format, to FILE.")
]
Force = Annotated[bool, typer.Option("--force", help="Let -o overwrite FILE.")]
Base = Annotated[
    str | None, typer.Option("--base", metavar="FILE", help="Start from this document, patch file or session.")
]
SystemText = Annotated[str, typer.Option("--system", "-s", metavar="TEXT", help="Extra text for the system prompt.")]
ProviderOption = Annotated[
    str | None,
    typer.Option("--provider", "-p", metavar="NAME", help="Who writes: see epoch providers; auto, or offline."),
]
ModelOption = Annotated[
    str | None, typer.Option("--model", "-m", metavar="MODEL", help="Which model: an id or a short name, as sonnet.")
]
ConstrainOption = Annotated[
    str,
    typer.Option("--constrain", metavar="auto|off|required", help="Hold the model to the design system's grammar."),
]
ParameterOption = Annotated[
    list[str] | None,
    typer.Option("--param", metavar="NAME=VALUE", help="temperature, top_p, seed, stop, effort or max_tokens."),
]
MaxCost = Annotated[
    str | None, typer.Option("--max-cost", metavar="DOLLARS", help="Stop before the run costs more, as estimated.")
]
FixOption = Annotated[
    str, typer.Option("--fix", metavar="off|safe|all", help="Repairs of patches: none, lossless, or lossy, too.")
]
GranularityOption = Annotated[
    str,
    typer.Option("--granularity", metavar="node|patch", help="Take large values node by node, or patch by patch."),
]
NoHeal = Annotated[bool, typer.Option("--no-heal", help="Take JSON as it is; mend no quotes, commas or braces.")]
Strict = Annotated[bool, typer.Option("--strict", help="Exit with 1 when anything was refused, malformed or guessed.")]
Usage = Annotated[bool, typer.Option("--usage", help="Say what it took: tokens and cost.")]
NoLog = Annotated[bool, typer.Option("--no-log", help="Write no session file.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing on stderr but errors.")]
Verbose = Annotated[int, typer.Option("--verbose", "-v", count=True, help="Say more on stderr; -vv says it all.")]
