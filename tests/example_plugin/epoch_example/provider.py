"""A provider that writes the prompt back: as a heading, or node by node what a prompt in JSON says."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

from epoch_cli.extensions import FinishPart, Opening, Part, ProviderExtension, Request, TextPart, UsagePart


class Echo:
    """Answers without being a model, so nobody tells it what was wrong."""

    rules = True

    def __init__(self, opening: Opening) -> None:
        self.model = opening.model or "plain"
        self.key = opening.key

    async def stream(self, request: Request) -> AsyncIterator[Part]:
        """One patch, in two pieces."""
        words = request.brief.prompt
        value = json.loads(words) if words.startswith("{") else {"type": "Text", "text": words}
        line = json.dumps({"op": "add", "path": "/root", "value": value})
        yield TextPart(line[:10])
        yield TextPart(line[10:] + "\n")
        yield UsagePart(input_tokens=len(words), output_tokens=len(line))
        yield FinishPart("stop")


extension = ProviderExtension(open=Echo, title="echo (writes the prompt back)", key_variables=["ECHO_API_KEY"])
