"""Places in TOML: every key and entry that `tomllib` reads has one, and it stands there."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from support.every_row import every_row

from epoch_cli.config.paths import presets_dir
from epoch_cli.document.toml_positions import TomlPath, nearest_place, toml_places

FILES = sorted(presets_dir().glob("*/*.toml"))

FORMS = {
    "bare and quoted keys": 'a = 1\n"b c" = 2\n\'d.e\' = 3\n"\\u0066" = 4\n',
    "dotted keys": 'a.b.c = 1\na . "d" = 2\n',
    "tables": "[a]\nb = 1\n[a.c]\nd = 2\n[ e . f ]\ng = 3\n",
    "arrays of tables": "[[a]]\nb = 1\n[[a]]\nb = 2\n[a.c]\nd = 3\n[[a.e]]\nf = 4\n[[a.e]]\n",
    "inline tables": "a = { b = 1, c.d = 2, e = { f = [ { g = 3 }, { h = 4 } ] } }\nz = {}\n",
    "arrays over lines": "a = [\n  1, # one ]\n  [2, 3],\n  'x, y', # two\n]\nb = []\n",
    "strings with brackets": 'a = "x = [1]"\nb = \'\'\'\n[c]\nd = 1 \'\' \'\'\'\'\'\ne = """\\"""\n[f]\n"""""\n',
    "comments and white space": "# [x]\n\n  a   =   1   # b = 2\n\tc=3\r\n",
    "dates and floats": "a = 1979-05-27T07:32:00Z\nb = 1979-05-27 07:32:00\nc = -inf\nd = 1e5\n",
}


def paths(value: Any, at: TomlPath = ()) -> Iterator[TomlPath]:
    if at:
        yield at
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in members:
        yield from paths(inner, (*at, key))


def check(text: str) -> None:
    places = toml_places(text)
    assert set(places) == set(paths(tomllib.loads(text)))
    for path, place in places.items():
        if isinstance(path[-1], str):
            assert text[place.key :].startswith((path[-1], '"', "'")), path


@every_row("text", FORMS.values(), ids=FORMS)
def test_every_key_and_entry_has_its_place(text: str) -> None:
    check(text)


@every_row("file", FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_the_files_of_the_presets_have_all_their_places(file: Path) -> None:
    check(file.read_text("utf-8"))


def test_the_value_of_a_key_has_a_place_of_its_own() -> None:
    text = 'a = { b = "x" }\n'
    assert text[toml_places(text)["a", "b"].value :].startswith('"x"')


@every_row(("opening", "closing"), [("[", "]"), ("{ x = ", "}"), ("[{ x = ", "}]")])
def test_what_is_nested_too_deeply_has_places_down_to_there(opening: str, closing: str) -> None:
    for count in (1, 20, 5000):
        places = toml_places(f"a = {opening * count}1{closing * count}\nb = 1\n")
        levels = count * len(opening.replace(" x = ", ""))
        assert (("b",) in places) == (levels < 100)
        assert max(map(len, places)) == min(levels + 1, 102)


def test_the_longest_beginning_of_a_path_is_found() -> None:
    places = toml_places("[a]\nb = 1\n")
    assert nearest_place(places, ("a", "c", "d"))[0] == ("a",)
    assert nearest_place(places, ("x",)) == ((), None)


@settings(max_examples=50, deadline=None)
@given(st.sampled_from(list(FORMS.values())), st.integers(0, 200), st.text(alphabet="[]{}\"'=,.#\n a1\\", max_size=5))
def test_a_text_that_is_no_toml_gives_what_comes_before_the_fault(text: str, at: int, between: str) -> None:
    broken = text[:at] + between + text[at:]
    assert all(0 <= place.key <= len(broken) for place in toml_places(broken).values())
