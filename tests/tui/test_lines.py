"""The lines around the panes: what each tells, and what it leaves out where there is little room."""

from __future__ import annotations

import pytest

from epoch_cli.events import RunEnded
from epoch_cli.output.progress import Progress
from epoch_cli.output.view import MeterView, Status
from epoch_cli.output.view.turns import Turn, Turns
from epoch_cli.tui.layout import SHARING, TITLES
from epoch_cli.tui.widgets.header import Headline, header_text
from epoch_cli.tui.widgets.key_line import fitting_keys
from epoch_cli.tui.widgets.meters import meter_list, meter_table, meter_text
from epoch_cli.tui.widgets.status import STAGES, Situation, span_text, status_text
from epoch_cli.tui.widgets.tabs import Tabs, tab_text

HOSTILE = ("[/oops]", "[@click=app.quit]x[/]", "\x1b]0;title\x07", "\u202egnp.exe", "x" * 10_000, "a\nb", "漢字" * 50)
WIDTHS = (1, 5, 20, 40, 80, 120, 200)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_plain_text_and_never_too_wide(text: str, width: int) -> None:
    header = header_text(Headline(text, text, "replay"), width)
    told = Status(prompt=text, note=text, reason=text, tries=2, provider=text)
    status = status_text(Situation(told, authored=True), width)
    for line in (header, status):
        assert line.cell_length <= width
        assert not any(character < " " or character in "\x7f\u202e" for character in line.plain)
        assert all("meta" not in str(span.style) and "@click" not in str(span.style) for span in line.spans)


def test_the_header_shortens_the_prompt_before_the_author() -> None:
    told = Headline("a very long wish for an interface with many fields", "Acme · large-1")
    assert header_text(told, 100).plain.startswith("epoch  “a very long wish for an interface with many fields”")
    narrow = header_text(told, 50).plain
    assert "“a very long" in narrow
    assert narrow.endswith("  Acme · large-1")
    assert "epoch" in header_text(told, 6).plain


def test_what_stands_in_brackets_behind_the_author_goes_before_the_prompt() -> None:
    told = Headline("a dashboard for a shop, with orders", "offline composer (rules, not a model)")
    assert header_text(told, 100).plain.endswith("  offline composer (rules, not a model)")
    assert header_text(told, 70).plain.endswith("  offline composer")
    assert "“a dashboard for a shop, with orders”" in header_text(told, 70).plain


@pytest.mark.parametrize("stage", [stage for stage in STAGES if stage])
def test_a_stage_is_told_by_its_sign_and_its_word(stage: str) -> None:
    text = status_text(Situation(Status(progress=Progress(stage=stage))), 80).plain  # type: ignore[arg-type]
    assert text == f"{STAGES[stage][0]} {stage}{' for you' if stage == 'waiting' else ''}"


def test_the_signs_of_the_stages_that_matter_differ() -> None:
    signs = [STAGES[stage][0] for stage in ("generating", "validating", "correcting", "waiting", "complete")]
    assert len(set(signs)) == len(signs)


@pytest.mark.parametrize(
    ("status", "word"),
    [
        ("complete", "● complete"),
        ("fallback", "! fallback"),
        ("cancelled", "! cancelled"),
        ("timeout", "× timed out"),
        ("budget", "× over budget"),
        ("failed", "× failed"),
    ],
)
def test_how_a_run_ended_is_told(status: str, word: str) -> None:
    ended = RunEnded(
        at=1.0, status=status, document={}, metrics={}, accepted=0, refused=0, repaired=0, malformed=0  # type: ignore[arg-type]
    )  # fmt: skip
    assert status_text(Situation(Status(ended=ended)), 80).plain.startswith(word)


def test_why_a_run_failed_is_worth_more_than_its_numbers() -> None:
    ended = RunEnded(
        at=1.0, status="failed", document={}, metrics={}, accepted=0, refused=0, repaired=0, malformed=0,
        error={"message": "acme: the connection was lost", "remedy": "try again"},
    )  # fmt: skip
    progress = Progress(tokens=300, elapsed=61.0)
    status = Status(ended=ended, turns=Turns(patches=12), provider="acme", note="refused: EP201", progress=progress)
    assert status_text(Situation(status, authored=True), 80).plain == (
        "× failed  12 accepted  │ acme: the connection was lost: try again"
    )


def test_a_run_that_waits_says_for_whom_and_what_may_be_done() -> None:
    status = Status(waiting=True, turns=Turns(patches=12), progress=Progress(stage="waiting", tokens=300, elapsed=61.0))
    assert status_text(Situation(status), 61).plain == "○ waiting for you  12 accepted  │ refine, accept, or quit"


FULL = Status(
    attempt=5,
    turn=3,
    tries=2,
    turns=Turns(asked=(Turn("a"), Turn("b")), patches=12),
    provider="offline composer (rules, not a model)",
    reason="correction",
    progress=Progress(stage="generating", tokens=340, estimated=True, rate=45.0, elapsed=61.0, left=8.0),
    note="asking again",
    refused=2,
    repaired=1,
    malformed=1,
)


def test_the_status_tells_everything_where_there_is_room() -> None:
    text = status_text(Situation(FULL), 200).plain
    for said in (
        *("generating", "turn 2", "attempt 2, correction", "12 accepted", "2 refused", "1 repaired", "1 unreadable"),
        *("45 tokens/s", "~340 tokens", "1:01", "~8 s left", "asking again"),
    ):
        assert said in text


