"""`epoch keys`: a key goes into one file that only its owner can read, and onto no screen."""

from __future__ import annotations

import json
import os
import signal
import stat
import sys
import termios
from pathlib import Path

import pytest
from support.command import Command, Inside
from support.terminal import Terminal, settle

KEY = "sk-Z9-never-shown"


def keys_file(command: Command) -> Path:
    return command.home / "config" / "epoch" / "keys.json"


def stored(command: Command) -> dict[str, str]:
    found: dict[str, str] = json.loads(keys_file(command).read_bytes())
    return found


# ---------------------------------------------------------------- set


def test_a_key_from_stdin_is_kept_for_its_owner_alone(epoch: Command) -> None:
    result = epoch("keys", "set", "anthropic", "--stdin", stdin=f"{KEY}\n".encode(), preexec_fn=lambda: os.umask(0))
    assert result.code == 0
    assert result.out == b""
    assert result.said == ["kept: the key of Anthropic, in ~/config/epoch/keys.json"]
    assert stored(epoch) == {"anthropic": KEY}
    assert stat.S_IMODE(keys_file(epoch).stat().st_mode) == 0o600
    assert stat.S_IMODE(keys_file(epoch).parent.stat().st_mode) == 0o700


def test_nothing_that_is_typed_is_shown(epoch: Command) -> None:
    with Terminal() as terminal:
        how = {"stdin": terminal.file, "stdout": terminal.file, "stderr": terminal.file}
        with epoch.start("keys", "set", "anthropic", **how) as process:
            terminal.wait_for("Key of Anthropic")
            terminal.press(f"{KEY}\n")
            assert process.wait(20) == 0
        settle(terminal)
        assert "kept: the key of Anthropic" in terminal.text
        assert KEY.encode() not in terminal.raw
        assert b"Z9" not in terminal.raw
    assert stored(epoch) == {"anthropic": KEY}


def test_leaving_the_prompt_keeps_nothing(epoch: Command) -> None:
    with Terminal() as terminal:
        how = {"stdin": terminal.file, "stdout": terminal.file, "stderr": terminal.file}
        with epoch.start("keys", "set", "anthropic", **how) as process:
            terminal.wait_for("Key of Anthropic")
            terminal.press("\x04")
            assert process.wait(20) == 2
        settle(terminal)
        assert "no key was given" in terminal.joined
    assert not keys_file(epoch).exists()


def test_ctrl_c_at_the_prompt_gives_the_terminal_back(epoch: Command) -> None:
    with Terminal() as terminal:
        how = {"stdin": terminal.file, "stdout": terminal.file, "stderr": terminal.file}
        with epoch.start("keys", "set", "anthropic", **how) as process:
            terminal.wait_for("Key of Anthropic")
            assert not termios.tcgetattr(terminal.file)[3] & termios.ECHO
            process.send_signal(signal.SIGINT)
            assert process.wait(20) == 130
        assert termios.tcgetattr(terminal.file)[3] & termios.ECHO
    assert not keys_file(epoch).exists()


def test_a_pipe_without_stdin_says_so(inside: Inside) -> None:
    result = inside("keys", "set", "anthropic", stdin=KEY.encode())
    assert result.code == 2
    assert "epoch keys set anthropic --stdin" in result.said[0]
    assert not keys_file(inside.command).exists()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("antropic", "did you mean 'anthropic'? there are offline, anthropic"),
        ("offline", "the offline composer needs no key"),
        ("Offline", "the offline composer needs no key"),
        ("\x1b[31m", "no provider"),
    ],
)
def test_a_name_that_takes_no_key(inside: Inside, name: str, said: str) -> None:
    result = inside("keys", "set", name, "--stdin", stdin=KEY.encode())
    assert result.code == 2
    assert said in result.said[0]
    assert b"\x1b" not in result.err
    assert not keys_file(inside.command).exists()


def test_a_key_in_place_of_a_name_is_not_shown(inside: Inside) -> None:
    result = inside("keys", "set", "sk-Z9-0123456789abcdef")
    assert result.code == 2
    assert "no provider's name" in result.said[0]
    assert "epoch keys set NAME" in result.said[0]
    assert b"Z9" not in result.err


@pytest.mark.parametrize("given", [b"", b"\n", b"sk-Z9\nsk-Z9\n", "sk-Z9-ä".encode(), b"sk-Z9\xff", b"Z9" * 100_000])
def test_what_is_no_key_is_not_kept(inside: Inside, given: bytes) -> None:
    result = inside("keys", "set", "anthropic", "--stdin", stdin=given)
    assert result.code in {2, 3}
    assert len(result.said) == 1
    assert b"Z9" not in result.err
    assert not keys_file(inside.command).exists()


def test_a_variable_that_comes_before_the_key_is_told(inside: Inside) -> None:
    inside.command.environment["ANTHROPIC_API_KEY"] = "sk-other-Z9"
    result = inside("keys", "set", "Anthropic", "--stdin", stdin=KEY.encode())
    assert result.said[1] == "note: ANTHROPIC_API_KEY is set in the environment and comes first"
    assert stored(inside.command) == {"anthropic": KEY}
    assert inside("keys", "set", "anthropic", "--stdin", "-q", stdin=KEY.encode()).err == b""


def test_a_provider_of_ones_own_has_a_key_like_any_other(inside: Inside) -> None:
    config = inside.command.home / "config" / "epoch" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text('[providers.acme]\nbase-url = "https://acme.example/v1"\n')
    assert inside("keys", "set", "acme", "--stdin", stdin=KEY.encode()).code == 0
    assert stored(inside.command) == {"acme": KEY}


