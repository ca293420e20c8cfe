"""Providers of extensions: found by name, opened with their own key, and asked without being trusted to behave."""

from __future__ import annotations

import inspect
import json
from collections.abc import AsyncGenerator, Collection, Iterator
from decimal import Decimal
from typing import Any, get_args

from epoch_cli.config.provider_shapes import check_providers
from epoch_cli.errors import ConfigError, ProviderError
from epoch_cli.extensions.entries import Entry
from epoch_cli.extensions.isolation import Isolation, in_words
from epoch_cli.extensions.shapes import Opening, ProviderExtension
from epoch_cli.providers.added import AddedProvider
from epoch_cli.providers.base import (
    FinishPart,
    FinishReason,
    NoticePart,
    Part,
    PingPart,
    RefusalPart,
    Request,
    TextPart,
    ThinkingPart,
    ToolInputPart,
    UsagePart,
)
from epoch_cli.providers.secret import Secret

_WITH_TEXT = (TextPart, ThinkingPart, RefusalPart, ToolInputPart)
_PARTS = (*_WITH_TEXT, UsagePart, FinishPart, PingPart, NoticePart)
_REASONS: Collection[str] = get_args(FinishReason)
_METHODS = ("stream", "complete", "json")
_MOST_TITLE = 80
_OWN = ("key-cmd",)
"""What a row may say in the user's own configuration alone."""


def added_provider(entry: Entry, found: Any, isolation: Isolation, secrets: Collection[str]) -> AddedProvider:
    """What an extension's provider is to `providers/opening.py`.

    Args:
        entry: the extension.
        found: the object that it names.
        isolation: runs it.
        secrets: the variables of keys that are not its own.

    Raises:
        TypeError, ValueError, ConfigError: it is none, or asks for the key of another.
    """
    if not isinstance(found, ProviderExtension):
        raise TypeError(f"expected ProviderExtension, got {type(found).__name__}")
    if (found.row is None) == (found.open is None):
        raise ValueError("expected a row or an open, and not both")
    for text in (*_texts(found.row), *found.key_variables):
        for variable in secrets:
            if variable in text:
                raise ValueError(f"it names {variable}, which is the key of another provider")
    if found.row is not None:
        return _with_row(entry, found)

    def opened(model: str, key: str | None) -> AddedOne:
        return _opened(entry, found, isolation, model, key)

    return AddedProvider(
        entry.name,
        entry.origin,
        open=opened,
        key_variables=tuple(map(str, found.key_variables)),
        needs_key=bool(found.needs_key),
    )


def _with_row(entry: Entry, found: ProviderExtension) -> AddedProvider:
    row = dict(found.row or {})
    for name in _OWN:
        if name in row:
            raise ValueError(f"{name} is for the user's own configuration")
    if found.title:
        row.setdefault("title", str(found.title)[:_MOST_TITLE])
    models = [{**model, "provider": entry.name} for model in found.models]
    checked = check_providers({"providers": {entry.name: row}, "models": models}, entry.origin)
    return AddedProvider(entry.name, entry.origin, checked["providers"][entry.name], tuple(checked["models"]))


