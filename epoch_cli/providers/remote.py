"""A provider behind HTTP: a row, a model and a key, put together with a dialect into requests and answers.

    Request ─▶ Dialect.prepare ─▶ http.exchange ─▶ bytes ─▶ Incoming ─▶ parts

Whatever goes wrong leaves here as a `ProviderError` that names the provider, what it said and what to do; the key is in
none of it.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, aclosing
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import orjson

from epoch_cli.errors import ProviderError
from epoch_cli.providers.base import (
    ConstraintKind,
    NoticePart,
    Part,
    PingPart,
    Request,
    Turn,
)
from epoch_cli.providers.concessions import Concession, concession, dropped_notice
from epoch_cli.providers.constraints import kind_for
from epoch_cli.providers.dialects import Ask, Dialect, ListedModel, Prepared, find_dialect
from epoch_cli.providers.dialects.dialect import Mode
from epoch_cli.providers.failures import Failed, Failure, explain
from epoch_cli.providers.http import Answer, Network, Secret, Timeouts, exchange
from epoch_cli.providers.incoming import MAX_WHOLE_BYTES, Incoming, parse_body
from epoch_cli.providers.limits import RateLimit, rate_limits
from epoch_cli.providers.prices import Price
from epoch_cli.providers.rows import ModelRow, ProviderRow
from epoch_cli.providers.secret import HIDDEN
from epoch_cli.providers.whole import Whole, gathered, without_fence

MAX_ERROR_BYTES = 1024 * 1024
"""How much of an error's body is read."""

LIST_SECONDS = 20.0
"""How long a server may take to list its models: no model has to be loaded for that, and people wait for it."""

