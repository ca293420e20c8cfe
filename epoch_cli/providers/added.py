"""Providers that are not Epoch's own and not the user's rows: what is known of one, and how it is opened.

Where they come from is for whoever gathers them (`extensions`, above this package). They are only looked for when a
name is asked for that no row has, so none is ever chosen unless it is named, and none can stand in for a row.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from epoch_cli.providers.rows import ProviderRow

if TYPE_CHECKING:
    from epoch_cli.providers.base import Provider


@dataclass(frozen=True, slots=True)
class AddedProvider:
    """A provider that an extension brings: a row, or something that opens it.

    Attributes:
        name: as in `--provider`; with `key_variables` and `key_command` it says where its key is (`KeySource`).
        origin: where it comes from, as people read it.
        row: as in the user's `[providers.NAME]`; None where there is `open`.
        models: as in the user's `[[models]]`.
        open: makes the provider, of the model that was named and its key; raises `ProviderError`.
        key_variables: the environment variables that the key may be in, for `open`.
        needs_key: whether there is nothing to ask without one.
    """

    name: str
    origin: str
    row: Mapping[str, Any] | None = None
    models: Sequence[Mapping[str, Any]] = ()
    open: Callable[[str, str | None], Provider] | None = None
    key_variables: tuple[str, ...] = ()
    needs_key: bool = False
    key_command: str = ""


class AddedProviders(Protocol):
    """All of them, by their names; they are loaded when they are asked for."""

    @property
    def names(self) -> Collection[str]:
        """What they are called."""

    def find(self, name: str, secrets: Collection[str]) -> AddedProvider | None:
        """The one of a name; None where there is none, or where it cannot be used, which was said then.

        Args:
            name: as in `--provider`.
            secrets: the variables that keys of other providers are in, which it may not name.
        """


def own_with(added: AddedProvider, own: Mapping[str, Any]) -> dict[str, Any]:
    """The user's tables with the row of an added provider among them."""
    models = [{**model, "provider": added.name} for model in added.models]
    return {
        **own,
        "providers": {**own.get("providers", {}), added.name: dict(added.row or {})},
        "models": [*own.get("models", ()), *models],
        "file": added.origin,
    }


def row_of(added: AddedProvider) -> ProviderRow:
    """What is told of a provider that an extension opens itself: where its key may be, and no address."""
    takes_key = bool(added.needs_key or added.key_variables)
    return ProviderRow(
        added.name,
        added.name,
        "openai_chat",
        "",
        key_variables=added.key_variables,
        auth="bearer" if takes_key else "none",
        keyless=not added.needs_key,
        origin=added.origin,
    )
