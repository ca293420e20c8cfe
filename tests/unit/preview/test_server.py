"""The server of a live page, over real connections: who may read, what readers are told, and how it ends."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest
from support.command import wait_until
from support.every_row import every_row
from support.live_pages import Reader, asked

from epoch_cli.preview.difference import settled
from epoch_cli.preview.frames import Frame, Frames
from epoch_cli.preview.markup import Element
from epoch_cli.preview.server import PageServer

PAGE = "<!doctype html><title>é</title>"
POLICY = "default-src 'none'"
FIRST = {"title": "First"}


def main(*words: str) -> Element:
    return Element("main", {"id": "ui-root"}, tuple(Element("p", {}, ((each,),)) for each in words))


def side(words: str = "") -> Element:
    return Element("div", {"id": "ui-side"}, ((words,),))


@contextmanager
def served(frames: Frames) -> Iterator[PageServer]:
    before = set(threading.enumerate())
    server = PageServer(PAGE, POLICY, frames)
    try:
        yield server
    finally:
        server.close()
    left = [thread for thread in threading.enumerate() if thread not in before]
    assert not left


def test_the_page_is_served_at_its_address_alone() -> None:
    with served(Frames()) as server:
        path = urlsplit(server.address).path
        assert len(path) == 34
        with asked(server.address) as answer:
            assert (answer.status, answer.read().decode()) == (200, PAGE)
            assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
            assert answer.headers["Content-Security-Policy"] == POLICY
            assert answer.headers["Cache-Control"] == "no-store"
            assert not any(name.lower().startswith("access-control") for name in answer.headers)
            assert "Server" not in answer.headers
        for other in ("/", "/favicon.ico", path[:-1], path + "x", "/" + "a" * 32 + "/", path + "../", path + "?a"):
            with asked(server.address, other) as answer:
                assert (answer.status, answer.read()) == (404, b""), other
    with served(Frames()) as another:
        assert urlsplit(another.address).path != path


@every_row("method", ["POST", "HEAD", "PUT", "DELETE", "OPTIONS", "<b>"])
def test_it_is_read_only(method: str) -> None:
    with served(Frames()) as server, asked(server.address, method=method) as answer:
        assert (answer.status, answer.read(), answer.headers["Allow"]) == (405, b"", "GET")


@every_row("host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:{}", "[::1]:{}", ""])
@every_row("path", ["", "events"])
def test_another_name_that_leads_here_is_refused(host: str, path: str) -> None:
    with served(Frames()) as server:
        port = urlsplit(server.address).port
        with asked(server.address, path, Host=host.format(port)) as answer:
            assert (answer.status, answer.read()) == (403, b"")
        with asked(server.address, "", Host=f"LOCALHOST:{port}") as answer:
            assert answer.status == 200


def test_nonsense_is_refused_without_a_word_of_it() -> None:
    with served(Frames()) as server:
        port = urlsplit(server.address).port
        for raw in (b"<script>alert(1)</script>\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"GET /" + b"a" * 70_000):
            with socket.create_connection(("127.0.0.1", port), 10) as connection:
                connection.sendall(raw + b"\r\n\r\n")
                connection.shutdown(socket.SHUT_WR)
                answer = b""
                try:
                    while piece := connection.recv(4096):
                        answer += piece
                except ConnectionResetError:  # it was not read to its end
                    pass
            assert b"script" not in answer
            assert b"aaaa" not in answer
            assert answer[:10] in {b"HTTP/1.0 4", b"HTTP/1.0 5", b""}


def test_a_reader_is_given_everything_first_and_then_what_changes() -> None:
    frames = Frames()
    frames.show(main("one"), side("a"), FIRST)
    with served(frames) as server, asked(server.address, "events") as answer:
        assert answer.headers["Content-Type"] == "text/event-stream; charset=utf-8"
        reader = Reader(answer)
        assert reader.event() == {"retry": "1000"}
        reader.frame()
        assert (reader.root, reader.side, reader.title) == (settled(main("one")), settled(side("a")), "First")
        frames.show(main("one", "two\n\n\u2028 \r x"), side("a"), FIRST)
        frames.show(None, side("b"), None)
        reader.frame()
        reader.frame()
        assert (reader.root, reader.side) == (settled(main("one", "two\n\n\u2028 \r x")), settled(side("b")))
        assert (reader.numbers, reader.whole) == ([1, 2, 3], [True, False, False])
        frames.end()
        assert not reader.frame()
        assert answer.read() == b""


def test_half_a_character_reaches_the_page_and_breaks_nothing() -> None:
    frames = Frames()
    with served(frames) as server, asked(server.address, "events") as answer:
        reader = Reader(answer)
        frames.show(main("half \ud800"), side(), FIRST)
        while not reader.numbers:
            reader.frame()
        assert reader.root == settled(main("half \ud800"))


def test_who_comes_again_or_late_is_given_everything() -> None:
    frames = Frames()
    frames.show(main("one"), side(), FIRST)
    with served(frames) as server:
        for words in ("one", "two"):
            frames.show(main(words), side(), FIRST)
            with asked(server.address, "events", **{"Last-Event-ID": "1"}) as answer:
                reader = Reader(answer)
                reader.event()
                reader.frame()
                assert (reader.whole, reader.root) == ([True], settled(main(words)))
        frames.end()
        with asked(server.address, "events") as answer:  # after the end, too: a page that was still loading
            reader = Reader(answer)
            reader.event()
            assert reader.frame()
            assert not reader.frame()


def test_a_slow_reader_is_given_everything_instead_of_a_long_queue() -> None:
    frames = Frames(most_kept=200_000)
    frames.show(main("first"), side(), FIRST)
    with served(frames) as server, asked(server.address, "events") as answer:
        reader = Reader(answer)
        reader.event()
        reader.frame()
        for number in range(300):  # 18 MB: more than the buffers between the two
            frames.show(main(f"{number:03}" * 20_000), side(), FIRST)
            time.sleep(0)
        assert sum(len(data) for _, data in frames._kept) <= 200_000
        frames.end()
        while reader.frame():
            pass
        assert reader.root == settled(main("299" * 20_000))
        assert reader.numbers[-1] == 301
        assert len(reader.numbers) < 301
        assert sum(reader.whole) >= 2


def test_a_silent_run_is_no_dead_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("epoch_cli.preview.server._HEARTBEAT", 0.05)
    with served(Frames()) as server, asked(server.address, "events") as answer:
        reader = Reader(answer)
        reader.event()
        assert [reader.event(), reader.event()] == [{"": ""}, {"": ""}]


def test_there_are_so_many_readers_and_no_more() -> None:
    with served(Frames()) as server:
        open_ones = [asked(server.address, "events") for _ in range(8)]
        for each in open_ones:
            assert each.__enter__().status == 200
        with asked(server.address, "events") as answer:
            assert (answer.status, answer.read()) == (503, b"")
        with asked(server.address) as answer:
            assert answer.status == 200
    for each in open_ones:
        each.__exit__(None, None, None)


def closed_at_once(server: PageServer) -> bool:
    """Whether a new connection is closed without a word."""
    with socket.create_connection(("127.0.0.1", urlsplit(server.address).port or 0), 10) as connection:
        try:
            return connection.recv(1) == b""
        except ConnectionResetError:
            return True


def test_connections_that_ask_for_nothing_are_bounded_and_end_with_it() -> None:
    with served(Frames()) as server:
        port = urlsplit(server.address).port or 0
        idle = [socket.create_connection(("127.0.0.1", port), 10) for _ in range(32)]
        assert closed_at_once(server)  # connections are taken in the order in which they came
        assert len(server._server._connections) == 32
    for connection in idle:
        connection.close()


def test_a_request_that_does_not_come_in_time_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("epoch_cli.preview.server._LONGEST_REQUEST", 0.3)
    with served(Frames()) as server:
        port = urlsplit(server.address).port or 0
        with (
            socket.create_connection(("127.0.0.1", port), 10) as idle,
            socket.create_connection(("127.0.0.1", port)) as slow,
        ):
            slow.settimeout(0.05)
            began = time.monotonic()
            for letter in b"GET / HTTP/1.1\r\nHost: a\r\nX-Slow: " + b"a" * 200:
                try:
                    slow.sendall(bytes([letter]))
                    if slow.recv(1) == b"":
                        break
                except TimeoutError:
                    continue
                except ConnectionError:
                    break
            assert 0.2 < time.monotonic() - began < 5  # all of it would take ten seconds
            assert idle.recv(1) == b""
            wait_until(lambda: not server._server._connections)


class Broken(Frames):
    """Frames with a bug that whoever reads them runs into."""

    def after(self, number: int, seconds: float) -> list[Frame]:
        raise LookupError(number, seconds)


def test_a_connection_that_ran_into_a_bug_is_closed_and_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Any] = []
    monkeypatch.setattr(threading, "excepthook", lambda about: told.append(about.exc_type))
    with served(Broken()) as server:
        for _ in range(10):  # more than there may be readers
            with asked(server.address, "events") as answer:
                assert (answer.status, answer.read()) == (200, b"retry: 1000\n\n")
        wait_until(lambda: not server._server._connections)
        with asked(server.address) as answer:
            assert answer.status == 200
    assert told == [LookupError] * 10


def test_a_connection_that_no_thread_can_be_had_for_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_more(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    with served(Frames()) as server:
        with monkeypatch.context() as patched:
            patched.setattr(threading.Thread, "start", no_more)
            assert closed_at_once(server)
        assert not server._server._connections
        with asked(server.address) as answer:
            assert answer.status == 200


def test_the_end_waits_for_a_page_that_is_loading_and_for_nobody_else() -> None:
    def waited(server: PageServer, seconds: float) -> float:
        began = time.monotonic()
        server.wait_until_seen(seconds)
        return time.monotonic() - began

    with served(Frames()) as server:
        assert 0.2 <= waited(server, 0.2) < 2  # nobody came
        began = time.monotonic()
        assert server.wait_until_seen(20, by_newcomers=False)
        assert time.monotonic() - began < 5
    frames = Frames()
    frames.show(main("one"), side(), FIRST)
    with served(frames) as server:
        read: list[Any] = []

        def late() -> None:
            time.sleep(0.2)
            with asked(server.address, "events") as answer:
                read.append(answer.read())

        thread = threading.Thread(target=late)
        thread.start()
        assert waited(server, 20) < 5
        thread.join()
        assert read[0].endswith(b"event: end\ndata: {}\n\n")
    frames = Frames()
    with served(frames) as server:
        with asked(server.address, "events") as answer:
            Reader(answer).event()
        for _ in range(3):  # until the server finds out that its reader has left
            frames.show(main(), side(str(time.monotonic())), FIRST)
            time.sleep(0.1)
        assert waited(server, 20) < 5
