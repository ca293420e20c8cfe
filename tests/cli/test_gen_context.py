"""`gen`: where the prompt comes from, which session it goes on with, what the model is told, and what did not fit."""

from __future__ import annotations

import json
import shlex
import sys
from pathlib import Path

import pytest
from support.command import Command, Inside, Result, wait_until
from support.scripted import ScriptedProvider, add, container, says, text_node

from epoch_cli.cli.editor import SCISSORS

PAGE = says(add("/root", container(id="page")))
TEXT = says(add("/root/children/-", text_node("more")))
WISH = "a page ü"


def asked(inside: Inside, *arguments: str, stdin: bytes = b"") -> str:
    """The prompt that a model gets."""
    model = ScriptedProvider(PAGE)
    result = inside("gen", *arguments, stdin=stdin, model=model)
    assert result.code == 0, result.err
    return model.requests[0].brief.prompt


def refused(inside: Inside, *arguments: str, stdin: bytes = b"") -> str:
    """What is said of a prompt that is none; the model is not asked."""
    model = ScriptedProvider(PAGE)
    result = inside("gen", *arguments, stdin=stdin, model=model)
    assert (result.code, model.requests, result.out) == (2, [], b"")
    (line,) = result.said
    return line


# ---------------------------------------------------------------- where the prompt comes from


