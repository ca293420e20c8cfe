"""RFC 6901: pointers to tokens and back, and following them (decision 9)."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from epoch_cli.document.pointer import array_index, format_pointer, parse_pointer, resolve
from epoch_cli.errors import EpochError, PatchError, PointerError

# the document of RFC 6901, section 5
RFC = {
    "foo": ["bar", "baz"],
    "": 0,
    "a/b": 1,
    "c%d": 2,
    "e^f": 3,
    "g|h": 4,
    "i\\j": 5,
    'k"l': 6,
    " ": 7,
    "m~n": 8,
}

quick = settings(deadline=None, database=None, derandomize=True)


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("", RFC),
        ("/foo", ["bar", "baz"]),
        ("/foo/0", "bar"),
        ("/", 0),
        ("/a~1b", 1),
        ("/c%d", 2),
        ("/e^f", 3),
        ("/g|h", 4),
        ("/i\\j", 5),
        ('/k"l', 6),
        ("/ ", 7),
        ("/m~0n", 8),
    ],
)
def test_every_pointer_of_the_rfc_evaluates_as_the_rfc_says(pointer: str, value: object) -> None:
    assert resolve(RFC, parse_pointer(pointer)) == value


@pytest.mark.parametrize(
    ("pointer", "tokens"),
    [
        ("", ()),
        ("/", ("",)),
        ("//", ("", "")),
        ("/a/", ("a", "")),
        ("/~0", ("~",)),
        ("/~1", ("/",)),
        ("/~01", ("~1",)),
        ("/~10", ("/0",)),
        ("/~0~1~0", ("~/~",)),
        ("/root/children/-", ("root", "children", "-")),
        ("/ключ/🧩/e\u0301", ("ключ", "🧩", "e\u0301")),
        ("/#a", ("#a",)),
    ],
)
def test_a_pointer_splits_into_unescaped_tokens_and_comes_back(pointer: str, tokens: tuple[str, ...]) -> None:
    assert parse_pointer(pointer) == tokens
    assert format_pointer(tokens) == pointer


def test_an_index_may_be_given_as_a_number_when_formatting() -> None:
    assert format_pointer(("root", "children", 0, "a/b~c")) == "/root/children/0/a~1b~0c"


@quick
@given(st.lists(st.text(max_size=8), max_size=6))
def test_any_tokens_survive_the_round_trip(tokens: list[str]) -> None:
    assert list(parse_pointer(format_pointer(tokens))) == tokens


@pytest.mark.parametrize("pointer", ["root", "root/children", "#", "~0", " /root", "0", "-", "\ufeff/root"])
def test_a_pointer_starts_with_a_slash(pointer: str) -> None:
    with pytest.raises(PointerError) as caught:
        parse_pointer(pointer)
    assert caught.value.pointer == pointer
    assert caught.value.remedy


@pytest.mark.parametrize("pointer", ["/~", "/a~", "/~2", "/a~b", "/~~0", "/a/~/b", "/~\u0660"])
def test_a_tilde_is_followed_by_0_or_1(pointer: str) -> None:
    with pytest.raises(PointerError, match="escape") as caught:
        parse_pointer(pointer)
    assert "~0" in caught.value.remedy


def test_a_pointer_error_is_a_patch_error_with_message_and_remedy() -> None:
    with pytest.raises(PointerError) as caught:
        resolve({"root": {}}, ("root", "props", "size"))
    assert isinstance(caught.value, PatchError)
    assert isinstance(caught.value, EpochError)
    assert "/root/props" in caught.value.message
    assert caught.value.pointer == "/root/props/size"
    assert caught.value.remedy


# ---------------------------------------------------------------- array indices


@pytest.mark.parametrize("token", ["0", "1", "9", "10", "11"])
def test_an_index_is_decimal_digits_without_leading_zeros(token: str) -> None:
    assert array_index(token, 12) == int(token)


@pytest.mark.parametrize(
    "token",
    [
        "00",
        "01",
        "-0",
        "-1",
        "+1",
        "1.0",
        "1e0",
        "0x1",
        " 1",
        "1 ",
        "1\n",
        "",
        "-",
        "a",
        "1_0",
        "²",
        "٣",
        "१",
        "𝟙",
        "①",
    ],
)
def test_anything_else_is_no_index(token: str) -> None:
    assert array_index(token, 100) is None


def test_an_index_past_the_end_names_no_place_but_an_insert_may_stand_right_there() -> None:
    assert array_index("3", 3) is None
    assert array_index("3", 3, insert=True) == 3
    assert array_index("4", 3, insert=True) is None


def test_a_hyphen_is_the_place_after_the_last_element_for_an_insert_only() -> None:
    assert array_index("-", 3, insert=True) == 3
    assert array_index("-", 3) is None


@pytest.mark.parametrize("digits", [18, 19, 20, 400, 5_000, 100_000])
def test_an_index_of_any_length_is_just_not_there(digits: int) -> None:
    assert array_index("9" * digits, 3, insert=True) is None
    with pytest.raises(PointerError):
        resolve([1, 2, 3], ("9" * digits,))


# ---------------------------------------------------------------- following


@pytest.mark.parametrize(
    ("document", "pointer", "missing"),
    [
        ({"a": {}}, "/a/b/c", "/a/b"),
        ({"a": [1]}, "/a/1", "/a/1"),
        ({"a": [1]}, "/a/-", "/a/-"),
        ({"a": [1]}, "/a/00", "/a/00"),
        ({"a": [1]}, "/a/x", "/a/x"),
        ({"a": 5}, "/a/0", "/a/0"),
        ({"a": None}, "/a/b", "/a/b"),
        ({"a": True}, "/a/b", "/a/b"),
        ({"a": "text"}, "/a/0", "/a/0"),
        ({"a": "text"}, "/a/length", "/a/length"),
        ("text", "/0", "/0"),
        ({}, "/", "/"),
        ([], "/0", "/0"),
    ],
)
def test_the_error_names_the_part_that_leads_nowhere(document: object, pointer: str, missing: str) -> None:
    with pytest.raises(PointerError) as caught:
        resolve(document, parse_pointer(pointer))
    assert f"{missing} does not exist" in caught.value.message
    assert caught.value.pointer == pointer


def test_a_number_is_a_key_in_an_object_and_an_index_in_an_array() -> None:
    assert resolve({"0": "key", "01": "zero-one", "-": "hyphen"}, ("0",)) == "key"
    assert resolve({"0": "key", "01": "zero-one", "-": "hyphen"}, ("01",)) == "zero-one"
    assert resolve({"0": "key", "01": "zero-one", "-": "hyphen"}, ("-",)) == "hyphen"
    assert resolve(["index"], ("0",)) == "index"


def test_null_and_false_are_values_that_are_there() -> None:
    assert resolve({"a": None}, ("a",)) is None
    assert resolve([False], ("0",)) is False


def test_a_very_long_pointer_needs_no_recursion() -> None:
    document: dict[str, object] = {}
    for _ in range(20_000):
        document = {"a": document}
    assert resolve(document, parse_pointer("/a" * 20_000)) == {}
    with pytest.raises(PointerError):
        resolve(document, parse_pointer("/a" * 20_001))
