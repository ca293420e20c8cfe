"""`epoch gen` with a server behind it: what is sent, what is shown and when, and how failures are told."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading

import pytest
from support.command import Command, wait_until
from support.terminal import Terminal, on_terminals
from support.wire_server import JSON, Reply, WireServer

KEY = "sk-test-0123456789abcdef"
PATCHES = (
    '{"op":"add","path":"/root","value":{"type":"Container","id":"page","children":[]}}\n',
    '{"op":"add","path":"/root/children/-","value":{"type":"Text","id":"title","text":"Welcome back"}}\n',
)


def event(**data: object) -> bytes:
    return b"data: " + json.dumps(data).encode() + b"\n\n"


def said(text: str) -> bytes:
    return event(type="response.output_text.delta", delta=text)


USAGE = {
    "input_tokens": 1200,
    "input_tokens_details": {"cached_tokens": 1000},
    "output_tokens": 90,
    "output_tokens_details": {"reasoning_tokens": 30},
}
END = event(type="response.completed", response={"status": "completed", "usage": USAGE})


def configure(epoch: Command, text: str) -> None:
    """Write the user's own configuration."""
    file = epoch.home / "config" / "epoch" / "config.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


@pytest.fixture
def asked(epoch: Command) -> Command:
    """The command with a key for OpenAI."""
    epoch.environment["OPENAI_API_KEY"] = KEY
    return epoch


def test_the_first_patch_is_on_the_screen_before_the_server_has_sent_the_second(asked: Command) -> None:
    seen_first = threading.Event()
    body = (said(PATCHES[0]), seen_first, said(PATCHES[1]), END)
    with WireServer({"/v1/responses": Reply(body)}) as server, Terminal() as terminal:
        configure(asked, f'[providers.openai]\nbase-url = "{server.url}/v1"\n')

        def watch(_: object) -> None:
            terminal.wait_for("#page")
            assert "Welcome" not in terminal.text
            seen_first.set()

        arguments = ("gen", "login form", "-p", "openai", "--model", "x")
        code, _, _ = on_terminals(asked, *arguments, out=terminal, err=terminal, watch=watch)
        (request,) = server.seen
        assert "Welcome back" in terminal.text
    assert code == 0
    assert request.headers["authorization"] == f"Bearer {KEY}"
    assert request.json["model"] == "x"
    assert request.json["stream"] is True


def test_patches_come_out_of_a_pipe_as_they_come_in(asked: Command) -> None:
    first = threading.Event()
    with WireServer({"/v1/responses": Reply((said(PATCHES[0]), first, said(PATCHES[1]), END))}) as server:
        configure(asked, f'[providers.openai]\nbase-url = "{server.url}/v1"\n')
        process = asked.start("gen", "login form", "-p", "openai", "-m", "x", "--usage")
        assert process.stdout is not None
        line = json.loads(process.stdout.readline())
        assert (line["op"], line["path"]) == ("add", "/root")
        first.set()
        out, err = process.communicate(timeout=20)
    assert process.returncode == 0
    assert len(out.splitlines()) == 1
    assert b"usage: 1200 tokens in (1000 from the cache), 90 out (30 thought), cost unknown" in err


def test_a_refused_key_is_told_once_with_the_remedy_and_nothing_falls_back(epoch: Command) -> None:
    epoch.environment["ANTHROPIC_API_KEY"] = KEY
    body = {"type": "error", "error": {"type": "authentication_error", "message": f"invalid x-api-key {KEY}"}}
    with WireServer({"/v1/messages": Reply(json.dumps(body).encode(), 401, JSON)}) as server:
        configure(epoch, f'[providers.anthropic]\nbase-url = "{server.url}"\n')
        done = epoch("gen", "login form", "-p", "anthropic", "--format", "json")
        assert len(server.seen) == 1
    assert done.code == 3
    assert done.err.count(b"invalid x-api-key") == 1
    assert b"epoch keys set anthropic" in done.err
    assert KEY.encode() not in done.out + done.err
    kept = [path for path in epoch.home.rglob("*") if path.is_file()]
    assert any("sessions" in path.parts for path in kept)
    assert [
        path for path in (*kept, *epoch.work.rglob("*")) if path.is_file() and KEY.encode() in path.read_bytes()
    ] == []


def test_a_dry_run_prints_the_request_without_the_key_and_sends_nothing(asked: Command) -> None:
    with WireServer() as server:
        configure(asked, f'[providers.openai]\nbase-url = "{server.url}/v1"\n')
        done = asked("gen", "login form", "-p", "openai", "-m", "x", "--dry-run")
        assert server.seen == []
        url = server.url
    assert done.code == 0
    request = json.loads(done.out)
    assert request["url"] == f"{url}/v1/responses"
    assert request["headers"]["authorization"] == "***"
    assert "login form" in json.dumps(request["body"])
    assert KEY.encode() not in done.out + done.err


def test_a_dry_run_needs_no_key_and_tells_of_what_would_be_said(epoch: Command) -> None:
    done = epoch("gen", "login form", "-p", "openai", "-m", "gpt-4o", "--dry-run")
    assert done.code == 0
    request = json.loads(done.out)
    assert request["headers"]["authorization"] == "***"
    assert "2027-01-14" in request["notices"][0]


def test_in_ci_nothing_that_costs_money_is_chosen_silently(asked: Command) -> None:
    asked.environment["CI"] = "true"
    done = asked("gen", "login form", "--format", "json")
    assert done.code == 0
    assert b"offline composer" in done.err
    assert b"CI is set" in done.err


