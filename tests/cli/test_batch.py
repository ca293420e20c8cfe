"""`epoch batch`: many prompts through one process; what is told, what is kept, and what is done again."""

from __future__ import annotations

import json
import shutil
import signal
import sys
from dataclasses import replace
from typing import Any

import pytest
from support.batches import DOCUMENT_ROOT, PATCHES, by_id, prompts, root_of
from support.command import EPOCH, Command, Inside, wait_until
from support.scripted import HANG, ScriptedProvider, add, container, jsonl, says, text_node
from support.terminal import Terminal

from epoch_cli import load_catalog, read_session, validate
from epoch_cli.cli.batch_results import Results
from epoch_cli.errors import ExitCode, ProviderError
from epoch_cli.events import RunEnded
from epoch_cli.providers.base import FinishPart

# ---------------------------------------------------------------- results


def test_each_prompt_has_a_valid_document_a_session_and_a_line(epoch: Command) -> None:
    name = prompts(epoch, "login form", {"id": "orders", "prompt": "table of orders: id, total"}, '"settings page"', "")
    result = epoch("batch", name, "-o", "ui", "-p", "offline")
    assert result.code == 0
    assert len(result.lines) == 3
    sessions = {path.stem: path for path in epoch.sessions()}
    for line in result.lines:
        document = json.loads((epoch.work / line["file"]).read_bytes())
        assert validate(document, load_catalog()).ok
        ended = list(read_session(sessions[line["session"]]))[-1]
        assert isinstance(ended, RunEnded)
        assert (ended.document["root"], ended.accepted) == (document["root"], line["accepted"])
        assert (line["status"], line["exit_code"], line["cost"]) == ("complete", 0, "0")
    rows = by_id(result.lines)
    assert rows["orders"]["file"] == "ui/orders.json"
    assert sorted(each.rpartition("-")[0] for each in rows if each != "orders") == ["login-form", "settings-page"]


def test_the_same_lines_come_from_stdin(inside: Inside) -> None:
    result = inside("batch", "-", "-o", "ui", stdin=b'login form\n{"prompt": "b", "id": 7}\n', model=model())
    assert sorted(line["id"].rpartition("-")[0] or line["id"] for line in result.lines) == ["7", "login-form"]


def model(*scripts: Any) -> ScriptedProvider:
    return ScriptedProvider(*(scripts or (says(*PATCHES),)))


def test_what_is_done_is_not_asked_again_unless_forced(inside: Inside) -> None:
    name, asked = prompts(inside, "a", {"id": "b", "prompt": "b"}), model()
    first = inside("batch", name, "-o", "ui", model=asked)
    again = inside("batch", name, "-o", "ui", model=asked)
    assert (len(asked.requests), again.code) == (2, 0)
    assert {line["status"] for line in again.lines} == {"skipped"}
    kept = ("file", "session", "seconds", "accepted", "tokens")
    assert {tuple(str(line[each]) for each in kept) for line in again.lines} == {
        tuple(str(line[each]) for each in kept) for line in first.lines
    }
    assert {line["status"] for line in inside("batch", name, "-o", "ui", "--force", model=asked).lines} == {"complete"}
    assert len(asked.requests) == 4


def test_a_line_put_in_before_changes_no_id(inside: Inside) -> None:
    inside("batch", prompts(inside, "a", "b"), "-o", "ui", model=model())
    again = inside("batch", prompts(inside, "new", "a", "b", "a"), "-o", "ui", model=model())
    assert [line["status"] for line in again.lines] == ["skipped", "skipped", "complete", "complete"]
    assert len({line["id"] for line in again.lines}) == 4


@pytest.mark.parametrize("damage", [b"", b'{"root": {"type": "Cont', b"[]", b"{}", None])
def test_a_result_that_is_not_whole_is_made_again(inside: Inside, damage: bytes | None) -> None:
    name, asked, file = prompts(inside, {"id": "a", "prompt": "a"}), model(), inside.work / "ui" / "a.json"
    inside("batch", name, "-o", "ui", model=asked)
    if damage is None:
        file.unlink()
    else:
        file.write_bytes(damage)
    (line,) = inside("batch", name, "-o", "ui", model=asked).lines
    assert line["status"] == "complete"
    assert root_of(file) == DOCUMENT_ROOT


