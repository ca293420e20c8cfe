"""The words of the Punk preset: each stands once where it counts, and every list says what it is for.

A word in two rows of a table is no error when the preset is read: the first row wins and the other says nothing.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from support.every_row import every_row

from epoch_cli.config.paths import presets_dir

FILES = sorted((presets_dir() / "base" / "patterns").glob("*.toml"))
TABLES: Mapping[str, dict[str, Any]] = {path.name: tomllib.loads(path.read_text(encoding="utf-8")) for path in FILES}

KEYS = {"field": ("whole", "starts", "leads"), "noun": ("quoted",), "sign": ("place",)}
"""Keys of rows that are looked up apart from the others of their table, so that a word may stand in both."""

NO_WORDS = ("sentence", "beside", "section")
"""Tables of rows that no word finds."""

SHOWN = ("samples", "options")
"""Lists that are shown in their order, and may show something again."""

EXPLAINED = ("separators", "together", "frame", "noise", "clauses", "joints", "vague", "spelling", "scales")
"""Tables whose lists have a use each; the lists of others are called by what their words stand for."""


def code_of(file: str) -> str:
    """The language of a file, empty for English."""
    return str(TABLES[file].get("language", {}).get("code", ""))


def folded(word: str) -> str:
    """A word as it is compared, but for plurals and accents: a row may have both."""
    return word.casefold().replace("-", " ")


def rows_of(code: str) -> dict[str, list[dict[str, Any]]]:
    """The rows of a language by their tables."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for file, tables in TABLES.items():
        for name, value in tables.items() if code_of(file) == code else ():
            if isinstance(value, list) and name not in NO_WORDS:
                found[name] += value
    return found


ENGLISH = rows_of("")
CODES = sorted({code_of(file) for file in TABLES})


def meant(table: str, row: Mapping[str, Any]) -> Mapping[str, Any]:
    """A row with what it takes from the English row that it is."""
    known = [other for other in ENGLISH[table] if other["words"][0] == row.get("is")]
    return {**known[0], **row} if known else row


def lists_in(value: Any, name: str = "") -> Iterator[tuple[str, list[str]]]:
    """Every list of texts in a table, with its name."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from lists_in(inner, key)
    elif isinstance(value, list) and all(isinstance(entry, str) for entry in value):
        yield name, value
    elif isinstance(value, list):
        for entry in value:
            yield from lists_in(entry, name)


@every_row("code", CODES)
def test_a_word_stands_in_one_row_of_a_table(code: str) -> None:
    twice = []
    for table, rows in rows_of(code).items():
        found: dict[Any, list[str]] = defaultdict(list)
        for row in rows:
            kind = tuple(meant(table, row).get(key) for key in KEYS.get(table, ()))
            for word in {folded(word) for word in row["words"]}:
                found[kind, word].append(row["words"][0])
        twice += [(table, word, names) for (_, word), names in found.items() if len(names) > 1]
    assert twice == []


@every_row("file", TABLES)
def test_no_list_holds_a_word_twice(file: str) -> None:
    def spelled(word: str) -> str:
        return word.casefold() if file.startswith("edits") else folded(word)

    tables = {name: value for name, value in TABLES[file].items() if name not in SHOWN}
    lists = [(name, words) for name, words in lists_in(tables) if name not in SHOWN]
    counted = [(name, Counter(map(spelled, words))) for name, words in lists]
    assert [(name, word) for name, count in counted for word, times in count.items() if times > 1] == []


def test_the_first_word_of_an_english_row_is_its_name() -> None:
    for table, rows in ENGLISH.items():
        if table in {row_table for code in CODES if code for row_table in rows_of(code)}:
            count = Counter(row["words"][0] for row in rows if table != "sign")
            assert [(table, word) for word, times in count.items() if times > 1] == []


@every_row("code", [code for code in CODES if code])
def test_a_row_is_one_english_row_by_its_name_and_no_other_is_the_same(code: str) -> None:
    for table, rows in rows_of(code).items():
        names = [row["is"] for row in rows if "is" in row]
        assert sorted(set(names) - {row["words"][0] for row in ENGLISH[table]}) == [], table
        assert [name for name, times in Counter(names).items() if times > 1] == [], table


@every_row("file", [file for file in TABLES if not code_of(file)])
def test_a_comment_says_what_a_list_is_for(file: str) -> None:
    text = (presets_dir() / "base" / "patterns" / file).read_text(encoding="utf-8")
    comments = " ".join(re.findall(r"^ *#.*$", text, re.MULTILINE))
    names = [name for table in EXPLAINED for name in TABLES[file].get(table, ()) if name != "words"]
    assert [name for name in names if not re.search(rf"\b{re.escape(name)}\b", comments)] == []


@every_row("path", FILES, ids=lambda path: path.name)
def test_no_line_is_too_long(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [number for number, line in enumerate(lines, 1) if len(line) > 120] == []
