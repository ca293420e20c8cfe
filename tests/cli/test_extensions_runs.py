"""Plugins that have a part in runs: providers that write them, readers that make data of them, and what doctor says."""

from __future__ import annotations

import json
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from support.command import Inside, Result
from support.plugins import install
from support.wire_server import Reply, WireServer

NUMBERS = count()


# ---------------------------------------------------------------- providers

PROVIDER = """
from epoch_cli.extensions import FinishPart, ProviderError, ProviderExtension, TextPart

class Made:
    {method}

extension = ProviderExtension(open=lambda opening: Made(), {more})
"""
PATCH = '{"op": "add", "path": "/root", "value": {"type": "Text", "text": "hi"}}'


def provider(body: str, *, head: str = "async def stream(self, request):", more: str = "") -> str:
    return PROVIDER.format(method=f"{head}\n        {body}", more=more)


def fresh() -> str:
    """A name of a provider that has not failed before: those that have are not asked again for a while."""
    return f"acme-{next(NUMBERS)}"


def shown(result: Result) -> str:
    return "\n".join(result.said)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("yield TextPart('a'); raise KeyError('x')", "failed to answer: KeyError: 'x'"),
        ("yield 'text'", "failed to answer: TypeError: it gave str, which is no part of an answer"),
        ("yield TextPart(5)", "failed to answer: TypeError: its TextPart has fields of other types"),
        ("yield FinishPart('over')", "failed to answer: TypeError: its FinishPart has fields of other types"),
        ("import sys; sys.exit(1); yield 1", "failed to answer: it called sys.exit(1)"),
    ],
)
def test_a_provider_that_fails_is_a_provider_that_failed(body: str, said: str, inside: Inside, site: Path) -> None:
    name = install(site, "providers", provider(body), name=fresh())
    done = inside("gen", "login form", "-p", name, "--no-fallback")
    assert (done.code, done.out) == (3, b"")
    assert f"the provider {name} (epoch-acme 1.0) {said}" in shown(done)
    assert inside("gen", "login form", "-p", name).code == 7, "as for any other"


def test_a_provider_may_answer_in_one_piece_and_print_what_it_likes(inside: Inside, site: Path) -> None:
    whole = provider(f"print('debug'); return {PATCH!r}", head="async def complete(self, request):")
    object_ = provider(f"return {{'patches': [{PATCH}]}}", head="def json(self, request):")
    for number, module in enumerate((whole, object_)):
        name = install(site, "providers", module, name=fresh(), distribution=f"epoch-{number}")
        done = inside("gen", "login form", "-p", name)
        assert (done.code, [line["value"]["text"] for line in done.lines]) == (0, ["hi"])


def test_a_provider_that_prints_between_its_parts_does_not_disturb_the_data(inside: Inside, site: Path) -> None:
    body = "import asyncio; print('a'); await asyncio.sleep(0.01); print('b'); yield FinishPart('stop')"
    name = install(site, "providers", provider(f"yield TextPart({PATCH!r} + '\\n'); {body}"), name=fresh())
    done = inside("gen", "login form", "-p", name)
    assert [line["value"]["text"] for line in done.lines] == ["hi"]
    assert sum("printed to stdout" in line for line in done.said) == 1


WITH_KEY = """
from epoch_cli.extensions import ProviderExtension

class Made:
    def __init__(self, opening):
        assert opening.key == "acme-key-0123456789", repr(opening)
        assert "acme-key" not in repr(opening)

    def complete(self, request):
        return {patch!r}

extension = ProviderExtension(open=Made, key_variables=["ACME_API_KEY"], needs_key=True)
"""


def test_a_provider_is_given_its_own_key_and_no_other(inside: Inside, site: Path) -> None:
    inside.command.environment |= {"ACME_API_KEY": "acme-key-0123456789", "OPENAI_API_KEY": "other-key-0123456789"}
    name = install(site, "providers", WITH_KEY.format(patch=PATCH), name=fresh())
    done = inside("gen", "login form acme-key-0123456789", "-p", name)
    assert done.code == 0, done.err
    (session,) = inside.sessions()
    assert b"acme-key" not in session.read_bytes() + done.err + done.out
    del inside.command.environment["ACME_API_KEY"]
    assert inside("gen", "x", "-p", name).said == [f"epoch: no key for {name}; set ACME_API_KEY"]


ROW = """
from epoch_cli.extensions import ProviderExtension

extension = ProviderExtension(title="Acme", row={row}, models=[{{"id": "m-1", "names": ["one"]}}])
"""


