"""Names out of files of others, where something is written by them: nothing gets out of the folder that it is for.

What was tried, and where it is shown what comes of it:

| what writes by a name that it has read | where |
| --- | --- |
| `catalog import`: a title, the name of the file | here |
| `catalog init`: what a design system that it builds on says of itself | here |
| `convert` into a folder: the names of the files | here |
| sessions: the id that one tells of itself | here |
| `preview` without `-o`: the name of the file | here |
| `batch`: ids of prompts | `test_batch.py` |
| the wheel: what is in it | `test_wheel.py` |

Nothing unpacks an archive.
"""

from __future__ import annotations

import json
import sys
import tomllib
from pathlib import Path

import pytest
from support.command import Inside

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="names of a Unix")

OUT = (
    "../../evil",
    "/tmp/evil",
    "..",
    "~/.ssh/evil",
    "a/../../../evil",
    "evil\n[preset]\n",
    "C:\\evil",
    ".\u2024/evil",
)


def files(inside: Inside) -> set[Path]:
    """All files that there are: in the user's folders, and where we are."""
    places = (inside.command.home, inside.work)
    return {path for place in places for path in place.rglob("*") if path.is_file() and "cache" not in path.parts}


@pytest.mark.parametrize("title", OUT[::2])
def test_an_import_is_written_where_we_are(title: str, inside: Inside) -> None:
    schema = {"title": title, "components": {"Rating": {"type": "object", "properties": {"stars": {"type": "number"}}}}}
    (inside.work / "theirs.json").write_text(json.dumps(schema), "utf-8")
    before = files(inside)
    result = inside("catalog", "import", "theirs.json", "--from", "json-schema", "--extends", "punk")
    made = files(inside) - before
    assert (result.code, bool(made)) == (0, True), result.err
    assert {path.name for path in made} <= {"catalog.toml", "tokens.toml"}
    assert {path.parent.parent for path in made} <= {inside.work}
    for path in made:
        tomllib.loads(path.read_text("utf-8"))


def test_what_a_design_system_says_of_itself_stays_a_comment_in_one_that_builds_on_it(inside: Inside) -> None:
    theirs = inside.work / "the\nirs"
    theirs.mkdir()
    (theirs / "catalog.toml").write_text(
        '[preset]\nname = "theirs"\nextends = "punk"\n'
        '[components."A\\nevil = 1"]\nrole = "action"\n[components."B\\"]\\n[evil]\\nx = [\\"c"]\nrole = "action"\n'
        '[tokens.mine]\nkind = "other"\ndescription = "x\\n[evil]\\ny = 1\\r\\u2028z"\n'
        'tokens = {"a\\nb = 1" = "c\\nd = 1"}\n',
        "utf-8",
    )
    assert inside("catalog", "init", "mine", "--extends", f"./{theirs.name}").code == 0
    catalog, tokens = (
        tomllib.loads((inside.work / "mine" / name).read_text("utf-8")) for name in ("catalog.toml", "tokens.toml")
    )
    assert catalog.keys() == {"preset", "components"}
    assert catalog["preset"]["extends"] == "../the\nirs"
    assert tokens == {}
    assert inside("catalog", "check", "mine").code in {0, 1}


def test_what_is_converted_stays_in_its_folder(inside: Inside) -> None:
    elsewhere = inside.work / "elsewhere"
    elsewhere.mkdir()
    (inside.work / "out").mkdir()
    names = ("..json", "-f.json", "a\nb.json", "~.json", ".json", "...json")
    for name in names:
        (elsewhere / name).write_text('{"root": {"type": "Text", "text": "x"}}', "utf-8")
    before = files(inside)
    result = inside("convert", *(f"out/../elsewhere/{name}" for name in names), "--to", "react", "-o", "out")
    made = files(inside) - before
    assert result.code in {0, 2}, result.err
    assert {path.parent for path in made} == {inside.work / "out"}
    assert len(made) >= len(names) - 2  # two may be the same without their suffix


@pytest.mark.parametrize("name", OUT[:2])
def test_a_session_that_calls_itself_otherwise_writes_nothing_elsewhere(name: str, inside: Inside) -> None:
    assert inside("gen", "login form", "-q").code == 0
    (session,) = inside.sessions()
    lines = session.read_text("utf-8").splitlines()
    first = {**json.loads(lines[0]), "session": name, "catalog": name}
    forged = inside.work / "forged.jsonl"
    forged.write_text("\n".join([json.dumps(first), *lines[1:], ""]), "utf-8")
    before = files(inside)
    for words in (
        ("replay", "forged.jsonl", "-q"),
        ("sessions", "export", "forged.jsonl"),
        ("gen", "login form", "-p", "session:forged.jsonl", "-q", "--preset", "punk"),
        ("gen", "add a phone field", "--session", "forged.jsonl", "-q", "--preset", "punk"),
    ):
        assert inside(*words).code in {0, 1, 2, 3, 6}, words
    made = files(inside) - before
    assert {path.parent for path in made} <= {session.parent}
    assert all(path.stem[:8].isdigit() for path in made)


@pytest.mark.parametrize("name", ["..json", "a b$(x).json", "-rf.json", "\u202exslx.json", "a\nb.json"])
def test_a_page_that_nobody_named_a_place_for_is_kept_among_the_pages(
    name: str, inside: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    from epoch_cli.cli.kept_page import kept_page

    monkeypatch.setenv("XDG_CACHE_HOME", str(inside.work / "kept"))
    path = kept_page(b"<p>", f"../../{name}")
    assert path.parent == inside.work / "kept" / "epoch" / "pages"
    assert path.name.replace("-", "").removesuffix(".html").isalnum()
