"""Surroundings of providers for tests: a home of their own, and servers on this machine in place of the real ones."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from support.wire_server import JSON, Reply

from epoch_cli.config.cache import Cache
from epoch_cli.config.keys import KeyStore
from epoch_cli.providers.opening import Surroundings

TODAY = date(2026, 11, 21)
NOWHERE = "http://127.0.0.1:9"
"""An address of this machine where nothing listens: ports below 1024 are not handed out."""

SERVERS = ("ollama", "llamacpp", "vllm", "lmstudio")
"""The rows that are asked without a key, on this machine."""


def make_surroundings(
    folder: Path, environment: Mapping[str, str] | None = None, providers: Mapping[str, Any] | None = None
) -> Surroundings:
    """Surroundings in which no server answers but those that `providers` or the environment name."""
    own = {name: {"base-url": NOWHERE} for name in SERVERS} | dict(providers or {})
    keys = KeyStore(folder / "keys.json")
    return Surroundings(
        {"OLLAMA_HOST": NOWHERE, **(environment or {})},
        keys,
        TODAY,
        own={"providers": own, "file": str(folder / "config.toml")},
        cache=Cache(folder / "cache"),
    )


def ollama_lists(*names: str) -> Reply:
    """An Ollama's answer to the question which models it has."""
    return Reply(json.dumps({"models": [{"name": name, "model": name} for name in names]}), headers=JSON)


def openai_lists(*names: str) -> Reply:
    """The same of a server that talks like OpenAI's."""
    return Reply(json.dumps({"object": "list", "data": [{"id": name} for name in names]}), headers=JSON)