GRACE = 2.0
"""Seconds that are waited for what may follow the end of an answer, such as its usage."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


class RemoteProvider:
    """Answers requests by asking a server; keeps what it learnt about that server from one request to the next.

    Args:
        row: the provider, with a base URL that has no open `{VARIABLE}`.
        model: the model to ask.
        key: sent as the row says; None for servers that need none.
        network: proxies and certificates.
        price: what its tokens cost; None when nobody knows.
        notices: what is to be said with the first answer, such as that the model will soon be retired.
        now: the time of day, for servers that say when to come again.

    Attributes:
        name, model, title: as in `Provider`.
        address: where it is asked.
        limits: what the last answer said about rate limits.
        constrains: what it can hold an answer to; None for nothing, or once it has refused that.
    """

    def __init__(
        self,
        row: ProviderRow,
        model: ModelRow,
        *,
        key: Secret | None = None,
        network: Network = Network(),  # noqa: B008  a tuple of nothing
        price: Price | None = None,
        notices: Sequence[NoticePart] = (),
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        self.name = row.name
        self.model = model.id
        self.title = f"{row.title} {model.id}".strip()
        self.address = row.base_url
        self.row = model.able(row)
        self.model_row = model
        self.limits: tuple[RateLimit, ...] = ()
        self.price = price
        self.constrains: ConstraintKind | None = kind_for(self.row)
        self._key = key
        self._network = network
        self._notices = [*notices]
        self._now = now
        self._conceded: list[Concession] = []
        self._told: set[str] = set()  # parameters that were said to be left out, which is said once

    # ------------------------------------------------------------ what it can be asked

    def without_key(self, text: str) -> str:
        """A text of the user's with `***` for the key: it is not to be sent as text, nor to be written down."""
        return self._key.hidden_in(text) if self._key is not None and self._key.unmistakable else text

    async def stream(self, request: Request) -> AsyncGenerator[Part, None]:
        """Answer one request, piece by piece; the last part of a whole answer is a `FinishPart` or a `UsagePart`.

        Raises:
            ProviderError: as the failure is, with what had come until then in `partial`.
            ConfigError: a header, a proxy or a certificate of the user's cannot be used.
        """
        ask = self._ask(request, "stream")
        while self._notices:
            yield self._notices.pop(0)
        while True:
            failed: Failed | None = None
            try:
                async with aclosing(self._arriving(ask)) as arriving:  # closed at once when the caller leaves
                    async for parts in arriving:
                        for part in parts:
                            yield part
            except Failed as reason:
                failed = reason
            if failed is None:
                return
            given_up = self._concede(failed, ask)
            yield given_up.notice
            ask = given_up.change(ask)

    async def complete(self, request: Request) -> Whole:
        """Answer one request in one piece, without streaming.

        Raises:
            ProviderError: as the failure is.
        """
        return await self._whole(self._ask(request, "complete"))

    async def json(self, request: Request, schema: Mapping[str, Any] | None = None) -> Any:
        """A JSON value for an answer; asked for once more when the first answer is none.

        Args:
            request: what is asked.
            schema: what the value must look like, for providers that can be held to it; None for any object.

        Raises:
            ProviderError: as the failure is; `content` when there was no JSON twice.
        """
        ask = self._ask(request, "json")._replace(schema=schema)
        for _ in range(2):
            answer = await self._whole(ask)
            text = answer.text or answer.tool_input
            try:
                return orjson.loads(without_fence(text))
            except orjson.JSONDecodeError:
                turns = (*request.turns, Turn("assistant", text), Turn("user", _JSON_ONLY))
                ask = ask._replace(request=replace(ask.request, turns=turns))
        message = f"{self.title} did not answer with JSON"
        raise ProviderError(message, remedy="ask again, or try another model", kind="content", partial=text)

    async def list_models(self) -> list[ListedModel]:
        """The models that the provider lists.

        Raises:
            ProviderError: as the failure is.
        """
        dialect = find_dialect(self.row.dialect)
        prepared = Prepared(dialect.models_path, dialect.headers, {})
        try:
            try:
                async with asyncio.timeout(LIST_SECONDS), self._send(self.row, prepared, method="GET") as answer:
                    body = await self._body(answer, dialect)
            except TimeoutError:
                what = f"did not list its models in {LIST_SECONDS:g} s"
                raise Failed(Failure("timeout", what, code="list-timeout")) from None
            try:
                return [each._replace(id=self._hidden(each.id)) for each in dialect.listed(body)]
            except (KeyError, TypeError, AttributeError, ValueError):
                what = "answered with something that is no list of models"
                raise Failed(Failure("server", what, code="unreadable")) from None
        except Failed as failed:
            raise self._explained(failed, self.row) from None

    def describe(self, request: Request) -> dict[str, Any]:
        """What `stream` would send first, with `***` for a key, there or not.

        `left_out` names parameters that are not taken, `notices` what would be said with the answer.
        """
        ask = self._ask(request, "stream")
        prepared = find_dialect(ask.row.dialect).prepare(ask)
        headers = {**_CONTENT_TYPE, **prepared.headers, **ask.row.headers}
        headers = {
            name.lower(): HIDDEN if _SECRET.search(name) else self._hidden(value) for name, value in headers.items()
        }
        if ask.row.auth != "none" and (self._key is not None or not ask.row.keyless):
            headers[_header_of(ask.row)] = HIDDEN
        body = _without_secrets(_without_secrets(prepared.body, ask.row.extra), ask.row.constraint_extra)
        return {
            "method": "POST",
            "url": ask.row.base_url.rstrip("/") + prepared.path,
            "headers": headers,
            "body": body,
            **({"left_out": list(prepared.dropped)} if prepared.dropped else {}),
            **({"notices": [notice.message for notice in self._notices]} if self._notices else {}),
        }

    # ------------------------------------------------------------ one request

    def _ask(self, request: Request, mode: Mode) -> Ask:
        """A request with what was learnt from earlier refusals."""
        ask = Ask(self.row, self.model_row, request, mode)
        for each in self._conceded:
            ask = each.change(ask)
        return ask

    def _send(self, row: ProviderRow, prepared: Prepared, method: str = "POST") -> AbstractAsyncContextManager[Answer]:
        return exchange(
            method,
            row.base_url.rstrip("/") + prepared.path,
            headers={**_CONTENT_TYPE, **prepared.headers, **row.headers},
            body=_written(prepared.body) if method == "POST" else None,
            key=self._key if row.auth != "none" else None,
            key_header=_header_of(row),
            network=self._network,
            timeouts=Timeouts(row.connect, row.first, row.idle),
        )

    async def _arriving(self, ask: Ask) -> AsyncGenerator[list[Part], None]:
        """The parts of one request's answer, chunk by chunk.

        Raises:
            Failed: the answer failed or was cut; knows what had come.
        """
        dialect = find_dialect(ask.row.dialect)
        prepared = _prepared(dialect, ask)
        dropped = tuple(name for name in prepared.dropped if name not in self._told)
        if dropped:
            self._told.update(dropped)
            yield [dropped_notice(dropped)]
        incoming: Incoming | None = None
        headers: Mapping[str, str] = {}
        try:
            async with self._send(ask.row, prepared) as answer:
                headers = answer.headers
                incoming = await self._opened(answer, dialect, ask)
                async for chunk in answer.chunks():
                    parts = incoming.take(chunk)
                    if parts:
                        _note_life(answer, incoming, parts)
                        yield parts
                    if incoming.ended or incoming.failed:
                        break
            if incoming.failed is None:
                yield incoming.end()
            if incoming.failed is not None:
                raise incoming.failed
        except Failed as failed:
            failed.headers = failed.headers or headers  # a failure inside an answer does not know them
            if incoming is None:
                raise
            if incoming.complete and failed.failure.kind in _OF_THE_LINE:
                yield incoming.end()  # the answer was whole; what failed was waiting for the connection's end
                return
            yield incoming.rest()
            failed.partial = incoming.partial
            raise failed from None

    async def _opened(self, answer: Answer, dialect: Dialect, ask: Ask) -> Incoming:
        """Ready for the answer's parts, if its status says that there are some.

        Raises:
            Failed: the status says that the request failed.
        """
        if not 200 <= answer.status < 300:
            await self._body(answer, dialect)
        self.limits = rate_limits(answer.headers, self._now())
        return Incoming(dialect, ask, answer.headers.get("content-type", ""), self._key)

    async def _body(self, answer: Answer, dialect: Dialect) -> Any:
        """The whole body of an answer.

        Raises:
            Failed: the status says that the request failed.
        """
        self.limits = rate_limits(answer.headers, self._now())
        body = parse_body(await answer.read(MAX_ERROR_BYTES if answer.status != 200 else MAX_WHOLE_BYTES))
        if 300 <= answer.status < 400:
            where = answer.headers.get("location", "somewhere else")
            what = f"sends us on to {where}, and a key is never sent along"
            raise Failed(Failure("network", what, code="redirect", retryable=False), answer.status, answer.headers)
        if answer.status >= 400:
            raise Failed(dialect.failure(answer.status, body), answer.status, answer.headers)
        return body

    async def _whole(self, ask: Ask) -> Whole:
        notices: list[NoticePart] = []
        while True:
            answer = await self._whole_once(ask, notices)
            if isinstance(answer, Whole):
                return answer
            given_up = self._concede(answer, ask)
            notices.append(given_up.notice)
            ask = given_up.change(ask)

    async def _whole_once(self, ask: Ask, notices: list[NoticePart]) -> Whole | Failed:
        """One request and its answer, or how it failed: given and not raised, so that no traceback has the bytes."""
        dialect = find_dialect(ask.row.dialect)
        try:
            prepared = _prepared(dialect, ask)
            if prepared.dropped:
                notices.append(dropped_notice(prepared.dropped))
            async with self._send(ask.row, prepared) as answer:
                incoming = await self._opened(answer, dialect, ask)
                async for chunk in answer.chunks():
                    incoming.take(chunk)
                    if incoming.failed is not None:
                        break
        except Failed as failed:
            return failed
        parts = incoming.end() if incoming.failed is None else []
        if incoming.failed is not None:
            incoming.failed.headers = answer.headers
        return incoming.failed or gathered(parts, notices)

    def _concede(self, failed: Failed, ask: Ask) -> Concession:
        """What to give up after a failure, and in every request from now on.

        Raises:
            ProviderError: nothing can be given up, or text has come already.
        """
        given_up = None if failed.partial else concession(self._without_key(failed.failure), ask)
        if given_up is None:
            raise self._explained(failed, ask.row) from None
        if all(each.name != given_up.name for each in self._conceded):  # two requests may learn it at the same time
            self._conceded.append(given_up)
        if given_up.name == "constraint":
            self.constrains = None
        return given_up

    def _explained(self, failed: Failed, row: ProviderRow) -> ProviderError:
        return explain(
            self._without_key(failed.failure),
            row=row,
            model=self.model,
            status=failed.status,
            headers={name: self._hidden(value) for name, value in failed.headers.items()},
            now=self._now(),
            partial=failed.partial,
            keyed=self._key is not None,
            model_row=self.model_row,
        )

    def _without_key(self, failure: Failure) -> Failure:
        """A failure as it may be told: some servers say the key back."""
        message, code, parameter = map(self._hidden, (failure.message, failure.code, failure.parameter))
        return failure._replace(message=message, code=code, parameter=parameter)

    def _hidden(self, text: str) -> str:
        return text if self._key is None else self._key.hidden_in(text)