def test_the_prompt_may_come_from_a_file(inside: Inside) -> None:
    (inside.work / "wish.md").write_text(f"\ufeff{WISH}\nin two lines\n", "utf-8")
    assert asked(inside, "--prompt-file", "wish.md") == f"{WISH}\nin two lines"
    assert asked(inside, "-f", "-", stdin=WISH.encode()) == WISH


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "there is no prompt"),
        ([" "], "the prompt is empty"),
        (["x", "-f", "wish.md"], "PROMPT and --prompt-file each bring a prompt"),
        (["x", "--edit"], "PROMPT and --edit each bring a prompt"),
        (["x", "--set", "a=b"], "--set is for a template"),
        (["-t", "crad"], "did you mean 'crud'?"),
        (["-t", "crud"], "needs entity (what is listed, in the plural)"),
        (["-t", "crud", "--set", "entity"], "'entity' is no value"),
        (["-t", "crud", "--set", "entty=x"], "did you mean 'entity'?"),
        (["-t", "crud", "--set", "entity=a", "--set", "entity=b"], "'entity' has two values"),
        (["-f", "-", "--base", "-"], "stdin can be one of the two only"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_there_is_one_prompt_or_it_is_said_what_is_wrong(inside: Inside, arguments: list[str], words: str) -> None:
    assert words in refused(inside, *arguments, stdin=b"x")


def test_a_file_that_is_not_there_is_unreadable(inside: Inside) -> None:
    assert inside("gen", "-f", "nowhere.md").code == 6


def test_a_template_is_the_prompt_and_what_is_asked_besides_stands_behind_it(inside: Inside) -> None:
    assert asked(inside, "-t", "crud", "--set", "entity=boats").startswith("boats page with a search field")
    more = asked(inside, "-t", "login", "--set", "button=Enter", "and a logo")
    assert '"Enter" button' in more
    assert more.endswith("\n\nand a logo")


def test_a_template_makes_a_screen(epoch: Command) -> None:
    result = epoch("gen", "-t", "crud", "--set", "entity=orders", "-p", "offline", "--format", "json")
    assert result.code == 0
    assert b'"DataGrid"' in result.out


# ---------------------------------------------------------------- an editor


has_terminals = pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo terminals")


def editor(folder: Path, code: str) -> str:
    """An editor that does this to the file `path`, as the command for `EDITOR`."""
    script = folder / "editor.py"
    script.write_text(f"import sys, pathlib, os\npath = pathlib.Path(sys.argv[-1])\n{code}\n", "utf-8")
    return shlex.join([sys.executable, str(script), "--wait"])


@pytest.fixture
def edits(epoch: Command) -> Command:
    """The command with an editor that notes what it sees, and writes a prompt above the line."""
    code = (
        "text = path.read_text()\n"
        f"seen = pathlib.Path({str(epoch.work / 'seen.txt')!r})\n"
        "seen.write_text(f'{path}\\n{oct(os.stat(path).st_mode & 0o777)}\\n{text}')\n"
        f"print('drawing')\npath.write_text('login form' + text)\n"
    )
    epoch.environment["EDITOR"] = editor(epoch.work, code)
    return epoch


def at_terminal(command: Command, *arguments: str) -> tuple[Result, str]:
    """Run a command from a terminal, with stdout and stderr in pipes; also what stands on the screen."""
    from support.terminal import Terminal, settle, take_terminal

    with Terminal() as screen:
        started = command.start(*arguments, stdin=screen.file, start_new_session=True, preexec_fn=take_terminal)
        with started as process:
            out, err = process.communicate(timeout=60)
        settle(screen)
        return Result(process.returncode, out, err), screen.text


@has_terminals
def test_the_prompt_may_be_written_in_an_editor(edits: Command) -> None:
    result, shown = at_terminal(edits, "gen", "--edit", "-p", "offline", "--format", "jsonl")
    assert result.code == 0
    assert {line["op"] for line in result.lines} == {"add"}  # what the editor drew is not among the patches
    assert shown == "drawing"
    path, mode, *text = (edits.work / "seen.txt").read_text("utf-8").splitlines()
    assert not Path(path).exists()
    assert mode == "0o600"
    assert SCISSORS in text
    (session,) = edits.sessions()
    assert json.loads(session.read_bytes().splitlines()[0])["prompt"] == "login form"


@has_terminals
def test_without_a_terminal_no_editor_is_opened(edits: Command) -> None:
    result = edits("gen", "--edit", "-p", "offline", start_new_session=True)
    assert (result.code, result.out) == (2, b"")
    assert "--edit: there is no terminal; give the prompt" in result.err.decode()
    assert not (edits.work / "seen.txt").exists()


@has_terminals
def test_the_file_is_gone_when_the_process_is_asked_to_end(epoch: Command) -> None:
    from support.terminal import Terminal, take_terminal

    seen = epoch.work / "seen.txt"
    code = f"import time\npathlib.Path({str(seen)!r}).write_text(f'{{path}}\\n')\ntime.sleep(60)"
    epoch.environment["EDITOR"] = editor(epoch.work, code)
    with Terminal() as screen:
        how = {"stdin": screen.file, "start_new_session": True, "preexec_fn": take_terminal}
        with epoch.start("gen", "--edit", "-p", "offline", **how) as process:
            path = Path(wait_until(lambda: seen.is_file() and seen.read_text("utf-8").strip()))
            assert path.exists()
            process.terminate()
            assert process.wait(20) == 143
    assert not path.exists()
    assert epoch.sessions() == []


@has_terminals
def test_the_editor_opens_with_the_template(edits: Command) -> None:
    assert at_terminal(edits, "gen", "--edit", "-t", "contact", "-p", "offline", "-q")[0].code == 0
    assert "contact form with name, email, subject and message" in (edits.work / "seen.txt").read_text("utf-8")


@has_terminals
@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("pass", "nothing to do: the prompt is empty"),
        ("sys.exit(3)", "ended with 3, so nothing was sent"),
    ],
)
def test_nothing_is_sent_when_nothing_was_written(epoch: Command, code: str, words: str) -> None:
    epoch.environment["EDITOR"] = editor(epoch.work, code)
    result, _ = at_terminal(epoch, "gen", "--edit", "-p", "offline")
    assert result.code == 2
    assert words in result.err.decode()
    assert epoch.sessions() == []


@has_terminals
@pytest.mark.parametrize(
    ("command", "words"), [("no-such-editor-here", "cannot be started"), ("vi 'x", "$VISUAL is no command")]
)
def test_an_editor_that_is_none_is_said(epoch: Command, command: str, words: str) -> None:
    epoch.environment.update(VISUAL=command, EDITOR="false")  # VISUAL comes first
    result, _ = at_terminal(epoch, "gen", "--edit", "-p", "offline")
    assert (result.code, words in result.err.decode()) == (2, True)


# ---------------------------------------------------------------- going on


@pytest.fixture
def page(inside: Inside) -> Result:
    """A session that has made a page."""
    return inside("gen", WISH, model=ScriptedProvider(PAGE))