def test_another_prompt_under_the_same_id_is_other_work(inside: Inside) -> None:
    asked = model(says(*PATCHES), [ProviderError("down", kind="bad_request")])
    inside("batch", prompts(inside, {"id": "a", "prompt": "one"}), "-o", "ui", model=asked)
    other = prompts(inside, {"id": "a", "prompt": "two"})
    statuses = [inside("batch", other, "-o", "ui", model=asked).lines[0]["status"] for _ in range(2)]
    assert statuses == ["failed", "failed"], "what was made for the first prompt must not stand for the second"


def test_what_a_killed_batch_wrote_for_another_prompt_does_not_count(inside: Inside) -> None:
    asked, log = model(), inside.work / "ui" / "results.jsonl"
    one, two = {"id": "a", "prompt": "one"}, {"id": "a", "prompt": "two"}
    inside("batch", prompts(inside, one), "-o", "ui", model=asked)
    inside("batch", prompts(inside, two), "-o", "ui", model=asked)
    # as if the second had been killed after its document was written and before its line was
    log.write_bytes(b"".join(log.read_bytes().splitlines(keepends=True)[:-1]))
    for prompt in (one, two):
        (line,) = inside("batch", prompts(inside, prompt), "-o", "ui", model=asked).lines
        assert line["status"] == "complete"


@pytest.mark.parametrize(("first", "again", "code"), [(True, True, 1), (False, True, 1), (True, False, 0)])
def test_what_is_skipped_is_held_to_strict_as_it_was_when_it_was_asked(
    inside: Inside, first: bool, again: bool, code: int
) -> None:
    name, asked = prompts(inside, {"id": "a", "prompt": "a"}), model(says(*PATCHES, add("/root/x", {"type": "Nope"})))
    flags = ("-o", "ui", "--corrections", "0")
    before = inside("batch", name, *flags, *(["--strict"] if first else []), model=asked)
    assert (before.code, before.lines[0]["status"]) == (int(first), "complete")
    result = inside("batch", name, *flags, *(["--strict"] if again else []), model=asked)
    assert (result.lines[0]["status"], result.lines[0]["exit_code"], result.code) == ("skipped", code, code)


@pytest.mark.parametrize("name", ["a.json", "a.partial.json"])
def test_a_file_that_no_batch_made_is_left_unless_forced(inside: Inside, name: str) -> None:
    file, asked = inside.work / "ui" / name, model()
    file.parent.mkdir()
    file.write_text("mine")
    lines = prompts(inside, {"id": "a", "prompt": "a"}, {"id": "b", "prompt": "b"})
    result = inside("batch", lines, "-o", "ui", model=asked)
    assert (result.code, file.read_text(), len(asked.requests)) == (2, "mine", 1)
    rows = by_id(result.lines)
    assert (rows["a"]["status"], rows["a"]["exit_code"], rows["b"]["status"]) == ("failed", 2, "complete")
    assert f"ui/{name} exists, and no batch made it" in rows["a"]["error"]["message"]
    assert inside("batch", lines, "-o", "ui", "--force", model=asked).code == 0
    assert root_of(inside.work / "ui" / "a.json") == DOCUMENT_ROOT


def test_a_file_that_somebody_made_meanwhile_is_left(inside: Inside) -> None:
    file = inside.work / "ui" / "a.json"
    asked = model([*says(*PATCHES), lambda: file.write_text("mine")])
    result = inside("batch", prompts(inside, {"id": "a", "prompt": "a"}), "-o", "ui", model=asked)
    assert (result.code, file.read_text()) == (2, "mine")
    assert result.lines[0]["session"] == inside.sessions()[0].stem


def test_a_document_whose_line_is_gone_is_nobodys(inside: Inside) -> None:
    name, asked = prompts(inside, {"id": "a", "prompt": "a"}), model()
    inside("batch", name, "-o", "ui", model=asked)
    (inside.work / "ui" / "results.jsonl").unlink()
    assert inside("batch", name, "-o", "ui", model=asked).code == 2


@pytest.mark.skipif(sys.platform == "win32", reason="links of POSIX")
@pytest.mark.parametrize("flags", [(), ("--force",)])
@pytest.mark.parametrize(("name", "code"), [("a.json", 2), ("a.partial.json", 2), ("results.jsonl", 6)])
def test_a_link_is_not_followed(inside: Inside, name: str, code: int, flags: tuple[str, ...]) -> None:
    (inside.work / "ui").mkdir()
    (inside.work / "precious").write_text("mine")
    (inside.work / "ui" / name).symlink_to(inside.work / "precious")
    result = inside("batch", prompts(inside, {"id": "a", "prompt": "a"}), "-o", "ui", *flags, model=model())
    assert (result.code, (inside.work / "precious").read_text()) == (code, "mine")


