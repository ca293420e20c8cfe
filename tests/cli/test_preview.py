"""`epoch preview`: a document in, a page out: to a pipe, to a file, or to a browser."""

from __future__ import annotations

import json
import os
import re
import stat
import time
from pathlib import Path
from typing import Any

import pytest
from support.command import Command, Inside
from support.terminal import Terminal, on_terminals

DOCUMENT = {
    "root": {
        "type": "Container",
        "children": [
            {"type": "Text", "text": "Hello {context.user.name}", "props": {"size": "h1"}},
            {"type": "Avatar", "props": {"src": "https://example.com/a.png", "alt": "Ada"}},
        ],
    }
}


def write(folder: Path, name: str, value: Any = DOCUMENT) -> Path:
    path = folder / name
    path.write_text(value if isinstance(value, str) else json.dumps(value), "utf-8")
    return path


def body(page: bytes) -> str:
    """What the document became."""
    (found,) = re.findall(r'<main id="ui-root">.*</main>', page.decode(), re.DOTALL)
    return str(found)


def test_a_pipe_gets_the_page(inside: Inside) -> None:
    write(inside.work, "ui.json")
    result = inside("preview", "ui.json")
    assert (result.code, result.err) == (0, b"")
    assert result.out.startswith(b"<!doctype html>\n")
    assert '<h1 class="ui-text" data-level="h1">Hello Ada Lovelace</h1>' in body(result.out)
    assert b"<title>Hello Ada Lovelace</title>" in result.out
    assert inside("preview", "-", stdin=json.dumps(DOCUMENT).encode()).out == result.out
    assert inside("preview", "ui.json", "-o", "-").out == result.out
    assert b"\x1b" not in result.out


def test_a_file_is_written_and_never_over_another(inside: Inside) -> None:
    write(inside.work, "ui.json")
    result = inside("preview", "ui.json", "-o", "ui.html", "--title", "Mine & yours")
    assert (result.code, result.out, result.said) == (0, b"", ["wrote: ui.html"])
    page = (inside.work / "ui.html").read_bytes()
    assert b"<title>Mine &amp; yours</title>" in page
    again = inside("preview", "ui.json", "-o", "ui.html")
    assert (again.code, again.said) == (2, ["epoch: ui.html exists; choose another name, or add --force"])
    assert (inside.work / "ui.html").read_bytes() == page
    assert inside("preview", "ui.json", "-o", "ui.html", "--force", "-q").err == b""
    assert (inside.work / "ui.html").read_bytes() != page


def test_bindings_show_the_users_values(inside: Inside) -> None:
    write(inside.work, "ui.json")
    write(inside.work, "plain.json", {"user": {"name": "Grace"}})
    write(inside.work, "roots.json", {"context": {"user": {"name": "Alan"}}, "props": {}})
    write(inside.work, "models.toml", '[models.User]\nfields = { name = "number" }\n')
    assert "Hello Grace<" in body(inside("preview", "ui.json", "--data-file", "plain.json").out)
    assert "Hello Alan<" in body(inside("preview", "ui.json", "--data-file", "roots.json").out)
    assert re.search(r"Hello \d+<", body(inside("preview", "ui.json", "--data", "models.toml").out))


@pytest.mark.parametrize(
    ("data", "where"),
    [
        ("[1]", "data.json: "),
        ("{", "data.json:1:2: "),
        ("", "data.json:1:1: "),
        ('{\n"a": NaN}', "data.json:2:6: "),
        ('{"a": 1, "a": 2}', "data.json:1:10: "),
        ('{"a": 12345678901234567890123}', "data.json:1:7: "),
        ("[" * 2_000, "data.json"),
    ],
)
def test_data_that_cannot_be_read_is_told(inside: Inside, data: str, where: str) -> None:
    write(inside.work, "ui.json")
    write(inside.work, "data.json", data)
    result = inside("preview", "ui.json", "--data-file", "data.json", "-o", "ui.html")
    assert (result.code, result.out) == (6, b"")
    assert result.said[0].startswith(f"epoch: {where}")
    assert not (inside.work / "ui.html").exists()


def test_data_comes_from_stdin_too(inside: Inside) -> None:
    write(inside.work, "ui.json")
    arguments = ("preview", "ui.json", "--data-file", "-")
    assert "Hello Grace<" in body(inside(*arguments, stdin=b'{"user": {"name": "Grace"}}').out)
    assert inside(*arguments, stdin=b"[").said[0].startswith("epoch: stdin:1:2: ")


