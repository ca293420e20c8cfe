"""Runs as events, of any shape: each patch fits its document, but nobody checked whether a run could have told it."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from support.scripted import add

from epoch_cli.document import apply_patch, clone
from epoch_cli.document.pointer import format_pointer
from epoch_cli.errors import PatchError
from epoch_cli.events import (
    AttemptEnded,
    AttemptStarted,
    BudgetChanged,
    DiagnosticFound,
    Event,
    NoticeGiven,
    PatchAccepted,
    PatchRefused,
    RecoveryChosen,
    RepairMade,
    RunEnded,
    RunStarted,
    StageEntered,
    TextReceived,
    UsageReported,
)
from epoch_cli.validation import Diagnostic, Repair, Severity

METRICS = {"nodes": 1, "depth": 1, "bindings": 0, "handlers": 0, "score": 1}


def started(**more: Any) -> RunStarted:
    """The first event."""
    known = {
        "at": 0.0, "session": "s", "epoch": "0", "started": "", "prompt": "a page", "provider": "acme",
        "model": "large-1", "title": "Acme large-1", "catalog": "punk", "catalog_digest": "", "profile": "strict",
    }  # fmt: skip
    return RunStarted(**(known | more))


def attempt(number: int = 1, reason: Any = "initial", at: float = 0.0, **more: Any) -> AttemptStarted:
    """A request to the same provider, or another."""
    known = {"prompt": f"wish {number}", "provider": "acme", "model": "large-1", "input_tokens": 100}
    return AttemptStarted(at=at, attempt=number, reason=reason, **(known | more))


def accepted(patch: dict[str, Any], sequence: int = 1, at: float = 0.0, **more: Any) -> PatchAccepted:
    """A patch that was accepted."""
    known = {"number": sequence, "inverse": [], "metrics": METRICS}
    return PatchAccepted(at=at, sequence=sequence, patch=patch, **(known | more))


def refused(patch: Any, number: int = 1, at: float = 0.0, *, code: str = "EP201") -> PatchRefused:
    """A patch that was refused."""
    return PatchRefused(at=at, number=number, patch=patch, diagnostics=[diagnostic(code)])


def diagnostic(code: str = "EP201", pointer: str = "/root", message: str = "no such component") -> Diagnostic:
    """A finding."""
    return Diagnostic(code, Severity.ERROR, message, pointer, "use another")


def found(code: str, at: float = 0.0) -> DiagnosticFound:
    """A finding that belongs to no patch: about the text (`EP0…`), or the document."""
    return DiagnosticFound(at=at, diagnostic=diagnostic(code))


def repaired(number: int, pointer: str = "", at: float = 0.0) -> RepairMade:
    """Something in a patch was mended."""
    return RepairMade(at=at, number=number, repair=Repair("trim", "lossless", pointer, "took a space away"))


def ended(document: Any = None, at: float = 9.0, **more: Any) -> RunEnded:
    """The last event."""
    known = {"status": "complete", "metrics": METRICS, "accepted": 0, "refused": 0, "repaired": 0, "malformed": 0}
    return RunEnded(at=at, document=document or {}, **(known | more))


class History:
    """Makes a run out of small numbers.

    Attributes:
        events: so far.
        document: what their patches come to.
    """

    def __init__(self, base: Any = None) -> None:
        self.events: list[Event] = [started(base=base)]
        self.document: Any = clone(base) if base else {}
        self._at = 0.0
        self._sequence = 0
        self._number = 0
        self._attempt = 0
        self._undo: list[list[dict[str, Any]]] = []

    def act(self, action: str, first: int, second: int) -> None:
        """Do one thing; the numbers choose where."""
        self._at += 0.25
        getattr(self, f"_{action}")(first, second)

    # ------------------------------------------------------------ places

    def _nodes(self) -> list[tuple[tuple[Any, ...], dict[str, Any]]]:
        found, stack = [], [(("root",), self.document["root"])] if "root" in self.document else []
        while stack:
            path, node = stack.pop()
            found.append((path, node))
            stack += [((*path, "children", at), child) for at, child in enumerate(node.get("children", ()))]
            if "itemTemplate" in node:
                stack.append(((*path, "itemTemplate"), node["itemTemplate"]))
        return found

    def _some(self, choice: int) -> tuple[Any, ...]:
        nodes = self._nodes()
        return nodes[choice % len(nodes)][0] if nodes else ("root",)

    def _node(self, choice: int) -> dict[str, Any]:
        node: dict[str, Any] = {"type": ("Text", "Card", "Form")[choice % 3], "text": f"node {choice}"}
        if choice % 4 == 0:
            node["children"] = [{"type": "Text", "text": "inside"}, {"type": "Card", "children": []}]
        if choice % 5 == 0:
            node["itemTemplate"] = {"type": "Text", "text": "each"}
        if choice % 7 == 0:
            node["id"] = f"node-{choice}"
        return node

    def _patch(self, patch: dict[str, Any], origin: Any = "model") -> None:
        try:
            applied = apply_patch(self.document, patch)
        except PatchError:
            return  # such as a move into itself
        self.document = applied.document
        if origin != "undo":
            self._undo.append(clone(applied.inverse))
        self._sequence += 1
        self._number += origin == "model"
        metrics = {**METRICS, "nodes": self._sequence}
        event = accepted(clone(patch), self._sequence, self._at, number=self._number, metrics=metrics, origin=origin)
        self.events.append(event)

    # ------------------------------------------------------------ patches

    def _add(self, first: int, second: int) -> None:
        parent = self._some(first)
        if "root" not in self.document:
            self._patch(add("/root", self._node(second)))
            return
        children = self._children(parent)
        if children is None:
            self._patch(add(format_pointer((*parent, "children")), []))
            children = []
        index = "-" if second % 2 else second % (len(children) + 1)
        self._patch(add(format_pointer((*parent, "children", index)), self._node(second)))

    def _children(self, path: tuple[Any, ...]) -> Any:
        return next((node.get("children") for where, node in self._nodes() if where == path), None)

    def _template(self, first: int, second: int) -> None:
        self._patch(add(format_pointer((*self._some(first), "itemTemplate")), self._node(second)))

    def _replace(self, first: int, second: int) -> None:
        self._patch({"op": "replace", "path": format_pointer(self._some(first)), "value": self._node(second)})

    def _remove(self, first: int, second: int) -> None:
        path = self._some(first)
        self._patch({"op": "remove", "path": format_pointer(path if len(path) > 1 or second % 9 == 0 else ("none",))})

    def _field(self, first: int, second: int) -> None:
        name = ("text", "key", "testId")[second % 3]
        self._patch(add(format_pointer((*self._some(first), name)), f"text {second}"))

    def _fieldless(self, first: int, second: int) -> None:
        name = ("text", "key", "children", "itemTemplate")[second % 4]
        self._patch({"op": "remove", "path": format_pointer((*self._some(first), name))})

    def _array(self, first: int, second: int) -> None:
        nodes = [self._node(second + more) for more in range(second % 3)]
        self._patch(add(format_pointer((*self._some(first), "children")), nodes))

    def _move(self, first: int, second: int) -> None:
        place = (*self._some(second), "itemTemplate") if second % 5 == 0 else (*self._some(second), "children", 0)
        to = self._some(second) if second % 7 == 0 else place
        self._patch({"op": "move", "from": format_pointer(self._some(first)), "path": format_pointer(to)})

    def _copy(self, first: int, second: int) -> None:
        to = format_pointer((*self._some(second), "children", "-" if second % 2 else 0))
        if len(self._nodes()) < 60:
            self._patch({"op": "copy", "from": format_pointer(self._some(first)), "path": to})

    def _whole(self, first: int, second: int) -> None:
        self._patch({"op": "replace", "path": "", "value": {"metadata": {"n": first}, "root": self._node(second)}})

    def _outside(self, first: int, second: int) -> None:
        self._patch(add("/metadata", {"first": first, "second": second}))

    def _undone(self, first: int, _second: int) -> None:
        for inverse in self._undo.pop() if self._undo else ():
            self._patch(inverse, "undo" if first % 2 else "fallback")
        self._undo = self._undo[: len(self._undo)] if first % 2 else []

    # ------------------------------------------------------------ all else

    def _refused(self, first: int, second: int) -> None:
        self._number += 1
        path = format_pointer(self._some(first))
        patch: Any = (
            add(f"{path}/children/-", self._node(second)),
            add(f"{path}/itemTemplate", self._node(second)),
            add(f"{path}/props/label", "x"),
            {"op": "remove", "path": path},
            add(f"#node-{second}/children/0", self._node(second)),
            add("/nowhere/else", 1),
            ["no patch"],
        )[second % 7]
        self.events.append(refused(patch, self._number, self._at))

    def _mended(self, first: int, second: int) -> None:
        pointer = format_pointer(self._some(first)) + ("", "/props/label", "/children/0")[second % 3]
        self.events.append(repaired(self._number + 1 - second % 2, pointer, self._at))

    def _attempted(self, first: int, second: int) -> None:
        self._attempt += 1
        reason = ("initial", "refine", "retry", "correction", "continuation")[first % 5]
        self.events.append(attempt(self._attempt, reason, self._at, model=f"large-{second % 2}"))

    def _text(self, first: int, second: int) -> None:
        path = format_pointer(self._some(first))
        text = f'{{"op":"add","path":"{path}/children/-","value":{{"type":"Text","text":"mo'
        self.events.append(TextReceived(at=self._at, text=text if second % 2 else 're"}}\n'))

    def _told(self, first: int, second: int) -> None:
        at = self._at
        self.events.append(
            (
                found("EP001", at),
                found("EP402", at),
                StageEntered(at=at, stage="validating"),
                StageEntered(at=at, stage="generating"),
                StageEntered(at=at, stage="waiting"),
                BudgetChanged(at=at, meter="tokens", used=first, limit=64, state="near"),
                UsageReported(
                    at=at, attempt=1, input_tokens=first, output_tokens=second, estimated=False,
                    cost="0.25" if second % 2 else None,
                ),
                NoticeGiven(at=at, attempt=1, code="left-out", message="a parameter was left out"),
                RecoveryChosen(
                    at=at, attempt=1, category="PROVIDER_ERROR", trigger="server", action="retry", delay=0.0,
                    message="asking again",
                ),
                AttemptEnded(at=at, attempt=1, finish="stop"),
            )[first % 10]
        )  # fmt: skip


ACTIONS = (
    "add", "add", "add", "template", "replace", "remove", "field", "fieldless", "array", "move", "move", "copy",
    "whole", "outside", "undone", "refused", "refused", "mended", "attempted", "text", "told", "told",
)  # fmt: skip
BASE = {
    "punkVersion": "1.0.0",
    "root": {"type": "Form", "id": "form", "children": [{"type": "Text"}, {"type": "Card", "children": []}]},
}


@st.composite
def histories(draw: st.DrawFn, most: int = 30) -> list[Event]:
    """Runs of up to so many actions, some with a document to begin with, some with an end."""
    history = History(BASE if draw(st.booleans()) else None)
    numbers = st.integers(0, 60)
    least = draw(st.sampled_from((0, most // 2)))
    actions = st.lists(st.tuples(st.sampled_from(ACTIONS), numbers, numbers), min_size=least, max_size=most)
    for action, first, second in draw(actions):
        history.act(action, first, second)
    if draw(st.booleans()):
        history.events.append(ended(clone(history.document), 100.0))
    return history.events
