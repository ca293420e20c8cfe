"""`epoch replay --check` and `-p session:`: sessions as tests of a design system, without a key or a network."""

from __future__ import annotations

import json

import pytest
from support.command import Command, Inside
from support.replaying import hold_run
from support.scripted import ScriptedProvider, add, container, says, text_node

from epoch_cli.config.paths import presets_dir
from epoch_cli.errors import ProviderError

PAGE, HELLO = add("/root", container()), add("/root/children/-", text_node("hello"))
BADGE = add("/root/children/-", {"type": "Badge", "text": "new"})


@pytest.fixture
def recorded(inside: Inside) -> Inside:
    """A session with a badge, `last`."""
    assert inside("gen", "x", model=ScriptedProvider(says(PAGE, BADGE, HELLO))).code == 0
    return inside


def without_badges(command: Inside) -> str:
    """A copy of the built-in design system from which its badges were cut."""
    folder = command.work / "punk"
    folder.mkdir()
    for source in presets_dir().joinpath("punk").rglob("*"):
        target = folder / source.relative_to(presets_dir() / "punk")
        target.mkdir(parents=True, exist_ok=True) if source.is_dir() else target.write_bytes(source.read_bytes())
    catalog = folder / "catalog.toml"
    lines = catalog.read_text("utf-8").splitlines(keepends=True)
    kept, inside_badge = [], False
    for line in lines:
        if line.startswith("["):
            inside_badge = line.startswith("[components.Badge")
        if not inside_badge:
            kept.append(line)
    assert len(kept) < len(lines)
    catalog.write_text("".join(kept), "utf-8")
    return str(folder)


def test_what_is_as_it_was_differs_in_nothing(recorded: Inside) -> None:
    result = recorded("replay", "last", "--check")
    assert (result.code, result.out) == (0, b"")
    assert "no difference: 3 patches, document " in result.said[0]
    assert recorded("replay", "last", "--check", "-q").err == b""


def test_without_a_component_the_patches_are_named_that_would_be_refused(recorded: Inside) -> None:
    result = recorded("replay", "last", "--check", "--preset", without_badges(recorded))
    assert result.code == 1
    patch, *rest = result.out.decode().splitlines()
    assert patch.startswith("patch 2 add /root/children/-: accepted then, refused now: EP201 ")
    assert rest[-1].startswith("document: sha256 ")
    assert "difference" in result.said[0]
    assert "the catalog has changed since (punk " in result.said[0]


def test_for_programs_it_is_json(recorded: Inside) -> None:
    result = recorded("replay", "last", "--check", "--preset", without_badges(recorded), "--format", "json")
    assert result.code == 1
    told = json.loads(result.out)
    assert told["patches"] == 3
    assert told["catalog"]["then"]["digest"] != told["catalog"]["now"]["digest"]
    assert told["document"]["then"] != told["document"]["now"]
    first = told["changes"][0]
    assert (first["subject"], first["number"]) == ("patch", 2)
    assert (first["then"]["accepted"], first["now"]["accepted"]) == (True, False)
    assert first["now"]["diagnostics"][0]["code"] == "EP201"
    assert json.loads(recorded("replay", "last", "--check", "--format", "json").out)["changes"] == []


def test_a_session_of_an_own_design_system_is_held_to_it(inside: Inside) -> None:
    own = inside.work / "own.toml"
    own.write_text('[preset]\nname = "own"\nversion = "1"\nextends = "punk"\n', "utf-8")
    assert inside("gen", "login form", "-p", "offline", "--preset", "own.toml").code == 0
    lost = inside("replay", "last", "--check")
    assert lost.code == 2
    assert "--preset" in lost.said[0]
    assert inside("replay", "last", "--check", "--preset", "own.toml").code == 0
    (inside.work / "epoch.toml").write_text('preset = "own.toml"\n', "utf-8")
    assert inside("replay", "last", "--check").code == 0


def test_stdin_can_be_checked(recorded: Inside) -> None:
    whole = recorded.sessions()[0].read_bytes()
    assert recorded("replay", "-", "--check", stdin=whole).code == 0
    torn = recorded("replay", "-", "--check", stdin=whole[:-600])
    assert torn.code == 0
    assert any("incomplete" in line for line in torn.said)