def test_a_provider_may_be_a_row(inside: Inside, site: Path) -> None:
    answer = {"choices": [{"delta": {"content": PATCH}, "finish_reason": "stop"}]}
    body = f"data: {json.dumps(answer)}\n\ndata: [DONE]\n\n"
    with WireServer({"/v1/chat/completions": Reply(body.encode())}) as server:
        row = {"base-url": f"{server.url}/v1", "dialect": "openai_chat", "keyless": True, "model": "m-1"}
        name = install(site, "providers", ROW.format(row=row), name=fresh())
        done = inside("gen", "login form", "-p", name, "-m", "one", "--no-cache")
        assert done.code == 0, done.err
        assert [line["value"]["text"] for line in done.lines] == ["hi"]
        assert server.seen[0].json["model"] == "m-1"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"base-url": "https://acme.example", "key-variables": ["OPENAI_API_KEY"]}, "it names OPENAI_API_KEY"),
        ({"base-url": "https://acme.example/{GROQ_API_KEY}"}, "it names GROQ_API_KEY"),
        ({"base-url": "https://acme.example", "key-cmd": "pass"}, "key-cmd is for the user's own configuration"),
        ({"dialect": "carrier-pigeon"}, "dialect"),
    ],
)
def test_a_row_asks_for_no_key_of_others(row: dict[str, Any], said: str, inside: Inside, site: Path) -> None:
    install(site, "providers", ROW.format(row=row))
    done = inside("gen", "x", "-p", "acme")
    assert done.code == 2
    assert done.said[0].startswith("epoch: the provider acme (epoch-acme 1.0) failed to load: ")
    assert said in done.said[0]
    assert done.said[1].startswith("epoch: no provider 'acme'")


@pytest.mark.parametrize("name", ["offline", "anthropic"])
def test_a_name_of_ours_cannot_be_taken(name: str, inside: Inside, site: Path) -> None:
    install(site, "providers", "raise SystemError('it was imported')", name=name)
    done = inside("gen", "login form", "-p", name)
    assert done.code == (0 if name == "offline" else 3)
    assert f"epoch: the provider {name} (epoch-acme 1.0) has a name that is not free; it is left out" in shown(done)


# ---------------------------------------------------------------- readers

READER = """
from epoch_cli.extensions import ReaderExtension

class Made:
    def __init__(self, stream):
        self.stream = stream
        {opened}
    def feed(self, event):
        {feed}
    def close(self):
        {close}

extension = ReaderExtension(open=Made)
"""


def reader(*, opened: str = "pass", feed: str = "pass", close: str = "pass") -> str:
    return READER.format(opened=opened, feed=feed, close=close)


@pytest.mark.parametrize(
    ("text", "out", "said"),
    [
        (reader(opened="1 / 0"), b"", "failed to open: ZeroDivisionError"),
        (reader(feed="self.stream.write(b'a'); raise ValueError"), b"a", "failed while it was read to: ValueError"),
        (reader(close="self.stream.write('text')"), b"", "failed at the end: TypeError"),
    ],
)
def test_a_reader_that_fails_ends_and_the_run_goes_on(
    text: str, out: bytes, said: str, inside: Inside, site: Path
) -> None:
    install(site, "readers", text)
    done = inside("gen", "login form", "--format", "acme")
    assert (done.code, done.out) == (0, out)
    assert f"epoch: the reader acme (epoch-acme 1.0) {said}" in shown(done)
    assert "what acme has written is not all" in done.said
    (session,) = inside.sessions()
    assert b'"status":"complete"' in session.read_bytes()
    assert inside("gen", "login form", "--format", "acme", "--strict").code == 1
    old = inside.work / "old"
    old.write_text("old")
    assert inside("gen", "login form", "--format", "acme", "-o", "old", "--force").code == 0
    assert old.read_text() == "old", "half of it is nothing to put in the place of something"


def test_a_reader_may_write_text_and_change_its_events(inside: Inside, site: Path) -> None:
    opened = "import io; self.text = io.TextIOWrapper(stream)"
    feed = "self.text.write(event.kind + '\\n'); self.text.flush(); getattr(event, 'patch', {}).clear()"
    install(site, "readers", reader(opened=opened, feed=feed, close="self.text.close()"))
    done = inside("gen", "login form", "--format", "acme", "-q")
    assert done.out.startswith(b"run_started\n")
    assert done.out.endswith(b"run_ended\n")
    assert inside("replay", "last", "--check").code == 0


def test_a_format_of_ours_cannot_be_taken(inside: Inside, site: Path) -> None:
    install(site, "readers", "raise SystemError('it was imported')", name="json")
    done = inside("gen", "login form", "--format", "json")
    assert json.loads(done.out)["root"]
    assert "epoch: the reader json (epoch-acme 1.0) has a name that is not free; it is left out" in shown(done)


def test_doctor_says_what_fails(inside: Inside, site: Path) -> None:
    install(site, "rules", "raise ValueError('broken')")
    install(site, "readers", reader(), name="json", distribution="epoch-other")
    done = inside("doctor", "--output-format", "json")
    assert done.code == 1
    found = json.loads(done.out)
    assert {row["name"]: (row["state"], row["failed"]) for row in found["extensions"]} == {
        "acme": ("failed", "failed to load: ValueError: broken"),
        "json": ("failed", "has a name that is not free"),
    }
    assert found["problems"][0] == {
        "what": "the rule acme (epoch-acme 1.0) failed to load: ValueError: broken",
        "remedy": "update epoch-acme, or uninstall it",
    }
