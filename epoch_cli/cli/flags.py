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
    Path | None, typer.Option("--data", metavar="FILE", help="Data models for bindings: TOML, JSON or JSON Schema.")
]
FormatOption = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="FORMAT",
        help="jsonl, json, tree, events, patch-diff, or what convert writes: a2ui, react, html, …",
    ),
]
ReportFormats = Annotated[
    list[str] | None,
    typer.Option(
        "--output-format",
        metavar="FORMAT",
        help="concise, full, json, jsonl, github, gitlab, sarif or junit; can be given again.",
    ),
]
OutputOption = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write the document, or --format, to FILE; - is stdout."),
]
Force = Annotated[bool, typer.Option("--force", help="Let -o overwrite FILE.")]
Base = Annotated[
    str | None, typer.Option("--base", metavar="FILE", help="Start from this document, patch file or session.")
]
SystemText = Annotated[str, typer.Option("--system", "-s", metavar="TEXT", help="Extra text for the system prompt.")]
ProviderOption = Annotated[
    str | None,
    typer.Option(
        "--provider", "-p", metavar="NAME", help="Who writes: see epoch providers; auto, offline, or session:FILE."
    ),
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
TokenBudget = Annotated[
    int,
    typer.Option("--token-budget", metavar="TOKENS", min=100, help="The most tokens, of all prompts and answers."),
]
FallbackOption = Annotated[
    str | None,
    typer.Option(
        "--fallback",
        metavar="LIST",
        help="Providers to ask when one fails, and last previous, minimal or empty: what to show when all do.",
    ),
]
NoFallback = Annotated[bool, typer.Option("--no-fallback", help="Fail, rather than put something else in place.")]
Retries = Annotated[
    int, typer.Option("--retries", metavar="N", min=0, help="How often to ask again, or go on, after a failure.")
]
Corrections = Annotated[
    int, typer.Option("--corrections", metavar="N", min=0, help="How often refused operations go back to the model.")
]
ContinueLast = Annotated[bool, typer.Option("--continue", "-c", help="Go on with the last session.")]
ContinueSession = Annotated[
    str | None,
    typer.Option("--session", metavar="SESSION", help="Go on with this session: its id, last, @2, or a file."),
]
ModeOption = Annotated[
    str, typer.Option("--mode", metavar="patch|merge|whole", help="How the model is asked to write a change.")
]
PreferOption = Annotated[
    list[str] | None,
    typer.Option("--prefer", metavar="NAME=VALUE", help="color-scheme, spacing or variant, as spacing=compact."),
]
PaceOption = Annotated[
    float | None,
    typer.Option(
        "--pace",
        metavar="TOKENS",
        min=0.1,
        help="Tokens a second that the offline composer writes, for a demonstration.",
    ),
]
PromptFile = Annotated[
    Path | None, typer.Option("--prompt-file", "-f", metavar="FILE", help="Read PROMPT from a file.")
]
EditPrompt = Annotated[bool, typer.Option("--edit", help="Write PROMPT in $EDITOR.")]
TemplateOption = Annotated[
    str | None, typer.Option("--template", "-t", metavar="NAME", help="A prompt template: see epoch templates.")
]
TemplateValues = Annotated[
    list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="A value for the template.")
]
NoCache = Annotated[bool, typer.Option("--no-cache", help="Ask even when the same was answered before.")]
Refresh = Annotated[bool, typer.Option("--refresh", help="Ask again, and keep the new answer in the cache.")]
LogLevel = Annotated[
    str | None, typer.Option("--log-level", metavar="LEVEL", help="debug, info, warning or error; to stderr.")
]
LogFile = Annotated[
    Path | None, typer.Option("--log-file", metavar="FILE", help="Write the log there, one JSON object a line.")
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
Tui = Annotated[
    bool | None,
    typer.Option("--tui/--no-tui", help="The screen, which opens by itself on a terminal; or a tree that grows."),
]
Plain = Annotated[
    bool, typer.Option("--plain", help="Flat lines on stderr instead, for screen readers and logs; no colour.")
]
LivePage = Annotated[bool, typer.Option("--preview", help="Follow it on a page in a browser, on this machine alone.")]
NoOpen = Annotated[bool, typer.Option("--no-open", help="With --preview: say where the page is, and open no browser.")]
Usage = Annotated[bool, typer.Option("--usage", help="Say what it took: tokens and cost.")]
NoLog = Annotated[bool, typer.Option("--no-log", help="Write no session file.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing on stderr but errors.")]
Verbose = Annotated[int, typer.Option("--verbose", "-v", count=True, help="Say more on stderr; -vv says it all.")]
DifferenceForm = Annotated[
    str, typer.Option("--format", metavar="FORMAT", help="text, patch or json: what goes to stdout.")
]
DifferenceExitZero = Annotated[bool, typer.Option("--exit-zero", help="Exit with 0 even when they differ.")]
