"""RFC 6901: pointers to tokens and back, and following them (decision 9)."""

from __future__ import annotations

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.every_row import every_row

from epoch_cli.document.patch import apply_patch
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


@every_row(
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


@every_row(
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


@every_row("pointer", ["root", "root/children", "#", "~0", " /root", "0", "-", "\ufeff/root"])
def test_a_pointer_starts_with_a_slash(pointer: str) -> None:
    with pytest.raises(PointerError) as caught:
        parse_pointer(pointer)
    assert caught.value.pointer == pointer
    assert caught.value.remedy


@every_row("pointer", ["/~", "/a~", "/~2", "/a~b", "/~~0", "/a/~/b", "/~\u0660"])
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


@every_row(
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


@every_row("digits", [18, 19, 20, 400, 5_000, 100_000])
def test_an_index_of_any_length_is_just_not_there(digits: int) -> None:
    assert array_index("9" * digits, 3, insert=True) is None
    with pytest.raises(PointerError):
        resolve([1, 2, 3], ("9" * digits,))


# ---------------------------------------------------------------- following


@every_row(
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


THREE = {"list": [1, 2, 3], "none": [], "one": [0], "node": {"props": {"size": "md"}, "children": [{}]}}


@every_row(
    ("operation", "pointer", "remedy"),
    [
        ("add", "/list/7", "write /list/- to append, or use an index from 0 to 3"),
        ("add", "/none/2", "write /none/- to append"),
        ("add", "/one/2", "write /one/- to append, or use an index from 0 to 1"),
        ("add", "/list/x", "an element is named by its index: write /list/- to append, or use an index from 0 to 3"),
        ("add", "/list/03", "write /list/3: an index has no sign and no leading zeros"),
        ("replace", "/list/7", "use an index from 0 to 2"),
        ("replace", "/one/1", "use index 0"),
        ("replace", "/none/0", "/none is empty: add to it first"),
        ("replace", "/list/-", "the last element is /list/2"),
        ("remove", "/none/-", "/none is empty: add to it first"),
        ("replace", "/list/-1", "an index counts from 0 at the front; the last element is /list/2"),
        ("replace", "/list/+1", "write /list/1: an index has no sign and no leading zeros"),
        ("replace", "/list/007", "use an index from 0 to 2"),
        ("replace", "/list/²", "an element is named by its index: use an index from 0 to 2"),
        ("replace", "/list/first/x", "an element is named by its index: use an index from 0 to 2"),
        ("add", "/node/0/x", "did you mean /node/children/0?"),
        ("replace", "/node/size", "did you mean /node/props/size?"),
        ("replace", "/node/weight", "add it first"),
    ],
)
def test_the_error_says_what_to_write_instead(operation: str, pointer: str, remedy: str) -> None:
    patch = {"op": operation, "path": pointer} | ({"value": 1} if operation != "remove" else {})
    with pytest.raises(PatchError) as caught:
        apply_patch(copy.deepcopy(THREE), patch)
    assert caught.value.remedy == remedy
    assert "does not exist" in caught.value.message


def test_the_error_counts_what_is_there() -> None:
    with pytest.raises(PointerError, match=r"^/list/7 does not exist: /list has 3 elements$"):
        resolve(THREE, ("list", "7"))
    with pytest.raises(
        PointerError, match=r"^/one/- does not exist: /one has 1 element, and - is the place after them$"
    ):
        resolve(THREE, ("one", "-"))


def test_the_error_names_the_first_keys_that_are_there() -> None:
    for count in (1, 8, 9):
        names = ", ".join(f"k{number}" for number in range(min(count, 8)))
        with pytest.raises(PointerError, match=f"^/zzz does not exist: the document holds {names}$"):
            resolve({f"k{number}": number for number in range(count)}, ("zzz",))


@every_row("token", ["9" * 100_000, "x" * 100_000, "+" + "9" * 5000, "-" + "9" * 5000, "0" * 9000])
@every_row("place", ["list", "none", "node", "nowhere"])
def test_a_token_of_any_length_gives_a_short_error(token: str, place: str) -> None:
    with pytest.raises(PointerError) as caught:
        resolve(THREE, (place, token))
    assert len(caught.value.message) + len(caught.value.remedy) < 800


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
