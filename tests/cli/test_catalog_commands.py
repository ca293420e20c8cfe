"""`epoch catalog init`, `show`, `check`, `diff`, `import` and `docs`, as people and scripts run them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.command import Inside

from epoch_cli.catalog import preset_names

DATA = Path(__file__).resolve().parents[1] / "data" / "catalogs"


@pytest.mark.parametrize("extends", [*preset_names(), "base"])
def test_a_new_design_system_can_be_used_at_once(extends: str, inside: Inside) -> None:
    made = inside("catalog", "init", "acme", "--extends", extends)
    assert (made.code, made.out) == (0, b"")
    assert made.said[0] == "wrote: acme/catalog.toml, acme/tokens.toml"
    checked = inside("catalog", "check", "./acme", "--fail-on", "warning")
    assert checked.code == 0, checked.out
    composed = inside("gen", "login form", "-p", "offline", "--preset", "./acme", "--format", "json", "--no-log", "-q")
    assert composed.code == 0
    document = inside("validate", "-", "--preset", "./acme", "--fail-on", "warning", stdin=composed.out)
    assert document.code == 0, document.out


def test_nothing_is_ever_overwritten(inside: Inside) -> None:
    (inside.work / "acme").mkdir()
    (inside.work / "acme" / "tokens.toml").write_text("# mine\n", "utf-8")
    refused = inside("catalog", "init", "acme")
    assert refused.code == 2
    assert "acme/tokens.toml exists" in refused.said[0]
    assert [path.name for path in (inside.work / "acme").iterdir()] == ["tokens.toml"]
    tokens = str(DATA / "tokens.json")
    assert inside("catalog", "import", tokens, "--name", "acme").code == 2
    assert (inside.work / "acme" / "tokens.toml").read_text("utf-8") == "# mine\n"


def test_what_it_builds_on_is_found_from_its_own_folder(inside: Inside) -> None:
    assert inside("catalog", "init", "one").code == 0
    assert inside("catalog", "init", "two", "--extends", "./one", "-o", "deep/two").code == 0
    assert 'extends = "../../one"' in (inside.work / "deep/two/catalog.toml").read_text("utf-8")
    assert inside("catalog", "check", "deep/two").code == 0


@pytest.mark.parametrize(
    ("name", "said"), [("My Design", "such as my-design"), ("punk", "built in"), ("base", "built in")]
)
def test_a_name_that_is_none_is_refused(name: str, said: str, inside: Inside) -> None:
    refused = inside("catalog", "init", name)
    assert refused.code == 2
    assert said in refused.said[0]
    assert list(inside.work.iterdir()) == []


def test_show_lists_everything_by_role(inside: Inside) -> None:
    text = inside("catalog", "show").out.decode()
    assert text.startswith("punk 1.0.0  ")
    assert "  choice     Select     nothing           " in text
    assert "    primary       #007AFF\n" in text
    assert "  strict      score 100, depth 8" in text
    assert "\x1b" not in text


def test_show_tells_all_of_one_component(inside: Inside) -> None:
    text = inside("catalog", "show", "punk", "select").out.decode()
    assert text.startswith("Select (choice)  One or more out of a list.\n")
    assert "options*" in text
    data = json.loads(inside("catalog", "show", "punk", "Select", "--format", "json").out)
    assert data["Select"]["props"]["options"]["required"] is True
    refused = inside("catalog", "show", "punk", "Selct")
    assert refused.code == 2
    assert "did you mean 'Select'?" in refused.said[0]


def test_check_reports_in_the_forms_of_validate(inside: Inside) -> None:
    (inside.work / "catalog.toml").write_text(
        '[preset]\nname = "x"\nextends = "punk"\n[components.X]\nkids = 1\n', "utf-8"
    )
    concise = inside("catalog", "check", ".")
    assert concise.code == 1
    assert concise.out.startswith(b"catalog.toml:5:1: ES002 error: this key is not known here (there are role, ")
    assert concise.said == ["1 file checked, 1 finding: 1 error"]
    sarif = json.loads(inside("catalog", "check", ".", "--output-format", "sarif").out)
    assert sarif["runs"][0]["results"][0]["ruleId"] == "ES002"
    assert inside("catalog", "check", ".", "--ignore", "unknown-key").code == 0
    assert inside("catalog", "check", ".", "--fail-on", "never").code == 0
    assert inside("catalog", "check", "nowhere").code == 2


def test_diff_fails_for_what_breaks_documents(inside: Inside) -> None:
    (inside.work / "catalog.toml").write_text('[preset]\nname = "x"\nextends = "punk"\nremove = ["Modal"]\n', "utf-8")
    found = inside("catalog", "diff", "punk", ".")
    assert found.code == 1
    assert found.out.decode().splitlines()[0] == "- breaking  components.Modal  removed"
    assert found.said == ["2 differences: 1 breaking, 1 safe"]
    assert inside("catalog", "diff", "punk", ".", "--exit-zero").code == 0
    back = inside("catalog", "diff", ".", "punk", "--format", "json")
    assert back.code == 0
    assert {"change": "added", "path": ["components", "Modal"], "breaking": False} in json.loads(back.out)
    assert inside("catalog", "diff", ".", "punk", "--strict").code == 1
    assert inside("catalog", "diff", "punk", "punk", "--strict").code == 0


@pytest.mark.parametrize("file", ["tokens.json", "a2ui.json", "components.schema.json"])
def test_what_is_imported_can_be_used_at_once(file: str, inside: Inside) -> None:
    made = inside("catalog", "import", str(DATA / file), "-o", "made", "--name", "made")
    assert (made.code, made.out) == (0, b"")
    assert any(line.startswith("lost: ") for line in made.said)
    assert made.said[-1] == "check it: epoch catalog check ./made"
    assert inside("catalog", "check", "./made").code == 0
    composed = inside("gen", "login form", "-p", "offline", "--preset", "./made", "--format", "json", "--no-log", "-q")
    assert composed.code == 0
    assert inside("validate", "-", "--preset", "./made", stdin=composed.out).code == 0


def test_strict_writes_nothing_when_something_would_be_lost(inside: Inside) -> None:
    refused = inside("catalog", "import", str(DATA / "tokens.json"), "--strict")
    assert refused.code == 1
    assert list(inside.work.iterdir()) == []
    fine = b'{"color": {"ink": {"$type": "color", "$value": "#111111"}}}'
    assert inside("catalog", "import", "-", "--name", "ink", "--strict", stdin=fine).code == 0


def test_an_import_that_cannot_be_is_told(inside: Inside) -> None:
    assert inside("catalog", "import", "-", stdin=b"[1]").code == 2
    assert inside("catalog", "import", "-", stdin=b"{").code == 6
    assert inside("catalog", "import", "nowhere.json").code == 6
    refused = inside("catalog", "import", "-", "--from", "a2u", stdin=b"{}")
    assert refused.code == 2
    assert "did you mean 'a2ui'?" in refused.said[0]


def test_an_import_names_the_file_that_is_none(inside: Inside) -> None:
    (inside.work / "null.json").write_text("null", "utf-8")
    refused = inside("catalog", "import", "null.json")
    assert refused.code == 2
    assert "null.json: it cannot be told what the file is" in refused.said[0]


def test_what_is_written_can_be_checked(inside: Inside) -> None:
    wrong = {"type": "string", "default": "\u0000\u001b[31m"}
    props = {"children": {}, "p": wrong, "o": {"type": "object", "properties": {"q": wrong}}}
    schema = json.dumps({"$defs": {"Box": {"type": "object", "properties": props}}}).encode()
    refused = inside("catalog", "import", "-", "--name", "made", "--strict", stdin=schema)
    assert (refused.code, list(inside.work.iterdir())) == (1, [])
    made = inside("catalog", "import", "-", "--name", "made", stdin=schema)
    assert made.code == 0
    assert any("components.Box.props.p.default" in line for line in made.said)
    assert b"\x1b" not in made.err
    assert inside("catalog", "check", "./made").code == 0


def test_our_own_export_goes_through_a_pipe(inside: Inside) -> None:
    schema = inside("catalog", "export", "--as", "json-schema", "--form", "document").out
    assert inside("catalog", "import", "-", "--name", "copy", "-q", stdin=schema).code == 0
    shown = json.loads(inside("catalog", "show", "./copy", "--format", "json").out)
    assert shown["components"]["Button"]["role"] == "action"


def test_docs_are_markdown_for_a_file_or_a_pipe(inside: Inside) -> None:
    text = inside("catalog", "docs").out.decode()
    assert text.startswith("# punk 1.0.0\n")
    assert text.count("```json") == 15
    written = inside("catalog", "docs", "-o", "DESIGN.md")
    assert written.said == ["wrote: DESIGN.md"]
    assert (inside.work / "DESIGN.md").read_text("utf-8") == text


def test_docs_overwrite_nothing_unasked(inside: Inside) -> None:
    mine = inside.work / "notes.md"
    mine.write_text("mine", "utf-8")
    refused = inside("catalog", "docs", "-o", "notes.md")
    assert (refused.code, mine.read_text("utf-8")) == (2, "mine")
    assert "notes.md exists" in refused.said[0]
    assert inside("catalog", "docs", "-o", "notes.md", "--force", "-q").code == 0
    assert mine.read_text("utf-8").startswith("# punk")
    folder = inside("catalog", "docs", "-o", ".", "--force")
    assert folder.code == 2
    assert "is a folder" in folder.said[0]


def test_hostile_words_of_a_preset_reach_no_terminal(inside: Inside) -> None:
    hostile = '[preset]\nname = "x"\nextends = "punk"\ndescription = "\\u001b[31m\\u202e"\n[components."\\u001b[2J"]\n'
    (inside.work / "catalog.toml").write_text(hostile, "utf-8")
    for arguments in (("show", "."), ("check", "."), ("diff", "punk", "."), ("show", ".", "Nothing")):
        result = inside("catalog", *arguments)
        assert b"\x1b" not in result.out + result.err
        assert "\u202e" not in (result.out + result.err).decode()
