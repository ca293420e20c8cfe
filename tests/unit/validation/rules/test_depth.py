"""Security at any depth: keys, binding paths, names and every string of a document, in documents and in patches."""

from __future__ import annotations

import time
from typing import Any

import pytest
from support.every_row import every_row
from support.nodes import (
    accept,
    add,
    box,
    button,
    codes,
    control,
    move,
    node,
    page,
    refuse,
    repeated,
    replace,
    table,
    text,
)

from epoch_cli.catalog import Catalog
from epoch_cli.validation import Draft, validate
from epoch_cli.validation.rules.security import FORBIDDEN_KEYS, check_string


def gates(catalog: Catalog, document: Any) -> list[tuple[str, str]]:
    return [(each.code, each.pointer) for each in validate(document, catalog).gates]


# ---------------------------------------------------------------- keys


@every_row("key", sorted(FORBIDDEN_KEYS))
@every_row(
    ("make", "pointer"),
    [
        (lambda rows: {"root": table(data=rows, caption="c")}, "/root/props/data"),
        (lambda rows: {"root": repeated(table(data=rows, caption="c"))}, "/root/itemTemplate/props/data"),
        (lambda rows: {"metadata": {"a": rows}}, "/metadata/a"),
    ],
    ids=["rows", "template", "metadata"],
)
def test_a_forbidden_key_is_found_at_any_depth(punk: Catalog, key: str, make: Any, pointer: str) -> None:
    document = make([{"a": [{"b": {key: 1}}]}])
    assert gates(punk, document) == [("EP703", f"{pointer}/0/a/0/b/{key}")]
    for name, value in document.items():
        refuse(Draft(punk), add(f"/{name}", value), "EP703")


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("a\u202eb", "EP705"),
        ("\x1b]8;;x", "EP705"),
        ("a\u200bb", "EP705"),
        ("<script>", "EP702"),
        ("&lt;img src=x", "EP702"),
    ],
)
def test_a_key_is_a_string_like_any_other(punk: Catalog, key: str, code: str) -> None:
    rows = [{"fine": {key: 1}}]
    assert [found for found, _ in gates(punk, {"root": table(data=rows, caption="c")})] == [code]
    assert [found for found, _ in gates(punk, {"metadata": {key: 1}})] == [code]
    draft = Draft(punk, {"root": table(data=[{}], caption="c"), "metadata": {}})
    refuse(draft, add("/root/props/data/0/" + key.replace("~", "~0").replace("/", "~1"), 1), code)
    draft.begin_attempt()
    refuse(draft, add("/metadata/" + key.replace("~", "~0").replace("/", "~1"), 1), code)


# ---------------------------------------------------------------- names that reach objects of the host


@every_row("key", sorted(FORBIDDEN_KEYS))
@every_row("path", ["{{context.{}.x}}", "{{context.user.{}}}", "Hello {{context.a.{}.b}}", "{{props.{}}}"])
def test_no_binding_goes_through_a_forbidden_key(punk: Catalog, key: str, path: str) -> None:
    words = path.format(key)
    assert gates(punk, {"root": text(words)}) == [("EP703", "/root/text")]
    refuse(Draft(punk, {"root": text()}), replace("/root/text", words), "EP703")


def test_no_item_binding_goes_through_a_forbidden_key(punk: Catalog) -> None:
    assert gates(punk, {"root": repeated(text("{item.constructor.name}"))}) == [("EP703", "/root/itemTemplate/text")]


@pytest.mark.parametrize("key", ["__proto__", "constructor", "prototype"])
def test_handlers_columns_and_names_of_values_are_no_forbidden_keys(punk: Catalog, key: str) -> None:
    assert gates(punk, {"root": button(onClick=key)}) == [("EP703", "/root/props/onClick")]
    columns = table({"key": f"a.{key}.b", "label": "L"}, caption="c")
    assert gates(punk, {"root": columns}) == [("EP703", "/root/props/columns/0/key")]
    assert gates(punk, {"root": control(label="L", name=f"a[{key}][x]")}) == [("EP703", "/root/props/name")]
    refuse(Draft(punk, {"root": button()}), add("/root/props", {"onClick": key}), "EP703")


