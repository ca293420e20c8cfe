"""The tree that grows in a terminal, read from the screen of a terminal emulator."""

from __future__ import annotations

import io
import json
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pyte
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console
from support.every_row import every_row
from support.examples import examples
from support.scripted import ScriptedProvider, add, container, run, says, text_node

from epoch_cli import Event
from epoch_cli.catalog import Catalog
from epoch_cli.events import (
    AttemptStarted,
    PatchAccepted,
    PatchRefused,
    RepairMade,
    RunEnded,
    RunStarted,
    TextReceived,
    decode,
    encode,
)
from epoch_cli.output.live import LiveTree
from epoch_cli.reading import PatchReader
from epoch_cli.validation import Diagnostic, Repair, Severity

STARTED = RunStarted(
    at=0.0, session="s", epoch="0", started="", prompt="p", provider="x", model="y", title="scripted model",
    catalog="punk", catalog_digest="", profile="strict",
)  # fmt: skip


class Terminal:
    """A console whose output goes to an emulated terminal; `lines` is what stands on its screen."""

    def __init__(self, columns: int = 80, rows: int = 24) -> None:
        self.screen = pyte.HistoryScreen(columns, rows, history=1000)
        self.stream = pyte.Stream(self.screen)
        self.file = io.StringIO()
        self.console = Console(
            file=self.file, width=columns, height=rows, force_terminal=True, color_system="standard",
            highlight=False, markup=False, emoji=False, legacy_windows=False,
        )  # fmt: skip
        self.raw = ""

    @property
    def lines(self) -> list[str]:
        written = self.file.getvalue()[len(self.raw) :]
        self.raw += written
        self.stream.feed(written.replace("\n", "\r\n"))
        return [line.rstrip() for line in self.screen.display]

    @property
    def text(self) -> str:
        return "\n".join(self.lines).rstrip()


def patch(path: str, value: Any, sequence: int = 1) -> PatchAccepted:
    return PatchAccepted(at=0.0, number=sequence, sequence=sequence, patch=add(path, value), inverse=[], metrics={})


def drawn(events: list[Event], columns: int = 80, rows: int = 24) -> Terminal:
    """The terminal after a live tree has come to its end."""
    terminal = Terminal(columns, rows)
    with LiveTree(terminal.console) as tree:
        for event in events:
            tree.feed(event)
    return terminal


def test_the_last_picture_stays_and_the_cursor_is_below_it() -> None:
    page = container(text_node("Welcome"), {"type": "Button", "text": "Go", "id": "go"}, id="page")
    terminal = drawn([STARTED, patch("/root", page)])
    lines = terminal.lines
    assert lines[0] == "Container #page"
    assert lines[1].endswith("Text “Welcome”")
    assert lines[2].endswith("Button #go “Go”")
    assert lines[3] == ""
    assert terminal.screen.cursor.y == 3
    assert not terminal.screen.cursor.hidden


def test_it_grows_while_patches_come() -> None:
    terminal = Terminal()
    with LiveTree(terminal.console) as tree:
        tree.feed(STARTED)
        tree._live.refresh()
        assert "scripted model is writing" in terminal.text
        tree.feed(patch("/root", container(id="page")))
        tree._live.refresh()
        assert "Container #page" in terminal.text
        assert "patch 1: add /root" in terminal.text
        tree.feed(patch("/root/children/-", text_node("Hello"), 2))
        tree._live.refresh()
        assert "Text “Hello”" in terminal.text
        assert terminal.text.count("Container #page") == 1


def test_a_refusal_is_shown_with_its_code() -> None:
    terminal = Terminal()
    refused = PatchRefused(
        at=0.0, number=1, patch={}, diagnostics=[Diagnostic("EP201", Severity.ERROR, "unknown component", "")]
    )
    with LiveTree(terminal.console) as tree:
        tree.feed(STARTED)
        tree.feed(refused)
        tree._live.refresh()
        assert "EP201 unknown component" in terminal.text


@pytest.mark.parametrize(
    "label",
    ["[/oops]", "[bold red]x[/]", "[link=http://evil]x[/link]", ":smile:", "\\[x]"],
)
def test_markup_is_shown_as_text(label: str) -> None:
    terminal = drawn([STARTED, patch("/root", container(text_node(label), id="page"))])
    assert f"Text “{label}”" in terminal.text