def test_c_goes_on_with_the_last_session(inside: Inside, page: Result) -> None:
    model = ScriptedProvider(TEXT)
    result = inside("gen", "a text", "-c", model=model)
    assert result.code == 0
    (patch,) = result.lines
    assert patch["value"] == text_node("more")
    (session,) = [path.stem for path in inside.sessions() if WISH.encode() in path.read_bytes().splitlines()[0][:400]]
    assert result.said[0] == f"epoch: going on with session {session}, “{WISH}”"
    first, answer, now = model.requests[0].turns
    assert (first.content, now.content) == (WISH, "a text")
    assert json.loads(answer.content)["value"]["id"] == "page"
    assert '"id":"page"' in model.requests[0].system
    started = json.loads(max(inside.sessions(), key=lambda path: path.stat().st_mtime_ns).read_bytes().splitlines()[0])
    assert started["continues"] == session
    assert [turn["prompt"] for turn in started["history"]] == [WISH]


def test_the_conversation_grows_from_session_to_session(inside: Inside, page: Result) -> None:
    for number in range(3):
        model = ScriptedProvider(says(add("/root/children/-", text_node(str(number)))))
        assert inside("gen", f"text {number}", "-c", model=model).code == 0
    users = [turn.content for turn in model.requests[0].turns if turn.role == "user"]
    assert users == [WISH, "text 0", "text 1", "text 2"]


def test_a_session_is_named_by_id_by_last_or_as_a_file(inside: Inside, page: Result) -> None:
    (path,) = inside.sessions()
    for name in (path.stem, path.stem[:-2], str(path), "last"):
        assert inside("gen", "a text", "--session", name, "--no-log", model=ScriptedProvider(TEXT)).code == 0, name


def test_c_passes_over_sessions_without_a_document_and_torn_ones_count(inside: Inside, page: Result) -> None:
    (made,) = inside.sessions()
    assert inside("gen", "nothing", "--no-fallback", "--retries", "0", model=ScriptedProvider(["no"])).code != 0
    broken = made.with_name("29991231-235959-aaaaaa.jsonl")
    broken.write_bytes(b"{}\n")
    assert made.stem in inside("gen", "a text", "-c", "--no-log", model=ScriptedProvider(TEXT)).said[0]
    lines = made.read_bytes().splitlines(keepends=True)
    accepted = next(index for index, line in enumerate(lines) if b"patch_accepted" in line)
    made.write_bytes(b"".join(lines[: accepted + 1]) + b'{"event": "tex')  # as a kill -9 leaves it
    for flags in (("-c",), ("--session", made.stem)):
        result = inside("gen", "a text", *flags, "--no-log", model=ScriptedProvider(TEXT))
        assert result.code == 0
        assert f":{accepted + 2}: the last line is incomplete and was left out" in result.said[1]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["-c"], 2, "there is no session to go on with"),
        (["-c", "--base", "x.json"], 2, "--continue and --base each say what to start from"),
        (["-c", "--session", "x"], 2, "--continue and --session each say"),
        (["--session", "nope"], 6, "nope: no such session"),
        (["--session", "empty.jsonl"], 6, "empty.jsonl: not a session: it has no beginning"),
        (["--session", "odd.jsonl"], 6, "odd.jsonl:1: "),
    ],
)
def test_without_a_session_to_go_on_with_it_is_said(
    inside: Inside, arguments: list[str], code: int, words: str
) -> None:
    (inside.work / "empty.jsonl").write_bytes(b"")
    (inside.work / "odd.jsonl").write_bytes(b"[]\n")
    result = inside("gen", "x", *arguments, model=ScriptedProvider(TEXT))
    assert result.code == code
    assert words in result.said[-1]


def test_a_session_that_made_nothing_is_no_start(inside: Inside) -> None:
    inside("gen", "nothing", "--no-fallback", "--retries", "0", model=ScriptedProvider(["no"]))
    result = inside("gen", "x", "--session", "last", model=ScriptedProvider(TEXT))
    assert result.code == 2
    assert "has no document to go on with" in result.said[-1]


