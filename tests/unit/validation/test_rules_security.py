"""What a model writes is hostile input (section 9): URLs, markup, keys, handlers and characters, in every disguise."""

from __future__ import annotations

from typing import Any

import pytest
from support.every_row import every_row
from support.nodes import add, box, button, codes, node, page, refuse, table, text

from epoch_cli.catalog import Catalog
from epoch_cli.validation import Draft, validate


def found(catalog: Catalog, root: Any) -> set[str]:
    """The gates that a root breaks."""
    return {each.code for each in validate({"root": root}, catalog).gates}


# ---------------------------------------------------------------- URLs


@every_row(
    "url",
    [
        "javascript:x",
        "JAVASCRIPT:x",
        "  javascript:x",
        "java\nscript:x",
        "java\tscript:x",
        "javascript :x",
        "&#106;avascript:x",
        "&#x6A;avascript:x",
        "&#0000106avascript:x",
        "javascript&colon;x",
        "javascript&#58;x",
        "java&Tab;script:x",
        "java&NewLine;script:x",
        "%6aavascript:x",
        "%256aavascript:x",
        "javascript%3Ax",
        "&amp;#106;avascript:x",
        "vbscript:x",
        "livescript:x",
        "data:text/html,x",
        "data:image/png;base64,AAAA",
        "DATA:x",
        "file:///etc/passwd",
        "ftp://example.org",
        "blob:https://example.org/x",
        "ws://example.org",
        "view-source:https://example.org",
        "intent://x",
        "java{context.nothing}script:x",
        "{context.nothing}javascript:x",
    ],
)
def test_a_url_is_decoded_before_its_scheme_is_looked_at(punk: Catalog, url: str) -> None:
    root = node("Avatar", alt="A", src=url)
    assert found(punk, root) & {"EP701", "EP702"}
    refuse(Draft(punk), add("/root", root))
    refuse(Draft(punk, {"root": node("Avatar", alt="A", src="a.png")}), add("/root/props/src", url))


@every_row(
    "url",
    [
        "https://example.org/a:b?c=d#e",
        "HTTP://EXAMPLE.ORG",
        "http://example.org:8080/",
        "mailto:a@example.org",
        "tel:+49-30-1",
        "/a.png",
        "a.png",
        "./a.png",
        "../a/b.png",
        "a/b:c.png",
        "?q=a:b",
        "#top",
        "//example.org/a.png",
        "",
        "a%20b.png",
        "a&amp;b.png",
        "{context.user.picture}",
        "/pictures/{context.user.id}.png",
        "https://example.org/{context.id}",
        "bücher/ä.png",
    ],
)
def test_relative_and_common_urls_pass(punk: Catalog, url: str) -> None:
    assert found(punk, node("Avatar", alt="A", src=url)) == set()


# ---------------------------------------------------------------- markup and scripts


BAD_TEXTS = [
    "<script>alert(1)</script>",
    "<ScRiPt src=x>",
    "< script >",
    "</script>",
    "&lt;script&gt;",
    "&#60;script&#62;",
    "%3Cscript%3E",
    "%253Cscript%253E",
    "<iframe src=x>",
    "<object data=x>",
    "<embed src=x>",
    "<svg/onload=x>",
    "<img src=x onerror=alert(1)>",
    "<math href=x>",
    "<style>*{}</style>",
    "<base href=x>",
    "x onclick=alert(1)",
    "x ONMOUSEOVER = alert(1)",
    "javascript:alert(1)",
    "java\tscript:alert(1)",
    "JAVASCRIPT&colon;alert(1)",
    "see javascript:alert(document.cookie)",
    "vbscript:msgbox(1)",
    "data:text/html,<b>x</b>",
]
GOOD_TEXTS = [
    "5 < 6 && 7 > 3",
    "a <b and c> d",
    "Tom & Jerry",
    "AT&T; R&amp;D",
    "100% sure, 20%20",
    "JavaScript: an introduction",
    "TypeScript, CoffeeScript; script kiddies",
    "Descriptions of transcripts",
    "The data: what we know",
    "turn on light = true",
    "Once = again",
    "Click on load to go on",
    "C:\\temp\\script.txt",
    "if (a == b) { c() }",
    "Привет, мир! 你好 👋🏽 e\u0301",
    "line one\nline two\tindented",
]


@every_row("words", BAD_TEXTS)
@every_row(
    "place",
    [
        lambda words: text(words),
        lambda words: text(ariaLabel=words),
        lambda words: {**text(), "a11y": {"description": words}},
        lambda words: node("Select", label="S", options=[{"value": words, "label": "x"}]),
        lambda words: table({"key": "k", "label": words}),
        lambda words: table(data=[{"a": {"b": [words]}}]),
        lambda words: text(condition=words),
        lambda words: box(box(text(words))),
    ],
)
def test_active_content_is_refused_wherever_it_stands(punk: Catalog, words: str, place: Any) -> None:
    root = place(words)
    assert found(punk, root) == {"EP702"}
    refuse(Draft(punk), add("/root", root), "EP702")


@every_row("words", GOOD_TEXTS)
def test_plain_words_are_not_taken_for_markup(punk: Catalog, words: str) -> None:
    assert found(punk, box(text(words), button(words), node("Badge", text=words))) == set()


