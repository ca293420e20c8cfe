"""Files that somebody else has named are read to a limit; those of our own, where nobody else could write them."""

from __future__ import annotations

import errno
import os
import sys
import threading
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from epoch_cli.config.bounded_reading import read_bounded, read_own, read_stream
from epoch_cli.config.cache import Cache
from epoch_cli.engine.cache import AnswerCache

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="devices, pipes and modes of a Unix")


@pytest.mark.parametrize("size", [0, 1, 1000])
def test_a_file_up_to_the_limit_is_read_whole(size: int, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"x" * size)
    assert read_bounded(path, 1000) == b"x" * size
    assert read_stream(BytesIO(b"x" * size), 1000) == b"x" * size


def test_what_is_larger_or_never_ends_is_refused(tmp_path: Path) -> None:
    sparse = tmp_path / "sparse"
    with sparse.open("wb") as file:
        file.truncate(1 << 40)
    for path in (sparse, Path("/dev/zero"), _link(tmp_path / "link", Path("/dev/zero"))):
        with pytest.raises(OSError, match="larger than 2 MiB") as error:
            read_bounded(path, 2 << 20)
        assert error.value.errno == errno.EFBIG
    with pytest.raises(OSError, match="larger than"), Path("/dev/zero").open("rb") as endless:
        read_stream(endless, 2 << 20)


def test_a_pipe_is_as_good_as_a_file(tmp_path: Path) -> None:
    pipe, data = tmp_path / "pipe", os.urandom(3 << 20)
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(data,))
    writer.start()
    assert read_bounded(pipe, 4 << 20) == data
    writer.join()


def test_a_stream_is_not_asked_again_at_its_end() -> None:
    asked: list[int] = []

    class Typed(BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            asked.append(size or 0)
            return super().read(size)

    assert read_stream(Typed(b"login page")) == b"login page"
    assert len(asked) == 1  # or who types it would have to end it twice


def _link(path: Path, target: Path) -> Path:
    path.symlink_to(target)
    return path


def _by_others(path: Path) -> None:
    path.chmod(0o666)


def _by_the_group(path: Path) -> None:
    path.chmod(0o660)


def _as_a_link(path: Path) -> None:
    path.rename(path.with_name("elsewhere"))
    path.symlink_to(path.with_name("elsewhere"))


def _as_a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


@pytest.mark.parametrize("plant", [_by_others, _by_the_group, _as_a_link, _as_a_pipe])
def test_an_entry_that_others_could_have_put_into_the_cache_is_made_again(
    plant: Callable[[Path], Any], tmp_path: Path
) -> None:
    cache = Cache(tmp_path)
    planted = {"providers": {"acme": {"key-cmd": "evil"}}}
    cache.cached("settings", b"provider = 'acme'", lambda: planted)
    (entry,) = tmp_path.iterdir()
    assert cache.cached("settings", b"provider = 'acme'", dict) == planted  # or what follows would prove nothing
    plant(entry)
    assert cache.cached("settings", b"provider = 'acme'", dict) == {}
    assert entry.lstat().st_mode & 0o7777 == 0o600
    assert read_own(entry).endswith(b"{}")


@pytest.mark.skipif(sys.platform == "win32" or os.getuid() != 0, reason="only root can give a file away")
def test_an_entry_of_another_user_does_not_count(tmp_path: Path) -> None:
    entry = tmp_path / "entry"
    entry.write_bytes(b"{}")
    entry.chmod(0o600)
    assert read_own(entry) == b"{}"
    os.chown(entry, 12345, 12345)
    with pytest.raises(PermissionError, match="others could have written it"):
        read_own(entry)


def test_an_answer_that_others_could_have_written_does_not_count(tmp_path: Path) -> None:
    entry, cache = tmp_path / "key.jsonl", AnswerCache(tmp_path)
    entry.write_bytes(b"{}\n")
    entry.chmod(0o666)
    assert cache.find("key") is None
    assert "others could have written it" in cache.failure
    assert entry.exists()  # it may be none of ours
    entry.chmod(0o600)
    assert cache.find("key") is None
    assert not entry.exists()  # one of ours that is damaged goes
