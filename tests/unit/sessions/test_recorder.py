"""A session file while it is written: private, its own, and whole lines only."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from epoch_cli import UnreadableError, read_session
from epoch_cli.events import TextReceived, encode
from epoch_cli.sessions import Recorder

EVENTS = [TextReceived(at=float(index), text="x" * index * 1000) for index in range(50)]
posix = pytest.mark.skipif(sys.platform == "win32", reason="file modes and links of POSIX")


@posix
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_a_session_is_private_from_its_creation(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        with Recorder(tmp_path / "s.jsonl") as recorder:
            assert stat.S_IMODE(recorder.path.stat().st_mode) == 0o600
            recorder.record(EVENTS[0])
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "s.jsonl").stat().st_mode) == 0o600


def test_it_works_where_files_have_no_flag_for_processes_that_are_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "O_CLOEXEC", raising=False)  # as on Windows
    with Recorder(tmp_path / "s.jsonl") as recorder:
        recorder.record(EVENTS[0])
        assert not os.get_inheritable(recorder._file)
    assert list(read_session(recorder.path)) == EVENTS[:1]


@posix
def test_its_folder_is_made_and_private(tmp_path: Path) -> None:
    with Recorder(tmp_path / "data" / "epoch" / "sessions" / "s.jsonl") as recorder:
        assert stat.S_IMODE(recorder.path.parent.stat().st_mode) == 0o700


def test_a_session_that_exists_is_never_continued(tmp_path: Path) -> None:
    path = tmp_path / "s.jsonl"
    path.write_text("mine\n")
    with pytest.raises(UnreadableError) as refused:
        Recorder(path)
    assert path.read_text() == "mine\n"
    assert str(path) in refused.value.message
    assert "--no-log" in refused.value.remedy


@posix
@pytest.mark.parametrize("there", [True, False])
def test_a_session_is_never_written_through_a_link(tmp_path: Path, there: bool) -> None:
    target = tmp_path / "target"
    if there:
        target.write_text("mine\n")
    (tmp_path / "s.jsonl").symlink_to(target)
    with pytest.raises(UnreadableError):
        Recorder(tmp_path / "s.jsonl")
    assert (target.read_text() == "mine\n") if there else not target.exists()


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UnreadableError) as refused:
        Recorder(tmp_path / "file" / "sessions" / "s.jsonl")
    assert refused.value.remedy


def test_each_event_is_one_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[bytes] = []
    write = os.write

    def watched(file: int, data: bytes) -> int:
        written.append(bytes(data))
        return write(file, data)

    with Recorder(tmp_path / "s.jsonl") as recorder:
        monkeypatch.setattr(os, "write", watched)
        for event in EVENTS:
            recorder.record(event)
        monkeypatch.undo()
    assert written == [encode(event) for event in EVENTS]
    assert (tmp_path / "s.jsonl").read_bytes() == b"".join(written)


def test_what_is_recorded_can_be_read_at_any_moment(tmp_path: Path) -> None:
    with Recorder(tmp_path / "s.jsonl") as recorder:
        for index, event in enumerate(EVENTS):
            assert list(read_session(recorder.path)) == EVENTS[:index]
            recorder.record(event)


def test_a_write_that_is_taken_in_parts_is_carried_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write
    with Recorder(tmp_path / "s.jsonl") as recorder:
        monkeypatch.setattr(os, "write", lambda file, data: write(file, data[:10]))
        recorder.record(EVENTS[1])
        monkeypatch.undo()
    assert list(read_session(tmp_path / "s.jsonl")) == [EVENTS[1]]


@posix
def test_its_file_is_not_inherited_by_programs_that_are_started(tmp_path: Path) -> None:
    path = tmp_path / "s.jsonl"
    look = f"""
import os
def same(number):
    try: return os.path.samestat(os.fstat(number), os.stat({str(path)!r}))
    except OSError: return False
print(any(same(number) for number in range(3, 256)))
"""
    with Recorder(path):
        done = subprocess.run(
            [sys.executable, "-c", look], capture_output=True, close_fds=False, check=True, timeout=60
        )
    assert done.stdout.strip() == b"False"


# ------------------------------------------------------------------ two of one name, and a disk that is full


def test_a_run_whose_id_is_taken_gets_the_next_that_is_free(tmp_path: Path) -> None:
    (tmp_path / "s.jsonl").write_text("mine\n")
    with Recorder.of(tmp_path, "s") as second, Recorder.of(tmp_path, "s") as third:
        assert [second.path.name, third.path.name] == ["s-2.jsonl", "s-3.jsonl"]
        second.record(EVENTS[1])
        third.record(EVENTS[2])
    assert (tmp_path / "s.jsonl").read_text() == "mine\n"
    assert list(read_session(tmp_path / "s-2.jsonl")) == [EVENTS[1]]
    assert list(read_session(tmp_path / "s-3.jsonl")) == [EVENTS[2]]


def test_a_free_id_is_kept(tmp_path: Path) -> None:
    with Recorder.of(tmp_path / "new", "s") as recorder:
        assert recorder.path == tmp_path / "new" / "s.jsonl"


@posix
def test_many_that_begin_at_once_never_write_into_one_file(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        recorders = list(pool.map(lambda _: Recorder.of(tmp_path, "s"), range(40)))
        list(pool.map(lambda pair: pair[1].record(TextReceived(at=0.0, text=str(pair[0]))), enumerate(recorders)))
    assert len({recorder.path for recorder in recorders}) == 40
    for index, recorder in enumerate(recorders):
        recorder.close()
        assert list(read_session(recorder.path)) == [TextReceived(at=0.0, text=str(index))]


@posix
def test_a_folder_that_cannot_be_written_is_told_and_not_tried_again_and_again(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UnreadableError, match="cannot be written"):
        Recorder.of(tmp_path / "file", "s")


@posix
def test_a_full_disk_leaves_no_half_line_behind(tmp_path: Path) -> None:
    """A limit on the size of files stands for the disk, in a process of its own."""
    path = tmp_path / "s.jsonl"
    write = f"""
import resource
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from epoch_cli.events import TextReceived
from epoch_cli.sessions import Recorder
resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000))
with Recorder(Path({str(path)!r})) as recorder:
    recorder.record(TextReceived(at=0.0, text="x" * 1000))
    recorder.record(TextReceived(at=0.0, text="y" * 1000))
    try:
        recorder.record(TextReceived(at=0.0, text="z" * 1000))
    except OSError as error:
        print(error.strerror)
"""
    done = subprocess.run([sys.executable, "-B", "-c", write], capture_output=True, check=True, timeout=60)
    assert done.stdout.strip() == b"File too large"
    torn: list[int] = []
    events = list(read_session(path, on_torn=torn.append))
    assert [event.text[0] for event in events if isinstance(event, TextReceived)] == ["x", "y"]
    assert torn == []
