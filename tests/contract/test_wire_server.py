"""The server of these tests, seen through a bare socket: what it sends comes in pieces, and ends as it was told."""

from __future__ import annotations

import socket
import threading

from support.wire_server import Reply, WireServer

BODY = b"data: {}\n\n" * 500


def received(server: WireServer) -> list[bytes]:
    """What comes of one request, read by read, until the connection ends."""
    port = int(server.url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=5) as client:
        client.sendall(b"GET /there HTTP/1.1\r\nhost: here\r\n\r\n")
        return list(iter(lambda: client.recv(1 << 16), b""))


def chunks_in(sent: bytes) -> list[bytes]:
    rest = sent.partition(b"\r\n\r\n")[2]
    found = []
    while rest:
        line, _, rest = rest.partition(b"\r\n")
        size = int(line, 16)
        found.append(rest[:size])
        rest = rest[size + 2 :]
    return found


def test_a_body_comes_in_pieces_that_are_not_the_chunks(server: WireServer) -> None:
    server.answer("/there", Reply(BODY, seed=1))
    reads = received(server)
    chunks = chunks_in(b"".join(reads))
    assert len(reads) > 1, "a client that is slow for once may read most in one, but not all"
    assert len(chunks) > 12
    assert (chunks[-1], b"".join(chunks)) == (b"", BODY)
    assert all(len(chunk) <= 400 for chunk in chunks)


def test_the_same_seed_gives_the_same_chunks_and_another_gives_others(server: WireServer) -> None:
    server.answer("/there", Reply(BODY, seed=1), Reply(BODY, seed=1), Reply(BODY, seed=2))
    first, again, other = (chunks_in(b"".join(received(server))) for _ in range(3))
    assert first == again != other


def test_a_cut_body_has_no_end(server: WireServer) -> None:
    server.answer("/there", Reply(BODY, cut=True), Reply(BODY, cut=True, sized=True), Reply(BODY, seed=None))
    assert not b"".join(received(server)).endswith(b"0\r\n\r\n")
    assert f"content-length: {len(BODY) + 1}".encode() in b"".join(received(server))
    assert b"".join(received(server)).endswith(b"\r\n0\r\n\r\n")


def test_a_reply_halts_until_it_may_go_on(server: WireServer) -> None:
    go = threading.Event()
    server.answer("/there", Reply((b"first", go, b"second"), seed=None))
    timer = threading.Timer(0.1, go.set)
    timer.start()
    reads = received(server)
    timer.join()
    assert b"first" in reads[0]
    assert b"second" not in reads[0]
    assert b"second" in b"".join(reads)


def test_an_answer_can_be_made_from_its_request_and_paths_without_one_are_not_found(server: WireServer) -> None:
    server.answer("/there", lambda seen: Reply(seen.method + seen.headers["host"]))
    assert chunks_in(b"".join(received(server))) == [b"GEThere", b""]
    server.forget()
    assert b"".join(received(server)).startswith(b"HTTP/1.1 404 ")
