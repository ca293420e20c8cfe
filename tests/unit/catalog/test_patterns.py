"""What a preset knows about wishes: files merged by their tables, English with one other language laid over it."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.every_row import every_row
from support.warm import used_cache

from epoch_cli import CatalogError, load_catalog
from epoch_cli.catalog.patterns import Patterns
from epoch_cli.config.cache import Cache

ENGLISH = {
    "field": [{"words": ["email", "mail"], "type": "email"}, {"words": ["notes"], "type": "textarea"}],
    "noise": {"lead": ["please"]},
    "phrases": {"submit": "Submit", "next": "Next"},
}
GERMAN = {
    "language": {"code": "de", "words": ["und", "mit"]},
    "field": [
        {"is": "mail", "words": ["E-Mail", "Mailadresse"], "placeholder": "name@beispiel.de"},
        {"words": ["Fahrgestellnummer"]},
    ],
    "noise": {"lead": ["bitte"]},
    "phrases": {"submit": "Absenden"},
}
JAPANESE = {"language": {"code": "ja", "words": ["と"], "script": "\u3040-\u30ff"}, "field": []}
OWN = {"field": [{"words": ["email"], "type": "text"}, {"words": ["hull number"], "type": "number"}]}

BOTH = Patterns((ENGLISH, GERMAN, JAPANESE))


def test_tables_of_the_same_name_are_one_whatever_the_files_are_called() -> None:
    tables = Patterns((OWN, ENGLISH)).tables()
    assert [row["words"][0] for row in tables["field"]] == ["email", "hull number", "email", "notes"]
    assert tables["noise"] == {"lead": ["please"]}


def test_english_has_no_word_of_another_language() -> None:
    assert BOTH.tables() == ENGLISH


def test_a_language_lies_over_english() -> None:
    tables = BOTH.tables("de")
    assert tables["phrases"] == {"submit": "Absenden", "next": "Next"}
    assert tables["noise"] == {"lead": ["bitte", "please"]}


def test_a_row_that_is_an_english_one_takes_its_place_and_keeps_what_it_does_not_say() -> None:
    own, email, notes = BOTH.tables("de")["field"]
    assert own == {"words": ["Fahrgestellnummer"]}
    assert email["words"] == ["E-Mail", "Mailadresse", "email", "mail"]
    assert (email["named"], email["type"], email["placeholder"]) == ("E-Mail", "email", "name@beispiel.de")
    assert notes == ENGLISH["field"][1]


def test_rows_of_several_files_that_are_the_same_row_are_one() -> None:
    own = {"language": {"code": "de"}, "field": [{"is": "email", "words": ["Epost", "E-Mail"], "hint": "Hier."}]}
    [_, email, _] = Patterns((own, ENGLISH, GERMAN)).tables("de")["field"]
    assert email["words"] == ["Epost", "E-Mail", "Mailadresse", "email", "mail"]
    assert (email["named"], email["hint"], email["placeholder"]) == ("Epost", "Hier.", "name@beispiel.de")


def test_languages_are_those_of_the_files() -> None:
    assert BOTH.languages == ["de", "ja"]
    assert Patterns().languages == []


@every_row(
    ("text", "language"),
    [
        ("please, notes and mail", ""),
        ("bitte E-Mail und Notes", "de"),
        ("Mailadresse", "de"),
        ("notes, please: Mailadresse", ""),
        ("メールと名前", "ja"),
        ("", ""),
        ("😀 42", ""),
    ],
)
def test_the_language_of_a_text_is_the_one_whose_words_it_has(text: str, language: str) -> None:
    assert BOTH.language_of(text) == language


def test_a_preset_that_extends_another_adds_what_it_knows(tmp_path: Path) -> None:
    (tmp_path / "patterns").mkdir()
    (tmp_path / "catalog.toml").write_text('[preset]\nname = "yard"\nextends = "punk"\n', "utf-8")
    (tmp_path / "patterns" / "ships.toml").write_text('[[field]]\nwords = ["draught"]\ntype = "number"\n', "utf-8")
    yard, punk = load_catalog(tmp_path).patterns, load_catalog().patterns
    assert yard.tables()["field"][0] == {"words": ["draught"], "type": "number"}
    assert yard.tables()["field"][1:] == punk.tables()["field"]
    assert yard.tables("de")["phrases"] == punk.tables("de")["phrases"]


def test_a_language_is_told_by_plurals_by_the_ends_of_compounds_and_by_letters() -> None:
    german = {
        "language": {"code": "de", "letters": "äöü"},
        "noun": [{"is": "table", "words": ["Tabelle"], "plurals": ["Tabellen"], "endings": ["tabelle", "board"]}],
    }
    patterns = Patterns(({"noun": [{"words": ["table", "board"]}]}, german))
    assert [patterns.language_of(text) for text in ("Tabellen", "Kundentabelle", "Müller")] == ["de", "de", "de"]
    assert [patterns.language_of(text) for text in ("dashboard", "table for Müller", "")] == ["", "", ""]


HEAD = '[preset]\nname = "yard"\nextends = "punk"\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[field]]\nwords = "draught"\n', "field.0.words"),
        ("[[field]]\nwords = []\n", "field.0.words"),
        ('[[field]]\ntype = "number"\n', "field.0.words"),
        ('[[field]]\nwords = ["draught"]\nkind = "number"\n', "field.0.kind: no such key"),
        ('[[feild]]\nwords = ["draught"]\n', "feild: no such key"),
        ('[[noun]]\nwords = ["hull"]\n', "a row with 'kind'"),
        (
            '[language]\ncode = "de"\n[[field]]\nis = "draugth"\nwords = ["Tiefgang"]\n',
            'is = "draugth": no English row',
        ),
        ('[language]\ncode = "German"\n', "language.code"),
        ('[language]\ncode = "xx"\nscript = "z-a"\n', "language.script"),
        ('[[topic]]\nwords = ["berth"]\nshape = "formm"\n', 'shape = "formm": there is no such shape'),
        ('[[noun]]\nwords = ["zapper"]\nkind = "buton"\n', "noun.0.kind"),
        ('[[sign]]\nwords = ["boo"]\nshape = "form"\nplace = "nowhere"\n', "sign.0.place"),
        ('[numbers]\n"" = 3\n', "numbers"),
        ("[phrases]\nsubmit = 1\n", "phrases.submit"),
    ],
)
def test_a_mistake_is_told_with_its_file_and_key(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "patterns").mkdir()
    (tmp_path / "catalog.toml").write_text(HEAD, "utf-8")
    (tmp_path / "patterns" / "ships.toml").write_text(text, "utf-8")
    yard = load_catalog(tmp_path, cache=used_cache())
    with pytest.raises(CatalogError) as raised:
        yard.patterns.tables()
    assert f"{tmp_path / 'patterns' / 'ships.toml'}: " in raised.value.message
    assert said in raised.value.message


def test_with_a_cache_they_are_read_once_and_then_no_more(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    first = load_catalog(cache=cache).patterns
    assert first.language_of("Anmeldeformular") == "de"
    told = {code: first.tables(code) for code in ("", *first.languages)}
    second = load_catalog(cache=cache).patterns
    assert second.language_of("Anmeldeformular") == "de"
    assert {code: second.tables(code) for code in ("", *second.languages)} == told
    assert "files" not in vars(second)  # none was parsed


def test_another_text_is_another_outcome(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    (tmp_path / "patterns").mkdir()
    (tmp_path / "catalog.toml").write_text(HEAD, "utf-8")
    for kind in ("number", "date"):
        text = f'[[field]]\nwords = ["draught"]\ntype = "{kind}"\n'
        (tmp_path / "patterns" / "ships.toml").write_text(text, "utf-8")
        assert load_catalog(tmp_path, cache=cache).patterns.tables()["field"][0]["type"] == kind
