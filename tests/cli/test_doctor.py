"""`epoch doctor`: what there is, where it comes from, and what is wrong with it."""

from __future__ import annotations

import json
import os
import platform
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from support.command import Command
from support.terminal import Terminal, on_terminals

from epoch_cli import __version__

SECRET = "sk-Z9-never-shown"


def examined(epoch: Command, code: int = 0) -> dict[str, Any]:
    result = epoch("doctor", "--output-format", "json")
    assert result.code == code, result.out + result.err
    assert b"Z9" not in result.out + result.err
    found: dict[str, Any] = json.loads(result.out)
    return found


def config(epoch: Command, text: str) -> Path:
    path = epoch.home / "config" / "epoch" / "config.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def problem(epoch: Command) -> dict[str, str]:
    (only,) = examined(epoch, 1)["problems"]
    assert only["remedy"]
    return dict(only)


def test_a_machine_without_anything_is_in_order(epoch: Command) -> None:
    found = examined(epoch)
    assert found["problems"] == []
    assert found["versions"]["epoch"] == __version__
    assert found["versions"]["python"] == platform.python_version()
    assert found["versions"]["orjson"] == metadata.version("orjson")
    assert "pytest" not in found["versions"], "only what users need"
    assert found["paths"]["keys"] == f"{epoch.home}/config/epoch/keys.json (not there yet)"
    assert found["terminal"]["stdout"] == "no terminal"
    assert found["terminal"]["TERM"] == "xterm-256color"
    assert found["config"][0] == {"key": "preset", "value": "punk", "origin": "default"}
    assert "anthropic" in {row["name"] for row in found["providers"]}


def test_values_are_told_with_where_they_come_from(epoch: Command) -> None:
    own = config(epoch, 'budget = "foundation"\n[rules.severity]\nEP813 = "error"\n')
    project = epoch.work / "epoch.toml"
    project.write_text('provider = "offline"\nexclude = ["a", "b"]\n')
    epoch.environment["EPOCH_PRESET"] = "punk"
    found = {row["key"]: (row["value"], row["origin"]) for row in examined(epoch)["config"]}
    assert found["preset"] == ("punk", "EPOCH_PRESET")
    assert found["budget"] == ("foundation", str(own))
    assert found["provider"] == ("offline", str(project))
    assert found["exclude"] == ("a, b", str(project))
    assert found["model"] == ("-", "default")
    assert found["rules.severity.EP813"] == ("set", str(own))


def test_nothing_secret_is_shown(epoch: Command) -> None:
    assert epoch("keys", "set", "groq", "--stdin", stdin=SECRET.encode()).code == 0
    config(
        epoch,
        f'[providers.acme]\nbase-url = "https://acme.example/v1"\nkey-cmd = "echo {SECRET}"\n'
        f'[providers.acme.headers]\nX-Token = "{SECRET}"\n',
    )
    proxy = f"http://ann:{SECRET}@proxy.example:3128"
    epoch.environment.update(ANTHROPIC_API_KEY=SECRET, HTTPS_PROXY=proxy, ALL_PROXY=proxy, NO_PROXY="a.example,b")
    found = examined(epoch)
    assert found["network"]["https proxy"] == "http://***@proxy.example:3128"
    assert found["network"]["no proxy for"] == "a.example, b"
    keys = {row["name"]: row["key"]["where"] for row in found["providers"] if row["key"]["found"]}
    assert keys == {"anthropic": "ANTHROPIC_API_KEY", "groq": f"{epoch.home}/config/epoch/keys.json", "acme": "key-cmd"}
    text = epoch("doctor")
    assert text.code == 0
    assert b"Z9" not in text.out + text.err
    assert b"\nno problems\n" in text.out


# ---------------------------------------------------------------- what is wrong


def test_keys_that_others_may_read(epoch: Command) -> None:
    assert epoch("keys", "set", "groq", "--stdin", stdin=SECRET.encode()).code == 0
    path = epoch.home / "config" / "epoch" / "keys.json"
    path.chmod(0o644)
    found = problem(epoch)
    assert "open to other users (mode 0644)" in found["what"]
    assert found["remedy"] == f"run: chmod 600 {path}"


