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
    "cache": "caches",
    "doctor": "providers",
}
"""In which module each command, or group of commands, is; in the order of `--help`."""

GROUPS: Mapping[str, str] = {
    "cache": "Answers that were given before, and can be given again.",
    "catalog": "Design systems: show, check, compare, import and export them.",
    "templates": "Prompts with parameters that a design system brings.",
    "keys": "Keep, list and forget API keys.",
    "sessions": "Recorded runs: list, show, compare, share and remove them.",
}
"""The help of each group of commands."""
