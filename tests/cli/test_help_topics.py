"""`epoch help`: topics are listed and shown, made from what the code knows, and quick to come."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import pytest
from support.command import Command, Inside
from support.terminal import Terminal, settle

from epoch_cli.cli.commands import HOMES
from epoch_cli.cli.paging import pager_command
from epoch_cli.cli.topics import topic_text, topics
from epoch_cli.cli.topics.made import PARTS
from epoch_cli.config.settings import VARIABLES
from epoch_cli.config.source import ProjectConfig, UserConfig
from epoch_cli.convert.formats import FORMATS
from epoch_cli.engine.recovery import TABLE
from epoch_cli.errors import ExitCode
from epoch_cli.events.kinds import EVENT_TYPES
from epoch_cli.output.plain_markdown import plain
from epoch_cli.providers.table import load_table
from epoch_cli.reading.rules import RULES as HEALING
from epoch_cli.sessions.redaction_rules import RULES as REDACTION
from epoch_cli.tui.keys import KEYS
from epoch_cli.validation import FAMILIES, RULES

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "epoch_cli" / "cli" / "topics"
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="terminals are POSIX's")
HEAVY = ("pydantic", "rich", "httpx", "textual", "asyncio")


# ---------------------------------------------------------------- what is shown


def test_all_topics_are_listed_with_a_line_each(inside: Inside) -> None:
    result = inside("help")
    assert (result.code, result.err) == (0, b"")
    listed = re.findall(r"^  ([a-z-]+) +(\S.*)$", result.out.decode(), re.MULTILINE)
    assert listed == list(topics().items())
    assert {name for name, _ in listed} == {file.stem for file in FOLDER.glob("*.md")}
    asked_for = ("events", "session-format", "exit-codes", "rules", "catalog", "providers", "recovery", "security")
    assert {*asked_for, "config", "formats", "batch"} <= dict(listed).keys()


def test_each_topic_is_plain_text_of_at_most_80_columns_but_for_code(inside: Inside) -> None:
    for name in topics():
        result = inside("help", name)
        assert (result.code, result.err) == (0, b""), name
        text = result.out.decode()
        assert "\x1b" not in text, name
        assert "<!--" not in text, name
        assert text.startswith(f"{topics()[name]}\n\n"), name
        assert [line for line in text.splitlines() if len(line) > 80 and not line.startswith("    ")] == [], name


def test_a_topic_of_two_words_may_be_given_as_two(inside: Inside) -> None:
    assert inside("help", "Exit", "codes").out == inside("help", "exit-codes").out


def test_a_command_is_shown_as_by_its_own_help(inside: Inside) -> None:
    for words in (("gen",), ("keys",), ("keys", "set"), ("help",)):
        assert inside("help", *words).out == inside(*words, "--help").out


def test_a_topic_called_like_a_command_says_where_its_flags_are(inside: Inside) -> None:
    both = sorted(topics().keys() & HOMES.keys())
    assert "providers" in both
    for name in both:
        assert inside("help", name).out.decode().endswith(f"\n\n  What the command takes: epoch {name} --help\n")


def test_markdown_is_given_as_it_is(inside: Inside) -> None:
    assert inside("help", "exit-codes", "--format", "md").out.decode() == topic_text("exit-codes")
    assert "| `epoch help rules` |" in inside("help", "--format", "md").out.decode()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("recovry",), "did you mean 'recovery'?"),
        (("exitcodes",), "did you mean 'exit-codes'?"),
        (("valdate",), "did you mean 'validate'?"),
        (("../made",), "no topic or command"),
        (("rules", "--format", "mdx"), "did you mean 'md'?"),
        (("keys", "sett"), "No such command 'sett'"),
    ],
)
def test_a_name_that_is_none_is_a_usage_error(inside: Inside, arguments: tuple[str, ...], said: str) -> None:
    result = inside("help", *arguments)
    assert (result.code, result.out) == (2, b"")
    assert said in result.err.decode()


# ---------------------------------------------------------------- what is made


def test_each_part_stands_in_one_topic() -> None:
    used = [
        part for file in FOLDER.glob("*.md") for part in re.findall(r"<!-- made: (.*?) -->", file.read_text("utf-8"))
    ]
    assert sorted(used) == sorted(PARTS)


def test_nothing_that_the_code_knows_is_missing() -> None:
    known: Mapping[str, list[str]] = {
        "events": [f"### `{kind}`" for kind in EVENT_TYPES]
        + [f"- `{name}` (" for event in EVENT_TYPES.values() for name in event.__dataclass_fields__ if name != "kind"],
        "exit-codes": [f"| {int(code)} |" for code in ExitCode],
        "rules": [f"| {code} | `{rule.name}` |" for code, rule in RULES.items()] + [f"| {name} |" for name in FAMILIES],
        "recovery": [f"| `{trigger}` |" for trigger in TABLE],
        "healing": [f"| `{name}` | {rule.grade} | {rule.explanation} |" for name, rule in HEALING.items()],
        "sessions": [f"`{rule.name}`" for rule in REDACTION],
        "screen": [f"| `{key.id}` | {key.tooltip} |" for key in KEYS],
        "providers": [f"| `{name}` | {row.title} |" for name, row in load_table().providers.items()],
        "constraints": [row.title for row in load_table().providers.values()],
        "formats": [f"| `{name}` |" for name in FORMATS],
        "config": [f"- `{field.alias or name}" for name, field in UserConfig.model_fields.items()],
        "environment": [f"`{name}`" for name in VARIABLES]
        + [f"`{name}`" for row in load_table().providers.values() for name in row.key_variables],
    }
    texts = {name: topic_text(name) for name in known}
    missing = {name: [each for each in told if each not in texts[name]] for name, told in known.items()}
    assert {name: told for name, told in missing.items() if told} == {}


def test_what_only_users_may_set_stands_apart() -> None:
    shared, _, own = topic_text("config").partition("## Keys of your own file alone\n")
    alone = UserConfig.model_fields.keys() - ProjectConfig.model_fields.keys()
    assert alone
    for name in alone:
        assert f"- `{name}" in own
        assert f"- `{name}" not in shared


def test_a_topic_changes_with_what_it_tells_of(monkeypatch: pytest.MonkeyPatch) -> None:
    @dataclass
    class DoorOpened:
        """Somebody comes in (decision 99).

        Attributes:
            who: that is.
        """

        kind: ClassVar[str] = "door_opened"
        at: float
        who: str = ""

    monkeypatch.setitem(EVENT_TYPES, "door_opened", DoorOpened)
    told = topic_text("events").partition("### `door_opened`\n\n")[2]
    assert told == "Somebody comes in.\n\n- `at` (number)\n- `who` (string, can be absent): that is.\n"

    monkeypatch.setattr("epoch_cli.config.source.ProjectConfig", ProjectConfigWithDoor)
    assert "- `door` (true or false; true): Whether it is open." in topic_text("config")


class ProjectConfigWithDoor(ProjectConfig):
    """A project's file with a key more."""

    door: bool = True

    @classmethod
    def model_json_schema(cls, **how: Any) -> dict[str, Any]:
        """With a description, as the fields of the original have."""
        schema = super().model_json_schema(**how)
        schema["properties"]["door"]["description"] = "Whether it is open."
        return schema


