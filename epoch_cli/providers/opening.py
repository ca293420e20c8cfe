"""From a provider's name to a provider that can be asked: its row, its address, its key, its model.

Everything that the user's machine has to say comes in as `Surroundings`; nothing here looks at the environment, the
clock or a file by itself. What is behind HTTP is imported when a provider behind HTTP is opened.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from epoch_cli.config.keys import Key, KeyStore, find_key
from epoch_cli.errors import ConfigError, ProviderError, UsageError
from epoch_cli.nearest import did_you_mean
from epoch_cli.providers.added import own_with, row_of
from epoch_cli.providers.addresses import address_of, host_of, is_loopback, is_safe_for_keys
from epoch_cli.providers.lifecycle import refuse_retired, retiring_notice
from epoch_cli.providers.network import Network, check_address
from epoch_cli.providers.rows import ModelRow, ProviderRow
from epoch_cli.providers.secret import Secret
from epoch_cli.providers.table import OFFLINE, RESERVED, SESSION, Table, load_table

if TYPE_CHECKING:
    from epoch_cli.config.cache import Cache
    from epoch_cli.providers import Provider
    from epoch_cli.providers.added import AddedProvider, AddedProviders
    from epoch_cli.providers.remote import RemoteProvider

_NOTHING: Mapping[str, Any] = MappingProxyType({})


class Surroundings(NamedTuple):
    """What the user's machine says about providers; the command line gathers it (`cli/surroundings.py`).

    Attributes:
        environment: variables by their names.
        keys: the user's file of keys.
        today: for models that are retired, and prices that change.
        network: proxies and certificates.
        own: the user's tables of providers, models and prices (`Settings.own`).
        cache: for what is worked out from files; None for none.
        sends: whether requests are sent at all; a dry run needs no key.
        sessions: where the user's sessions are, which can be providers, too; None for nowhere.
        added: providers that extensions bring; None for none.
    """

    environment: Mapping[str, str]
    keys: KeyStore
    today: date
    network: Network = Network()
    own: Mapping[str, Any] = _NOTHING
    cache: Cache | None = None
    sends: bool = True
    sessions: Path | None = None
    added: AddedProviders | None = None

    def __repr__(self) -> str:
        return "Surroundings(…)"  # keys are in the environment

    def table(self) -> Table:
        """The rows that ship with Epoch, and the user's over them.

        Raises:
            ConfigError: the user's tables cannot be used.
        """
        return load_table(self.own, cache=self.cache)

    def find_added(self, name: str) -> AddedProvider | None:
        """The provider of an extension that a name means; None for any other, and for what has a row.

        Raises:
            ConfigError: the user's tables cannot be used.
        """
        if self.added is None or name not in self.added.names or name in RESERVED:
            return None
        rows = self.table().providers
        if name in rows:
            return None
        return self.added.find(name, {variable for row in rows.values() for variable in row.key_variables})

    def with_added(self) -> Surroundings:
        """The same with the rows of extensions among the user's: for who lists models, and not for who opens one.

        Raises:
            ConfigError: the user's tables cannot be used.
        """
        own = self.own
        for found in self._all_added():
            own = own if found.row is None else own_with(found, own)
        return self._replace(own=own)

    def rows(self) -> dict[str, ProviderRow]:
        """All that can be named: the table's rows, and those of extensions; what one opens itself has no address.

        Raises:
            ConfigError: the user's tables cannot be used.
        """
        opened = {each.name: row_of(each) for each in self._all_added() if each.open is not None}
        # those of the table as they are there: in the other their origin is that of the last extension
        return {**self.with_added().table().providers, **opened, **self.table().providers}

    def _all_added(self) -> list[AddedProvider]:
        names = () if self.added is None else self.added.names
        return [found for name in names if (found := self.find_added(name)) is not None]


class Opened(NamedTuple):
    """A row ready to be asked: its address filled in, and its key; `key` is None when none is needed."""

    row: ProviderRow
    key: Key | None


def open_provider(name: str, model: str | None, surroundings: Surroundings) -> Provider:
    """A provider that can be asked.

    Without a model it is the row's default; where the row has none either, the provider's `model` is empty, and
    `open_with_model` finds one.

    Args:
        name: a row's name, `offline`, or `session:` and a recorded session.
        model: an id or a short name; None or empty for the row's default.
        surroundings: where keys, addresses and rows come from.

    Raises:
        UsageError: there is no such provider, or the model is retired.
        ConfigError: its address cannot be used, or needs a variable that is not set.
        ProviderError: it has no key (kind `auth`).
    """
    if name.startswith(SESSION):
        return _open_session(name, model, surroundings)
    added = surroundings.find_added(name)
    if added is not None and added.open is not None:
        return _open_added(added, model, surroundings)
    if name != OFFLINE:
        return open_remote(name, model, surroundings)
    if model:
        raise UsageError(f"the offline composer has no model {model!r}", remedy="leave --model out, or name a provider")
    from epoch_cli.providers.offline import OfflineProvider  # noqa: PLC0415  its knowledge is read on import

    return OfflineProvider()


async def open_with_model(name: str, model: str | None, surroundings: Surroundings) -> Provider:
    """As `open_provider`, but where nobody chooses a model, the first that the server lists.

    It may take long, and holds up nobody meanwhile: a row is opened in a thread, for its key may be what a command
    prints.

    Raises:
        EpochError: as `open_provider`, or the server cannot be asked, or lists no model.
    """
    added = surroundings.find_added(name)
    if name == OFFLINE or name.startswith(SESSION) or (added is not None and added.open is not None):
        return open_provider(name, model, surroundings)
    import asyncio  # noqa: PLC0415  whoever waits for this has it; those who only open have not

    provider = await asyncio.to_thread(open_remote, name, model, surroundings)
    if provider.model:
        return provider
    listed = await provider.list_models()
    if not listed:
        ways = "`ollama pull MODEL` gets one" if provider.row.dialect == "ollama" else "load one there"
        remedy = f"{ways}, or name one with -m"
        raise ProviderError(f"{provider.row.title} lists no model", remedy=remedy, kind="not_found")
    return await asyncio.to_thread(open_remote, name, listed[0].id, surroundings)


def _open_session(name: str, model: str | None, surroundings: Surroundings) -> Provider:
    """A recorded session as a provider; errors as of `open_session`."""
    if model:
        raise UsageError(f"a recorded session has no model {model!r}", remedy="leave --model out")
    from epoch_cli.providers.session import open_session  # noqa: PLC0415  only for a run that plays one

    return open_session(name.removeprefix(SESSION), surroundings.sessions or Path())


def _open_added(added: AddedProvider, model: str | None, surroundings: Surroundings) -> Provider:
    """A provider that an extension opens. It is given its own key, and nothing else of the surroundings."""
    key = find_key(added, surroundings.environment, surroundings.keys)
    if key is None and added.needs_key and surroundings.sends:
        ways = " or ".join(("", *added.key_variables))[4:]
        remedy = f"set {ways}" if ways else f"ask {added.origin}"
        raise ProviderError(f"no key for {added.name}", remedy=remedy, kind="auth")
    assert added.open is not None  # noqa: S101  so says who calls
    return added.open(model or "", None if key is None else key.text)


def open_remote(name: str, model: str | None, surroundings: Surroundings) -> RemoteProvider:
    """As `open_provider`, for a row: a provider that can be asked for its list of models, too.

    Raises:
        EpochError: as `open_provider`.
    """
    from epoch_cli.providers.prices import find_price  # noqa: PLC0415  only runs that ask a server need it
    from epoch_cli.providers.remote import RemoteProvider  # noqa: PLC0415  httpx, only for runs that ask a server

    added = surroundings.find_added(name)
    if added is not None:
        surroundings = surroundings._replace(own=own_with(added, surroundings.own))
    table = surroundings.table()
    if surroundings.added is not None and name.lower() not in table.providers:
        others = (each for each in surroundings.added.names if each != name)
        raise UsageError(f"no provider {name!r}", remedy=did_you_mean(name, (OFFLINE, *table.providers, *others)))
    row = table.provider(name)
    chosen = (table.find_model(model, row.name) if model else table.default_model(row)) or ModelRow(row.name, "")
    refuse_retired(chosen, surroundings.today, table)
    _check_id(chosen.id)
    row, key = make_ready(row, surroundings)
    secret = None if key is None else Secret(key.text)
    price = find_price(row, chosen.id, surroundings.today, surroundings.own, surroundings.cache)
    notice = retiring_notice(chosen, surroundings.today, table)
    return RemoteProvider(
        row, chosen, key=secret, network=surroundings.network, price=price, notices=[notice] if notice else []
    )


def _check_id(model: str) -> None:
    """Refuse an id that leads out of the place where models are: in some protocols it is a part of the path.

    Raises:
        UsageError: a part of it is `.` or `..`, and a project's file, which may choose a model, would choose what is
            done with the user's key; or it has characters that nobody can see.
    """
    if not {".", ".."}.isdisjoint(model.split("/")) or not model.isprintable():
        raise UsageError(f"no model has the id {model!r}", remedy="`epoch models` lists those that are known")


def make_ready(row: ProviderRow, surroundings: Surroundings) -> Opened:
    """A row with its address filled in, and its key.

    Raises:
        ConfigError, ProviderError: as `open_provider`.
    """
    row = row._replace(base_url=address_of(row, surroundings.environment))
    check_address(row.base_url, has_key=needs_key(row))
    if "?" in row.base_url or "#" in row.base_url:  # paths are put behind it; what it says may be secret
        what = f"the address of {row.title} has a query or a fragment"
        raise ConfigError(what, remedy="end it with its path, such as https://host/v1")
    if row.auth == "none" or not is_safe_for_keys(row.base_url):
        return Opened(row, None)  # a server in the house needs none, and one for another must not be read on the way
    key = find_key(row, surroundings.environment, surroundings.keys)
    if key is None and needs_key(row) and surroundings.sends:
        raise ProviderError(f"no key for {row.title}", remedy=_ways_to_a_key(row), kind="auth")
    return Opened(row, key)


def needs_key(row: ProviderRow) -> bool:
    """Whether a row with its address filled in cannot be asked without a key: not so on this machine."""
    return not (row.keyless or row.auth == "none" or is_loopback(host_of(row.base_url)))


def _ways_to_a_key(row: ProviderRow) -> str:
    ways = f"epoch keys set {row.name}"
    if row.key_variables:
        ways = f"{ways}, or set {' or '.join(row.key_variables)}"
    page = f" (a key is made at {row.key_page})" if row.key_page else ""
    return f"{ways}{page}; -p offline works without any key"