def test_a_damaged_file_of_keys(epoch: Command) -> None:
    path = epoch.home / "config" / "epoch" / "keys.json"
    path.parent.mkdir(parents=True)
    path.touch(0o600)
    path.write_text(f'{{"groq": "{SECRET}"')
    assert f"{path}:1:" in problem(epoch)["what"]


def test_a_configuration_that_cannot_be_used(epoch: Command) -> None:
    path = config(epoch, 'presett = "punk"\n')
    found = problem(epoch)
    assert found["what"] == f"{path}: presett: no such key"
    assert "did you mean 'preset'?" in found["remedy"]


@pytest.mark.parametrize("key", [f"{SECRET}\nmore", f"{SECRET}ä", f"{SECRET} more"])
def test_a_variable_that_holds_no_key(epoch: Command, key: str) -> None:
    epoch.environment["ANTHROPIC_API_KEY"] = key
    assert problem(epoch)["what"].startswith("ANTHROPIC_API_KEY holds ")


@pytest.mark.parametrize(
    ("environment", "what", "remedy"),
    [
        ({"SSL_CERT_FILE": "/no/such.pem"}, "SSL_CERT_FILE: /no/such.pem is not there", "SSL_CERT_FILE"),
        ({"SSL_CERT_DIR": "/no/such"}, "SSL_CERT_DIR: /no/such is not there", "SSL_CERT_DIR"),
        ({"PYTHONIOENCODING": "latin-1"}, "encoding is iso8859-1", "UTF-8"),
        ({"EPOCH_PROVIDER": "antropic"}, "no provider 'antropic'", "did you mean 'anthropic'?"),
        (
            {"EPOCH_PROVIDER": "anthropic"},
            "EPOCH_PROVIDER names anthropic, which has no key",
            "epoch keys set anthropic",
        ),
        ({"EPOCH_MODEL": "claude-opus-4-1-20250805"}, "was retired on", "use -m"),
        ({"EPOCH_PRESET": "no-such-preset"}, "no-such-preset", "punk"),
        ({"CLOUDFLARE_API_TOKEN": "t"}, "needs CLOUDFLARE_ACCOUNT_ID", "set CLOUDFLARE_ACCOUNT_ID"),
    ],
)
def test_what_is_wrong_is_told_with_what_to_do(
    epoch: Command, environment: dict[str, str], what: str, remedy: str
) -> None:
    epoch.environment.update(environment)
    found = problem(epoch)
    assert what in found["what"]
    assert remedy in found["remedy"]


def test_a_file_where_a_folder_belongs(epoch: Command) -> None:
    (epoch.home / "data").write_text("")
    assert "is no folder" in problem(epoch)["what"]


def test_problems_are_told_last_and_make_the_exit_code(epoch: Command) -> None:
    epoch.environment["EPOCH_PROVIDER"] = "an\x1b[31mtropic"
    result = epoch("doctor")
    assert result.code == 1
    assert b"\x1b" not in result.out
    *_, first, second = result.out.decode().splitlines()
    assert first.startswith("  - no provider 'an\\x1b[31mtropic'")
    assert second.startswith("    ")


@pytest.mark.parametrize("value", [b"half \xff", "C1 \x9b31m".encode(), "right to left \u202e".encode()])
def test_whatever_the_environment_holds_it_is_told_harmlessly(epoch: Command, value: bytes) -> None:
    epoch.environment["COLORTERM"] = os.fsdecode(value)
    for form in ("json", "text"):
        result = epoch("doctor", "--output-format", form)
        assert result.code == 0, result.err
        assert not {"\x9b", "\u202e", "\x1b"} & set(result.out.decode())
        assert value.split()[0] in result.out


def test_a_terminal_is_seen_as_one(epoch: Command) -> None:
    epoch.environment["COLORTERM"] = "truecolor"
    with Terminal(80, 100) as out, Terminal() as err:
        assert on_terminals(epoch, "doctor", out=out, err=err)[0] == 0
        text = out.raw.decode()
        assert "  stdout     terminal" in text
        assert "  COLORTERM  truecolor" in text
        assert "80 columns, 100 rows" in text
        assert str(epoch.home / "config" / "epoch" / "keys.json") in out.joined, "no path is cut"
