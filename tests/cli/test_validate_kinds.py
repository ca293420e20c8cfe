"""What other commands write, `epoch validate` reads: documents, patches and sessions, told apart by content."""

from __future__ import annotations

import json

import pytest
from support.command import Command, Inside
from support.nodes import add, box, text

PATCHES = [add("/root", box()), add("/root/children/-", text("a"))]


def lines(*patches: object) -> str:
    return "".join(f"{json.dumps(patch)}\n" for patch in patches)


def test_what_gen_streams_validates(epoch: Command) -> None:
    patches = epoch("gen", "login form", "--no-log").out
    assert patches.count(b"\n") > 3
    result = epoch("validate", "-", stdin=patches)
    assert (result.code, result.out) == (0, b"")


def test_what_gen_records_validates(epoch: Command) -> None:
    assert epoch("gen", "table of orders: id, customer, total").code == 0
    (session,) = epoch.sessions()
    result = epoch("validate", str(session), "--fail-on", "warning")
    assert (result.code, result.out) == (0, b"")


def test_a_session_is_judged_by_the_rules_of_today(epoch: Command) -> None:
    assert epoch("gen", "login form").code == 0
    (session,) = epoch.sessions()
    (epoch.work / "mine.toml").write_text('[preset]\nname = "mine"\nextends = "punk"\nremove = ["Button"]\n')
    result = epoch("validate", str(session), "--preset", "./mine.toml", "--output-format", "jsonl")
    assert result.code == 1
    rows = [row for row in result.lines if row["code"] == "EP201"]
    assert rows
    recorded = session.read_text().splitlines()
    for row in rows:
        event = recorded[row["line"] - 1]
        assert json.loads(event)["event"] == "patch_accepted"
        assert event[row["column"] - 1 :].startswith('"Button"')


def test_patches_are_judged_in_their_order(inside: Inside) -> None:
    bad = [*PATCHES, add("/root/children/-", {"type": "Slider"}), add("/root/children/7", text())]
    (inside.work / "p.jsonl").write_text(lines(*bad))
    result = inside("validate", "p.jsonl")
    assert result.code == 1
    places = [line.split(" ")[:2] for line in result.out.decode().splitlines()]
    column = lines(bad[2]).index('"Slider"') + 1
    assert places == [[f"p.jsonl:3:{column}:", "EP201"], ["p.jsonl:4:1:", "EP903"]]


@pytest.mark.parametrize("kind", ["document", "patches", "session"])
def test_a_kind_can_be_forced(inside: Inside, kind: str) -> None:
    (inside.work / "x").write_text(lines(*PATCHES))
    result = inside("validate", "x", "--kind", kind)
    assert result.code == (0 if kind == "patches" else 6)


def test_a_kind_that_is_none_is_refused(inside: Inside) -> None:
    result = inside("validate", "x", "--kind", "patch")
    assert result.code == 2
    assert "did you mean 'patches'?" in result.said[0]


def test_a_patch_file_cut_off_is_judged_as_far_as_it_goes(inside: Inside) -> None:
    (inside.work / "p.jsonl").write_text(lines(*PATCHES) + '{"op": "add", "path": "/root/chi')
    result = inside("validate", "p.jsonl")
    assert result.code == 1
    assert [line.split()[1] for line in result.out.decode().splitlines()] == ["EP006"]
