"""Keys: where each is found, and a file that was never anybody else's to read."""

from __future__ import annotations

import os
import stat
import sys
import threading
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest

from epoch_cli.config import keys
from epoch_cli.config.keys import Key, KeyStore, checked_key, find_key, locate_key
from epoch_cli.errors import ConfigError, EpochError, ExitCode, ProviderError
from epoch_cli.providers.rows import ProviderRow

SECRET = "sk-Z9-do-not-show"


@pytest.fixture
def store(tmp_path: Path) -> KeyStore:
    return KeyStore(tmp_path / "config" / "epoch" / "keys.json")


@pytest.fixture
def nothing_masked() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def row(**values: object) -> ProviderRow:
    made = ProviderRow("acme", "Acme", "openai_chat", "https://acme.example", key_variables=("ACME_KEY", "ACME_TOKEN"))
    return made._replace(**values)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def command(code: str) -> str:
    return f"'{sys.executable}' -c '{code}'"


# ---------------------------------------------------------------- the file


def test_keys_are_kept_and_forgotten(store: KeyStore) -> None:
    assert store.get("acme") is None
    assert store.names() == []
    store.set("zeta", "sk-2")
    store.set("acme", "sk-1")
    store.set("acme", "sk-3")
    assert store.names() == ["acme", "zeta"]
    assert store.get("acme") == "sk-3"
    assert store.remove("acme")
    assert not store.remove("acme")
    assert store.names() == ["zeta"]


@pytest.mark.usefixtures("nothing_masked")
def test_the_file_and_its_folder_are_the_owners_alone(store: KeyStore) -> None:
    store.set("acme", SECRET)
    assert mode(store.path) == 0o600
    assert mode(store.path.parent) == 0o700
    assert store.exposure() == ""


@pytest.mark.usefixtures("nothing_masked")
def test_the_file_was_never_anybody_elses_to_read(store: KeyStore, monkeypatch: pytest.MonkeyPatch) -> None:
    created: list[tuple[str, int, int]] = []
    real = os.open

    def watched(path: str, flags: int, given: int = 0o777, **more: int) -> int:
        number = real(path, flags, given, **more)
        created.append((str(path), flags, stat.S_IMODE(os.fstat(number).st_mode)))
        return number

    monkeypatch.setattr(os, "open", watched)
    store.set("acme", SECRET)
    ours = [(flags, found) for path, flags, found in created if "keys.json" in path]
    assert ours
    assert all(found == 0o600 and flags & os.O_EXCL for flags, found in ours)


def test_nothing_is_left_beside_it_when_writing_fails(store: KeyStore, monkeypatch: pytest.MonkeyPatch) -> None:
    store.set("acme", "sk-1")

    def full(number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ConfigError, match="cannot be written") as caught:
        store.set("acme", SECRET)
    assert SECRET not in "".join(traceback.format_exception(caught.value))
    assert [each.name for each in store.path.parent.iterdir()] == ["keys.json"]
    assert store.get("acme") == "sk-1"


def test_a_link_to_the_file_stays_one(store: KeyStore, tmp_path: Path) -> None:
    real = tmp_path / "vault.json"
    real.write_text('{"zeta": "sk-2"}')
    real.chmod(0o600)
    store.path.parent.mkdir(parents=True)
    store.path.symlink_to(real)
    store.set("acme", "sk-1")
    assert store.path.is_symlink()
    assert KeyStore(real).names() == ["acme", "zeta"]


@pytest.mark.parametrize("others", [0o644, 0o640, 0o620, 0o604])
def test_a_file_that_others_may_use_is_used_with_a_warning(store: KeyStore, others: int) -> None:
    store.set("acme", SECRET)
    store.path.chmod(others)
    assert store.get("acme") == SECRET
    assert f"{others:04o}" in store.exposure()
    assert f"chmod 600 {store.path}" in store.exposure()
    store.set("acme", SECRET)
    assert store.exposure() == "", "writing it mends it"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'{\n "acme": "sk-Z9-do-not-show",\n nonsense }', ":3:2: not JSON"),
        (b'["sk-Z9-do-not-show"]', "expected an object of names and keys"),
        (b'{"acme": ["sk-Z9-do-not-show"]}', "acme: expected a string"),
        (b"\xff\xfe sk-Z9-do-not-show", "not JSON"),
        (b"", "not JSON"),
        (b'"' + b"x" * 2_000_000 + b'"', "larger than it can be"),
    ],
)
def test_a_damaged_file_says_where_and_shows_nothing(store: KeyStore, content: bytes, said: str) -> None:
    store.path.parent.mkdir(parents=True)
    store.path.write_bytes(content)
    for use in (store.names, lambda: store.get("acme"), lambda: store.set("zeta", "sk"), lambda: store.remove("acme")):
        with pytest.raises(ConfigError) as caught:
            use()
        assert str(store.path) in caught.value.message
        assert said in caught.value.message
        assert "epoch keys set" in caught.value.remedy
        assert SECRET not in "".join(traceback.format_exception(caught.value))
    assert store.path.read_bytes() == content


def test_a_folder_in_its_place_is_an_error(store: KeyStore) -> None:
    store.path.mkdir(parents=True)
    with pytest.raises(ConfigError, match="is no file"):
        store.names()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no such files here")
def test_a_pipe_in_its_place_is_not_waited_for(store: KeyStore) -> None:
    store.path.parent.mkdir(parents=True)
    os.mkfifo(store.path)
    for use in (store.names, lambda: store.set("acme", "sk-1")):
        with pytest.raises(ConfigError, match="is no file"):
            use()


def test_a_key_that_stands_where_a_name_belongs_is_not_shown(store: KeyStore) -> None:
    store.path.parent.mkdir(parents=True)
    store.path.write_text('{"sk-Z9-do-not-show-0123456789": {}}')
    with pytest.raises(ConfigError, match="expected a string") as caught:
        store.names()
    assert SECRET not in caught.value.message


