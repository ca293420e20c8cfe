"""On a terminal: a live tree on stderr, a summary, and nothing at all on stdout."""

from __future__ import annotations

import json
import signal
import subprocess
import sys

import pytest
from support.command import Command
from support.scripted import add, container, jsonl, text_node

from epoch_cli import read_session
from epoch_cli.events import RunEnded

if sys.platform == "win32":
    pytest.skip("terminals of POSIX", allow_module_level=True)

from support.terminal import Terminal, on_terminals

PAGE = add("/root", container(id="page"))
HELLO = add("/root/children/-", text_node("hello"))
WORLD = add("/root/children/-", text_node("world"))


def test_the_main_job_draws_a_tree_and_says_where_it_was_saved(epoch: Command) -> None:
    with Terminal() as out, Terminal() as err:
        code, _, _ = on_terminals(epoch, "gen", "login form", out=out, err=err)
        assert code == 0
        assert out.raw == b""
        text = err.text
        assert "├── " in text
        for word in ("Form", "Email", "Password", "Button"):
            assert word in text
        assert "done: " in text
        assert "offline composer (rules, not a model)" in text
        assert "saved" in text
        assert epoch.sessions()[0].name in err.joined
        assert not err.screen.cursor.hidden


def test_on_one_terminal_it_looks_the_same(epoch: Command) -> None:
    with Terminal() as both:
        code, _, _ = on_terminals(epoch, "gen", "login form", out=both, err=both)
        assert code == 0
        assert "Password" in both.text
        assert '"op"' not in both.text
        assert both.text.index("Password") < both.text.index("done: ") < both.text.index("saved")


def test_the_whole_picture_fits_a_small_terminal(epoch: Command) -> None:
    with Terminal(60, 20) as both:
        assert on_terminals(epoch, "gen", "login form", out=both, err=both)[0] == 0
        assert "done: " in both.text
        assert epoch.sessions()[0].stem in both.joined


def test_the_tree_grows_while_the_model_writes(epoch: Command) -> None:
    rows = [{"text": jsonl(PAGE, HELLO)}, {"pause": 1.0}, {"text": jsonl(WORLD)}, {"finish": "stop"}]
    with Terminal() as both:

        def watch(process: subprocess.Popen[bytes]) -> None:
            both.wait_for("Text “hello”")
            assert process.poll() is None
            assert "world" not in both.text
            both.wait_for("Text “world”")

        assert on_terminals(epoch.scripted(rows), "gen", "x", out=both, err=both, watch=watch)[0] == 0
        assert both.text.count("Container #page") == 1


def test_the_node_that_is_being_written_is_shown_and_is_nowhere_else(epoch: Command) -> None:
    line = jsonl(add("/root/children/-", {"type": "Button", "text": "Save", "props": {"wobble": 1}}))
    cut = line.index('"props"')
    rows = [{"text": jsonl(PAGE, HELLO) + line[:cut]}, {"pause": 1.0}, {"text": line[cut:]}, {"finish": "stop"}]
    with Terminal() as both:
        on_terminals(epoch.scripted(rows), "gen", "x", out=both, err=both, watch=lambda _: both.wait_for("“Save” …"))
        assert "“Save”" not in both.text
        assert "Text “hello”" in both.text
    with Terminal() as err:
        _, written, _ = on_terminals(epoch.scripted(rows), "gen", "x", out=None, err=err)
    assert [json.loads(line)["path"] for line in written.splitlines()] == ["/root", "/root/children/-"]
    saved = str(epoch.sessions()[0])
    for form in ("jsonl", "json", "tree"):
        done = epoch("replay", saved, "--format", form)
        assert b"hello" in done.out
        assert b"Save" not in done.out


def test_refusals_are_shown_and_counted(epoch: Command) -> None:
    wrong = add("/root/children/-", {"type": "Marquee"})
    rows = [{"text": jsonl(PAGE, HELLO, wrong)}, {"pause": 0.5}, {"finish": "stop"}]
    with Terminal() as both:
        once = ["gen", "x", "--corrections", "0"]
        on_terminals(epoch.scripted(rows), *once, out=both, err=both, watch=lambda _: both.wait_for("EP201"))
        assert "1 refused" in both.text


def test_hostile_labels_are_shown_as_text(epoch: Command) -> None:
    hostile = "[/oops]\x1b[2J\x1b]0;owned\x07\u202e"
    # a prop of free JSON strings may pass no gate; the paths and messages of what is refused are shown too
    rows = [
        {"text": jsonl(add("/root", container(text_node("[bold]x[/oops]"), id="page")))},
        {"text": jsonl(add("/root/children/-", text_node(hostile)), add(f"/root/{hostile}", 1))},
        {"pause": 0.3},
        {"finish": "stop"},
    ]
    with Terminal() as both:
        assert on_terminals(epoch.scripted(rows), "gen", hostile, out=both, err=both)[0] == 0
        assert "Text “[bold]x[/oops]”" in both.text
        assert both.screen.title == ""
        assert b"\x1b[2J" not in both.raw
        assert "\u202e".encode() not in both.raw


