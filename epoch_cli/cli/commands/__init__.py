"""The commands with their flags and help, a module for what belongs together; each calls the module that does it."""

from __future__ import annotations

from collections.abc import Mapping

HOMES: Mapping[str, str] = {
    "gen": "runs",
    "batch": "batch",
    "apply": "runs",
    "prompt": "runs",
    "replay": "runs",
    "sessions": "sessions",
    "validate": "files",
    "fmt": "files",
    "diff": "files",
    "preview": "pages",
    "convert": "conversions",
    "rules": "files",
    "schema": "catalogs",
    "catalog": "catalogs",
    "templates": "templates",
    "models": "providers",
    "providers": "providers",
    "keys": "providers",
    "config": "configuration",
    "cache": "caches",
    "trust": "extensions",
    "doctor": "providers",
    "completions": "shells",
    "help": "help",
}
"""In which module each command, or group of commands, is; in the order of `--help`."""

FIRST = ("gen", "replay", "validate", "help")
"""The commands whose first example `epoch --help` shows."""

GROUPS: Mapping[str, str] = {
    "cache": "Answers that were given before, and can be given again.",
    "config": "Settings: show where each comes from, change and check them.",
    "catalog": "Design systems: show, check, compare, import and export them.",
    "templates": "Prompts with parameters that a design system brings.",
    "keys": "Keep, list and forget API keys.",
    "sessions": "Recorded runs: list, show, compare, share and remove them.",
}
"""The help of each group of commands."""
