"""`epoch gen` in pipes and files: stdout is data, stderr is narration, and the exit code says how it went."""

from __future__ import annotations

import json
import stat
import sys
from pathlib import Path
from typing import Any

import jsonpatch
import pytest
from support.command import Command, Inside, Result
from support.scripted import HANG, ScriptedProvider, Step, add, container, jsonl, says, text_node

from epoch_cli import ProviderError, read_session, validate
from epoch_cli.catalog import Catalog
from epoch_cli.events import PatchAccepted, RunEnded
from epoch_cli.providers.base import FinishPart

PAGE = add("/root", container(id="page"))
MORE = add("/root/children/-", text_node("hello"))
WRONG = add("/root/children/-", {"type": "Marquee"})
OPERATIONS = {"add", "remove", "replace", "move", "copy", "test"}


@pytest.fixture(scope="module")
def login(shared: Command) -> Result:
    return shared("gen", "login form", "--format", "jsonl")


@pytest.fixture(scope="module")
def login_document(shared: Command) -> dict[str, Any]:
    result = shared("gen", "login form", "--format", "json")
    assert result.code == 0
    return json.loads(result.out)


# ------------------------------------------------------------------ the main job


def test_a_pipe_gets_a_json_patch_operation_a_line(login: Result) -> None:
    assert login.code == 0
    assert len(login.lines) >= 5
    for sequence, line in enumerate(login.lines, 1):
        assert line["op"] in OPERATIONS
        assert line["path"].startswith("/root")
        assert line["meta"]["sequence"] == sequence
        assert set(line) <= {"op", "path", "value", "from", "meta"}


def test_a_pipe_gets_jsonl_without_being_asked(shared: Command, login: Result) -> None:
    assert shared("gen", "login form").out == login.out


def test_applying_the_lines_with_another_library_gives_the_document(login: Result, login_document: Any) -> None:
    assert jsonpatch.apply_patch({}, login.lines) == {"root": login_document["root"]}


def test_the_document_is_valid_and_says_its_versions(login_document: Any, punk: Catalog) -> None:
    assert validate(login_document, punk).diagnostics == []
    assert list(login_document) == ["punkVersion", "schemaVersion", "root"]


@pytest.mark.parametrize("seed", ["0", "1"])
def test_the_same_prompt_gives_the_same_bytes(epoch: Command, login: Result, seed: str) -> None:
    epoch.environment = {"PYTHONHASHSEED": seed}
    assert epoch("gen", "login form", "--no-log").out == login.out


def test_stderr_says_how_it_went_and_who_wrote(login: Result) -> None:
    text = login.err.decode()
    assert "done" in text
    assert "offline composer (rules, not a model)" in text
    assert "saved" in text


@pytest.mark.parametrize("form", ["jsonl", "json", "tree", "events"])
def test_nothing_in_a_pipe_holds_an_escape_byte(inside: Inside, form: str) -> None:
    hostile = says(add("/root", container(text_node("\x1b[31mred"))), PAGE, {**MORE, "meta": {"id": "\x1b]0;x\x07"}})
    model = ScriptedProvider(["\x1b[31m thinking \x9b2J\n", *hostile])
    result = inside("gen", "a \x1b[32mgreen\x1b[0m page", "--format", form, "-vv", model=model)
    assert result.code == 0
    assert result.out
    assert not {0x1B, 0x07} & set(result.out + result.err)


def test_nothing_of_the_built_in_composer_holds_an_escape_byte(login: Result) -> None:
    assert b"\x1b" not in login.out + login.err


def test_the_prompt_may_come_from_stdin(epoch: Command, login: Result) -> None:
    result = epoch("gen", "-", stdin=b"\xef\xbb\xbflogin form\n")
    assert result.code == 0
    assert json.loads(epoch.sessions()[-1].read_bytes().splitlines()[0])["prompt"] == "login form"
    assert len(result.lines) == len(login.lines)


@pytest.mark.parametrize("prompt", [b"", b" \n"])
def test_an_empty_prompt_on_stdin_is_a_usage_error(inside: Inside, prompt: bytes) -> None:
    assert inside("gen", "-", stdin=prompt).code == 2


def test_a_prompt_that_is_not_utf_8_is_unreadable(inside: Inside) -> None:
    result = inside("gen", "-", stdin=b"login \xff form")
    assert result.code == 6
    assert len(result.said) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="arguments are bytes on POSIX only")
def test_an_argument_that_is_not_utf_8_is_no_bug(epoch: Command) -> None:
    result = epoch("gen", b"caf\xe9 login form")
    assert result.code in {0, 2}
    assert b"bug" not in result.err
    assert b"Traceback" not in result.err