# ---------------------------------------------------------------- list, path, remove


@pytest.fixture
def filled(inside: Inside) -> Inside:
    for name in ("anthropic", "groq"):
        assert inside("keys", "set", name, "--stdin", stdin=KEY.encode()).code == 0
    return inside


def test_keys_are_listed_with_their_places_and_without_themselves(filled: Inside) -> None:
    filled.command.environment.update(GROQ_API_KEY=KEY, GEMINI_API_KEY=KEY)
    result = filled("keys", "list")
    assert result.code == 0
    assert [line.split("  ")[0] for line in result.out.decode().splitlines()] == ["anthropic", "google", "groq"]
    first, second, third = (line.split() for line in result.out.decode().splitlines())
    assert first == ["anthropic", "~/config/epoch/keys.json"]
    assert second == ["google", "GEMINI_API_KEY"]
    assert third[:2] == ["groq", "GROQ_API_KEY"]
    assert "comes before the one that is stored" in " ".join(third)
    assert b"Z9" not in result.out + result.err


def test_the_list_for_programs(filled: Inside) -> None:
    found = json.loads(filled("keys", "list", "--output-format", "json").out)
    path = str(keys_file(filled.command))
    assert found == {
        "path": path,
        "keys": [
            {"name": "anthropic", "where": path, "stored": True, "known": True},
            {"name": "groq", "where": path, "stored": True, "known": True},
        ],
        "warning": None,
    }


def test_a_key_of_no_provider_is_listed_as_such(inside: Inside) -> None:
    path = keys_file(inside.command)
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"was\x1b[31m-there": KEY}))
    path.chmod(0o600)
    result = inside("keys", "list")
    assert result.out.decode().split() == [
        "was\\x1b[31m-there",
        "~/config/epoch/keys.json",
        *["no", "provider", "of", "this", "name"],
    ]
    assert inside("keys", "remove", "was\x1b[31m-there").code == 0
    assert stored(inside.command) == {}


def test_no_keys_are_no_error(inside: Inside) -> None:
    result = inside("keys", "list")
    assert (result.code, result.out) == (0, b"")
    assert "epoch keys set NAME" in result.said[0]


def test_a_file_that_others_may_read_is_used_and_told(filled: Inside) -> None:
    keys_file(filled.command).chmod(0o644)
    result = filled("keys", "list")
    assert result.code == 0
    assert result.out.startswith(b"anthropic")
    assert "chmod 600" in result.said[0]
    assert "0644" in json.loads(filled("keys", "list", "--output-format", "json").out)["warning"]


def test_a_damaged_file_is_an_error_that_says_where(filled: Inside) -> None:
    keys_file(filled.command).write_text(f'{{"anthropic": "{KEY}"')
    for arguments in (("list",), ("set", "groq", "--stdin"), ("remove", "groq")):
        result = filled("keys", *arguments, stdin=b"sk-1")
        assert result.code == 2
        assert f"{keys_file(filled.command)}:1:" in result.said[0]
        assert b"Z9" not in result.err


def test_the_path_is_printed_whether_the_file_is_there_or_not(inside: Inside) -> None:
    config = inside.command.home / "config" / "epoch" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text("not TOML")
    result = inside("keys", "path")
    assert (result.code, result.out.decode()) == (0, f"{keys_file(inside.command)}\n")


def test_a_key_is_forgotten(filled: Inside) -> None:
    result = filled("keys", "remove", "Groq")
    assert result.code == 0
    assert result.said == ["removed: the key of groq, from ~/config/epoch/keys.json"]
    assert stored(filled.command) == {"anthropic": KEY}
    again = filled("keys", "remove", "groq")
    assert again.code == 2
    assert "no key of 'groq'" in again.said[0]
    assert "there is anthropic" in again.said[0]


def test_an_unknown_format_names_those_there_are(inside: Inside) -> None:
    assert "did you mean 'json'?" in inside("keys", "list", "--output-format", "jsn").said[0]


def test_a_key_is_in_no_file_but_its_own(epoch: Command) -> None:
    assert epoch("keys", "set", "anthropic", "--stdin", stdin=KEY.encode()).code == 0
    outputs = [epoch(*words) for words in (("keys", "list"), ("providers",), ("doctor",), ("keys", "path"))]
    assert [result.code for result in outputs] == [0, 0, 0, 0]
    assert not any(b"Z9" in result.out + result.err for result in outputs)
    holding = [path for path in epoch.home.rglob("*") if path.is_file() and KEY.encode() in path.read_bytes()]
    assert holding == [keys_file(epoch)]


# ---------------------------------------------------------------- key-cmd


def test_the_users_command_is_not_run_to_list_where_keys_are(inside: Inside) -> None:
    ran = inside.work / "ran"
    config = inside.command.home / "config" / "epoch" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text(f"""[providers.groq]\nkey-cmd = '"{sys.executable}" -c "open(\\"{ran}\\", \\"w\\")"'\n""")
    assert inside("keys", "list").out.decode().split() == ["groq", "key-cmd"]
    assert not ran.exists()


def test_the_group_names_its_commands(inside: Inside) -> None:
    result = inside("keys", "--help")
    commands = result.out.decode().partition("Commands:")[2].split("\n")
    assert [line.split()[0] for line in commands if line.strip()] == ["set", "list", "path", "remove"]
