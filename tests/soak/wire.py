"""A text as a whole answer in each dialect: the events that carry it, and the end that says that it is whole."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from support.wire_server import EVENT_STREAM, NDJSON

Writer = Callable[[Sequence[str], str], Iterator[bytes]]
"""From the pieces of a text and the reason why it ends to the events of its answer."""


def _data(body: Any, name: str = "") -> bytes:
    head = f"event: {name}\n" if name else ""
    return f"{head}data: {json.dumps(body)}\n\n".encode()


def _anthropic(pieces: Sequence[str], reason: str) -> Iterator[bytes]:
    usage = {"input_tokens": 40, "output_tokens": 2}
    yield _data({"type": "message_start", "message": {"content": [], "usage": usage}}, "message_start")
    block = {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}}
    yield _data(block, "content_block_start")
    for piece in pieces:
        delta = {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": piece}}
        yield _data(delta, "content_block_delta")
    yield _data({"type": "content_block_stop", "index": 0}, "content_block_stop")
    ending = {"stop_reason": {"stop": "end_turn", "length": "max_tokens"}[reason], "stop_sequence": None}
    yield _data({"type": "message_delta", "delta": ending, "usage": {"output_tokens": 90}}, "message_delta")
    yield _data({"type": "message_stop"}, "message_stop")


def _openai_chat(pieces: Sequence[str], reason: str) -> Iterator[bytes]:
    for piece in pieces:
        yield _data({"choices": [{"index": 0, "delta": {"content": piece}}]})
    yield _data({"choices": [{"index": 0, "delta": {}, "finish_reason": reason}]})
    yield _data({"choices": [], "usage": {"prompt_tokens": 40, "completion_tokens": 90}})
    yield b"data: [DONE]\n\n"


def _openai_responses(pieces: Sequence[str], reason: str) -> Iterator[bytes]:
    yield _data({"type": "response.created", "response": {"id": "r", "status": "in_progress"}})
    for piece in pieces:
        yield _data({"type": "response.output_text.delta", "output_index": 0, "content_index": 0, "delta": piece})
    text = {"type": "output_text", "text": "".join(pieces), "annotations": []}
    message = {"type": "message", "role": "assistant", "status": "completed", "content": [text]}
    cut = reason == "length"
    whole = {
        "id": "r",
        "status": "incomplete" if cut else "completed",
        "incomplete_details": {"reason": "max_output_tokens"} if cut else None,
        "output": [message],
        "usage": {"input_tokens": 40, "output_tokens": 90, "total_tokens": 130},
    }
    yield _data({"type": f"response.{whole['status']}", "response": whole})


def _gemini(pieces: Sequence[str], reason: str) -> Iterator[bytes]:
    for piece in pieces:
        yield _data({"candidates": [{"content": {"parts": [{"text": piece}], "role": "model"}, "index": 0}]})
    ending = {"stop": "STOP", "length": "MAX_TOKENS"}[reason]
    last = {"content": {"parts": [{"text": ""}], "role": "model"}, "index": 0, "finishReason": ending}
    yield _data({"candidates": [last], "usageMetadata": {"promptTokenCount": 40, "candidatesTokenCount": 90}})


def _ollama(pieces: Sequence[str], reason: str) -> Iterator[bytes]:
    for piece in pieces:
        row = {"model": "m", "message": {"role": "assistant", "content": piece}, "done": False}
        yield json.dumps(row).encode() + b"\n"
    last = {"model": "m", "message": {"role": "assistant", "content": ""}, "done": True, "done_reason": reason}
    yield json.dumps(last | {"prompt_eval_count": 40, "eval_count": 90}).encode() + b"\n"


def _cloudflare(pieces: Sequence[str], _reason: str) -> Iterator[bytes]:
    for piece in pieces:
        yield _data({"response": piece, "p": "abc"})
    yield _data({"response": "", "usage": {"prompt_tokens": 40, "completion_tokens": 90, "total_tokens": 130}})
    yield b"data: [DONE]\n\n"


WRITERS: dict[str, Writer] = {
    "anthropic": _anthropic,
    "openai_chat": _openai_chat,
    "openai_responses": _openai_responses,
    "gemini": _gemini,
    "ollama": _ollama,
    "cloudflare": _cloudflare,
}

HEADERS = {name: NDJSON if name == "ollama" else EVENT_STREAM for name in WRITERS}
"""What the answers of each dialect are said to be."""