@every_row(
    ("hostile", "shown"),
    [
        ("\x1b[2J\x1b[H", r"\x1b[2J\x1b[H"),
        ("\x1b]0;owned\x07", r"\x1b]0;owned\x07"),
        ("\x1b]8;;http://evil\x1b\\x", r"\x1b]8;;http://evil\x1b\x"),
        ("\x9b31m", r"\x9b31m"),
        ("\r\n\x08", r"\r\n\x08"),
        ("\u202egnp.exe", r"\u202egnp.exe"),
        ("\u200bx", r"\u200bx"),
    ],
)
@every_row("where", ["text", "type", "id", "label"])
def test_what_a_terminal_would_obey_is_shown_written_out(hostile: str, shown: str, where: str) -> None:
    node: dict[str, Any] = {"type": "Text", "text": "x"}
    if where == "label":
        node = {"type": "Input", "props": {"label": hostile}}
    else:
        node[where] = hostile
    terminal = drawn([STARTED, patch("/root", container(node, id="page"))])
    assert shown in terminal.text
    assert terminal.lines[0] == "Container #page"
    assert terminal.screen.title == ""
    assert hostile not in terminal.raw


def test_hostile_titles_paths_and_findings_are_shown_written_out() -> None:
    hostile = "\x1b[2J\x1b]0;owned\x07"
    bad = Diagnostic(hostile, Severity.ERROR, hostile, hostile, hostile)
    terminal = Terminal()
    with LiveTree(terminal.console) as tree:
        for event in (
            replace(STARTED, title=hostile),
            PatchRefused(at=0.0, number=1, patch={}, diagnostics=[bad]),
            patch("/root", {"type": "Container", hostile: 1}),
            patch(f"/root/{hostile}", 2),
        ):
            tree.feed(event)
            tree._live.refresh()
            terminal.lines  # noqa: B018  reads what was written
    assert terminal.screen.title == ""
    assert "\x1b[2J" not in terminal.raw
    assert "\x1b]0" not in terminal.raw


def test_a_label_of_ten_thousand_characters_takes_a_line_or_two() -> None:
    terminal = drawn([STARTED, patch("/root", container(text_node("x" * 10_000), text_node("after"), id="page"))])
    lines = [line for line in terminal.lines if line]
    assert len(lines) <= 4
    assert lines[-1].endswith("Text “after”")


def test_a_label_of_escapes_takes_a_line_or_two() -> None:
    terminal = drawn([STARTED, patch("/root", container(text_node("\u202e" * 10_000), text_node("after"), id="page"))])
    assert len([line for line in terminal.lines if line]) <= 4


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (60, 20), (120, 36)])
def test_the_newest_node_is_on_the_screen_however_large_the_document(columns: int, rows: int) -> None:
    terminal = Terminal(columns, rows)
    with LiveTree(terminal.console) as tree:
        tree.feed(STARTED)
        tree.feed(patch("/root", container(id="page")))
        for group in range(6):
            tree.feed(patch("/root/children/-", container(id=f"group-{group}"), 2))
            for line in range(10):
                tree.feed(patch(f"/root/children/{group}/children/-", text_node(f"line {group}.{line}"), 3))
            tree._live.refresh()
            assert f"line {group}.9" in terminal.text


@given(st.data(), st.integers(4, 30), st.integers(1, 120))
@settings(max_examples=examples(60), deadline=None)
def test_whatever_grows_where_the_picture_fits_and_shows_the_root_and_the_newest(
    data: st.DataObject, rows: int, count: int
) -> None:
    terminal = Terminal(100, rows)
    tree = LiveTree(terminal.console)
    tree.feed(patch("/root", container(id="page")))
    places, children = ["/root"], {"/root": 0}
    for index in range(count):
        place = data.draw(st.sampled_from(places))
        node = container(id=f"n{index}-")
        tree.feed(patch(f"{place}/children/-", node, index + 2))
        made = f"{place}/children/{children[place]}"
        children[place] += 1
        children[made] = 0
        if place.count("/children") < 10:
            places.append(made)
    with terminal.console.capture() as drawn:
        terminal.console.print(tree._picture())
    lines = drawn.get().splitlines()
    assert len(lines) < rows or rows < 5
    assert "#page" in lines[0]
    assert sum(f"#n{count - 1}-" in line for line in lines) == 1