def test_every_variable_that_is_looked_at_is_told() -> None:
    """By its name behind `environ` or `environment`, wherever one stands in the code."""
    looked_at = re.compile(
        r"environ(?:ment)?(?:\.get\(|\[)\s*\"([A-Z][A-Z_]+)\"|\"([A-Z][A-Z_]+)\" (?:not )?in (?:os\.)?environ"
    )
    names = {
        name
        for file in (ROOT / "epoch_cli").rglob("*.py")
        for found in looked_at.findall(file.read_text("utf-8"))
        for name in found
        if name
    }
    assert {"EPOCH_TRACEBACK", "TERM", "NO_COLOR", "CI"} <= names
    text = topic_text("environment")
    assert sorted(name for name in names if f"`{name}`" not in text) == []


# ---------------------------------------------------------------- how it is wrapped


def test_markdown_becomes_plain_text() -> None:
    text = (
        "# A *fine* title\n\n"
        "Some **bold** words and `code`, [a link](https://x.example), [ours](README.md), and `a*b*c`.\n\n"
        "- one\n- two with a longer text behind it that has to go on\n\n1. first\n2. second\n\n"
        "```sh\nepoch   gen | jq    # kept as it is, and never broken although it is long\n```\n\n"
        "| name | what |\n| --- | --- |\n| `a` | one \\| two |\n| b | longer than there is room for |\n"
    )
    assert plain(text, 40) == (
        "A fine title\n\n"
        "  Some bold words and `code`, a link\n  (https://x.example), ours, and\n  `a*b*c`.\n\n"
        "  - one\n  - two with a longer text behind it\n    that has to go on\n\n"
        "  1. first\n  2. second\n\n"
        "    epoch   gen | jq    # kept as it is, and never broken although it is long\n\n"
        "  name  what\n  ----  -----------------------------\n"
        "  a     one | two\n  b     longer than there is room for\n"
    )