def test_metadata_is_judged_for_safety_too(punk: Catalog) -> None:
    for words in BAD_TEXTS[:3]:
        assert codes(validate({"metadata": {"a": [{"b": words}]}}, punk)) == ["EP702"]
        refuse(Draft(punk, {"metadata": {"a": []}}), add("/metadata/a/-", words), "EP702")
    assert not validate({"metadata": {"a": ["x" * 10_000, "{item.x}", None, 1.5]}}, punk).diagnostics


# ---------------------------------------------------------------- keys

FORBIDDEN = ["__proto__", "constructor", "prototype", "innerHTML", "outerHTML", "dangerouslySetInnerHTML", "srcdoc"]


@every_row("key", FORBIDDEN)
def test_keys_that_reach_into_the_host_are_refused_at_any_depth(punk: Catalog, key: str) -> None:
    for root in (
        text(**{key: "x"}),
        table(data=[{"a": [{key: 1}]}]),
        node("Select", label="S", options=[{"value": 1, "label": "x", key: 1}]),
        {**text(), key: {}},
        {**text(), "a11y": {key: "x"}},
        repeated_in_template(key),
    ):
        assert found(punk, root)
        refuse(Draft(punk), add("/root", root))
    assert codes(validate({"metadata": {"a": {key: 1}}}, punk)) == ["EP703"]


def repeated_in_template(key: str) -> Any:
    return node("Stack", dataSource="{context.a}", itemTemplate=text(**{key: "x"}))


@every_row("key", FORBIDDEN)
@every_row("path", ["/root/props/{}", "/root/{}/x", "/metadata/{}", "/{}/polluted", "/root/props/data/0/{}"])
def test_pointers_through_such_keys_are_refused(punk: Catalog, key: str, path: str) -> None:
    start = {"root": table(data=[{"a": 1}]), "metadata": {}}
    for op in (
        {"op": "add", "value": 1},
        {"op": "copy", "from": "/root/type"},
        {"op": "move", "from": "/root/props/data/0/a"},
    ):
        refuse(Draft(punk, start), {**op, "path": path.format(key)}, "EP703")
    refuse(Draft(punk, start), {"op": "copy", "path": "/metadata/x", "from": path.format(key)}, "EP703")


def test_words_like_such_keys_are_words(punk: Catalog) -> None:
    assert found(punk, box(text("constructor"), table(data=[{"prototypes": "innerHTML"}]))) == set()


# ---------------------------------------------------------------- handlers


@every_row("name", ["go", "_go", "Go2", "handle_submit", "a" * 64, "constructorName"])
def test_a_handler_is_a_name(punk: Catalog, name: str) -> None:
    assert found(punk, button(onClick=name)) == set()


@every_row(
    "name",
    [
        "",
        " ",
        "go()",
        "go;",
        "go go",
        "2go",
        "a.b",
        "a-b",
        "() => x",
        "go\n",
        "é",
        "g\u00f6",
        "a" * 65,
        "this['x']",
        "`x`",
    ],
)
def test_a_handler_is_never_code(punk: Catalog, name: str) -> None:
    assert found(punk, button(onClick=name)) == {"EP704"}
    assert found(punk, node("Form", button(), onSubmit=name)) == {"EP704"}
    refuse(Draft(punk, {"root": button()}), add("/root/props", {"onClick": name}), "EP704")


# ---------------------------------------------------------------- characters


@every_row(
    "char",
    [
        *"\x00\x01\x07\x08\x0b\x0c\x0d\x1b\x7f\x80\x85\x9b\x9f",
        *"\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
        *"\u200b\u2060\u2061\u2064\ufeff\u2028\u2029\ufff9\U000e0001\U000e0041\U000e007f",
    ],
    ids=ascii,
)
def test_control_bidi_and_invisible_characters_are_refused(punk: Catalog, char: str) -> None:
    for root in (text(f"a{char}b"), button(f"{char}go"), table(data=[{"a": f"x{char}"}]), text(condition=f"a{char}")):
        assert found(punk, root) == {"EP705"}
    report = validate({"root": text(f"a{char}b")}, punk)
    assert all(each.message.isprintable() for each in report.diagnostics)
    assert codes(validate({"metadata": {"t": f"a{char}"}}, punk)) == ["EP705"]


@every_row(
    "words",
    [
        "a\nb",
        "a\tb",
        "👩\u200d💻",
        "👨\u200d👩\u200d👧",
        "می\u200cخواهم",
        "क्\u200dष",
        "❤️",
        "👋🏽",
        "🏳️\u200d🌈",
        "e\u0301",
        "a\u00a0b",
        "שלום",
        "مرحبا",
        "𝔘𝔫𝔦",
        "…–—„“",
    ],
    ids=ascii,
)
def test_words_of_any_language_and_emoji_pass(punk: Catalog, words: str) -> None:
    assert found(punk, box(text(words), button(words))) == set()


@pytest.mark.parametrize("words", ["ad\u200dmin", "\u200dx", "x\u200c", "pay\u200cpal"], ids=ascii)
def test_a_joiner_that_joins_nothing_is_refused(punk: Catalog, words: str) -> None:
    assert found(punk, text(words)) == {"EP705"}


def test_a_page_of_safe_things_is_safe(punk: Catalog) -> None:
    assert not validate(page(*[text(words) for words in GOOD_TEXTS[:12]]), punk).gates
