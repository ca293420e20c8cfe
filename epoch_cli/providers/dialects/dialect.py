"""What a wire protocol has to say: how a request is written, how an answer is read. No dialect does any I/O."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, Protocol

from epoch_cli.providers.base import Part, Request
from epoch_cli.providers.failures import Failure
from epoch_cli.providers.rows import ModelRow, ProviderRow

NO_HEADERS: Mapping[str, str] = MappingProxyType({})
"""The `headers` of most dialects."""

Mode = Literal["stream", "complete", "json"]


class Ask(NamedTuple):
    """A request together with whom it is for.

    Attributes:
        row: the provider's row, as the model changes it (`ModelRow.able`).
        model: the model that is to answer.
        request: what is asked.
        mode: `stream`, or one whole answer; `json` is a whole answer that is one JSON value.
        schema: for `json`, what the value must look like; None for any object.
    """

    row: ProviderRow
    model: ModelRow
    request: Request
    mode: Mode = "stream"
    schema: Mapping[str, Any] | None = None


class Prepared(NamedTuple):
    """A request as it goes over the wire, without key and address.

    Attributes:
        path: what is put behind the base URL, with its query.
        headers: those of the dialect, such as a version.
        body: the JSON body.
        dropped: names of `Parameters` that were asked for and that this provider or model does not take.
    """

    path: str
    headers: Mapping[str, str]
    body: dict[str, Any]
    dropped: tuple[str, ...] = ()


class Reader(Protocol):
    """Reads the stream of one answer, frame by frame.

    `complete` tells whether the terminal marker has come: without it, a stream that ends was cut.
    """

    complete: bool

    def read(self, event: str, body: Any) -> list[Part]:
        """The parts of one frame; nothing for what is not known, as protocols ask of their clients.

        Args:
            event: the frame's name, empty where the protocol has none.
            body: the parsed JSON of its data.

        Raises:
            Failed: the frame says that the answer failed.
            Exception: KeyError, TypeError, AttributeError or ValueError, when it is not of the protocol at all.
        """
        ...

    def done(self) -> None:
        """The frame `[DONE]` has come."""
        ...

    def end(self) -> list[Part]:
        """The stream has ended: what was held back."""
        ...


class ListedModel(NamedTuple):
    """A model as the provider's own list tells of it; None and empty where the list does not say."""

    id: str
    context: int | None = None
    output: int | None = None
    retires: str = ""


class Dialect(Protocol):
    """A wire protocol. Has no state: one object serves all providers that speak it."""

    framing: Literal["sse", "ndjson"]
    models_path: str
    headers: Mapping[str, str]
    """What every request has to say besides, such as a version; those of a row come before them."""

    def prepare(self, ask: Ask) -> Prepared:
        """The request as it goes over the wire."""
        ...

    def reader(self, ask: Ask) -> Reader:
        """Reads the answer's stream."""
        ...

    def whole(self, ask: Ask, body: Any) -> list[Part]:
        """The parts of an answer that came whole, with its `FinishPart`.

        Raises:
            Failed: the body says that the answer failed, as some do with status 200.
            Exception: as `Reader.read` does.
        """
        ...

    def failure(self, status: int, body: Any) -> Failure:
        """What a body with an error status says; `body` is parsed JSON, or text where it is none."""
        ...

    def listed(self, body: Any) -> list[ListedModel]:
        """The models in the answer of `models_path`."""
        ...
