"""The whole screen, at the sizes and in the states that people see it, as it was looked at and found good."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest
from support import scripted
from support.histories import accepted, attempt, diagnostic, ended, started
from support.screens import SIZES, events_by, live_app, opened, replay_app, rows, run, settled, troubled_events, until
from support.snapshots import GOLDEN, UPDATE, compare, differing, lines_of, picture

from epoch_cli.events import Event, PatchAccepted, PatchRefused, RunEnded, RunStarted, StageEntered
from epoch_cli.tui.app import EpochApp

DARK, LIGHT = "epoch-dark", "epoch-light"
NORMAL, NARROW, WIDE = SIZES


# ---------------------------------------------------------------- documents


def node(kind: str, text: str = "", /, *children: Any, node_id: str = "", **props: Any) -> dict[str, Any]:
    known = {"id": node_id, "props": props, "text": text, "children": list(children)}
    return {"type": kind, **{key: value for key, value in known.items() if value}}


def metric(label: str, value: str) -> dict[str, Any]:
    return node("Card", "", node("Text", label, size="caption"), node("Text", value, size="h3"))


COLUMNS: Final = [{"key": name.lower(), "label": name} for name in ("Order", "Customer", "Total", "Status")]
ORDERS: Final = [
    {"order": "1042", "customer": "Northwind", "total": "$49.00", "status": "paid"},
    {"order": "1043", "customer": "Globex", "total": "$120.00", "status": "open"},
]
DASHBOARD: Final = (
    scripted.add("/root", node("Container", "", node("Text", "Shop today", size="h1"), padding="md", gap="md")),
    scripted.add(
        "/root/children/-",
        node(
            "Stack",
            "",
            *(metric("Revenue", "$12,900"), metric("Orders", "214"), metric("Returns", "3 %")),
            node_id="metrics",
            direction="row",
            spacing="sm",
        ),
    ),
    scripted.add(
        "/root/children/-", node("DataGrid", caption="Orders", columns=COLUMNS, data=ORDERS, node_id="orders")
    ),
    scripted.add("/root/children/-", node("Button", "Export all orders", node_id="export", variant="outline")),
)
LOGIN: Final = (
    scripted.add("/root", node("Container", "", node("Text", "Log in", size="h1"), padding="lg", gap="md")),
    scripted.add(
        "/root/children/-",
        node(
            "Form",
            "",
            node(
                "FormField", "", node("Input", name="email", type="email", placeholder="you@example.com"), label="Email"
            ),
            node("FormField", "", node("Input", name="password", type="password"), label="Password"),
            node(
                "Stack",
                "",
                node("Button", "Log in", variant="primary"),
                node("Button", "Forgot password", node_id="forgot", variant="ghost", onClick="forgot"),
                direction="row",
            ),
            node_id="log-in-form",
            onSubmit="logIn",
        ),
    ),
)


# ---------------------------------------------------------------- runs


def timed(events: Sequence[Event], apart: float = 0.12) -> list[Event]:
    """The same events at the same moments each time."""
    return [replace(event, at=round(at * apart, 3)) for at, event in enumerate(events)]


@cache
def dashboard() -> list[Event]:
    """A run of which a cap is nearly reached."""
    first, *others = timed(events_by(scripted.ScriptedProvider(scripted.says(*DASHBOARD)), "a dashboard for a shop"))
    assert isinstance(first, RunStarted)
    caps = {**first.settings["caps"], "nodes": 15}
    return [replace(first, settings={**first.settings, "caps": caps}), *others]


@cache
def login() -> list[Event]:
    return timed(events_by(scripted.ScriptedProvider(scripted.says(*LOGIN)), "login form"))


def half_of(events: Sequence[Event], kind: type[Event] = PatchAccepted) -> list[Event]:
    """Up to the middle one of a kind of event, and a little of the next one."""
    places = [at for at, event in enumerate(events) if isinstance(event, kind)]
    return list(events[: places[len(places) * 2 // 3] + 9])


def waiting_one() -> list[Event]:
    """A run whose first turn is over."""
    over = [event for event in login() if not isinstance(event, RunEnded)]
    return [*over[:-1], StageEntered(at=over[-1].at, stage="waiting")]


def failed_one() -> list[Event]:
    """A run that lost its server in the middle."""
    events = half_of(login())
    error = {"message": "scripted: the connection was lost", "remedy": "try again later", "exit_code": 3}
    last = [event for event in events if isinstance(event, PatchAccepted)][-1]
    end = ended(at=events[-1].at + 1, status="failed", metrics=last.metrics, accepted=last.sequence, error=error)
    return [*events, end]


def hostile_one() -> list[Event]:
    """A run whose words are meant to be obeyed by a terminal, or by Textual."""
    worst = (
        "[@click=app.quit]x[/]",
        "[/oops]",
        "\x1b]0;title\x07\x1b[2J",
        "abc\u202edef\u2066",
        "one\ntwo",
        "漢字かな",
    )
    children = [{"type": "Button", "id": text, "text": text, "props": {"ariaLabel": text}} for text in worst]
    value = {"type": "[b]Card", "text": "x" * 10_000, "children": children}
    said = diagnostic("[/]", f"/root/{worst[2]}", worst[2])
    wrong = {"op": "add", "path": "/root/children/-", "value": {"type": worst[0], "text": worst[3]}}
    return [
        replace(started(prompt=f"a page {worst[0]}{worst[2]}", model=worst[3]), provider=worst[1]),
        StageEntered(at=0.1, stage="generating"),
        attempt(at=0.1),
        accepted({"op": "add", "path": "/root", "value": value}, 1, 0.2),
        PatchRefused(at=0.3, number=2, patch=wrong, diagnostics=[said]),
    ]


# ---------------------------------------------------------------- states


def empty() -> EpochApp:
    return live_app()


def streaming() -> EpochApp:
    return live_app(half_of(dashboard()))


def waiting() -> EpochApp:
    return live_app(waiting_one())


def finished() -> EpochApp:
    app = live_app(dashboard())
    app.run_over()
    return app


def troubled() -> EpochApp:
    app = live_app(timed(troubled_events()))
    app.run_over()
    return app


def failed() -> EpochApp:
    app = live_app(failed_one())
    app.run_over()
    return app


def replaying() -> EpochApp:
    events = timed(troubled_events())
    return replay_app(events, at=len(half_of(events, PatchRefused)))


def hostile() -> EpochApp:
    return live_app(hostile_one())


class Shot(NamedTuple):
    """A picture: what is shown, at which size, after which keys, in which themes."""

    state: Callable[[], EpochApp]
    size: tuple[int, int]
    keys: Sequence[str] = ()
    called: str = ""
    themes: Sequence[str] = (DARK,)

    @property
    def name(self) -> str:
        """Of its file, without the theme."""
        return f"{'-'.join(filter(None, (self.state.__name__, self.called)))}-{self.size[0]}x{self.size[1]}"


BOTH: Final = (DARK, LIGHT)
SHOTS: Final = [
    *(
        Shot(state, size, themes=BOTH, keys=keys, called=called)
        for state, keys, called in (
            (streaming, (), ""),
            (finished, ("2",), ""),
            (troubled, ("6", "down"), ""),
            (replaying, ("5",), ""),
        )
        for size in SIZES
    ),
    *(Shot(empty, size) for size in SIZES),
    Shot(waiting, NORMAL, themes=BOTH),
    Shot(waiting, NARROW),
    Shot(failed, NORMAL),
    Shot(failed, WIDE),
    Shot(hostile, NORMAL),
    Shot(hostile, WIDE),
    Shot(streaming, (40, 12)),
    Shot(streaming, (200, 50)),
    # the panes, one after another
    Shot(finished, NORMAL, ("1",), "tree"),
    Shot(finished, NORMAL, ("3",), "json"),
    Shot(finished, NORMAL, ("4",), "detail"),
    Shot(troubled, NORMAL, ("5",), "patches"),
    Shot(troubled, NORMAL, ("1", "down", "4"), "detail"),
    Shot(finished, NARROW, ("1",), "tree"),
    # dialogs
    *(
        Shot(waiting, NORMAL, keys, called)
        for called, keys in {
            "help": ("question_mark",),
            "refine": ("r", *"wider"),
            "authors": ("m",),
            "save-as": ("s",),
            "budgets": ("b",),
            "search": ("slash", *"pass"),
            "jump": ("ctrl+o",),
            "palette": ("ctrl+p",),
        }.items()
    ),
    Shot(waiting, NORMAL, ("o",), "notice"),
    Shot(waiting, NARROW, ("question_mark",), "help"),
    Shot(waiting, NARROW, ("m",), "authors"),
    Shot(waiting, NARROW, ("ctrl+o",), "jump"),
    Shot(waiting, NORMAL, ("m",), "authors-by-light", (LIGHT,)),
    Shot(waiting, NORMAL, ("ctrl+p", *"the"), "palette-by-light", (LIGHT,)),
]
COLOURLESS: Final = {f"no-color-{size[0]}x{size[1]}": size for size in (NORMAL, NARROW)}


def names(shot: Shot) -> dict[str, str]:
    """The name of each picture, by its theme."""
    return {theme: shot.name + ("-light" if theme == LIGHT else "") for theme in shot.themes}


async def ready(pilot: Any) -> None:
    """Until all is drawn, in the preview too, which takes its time."""
    await settled(pilot)
    preview = pilot.app.main.desk.pane("preview")
    await until(pilot, lambda: not preview.behind)
    await settled(pilot)


@pytest.mark.parametrize("shot", SHOTS, ids=lambda shot: shot.name)
def test_a_picture_is_as_it_was_looked_at(shot: Shot, tmp_path: Path) -> None:
    async def look() -> None:
        app = shot.state()
        app.theme = shot.themes[0]
        async with opened(app, shot.size, notices=shot.called == "notice") as pilot:
            await ready(pilot)
            await pilot.press(*shot.keys)
            for theme, name in names(shot).items():
                app.theme = theme
                await ready(pilot)
                compare(f"tui/{name}", app, tmp_path)

    run(look())


@pytest.mark.parametrize("name", COLOURLESS)
def test_without_colours_all_can_be_told(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    async def look() -> None:
        async with opened(troubled(), COLOURLESS[name]) as pilot:
            await pilot.press("6", "down")
            await ready(pilot)
            compare(f"tui/{name}", pilot.app, tmp_path)

    run(look())


def test_every_picture_that_is_kept_is_looked_at() -> None:
    made = {name for shot in SHOTS for name in names(shot).values()} | COLOURLESS.keys()
    assert {file.stem for file in (GOLDEN / "tui").iterdir()} == made


# ---------------------------------------------------------------- how pictures are compared


def kept(name: str = "waiting-80x24") -> str:
    return (GOLDEN / "tui" / f"{name}.svg").read_text("utf-8")


def of_another_release(svg: str) -> str:
    return re.sub(r"<!-- textual [^,]+", "<!-- textual 99.0", svg)


def test_a_picture_has_the_words_of_the_screen_in_their_places() -> None:
    async def look() -> None:
        async with opened(waiting()) as pilot:
            await ready(pilot)
            assert lines_of(picture(pilot.app)) == [row.rstrip() for row in rows(pilot.app)]

    run(look())


def test_other_words_differ_whatever_the_release_and_are_told_by_their_rows() -> None:
    changed = kept().replace("Forgot", "Forgit")
    for new in (changed, of_another_release(changed)):
        told = differing(kept(), new)
        assert "-" in told
        assert [line for line in told.splitlines() if line.startswith("+│") and "Forgit" in line]


def test_other_colours_differ_in_the_same_release_alone() -> None:
    changed = kept().replace("#8fb0f0", "#ff0000")
    assert differing(kept(), changed) == "the same words in other colours"
    assert differing(kept(), of_another_release(changed)) == ""


def test_a_screen_that_differs_fails_and_its_picture_is_left_to_be_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(UPDATE, raising=False)

    async def look() -> None:
        async with opened(waiting()) as pilot:
            await pilot.press("down", "3")
            await ready(pilot)
            with pytest.raises(AssertionError, match=r"other words(.|\n)*new picture: ") as raised:
                compare("tui/waiting-80x24", pilot.app, tmp_path)
            assert str(tmp_path / "waiting-80x24.svg") in str(raised.value)
            assert (tmp_path / "waiting-80x24.svg").read_text("utf-8") == picture(pilot.app)

    run(look())
