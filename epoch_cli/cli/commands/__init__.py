"""The commands with their flags and help, a module for what belongs together; each calls the module that does it."""

from __future__ import annotations

from collections.abc import Mapping

HOMES: Mapping[str, str] = {
    "gen": "runs",
    "apply": "runs",
    "prompt": "runs",
    "replay": "runs",
    "validate": "files",
    "fmt": "files",
    "diff": "files",
    "rules": "files",
    "schema": "catalogs",
    "catalog": "catalogs",
    "models": "providers",
    "providers": "providers",
    "keys": "providers",
    "doctor": "providers",
}
"""In which module each command, or group of commands, is; in the order of `--help`."""

GROUPS: Mapping[str, str] = {
    "catalog": "What is made of a design system: prompt, schemas, grammars, types.",
    "keys": "Keep, list and forget API keys.",
}
"""The help of each group of commands."""
