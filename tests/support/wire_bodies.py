"""The bodies of `tests/data/wire` with what each must give, and what `RemoteProvider` makes of one.

for body in own_bodies():
    server.answer_all(body.reply())
    heard = listen(provider_of(body.dialect, server.url, body.row), body.mode)
    assert not body.differences(heard)
"""

from __future__ import annotations

import asyncio
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from support.wire_server import EVENT_STREAM, HTML, JSON, NDJSON, Reply

from epoch_cli.catalog import load_catalog
from epoch_cli.errors import ProviderError
from epoch_cli.providers.base import (
    Brief,
    FinishPart,
    NoticePart,
    Part,
    RefusalPart,
    Request,
    TextPart,
    ThinkingPart,
    ToolInputPart,
    Turn,
    UsagePart,
)
from epoch_cli.providers.http import Secret
from epoch_cli.providers.remote import RemoteProvider
from epoch_cli.providers.rows import ModelRow, ProviderRow

DATA = Path(__file__).resolve().parents[1] / "data" / "wire"
SHARED = Path(__file__).resolve().parents[3] / "shared" / "wire"

KEY = "sk-test-SECRET-4f7a91c2"
"""The key of every contract test: it must show up in one header of the request, and nowhere else."""

PATIENCE = 5.0
"""Seconds within which an answer has to be over, whatever the server sends."""

_HEADERS = {".sse": EVENT_STREAM, ".ndjson": NDJSON, ".json": JSON, ".html": HTML}
_ERROR_FACTS = ("kind", "code", "parameter", "retryable", "retry_after", "partial")


@dataclass(frozen=True, slots=True)
class Way:
    """How a dialect is reached: the row of its provider, and what a request to it must look like.

    `row.base_url` is what comes behind the server's address.
    """

    row: ProviderRow
    model: str
    path: str
    whole_path: str
    key_header: str
    scheme: str = ""

    @property
    def key_value(self) -> str:
        """What the header of the key holds."""
        return self.scheme + KEY


def _way(dialect: Any, base: str, path: str, whole: str = "", header: str = "authorization", **row: Any) -> Way:
    auth = "bearer" if header == "authorization" else header
    known = ProviderRow(dialect, dialect.title(), dialect, base, auth=auth, first=4.0, idle=4.0, **row)
    scheme = "Bearer " if header == "authorization" else ""
    return Way(known, "m-own", base + path, base + (whole or path), header, scheme)


_GOOGLE = "/models/m-own:"
_ACCOUNT = "/client/v4/accounts/own/ai"

WAYS: Mapping[str, Way] = {
    "anthropic": _way("anthropic", "", "/v1/messages", header="x-api-key", sampling=False),
    "openai_chat": _way("openai_chat", "/v1", "/chat/completions"),
    "openai_responses": _way("openai_responses", "/v1", "/responses"),
    "gemini": _way(
        "gemini", "/v1beta", _GOOGLE + "streamGenerateContent", _GOOGLE + "generateContent", "x-goog-api-key"
    ),
    "ollama": _way("ollama", "", "/api/chat", context=16384),
    "cloudflare": _way("cloudflare", _ACCOUNT, "/run/m-own", max_tokens=4096),
}
"""One way for each dialect."""


@dataclass(slots=True)
class Heard:
    """What came of one request: the channels, each in one piece, and the error that ended it."""

    text: str = ""
    thinking: str = ""
    refusal: str = ""
    tool_input: str = ""
    usage: UsagePart | None = None
    finish: FinishPart | None = None
    notices: list[NoticePart] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    value: Any = None
    error: ProviderError | None = None

    def add(self, part: Part) -> None:
        """Take one part of a stream."""
        self.parts.append(part)
        match part:
            case TextPart(text):
                self.text += text
            case ThinkingPart(text):
                self.thinking += text
            case RefusalPart(text):
                self.refusal += text
            case ToolInputPart(text):
                self.tool_input += text
            case UsagePart():
                self.usage = part
            case FinishPart():
                self.finish = part
            case NoticePart():
                self.notices.append(part)
            case _:
                pass

    @property
    def content(self) -> tuple[Any, ...]:
        """All that a reader of the answer would see, to compare two ways to the same answer."""
        return (self.text, self.thinking, self.refusal, self.tool_input, self.usage, self.finish)