def test_text_that_was_cut_inside_a_character_is_no_bug(inside: Inside) -> None:
    """A provider may split text anywhere, inside a surrogate pair too (design section 5)."""
    before, _, after = jsonl(PAGE, add("/root/children/-", text_node("smile 🙂"))).partition("🙂")
    result = inside("gen", "x", model=ScriptedProvider([before + "\ud83d", "\ude42" + after, FinishPart("stop")]))
    assert result.code == 0, result.err
    assert result.lines[1]["value"]["text"] == "smile 🙂"
    (session,) = inside.sessions()
    assert inside("replay", str(session), "--format", "jsonl").out == result.out


# ------------------------------------------------------------------ what cannot be used


@pytest.mark.parametrize(
    ("arguments", "code", "word"),
    [
        (["gen", ""], 2, "login form"),
        (["gen", "   "], 2, "login form"),
        (["gen", "x", "--preset", "nope"], 2, "punk"),
        (["gen", "x", "-p", "nope"], 2, "offline"),
        (["gen", "x", "--format", "yaml"], 2, "jsonl"),
        (["gen", "x", "--format", "jsnl"], 2, "did you mean 'jsonl'"),
        (["gen", "x", "--budget", "tiny"], 2, "strict"),
        (["gen", "x", "-o", "nowhere/x.json"], 2, "create"),
        (["replay", "missing"], 6, "sessions"),
    ],
)
def test_what_cannot_be_used_is_one_line_with_a_remedy(
    inside: Inside, arguments: list[str], code: int, word: str
) -> None:
    result = inside(*arguments)
    assert result.code == code
    assert result.out == b""
    assert len(result.said) == 1
    assert word in result.said[0]
    assert "; " in result.said[0]


def test_a_file_that_is_missing_is_reported_with_a_remedy(inside: Inside) -> None:
    result = inside("validate", "missing.json")
    assert result.code == 6
    (line,) = result.out.decode().splitlines()
    assert line.startswith("missing.json: EP008 error: ")
    assert "check the path" in line


def test_nothing_is_recorded_of_a_run_that_cannot_start(inside: Inside) -> None:
    inside("gen", "")
    inside("gen", "x", "--preset", "nope")
    assert inside.sessions() == []


@pytest.mark.parametrize("arguments", [["gen"], ["gen", "x", "--nope"], ["nope"], ["gen", "x", "--timeout", "soon"]])
def test_wrong_flags_are_usage_errors(inside: Inside, arguments: list[str]) -> None:
    result = inside(*arguments)
    assert result.code == 2
    assert result.out == b""
    assert b"Traceback" not in result.err


def test_a_broken_preset_is_told_with_its_file(inside: Inside) -> None:
    (inside.work / "mine.toml").write_text('[preset]\nname = "mine"\nextends = "punk"\n[components.X]\nkids = 1\n')
    result = inside("gen", "x", "--preset", "mine.toml")
    assert result.code == 2
    assert len(result.said) == 1
    assert "mine.toml: components.X.kids" in result.said[0]


# ------------------------------------------------------------------ how a run ends


DONE = FinishPart("stop")
ALONE = ["--retries", "0", "--no-fallback"]
ENDINGS: dict[str, tuple[list[Step], list[str], int]] = {
    "complete": ([jsonl(PAGE, MORE), DONE], [], 0),
    "refused patches alone": ([jsonl(PAGE, WRONG, MORE), DONE], [], 0),
    "refused patches, strict": ([jsonl(PAGE, WRONG, MORE), DONE], ["--strict"], 1),
    "nothing refused, strict": ([jsonl(PAGE, MORE), DONE], ["--strict"], 0),
    "provider": ([jsonl(PAGE, MORE), ProviderError("no route", remedy="try later")], ALONE, 3),
    "truncated": ([jsonl(PAGE, MORE)], ALONE, 3),
    "timeout": ([jsonl(PAGE, MORE), HANG], ["--timeout", "0.3"], 4),
    "output limit": ([jsonl(PAGE, MORE), FinishPart("length")], [], 5),
}


@pytest.mark.parametrize(("script", "flags", "code"), ENDINGS.values(), ids=ENDINGS.keys())
def test_the_exit_code_says_how_a_run_ended_and_the_data_is_kept(
    inside: Inside, script: list[Step], flags: list[str], code: int
) -> None:
    result = inside("gen", "x", "-o", "out.json", *flags, model=ScriptedProvider(script))
    assert result.code == code
    assert len(json.loads((inside.work / "out.json").read_bytes())["root"]["children"]) == 1
    (session,) = inside.sessions()
    events = list(read_session(session))
    assert isinstance(events[-1], RunEnded)
    assert sum(isinstance(event, PatchAccepted) for event in events) == 2


def test_a_failure_is_told_with_its_remedy_even_when_quiet(inside: Inside) -> None:
    model = ScriptedProvider([jsonl(PAGE), ProviderError("no route", remedy="try later")])
    result = inside("gen", "x", "-q", model=model)
    assert result.said == ["epoch: no route; try later"]
    assert len(result.lines) == 1