@pytest.mark.parametrize("word", ["proto", "constructors", "my_prototype", "inner_html"])
def test_words_like_forbidden_keys_pass(punk: Catalog, word: str) -> None:
    assert gates(punk, {"root": box(button(onClick=word), text(f"{{context.{word}}}"), text("constructor"))}) == []
    assert gates(punk, {"root": table({"key": word, "label": "L"}, data=[{word: "constructor"}])}) == []


# ---------------------------------------------------------------- every string


@pytest.mark.parametrize("field", ["$schema", "punkVersion", "schemaVersion"])
def test_the_head_of_a_document_is_looked_at_too(punk: Catalog, field: str) -> None:
    assert gates(punk, {field: "1.0\u202e0"}) == [("EP705", f"/{field}")]
    refuse(Draft(punk), add(f"/{field}", "\x1b[31m"), "EP705")


def test_a_schema_may_be_named_by_any_address(punk: Catalog) -> None:
    for address in (
        "https://example.org/s.json",
        "file:///home/ada/s.json",
        "urn:epoch:schema:document:punk",
        "./s.json",
    ):
        assert codes(validate({"$schema": address, "root": text()}, punk)) == []


@every_row(
    "words",
    [
        r"\u003cscript\u003ealert(1)\u003c/script\u003e",
        r"\x3cscript\x3e",
        r"\u{3c}script\u{3e}",
        "<details open ontoggle=alert(1)>",
        "<marquee onstart=alert(1)>",
        "<a href=x onauxclick=alert(1)>",
        "<x/onpointerrawupdate=alert(1)>",
        "<a title='x'onwhatever=alert(1)>",
        "x oncontextmenu = steal()",
        "data:text/javascript,alert(1)",
        "data:application/xhtml+xml,x",
        "<frameset>",
        "<html>",
    ],
)
def test_active_content_in_more_disguises(punk: Catalog, words: str) -> None:
    found = check_string(words)
    assert found is not None
    assert found.code == "EP702"
    assert gates(punk, {"root": table(data=[{"a": words}], caption="c")}) == [("EP702", "/root/props/data/0/a")]


@every_row(
    "words",
    [
        r"C:\users\x41\notes", r"\u00e9 is é", "we depend on start = now", "x < y onto = z",
        "📊 data: application form", "HTML, frames and details", r"\x", r"\u{}", r"\u{ffffffff}",
    ],
)  # fmt: skip
def test_more_plain_text_passes(punk: Catalog, words: str) -> None:
    assert gates(punk, page(text(words))) == []


@every_row(
    ("words", "bad"),
    [
        ("a\u3164b", True), ("a\u115fb", True), ("a\u180eb", True), ("\uffa0", True),
        ("\u0645\u200c\u0645", False), ("\u0645\u200c\u200d\u200c\u0645", True), ("👨\u200d👩\u200d👧", False),
        ("👨\u200d\u200d👧", True),
        ("\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f", False),
        ("\U0001f3f4\U000e0067\U000e0062", True),
        ("a\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f", True),
        ("한국어 텍스트", False), ("日本語 ＡＢＣ", False), ("שלום עולם", False), ("مرحبا بالعالم", False),
        ("e\u0301", False),
    ],
)  # fmt: skip
def test_invisible_characters_are_told_from_scripts_that_need_them(punk: Catalog, words: str, bad: bool) -> None:
    assert gates(punk, page(text(words))) == ([("EP705", "/root/children/0/text")] if bad else [])


def test_the_place_of_a_character_is_counted_in_the_whole_text(punk: Catalog) -> None:
    flag = "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"
    (found,) = validate({"root": text(flag + "\u202e")}, punk).diagnostics
    assert found.message.endswith("RIGHT-TO-LEFT OVERRIDE at character 8")