def test_ctrl_c_leaves_the_picture_and_says_what_is_kept(epoch: Command) -> None:
    rows = [{"text": jsonl(PAGE, HELLO)}, {"hang": True}]
    with Terminal() as both:

        def watch(process: subprocess.Popen[bytes]) -> None:
            both.wait_for("Text “hello”")
            process.send_signal(signal.SIGINT)

        assert on_terminals(epoch.scripted(rows), "gen", "x", out=both, err=both, watch=watch)[0] == 130
        assert "Text “hello”" in both.text
        assert "kept" in both.text
        assert "Traceback" not in both.text
        assert not both.screen.cursor.hidden


def test_when_the_terminal_hangs_up_the_run_goes_on_and_is_recorded(epoch: Command) -> None:
    """As after `nohup`: no signal comes, and every write to the terminal fails from then on."""
    rows = [{"text": jsonl(PAGE, HELLO)}, {"pause": 1.0}, {"text": jsonl(WORLD)}, {"pause": 0.5}, {"finish": "stop"}]
    both = Terminal()
    with epoch.scripted(rows).start_anew("gen", "x", stdout=both.file, stderr=both.file) as process:
        both.wait_for("Text “hello”")
        both.hang_up()
        process.wait(30)
    assert process.returncode != 70
    events = list(read_session(epoch.sessions()[0]))
    assert isinstance(events[-1], RunEnded)


def test_a_failure_is_told_below_the_picture(epoch: Command) -> None:
    with Terminal() as both:
        rows = [{"text": jsonl(PAGE, HELLO)}, {"fail": "no route"}]
        once = ["gen", "x", "--retries", "0", "--no-fallback"]
        assert on_terminals(epoch.scripted(rows), *once, out=both, err=both)[0] == 3
        assert both.text.index("Text “hello”") < both.text.index("epoch: no route; try later")


def test_what_is_done_about_a_failure_is_told_below_the_picture(epoch: Command) -> None:
    with Terminal(100, 40) as both:
        rows = [{"text": jsonl(PAGE, HELLO)}, {"fail": "no route"}]
        assert on_terminals(epoch.scripted(rows), "gen", "x", "--retries", "1", out=both, err=both)[0] == 7
        told = ["Text “hello”", "recovery: scripted model", "the offline composer completes", "epoch: no route"]
        assert sorted(told, key=both.text.index) == told


def test_asking_for_a_format_draws_nothing(epoch: Command) -> None:
    with Terminal(200, 50) as out, Terminal() as err:
        assert on_terminals(epoch, "gen", "login form", "--format", "jsonl", out=out, err=err)[0] == 0
        assert out.text.startswith('{"op":"add","path":"/root"')
        assert "├── " not in err.text
        assert b"\x1b" not in out.raw + err.raw


def test_a_pipe_gets_data_although_stderr_is_a_terminal(epoch: Command) -> None:
    with Terminal() as err:
        code, out, _ = on_terminals(epoch, "gen", "login form", out=None, err=err)
        assert code == 0
        assert len([json.loads(line) for line in out.splitlines()]) >= 5
        assert b"\x1b" not in out
        assert "done: " in err.text


def test_a_terminal_gets_data_when_stderr_goes_elsewhere(epoch: Command) -> None:
    with Terminal(200, 50) as out:
        code, _, err = on_terminals(epoch, "gen", "login form", out=out, err=None)
        assert code == 0
        assert out.text.startswith('{"op":"add","path":"/root"')
        assert b"done: " in err
        assert b"\x1b" not in err


def test_with_a_file_the_tree_is_drawn_and_the_file_written(epoch: Command) -> None:
    with Terminal() as both:
        assert on_terminals(epoch, "gen", "login form", "-o", "login.json", out=both, err=both)[0] == 0
        assert "Password" in both.text
        assert "login.json" in both.joined
    assert "root" in json.loads((epoch.work / "login.json").read_bytes())


def test_a_replay_draws_the_same_tree(epoch: Command) -> None:
    def tree(terminal: Terminal) -> list[str]:
        return [line for line in terminal.lines if "──" in line]

    with Terminal() as live:
        on_terminals(epoch, "gen", "login form", out=live, err=live)
    with Terminal() as out, Terminal() as again:
        session = epoch.sessions()[0].stem
        assert on_terminals(epoch, "replay", session, "--speed", "20", out=out, err=again)[0] == 0
        assert out.raw == b""
    assert tree(live) == tree(again)
    assert tree(live)


@pytest.mark.parametrize("kind", ["dumb", ""])
def test_a_simple_terminal_is_no_problem(epoch: Command, kind: str) -> None:
    epoch.environment = {"TERM": kind}
    with Terminal() as both:
        assert on_terminals(epoch, "gen", "login form", out=both, err=both)[0] == 0
        assert "Password" in both.text
        assert "saved" in both.text


def test_no_color_is_obeyed(epoch: Command) -> None:
    epoch.environment = {"NO_COLOR": "1"}
    with Terminal() as both:
        assert on_terminals(epoch, "gen", "login form", out=both, err=both)[0] == 0
        colours = {cell.fg for row in both.screen.buffer.values() for cell in row.values()}
        assert colours <= {"default"}