def test_a_table_that_is_too_wide_becomes_entries() -> None:
    table = "| name | key |\n| --- | --- |\n| acme | ANTHROPIC_API_KEY |\n| other | |\n"
    assert plain(table, 20) == "  acme\n    key:\n      ANTHROPIC_API_KEY\n  other\n"


# ---------------------------------------------------------------- terminals and time


@pytest.mark.parametrize(
    ("variables", "command"),
    [
        ({"PAGER": "more -s", "TERM": "xterm"}, ["more", "-s"]),
        ({"PAGER": "more", "EPOCH_PAGER": "most", "TERM": "xterm"}, ["most"]),
        ({"PAGER": "cat", "TERM": "xterm"}, []),
        ({"PAGER": "", "TERM": "xterm"}, []),
        ({"PAGER": "'", "TERM": "xterm"}, []),
        ({"PAGER": "less", "TERM": "dumb"}, []),
        ({"PAGER": "less"}, []),
    ],
)
def test_the_pager_is_the_users(variables: dict[str, str], command: list[str]) -> None:
    assert pager_command(variables) == command


def at_terminal(epoch: Command, *arguments: str) -> str:
    with Terminal(60, 24) as terminal:
        how = {"stdin": terminal.file, "stdout": terminal.file, "stderr": terminal.file}
        with epoch.start("help", *arguments, **how) as process:
            process.wait(60)
        settle(terminal)
        return terminal.text


@POSIX
def test_at_a_terminal_a_topic_goes_through_the_pager_in_its_width(epoch: Command) -> None:
    epoch.environment["PAGER"] = "sed -e s/^/%/"
    paged = at_terminal(epoch, "session-format")
    assert paged.startswith("%")
    assert max(map(len, paged.splitlines())) <= 61
    assert "%" not in at_terminal(epoch, "session-format", "--no-pager")
    epoch.environment["PAGER"] = "no-such-program-anywhere"
    assert "run_started" in at_terminal(epoch, "session-format")
    assert b"%" not in epoch("help", "session-format").out


@POSIX
def test_a_reader_that_leaves_early_is_no_error(epoch: Command) -> None:
    with epoch.start("help", "events", stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.wait(60) == 141


@pytest.mark.parametrize("topic", ["", "exit-codes", "security", "screen", "events", "recovery"])
def test_help_is_quick_to_come(epoch: Command, topic: str) -> None:
    program = (
        "import sys; sys.argv[0] = 'epoch'\nfrom epoch_cli.__main__ import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        f"sys.stderr.write(' '.join(name for name in {HEAVY!r} if name in sys.modules))"
    )
    command = [sys.executable, "-c", program, "help", *([topic] if topic else [])]
    done = subprocess.run(command, capture_output=True, env=epoch.env(), cwd=epoch.work, check=True)
    assert done.stdout
    assert done.stderr == b"", topic
