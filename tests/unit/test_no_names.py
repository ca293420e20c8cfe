"""Nothing in the code knows a design system by name: neither the presets nor their components (design, section 9).

Code asks for roles and meanings. What is looked for are string constants that are a component's name and nothing
else, such as `"Button"`: a word of a sentence, a docstring or a class of our own is none. That finds whatever could
be compared with a node's `type` or written as one, in match statements and f-strings, too. Scripts and styles are
looked through for the same; and a name that can be no other word, such as `DataGrid`, stands nowhere, not even in a
sentence. The examples of rules (`validation/rules/*.toml`) are the one exception: each is a whole document, or preset,
of the design system that is meant where none is named, and is checked against it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import epoch_cli
from epoch_cli.catalog import load_catalog, preset_names

PACKAGE = Path(epoch_cli.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
COMPONENTS = {name for preset in preset_names() for name in load_catalog(preset).components}
LIKELY = re.compile(rf"""["'] *({"|".join(sorted(COMPONENTS))}) *["']|{"|".join(preset_names())}""", re.IGNORECASE)
"""What a module has to have before it is worth parsing."""

PRESET_NAMED = {
    "config/paths.py": "the design system that is meant where nobody names one",
    "convert/formats.py": "the format of the renderer that is called so",
    "convert/conversion.py": "the same: the format between all others",
    "convert/guess.py": "the same: what a text is of that no other format knows",
    "cli/commands/catalogs.py": "the examples in the help of these commands, which are tried",
    "cli/commands/conversions.py": "the same: in the help of `--to`",
}
"""Modules in which a preset's name is a word of a string, and why; `punkVersion` is a word of the document format."""
OTHER_WORDS = {
    ("catalog/__init__.py", "Field"): "the class of a data model's field, in `__all__`",
    ("linting/workers.py", "Item"): "a type variable",
}
"""Strings that are a component's name and mean something else: by module and string, with what that is."""
SCRIPTS = sorted(path for ending in ("js", "css", "tcss") for path in PACKAGE.rglob(f"*.{ending}"))
ONE_WORD = re.compile(rf"\b({'|'.join(sorted(name for name in COMPONENTS if re.search('[a-z][A-Z]', name)))})\b")
OTHER_MEANINGS = {("tui/preview/tables.py", "DataTable"): "a widget of Textual, in its style"}
"""Names of several words that are something else, too: by module and name, with what that is."""


def constants(tree: ast.AST) -> Iterator[ast.Constant]:
    """The strings of a module that are no docstrings."""
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node


@cache
def named(path: Path) -> list[tuple[str, str, int]]:
    module = path.relative_to(PACKAGE).as_posix()
    text = path.read_text("utf-8")
    return [(module, node.value, node.lineno) for node in constants(ast.parse(text))] if LIKELY.search(text) else []


def test_no_string_is_the_name_of_a_component() -> None:
    found = [each for path in MODULES for each in named(path) if each[1].strip() in COMPONENTS]
    assert [each for each in found if each[:2] not in OTHER_WORDS] == []
    assert set(OTHER_WORDS) == {each[:2] for each in found}


def test_no_string_names_a_preset_but_where_it_has_to() -> None:
    a_preset = re.compile(rf"\b({'|'.join(preset_names())})\b", re.IGNORECASE)
    assert {module for path in MODULES for module, text, _ in named(path) if a_preset.search(text)} == set(PRESET_NAMED)


def test_no_comment_and_no_docstring_leads_to_one_preset() -> None:
    leads = re.compile(rf"presets/({'|'.join(preset_names())})\b")
    assert [path.name for path in (*MODULES, *SCRIPTS) if leads.search(path.read_text("utf-8"))] == []


def test_no_script_and_no_style_names_a_component_or_a_preset() -> None:
    quoted = re.compile(rf"""["'`](?:{"|".join(COMPONENTS)}|{"|".join(preset_names())})["'`]""")
    assert SCRIPTS
    assert [path.name for path in SCRIPTS if quoted.search(path.read_text("utf-8"))] == []


def test_no_sentence_script_or_style_has_a_name_that_is_no_other_word() -> None:
    found = {
        (path.relative_to(PACKAGE).as_posix(), name)
        for path in (*MODULES, *SCRIPTS)
        if ONE_WORD.search(text := path.read_text("utf-8"))
        for part in (strings(text) if path.suffix == ".py" else [text])
        for name in ONE_WORD.findall(part)
    }
    assert found == set(OTHER_MEANINGS)


def strings(source: str) -> Iterator[str]:
    """The strings of a module, docstrings as well."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


@pytest.mark.parametrize(
    "source", ['x = {"type": "Button"}', 'kind == "DataTable"', 'f"{a}" + "Card"', 'match k:\n case "Form": ...']
)
def test_a_name_would_be_found(source: str) -> None:
    assert [node.value for node in constants(ast.parse(source)) if node.value in COMPONENTS]


def test_words_and_docstrings_are_not_taken_for_names() -> None:
    source = '"""Button"""\nclass Card:\n    """Card"""\nx = "a Button that"\n'
    assert [node.value for node in constants(ast.parse(source)) if node.value in COMPONENTS] == []
