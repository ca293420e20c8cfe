"""Where a provider is reached: its address, with what the environment says about it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit, urlunsplit

from epoch_cli.errors import ConfigError
from epoch_cli.providers.rows import ProviderRow

_VARIABLE = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*)\}")


def address_of(row: ProviderRow, environment: Mapping[str, str]) -> str:
    """A row's base URL with what the environment says about it.

    Raises:
        ConfigError: it needs a variable that is not set; names it.
    """
    given = environment.get(row.base_variable, "").strip() if row.base_variable else ""
    if given:
        return _completed(given, row.base_url)

    def value(found: re.Match[str]) -> str:
        text = environment.get(found[1], "").strip()
        if text:
            return text
        remedy = f"set {found[1]}, or base-url in [providers.{row.name}] of your config.toml"
        raise ConfigError(f"the address of {row.title} needs {found[1]}, which is not set", remedy=remedy)

    return _VARIABLE.sub(value, row.base_url)


def _completed(given: str, base_url: str) -> str:
    """An address that may lack its scheme and port, as Ollama takes `OLLAMA_HOST`: the usual ones are put in.

    A server listens at `0.0.0.0`, but nobody can be sent there.
    """
    usual = urlsplit(base_url)
    scheme, separator, rest = given.partition("://")
    if not separator:
        scheme, rest = usual.scheme, given
    place, slash, path = rest.partition("/")
    user, at, server = place.rpartition("@")
    host, port = _host_and_port(server)
    if not port and not separator and usual.port:
        port = str(usual.port)
    host = {"": usual.hostname or "localhost", "0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    shown = f"[{host}]" if ":" in host else host
    server = f"{shown}:{port}" if port else shown
    return urlunsplit((scheme, f"{user}{at}{server}", f"{slash}{path}".rstrip("/"), "", ""))


def _host_and_port(server: str) -> tuple[str, str]:
    """`host:port`, `host`, `:port`, `[::1]:port` or a bare IPv6 address as two."""
    if server.startswith("["):
        host, _, port = server[1:].partition("]")
        return host, port.removeprefix(":")
    if server.count(":") > 1:
        return server, ""
    host, _, port = server.partition(":")
    return host, port


def host_of(url: str) -> str:
    """The host of a URL; empty where it has none, or is no URL."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def is_loopback(host: str) -> bool:
    """Whether a host is this machine, by its name or address alone."""
    if host.lower().rstrip(".") == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def is_safe_for_keys(url: str) -> bool:
    """Whether nobody on the way can read what is sent there: it is encrypted, or stays on this machine."""
    return url.lower().startswith("https://") or is_loopback(host_of(url))


def without_password(url: str) -> str:
    """A URL as it may be shown: whoever it names, and what they prove it with, is `***`."""
    before, separator, rest = url.partition("://")
    place, slash, path = (rest if separator else before).partition("/")
    user, at, server = place.rpartition("@")
    shown = f"***{at}{server}{slash}{path}" if user or at else f"{place}{slash}{path}"
    return f"{before}{separator}{shown}" if separator else shown
