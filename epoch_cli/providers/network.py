"""The way to a server: which addresses may be asked, through which proxy, trusting whose certificates. No I/O."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_address, ip_network
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

from epoch_cli.errors import ConfigError
from epoch_cli.providers.addresses import is_loopback, is_safe_for_keys

_LONGEST_PORT = 5  # digits
_PORTS = {"http": 80, "https": 443}
_PROXIES = frozenset({"http", "https", "socks5", "socks5h"})
_NOTHING: Mapping[str, str] = MappingProxyType({})


class Network(NamedTuple):
    """Proxies and certificates, as the environment names them; nothing below the command line reads it.

    Attributes:
        proxies: URLs of proxies by what they are for: `http`, `https`, `all`.
        no_proxy: hosts, or ends of their names, that are reached without one; `*` for all (`NO_PROXY`).
        certificates: a file of certificates to trust instead of the usual ones (`SSL_CERT_FILE`).
        certificate_directory: a folder of them (`SSL_CERT_DIR`).
    """

    proxies: Mapping[str, str] = _NOTHING
    no_proxy: tuple[str, ...] = ()
    certificates: str = ""
    certificate_directory: str = ""

    def proxy_for(self, url: str) -> str:
        """The URL of the proxy for an address, empty for none. This machine is never reached through one.

        Raises:
            ConfigError: the proxy is not one that can be used.
        """
        parts = urlsplit(url)
        host = parts.hostname or ""
        proxy = self.proxies.get(parts.scheme) or self.proxies.get("all") or ""
        if not proxy or is_loopback(host) or self._goes_direct(host, parts.port or _PORTS[parts.scheme]):
            return ""
        proxy = proxy if "://" in proxy else f"http://{proxy}"
        if urlsplit(proxy).scheme not in _PROXIES or not urlsplit(proxy).hostname:
            remedy = "set HTTPS_PROXY to an address such as http://proxy.example:3128"
            raise ConfigError(f"{origin(proxy)} cannot be used as a proxy", remedy=remedy)
        return proxy

    def _goes_direct(self, host: str, port: int) -> bool:
        return any(entry == "*" or _covers(entry.lower(), host, port) for entry in self.no_proxy)


def _covers(entry: str, host: str, port: int) -> bool:
    """Whether an entry of `NO_PROXY` means a host: the end of its name, with or without a dot; a port or a network too.

    As curl has it, but for ports, which other programs take there.
    """
    if "/" in entry:
        try:
            return ip_address(host) in ip_network(entry, strict=False)
        except ValueError:
            return False
    name, colon, its_port = entry.rpartition(":")
    numbered = its_port.isdecimal() and len(its_port) <= _LONGEST_PORT
    if colon and numbered and not name.endswith(":") and (":" not in name or name.endswith("]")):
        return int(its_port) == port and _covers(name, host, port)
    name = entry.strip("[]").lstrip(".")
    return bool(name) and (host == name or host.endswith(f".{name}"))


def check_address(url: str, has_key: bool) -> None:  # noqa: FBT001  said by name or plain at every call
    """Refuse an address that cannot be asked, or that a key must not be sent to.

    Raises:
        ConfigError: it is not http or https, has a user and password or no host, or it is plain http to another machine
            and there is a key: a key is never sent where others can read it.
    """
    parts = _parts_of(url)
    if parts is None or not parts.hostname:
        raise ConfigError(f"{origin(url)} is not an address", remedy="write it as https://host/path")
    if parts.scheme not in _PORTS:
        raise ConfigError(f"{origin(url)} is neither http nor https", remedy="write it as https://host/path")
    if "@" in parts.netloc:
        remedy = "leave them out, and give the key with `epoch keys set`"
        raise ConfigError(f"the address of {origin(url)} has a user or a password in it", remedy=remedy)
    if has_key and not is_safe_for_keys(url):
        what = f"{origin(url)} is plain http on another machine, and a key is never sent over plain http"
        raise ConfigError(what, remedy="use https, a tunnel to this machine, or no key")


def _parts_of(url: str) -> SplitResult | None:
    """The parts of a URL; None when it is none, or when others could read it in another way."""
    if any(character <= " " or character in "\\\x7f" for character in url):
        return None
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises when it is no number
    except ValueError:
        return None
    return parts


def origin(url: str) -> str:
    """Scheme, host and port of a URL, for messages: the rest may be secret. `(a URL)` when it has no such thing."""
    parts = _parts_of(url)
    if parts is None or not parts.netloc:
        return repr(url) if len(url) < 100 and "@" not in url else "that"
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
