"""`epoch gen --base`: a document is changed by as little as will do, however the model writes the change."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from support.command import Command, Inside
from support.scripted import container, text_node

BASE: dict[str, Any] = {"root": container({**text_node("a"), "id": "a"}, {**text_node("b"), "id": "b"})}


@pytest.fixture
def base(epoch: Command) -> Path:
    path = epoch.work / "base.json"
    path.write_text(json.dumps(BASE), "utf-8")
    return path


ANSWERS = [
    ("merge", {"root": {"props": {"gap": "md"}}}, ["add /root/props"]),
    ("whole", {"root": container(BASE["root"]["children"][1], BASE["root"]["children"][0])}, ["move /root/children/0"]),
    ("patch", {"op": "remove", "path": "/root/children/0"}, ["remove /root/children/0"]),
]


@pytest.mark.parametrize(("mode", "answer", "expected"), ANSWERS, ids=[mode for mode, *_ in ANSWERS])
def test_stdout_is_the_fewest_patches(mode: str, answer: Any, expected: list[str], epoch: Command, base: Path) -> None:
    model = epoch.scripted([{"text": f"```json\n{json.dumps(answer)}\n```\n"}, {"finish": "stop"}])
    result = model("gen", "change it", "--base", str(base), "--mode", mode)
    assert result.code == 0
    assert [f"{line['op']} {line['path']}" for line in result.lines] == expected


def test_a_cut_document_loses_nothing(epoch: Command, base: Path) -> None:
    answer = json.dumps({"root": container({**text_node("a"), "id": "a"})})[:-2]
    model = epoch.scripted([{"text": answer}])
    flags = ("--mode", "whole", "--retries", "0", "--no-fallback", "--format", "json")
    result = model("gen", "change it", "--base", str(base), *flags)
    assert result.code == 3
    assert json.loads(result.out)["root"] == BASE["root"]


def test_an_unknown_mode_is_a_usage_error(inside: Inside) -> None:
    result = inside("gen", "x", "--mode", "hole")
    assert result.code == 2
    assert "did you mean 'whole'?" in result.err.decode()


def test_the_request_says_how_to_answer(inside: Inside, base: Path) -> None:
    arguments = ("gen", "x", "--base", str(base), "-p", "ollama", "-m", "llama3.2", "--dry-run", "--mode")
    said = {"patch": "JSON Patch operations", "merge": "RFC 7396", "whole": "whole document anew"}
    for mode, words in said.items():
        result = inside(*arguments, mode)
        assert result.code == 0, result.err
        assert [name for name in said if said[name] in result.out.decode()] == [mode], words


@pytest.mark.parametrize("command", ["gen", "replay"])
def test_a_difference_says_what_changed_from_the_base_to_the_result(command: str, epoch: Command, base: Path) -> None:
    made = epoch("gen", "move a below b", "--base", str(base), "-p", "offline", "--format", "patch-diff")
    if command == "replay":
        made = epoch("replay", str(next(epoch.home.rglob("*.jsonl"))), "--instant", "--format", "patch-diff")
    assert made.code == 0
    assert made.out.decode().splitlines() == [
        "  Container",
        ">   Text #b “b”  moved from /root/children/1",
    ]


def test_of_a_new_screen_everything_was_added(inside: Inside) -> None:
    lines = inside("gen", "login form", "-p", "offline", "--format", "patch-diff").out.decode().splitlines()
    assert len(lines) > 5
    assert {line[0] for line in lines} == {"+"}


@pytest.mark.parametrize(("strict", "code"), [((), 0), (("--strict",), 1)], ids=["", "strict"])
def test_an_edit_that_changed_nothing_says_so(inside: Inside, base: Path, strict: tuple[str, ...], code: int) -> None:
    result = inside("gen", "make the title shorter", "--base", str(base), "-p", "offline", *strict)
    assert (result.code, result.out) == (code, b"")
    assert "note: nothing was changed" in result.said
    (why,) = [line for line in result.said if line.startswith("prompt: EW001 info: not understood: “make the title")]
    assert "in other words" in why