def test_the_offline_composer_goes_on_too(epoch: Command) -> None:
    assert epoch("gen", "login form", "-p", "offline", "-q").code == 0
    result = epoch("gen", "add a phone field", "-c", "-p", "offline", "--format", "json")
    assert result.code == 0
    assert b'"Phone"' in result.out
    assert b'"Email"' in result.out


# ---------------------------------------------------------------- preferences, budget


def test_preferences_of_flags_come_before_those_of_the_configuration(inside: Inside) -> None:
    (inside.work / "epoch.toml").write_text('[preferences]\ncolor-scheme = "dark"\nspacing = "compact"\n', "utf-8")
    model = ScriptedProvider(PAGE)
    inside("gen", WISH, model=model)
    inside("gen", WISH, "--prefer", "spacing=spacious", "--prefer", "variant=outline", model=model)
    inside("gen", WISH, "--prefer", "spacing=", "--prefer", "color-scheme=", model=model)
    first, second, third = [request.system.partition("# Preferences")[2] for request in model.requests]
    assert "dark" in first
    assert "compact" in first
    assert "outline" not in first
    assert "dark" in second
    assert "spacious" in second
    assert "variant outline" in second
    assert third == ""
    printed = inside("prompt", WISH, "--prefer", "spacing=spacious", "--prefer", "variant=outline", "--format", "json")
    assert json.loads(printed.out)["system"] == model.requests[1].system


@pytest.mark.parametrize(
    ("preference", "words"),
    [
        ("color-scheme=drak", "did you mean 'dark'?"),
        ("colour-scheme=dark", "did you mean 'color-scheme'?"),
        ("spacing", "spacing has no value; such as spacing=compact"),
        ("variant=Two words", "is no variant; such as variant=outline"),
    ],
)
def test_a_preference_that_is_none_is_said(inside: Inside, preference: str, words: str) -> None:
    assert words in refused(inside, WISH, "--prefer", preference)


def test_a_wrong_preference_in_the_configuration_is_said_with_its_key(inside: Inside) -> None:
    (inside.work / "epoch.toml").write_text('[preferences]\ncolor-scheme = "pink"\n', "utf-8")
    assert "preferences.color-scheme: expected 'light' or 'dark'" in refused(inside, WISH)


def test_what_does_not_fit_is_always_said_and_the_budget_with_v(inside: Inside) -> None:
    model = ScriptedProvider(PAGE)
    plain = inside("gen", WISH, "--token-budget", "2000", model=model)
    assert plain.code == 0
    (line,) = [line for line in plain.said if line.startswith("left out to fit the budget: ")]
    assert "components (Tabs, Modal, " in line
    assert "Tabs" not in model.requests[0].system
    assert not [line for line in plain.said if "reserved" in line]
    verbose = inside("gen", WISH, "--token-budget", "2000", "-v", model=model).said
    table = [line.split() for line in verbose if line.startswith("  ")]
    assert [row[0] for row in table] == ["system", "catalog", "models", "history", "request", "reserved", "left"]
    assert sum(int(row[1].removeprefix("~")) for row in table) == 2_000
    assert not [line for line in inside("gen", WISH, model=model).said if "left out" in line]


def test_a_budget_that_not_even_the_smallest_prompt_fits_is_5(inside: Inside) -> None:
    model = ScriptedProvider(PAGE)
    result = inside("gen", WISH, "--token-budget", "500", model=model)
    assert (result.code, model.requests) == (5, [])
    assert "500 are left of the budget" in result.err.decode()


def test_data_may_be_a_json_schema(inside: Inside) -> None:
    schema = {"$defs": {"Boat": {"type": "object", "properties": {"name": {"type": "string"}}}}}
    (inside.work / "boats.schema.json").write_text(json.dumps(schema), "utf-8")
    model = ScriptedProvider(says(add("/root", container(text_node("{context.boat.nam}")))))
    result = inside("gen", WISH, "--data", "boats.schema.json", "--fix", "off", model=model)
    assert "- Boat (list: boats): {name: string}" in model.requests[0].system
    assert "EP5" in result.err.decode()
    (inside.work / "ui.json").write_text(json.dumps({"root": text_node("{context.boats.0.name}")}), "utf-8")
    assert inside("validate", "ui.json", "--data", "boats.schema.json").code == 0