@pytest.mark.skipif(sys.platform == "win32", reason="locks of POSIX")
def test_two_batches_do_not_write_into_one_folder(inside: Inside) -> None:
    name = prompts(inside, {"id": "a", "prompt": "a"})
    with Results(inside.work / "ui") as other:
        other.begin()
        result = inside("batch", name, "-o", "ui", model=model())
        assert (result.code, result.said) == (
            2,
            ["epoch: ui: another batch writes there; wait for it, or choose another folder"],
        )
    assert inside("batch", name, "-o", "ui", model=model()).code == 0


def test_a_line_that_was_cut_off_spoils_none_that_follow(inside: Inside) -> None:
    name, asked, log = prompts(inside, {"id": "a", "prompt": "a"}), model(), inside.work / "ui" / "results.jsonl"
    log.parent.mkdir()
    log.write_bytes(b'{"id": "x", "sta')
    assert [inside("batch", name, "-o", "ui", model=asked).lines[0]["status"] for _ in "12"] == ["complete", "skipped"]


def test_nothing_is_asked_that_cannot_be_kept(inside: Inside) -> None:
    def spoil() -> None:
        shutil.rmtree(inside.work / "ui")
        (inside.work / "ui").write_text("in the way")

    asked = model([*says(*PATCHES), spoil])
    result = inside("batch", prompts(inside, *"abcdef"), "-o", "ui", "--jobs", "1", model=asked)
    assert (result.code, len(asked.requests), len(result.lines)) == (6, 1, 1)
    assert (result.lines[0]["status"], result.lines[0]["session"]) == ("failed", inside.sessions()[0].stem)
    assert result.said[-2].startswith("stopped: 1 failed, 5 not asked")
    assert "ui/results.jsonl: cannot be written" in result.said[-1]
    again = inside("batch", "prompts.jsonl", "-o", "ui/x", model=asked)
    assert (again.code, len(asked.requests)) == (6, 1)


FULL = ("sh", "-c", 'ulimit -f 1; export PYTHONDONTWRITEBYTECODE=1; trap "" XFSZ; exec "$@"', "sh", *EPOCH)
"""A limit on the size of files stands for the disk."""


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
def test_a_full_disk_is_told_before_anything_is_asked(epoch: Command) -> None:
    result = replace(epoch, prefix=FULL)("batch", prompts(epoch, "a"), "-o", "ui", "-p", "offline")
    assert (result.code, result.out, epoch.sessions()) == (6, b"", [])
    assert "ui/results.jsonl: cannot be written" in result.err.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
def test_where_few_files_may_be_open_fewer_run_at_a_time(epoch: Command) -> None:
    few = ("sh", "-c", 'ulimit -n 40; exec "$@"', "sh", *EPOCH)
    name = prompts(epoch, *(f"login form {number}" for number in range(20)))
    result = replace(epoch, prefix=few)("batch", name, "-o", "ui", "-p", "offline", "--jobs", "64")
    assert (result.code, len(epoch.sessions())) == (0, 20)
    assert result.said[0] == "epoch: 3 at a time and not 64, as few files may be open; ulimit -n says how many"
    assert len(result.said) == 2


def test_no_session_is_named_where_none_is_written(inside: Inside) -> None:
    (line,) = inside("batch", prompts(inside, "a"), "-o", "ui", "--no-log", model=model()).lines
    assert (line["status"], line["session"], inside.sessions()) == ("complete", None, [])


def test_money_needs_a_price_before_anything_is_asked(inside: Inside) -> None:
    asked = model()
    asked.price = None
    result = inside("batch", prompts(inside, *"abc"), "-o", "ui", "--max-cost", "1", model=asked)
    assert (result.code, result.out, asked.requests, len(result.said)) == (2, b"", [], 1)
    assert "no price is known" in result.said[0]


def test_a_line_may_name_its_base_or_hold_it(inside: Inside) -> None:
    base = {"root": container(text_node("old", id="old"), id="page")}
    (inside.work / "base.json").write_text(json.dumps(base), "utf-8")
    name = prompts(
        inside,
        {"id": "named", "prompt": "x", "base": "base.json"},
        {"id": "held", "prompt": "x", "base": base},
        {"id": "missing", "prompt": "x", "base": "nowhere.json"},
    )
    result = inside("batch", name, "-o", "ui", model=model(says(add("/root/children/-", text_node("new")))))
    for each in ("named", "held"):
        assert [node["text"] for node in root_of(inside.work / "ui" / f"{each}.json")["children"]] == ["old", "new"]
    missing = by_id(result.lines)["missing"]
    assert (missing["status"], missing["exit_code"], result.code) == ("failed", 6, 6)
    assert "nowhere.json" in missing["error"]["message"]