def _texts(value: Any) -> Iterator[str]:
    """Every text in a row."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for each in value.items() for part in each for text in _texts(part))
    elif isinstance(value, (list, tuple)):
        yield from (text for each in value for text in _texts(each))


def _opened(entry: Entry, found: ProviderExtension, isolation: Isolation, model: str, key: str | None) -> AddedOne:
    """A provider that can be asked.

    Raises:
        ProviderError: it cannot be opened.
    """
    assert found.open is not None  # noqa: S101  so says who calls
    try:
        with isolation.quiet(entry):
            made = found.open(Opening(model, key))
    except (ProviderError, ConfigError):
        raise
    except (Exception, SystemExit) as error:  # noqa: BLE001  it may raise whatever there is
        raise failure(entry, isolation, "to open", error, retryable=False) from None
    method = next((name for name in _METHODS if callable(getattr(made, name, None))), "")
    if not method:
        what = TypeError(f"{type(made).__name__} has none of {', '.join(_METHODS)}")
        raise failure(entry, isolation, "to open", what, retryable=False)
    return AddedOne(entry, found.title, made, method, isolation, model, None if key is None else Secret(key))


def failure(
    entry: Entry, isolation: Isolation, doing: str, error: BaseException, *, retryable: bool = False
) -> ProviderError:
    """What an extension raised, as a run takes it."""
    isolation.trace(entry, error)
    what = f"{entry.title} failed {doing}: {in_words(error)}"
    return ProviderError(what, remedy=f"{entry.remedy}, or name another with -p", kind="server", retryable=retryable)


class AddedOne:
    """A provider of an extension, as the engine asks it: whatever it does is parts, or a `ProviderError`.

    Attributes:
        name, model, title, rules: as in `Provider`.
    """

    def __init__(
        self,
        entry: Entry,
        title: str,
        made: Any,
        method: str,
        isolation: Isolation,
        model: str,
        key: Secret | None,
    ) -> None:
        self.name = entry.name
        own = getattr(made, "model", "")
        self.model = str(own)[:_MOST_TITLE] if isinstance(own, str) and own else model
        self.title = str(title)[:_MOST_TITLE] or f"{entry.name} ({entry.origin})"
        self.rules = getattr(made, "rules", False) is True
        self._entry = entry
        self._method = getattr(made, method)
        self._streams = method == "stream"
        self._isolation = isolation
        self._key = key

    def without_key(self, text: str) -> str:
        """A text of the user's with `***` for the key."""
        return self._key.hidden_in(text) if self._key is not None and self._key.unmistakable else text

    async def stream(self, request: Request) -> AsyncGenerator[Part, None]:
        """Answer one request.

        Raises:
            ProviderError: what the extension raised, or that it gave what is no part of an answer.
        """
        parts = self._parts(request) if self._streams else self._whole(request)
        try:
            async for part in parts:
                yield part
        except (ProviderError, ConfigError):
            raise
        except (Exception, SystemExit) as error:  # noqa: BLE001  it may raise whatever there is
            raise failure(self._entry, self._isolation, "to answer", error) from None
        finally:
            await parts.aclose()

    async def _parts(self, request: Request) -> AsyncGenerator[Part, None]:
        isolation, entry = self._isolation, self._entry
        with isolation.quiet(entry):
            parts = self._method(request).__aiter__()
        try:
            while True:
                with isolation.quiet(entry):
                    coming = parts.__anext__()
                try:
                    part = await isolation.stepwise(entry, coming)
                except StopAsyncIteration:
                    return
                yield checked_part(part)
        finally:
            close = getattr(parts, "aclose", None)
            if close is not None:
                await isolation.stepwise(entry, close())

    async def _whole(self, request: Request) -> AsyncGenerator[Part, None]:
        """An answer that comes in one piece."""
        isolation, entry = self._isolation, self._entry
        with isolation.quiet(entry):
            answer = self._method(request)
        if inspect.isawaitable(answer):
            answer = await isolation.stepwise(entry, answer)
        yield checked_part(TextPart(answer if isinstance(answer, str) else json.dumps(answer)))
        yield FinishPart("stop")


def checked_part(part: Any) -> Part:
    """A part of an answer.

    Raises:
        TypeError: it is none that an extension may give, or its fields are of other types.
    """
    if not isinstance(part, _PARTS):
        raise TypeError(f"it gave {type(part).__name__}, which is no part of an answer")
    if not _is_whole(part):
        raise TypeError(f"its {type(part).__name__} has fields of other types")
    return part


def _is_whole(part: Part) -> bool:
    """Whether the fields of a part are of their types, which nobody else asks."""
    if isinstance(part, _WITH_TEXT):
        return isinstance(part.text, str)
    if isinstance(part, FinishPart):
        return part.reason in _REASONS and isinstance(part.raw, str)
    if isinstance(part, NoticePart):
        return isinstance(part.code, str) and isinstance(part.message, str)
    if isinstance(part, UsagePart):
        counts = (getattr(part, name) for name in UsagePart.__slots__ if name != "cost")
        cost: Any = part.cost
        return all(count is None or (type(count) is int and count >= 0) for count in counts) and (
            cost is None or (isinstance(cost, Decimal) and cost.is_finite() and cost >= 0)
        )
    return True