def test_two_writers_lose_no_key_of_each_other(store: KeyStore) -> None:
    def write(first: int) -> None:
        for number in range(first, first + 10):
            KeyStore(store.path).set(f"n{number}", "sk")

    writers = [threading.Thread(target=write, args=(first,)) for first in (0, 10, 20)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert len(store.names()) == 30


def test_readers_never_see_half_a_file(store: KeyStore) -> None:
    store.set("acme", "sk-0")
    over = threading.Event()
    failures: list[EpochError] = []

    def read() -> None:
        while not over.is_set():
            try:
                assert str(store.get("acme")).startswith("sk-")
            except EpochError as error:
                failures.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(30):
        store.set("acme", f"sk-{number}" * 200)
    over.set()
    reader.join()
    assert failures == []


# ---------------------------------------------------------------- finding


def test_variables_come_in_order_then_the_file_then_the_command(store: KeyStore) -> None:
    asked = row(key_command=command("print(4)"))
    both = {"ACME_KEY": "1", "ACME_TOKEN": "2"}
    store.set("acme", "3")
    found = [find_key(asked, both, store), find_key(asked, {"ACME_TOKEN": "2"}, store), find_key(asked, {}, store)]
    store.remove("acme")
    found.append(find_key(asked, {}, store))
    found.append(find_key(row(), {}, store))
    assert found == [Key("1", "ACME_KEY"), Key("2", "ACME_TOKEN"), Key("3", str(store.path)), Key("4", "key-cmd"), None]


@pytest.mark.parametrize("empty", ["", "  ", "\n"])
def test_an_empty_variable_is_none(store: KeyStore, empty: str) -> None:
    assert find_key(row(), {"ACME_KEY": empty, "ACME_TOKEN": "2"}, store) == Key("2", "ACME_TOKEN")


def test_locating_a_key_runs_no_command(store: KeyStore, tmp_path: Path) -> None:
    trace = tmp_path / "ran"
    asked = row(key_command=command(f'open("{trace}", "w"); print(4)'))
    assert locate_key(asked, {}, store) == "key-cmd"
    assert not trace.exists()
    assert find_key(asked, {}, store) == Key("4", "key-cmd")
    assert trace.exists()


def test_a_key_shows_itself_nowhere() -> None:
    key = Key(SECRET, "ACME_KEY")
    assert SECRET not in f"{key} {key!r} {[key]}"
    assert "ACME_KEY" in repr(key)


def test_white_space_around_a_key_is_no_part_of_it(store: KeyStore) -> None:
    assert find_key(row(), {"ACME_KEY": " sk-1\r\n"}, store) == Key("sk-1", "ACME_KEY")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("sk-Z9\n-more", "a line break"),
        ("sk-Z9\r-more", "a line break"),
        ("sk-Z9 -more", "a space"),
        ("sk-Z9\u00a0-more", "a space"),
        ("sk-Z9ä-more", "not ASCII"),
        ("sk-Z9\x00-more", "a control character"),
        ("sk-Z9\x1b[31m", "a control character"),
        ("sk-Z9\udcff", "not ASCII"),
        ("  ", "is empty"),
    ],
)
def test_what_a_header_cannot_carry_is_no_key(text: str, said: str) -> None:
    with pytest.raises(ProviderError, match=said) as caught:
        checked_key(text, "ACME_KEY")
    assert caught.value.message.startswith("ACME_KEY ")
    assert caught.value.kind == "auth"
    assert caught.value.exit_code == ExitCode.PROVIDER
    assert "Z9" not in f"{caught.value} {caught.value.remedy}"


def test_a_stored_key_that_is_none_says_in_which_file(store: KeyStore) -> None:
    store.set("acme", "sk\n1")
    with pytest.raises(ProviderError, match=f"the key of acme in {store.path} holds a line break"):
        find_key(row(), {}, store)


# ---------------------------------------------------------------- key-cmd


def test_a_command_is_run_without_a_shell_and_without_stdin(store: KeyStore) -> None:
    asked = row(key_command=command("import sys; print(sys.argv[1:], sys.stdin.read())") + ' "$HOME;ls" "a b"')
    with pytest.raises(ProviderError, match="prints holds a space"):
        find_key(asked, {}, store)
    asked = row(key_command=command("import sys; print(sys.argv[1] + sys.stdin.read())") + " '$HOME;ls|*'")
    assert find_key(asked, {}, store) == Key("$HOME;ls|*", "key-cmd")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (command(f'import sys; print("{SECRET}"); sys.exit("{SECRET}")'), "ended with 1"),
        (command(f'print("{SECRET}\\n{SECRET}")'), "holds a line break"),
        (command("pass"), "prints is empty"),
        (f"no-such-program-at-all {SECRET}", "cannot be run"),
        (SECRET, "cannot be run"),
        (f"'{SECRET} is not closed", "no command"),
        ("  ", "no command"),
    ],
)
def test_a_command_that_fails_is_named_and_not_quoted(
    store: KeyStore, capfd: pytest.CaptureFixture[str], given: str, said: str
) -> None:
    with pytest.raises(EpochError, match=said) as caught:
        find_key(row(key_command=given), {}, store)
    assert "key-cmd of acme" in caught.value.message
    assert caught.value.remedy
    assert SECRET not in f"{caught.value} {caught.value.remedy}"
    assert capfd.readouterr() == ("", "")


def test_a_command_that_hangs_is_ended(store: KeyStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "COMMAND_SECONDS", 0.2)
    with pytest.raises(ProviderError, match="took longer than"):
        find_key(row(key_command=command("import time; time.sleep(60)")), {}, store)
