"""The way to a server: addresses that may be asked, and the proxy for each."""

from __future__ import annotations

import pytest
from support.every_row import every_row

from epoch_cli.errors import ConfigError
from epoch_cli.providers.network import Network, check_address

PROXY = "http://proxy.test:3128"


@every_row(
    "url",
    [
        "https://api.example.com/v1",
        "https://api.example.com:8443",
        "http://localhost:11434",
        "http://127.0.0.1:8080/v1",
        "http://127.8.8.8",
        "http://[::1]:8080/v1",
        "https://[2001:db8::1]/v1",
        "http://LOCALHOST:1",
        "https://é.example",
    ],
)
def test_an_address_that_a_key_may_go_to(url: str) -> None:
    check_address(url, has_key=True)


@every_row(
    "url",
    [
        "http://api.example.com/v1",
        "http://10.0.0.1:8080",
        "http://localhost.example.com",
        "http://127.0.0.1.example.com",
        "http://[2001:db8::1]/",
        "http://0.0.0.0:11434",
        "http://192.168.1.5",
        "http://127.1",
        "http://2130706433",
    ],
)
def test_a_key_is_never_sent_over_plain_http_to_another_machine(url: str) -> None:
    check_address(url, has_key=False)
    with pytest.raises(ConfigError, match="never sent over plain http"):
        check_address(url, has_key=True)


@every_row(
    "url",
    [
        "",
        "x",
        "api.example.com/v1",
        "ftp://x",
        "file:///etc/passwd",
        "https://",
        "https:///v1",
        "https://:80/",
        "//x/y",
        "https://u:hidden@x/",
        "https://hidden@x/",
        "https://x:port/",
        "https://x:99999/",
        "https://[::1/",
        "https://a b/",
        "https://x/\n",
        "http://127.0.0.1\\@x.example/",
        "https://x\x00/",
        "https://x\x7f/",
        "javascript:alert(1)",
    ],
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(ConfigError) as caught:
        check_address(url, has_key=False)
    assert "hidden" not in caught.value.message
    assert caught.value.remedy


@every_row(
    ("url", "network", "proxy"),
    [
        ("https://a.test", Network(), ""),
        ("https://a.test", Network({"https": PROXY}), PROXY),
        ("http://a.test", Network({"https": PROXY}), ""),
        ("http://a.test", Network({"all": PROXY}), PROXY),
        ("https://a.test", Network({"all": "http://other.test", "https": PROXY}), PROXY),
        ("https://a.test", Network({"https": "proxy.test:3128"}), PROXY),
        ("http://localhost:1", Network({"all": PROXY}), ""),
        ("http://127.0.0.1:1", Network({"all": PROXY}), ""),
        ("http://[::1]:1", Network({"all": PROXY}), ""),
    ],
)
def test_the_proxy_for_an_address(url: str, network: Network, proxy: str) -> None:
    assert network.proxy_for(url) == proxy


@every_row(
    ("entry", "url", "direct"),
    [
        ("*", "https://a.test", True),
        ("a.test", "https://a.test", True),
        ("A.Test", "https://a.test/v1", True),
        (".a.test", "https://a.test", True),
        ("a.test", "https://b.a.test", True),
        (".a.test", "https://b.a.test", True),
        ("a.test", "https://ba.test", False),
        ("b.a.test", "https://a.test", False),
        ("a.test:443", "https://a.test", True),
        ("a.test:8443", "https://a.test", False),
        ("a.test:8443", "https://a.test:8443", True),
        ("10.0.0.0/8", "http://10.1.2.3", True),
        ("10.0.0.0/8", "http://11.1.2.3", False),
        ("10.0.0.0/8", "http://a.test", False),
        ("10.1.2.3", "http://10.1.2.3", True),
        ("[2001:db8::1]", "http://[2001:db8::1]", True),
        ("2001:db8::1", "http://[2001:db8::1]", True),
        ("[2001:db8::1]:80", "http://[2001:db8::1]", True),
        ("", "http://a.test", False),
        (".", "http://a.test", False),
        ("nonsense/x", "http://a.test", False),
    ],
)
def test_what_is_reached_without_a_proxy(entry: str, url: str, direct: bool) -> None:
    assert Network({"all": PROXY}, ("other.test", entry)).proxy_for(url) == ("" if direct else PROXY)