@dataclass(frozen=True, slots=True)
class Body:
    """One body, as an answer to one dialect; `expected` is its row of `expected.toml`, with texts for their names."""

    name: str
    dialect: str
    data: bytes
    expected: Mapping[str, Any]

    @property
    def mode(self) -> str:
        """How it was asked for: `stream`, `complete` or `json`."""
        return str(self.expected.get("mode", "stream"))

    @property
    def error(self) -> Mapping[str, Any] | None:
        """What is expected of the error; None when none is."""
        return self.expected.get("error")

    @property
    def headers(self) -> Mapping[str, str]:
        """Of the answer: what its row says, above what its ending says."""
        return {**_HEADERS[Path(self.name).suffix], **self.expected.get("headers", {})}

    @property
    def status(self) -> int:
        """Of the answer."""
        return int(self.expected.get("status", 200))

    @property
    def row(self) -> ProviderRow:
        """The row of its provider, with a base URL that begins behind the server's address."""
        return WAYS[self.dialect].row._replace(**self.expected.get("row", {}))

    def reply(self, **how: Any) -> Reply:
        """The answer as the server is to give it."""
        told = Reply(self.data, self.status, self.headers, cut=bool(self.expected.get("cut")))
        return replace(told, **how)

    def differences(self, heard: Heard) -> list[str]:
        """What was heard and should not have been, and the other way round; empty when all is as it should be."""
        if heard.error is not None or self.error is not None:
            return self._wrong_error(heard)
        if self.mode == "json":
            return _unlike("value", heard.value, self.expected["value"])
        wrong = []
        for channel in ("text", "thinking", "refusal", "tool_input"):
            wrong += _unlike(channel, getattr(heard, channel), self.expected.get(channel, ""))
        wrong += _unlike("usage", heard.usage, _usage(self.expected.get("usage")))
        if heard.finish is None:
            return [*wrong, "no finish"]
        for key, value in (("finish", heard.finish.reason), ("raw", heard.finish.raw)):
            if key in self.expected:
                wrong += _unlike(key, value, self.expected[key])
        return wrong

    def _wrong_error(self, heard: Heard) -> list[str]:
        if heard.error is None or self.error is None:
            return [f"error: {heard.error!r} instead of {self.error}"]
        facts = {name: getattr(heard.error, name) for name in _ERROR_FACTS}
        wrong = []
        for name in _ERROR_FACTS:
            if name in self.error:
                wrong += _unlike(name, facts[name], self.error[name])
        if self.error.get("says", "") not in heard.error.message:
            wrong.append(f"message: {heard.error.message!r} does not say {self.error['says']!r}")
        if self.mode == "stream" and heard.error.partial != heard.text:
            wrong.append(f"what came, {heard.text!r}, is not the partial text {heard.error.partial!r}")
        if self.status >= 300 and heard.error.status != self.status:
            wrong.append(f"status: {heard.error.status}")
        return wrong


def _unlike(what: str, got: Any, wanted: Any) -> list[str]:
    return [] if got == wanted else [f"{what}: {got!r} instead of {wanted!r}"]


def _usage(told: Mapping[str, Any] | None) -> UsagePart | None:
    if told is None:
        return None
    counted = dict(told)
    if "cost" in counted:
        counted["cost"] = Decimal(counted["cost"])
    return UsagePart(**counted)


# ---------------------------------------------------------------- the files


@cache
def own_bodies() -> tuple[Body, ...]:
    """The project's own bodies, one for each dialect that a file is an answer to."""
    return _read(DATA / "expected.toml", DATA)


@cache
def shared_bodies() -> tuple[Body, ...]:
    """The bodies beside the project; none where there are none."""
    return _read(DATA / "shared.toml", SHARED) if SHARED.is_dir() else ()


def _read(table: Path, directory: Path) -> tuple[Body, ...]:
    told = tomllib.loads(table.read_text("utf-8"))
    texts = told["texts"]
    return tuple(
        Body(name, dialect, (directory / name).read_bytes(), _with_texts(row, texts))
        for name, row in told["bodies"].items()
        for dialect in row.get("dialects") or [row["dialect"]]
    )


_NAMES_OF_TEXTS = ("text", "thinking", "refusal", "tool_input")


def _with_texts(row: Mapping[str, Any], texts: Mapping[str, str]) -> dict[str, Any]:
    """The row with the texts that it names; `value` is the text's JSON."""
    full = dict(row)
    for channel in _NAMES_OF_TEXTS:
        if channel in full:
            full[channel] = texts.get(full[channel], full[channel])
    if "value" in full:
        full["value"] = json.loads(texts[full["value"]])
    if "partial" in full.get("error", {}):
        full["error"] = {**full["error"], "partial": texts[full["error"]["partial"]]}
    return full


# ---------------------------------------------------------------- asking


@cache
def request() -> Request:
    """A request with a prompt, an earlier turn and a wish."""
    punk = load_catalog("punk")
    brief = Brief("a greeting", punk, punk.profile("strict"), punk.models, {})
    turns = (
        Turn("user", "a greeting"),
        Turn("assistant", "what kind?"),
        Turn("user", "a warm one, “please” \u2028 👋"),
    )
    return Request("You write patches. Be brief.", turns, brief, stable=20, cache_key="own")


def provider_of(dialect: str, url: str, row: ProviderRow | None = None, *, key: str | None = KEY) -> RemoteProvider:
    """A provider that asks the server at `url` in a dialect."""
    way = WAYS[dialect]
    known = row or way.row
    there = known._replace(base_url=url + known.base_url)
    return RemoteProvider(there, ModelRow(there.name, way.model), key=Secret(key) if key is not None else None)


async def hear(provider: RemoteProvider, mode: str = "stream", asked: Request | None = None) -> Heard:
    """Ask once and hear it to its end.

    Raises:
        TimeoutError: it was not over in time; any exception that is no `ProviderError` comes through as well.
    """
    asked = asked or request()
    heard = Heard()
    try:
        async with asyncio.timeout(PATIENCE):
            if mode == "json":
                heard.value = await provider.json(asked)
            elif mode == "complete":
                whole = await provider.complete(asked)
                heard.text, heard.thinking, heard.refusal = whole.text, whole.thinking, whole.refusal
                heard.tool_input, heard.usage, heard.finish = whole.tool_input, whole.usage, whole.finish
                heard.notices = list(whole.notices)
            else:
                async for part in provider.stream(asked):
                    heard.add(part)
    except ProviderError as error:
        heard.error = error
    return heard


def listen(provider: RemoteProvider, mode: str = "stream", asked: Request | None = None) -> Heard:
    """As `hear`, for tests that are no coroutines."""
    return asyncio.run(hear(provider, mode, asked))
