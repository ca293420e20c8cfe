"""What the user's machine says about providers, gathered for `providers/`, which looks at nothing by itself."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from epoch_cli.config.cache import Cache
from epoch_cli.config.keys import KeyStore
from epoch_cli.config.paths import cache_dir, keys_file, sessions_dir
from epoch_cli.providers.network import Network
from epoch_cli.providers.opening import Surroundings

if TYPE_CHECKING:
    from epoch_cli.config.settings import Settings
    from epoch_cli.extensions.gathered import Extensions


def surroundings_of(settings: Settings, extensions: Extensions | None = None) -> Surroundings:
    """The environment, the file of keys, the day, the user's own rows of the configuration, and extensions."""
    return Surroundings(
        environment=dict(os.environ),
        keys=KeyStore(keys_file()),
        today=datetime.now().astimezone().date(),
        network=network_of(os.environ),
        own=settings.own,
        cache=Cache(cache_dir()),
        sessions=sessions_dir(),
        added=None if extensions is None else extensions.providers,
    )


def in_ci(environment: Mapping[str, str]) -> bool:
    """Whether this runs in CI: every service sets `CI`, and people switch it off with `false` or `0`."""
    return environment.get("CI", "").strip().lower() not in {"", "0", "false", "no"}


def network_of(environment: Mapping[str, str]) -> Network:
    """What `HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY`, `NO_PROXY`, `SSL_CERT_FILE` and `SSL_CERT_DIR` say.

    Those of proxies may be in small letters, which come first, as curl has it; an empty one switches a proxy off.
    """

    def either(name: str) -> str:
        return environment.get(name, environment.get(name.upper(), "")).strip()

    return Network(
        proxies={kind: url for kind in ("http", "https", "all") if (url := either(f"{kind}_proxy"))},
        no_proxy=tuple(host for part in either("no_proxy").split(",") if (host := part.strip())),
        certificates=environment.get("SSL_CERT_FILE", ""),
        certificate_directory=environment.get("SSL_CERT_DIR", ""),
    )