def test_a_run_without_an_interface_writes_no_file(inside: Inside) -> None:
    result = inside("gen", "x", "-o", "out.json", *ALONE, model=ScriptedProvider(["Sorry.", DONE]))
    assert result.code == 3
    assert not (inside.work / "out.json").exists()
    assert "out.json" not in result.err.decode()


def test_decision_12_what_stands_in_for_an_answer_is_told_and_exits_with_7(inside: Inside) -> None:
    down = ScriptedProvider([ProviderError("no route", remedy="try later")])
    result = inside("gen", "login form", "-o", "out.json", "--retries", "1", model=down)
    assert result.code == 7
    assert "Password" in (inside.work / "out.json").read_text()
    said = "\n".join(result.said)
    assert "recovery: scripted model failed: asking again" in said
    assert "recovery: scripted model failed: the offline composer completes what is there" in said
    assert "failed; completed by rules, not by a model: " in said
    assert "written by: offline composer (rules, not a model)" in said
    assert "epoch: no route; try later" in said


@pytest.mark.parametrize(
    ("named", "says"),
    [
        ("nope", "no provider 'nope'"),
        ("", "names nothing"),
        ("offline,openai", "nothing is asked behind offline"),
        ("empty,minimal", "nothing is asked behind empty"),
    ],
)
def test_a_fallback_that_makes_no_sense_is_a_usage_error(inside: Inside, named: str, says: str) -> None:
    result = inside("gen", "x", "--fallback", named)
    assert result.code == 2
    assert says in result.said[0]


def test_a_bug_is_one_line_that_says_how_to_report_it(epoch: Command) -> None:
    result = epoch.scripted([{"text": jsonl(PAGE)}, {"crash": "oh\x1b[31m"}])("gen", "x")
    assert result.code == 70
    assert result.said[-1].startswith("epoch: bug: RuntimeError")
    assert b"\x1b" not in result.err
    assert b"Traceback" not in result.err


# ------------------------------------------------------------------ what is said


def test_quiet_says_nothing(epoch: Command, login: Result) -> None:
    result = epoch("gen", "login form", "-q")
    assert result.err == b""
    assert result.out == login.out


def test_refusals_are_said_and_more_with_v(inside: Inside) -> None:
    script = says(PAGE, WRONG, add("/root/children/-", {"type": "Form"}))
    said = [inside("gen", "x", *v, model=ScriptedProvider(script)).err.decode() for v in ([], ["-v"], ["-vv"])]
    assert all("EP201" in text and "Marquee" in text for text in said)
    assert len(said[0].splitlines()) < len(said[1].splitlines()) < len(said[2].splitlines())


# ------------------------------------------------------------------ the session


def test_a_run_is_recorded_in_a_private_file(shared: Command, login: Result) -> None:
    (session,) = (each for each in shared.sessions() if each.stem in login.err.decode())
    if sys.platform != "win32":
        assert stat.S_IMODE(session.stat().st_mode) == 0o600
    events = list(read_session(session))
    assert [event.patch for event in events if isinstance(event, PatchAccepted)] == login.lines


def test_without_a_log_nothing_is_recorded_or_said_of_it(epoch: Command) -> None:
    result = epoch("gen", "login form", "--no-log")
    assert result.code == 0
    assert epoch.sessions() == []
    assert b"replay" not in result.err


def test_a_data_folder_that_cannot_be_written_is_a_warning(epoch: Command, login: Result) -> None:
    (epoch.home / "data").write_text("a file where the folder should be")
    result = epoch("gen", "login form")
    assert result.code == 0
    assert result.out == login.out
    warnings = [line for line in result.said if "--no-log" in line]
    assert len(warnings) == 1
    assert "saved" not in result.err.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="folder modes of POSIX")
def test_a_data_folder_that_is_read_only_is_a_warning(epoch: Command, login: Result) -> None:
    folder = epoch.home / "data"
    folder.mkdir()
    folder.chmod(0o500)
    try:
        result = epoch("gen", "login form")
    finally:
        folder.chmod(0o700)
    assert result.code == 0
    assert result.out == login.out
    assert epoch.sessions() or any("--no-log" in line for line in result.said)  # root may write everywhere


def test_runs_at_the_same_time_have_sessions_of_their_own(epoch: Command) -> None:
    processes = [epoch.start("gen", "login form", "-q") for _ in range(3)]
    outputs = {process.communicate(timeout=60)[0] for process in processes}
    assert len(outputs) == 1
    assert len(epoch.sessions()) == 3
    assert all(isinstance(list(read_session(path))[-1], RunEnded) for path in epoch.sessions())


def test_what_is_written_to_disk_lies_in_the_data_folder_only(epoch: Command) -> None:
    epoch("gen", "login form")
    assert list(epoch.work.iterdir()) == []
    assert {path.name for path in epoch.home.iterdir() if not path.name.startswith("script")} <= {
        "data",
        "cache",
        "Library",
    }
    assert Path(epoch.sessions()[0]).parent.name == "sessions"