@pytest.mark.parametrize(
    ("silent", "answered", "said"),
    [(9.4, True, "silent for 0:09"), (9.4, False, "no answer yet"), (4.9, True, "45 tok")],
)
def test_a_server_that_says_nothing_is_told_instead_of_a_pace(silent: float, answered: bool, said: str) -> None:
    status = FULL._replace(answering=True, progress=FULL.progress._replace(silent=silent, answered=answered))
    text = status_text(Situation(status), 200).plain
    assert said in text
    assert ("tokens/s" in text) == said.startswith("45")
    assert "silent" not in status_text(Situation(status._replace(answering=False)), 200).plain


def test_the_status_leaves_out_what_matters_least() -> None:
    text = status_text(Situation(FULL), 60).plain
    assert "generating" in text
    assert "2 refused" in text
    assert "tokens/s" not in text
    assert status_text(Situation(FULL), 12).plain == "▸ generating"
    assert status_text(Situation(FULL, paused=True, queued=7), 60).plain.startswith("= paused, 7 waiting")


def test_who_writes_is_told_where_there_is_no_header_and_before_how_fast() -> None:
    assert "offline" not in status_text(Situation(FULL), 200).plain
    told = status_text(Situation(FULL, authored=True), 160).plain
    assert "offline composer  12 accepted" in told
    short = next(
        text
        for width in range(160, 20, -1)
        if "tokens/s" not in (text := status_text(Situation(FULL, authored=True), width).plain)
    )
    assert "offline composer" in short


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0:00"), (7.9, "0:07"), (61, "1:01"), (3723, "1:02:03"), (-5, "0:00")]
)
def test_times_are_as_on_a_clock(seconds: float, text: str) -> None:
    assert span_text(seconds) == text


METERS = (
    MeterView("tokens", 1200, 32000, "ok", "~1.2k/32k"),
    MeterView("score", 99, 100, "near", "99/100"),
    MeterView("depth", 8, 8, "reached", "8/8"),
    MeterView("nodes", 12, 50, "ok", "12/50"),
    MeterView("bindings", 0, 20, "ok", "0/20"),
    MeterView("handlers", 2, 15, "ok", "2/15"),
    MeterView("patches", 14, None, "ok", "14"),
    MeterView("time", 12, None, "ok", "12 s"),
    MeterView("cost", None, None, "ok", "?"),
)


def test_the_most_pressing_meters_come_first_and_say_so_by_sign_and_word() -> None:
    text = meter_text(METERS, 200).plain
    assert text.startswith("depth 8/8 × full  score 99/100 ! near  ")
    assert "cost" not in text  # neither a limit nor a value
    assert meter_text(METERS, 41).plain == "depth 8/8 × full  score 99/100 ! near  +6"
    assert meter_text(METERS, 40).plain == "depth 8/8 × full"
    assert meter_text((), 40).plain == ""


def test_meters_that_are_left_out_are_counted_and_a_list_has_all_of_them() -> None:
    for width in range(41, 100):
        text = meter_text(METERS, width).plain
        shown = [meter for meter in METERS if meter.text in text]
        assert f"+{8 - len(shown)}" in text if len(shown) < 8 else "+" not in text
    for width in (20, 40, 80):
        listed = meter_list(METERS, width).plain.split("\n")
        assert [line.split()[0] for line in listed] == [meter.name for meter in METERS]
        assert all(meter.text in line for meter, line in zip(METERS, listed, strict=True))
        assert "━" in listed[2] or width == 20
        assert listed[2].rstrip().endswith("8/8 × full")


@pytest.mark.parametrize("width", WIDTHS)
def test_meters_are_never_wider_than_their_room(width: int) -> None:
    assert meter_text(METERS, width).cell_length <= width
    for rows in (1, 2, 3):
        table = meter_table(METERS, width, rows)
        assert table is None or max(line.cell_length for line in table.split("\n")) <= width


def test_a_wide_screen_has_all_meters_with_their_bars_in_columns() -> None:
    table = meter_table(METERS, 118, 2)
    assert table is not None
    first, second = table.plain.split("\n")
    assert [meter.name for meter in METERS if meter.name in table.plain] == [meter.name for meter in METERS]
    assert first.index("━") == second.index("━")
    assert "8/8 × full" in first
    assert meter_table((), 118, 2) is None


def test_tabs_get_shorter_where_there_is_little_room_and_the_front_one_stands_out() -> None:
    tabs = Tabs(SHARING["narrow"], "json")
    assert tab_text(tabs, 80).plain == "1 Tree   2 Preview   [3 JSON]   4 Detail   5 Log   6 Problems"
    assert tab_text(tabs, 54).plain == "1 Tree 2 Preview [3 JSON] 4 Detail 5 Log 6 Problems"
    assert tab_text(tabs, 50).plain == "Tree  Preview  [JSON]  Detail  Log  Problems"
    assert tab_text(tabs, 20).plain == "1 2 [JSON] 4 5 6"
    assert tab_text(tabs, 3).cell_length <= 3


def test_every_tab_is_a_link_to_its_pane() -> None:
    text = tab_text(Tabs(SHARING["narrow"], "tree"), 80)
    links = [str(span.style.meta) for span in text.spans if not isinstance(span.style, str) and span.style.meta]  # type: ignore[union-attr]
    assert [name for name in TITLES if any(repr(name) in link for link in links)] == list(TITLES)


def test_help_and_leaving_are_the_last_keys_to_go() -> None:
    keys = [("refine", 10), ("accept", 10), ("help", 8), ("leave", 8)]
    assert fitting_keys(keys, 34) == {"refine", "accept", "help", "leave"}
    assert fitting_keys(keys, 33) == {"refine", "help", "leave"}
    assert fitting_keys(keys, 16) == {"help", "leave"}
    assert fitting_keys(keys, 6) == {"leave"}
    assert fitting_keys(keys, 0) == set()
