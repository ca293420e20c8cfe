"""`epoch rules`: the rules listed, explained, as JSON and as documentation."""

from __future__ import annotations

import json
import re

import pytest
from support.command import Command, Inside
from support.terminal import Terminal, on_terminals

from epoch_cli.validation import FAMILIES, RULES

ESCAPES = re.compile(rb"[\x00-\x09\x0b-\x1f\x7f]")


def test_without_arguments_every_rule_is_a_line_under_its_family(inside: Inside) -> None:
    result = inside("rules")
    assert (result.code, result.err) == (0, b"")
    lines = result.out.decode().splitlines()
    rows = [line.split() for line in lines if line.startswith("  E")]
    assert [row[:4] for row in rows] == [
        [rule.code, rule.name, str(rule.severity), rule.kind] for rule in RULES.values()
    ]
    assert {row[4] for row in rows} == {"-", "safe", "unsafe"}
    heads = [line for line in lines if re.match(r"E[PSWX]\dxx ", line)]
    assert [head.split(":")[0].split()[1] for head in heads] == list(FAMILIES)
    assert all(len(head.split(": ", 1)[1]) > 20 for head in heads)


@pytest.mark.parametrize("selector", ["EP301", "ep301", "unknown-prop"])
def test_one_rule_is_explained_by_code_or_name(inside: Inside, selector: str) -> None:
    text = inside("rules", selector).out.decode()
    assert text.startswith("EP301 unknown-prop: ")
    assert "EP302" not in text
    for said in (
        "severity: error",
        "kind: gate",
        "fix: lossless (--fix)",
        "bad:\n",
        "good:\n",
        '"varient"',
        '"variant"',
    ):
        assert said in text


@pytest.mark.parametrize("selector", ["EP4", "tokens"])
def test_a_family_is_explained_rule_by_rule(inside: Inside, selector: str) -> None:
    text = inside("rules", selector).out.decode()
    assert re.findall(r"^(EP\d+) ", text, re.MULTILINE) == [rule.code for rule in FAMILIES["tokens"]]


def test_several_are_explained_in_the_order_of_their_codes_once(inside: Inside) -> None:
    text = inside("rules", "tokens", "EP301", "EP401").out.decode()
    assert re.findall(r"^(EP\d+) ", text, re.MULTILINE) == ["EP301", "EP401", "EP402", "EP403", "EP404"]


@pytest.mark.parametrize(
    ("selector", "near"),
    [("EP399", "EP3"), ("unknwon-prop", "unknown-prop"), ("tokns", "tokens"), ("\x1b[31m", "accessibility")],
)
def test_what_names_no_rule_is_a_usage_error_with_what_is_near(inside: Inside, selector: str, near: str) -> None:
    result = inside("rules", selector)
    assert (result.code, result.out) == (2, b"")
    assert near in result.err.decode()
    assert b"\x1b" not in result.err


def test_json_holds_everything_that_is_told(inside: Inside) -> None:
    rows = json.loads(inside("rules", "--output-format", "json").out)
    assert [row["code"] for row in rows] == list(RULES)
    for row in rows:
        rule = RULES[row["code"]]
        assert (row["name"], row["severity"], row["kind"], row["text"]) == (
            rule.name, str(rule.severity), rule.kind, rule.text,
        )  # fmt: skip
        assert rule in FAMILIES[row["family"]]
        assert row["why"]
        assert row["bad"]
        assert row["good"]
        assert set(row["fixes"]) <= {"lossless", "lossy"}
    (patch,) = json.loads(inside("rules", "EP905", "--output-format", "json").out)
    assert patch["reads"] == "patches"
    assert json.loads(patch["start"])["root"]
    assert json.loads(patch["first"])["op"] == "add"


def test_markdown_is_the_reference_of_all_rules(inside: Inside) -> None:
    text = inside("rules", "--output-format", "markdown").out.decode()
    assert text.startswith("# Rules\n\n| family | codes | catches |\n")
    assert re.findall(r"^## E[PSWX]\dxx (\w+)$", text, re.MULTILINE) == list(FAMILIES)
    assert re.findall(r"^### (E[PSWX]\d+) ", text, re.MULTILINE) == list(RULES)
    assert text.count("\n```") % 2 == 0
    labels = re.findall(r"^(Bad|Good)(?: \(.*\))?:$", text, re.MULTILINE)
    assert labels == ["Bad", "Good"] * len(RULES)
    one = inside("rules", "EP301", "--output-format", "markdown").out.decode()
    assert "| family |" not in one
    assert one.split("### ", 1)[1].strip() in text


def test_an_unknown_format_is_a_usage_error(inside: Inside) -> None:
    result = inside("rules", "--output-format", "markdwon")
    assert (result.code, result.out) == (2, b"")
    assert "markdown" in result.err.decode()


@pytest.mark.parametrize("arguments", [[], ["EP"], ["--output-format", "markdown"], ["--output-format", "json"]])
def test_a_pipe_gets_no_control_character(inside: Inside, arguments: list[str]) -> None:
    assert not ESCAPES.search(inside("rules", *arguments).out)


def test_a_terminal_gets_colour_unless_it_is_not_wanted(epoch: Command) -> None:
    assert b"\x1b[1m" in shown(epoch)
    epoch.environment["NO_COLOR"] = "1"
    assert b"\x1b[" not in shown(epoch)


def shown(epoch: Command) -> bytes:
    with Terminal(120, 40) as terminal:
        assert epoch("rules", "EP301", stdout=terminal.file).code == 0
        terminal.wait_for('"variant"')
        return terminal.raw


def test_it_imports_no_pydantic_textual_or_httpx(epoch: Command) -> None:
    code = (
        "import sys; sys.argv = ['epoch', 'rules']\n"
        "from epoch_cli.__main__ import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "sys.exit(sorted({'pydantic', 'textual', 'httpx', 'rich'} & set(sys.modules)) or 0)"
    )
    result = Command(epoch.home, epoch.work, epoch.environment, (epoch.prefix[0], "-c"))(code)
    assert (result.code, result.err) == (0, b"")


@pytest.mark.parametrize("arguments", [(), ("EP822", "EP403")])
@pytest.mark.parametrize("columns", [60, 80])
def test_a_terminal_cuts_no_words(epoch: Command, columns: int, arguments: tuple[str, ...]) -> None:
    with Terminal(columns, 400) as screen:
        assert on_terminals(epoch, "rules", *arguments, out=screen, err=screen)[0] == 0
        words = {word for line in screen.lines if not line.startswith("  {") for word in line.split()}
    told = epoch("rules", *arguments).out.decode()
    assert len(words) > 50
    assert {word for word in words if word not in told} == set()
