"""The wire protocols there are, by name: what a `dialect` may be, and a module each of `providers/dialects/`.

Alone here, because whoever asks a provider imports no pydantic for it, and nothing in this package knows providers.
"""

from __future__ import annotations

from typing import Literal

DialectName = Literal["anthropic", "openai_responses", "openai_chat", "gemini", "ollama", "cloudflare"]
