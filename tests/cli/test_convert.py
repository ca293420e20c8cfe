"""`epoch convert`, and `--format` of runs and replays in the formats of others."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.command import Command, Inside
from support.nodes import page, text
from support.spec_streams import compiled

from epoch_cli.convert.formats import FORMATS

LOSSY = json.dumps(page(text("Hello", id="a", key="k"), id="all"))
CLEAN = json.dumps(page(text("Hello", id="a"), id="all"))


@pytest.fixture
def files(inside: Inside) -> Path:
    """Two documents, one of which says what json-render cannot."""
    (inside.work / "lossy.json").write_text(LOSSY, "utf-8")
    (inside.work / "clean.json").write_text(CLEAN, "utf-8")
    return inside.work


def test_a_file_is_converted_to_stdout_and_its_losses_are_told_on_stderr(inside: Inside, files: Path) -> None:
    result = inside("convert", "lossy.json", "--to", "json-render")
    column = LOSSY.index(': "k"') + 3
    assert result.code == 0
    assert json.loads(result.out)["root"] == "all"
    assert result.said == [
        f"lossy.json:1:{column}: EX001 warning: the key k: not said in a json-render spec (left out)",
        "1 thing was lost on the way to a json-render spec",
    ]


@pytest.mark.parametrize(("name", "code"), [("lossy.json", 1), ("clean.json", 0)])
def test_strict_fails_when_anything_is_lost(inside: Inside, files: Path, name: str, code: int) -> None:
    result = inside("convert", name, "--to", "json-render", "--strict")
    assert result.code == code
    assert json.loads(result.out)["root"] == "all"


def test_there_and_back_through_pipes_is_the_same_document(inside: Inside, files: Path) -> None:
    stream = inside("convert", "clean.json", "--to", "json-render-stream", "-q").out
    spec = inside("convert", "-", "--to", "json-render", "-q", stdin=stream).out
    back = inside("convert", "-", "--to", "punk", stdin=spec)
    assert (back.code, back.err) == (0, b"")
    assert json.loads(back.out)["root"] == json.loads(CLEAN)["root"]


def test_several_files_go_into_a_folder_by_their_names(inside: Inside, files: Path) -> None:
    (files / "specs").mkdir()
    result = inside("convert", "*.json", "--to", "json-render-stream", "-o", "specs", "-q")
    assert (result.code, result.out) == (0, b"")
    assert sorted(path.name for path in (files / "specs").iterdir()) == ["clean.jsonl", "lossy.jsonl"]
    assert compiled((files / "specs" / "clean.jsonl").read_text("utf-8"))["root"] == "all"


def test_two_files_of_one_name_do_not_go_into_one(inside: Inside, files: Path) -> None:
    for folder in ("ui/a", "ui/b", "out"):
        (files / folder).mkdir(parents=True)
    for name in ("ui/a/x.json", "ui/b/x.json"):
        (files / name).write_text(CLEAN, "utf-8")
    (files / "ui/package.json").write_text('{"name": "x"}', "utf-8")
    result = inside("convert", "ui", "--to", "json-render", "-o", "out", "--force")
    assert result.code == 2
    assert result.said == [
        "wrote: out/x.json",
        "epoch: ui/b/x.json: out/x.json was written already; convert it into another folder",
    ]


def test_the_help_names_every_format(inside: Inside) -> None:
    said = " ".join(inside("convert", "--help").out.decode().split())
    assert all(name in said for name in FORMATS)


def test_a_file_is_not_overwritten_without_force(inside: Inside, files: Path) -> None:
    (files / "out.json").write_text("mine", "utf-8")
    refused = inside("convert", "clean.json", "--to", "json-render", "-o", "out.json")
    assert refused.code == 2
    assert "--force" in refused.said[-1]
    assert (files / "out.json").read_text("utf-8") == "mine"
    written = inside("convert", "clean.json", "--to", "json-render", "-o", "out.json", "--force")
    assert (written.code, written.out, written.said) == (0, b"", ["wrote: out.json"])
    assert json.loads((files / "out.json").read_text("utf-8"))["root"] == "all"


def test_what_is_wrong_with_what_was_read_is_told_and_the_result_written(inside: Inside, files: Path) -> None:
    wrong = '{"root": "a", "elements": {"a": {"type": "Nonsense", "props": {}}}}'
    result = inside("convert", "-", "--to", "punk", "--output-format", "jsonl", stdin=wrong.encode())
    assert result.code == 1
    assert json.loads(result.out)["root"] == {"type": "Nonsense", "id": "a"}
    assert [json.loads(line)["code"] for line in result.said] == ["EP201"]


def test_one_file_that_cannot_be_read_does_not_keep_others(inside: Inside, files: Path) -> None:
    (files / "broken.json").write_text('{"root": ', "utf-8")
    (files / "out").mkdir()
    result = inside("convert", "clean.json", "broken.json", "gone.json", "--to", "json-render", "-o", "out")
    assert result.code == 6
    assert [path.name for path in (files / "out").iterdir()] == ["clean.json"]
    said = "\n".join(result.said)
    assert "broken.json:1:10: EP001 error" in said
    assert "gone.json: cannot be read" in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["clean.json", "--to", "jsonrender"], "did you mean 'json-render'?"),
        (["clean.json", "--to", "html", "--from", "react"], "a React component cannot be read"),
        (["clean.json", "lossy.json", "--to", "html"], "several files do not go to stdout"),
        (["clean.json", "lossy.json", "--to", "html", "-o", "gone"], "gone is no folder"),
        (["clean.json", "--to", "html", "--format-version", "2"], "there is no version '2' of an HTML page"),
        (["clean.json", "--to", "a2ui", "--format-version", "2"], "0.9"),
        (["clean.json", "--to", "html", "--output-format", "pdf"], "no output format 'pdf'"),
        (["nothing*.json", "--to", "html"], "nothing*.json"),
        (["words.txt", "--to", "html"], "nothing tells its format"),
    ],
)
def test_flags_that_cannot_be_used_say_what_to_do(inside: Inside, files: Path, arguments: list[str], said: str) -> None:
    (files / "words.txt").write_text("hello", "utf-8")
    result = inside("convert", *arguments)
    assert (result.code, result.out) == (2, b"")
    assert said in result.said[-1]


def test_a_page_shows_the_data_that_is_given(inside: Inside, files: Path) -> None:
    (files / "bound.json").write_text(json.dumps(page(text("Hello {context.name}"))), "utf-8")
    (files / "data.json").write_text('{"name": "Ada"}', "utf-8")
    shown = inside("convert", "bound.json", "--to", "html", "--data-file", "data.json", "--name", "Greeting", "-q")
    assert b"Hello Ada" in shown.out
    assert b"<title>Greeting</title>" in shown.out
    (files / "data.json").write_text("[]", "utf-8")
    assert inside("convert", "bound.json", "--to", "html", "--data-file", "data.json").code == 6


def test_what_a_hostile_file_says_reaches_the_terminal_as_text(inside: Inside, files: Path) -> None:
    (files / "bad.json").write_text(json.dumps(page(text(key="\x1b[31m\u202e"))), "utf-8")
    result = inside("convert", "bad.json", "--to", "json-render")
    assert b"\x1b" not in result.err + result.out
    assert "\u202e" not in result.err.decode()


# ---------------------------------------------------------------- runs and replays


def test_a_run_streams_in_a_format_and_its_replay_writes_the_same(inside: Inside) -> None:
    run = inside("gen", "login form", "-p", "offline", "--no-tui", "--format", "json-render-stream")
    assert run.code == 0
    spec = compiled(run.out.decode())
    assert spec["elements"][spec["root"]]["type"] == "Container"
    again = inside("replay", "last", "--format", "json-render-stream")
    assert (again.code, again.out) == (0, run.out)
    document = inside("replay", "last", "--format", "json")
    converted = inside("convert", "-", "--to", "json-render", "-q", stdin=document.out)
    assert inside("replay", "last", "--format", "json-render").out == converted.out
    assert inside("convert", "last", "--to", "json-render", "-q").out == converted.out


def test_each_piece_of_a_run_is_there_before_the_next(epoch: Command) -> None:
    process = epoch.start("gen", "login form", "-p", "offline", "--pace", "300", "--no-tui", "--format", "a2ui")
    assert process.stdout is not None
    first = process.stdout.readline()
    assert process.poll() is None
    assert "createSurface" in json.loads(first)
    rest = process.stdout.read().splitlines()
    process.communicate()
    assert all(json.loads(line)["version"] == "v0.9" for line in rest)


def test_apply_writes_a_page_to_a_file(inside: Inside) -> None:
    result = inside("apply", "--format", "html", "-o", "page.html", "--no-log", stdin=CLEAN.encode())
    assert (result.code, result.out) == (0, b"")
    assert "Hello" in (inside.work / "page.html").read_text("utf-8")


def test_losses_of_a_run_are_told_at_its_end_and_strict_counts_them(inside: Inside) -> None:
    told = inside("apply", "--format", "json-render", "--no-log", "--strict", stdin=LOSSY.encode())
    assert told.code == 1
    assert "/root/children/0/key: EX001 warning: the key k: not said in a json-render spec (left out)" in told.said


def test_a_format_that_is_none_is_told_with_all_there_are(inside: Inside) -> None:
    result = inside("gen", "x", "-p", "offline", "--format", "openai")
    assert result.code == 2
    assert "did you mean 'openui'?" in result.said[-1]
    assert "jsonl" in result.said[-1]
