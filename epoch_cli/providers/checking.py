"""Whether a provider answers: the cheap way, by its port, and the whole way, by its list of models."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from epoch_cli.errors import ConfigError, EpochError
from epoch_cli.providers.addresses import address_of
from epoch_cli.providers.opening import Surroundings, open_remote
from epoch_cli.providers.rows import ProviderRow

if TYPE_CHECKING:
    from epoch_cli.providers.dialects import ListedModel

KNOCK_SECONDS = 0.2
"""How long a server of one's own may take to accept a connection, before it counts as not running."""

_PORTS = {"http": 80, "https": 443}


class Checked(NamedTuple):
    """What became of asking a provider for its list of models.

    Attributes:
        name: of its row.
        models: what it lists; None when it did not answer.
        seconds: how long the answer took.
        failure: why there was none; empty when there was one.
        remedy: what to do about that.
    """

    name: str
    models: tuple[ListedModel, ...] | None = None
    seconds: float = 0.0
    failure: str = ""
    remedy: str = ""


async def check_provider(name: str, surroundings: Surroundings, *, seconds: float) -> Checked:
    """Ask a provider for its list of models; whatever goes wrong is told, not raised."""
    clock = asyncio.get_running_loop().time
    begun, title = clock(), ""
    try:
        # in a thread, as the user's command for a key may take its time while others are asked
        provider = await asyncio.to_thread(open_remote, name, None, surroundings)
        begun, title = clock(), provider.row.title
        async with asyncio.timeout(seconds):
            models = await provider.list_models()
    except TimeoutError:
        return Checked(name, seconds=clock() - begun, failure=f"no answer in {seconds:g} s", remedy="try again later")
    except EpochError as error:
        failure = error.message.removeprefix(f"{title}: ")  # whose it is stands beside it
        return Checked(name, seconds=clock() - begun, failure=failure, remedy=error.remedy)
    return Checked(name, tuple(models), clock() - begun)


async def listens(row: ProviderRow, surroundings: Surroundings) -> bool:
    """Whether anything accepts connections at a provider's address; far cheaper than a request, and than httpx."""
    try:
        parts = urlsplit(address_of(row, surroundings.environment))
        async with asyncio.timeout(KNOCK_SECONDS):
            _, writer = await asyncio.open_connection(parts.hostname, parts.port or _PORTS.get(parts.scheme, 80))
    except (OSError, ValueError, ConfigError):  # a TimeoutError is an OSError
        return False
    writer.close()
    return True
