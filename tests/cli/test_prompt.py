"""`epoch prompt`: exactly what `gen` tells a model, for tools that ask one themselves."""

from __future__ import annotations

import json

import pytest
from support.command import Command, Inside
from support.scripted import ScriptedProvider, add, container, says, text_node

from epoch_cli.providers.tokens import estimate_tokens

DOCUMENT = {"root": container(text_node("there"), id="page")}
WISH = "login form ü"


@pytest.mark.parametrize(
    "flags",
    [
        (),
        ("-s", "Speak French."),
        ("--budget", "foundation"),
        ("--data", "models.json"),
        ("--base", "ui.json"),
        ("--base", "ui.json", "-s", "Be brief.", "--budget", "unlimited"),
    ],
    ids=" ".join,
)
def test_it_is_what_gen_sends(inside: Inside, flags: tuple[str, ...]) -> None:
    (inside.work / "ui.json").write_text(json.dumps(DOCUMENT), "utf-8")
    (inside.work / "models.json").write_text('{"Customer": {"fields": {"email": "string"}}}', "utf-8")
    model = ScriptedProvider(says(add("/root", container())))
    assert inside("gen", WISH, *flags, model=model).code == 0
    (request,) = model.requests
    (turn,) = request.turns
    printed = inside("prompt", WISH, *flags, "--format", "json")
    assert printed.code == 0
    told = json.loads(printed.out)
    assert (told["system"], told["user"]) == (request.system, turn.content)
    assert inside("prompt", WISH, *flags).out.decode() == f"{request.system.rstrip()}\n\n{WISH}\n"


def test_flags_change_what_is_printed(inside: Inside) -> None:
    (inside.work / "ui.json").write_text(json.dumps(DOCUMENT), "utf-8")
    plain = inside("prompt", WISH).out.decode()
    edit = inside("prompt", WISH, "--base", "ui.json").out.decode()
    assert '"text":"there"' in edit
    assert '"text":"there"' not in plain
    assert inside("prompt", WISH, "-s", "Speak French.").out.decode() == plain.replace(
        f"\n\n{WISH}", f"\n\nSpeak French.\n\n{WISH}"
    )
    assert inside("prompt", WISH, "--budget", "foundation").out.decode() != plain


def test_the_size_goes_to_stderr_and_nothing_with_q(inside: Inside) -> None:
    result = inside("prompt", WISH, "--format", "json")
    told = json.loads(result.out)
    assert set(told) == {"system", "user", "tokens"}
    assert told["tokens"] == estimate_tokens(told["system"] + told["user"])
    assert result.said == [f"~{told['tokens']} tokens"]
    assert inside("prompt", WISH, "-q").err == b""


def test_without_a_wish_only_what_comes_before_it_is_printed(inside: Inside) -> None:
    alone = inside("prompt").out.decode()
    assert inside("prompt", WISH).out.decode() == f"{alone}\n{WISH}\n"
    assert json.loads(inside("prompt", "--format", "json").out)["user"] == ""


def test_the_wish_comes_from_stdin(inside: Inside) -> None:
    assert inside("prompt", "-", stdin=f"{WISH}\n".encode()).out == inside("prompt", WISH).out


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["x", "--format", "yaml"], 2, "no format 'yaml'"),
        (["  "], 2, "the prompt is empty"),
        (["-", "--base", "-"], 2, "give --base a file"),
        (["x", "--base", "missing.json"], 6, "missing.json"),
        (["x", "--preset", "missing"], 2, "missing"),
    ],
)
def test_what_cannot_be_used_is_told_with_a_remedy(inside: Inside, arguments: list[str], code: int, words: str) -> None:
    result = inside("prompt", *arguments)
    assert result.code == code
    assert words in result.err.decode()
    assert result.out == b""


@pytest.mark.parametrize("form", ["text", "json"])
def test_arguments_that_are_no_utf_8_can_be_printed(epoch: Command, form: str) -> None:
    result = epoch("prompt", "caf\udce9", "-s", "th\udce9", "--format", form)
    assert result.code == 0
    assert "caf?" in result.out.decode()
    assert "th?" in result.out.decode()


def test_its_answer_can_be_applied(inside: Inside) -> None:
    """The examples in the prompt are patches that hold: a model that only repeats them still makes an interface."""
    prompt = inside("prompt").out
    assert b'{"op"' in prompt
    result = inside("apply", "--format", "tree", stdin=prompt)
    assert result.code == 0
    assert result.out
