"""What goes wrong with a server, as a user sees it: the exit code, the patches on stdout, the document in the file."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from support.command import Command, Inside
from support.continuing import Content
from support.faulty_server import ENDED, document_in, ended, event, events
from support.recovered import same
from support.scripted import add
from support.wire_server import JSON, Reply, Seen, WireServer

from epoch_cli.document import apply_patch

LOGIN = Content(
    [
        add("/root", {"type": "Form", "id": "login", "children": []}),
        add("/root/children/-", {"type": "Input", "id": "email", "props": {"label": "Email"}}),
        add("/root/children/-", {"type": "Button", "id": "send", "text": "Sign in"}),
    ]
)
HALF = Reply(events(LOGIN.lines[0] + LOGIN.lines[1][:40]), cut=True)
EMPTY = Reply(events("No."), cut=True)


def rest(seen: Seen) -> Reply:
    """What is missing, as a model writes it."""
    told = "\n".join(str(message["content"]) for message in seen.json["messages"])
    return Reply(events("".join(LOGIN.lines[1:]) if document_in(told) else LOGIN.text) + ENDED)


def failing(status: int) -> Reply:
    return Reply(json.dumps({"error": {"message": "as told"}}).encode(), status, JSON)


Answers = Reply | Callable[[Seen], Reply] | list[Any]
CASES: dict[str, tuple[Answers, tuple[str, ...], int, int, int]] = {
    # the answers, more flags: the exit code, requests, patches on stdout
    "good": (rest, (), 0, 1, 3),
    "cut": ([HALF, rest], (), 0, 2, 3),
    "cut, and no retries": (HALF, ("--retries", "0", "--no-fallback"), 3, 1, 1),
    "401": (failing(401), (), 3, 1, 0),
    "402": (failing(402), (), 3, 1, 0),
    "404": (failing(404), (), 3, 1, 0),
    "500": (failing(500), ("--retries", "1", "--no-fallback"), 3, 2, 0),
    "500, and the offline composer": (failing(500), ("--retries", "0"), 7, 1, -1),
    "500, and nothing": (failing(500), ("--retries", "0", "--fallback", "empty"), 7, 1, 1),
    "500, and another": (failing(500), ("--retries", "0", "--fallback", "other"), 0, 1, 3),
    "401, and another": (failing(401), ("--fallback", "other"), 0, 1, 3),
    "408": (failing(408), ("--no-fallback",), 4, 2, 0),
    "no time": (failing(429), ("--timeout", "0.01"), 4, -1, 0),
    "length": (Reply(events(LOGIN.lines[0]) + ended("length")), ("--retries", "0"), 5, 1, 1),
    "no tokens": (Reply(events(LOGIN.lines[0] + "and " * 40_000) + ENDED), (), 5, 1, 1),
    "refusal": (Reply(event(delta={"refusal": "I will not."}) + ENDED), ("--no-fallback",), 3, 1, 0),
}


def configure(epoch: Command, server: WireServer, other: WireServer) -> None:
    file = epoch.home / "config" / "epoch" / "config.toml"
    file.parent.mkdir(parents=True)
    tables = (
        f'[providers.{name}]\nbase-url = "{address}"\nauth = "none"\nkeyless = true\nmodel = "m"\n'
        for name, address in ((server_name(server), server.url), ("other", other.url))
    )
    file.write_text("\n".join(tables), "utf-8")


def server_name(server: WireServer) -> str:
    """A name of its own: what others did to a port must not open the circuit breaker."""
    return f"own-{server.url.rpartition(':')[2]}-{id(server)}"


def check(case: str, run: Callable[..., Any], epoch: Command) -> None:
    answers, flags, code, requests, patches = CASES[case]
    with WireServer({"/chat/completions": answers}) as server, WireServer({"/chat/completions": rest}) as other:
        configure(epoch, server, other)
        done = run("gen", "login form", "-p", server_name(server), "--no-cache", *flags)
        seen = len(server.seen)
    assert done.code == code, done.err
    assert requests in {seen, -1}
    assert patches in {len(done.lines), -1}, done.out
    document: Any = {}
    for patch in done.lines:
        document = apply_patch(document, patch).document
    if code == 0:
        assert same(document, LOGIN.target)
    assert [patch["meta"]["sequence"] for patch in done.lines] == list(range(1, len(done.lines) + 1))
    (session,) = epoch.sessions()
    again = run("replay", str(session), "--instant", "--format", "jsonl")
    assert (again.code, again.out) == (0, done.out)


@pytest.mark.parametrize("case", CASES)
def test_a_server_that_fails_ends_in_the_documented_exit_code(inside: Inside, epoch: Command, case: str) -> None:
    check(case, inside, epoch)


@pytest.mark.parametrize("case", ["cut", "401", "500, and the offline composer", "408", "length"])
def test_as_a_process_of_its_own_too(epoch: Command, case: str) -> None:
    check(case, epoch, epoch)