# ---------------------------------------------------------------- what is the owner's


OWNED = {"root": box(), "metadata": {"title": "Home", "epoch": {"ignore": ["EP817"]}}}


@every_row(
    "patch",
    [
        add("/metadata/epoch", {"ignore": ["EP8"]}),
        replace("/metadata/epoch/ignore/0", "EP7"),
        add("/metadata/epoch/ignore/-", "EP7"),
        {"op": "remove", "path": "/metadata/epoch"},
        {"op": "remove", "path": "/metadata"},
        replace("/metadata", {"title": "Home"}),
        add("/metadata", {"epoch": {}}),
        move("/metadata/epoch", "/metadata/other"),
        move("/metadata/title", "/metadata/epoch"),
        move("/metadata", "/root/props"),
        {"op": "copy", "from": "/metadata/title", "path": "/metadata/epoch"},
        [add("/metadata/title", "x"), add("/metadata/epoch", {})],
    ],
)
def test_metadata_epoch_is_the_owners(punk: Catalog, patch: Any) -> None:
    refuse(Draft(punk, OWNED), patch, "EP904")


@pytest.mark.parametrize(
    "patch",
    [
        add("/metadata", {"epoch": {"ignore": ["EP8"]}}),
        replace("/metadata", {"epoch": None}),
        {"op": "copy", "from": "/root/props/data/0", "path": "/metadata"},
        move("/root/props/data/0", "/metadata"),
    ],
)
def test_no_patch_brings_one_in(punk: Catalog, patch: Any) -> None:
    start = {"root": table(data=[{"epoch": {"ignore": ["EP8"]}}], caption="c"), "metadata": {}}
    refuse(Draft(punk, start), patch, "EP904")


@every_row(
    "patch",
    [
        add("/metadata/title", "x"),
        replace("/metadata/title", "x"),
        add("/metadata/epochs", 1),
        {"op": "remove", "path": "/metadata/title"},
        {"op": "test", "path": "/metadata/epoch", "value": {"ignore": ["EP817"]}},
        add("/root/children/-", text()),
    ],
)
def test_what_is_beside_it_may_be_written(punk: Catalog, patch: Any) -> None:
    accept(Draft(punk, OWNED), patch)


def test_metadata_without_it_may_be_written_as_a_whole(punk: Catalog) -> None:
    draft = Draft(punk, {"root": box()})
    accept(draft, add("/metadata", {"title": "a"}))
    accept(draft, replace("/metadata", {"title": "b"}))
    accept(draft, {"op": "remove", "path": "/metadata"})


# ---------------------------------------------------------------- long strings


LONG = 15_000
HOSTILE = [
    "a" * LONG, "1" * LONG, "1." * LONG, "a." * LONG, "A" * LONG + "@", "x@" * LONG, "{" * LONG, "(" * LONG,
    "-eyJ" * LONG, "eyJaaaaaaaa-" * LONG, "sk-" * LONG, "gl" * LONG + "-", "://" * LONG, "a://b:" * LONG,
    "-----BEGIN A " * LONG, "<a " * LONG, "<a on" * LONG, "<a onx" + " " * LONG, "on" * LONG + "=", "data:" * LONG,
    "java" + "\t" * LONG + "script", "& #106;" * LONG, "%25" * LONG, r"\u0041" * LONG, "rgb(" + " " * LONG,
    "rgb(" * LONG, "{a" * LONG,
]  # fmt: skip


@pytest.mark.parametrize("words", HOSTILE, ids=lambda words: repr(words[:14]))
def test_no_string_takes_time_without_end(punk: Catalog, words: str) -> None:
    root = box(text(words, color=words), node("Avatar", alt="A", src=words), button(onClick=words), padding=words)
    started = time.process_time()
    validate({"root": root, "metadata": {"a": words}}, punk, profile="unlimited")
    assert time.process_time() - started < 5  # what is quadratic takes minutes
