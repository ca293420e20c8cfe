"""`--no-cache` and `--prefer` before the project's file before the user's before the defaults, by what comes of them.

Keys that a variable or a flag gives a value: `test_config_precedence.py`.
"""

from __future__ import annotations

import json

import pytest
from support.command import Inside
from support.wire_server import Reply, WireServer

ANSWER = '{"op": "add", "path": "/root", "value": {"type": "Text", "text": "hi"}}\n'


def _event(**data: object) -> bytes:
    return b"data: " + json.dumps(data).encode() + b"\n\n"


DONE = Reply(
    _event(type="response.output_text.delta", delta=ANSWER)
    + _event(type="response.completed", response={"status": "completed", "usage": {}})
)


def write(inside: Inside, user: str, project: str) -> None:
    """The two files of the configuration; an empty text is none."""
    own = inside.command.home / "config" / "epoch" / "config.toml"
    own.parent.mkdir(parents=True, exist_ok=True)
    for file, text in ((own, user), (inside.work / "epoch.toml", project)):
        file.write_text(text, "utf-8")


@pytest.mark.parametrize(
    ("user", "project", "flags", "requests"),
    [
        ("", "", (), 1),
        ("", "", ("--no-cache",), 2),
        ("cache = false", "", (), 2),
        ("cache = false", "cache = true", (), 1),
        ("cache = true", "cache = false", (), 2),
        ("cache = true", "cache = true", ("--no-cache",), 2),
    ],
)
def test_an_answer_is_given_again_as_the_nearest_says(
    user: str, project: str, flags: tuple[str, ...], requests: int, inside: Inside
) -> None:
    inside.command.environment["OPENAI_API_KEY"] = "sk-test-0123456789abcdef"
    with WireServer({"/v1/responses": DONE}) as server:
        write(inside, f'{user}\n[providers.openai]\nbase-url = "{server.url}/v1"\n', project)
        for _ in range(2):
            result = inside("gen", "a page", "-p", "openai", "-m", "x", "-q", *flags)
            assert result.code == 0, result.err
        assert len(server.seen) == requests


@pytest.mark.parametrize(
    ("user", "project", "flags", "spacing"),
    [
        ("", "", (), None),
        ("compact", "", (), "compact"),
        ("compact", "spacious", (), "spacious"),
        ("compact", "spacious", ("--prefer", "spacing=normal"), "normal"),
        ("", "", ("--prefer", "spacing=spacious"), "spacious"),
        ("compact", "", ("--prefer", "spacing="), None),
        ("compact", "", ("--prefer", "variant=outline"), "compact"),  # one says nothing of the other
    ],
)
def test_the_model_is_told_what_the_nearest_prefers(
    user: str, project: str, flags: tuple[str, ...], spacing: str | None, inside: Inside
) -> None:
    write(inside, *(f'preferences.spacing = "{each}"' if each else "" for each in (user, project)))
    told = inside("prompt", "login form", *flags).out.decode()
    lines = [line for line in told.splitlines() if line.startswith("- Spacing is ")]
    if spacing is None:
        assert lines == []
    else:
        assert [line.partition(":")[0] for line in lines] == [f"- Spacing is {spacing}"]