# ---------------------------------------------------------------- failures

REFUSED = ProviderError("scripted model did not take the request", remedy="ask otherwise", kind="bad_request")


def test_one_that_fails_takes_no_other_with_it_and_the_worst_code_counts(inside: Inside) -> None:
    asked = model([REFUSED], [RuntimeError("a bug")], says(*PATCHES))
    result = inside("batch", prompts(inside, "a", "b", "c"), "-o", "ui", "--jobs", "1", model=asked)
    assert [(line["status"], line["exit_code"]) for line in result.lines] == [
        ("failed", 3),
        ("failed", 70),
        ("complete", 0),
    ]
    assert result.code == ExitCode.BUG
    assert "did not take the request" in result.lines[0]["error"]["message"]
    assert any("did not take the request" in line and "ask otherwise" in line for line in result.said)
    assert result.said[-1].startswith("done: 2 failed, 1 complete, ")


def test_a_key_that_is_wrong_is_tried_once(inside: Inside) -> None:
    asked = model([ProviderError("no such key", remedy="epoch keys set", kind="auth")])
    result = inside("batch", prompts(inside, *"abcdef"), "-o", "ui", "--jobs", "2", model=asked)
    assert [line["error"]["message"] for line in result.lines] == ["no such key"] * 6
    assert result.code == 3
    assert len(asked.requests) <= 2


@pytest.mark.parametrize(("flags", "code"), [((), 0), (("--strict",), 1)])
def test_strict_makes_what_was_refused_a_finding(inside: Inside, flags: tuple[str, ...], code: int) -> None:
    asked = model(says(*PATCHES, add("/root/children/-", {"type": "Nonsense"})))
    name = prompts(inside, "a")
    result = inside("batch", name, "-o", "ui", "--corrections", "0", *flags, model=asked)
    assert (result.code, result.lines[0]["exit_code"], result.lines[0]["refused"]) == (code, code, 1)


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ('{"prompt": "x"', 6, "prompts.jsonl:2: is not JSON"),
        ('{"promt": "x"}', 2, "prompts.jsonl:2: no field 'promt'; did you mean 'prompt'?"),
        ('{"prompt": " "}', 2, "prompts.jsonl:2: the prompt is empty"),
        ('{"prompt": 7}', 2, "prompts.jsonl:2: 'prompt' is no text"),
        ('{"prompt": "x", "id": "../x"}', 2, "prompts.jsonl:2: the id '../x' cannot be used"),
        ('{"prompt": "x", "id": true}', 2, "prompts.jsonl:2: the id 'True' cannot be used"),
        ('{"prompt": "x", "id": "FIRST"}', 2, "prompts.jsonl:2: the id 'FIRST' is that of line 1"),
        ('{"prompt": "x", "base": []}', 2, "prompts.jsonl:2: 'base' is no document"),
        ('["x"]', 2, "prompts.jsonl:2: is a list"),
        ('{"prompt": "x", "prompt": "y"}', 6, 'prompts.jsonl:2: key "prompt" is repeated in its object'),
    ],
)
def test_a_line_that_cannot_be_used_is_told_before_anything_is_asked(
    inside: Inside, line: str, code: int, said: str
) -> None:
    asked = model()
    result = inside("batch", prompts(inside, {"id": "first", "prompt": "x"}, line), "-o", "ui", model=asked)
    assert (result.code, result.out, asked.requests) == (code, b"", [])
    assert said in result.err.decode()


def test_no_prompt_at_all_and_a_folder_that_is_none_are_told(inside: Inside) -> None:
    (inside.work / "file").write_text("", "utf-8")
    assert inside("batch", "-", "-o", "ui", stdin=b"\n \n").code == 2
    assert inside("batch", prompts(inside, "a"), "-o", "file", model=model()).code == 2
    assert inside("batch", "nowhere.jsonl", "-o", "ui").code == 6
    assert inside("batch", "prompts.jsonl", "-o", "", model=model()).code == 2
    assert inside("batch", prompts(inside, "a")).code == 2