def test_max_cost_needs_a_known_price_and_stops_a_run_that_costs_more(asked: Command) -> None:
    lines = b"".join(said(PATCHES[1]) for _ in range(400))
    with WireServer({"/v1/responses": Reply(said(PATCHES[0]) + lines + END)}) as server:
        rows = f'[providers.openai]\nbase-url = "{server.url}/v1"\n'
        configure(asked, rows)
        arguments = ("gen", "login form", "-p", "openai", "-m", "x", "--budget", "unlimited", "--max-cost", "0.02")
        unknown = asked(*arguments)
        assert (unknown.code, server.seen) == (2, [])
        assert b"no price is known" in unknown.err
        configure(asked, rows + '[prices."x"]\ninput = 1\noutput = 1000\n')
        stopped = asked(*arguments)
    assert stopped.code == 5
    assert b"$0.02" in stopped.err
    assert stopped.out.count(b"\n") < 400


def test_a_parameter_that_a_server_refuses_is_left_out_with_one_warning(asked: Command) -> None:
    refusal = {"error": {"message": "Unsupported value", "type": "invalid_request_error", "param": "temperature",
                         "code": "unsupported_value"}}  # fmt: skip
    answers = [Reply(json.dumps(refusal).encode(), 400, JSON), Reply(b"".join(map(said, PATCHES)) + END)]
    with WireServer({"/v1/responses": answers}) as server:
        configure(asked, f'[providers.openai]\nbase-url = "{server.url}/v1"\nsampling = true\n')
        done = asked("gen", "login form", "-p", "openai", "-m", "x", "--param", "temperature=0.2")
        first, second = (request.json for request in server.seen)
    assert done.code == 0
    assert done.err.count(b"temperature") == 1
    assert first["temperature"] == 0.2
    assert "temperature" not in second


@pytest.mark.parametrize(
    "arguments",
    [
        ("--param", "warmth=1"),
        ("--param", "temperature=hot"),
        ("--param", "temperature="),
        ("--param", "effort=huge"),
        ("--param", f"seed={1 << 63}"),
        ("--param", f"max_tokens={1 << 63}"),
        ("--max-cost", "much"),
        ("--max-cost", "-1"),
        ("--constrain", "maybe"),
        ("-p", "opnai"),
        ("-m", "no-such-model"),
    ],
)
def test_values_that_cannot_be_used_are_usage_errors(epoch: Command, arguments: tuple[str, ...]) -> None:
    done = epoch("gen", "login form", *arguments)
    assert (done.code, done.out) == (2, b"")
    assert len(done.said) == 1


def test_a_retired_model_is_refused_with_its_successor(asked: Command) -> None:
    done = asked("gen", "login form", "-m", "gpt-4-turbo")
    assert done.code == 2
    assert b"2026-10-23" in done.err
    assert b"gpt-6.1-terra" in done.err


# ---------------------------------------------------------------- what a stranger meets


def test_what_a_model_says_instead_of_an_interface_is_told(asked: Command) -> None:
    sorry = said("Sorry, I cannot draw \x1b[31m") + said("\nbombs.") + END
    with WireServer({"/v1/responses": Reply(sorry)}) as server:
        configure(asked, f'[providers.openai]\nbase-url = "{server.url}/v1"\n')
        done = asked("gen", "a bomb", "-p", "openai", "-m", "x", "--retries", "0", "--no-fallback")
    assert done.code == 3
    told = "epoch: OpenAI x wrote no interface, but “Sorry, I cannot draw \\x1b[31m bombs.”; ask again"
    assert any(line.startswith(told) for line in done.said)


def test_a_request_that_was_turned_away_took_nothing(asked: Command) -> None:
    with WireServer() as gone:
        nowhere = gone.url
    refused = Reply(b'{"error":{"message":"no"}}', 401, JSON)
    with WireServer({"/v1/responses": refused}) as server:
        for url in (server.url, nowhere):
            configure(asked, f'[providers.openai]\nbase-url = "{url}/v1"\n')
            done = asked("gen", "login form", "-p", "openai", "--usage", "--retries", "0", "--no-fallback")
            assert done.code == 3
            assert "usage: 0 tokens in, 0 out, cost free" in done.said


def test_a_project_cannot_lead_a_key_to_another_part_of_an_api(asked: Command) -> None:
    asked.environment["CLOUDFLARE_API_TOKEN"] = KEY
    with WireServer() as server:
        configure(asked, f'[providers.cloudflare]\nbase-url = "{server.url}/ai"\n')
        (asked.work / "epoch.toml").write_text('provider = "cloudflare"\nmodel = "../../zones/purge"\n')
        done = asked("gen", "login form")
        assert done.code == 2
        assert server.seen == []


def test_ctrl_c_while_the_command_for_a_key_runs_ends_it(epoch: Command) -> None:
    begun = epoch.home / "begun"
    script = epoch.work / "slow.py"
    script.write_text(f"import pathlib, time; pathlib.Path({str(begun)!r}).touch(); time.sleep(60)")
    configure(epoch, f"""[providers.openai]\nkey-cmd = "'{sys.executable}' '{script}'"\n""")
    with epoch.start("gen", "login form", "-p", "openai", start_new_session=True) as process:
        wait_until(begun.exists)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does
        _, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert b"key-cmd" not in err


def test_an_argument_that_is_no_text_is_sent_as_far_as_it_is(asked: Command) -> None:
    with WireServer({"/v1/responses": Reply(said(PATCHES[0]) + END)}) as server:
        configure(asked, f'[providers.openai]\nbase-url = "{server.url}/v1"\n')
        done = asked("gen", b"caf\xe9", "-p", "openai", "-m", "x", "-q")
        assert (done.code, done.err) == (0, b"")
        assert server.seen[0].json["input"][0]["content"] == "caf?"