def test_a_refusal_without_a_reason_is_no_crash() -> None:
    refused = PatchRefused(at=0.0, number=1, patch={}, diagnostics=[])
    assert drawn([STARTED, patch("/root", container(id="page")), refused]).lines[0] == "Container #page"


def test_a_large_document_does_not_scroll_the_terminal_while_it_grows() -> None:
    terminal = Terminal()
    with LiveTree(terminal.console) as tree:
        tree.feed(STARTED)
        tree.feed(patch("/root", container(id="page")))
        for index in range(100):
            long = text_node(f"{index}: a text that is longer than what a line of a small terminal holds, by far")
            tree.feed(patch("/root/children/-", long, index + 2))
            if index % 10 == 9:
                tree._live.refresh()
        assert "Container #page" in terminal.lines[0]
        assert not terminal.screen.history.top


def test_what_is_not_shown_is_counted() -> None:
    terminal = drawn([STARTED, patch("/root", container(*[text_node(f"n{index}") for index in range(100)], id="page"))])
    lines = [line for line in terminal.lines if line]
    shown = sum("Text" in line for line in lines)
    assert f"{100 - shown} more" in lines[0]


@pytest.fixture
def hasty() -> Iterator[None]:
    """Threads take turns as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("hasty")
def test_drawing_in_its_own_thread_is_not_disturbed_by_patches() -> None:
    """Rich draws twelve times a second in a thread of its own, in the middle of whatever the run does."""
    terminal, failures, over = Terminal(), [], threading.Event()

    def draw(tree: LiveTree) -> None:
        while not over.is_set():
            try:
                terminal.console.render_lines(tree._picture())
            except Exception as failure:  # noqa: BLE001  whatever it is, it would end the drawing
                failures.append(failure)
                return

    with LiveTree(terminal.console) as tree:
        tree.feed(patch("/root", container(text_node("x", props={}), id="page", props={})))
        artist = threading.Thread(target=draw, args=(tree,))
        artist.start()
        for index in range(1500):
            tree.feed(patch(f"/root/props/p{index}", [{"label": "a"}, 1]))
            tree.feed(patch("/root/children/0/props", {f"q{index}": 1}))
        over.set()
        artist.join()
    assert failures == []


# ---------------------------------------------------------------- what is not complete yet


def begun(path: str, node: str = '{"type":"Button","text":"Save","pro') -> TextReceived:
    return TextReceived(at=0.0, text='{"op":"add","path":"' + path + '","value":' + node)


def frames(*events: Event) -> list[str]:
    """What stands on the terminal after each event."""
    terminal, shown = Terminal(), []
    with LiveTree(terminal.console) as tree:
        for event in events:
            tree.feed(event)
            tree._live.refresh()
            shown.append(terminal.text)
    return [*shown, terminal.text]


def test_the_node_that_is_being_written_stands_in_its_place_until_it_is_there() -> None:
    page = container(container(text_node("in"), id="form"), text_node("after"), id="page")
    rest = TextReceived(at=0.0, text='ps":{}}}\n')
    shown = frames(
        STARTED, patch("/root", page), begun("#form/children/-"), rest,
        patch("/root/children/0/children/-", {"type": "Button", "text": "Save", "props": {}}, 2),
    )  # fmt: skip
    assert shown[2].splitlines()[:5] == [
        "Container #page",
        "├── Container #form",
        "│   ├── Text “in”",
        "│   └── Button “Save” …",
        "└── Text “after”",
    ]
    assert "Save" not in shown[3]
    assert "│   └── Button “Save”\n" in shown[4]


def test_it_is_dim_and_what_is_there_is_not() -> None:
    terminal = Terminal()
    with LiveTree(terminal.console) as tree:
        tree.feed(patch("/root", container(text_node("there"), id="page")))
        tree.feed(begun("/root/children/-"))
        with terminal.console.capture() as drawn:
            terminal.console.print(tree._picture())
    there, coming = drawn.get().splitlines()[1:3]
    assert "\x1b[1;36mText" in there
    assert "\x1b[2mButton" in coming


def test_before_the_root_is_there_it_stands_alone() -> None:
    shown = frames(STARTED, begun("/root", '{"type":"Card","id":"page","props":{"title":"Ho'))
    node, note = shown[1].splitlines()
    assert (node, note.partition("  ")[2]) == ("Card #page …", "scripted model is writing")


def test_without_a_place_it_stands_below_the_tree() -> None:
    shown = frames(STARTED, patch("/root", container(id="page")), begun("/root/children/4/children/-"))
    *nodes, note = shown[2].splitlines()
    assert (nodes, note.partition("  ")[2]) == (["Container #page", "Button “Save” …"], "patch 1: add /root")


def test_what_was_refused_is_not_shown_any_more() -> None:
    refused = PatchRefused(at=0.0, number=2, patch={}, diagnostics=[])
    rest = TextReceived(at=0.0, text='ps":{"no":1}}}\n')
    shown = frames(patch("/root", container(id="page")), begun("/root/children/-"), rest, refused)
    assert "Save" in shown[1]
    assert "Save" not in shown[3]


def test_the_last_picture_holds_nothing_that_is_not_there() -> None:
    ended = RunEnded(
        at=0.0, status="cancelled", document={}, metrics={}, accepted=1, refused=0, repaired=0, malformed=0
    )
    for end in ([], [ended]):
        shown = frames(STARTED, patch("/root", container(id="page")), begun("/root/children/-"), *end)
        assert shown[-1] == "Container #page"


@pytest.mark.parametrize("hostile", ["\x1b[2J", "\x1b]0;owned\x07", "\u202e", "[bold]x[/]"])
def test_a_hostile_node_is_shown_written_out_while_it_is_written(hostile: str) -> None:
    terminal = Terminal()
    node = json.dumps({"type": "Text", "text": f"a{hostile}b", "id": hostile}, ensure_ascii=True)[:-1]
    with LiveTree(terminal.console) as tree:
        tree.feed(patch("/root", container(id="page")))
        tree.feed(begun("/root/children/-", node + ',"x'))
        tree._live.refresh()
        assert "a" in terminal.lines[1]
        assert "b”" in terminal.lines[1]
    assert hostile not in terminal.raw or hostile.isprintable()
    assert terminal.screen.title == ""


def test_the_picture_fits_with_a_node_that_is_being_written() -> None:
    terminal = Terminal(80, 12)
    with LiveTree(terminal.console) as tree:
        tree.feed(patch("/root", container(*[text_node(f"n{index}") for index in range(30)], id="page")))
        for path, text in [("/root/children/15", "Save"), ("/root/children/77/children/0", "Save")]:
            tree.feed(
                AttemptStarted(at=0, attempt=2, reason="refine", prompt="", provider="", model="", input_tokens=0)
            )
            tree.feed(begun(path))
            tree._live.refresh()
            assert text in terminal.text
            assert "#page" in terminal.lines[0]
            assert not terminal.screen.history.top


def test_a_replay_shows_what_the_run_showed(punk: Catalog) -> None:
    lines = [add("/root", container(text_node("a"), id="page")), add("#page/children/-", text_node("b"))]
    events = run(ScriptedProvider(says(*lines)), punk)
    again = [decode(encode(event)) for event in events]
    assert frames(*events) == frames(*again)


def test_text_is_read_once_a_frame_and_not_once_an_event(monkeypatch: pytest.MonkeyPatch) -> None:
    fed: list[str] = []
    feed = PatchReader.feed
    monkeypatch.setattr(PatchReader, "feed", lambda self, text: fed.append(text) or feed(self, text))
    tree = LiveTree(Terminal().console)
    for _ in range(1000):
        tree.feed(TextReceived(at=0.0, text="prose "))
    tree._picture()
    tree._picture()
    assert fed == ["prose " * 1000]


def test_refusals_and_repairs_are_counted_beside_the_note() -> None:
    refused = PatchRefused(at=0.0, number=2, patch={}, diagnostics=[])
    made = RepairMade(at=0.0, number=3, repair=Repair("id-anchor", "lossless", "", "a"))
    shown = frames(STARTED, patch("/root", container(id="page")), refused, made, made)
    assert "refused" not in shown[1]
    assert shown[2].splitlines()[-1].startswith("1 refused")
    assert shown[4].splitlines()[-1].startswith("1 refused, 2 repaired")
    assert shown[-1] == "Container #page"


def test_a_real_run_is_drawn(punk: Catalog) -> None:
    script = says(add("/root", container(id="page")), add("/root/children/-", text_node("Hi")))
    events = run(ScriptedProvider(script), punk)
    assert drawn(events).text == "Container #page\n└── Text “Hi”"
