"""What the dialects of Anthropic and OpenAI share: framing, one reader for streams and whole bodies, errors."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, Literal, Protocol

from epoch_cli.providers.base import Part
from epoch_cli.providers.dialects.dialect import Ask, ListedModel, Reader
from epoch_cli.providers.dialects.error_bodies import failure_of
from epoch_cli.providers.dialects.model_lists import listed_in
from epoch_cli.providers.failures import Failure


class WholeReader(Reader, Protocol):
    """A reader that takes an answer that came whole, too."""

    def read_whole(self, body: Any) -> list[Part]:
        """The parts of it, with its `FinishPart`; errors as `Dialect.whole`."""
        ...


class Kindred(ABC):
    """The shared half of a dialect; a subclass writes requests and has a reader."""

    framing: Literal["sse", "ndjson"] = "sse"

    @abstractmethod
    def reader(self, ask: Ask) -> WholeReader:
        """Reads one answer."""

    def whole(self, ask: Ask, body: Any) -> list[Part]:
        """The parts of an answer that came whole."""
        return self.reader(ask).read_whole(body)

    def failure(self, status: int, body: Any) -> Failure:
        """By code, type and status."""
        return failure_of(status, body)

    def listed(self, body: Any) -> list[ListedModel]:
        """The models of the list."""
        return listed_in(body)