def test_quiet_says_nothing_and_verbose_says_each(inside: Inside) -> None:
    name = prompts(inside, {"id": "a", "prompt": "a"})
    assert inside("batch", name, "-o", "ui", "-q", model=model()).err == b""
    said = inside("batch", name, "-o", "ui", "-v", "--force", model=model()).said
    assert said[0] == "a: started"
    assert said[1].startswith("a: complete, 2 patches, ")
    more = inside("batch", name, "-o", "ui", "-vv", "--force", model=model()).said
    assert "a: stage: generating" in more
    (failing,) = inside("batch", name, "-o", "ui", "-q", "--force", model=model([REFUSED])).said
    assert failing.startswith("a: failed, 0 patches, ")
    assert failing.endswith(" s: scripted model did not take the request; ask otherwise")


# ---------------------------------------------------------------- signals, pipes, terminals

HANGS = [{"text": jsonl(*PATCHES)}, {"hang": True}]


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_those_that_run_with_what_they_have(epoch: Command, number: int, code: int) -> None:
    name = prompts(epoch, *({"id": each, "prompt": each} for each in "abc"))
    with epoch.scripted(HANGS).start("batch", name, "-o", "ui", "-j", "2") as process:
        wait_until(lambda: sum(path.read_bytes().count(b"patch_accepted") for path in epoch.sessions()) == 4)
        process.send_signal(number)
        out, err = process.communicate(timeout=30)
    rows = by_id([json.loads(line) for line in out.splitlines()])
    assert process.returncode == code
    assert {each: row["status"] for each, row in rows.items()} == {"a": "cancelled", "b": "cancelled"}
    assert rows["a"]["file"] == "ui/a.partial.json"
    assert root_of(epoch.work / "ui" / "a.partial.json") == DOCUMENT_ROOT
    assert b"stopped: 2 cancelled, 1 not asked" in err
    assert b"Traceback" not in err
    again = epoch.scripted([{"text": jsonl(*PATCHES)}, {"finish": "stop"}])("batch", name, "-o", "ui")
    assert {line["id"]: line["status"] for line in again.lines} == dict.fromkeys("abc", "complete")
    assert sorted(path.name for path in (epoch.work / "ui").glob("*.json")) == ["a.json", "b.json", "c.json"]


def test_a_closed_pipe_ends_the_batch_and_its_runs_in_good_order(epoch: Command) -> None:
    script = [{"text": jsonl(*PATCHES)}, {"pause": 0.3}, {"finish": "stop"}]
    process = epoch.scripted(script).start_anew("batch", prompts(epoch, *"abcdef"), "-o", "ui", "--jobs", "2")
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.wait(timeout=30) == 141
    assert process.stderr.read() == b""
    process.stderr.close()
    assert 1 <= len(epoch.sessions()) < 6
    for path in epoch.sessions():
        assert isinstance(list(read_session(path))[-1], RunEnded)


def test_a_bar_on_a_terminal_shows_how_far_it_is_and_goes(epoch: Command) -> None:
    name = prompts(epoch, {"id": "done", "prompt": "x"})
    epoch("batch", name, "-o", "ui", "-p", "offline")
    name = prompts(epoch, {"id": "done", "prompt": "x"}, "a", "b", "c")
    with Terminal() as terminal:
        process = epoch.scripted(HANGS).start("batch", name, "-o", "ui", "-j", "2", stderr=terminal.file)
        terminal.wait_for("2 running")
        assert "1/4" in terminal.text
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=30)
        terminal.wait_for("stopped: ")
        assert "running" not in terminal.text
    assert b"\x1b" not in out
    assert len(out.splitlines()) == 3


def test_hanging_runs_end_with_their_time(inside: Inside) -> None:
    hangs = model([*says(*PATCHES)[:-1], HANG])
    name = prompts(inside, "a")
    result = inside("batch", name, "-o", "ui", "--timeout", "0.3", "--retries", "0", "--no-fallback", model=hangs)
    assert (result.lines[0]["status"], result.code) == ("timeout", ExitCode.TIMEOUT)
    assert result.lines[0]["file"].endswith(".partial.json")


def test_what_stands_in_for_an_answer_is_not_done(inside: Inside) -> None:
    down = ProviderError("down", kind="server", retryable=False)
    asked = model([down], [jsonl(*PATCHES), FinishPart("stop")])
    name = prompts(inside, {"id": "a", "prompt": "login form"})
    first = inside("batch", name, "-o", "ui", "--retries", "0", model=asked)
    assert (first.lines[0]["status"], first.lines[0]["file"], first.code) == ("fallback", "ui/a.partial.json", 7)
    again = inside("batch", name, "-o", "ui", model=asked)
    assert (again.lines[0]["status"], again.lines[0]["file"], again.code) == ("complete", "ui/a.json", 0)
    assert not (inside.work / "ui" / "a.partial.json").exists()
