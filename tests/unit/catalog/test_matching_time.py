"""Which patterns are quick: those that are told so are, and those that take years are told."""

from __future__ import annotations

import re
import time
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from support.every_row import every_row
from support.examples import examples

from epoch_cli.catalog import load_catalog, preset_names
from epoch_cli.catalog.components import LONGEST_MATCHED, Prop
from epoch_cli.catalog.importing.intake import Intake
from epoch_cli.catalog.importing.json_schema import import_json_schema
from epoch_cli.catalog.matching_time import is_quick
from epoch_cli.linting.preset_files import check_preset
from epoch_cli.validation.rules.props import check_string

SLOW = [
    r"^([a-z]+-?)+$", r"^(\w+\s?)*$", r"^\s*\s*\s*x$", r"(a+)+", r"(a*)*", r"(a|a)*", r"(a|ab|b)*", r"(a?a?)*",
    r"(.*,)+", r"(?i:ab|AB)+", r"(?i)([a-z]+[K-M])+", r"([a-z]{1,64}){1,64}", r"(a{2,}|b)*", r"(?:(?=a*b)a)*",
    r"(a*)\1",
    r"^.*.*.*$", r"(?:x|(?:y?z)*?)+", r"(?:éa|[à-ü]a)+", r"(?a:(?:\Wa|éa)+)", r"([^a]|[^b])+", r"(?:(?:a?){40}){40}",
    r"(ab|[ab]b)+", r"(?:\d+|\w+)+", r"^(ab|\w\w)*$", r"([a-z]+){10}",
]  # fmt: skip
QUICK = [
    r"^[A-Za-z_][\w.-]*$", r"^[a-z]+(-[a-z]+)*$", r"#([0-9a-f]{3}|[0-9a-f]{6})", r".*\.png",
    r"[^@\s]+@[^@\s]+\.[^@\s]+",
    r"(?:primary|secondary|success|small)(?: (?:primary|secondary|success|small))*", r"\d+\s+\d+\s+\w+", r"(a|ab)*",
    r"^(?!-)[a-z-]{1,63}$", r"(?=.*[A-Z]).+", r"\d{1,3}(,\d{3})*(\.\d+)?", r"(?:[^\\\"]|\\.)*", r"", r"(a{3}){4}",
    r"\+?[0-9 ()-]{3,20}", r"(?i)[a-z]+[0-9]*", r"a?a?a?b", r"(?>a+)b", r"[à-ü]+", r"\w+\W+\w+", r"(x)?y{0}z",
]  # fmt: skip
ENDS = ["", "!", "\n", "é", "-x"]
SEEDS = ["a", "ab", "a-", " ", "x", "é", "1", "1 ", ".", "@.", "\\", "aA", "\N{KELVIN SIGN}k"]


def slowest(pattern: str) -> float:
    """Seconds that the worst of many strings takes, of the greatest length that is tried."""
    prop, worst = Prop("p", ("string",), pattern=re.compile(pattern)), 0.0
    for seed in SEEDS:
        for end in ENDS:
            text = (seed * LONGEST_MATCHED)[: LONGEST_MATCHED - len(end)] + end
            begin = time.process_time()
            prop.fits(text)
            worst = max(worst, time.process_time() - begin)
    return worst


@every_row("pattern", SLOW)
def test_what_may_take_years_is_told(pattern: str) -> None:
    assert not is_quick(re.compile(pattern))


@every_row("pattern", QUICK)
def test_what_is_quick_is_told_and_is(pattern: str) -> None:
    assert is_quick(re.compile(pattern))
    assert slowest(pattern) < 0.5


PIECES = st.sampled_from([r"a", r"b", r"[ab]", r"\w", r"\s", r"-", r".", r"(?i:A)", r"é", r"^", r"(?=a)", r"ab|a"])
PATTERNS = st.recursive(
    PIECES.map("(?:{})".format),
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map("".join),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: f"(?:{'|'.join(parts)})"),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "*?", "{2}", "{1,3}", "{2,}"])).map(
            lambda x: f"(?:{x[0]}){x[1]}"
        ),
    ),
    max_leaves=6,
)


@settings(max_examples=examples(60), deadline=None)
@given(PATTERNS, st.text("ab- é", max_size=12))
def test_no_pattern_that_is_told_to_be_quick_is_slow(pattern: str, seed: str) -> None:
    compiled = re.compile(pattern)
    if is_quick(compiled):
        for text in (seed * 100, (seed * 100)[: LONGEST_MATCHED - 1] + "!"):
            begin = time.process_time()
            compiled.fullmatch(text[:LONGEST_MATCHED])
            assert time.process_time() - begin < 1, pattern


@every_row("pattern", SLOW)
def test_an_import_leaves_it_out_and_says_so(pattern: str) -> None:
    intake = Intake(frozenset())
    props = {"slug": {"type": "string", "pattern": pattern}}
    import_json_schema({"$defs": {"Field": {"type": "object", "properties": props}}}, intake)
    assert "pattern" not in intake.components["Field"]["props"]["slug"]
    assert [note.where[-1] for note in intake.notes if "pattern" in note.what] == ["slug"]


def test_a_pattern_that_is_nested_without_end_is_not_quick() -> None:
    pattern = "(" * 80 + "a" + ")" * 80
    assert is_quick(re.compile(pattern))
    assert not is_quick(re.compile("((?:" * 50 + "a" + ")+)+" * 50))


def test_a_preset_of_ones_own_may_have_it_and_is_told(tmp_path: Path) -> None:
    fields = r'{ slug = { type = "string", pattern = "^(\\w+\\s?)*$" } }'
    rows = f'rows = {{ type = "array", items = "object", fields = {fields} }}'
    props = f'{rows}\nid2 = {{ type = "string", pattern = "(a+)+" }}'
    file = tmp_path / "catalog.toml"
    file.write_text(f'[preset]\nname = "own"\nextends = "punk"\n[components.Button.props]\n{props}\n', "utf-8")
    assert load_catalog(file).components["Button"].props["id2"].pattern is not None
    found = [each for report in check_preset(str(tmp_path)) for each in report.diagnostics if each.code == "ES021"]
    assert [(each.line, each.pointer) for each in found] == [
        (5, "/components/Button/props/rows/fields/slug/pattern"), (6, "/components/Button/props/id2/pattern"),
    ]  # fmt: skip


def test_a_string_that_is_longer_than_is_tried_is_refused() -> None:
    prop = Prop("slug", ("string",), pattern=re.compile("a+"))
    assert check_string(prop, "a" * LONGEST_MATCHED) is None
    found = check_string(prop, "a" * (LONGEST_MATCHED + 1))
    assert found is not None
    assert "1,001 characters" in found.message
    assert check_string(Prop("free", ("string",)), "a" * 5_000) is None


def test_every_pattern_of_a_built_in_preset_is_quick() -> None:
    for name in preset_names():
        for component in load_catalog(name).components.values():
            todo = [*component.props.values()]
            while todo:
                prop = todo.pop()
                todo += prop.fields.values()
                assert prop.pattern is None or is_quick(prop.pattern), (name, component.type, prop.name)
