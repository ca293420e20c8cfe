"""What the environment says about the way to a provider."""

from __future__ import annotations

from support.every_row import every_row

from epoch_cli.cli.surroundings import in_ci, network_of


def test_proxies_and_certificates_are_read_in_both_cases() -> None:
    found = network_of(
        {
            "HTTP_PROXY": "http://upper:1",
            "http_proxy": "http://lower:2",
            "HTTPS_PROXY": "https://secure:3",
            "ALL_PROXY": "socks5://all:4",
            "NO_PROXY": "a.example, .b.example ,,",
            "SSL_CERT_FILE": "/certs.pem",
            "SSL_CERT_DIR": "/certs",
        }
    )
    assert found.proxies == {"http": "http://lower:2", "https": "https://secure:3", "all": "socks5://all:4"}
    assert found.no_proxy == ("a.example", ".b.example")
    assert (found.certificates, found.certificate_directory) == ("/certs.pem", "/certs")


def test_an_empty_variable_in_small_letters_switches_a_proxy_off() -> None:
    assert network_of({"HTTP_PROXY": "http://upper:1", "http_proxy": ""}).proxies == {}


def test_nothing_set_is_nothing() -> None:
    found = network_of({})
    assert (found.proxies, found.no_proxy, found.certificates, found.certificate_directory) == ({}, (), "", "")


@every_row(
    ("value", "ci"), [("true", True), ("1", True), ("woodpecker", True), ("", False), ("false", False), ("0", False)]
)
def test_ci_is_what_says_so_and_is_not_switched_off(value: str, ci: bool) -> None:
    assert in_ci({"CI": value}) is ci
    assert not in_ci({})
