"""Where a provider is reached, as the environment says."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from support.every_row import every_row

from epoch_cli.errors import ConfigError, ExitCode
from epoch_cli.providers.addresses import (
    address_of,
    host_of,
    is_loopback,
    is_safe_for_keys,
    without_password,
)
from epoch_cli.providers.rows import ProviderRow

OLLAMA = ProviderRow("ollama", "Ollama", "ollama", "http://localhost:11434", base_variable="OLLAMA_HOST")


@every_row(
    ("given", "address"),
    [
        ("", "http://localhost:11434"),
        ("  ", "http://localhost:11434"),
        ("gpu-box", "http://gpu-box:11434"),
        ("gpu-box:8000", "http://gpu-box:8000"),
        (":8000", "http://localhost:8000"),
        ("0.0.0.0", "http://127.0.0.1:11434"),
        ("0.0.0.0:8000", "http://127.0.0.1:8000"),
        ("[::1]:8000", "http://[::1]:8000"),
        ("[::]", "http://[::1]:11434"),
        ("::1", "http://[::1]:11434"),
        ("10.0.0.7:8000/ollama/", "http://10.0.0.7:8000/ollama"),
        ("http://gpu-box", "http://gpu-box"),
        ("https://ollama.example/api/", "https://ollama.example/api"),
        ("https://gpu-box:8443", "https://gpu-box:8443"),
        ("http://0.0.0.0:8000", "http://127.0.0.1:8000"),
    ],
)
def test_a_variable_may_leave_out_scheme_and_port_as_ollama_has_it(given: str, address: str) -> None:
    assert address_of(OLLAMA, {"OLLAMA_HOST": given}) == address


def test_variables_in_an_address_are_filled_in() -> None:
    row = OLLAMA._replace(base_url="https://{REGION}.example/{ACCOUNT}/ai", base_variable="")
    assert address_of(row, {"REGION": "eu", "ACCOUNT": " a1 "}) == "https://eu.example/a1/ai"


@pytest.mark.parametrize("environment", [{}, {"ACCOUNT": ""}, {"ACCOUNT": " "}])
def test_a_variable_that_is_not_set_is_named(environment: Mapping[str, str]) -> None:
    row = OLLAMA._replace(base_url="https://x.example/{ACCOUNT}/ai", base_variable="")
    with pytest.raises(ConfigError, match="the address of Ollama needs ACCOUNT, which is not set") as caught:
        address_of(row, environment)
    assert caught.value.remedy == "set ACCOUNT, or base-url in [providers.ollama] of your config.toml"
    assert caught.value.exit_code == ExitCode.USAGE


@every_row(
    ("url", "here", "safe"),
    [
        ("http://localhost:1", True, True),
        ("http://LOCALHOST./", True, True),
        ("http://127.8.9.1", True, True),
        ("http://[::1]:1/x", True, True),
        ("http://127.0.0.1.example", False, False),
        ("http://localhost.example", False, False),
        ("http://10.0.0.1", False, False),
        ("https://10.0.0.1", False, True),
        ("HTTPS://x.example", False, True),
        ("http://[broken", False, False),
        ("", False, False),
    ],
)
def test_only_this_machine_and_encrypted_ways_are_safe_for_keys(url: str, here: bool, safe: bool) -> None:
    assert is_loopback(host_of(url)) is here
    assert is_safe_for_keys(url) is safe


@every_row(
    ("url", "shown"),
    [
        ("http://ann:sk-Z9@proxy:3128/x@y", "http://***@proxy:3128/x@y"),
        ("http://sk-Z9@proxy", "http://***@proxy"),
        ("ann:sk-Z9@proxy:3128", "***@proxy:3128"),
        ("http://a@b:sk-Z9@proxy", "http://***@proxy"),
        ("http://proxy:3128", "http://proxy:3128"),
        ("http://proxy/a@b", "http://proxy/a@b"),
        ("-", "-"),
    ],
)
def test_passwords_in_addresses_are_not_shown(url: str, shown: str) -> None:
    assert without_password(url) == shown