# ---------------------------------------------------------------- small parts

_CONTENT_TYPE = {"content-type": "application/json"}
_OF_THE_LINE = frozenset({"network", "timeout", "truncated"})
_JSON_ONLY = "That was not JSON. Answer with one JSON value and nothing else."
_SECRET = re.compile(r"auth|key|token|cookie|secret", re.IGNORECASE)
_AUTHORIZATION = {"bearer": "authorization"}


def _written(body: Mapping[str, Any]) -> bytes:
    """The body of a request. Half a character, as arguments may hold, is `?`; a number of one's own may be long."""
    try:
        return orjson.dumps(body)
    except TypeError:
        return json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")


def _prepared(dialect: Dialect, ask: Ask) -> Prepared:
    """The request as it goes over the wire.

    Raises:
        Failed: it would go without the constraint that it requires.
    """
    prepared, constraint = dialect.prepare(ask), ask.request.constraint
    if "constraint" in prepared.dropped and constraint is not None and constraint.required:
        what = f"the protocol {ask.row.dialect} has no place for the {constraint.kind} that is required"
        raise Failed(Failure("bad_request", what, "constraint-not-taken", "--constrain required"))
    return prepared


def _without_secrets(body: Mapping[str, Any], extra: Mapping[str, Any]) -> dict[str, Any]:
    """A body with `***` for what looks like a key among the user's own fields, at any depth of its objects."""
    shown = dict(body)
    for name, value in extra.items():
        if isinstance(value, str) and name in shown and _SECRET.search(name):
            shown[name] = HIDDEN
        elif isinstance(value, Mapping) and isinstance(shown.get(name), Mapping):
            shown[name] = _without_secrets(shown[name], value)
    return shown


def _header_of(row: ProviderRow) -> str:
    """The header that the key of a row goes in."""
    return _AUTHORIZATION.get(row.auth, row.auth)


def _note_life(answer: Answer, incoming: Incoming, parts: list[Part]) -> None:
    """Content keeps the wait going; once the answer is whole, there is not much to wait for."""
    if type(parts[-1]) is not PingPart:
        answer.alive()
        if incoming.complete:
            answer.hurry(GRACE)