@pytest.mark.parametrize(
    ("arguments", "code", "why"),
    [
        (("",), 2, "a document without a name; give a file, the id of a session, or - for stdin"),
        (("*.json",), 2, "*.json: one document is shown, and this is a pattern; name one file"),
        (("ui.json", "--force"), 2, "--force is for -o FILE; leave it out"),
        (("-", "--data-file", "-"), 2, "stdin can be one of the two only; give --data-file a file"),
        (("ui.json", "-o", "folder"), 2, "folder is a folder; give the name of a file in it"),
        (("ui.json", "--data-file", "gone"), 2, "gone: cannot be read (No such file or directory); check the path"),
        (("ui.json", "--data", "gone"), 2, "gone: cannot be read (No such file or directory); check the path"),
        (("@99",), 6, "@99: there are fewer than 99 sessions"),
    ],
)
def test_what_cannot_be_meant_is_told(inside: Inside, arguments: tuple[str, ...], code: int, why: str) -> None:
    write(inside.work, "ui.json")
    (inside.work / "folder").mkdir()
    result = inside("preview", *arguments)
    assert (result.code, result.out) == (code, b"")
    assert result.said[0].startswith(f"epoch: {why}")


@pytest.mark.parametrize("value", ["null", "42", "[]", '"x"'])
def test_what_is_no_object_is_no_document(inside: Inside, value: str) -> None:
    write(inside.work, "ui.json", value)
    result = inside("preview", "ui.json", "-o", "ui.html")
    said = 'epoch: ui.json: not a document; it has to be an object such as {"root": {"type": …}}'
    assert (result.code, result.said) == (6, [said])
    assert not (inside.work / "ui.html").exists()


def test_pictures_are_fetched_on_demand_alone(inside: Inside) -> None:
    write(inside.work, "ui.json")
    assert b"example.com" not in inside("preview", "ui.json").out
    assert b'src="https://example.com/a.png"' in inside("preview", "ui.json", "--remote-images").out


def test_a_faulty_document_is_shown_and_told(inside: Inside) -> None:
    write(inside.work, "ui.json", {"root": {"type": "Buttn", "text": "Save"}})
    result = inside("preview", "ui.json")
    assert (result.code, result.said) == (0, ["epoch: ui.json has 1 error; epoch validate ui.json tells which"])
    assert "Buttn" in body(result.out)


@pytest.mark.parametrize(("name", "code"), [("gone.json", 6), ("broken.json", 6)])
def test_what_is_no_document_is_told(inside: Inside, name: str, code: int) -> None:
    write(inside.work, "broken.json", '{"root":')
    result = inside("preview", name)
    assert (result.code, result.out) == (code, b"")
    assert result.said[0].startswith(f"epoch: {name}")


def test_another_design_system(inside: Inside) -> None:
    write(inside.work, "ui.json", {"root": {"type": "Typography", "text": "Hi", "props": {"variant": "h1"}}})
    result = inside("preview", "ui.json", "--preset", "shadcn")
    assert (result.code, result.err) == (0, b"")
    assert '<h1 class="ui-text" data-level="h1">Hi</h1>' in body(result.out)


def test_a_session_shows_what_it_ended_with(inside: Inside) -> None:
    made = inside("gen", "login form", "-p", "offline", "--no-tui", "--preset", "shadcn", "--format", "json", "-q")
    write(inside.work, "ui.json", made.out.decode())
    wanted = body(inside("preview", "ui.json", "--preset", "shadcn").out)
    (session,) = inside.sessions()
    for name in ("last", str(session)):  # with the design system that it was made with
        assert body(inside("preview", name).out) == wanted


def test_on_a_terminal_it_is_kept_where_a_browser_finds_it(epoch: Command) -> None:
    write(epoch.work, "ui.json")
    with Terminal() as terminal:
        for _ in range(2):  # one place for one document
            code, _, err = on_terminals(epoch, "preview", "ui.json", out=terminal, err=None)
            assert code == 0
        assert terminal.raw == b""
    (page,) = (epoch.home / "cache" / "epoch" / "pages").iterdir()
    assert err.decode() == f"wrote: {page}\n"
    assert page.name.startswith("ui-")
    assert stat.S_IMODE(page.stat().st_mode) == 0o600
    assert "Hello" in body(page.read_bytes())


@pytest.mark.skipif(os.name == "nt", reason="a script for a shell")
def test_a_browser_opens_it(epoch: Command) -> None:
    write(epoch.work, "ui.json")
    browser = write(epoch.home, "browser", f'#!/bin/sh\nprintf %s "$1" > {epoch.home}/opened\n')
    browser.chmod(0o755)
    epoch.environment["BROWSER"] = f"{browser} %s &"
    result = epoch("preview", "ui.json", "--open", "-o", "ui.html")
    assert (result.code, result.out, result.said) == (0, b"", ["wrote: ui.html"])
    opened = epoch.home / "opened"
    until = time.monotonic() + 10
    while not opened.exists() or not opened.read_text():
        assert time.monotonic() < until
        time.sleep(0.02)
    assert opened.read_text() == (epoch.work / "ui.html").as_uri()


def test_without_a_browser_it_says_so(epoch: Command) -> None:
    write(epoch.work, "ui.json")
    epoch.environment["PATH"] = str(epoch.home)
    result = epoch("preview", "ui.json", "--open")
    (page,) = (epoch.home / "cache" / "epoch" / "pages").iterdir()
    assert (result.code, result.out) == (0, b"")
    assert result.said == [
        f"wrote: {page}",
        f"epoch: there is no browser here; open {page.as_uri()} where there is one",
    ]
