"""Extensions as files of a project: each is loaded, held to its shape, and what is wrong with one is said once."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from support.every_row import every_row

from epoch_cli.errors import ProviderError
from epoch_cli.extensions.entries import Entry, Kind
from epoch_cli.extensions.gathered import Extensions, Found
from epoch_cli.extensions.providers import checked_part
from epoch_cli.extensions.repairs import MOST_OPERATIONS
from epoch_cli.providers.base import FinishPart, NoticePart, TextPart, UsagePart
from epoch_cli.validation.additions import Notes

SHAPES = "from epoch_cli.extensions import *\n"
PROVIDER = """
class Echo:
    def complete(self, request):
        return "hello"
extension = ProviderExtension(title="Echo", open=lambda opening: Echo())
"""
RULE = "extension = RuleExtension(code='{code}', name='{name}', summary='x', check=lambda document, catalog: ())"
REPAIR = "extension = RepairExtension(name='{name}', grade='{grade}', codes={codes}, mend=lambda *given: {made})"
READER = """
class Reader:
    def feed(self, event): out.write(b".")
    def pass_over(self, event): out.write(b"-")
    def close(self): out.write(b"!")
def opened(stream):
    global out
    out = stream
    return Reader()
extension = ReaderExtension(open=opened)
"""


def entry(kind: Kind, source: str, name: str = "acme") -> Entry:
    return Entry(kind, name, f".epoch/{kind}/{name}.py", source=(SHAPES + source).encode(), identity=source)


def gathered(*entries: Entry) -> tuple[Extensions, list[str]]:
    """The extensions, and what is said of them."""
    said: list[str] = []
    return Extensions(Found(list(entries)), Notes(lambda line, _: said.append(line))), said


def repair(name: str = "text", grade: str = "lossless", codes: str = "['EP201']", made: str = "None") -> str:
    return REPAIR.format(name=name, grade=grade, codes=codes, made=made)


def test_all_are_loaded_and_nothing_is_said_of_what_is_whole() -> None:
    extensions, said = gathered(
        entry("rules", RULE.format(code="AC001", name="acme-rule")), entry("repairs", repair()),
        entry("providers", PROVIDER), entry("readers", READER),
    )  # fmt: skip
    extensions.load_all({"providers": ["openai"], "readers": ["json"]}, ["OPENAI_API_KEY"])
    assert said == []
    assert len(extensions._loaded) == 4
    assert extensions.additions is not None
    assert list(extensions.additions.rules) == ["AC001"]
    assert extensions.providers is not None
    assert extensions.providers.find("nobody", ()) is None


BROKEN: dict[str, tuple[Kind, str, str]] = {
    "a rule is a number": ("rules", "extension = 5", "expected RuleExtension, got int"),
    "there is no rule": ("rules", "extension = []", "expected RuleExtension, got nothing"),
    "a code of Epoch's": ("rules", RULE.format(code="EP001", name="a"), "EP001 is Epoch's own"),
    "no code": ("rules", RULE.format(code="x", name="a"), "x is no code"),
    "letters of two kinds": (
        "rules", "\n".join((RULE.format(code="AC001", name="a"), "one = extension", RULE.format(code="AD001", name="b"),
                            "extension = [one, extension]")), "begin with the same letters",
    ),
    "a rule without a check": (
        "rules", "extension = RuleExtension(code='AC001', name='a', summary='x', check=None)",
        "expected a summary and a check",
    ),
    "a rule of a taken name": ("rules", RULE.format(code="AC001", name="security"), "the name or the code is taken"),
    "a rule's name": ("rules", RULE.format(code="AC001", name="A B"), "is not small letters and hyphens"),
    "a repair's name": ("repairs", repair(name="A B"), "is not small letters and hyphens"),
    "a repair's grade": ("repairs", repair(grade="good"), "expected a grade, codes, and a function"),
    "codes in one text": ("repairs", repair(codes="'EP201'"), "expected a grade, codes, and a function"),
    "a repair of no rule": ("repairs", repair(codes="['EX']"), "EX is no rule"),
    "a provider is a text": ("providers", "extension = 'x'", "expected ProviderExtension, got str"),
    "a provider of nothing": ("providers", "extension = ProviderExtension()", "a row or an open, and not both"),
    "a key of another": (
        "providers", "extension = ProviderExtension(open=print, key_variables=['OPENAI_API_KEY'])",
        "which is the key of another provider",
    ),
    "a row with a command": (
        "providers", "extension = ProviderExtension(row={'key-cmd': 'x'})", "for the user's own configuration",
    ),
    "a reader is a list": ("readers", "extension = []", "expected ReaderExtension, got list"),
    "it raises": ("readers", "1 / 0", "ZeroDivisionError"),
    "a name that is not free": ("readers", READER, "has a name that is not free"),
}  # fmt: skip


@every_row(("kind", "source", "message"), BROKEN.values(), ids=BROKEN)
def test_what_is_wrong_with_one_is_said_and_it_is_left_out(kind: Kind, source: str, message: str) -> None:
    name = "json" if "not free" in message else "acme"
    extensions, said = gathered(entry(kind, source, name))
    extensions.load_all({"providers": ["openai"], "readers": ["json"]}, ["OPENAI_API_KEY"])
    assert len(said) == 1, said
    assert message in said[0]
    assert f"{name} (.epoch/{kind}/{name}.py)" in said[0]


def test_of_two_of_one_name_the_first_is_taken_and_a_name_with_spaces_none() -> None:
    other = entry("readers", READER)._replace(origin="other 1.0")
    extensions, said = gathered(entry("readers", READER), other, entry("readers", READER, "a b"))
    assert extensions.names("readers") == ["acme"]
    assert ["has the name of the reader acme" in line for line in said] == [True, False]
    assert "has no name that can be used" in said[1]


def test_a_reader_writes_what_it_is_given_also_of_what_came_before() -> None:
    from epoch_cli.events import NoticeGiven

    extensions, said = gathered(entry("readers", READER))
    written: list[bytes] = []
    reader = extensions.reader("acme", written.append)
    assert reader is not None
    assert extensions.reader("other", written.append) is None
    event = NoticeGiven(at=0.0, attempt=1, code="x", message="y")
    reader.pass_over(event)
    reader.feed(event)
    reader.close()
    reader.feed(event)  # it is over
    assert b"".join(written) == b"-.!"
    assert (said, reader.failed) == ([], False)


MENDED: dict[str, tuple[str, str]] = {
    "a text": ("'no'", "expected at most"),
    "too many": (f"[{{'op': 'add', 'path': '/root/a', 'value': 1}}] * {MOST_OPERATIONS + 1}", "expected at most"),
    "another operation": ("[{'op': 'test', 'path': '/root', 'value': 1}]", "expected an operation with op"),
    "no operation": ("[5]", "expected an operation with op"),
    "all of it": ("[{'op': 'replace', 'path': '/root', 'value': 1}]", "is not below /root"),
    "takes a node out": ("[{'op': 'remove', 'path': '/root/children/0'}]", "takes nothing out of an array"),
    "from a place that is not there": ("[{'op': 'remove', 'path': '/root/no/x/0'}]", "failed in its repair text"),
    "in the middle": ("[{'op': 'add', 'path': '/root/children/1', 'value': {}}]", "at its beginning or its end"),
}


@every_row(("made", "message"), MENDED.values(), ids=MENDED)
def test_a_repair_that_may_not_be_made_is_said_and_not_made(made: str, message: str, punk: Any) -> None:
    from epoch_cli import Draft
    from epoch_cli.validation import Selection

    extensions, said = gathered(entry("repairs", repair(made=made)))
    document = {"root": {"type": "Stack", "children": [{"type": "Text", "text": "a"}, {"type": "Text", "text": "b"}]}}
    draft = Draft(punk, document, rules=Selection(added=extensions.additions), fix="safe")
    verdict = draft.propose({"op": "replace", "path": "/root/children/0", "value": {"type": "Nope"}})
    assert not verdict.accepted
    assert len(said) == 1
    assert message in said[0]


PARTS: list[tuple[Any, bool]] = [
    (TextPart("a"), True),
    (TextPart(5), False),  # type: ignore[arg-type]
    (FinishPart("stop"), True),
    (FinishPart("whenever"), False),  # type: ignore[arg-type]
    (NoticePart("a", "b"), True),
    (NoticePart("a", None), False),  # type: ignore[arg-type]
    (UsagePart(output_tokens=5), True),
    (UsagePart(output_tokens=-5), False),
    (UsagePart(cost=0.5), False),  # type: ignore[arg-type]
    ("text", False),
]


@every_row(("part", "whole"), PARTS)
def test_a_part_of_an_answer_is_held_to_its_types(part: Any, whole: bool) -> None:
    if whole:
        assert checked_part(part) is part
    else:
        with pytest.raises(TypeError):
            checked_part(part)


@every_row(
    ("opened", "message"),
    [
        ("lambda opening: 5", "int has none of stream, complete, json"),
        ("lambda opening: 1 / 0", "ZeroDivisionError"),
    ],
)
def test_a_provider_that_cannot_be_opened_says_what_to_do(opened: str, message: str) -> None:
    extensions, said = gathered(entry("providers", f"extension = ProviderExtension(open={opened})"))
    assert extensions.providers is not None
    found = extensions.providers.find("acme", ())
    assert found is not None
    assert found.open is not None
    with pytest.raises(ProviderError, match=message) as failed:
        found.open("", None)
    assert failed.value.remedy == "correct the file, or remove it, or name another with -p"
    assert said == []


def test_a_whole_answer_comes_as_a_text_and_its_end() -> None:
    extensions, _ = gathered(entry("providers", PROVIDER))
    assert extensions.providers is not None
    found = extensions.providers.find("acme", ())
    assert found is not None
    assert found.open is not None
    provider = found.open("some-model", "key-that-nobody-may-see")
    request: Any = None

    async def parts() -> list[Any]:
        return [part async for part in provider.stream(request)]

    assert asyncio.run(parts()) == [TextPart("hello"), FinishPart("stop")]
    assert (provider.title, provider.model) == ("Echo", "some-model")
    assert provider.without_key("a key-that-nobody-may-see b") == "a *** b"