@pytest.mark.parametrize("content", [b"", b"x\n", b'{"event":"text","at":0,"text":"x"}\n', bytes(range(256))])
def test_what_is_no_session_is_unreadable(inside: Inside, content: bytes) -> None:
    (inside.work / "s.jsonl").write_bytes(content)
    result = inside("replay", "s.jsonl", "--check")
    assert result.code == 6
    assert result.said[-1].startswith("epoch: s.jsonl")


def test_a_hostile_session_writes_no_escape_byte(recorded: Inside) -> None:
    """What differs is told with the words of the session, which may come from somebody else."""
    rows = [json.loads(line) for line in recorded.sessions()[0].read_bytes().splitlines()]
    bad = "\x1b]0;owned\x07\u202e\u009b"
    for row in rows:
        if row["event"] == "run_started":
            row.update(session=bad, catalog_digest=bad)
        if row["event"] == "patch_accepted":
            row["patch"]["value"]["id"] = bad
    finding = {
        "event": "diagnostic",
        "at": 0,
        "diagnostic": {"code": bad, "severity": "error", "message": bad, "pointer": bad},
    }
    (recorded.work / "s.jsonl").write_text("".join(json.dumps(row) + "\n" for row in [rows[0], finding, *rows[1:]]))
    for form in ("text", "json"):
        result = recorded("replay", "s.jsonl", "--check", "--format", form)
        assert result.code == 1
        for byte in (b"\x1b", b"\x07", "\u202e".encode(), "\u009b".encode()):
            assert byte not in result.out + result.err


# ------------------------------------------------------------------ the suite holds its own sessions to this


def test_a_run_that_replays_to_other_bytes_is_noticed(recorded: Inside) -> None:
    (session,) = recorded.sessions()
    printed = recorded("replay", "last").out
    hold_run([session], ["gen", "x"], printed, recorded.work)
    with pytest.raises(AssertionError, match="other bytes"):
        hold_run([session], ["gen", "x"], printed + b"\n", recorded.work)


def test_a_session_that_reads_otherwise_is_noticed(recorded: Inside) -> None:
    (session,) = recorded.sessions()
    printed = recorded("replay", "last").out
    session.write_bytes(session.read_bytes().replace(b'\\"hello\\"', b'\\"hullo\\"').replace(b"hell", b"hull", 1))
    with pytest.raises(AssertionError, match="tells otherwise"):
        hold_run([session], ["gen", "x", "--format", "tree"], printed, recorded.work)


# ------------------------------------------------------------------ as a provider


def test_a_session_answers_in_ci_without_a_key(epoch: Command) -> None:
    first = epoch("gen", "login form", "-p", "offline")
    again = Command(epoch.home, epoch.work, {"CI": "true"})("gen", "anything", "-p", "session:last", "--usage")
    assert again.code == 0, again.err
    assert again.out == first.out
    assert any("recorded session" in line for line in again.said)
    assert any(line.startswith("usage: 0 tokens in") for line in again.said), again.said


def test_a_session_can_be_asked_again_with_other_rules(inside: Inside) -> None:
    model = ScriptedProvider(says(PAGE, BADGE, HELLO))
    assert inside("gen", "x", model=model).code == 0
    path = str(inside.sessions()[0])
    result = inside("gen", "x", "-p", f"session:{path}", "--preset", without_badges(inside), "--corrections", "0")
    assert [line["value"]["type"] for line in result.lines] == ["Container", "Text"]


def test_one_session_stands_in_for_another_that_failed(inside: Inside) -> None:
    """A chain of providers, tried out without any of them."""
    assert inside("gen", "x", "--no-fallback", model=ScriptedProvider([ProviderError("no", kind="auth")])).code == 3
    assert inside("gen", "x", model=ScriptedProvider(says(PAGE, HELLO))).code == 0
    failed, good = sorted(inside.sessions(), key=lambda path: path.stat().st_mtime_ns)
    result = inside("gen", "x", "-p", f"session:{failed}", "--fallback", f"session:{good}")
    assert result.code == 0, result.err
    assert [line["value"]["type"] for line in result.lines] == ["Container", "Text"]


def test_a_session_that_is_not_there_is_said_before_anything_is_written(inside: Inside) -> None:
    result = inside("gen", "x", "-p", "session:nope")
    assert result.code == 6
    assert inside.sessions() == []
    assert inside("gen", "x", "-p", "session:nope", "-m", "y").code == 2
