"""`epoch apply`: what any tool wrote, read as it comes; stdout is data, and nothing is dropped in silence."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from support.applied import DOCUMENT, HELLO, PAGE, POSIX, TEXT, WRONG, said
from support.command import Command, Inside
from support.scripted import add, container, jsonl, text_node

from epoch_cli import read_session
from epoch_cli.events import DiagnosticFound, RunEnded, RunStarted, TextReceived

# ------------------------------------------------------------------ what comes out


def test_patches_in_prose_become_patches_a_line(inside: Inside) -> None:
    result = inside("apply", stdin=TEXT)
    assert result.code == 0
    assert [line["path"] for line in result.lines] == ["/root", "/root/children/-"]
    assert [line["meta"]["sequence"] for line in result.lines] == [1, 2]
    assert "done: 2 patches, 2 nodes" in said(result)
    assert "read from: stdin" in said(result)


def test_every_format_is_what_gen_makes_of_the_same_patches(shared: Command) -> None:
    patches = shared("gen", "login form").out
    for form in ("json", "tree"):
        assert shared("apply", "--format", form, stdin=patches).out == shared("gen", "login form", "--format", form).out


def test_events_are_those_of_the_session_and_a_replay_gives_the_same_bytes(epoch: Command) -> None:
    result = epoch("apply", "--format", "events", stdin=TEXT)
    (session,) = epoch.sessions()
    assert session.read_bytes() == result.out
    events = list(read_session(session))
    assert isinstance(events[0], RunStarted)
    assert (events[0].provider, events[0].model, events[0].title, events[0].prompt) == ("stdin", "", "stdin", "")
    assert isinstance(events[-1], RunEnded)
    assert "".join(event.text for event in events if isinstance(event, TextReceived)) == TEXT.decode()
    assert epoch("replay", session.stem, "--format", "events").out == result.out
    assert epoch("validate", str(session)).code == 0


def test_a_file_is_read_as_stdin_is(inside: Inside) -> None:
    (inside.work / "answer.txt").write_bytes(TEXT)
    result = inside("apply", "answer.txt", "--no-log")
    assert result.code == 0
    assert result.out == inside("apply", "-", stdin=TEXT).out
    assert "read from: answer.txt" in said(result)


def test_the_document_is_written_to_a_file_and_never_over_one(inside: Inside) -> None:
    assert inside("apply", "-o", "ui.json", stdin=TEXT).code == 0
    assert json.loads((inside.work / "ui.json").read_bytes())["root"]["children"] == [text_node("hello")]
    assert inside("apply", "-o", "ui.json", stdin=TEXT).code == 2
    assert inside("apply", "-o", "ui.json", "--force", stdin=TEXT).code == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
@pytest.mark.parametrize(
    ("flags", "words"), [((), "the session holds everything: epoch replay"), (("--no-log",), "went to stdout")]
)
def test_a_file_that_cannot_be_written_is_told_with_what_helps(
    inside: Inside, flags: Sequence[str], words: str
) -> None:
    result = inside("apply", "-o", "/dev/full", *flags, stdin=TEXT)
    assert result.code == 6
    assert words in said(result)
    if flags:
        assert json.loads(result.out)["root"]["children"] == [text_node("hello")]
    else:
        assert (result.out, inside.sessions()[0].stem in said(result)) == (b"", True)


def test_no_log_writes_no_session(inside: Inside) -> None:
    inside("apply", "--no-log", stdin=TEXT)
    assert inside.sessions() == []


# ------------------------------------------------------------------ exit codes


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        (b"", 6, "there is no text"),
        (b"I am sorry, I cannot.", 6, "no patch in the text: 21 characters, 0 malformed"),
        (b'{"op" "add"}', 6, "1 malformed"),
        (b"[]", 6, "no patch in the text"),
        (jsonl(add("/root", {"type": "Nope"})).encode(), 1, "0 patches accepted, 1 refused"),
        (jsonl({"op": "test", "path": "", "value": {}}).encode(), 1, "no interface came of the text"),
    ],
)
def test_a_text_without_an_interface_fails_and_says_why(inside: Inside, text: bytes, code: int, words: str) -> None:
    result = inside("apply", "--no-log", "--no-heal", stdin=text)
    assert result.code == code
    assert words in said(result)
    assert result.out == b""


@pytest.mark.parametrize(
    "text",
    [jsonl(PAGE, WRONG), jsonl(PAGE) + '{"op": "add" 1}\n', jsonl(PAGE).encode() + b"caf\xe9\n"],
    ids=["refused", "malformed", "invalid bytes"],
)
def test_strict_makes_anything_that_was_not_taken_as_it_is_a_failure(inside: Inside, text: str | bytes) -> None:
    data = text.encode() if isinstance(text, str) else text
    assert inside("apply", "--no-heal", stdin=data).code == 0
    assert inside("apply", "--no-heal", "--strict", stdin=data).code == 1
    assert inside("apply", "--no-heal", "--strict", stdin=TEXT).code == 0


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["missing.txt"], 6, "missing.txt: cannot be read"),
        (["."], 6, "cannot be read"),
        ([""], 6, "the name of the file is empty"),
        (["--timeout", "nan"], 2, "--timeout: nan"),
        (["--granularity", "nodes"], 2, "did you mean 'node'"),
        (["--fix", "some"], 2, "--fix"),
        (["--format", "yaml"], 2, "yaml"),
        (["--base", "missing.json"], 6, "missing.json"),
        (["--base", "-"], 2, "give --base a file"),
        (["--base", "broken.json"], 6, "broken.json:1:"),
        (["--base", "list.json"], 6, "not a document"),
        (["--base", "text.json"], 6, "not a document"),
    ],
)
def test_what_cannot_be_used_is_told_with_a_remedy(inside: Inside, arguments: list[str], code: int, words: str) -> None:
    (inside.work / "broken.json").write_text('{"root": }', "utf-8")
    (inside.work / "list.json").write_text("[1]", "utf-8")
    (inside.work / "text.json").write_text('{"root": "page"}', "utf-8")
    result = inside("apply", *arguments, stdin=TEXT)
    assert result.code == code, said(result)
    assert words in said(result)
    assert "; " in said(result)
    assert result.out == b""


# ------------------------------------------------------------------ --base


def test_a_base_is_changed_and_the_session_knows_it(inside: Inside) -> None:
    (inside.work / "ui.json").write_text(json.dumps(DOCUMENT), "utf-8")
    result = inside("apply", "--base", "ui.json", "--format", "json", stdin=jsonl(HELLO).encode())
    assert result.code == 0
    assert [node["text"] for node in json.loads(result.out)["root"]["children"]] == ["there", "hello"]
    started = next(iter(read_session(inside.sessions()[0])))
    assert isinstance(started, RunStarted)
    assert started.base == DOCUMENT


def test_a_base_can_be_a_session_or_come_from_stdin(inside: Inside) -> None:
    inside("apply", stdin=jsonl(PAGE).encode())
    session = inside.sessions()[0].stem
    assert inside("apply", "--base", session, stdin=jsonl(HELLO).encode()).code == 0
    (inside.work / "answer.txt").write_text(jsonl(HELLO), "utf-8")
    piped = inside("apply", "answer.txt", "--base", "-", stdin=json.dumps(DOCUMENT).encode())
    assert piped.code == 0


def test_a_text_that_changes_nothing_keeps_the_base(inside: Inside) -> None:
    (inside.work / "ui.json").write_text(json.dumps(DOCUMENT), "utf-8")
    result = inside("apply", "--base", "ui.json", "--format", "json", stdin=b"Nothing to change.")
    assert result.code == 0
    assert json.loads(result.out)["root"] == DOCUMENT["root"]


@pytest.mark.parametrize(
    ("text", "words"), [(b"I am sorry.", "no patch in the text: 11 characters"), (b"", "there is no text")]
)
def test_and_that_is_told_and_is_no_success_where_it_counts(inside: Inside, text: bytes, words: str) -> None:
    (inside.work / "ui.json").write_text(json.dumps(DOCUMENT), "utf-8")
    result = inside("apply", "--base", "ui.json", "--strict", stdin=text)
    assert result.code == 1
    assert f"EP007 warning: {words}" in said(result)
    assert "(the document is as it was)" in said(result)
    assert "EP007" not in said(inside("apply", "--base", "ui.json", stdin=jsonl(HELLO).encode()))


def test_a_base_with_findings_may_be_changed_and_that_is_said(inside: Inside) -> None:
    wrong = {"root": container({"type": "Marquee"}, id="page")}
    (inside.work / "old.json").write_text(json.dumps(wrong), "utf-8")
    result = inside("apply", "--base", "old.json", stdin=jsonl(HELLO).encode())
    assert result.code == 0
    assert "old.json has an error, which stays where no patch mends it" in said(result)
    assert len(result.lines) == 1


def test_gen_takes_a_base_too(inside: Inside) -> None:
    (inside.work / "ui.json").write_text(json.dumps(DOCUMENT), "utf-8")
    result = inside("gen", "add a button that says Save", "--base", "ui.json", "--format", "json")
    assert result.code == 0
    root = json.loads(result.out)["root"]
    assert root["children"][0] == text_node("there")
    assert '"Save"' in json.dumps(root)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a file of Linux that opens and cannot be read")
def test_a_text_that_cannot_be_read_further_is_told(inside: Inside) -> None:
    result = inside("apply", "/proc/self/mem", "--no-log")
    assert result.code == 6
    assert "the text cannot be read (Input/output error); check where it is" in said(result)


# ------------------------------------------------------------------ granularity and healing

NESTED = jsonl(add("/root", container(text_node("a"), {"type": "Marquee"}, text_node("b"))))


def test_large_values_are_taken_node_by_node(inside: Inside) -> None:
    result = inside("apply", stdin=NESTED.encode())
    assert [line["value"]["type"] for line in result.lines] == ["Container", "Text", "Text"]
    assert "1 refused" in said(result)


def test_or_patch_by_patch(inside: Inside) -> None:
    good = jsonl(add("/root", container(text_node("a"), text_node("b"))))
    whole = inside("apply", "--granularity", "patch", stdin=good.encode())
    assert len(whole.lines) == 1
    assert inside("apply", "--granularity", "patch", stdin=NESTED.encode()).code == 1
    form = ("--format", "json")
    assert (
        inside("apply", *form, stdin=good.encode()).out
        == inside("apply", "--granularity", "patch", *form, stdin=good.encode()).out
    )


EXTRA = "".join(line + "}\n" for line in jsonl(PAGE, HELLO).splitlines())


def test_an_extra_brace_on_every_line_costs_nothing_and_is_told(inside: Inside) -> None:
    result = inside("apply", "--format", "tree", stdin=EXTRA.encode())
    assert result.code == 0
    assert result.out.decode() == "Container #page\n  Text “hello”\n"
    assert "repaired: 2 × extra-closer" in said(result)
    session = inside.sessions()[0].stem
    assert "repaired: 2 × extra-closer" in said(inside("replay", session))
    lines = [line for line in said(inside("apply", "-v", stdin=EXTRA.encode())).splitlines() if "extra-closer:" in line]
    assert [" 1:" in lines[0], " 2:" in lines[1]] == [True, True], lines


@POSIX
def test_the_readme_shows_what_the_command_says(epoch: Command) -> None:
    readme = (Path(__file__).resolve().parents[2] / "README.md").read_text("utf-8")
    (block,) = re.findall(r"^```console\n\$ (printf .*?)^```", readme, re.MULTILINE | re.DOTALL)
    command, shown = re.split(r"(?<=format tree)\n", block)
    run = command.replace("epoch apply", f"{shlex.join(epoch.prefix)} apply")
    done = subprocess.run(["sh", "-c", run], capture_output=True, cwd=epoch.work, env=epoch.env(), check=True)
    printed = re.sub(r"\d+\.\d s$", "0.0 s", (done.stdout + done.stderr).decode(), flags=re.MULTILINE)
    assert printed.startswith(shown)


def test_what_a_cut_text_lost_is_told(inside: Inside) -> None:
    text = jsonl(add("/root", container(text_node("a"), text_node("b"))))
    cut = text[: text.index('"b"') + 2].encode()
    for granularity in ("node", "patch"):
        result = inside("apply", "--granularity", granularity, "--format", "tree", stdin=cut)
        assert result.code == 0
        assert result.out.decode() == "Container\n  Text “a”\n"
        assert "repaired: 1 × truncated-tail (lossy)" in said(result)
        assert inside("apply", "--granularity", granularity, "--strict", stdin=cut).code == 1


def test_what_is_almost_json_is_mended_unless_it_must_not_be(inside: Inside) -> None:
    text = b'{"op": "add", "path": "/root", "value": {"type": "Text", "text": "hi",}}\n'
    result = inside("apply", "--format", "tree", stdin=text)
    assert result.out.decode() == "Text “hi”\n"
    assert "trailing-comma" in said(result)
    strict = inside("apply", "--no-heal", "--format", "tree", stdin=text)
    assert strict.code == 6
    assert "1 malformed" in said(strict)


# ------------------------------------------------------------------ bytes


def test_bytes_that_are_no_utf_8_are_replaced_and_told_once(inside: Inside) -> None:
    text = jsonl(PAGE, add("/root/children/-", text_node("caf_ _"))).encode().replace(b"caf_ _", b"caf\xe9 \xff")
    result = inside("apply", "--format", "json", stdin=text)
    assert result.code == 0
    assert json.loads(result.out)["root"]["children"] == [text_node("caf\ufffd \ufffd")]
    (line,) = [line for line in said(result).splitlines() if "EP010" in line]
    assert f"2 times; the first is byte {text.index(0xE9)}, at 2:" in line
    (found,) = [event for event in read_session(inside.sessions()[0]) if isinstance(event, DiagnosticFound)]
    assert (found.diagnostic.code, found.diagnostic.line) == ("EP010", 2)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_understood(inside: Inside, encoding: str) -> None:
    page = add("/root", text_node("grüß Gott 🙂"))
    result = inside("apply", "--format", "tree", stdin=jsonl(page).encode(encoding))
    assert result.out.decode() == "Text “grüß Gott 🙂”\n"
    assert "EP0" not in said(result)


def test_nul_bytes_are_text(inside: Inside) -> None:
    assert inside("apply", "--format", "tree", stdin=b"\0\0" + TEXT + b"\0").code == 0


# ------------------------------------------------------------------ what is said of faults


def test_the_first_faults_are_told_with_place_and_excerpt_and_all_with_v(inside: Inside) -> None:
    text = (jsonl(PAGE) + "".join(f'{{"op" {number}}}\n' for number in range(30))).encode()
    few = [line for line in said(inside("apply", "--no-heal", stdin=text)).splitlines() if "EP001" in line]
    assert len(few) == 5
    assert "2:7" in few[0]
    assert '{"op" 0}' in few[0]
    result = inside("apply", "--no-heal", stdin=text)
    assert "25 more findings about the text; -v shows all" in said(result)
    assert "30 malformed" in said(result)
    assert said(inside("apply", "--no-heal", "-v", stdin=text)).count("EP001") == 30
    assert said(inside("apply", "--no-heal", "-q", stdin=text)) == ""


@pytest.mark.parametrize("form", ["jsonl", "events", "tree"])
def test_nor_does_it_reach_stdout_as_what_a_terminal_obeys(inside: Inside, form: str) -> None:
    """JSON escapes U+001B, but leaves U+009B and the marks that turn text around as they are."""
    hello = {**HELLO, "meta": {"id": "\x1b]0;x\x07\x9b31m\u202e\u2028"}}
    text = jsonl(PAGE) + json.dumps(hello, ensure_ascii=False)
    result = inside("apply", "--format", form, "--no-log", stdin=text.encode())
    assert all(line.isprintable() for line in result.out.decode().split("\n"))
    if form == "jsonl":
        assert result.lines[-1]["meta"]["id"] == hello["meta"]["id"]


def test_the_name_of_a_file_is_shown_as_what_it_is(inside: Inside) -> None:
    result = inside("apply", "-o", "\x1b[31m\u202e.json", stdin=TEXT)
    assert r"wrote: \x1b[31m\u202e.json" in said(result)
    assert all(line.isprintable() for line in said(result).splitlines())


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (jsonl(HELLO).replace('"', '\\"'), "a patch with escaped quotes"),
        (json.dumps(jsonl(HELLO)), "a patch with escaped quotes"),
        (json.dumps([jsonl(HELLO)]), "a patch with escaped quotes"),
        (jsonl(HELLO).replace('"', "&quot;"), "a patch with quotes as HTML entities"),
        (jsonl(HELLO).replace('"', "＂"), "a patch with other quotes than JSON's"),
        ("- op: add\n  path: /root/children/-\n  value: {type: Text}\n", "a patch in YAML"),
    ],
    ids=["escaped", "string", "list of strings", "entities", "full width", "yaml"],
)
def test_a_patch_that_is_no_json_at_all_is_told_and_not_taken_for_prose(inside: Inside, line: str, words: str) -> None:
    result = inside("apply", "--strict", stdin=f"{jsonl(PAGE)}{line}\n{jsonl(HELLO)}".encode())
    assert (result.code, len(result.lines)) == (1, 2)
    assert f"text: EP007 warning: {words}" in said(result)
    assert "1 malformed" in said(result)


def test_prose_about_patches_is_prose(inside: Inside) -> None:
    prose = (
        'Each has an "op", such as add; its op: add, remove or move, and "\\"" is a quote. An option, opposite {op}.\n'
    )
    result = inside("apply", "--strict", stdin=f"{prose}{jsonl(PAGE)}".encode())
    assert result.code == 0
    assert "malformed" not in said(result)


def test_how_a_text_without_patches_begins_is_told(inside: Inside) -> None:
    result = inside("apply", stdin=b"\n\n  I am sorry,\n  I \x1b[31m cannot. " + b"word " * 100)
    assert r"beginning “I am sorry, I \x1b[31m cannot. word" in said(result)
    assert len(said(result)) < 600


def test_what_a_text_holds_never_reaches_the_terminal_as_it_is(inside: Inside) -> None:
    text = '{"op"\x1b[31m\u202e\x07 evil\x9b}\n' + jsonl(PAGE)
    result = inside("apply", "--no-heal", "-vv", stdin=text.encode())
    assert "malformed" in said(result)
    assert all(line.isprintable() for line in said(result).splitlines())


# ------------------------------------------------------------------ what is imported


def test_neither_command_imports_a_screen_or_a_network(epoch: Command) -> None:
    code = (
        "import sys\nfrom epoch_cli.__main__ import main\n"
        "try:\n    main()\nfinally:\n"
        "    sys.stderr.write('\\nloaded: ' + ' '.join({name.partition('.')[0] for name in sys.modules}))\n"
    )
    for arguments in (["apply", "--no-log"], ["prompt", "login form"]):
        result = subprocess.run(
            [sys.executable, "-c", code, *arguments], input=TEXT, capture_output=True, cwd=epoch.work, env=epoch.env(),
            timeout=60, check=True,
        )  # fmt: skip
        loaded = set(result.stderr.decode().rpartition("loaded: ")[2].split())
        assert "epoch_cli" in loaded
        assert loaded & {"textual", "httpx"} == set()


def test_help_has_examples(inside: Inside) -> None:
    for command in ("apply", "prompt"):
        result = inside(command, "--help")
        assert result.code == 0
        assert b"Examples:" in result.out
        assert b"llm" in result.out


def test_without_healing_what_is_no_json_is_told_and_never_passed_over_in_silence(epoch: Command) -> None:
    text = '{"op":"add","path":"/root","value":{"type":"Card"}}\n{\'op\': \'add\', \'path\': \'/root/children/-\'}\n'
    result = epoch("apply", "--no-heal", "--strict", "--format", "tree", stdin=text.encode())
    assert result.out == b"Card\n"
    assert result.code == 1
    assert any("EP001" in line and "2:2" in line for line in result.said)
