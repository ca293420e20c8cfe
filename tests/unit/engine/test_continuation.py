"""Wherever an answer is cut, and however the model goes on: the document is that of an answer that was not cut."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from support.continuing import HABITS, OTHER_WORDS, Content, Habit, another_frame, cut_again, last_again, missing
from support.examples import examples
from support.recovered import assert_sound, followed, same, shown
from support.scripted import of

from epoch_cli.catalog import load_catalog
from epoch_cli.document import clone
from epoch_cli.document.difference import difference
from epoch_cli.engine.options import Recovering
from epoch_cli.errors import ProviderError
from epoch_cli.events import AttemptStarted, PatchRefused
from epoch_cli.providers.base import FinishPart, Part, Request, TextPart

PUNK = load_catalog("punk")
TRIES = Recovering(retries=6, continuations=6, corrections=3, fallback=None)


class Break(NamedTuple):
    """An answer that stops early: behind which share of it, how, and how the model goes on."""

    share: float
    how: str
    habit: Habit


class CutModel:
    """Writes its content, is cut again and again, and goes on each time in another way."""

    name = model = title = "a model that is cut"

    def __init__(self, content: Content, breaks: Sequence[Break], size: int = 9) -> None:
        self.constrains = "json_schema" if content.strict else None
        self.content = content
        self.breaks = breaks
        self.size = size
        self.shown: list[Mapping[str, Any]] = []
        self.texts: list[str] = []
        self._written: int | None = 0
        """How much of the content has come; None when what has come is no beginning of it."""

    async def stream(self, request: Request) -> AsyncGenerator[Part]:
        """The next answer."""
        number = len(self.shown)
        document = request.brief.document
        self.shown.append(clone(document))
        habit = self.breaks[number - 1].habit if 0 < number <= len(self.breaks) else missing
        text = self._text(habit, document)
        breaking = self.breaks[number] if number < len(self.breaks) else None
        length = len(text) if breaking is None else int(len(text) * breaking.share)
        begins = len(self.content.text) - len(text)
        goes_on = self.content.text.endswith(text.removeprefix(self.content.head))
        self._written = begins + length if goes_on else None
        self.texts.append(text[:length])
        for at in range(0, length, self.size):
            yield TextPart(text[at : min(at + self.size, length)])
        if breaking is None:
            yield FinishPart("stop")
        elif breaking.how == "length":
            yield FinishPart("length")
        elif breaking.how != "end":
            raise ProviderError("it broke", remedy="ask again", kind=breaking.how)  # type: ignore[arg-type]

    def _text(self, habit: Habit, document: Mapping[str, Any]) -> str:
        if document.get("root") == self.content.base.get("root"):
            return self.content.text
        if self._written is None and habit in {cut_again, last_again}:
            habit = missing  # where it was cut is no place in its content any more
        return habit(self.content, self._written or 0, document)


# ---------------------------------------------------------------- contents


granularities = st.sampled_from(["node", "patch"])


@st.composite
def trees(draw: st.DrawFn, *, raw: bool = False, taken: bool = False) -> dict[str, Any]:
    """A valid tree of some nodes, every one of which is different; `raw` ones hold what Epoch repairs.

    With `taken` that may be ids, too.
    """
    numbers = iter(range(1, 100))
    name = "id" if raw else draw(st.sampled_from(["id", "testId"]))
    words = st.text('aé “\\"{}[],:😀\n', max_size=6)
    if raw:
        words |= st.sampled_from(["{{user.name}}", "{{ context.a.b }}!"])
    gaps = st.sampled_from(["md", "16px", 16]) if raw else st.just("md")

    def node(depth: int) -> dict[str, Any]:
        number = next(numbers)
        kind = draw(st.sampled_from(["Text", "Button", "Input", "Container", "Stack"] if depth < 4 else ["Text"]))
        made: dict[str, Any] = {"type": kind}
        if name == "id" or kind in {"Container", "Stack"}:
            made[name] = f"n{number}" if not taken or draw(st.booleans()) else "taken"
        if kind in {"Text", "Button"}:
            made["text"] = f"{number} {draw(words)}"
        elif kind == "Input":
            made["props"] = {"label": f"{number} {draw(words)}"}
        else:
            made["props"] = {"gap": draw(gaps)} if kind == "Container" else {"spacing": draw(gaps), "align": "center"}
            made["children"] = [node(depth + 1) for _ in range(draw(st.integers(1, 4 - depth // 2)))]
        return made

    return {"type": "Container", name: "top", "children": [node(2) for _ in range(draw(st.integers(1, 4)))]}


@st.composite
def contents(draw: st.DrawFn, *, raw: bool = False) -> Content:
    """A tree as operations: all of it in one, one for each node, or anything between."""
    most = draw(st.sampled_from([0, 1, 3, 100]))
    ends, anchors = draw(st.booleans()), raw and draw(st.booleans())
    strict, granularity = raw and draw(st.booleans()), draw(granularities)
    # which of several in one value keeps its id depends on how much of the value has come, where it is taken as a whole
    taken = raw and (most < 2 or (granularity == "node" and not strict))
    operations: list[dict[str, Any]] = []

    def write(node: Mapping[str, Any], path: str, place: str) -> None:
        if weight(node) <= most or "children" not in node:
            operations.append({"op": "add", "path": path, "value": node})
            return
        operations.append({"op": "add", "path": path, "value": {**node, "children": []}})
        children = f"#{node['id']}/children" if anchors and node["id"] != "taken" else f"{place}/children"
        for index, child in enumerate(node["children"]):
            write(child, f"{children}/{'-' if ends else index}", f"{place}/children/{index}")

    write(draw(trees(raw=raw, taken=taken)), "/root", "/root")
    operations = [with_nulls(each) for each in operations] if strict else operations
    content = Content(operations, strict=strict, granularity=granularity)
    assume(content.uncut and not content.refused)  # many wrong things in one value are not all repaired
    return content


def with_nulls(operation: Mapping[str, Any]) -> dict[str, Any]:
    """An operation as it is written under a strict schema, but that what it holds need not be flat."""

    def full(node: Mapping[str, Any]) -> dict[str, Any]:
        children = {"children": [full(child) for child in node["children"]]} if "children" in node else {}
        return {"text": None, "props": None, "a11y": None, **node, **children}

    return {"from": None, **operation, "value": full(operation["value"])}


@st.composite
def changes(draw: st.DrawFn) -> Content:
    """A tree, and operations that change it: texts, places, and what there is."""
    base = {"root": draw(trees())}
    after = clone(base)
    for number in range(draw(st.integers(1, 5))):
        children = draw(st.sampled_from(list(lists_in(after["root"]))))
        taken = children.pop(draw(st.integers(0, len(children) - 1)))
        match draw(st.sampled_from(["change", "move", "replace", "remove"])) if children else "change":
            case "change" if "text" in taken:
                children.append({**taken, "text": taken["text"] + "!"})
            case "move" | "change":
                children.insert(draw(st.integers(0, len(children))), taken)
            case "replace":
                children.append({"type": "Text", "id": f"new{number}", "text": "new"})
            case _:
                pass
    operations = difference(base, after)
    # to take away twice what is first in a list is the same as to say once more that it goes, for whoever sees a cut
    assume(operations and len({json.dumps(each) for each in operations}) == len(operations))
    return Content(operations, base, granularity=draw(granularities))


def lists_in(node: Mapping[str, Any]) -> Iterator[list[Any]]:
    """The children of a node and of all below it."""
    if "children" in node:
        yield node["children"]
        for child in node["children"]:
            yield from lists_in(child)


def weight(node: Mapping[str, Any]) -> int:
    return 1 + sum(weight(child) for child in node.get("children", ()))


HOW = ["truncated", "network", "server", "end"]
shares = st.floats(0, 1, exclude_max=True)


def breaks(habits: Sequence[Habit]) -> st.SearchStrategy[list[Break]]:
    """One cut at least."""
    habit = st.sampled_from(habits)
    return st.builds(
        # an answer that reaches its limit before its first patch is asked for only once more: that comes first or never
        lambda first, others: [first, *others],
        st.builds(Break, shares, st.sampled_from([*HOW, "length"]), habit),
        st.lists(st.builds(Break, shares, st.sampled_from(HOW), habit), max_size=2),
    )


def run(content: Content, cuts: Sequence[Break], *, heal: bool = True) -> tuple[CutModel, list[Any]]:
    model = CutModel(content, cuts)
    options: dict[str, Any] = {"granularity": content.granularity, "profile": "unlimited", "token_budget": 1_000_000}
    if content.base:
        options["document"] = clone(content.base)
    if content.strict:
        options["constrain"] = "auto"
    told = followed(model, PUNK, TRIES, heal=heal, **options)
    return model, asyncio.run(asyncio.wait_for(told, 20))


SETTINGS = settings(max_examples=examples(40), suppress_health_check=[HealthCheck.filter_too_much], derandomize=True)
"""The same draws each time: a model that is cut may also write what no reader can tell apart (`engine/overlap.py`)."""


@SETTINGS
@given(contents() | changes(), breaks(HABITS))
def test_a_cut_answer_that_is_gone_on_with_makes_the_same_document(content: Content, cuts: list[Break]) -> None:
    hold(content, cuts, *run(content, cuts))


@SETTINGS
@given(contents(raw=True), breaks(HABITS))
def test_what_epoch_repairs_is_known_again_behind_a_cut(content: Content, cuts: list[Break]) -> None:
    hold(content, cuts, *run(content, cuts))


@SETTINGS
@given(contents() | contents(raw=True), breaks([*OTHER_WORDS, *HABITS]))
def test_the_same_in_other_words_makes_the_same_document(content: Content, cuts: list[Break]) -> None:
    hold(content, cuts, *run(content, cuts))


@settings(SETTINGS, max_examples=examples(10))
@given(contents() | changes(), breaks([*OTHER_WORDS, *HABITS]))
def test_what_is_not_healed_is_gone_on_with_all_the_same(content: Content, cuts: list[Break]) -> None:
    hold(content, cuts, *run(content, cuts, heal=False))


def hold(content: Content, cuts: Sequence[Break], model: CutModel, events: Sequence[Any]) -> None:
    """Whatever was cut, and however it was gone on with: the document is the one that was meant."""
    end = assert_sound(events, PUNK, each=False)
    told = (model.texts, [event.patch for event in of(PatchRefused, events)])
    assert (end.status, end.error) == ("complete", {}), told
    document, target = clone(end.document), clone(content.target)
    if any(each.habit is another_frame for each in cuts):  # it says otherwise what the tree looks like
        document["root"].pop("props", None)
        target["root"].pop("props", None)
    assert same(document, target), told
    assert end.refused == 0, told
    assert [each.get("root") for each in model.shown] == [each.get("root") for each in shown(events)]
    assert len(of(AttemptStarted, events)) == len(model.shown) <= len(cuts) + 1
