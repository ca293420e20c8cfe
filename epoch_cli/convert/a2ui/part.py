"""A component of A2UI while it is read: what it says, taken piece by piece, and what nobody took."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from epoch_cli.convert.a2ui.mapping import Row, Table
from epoch_cli.convert.a2ui.paths import FORMAT, Told, binding_of, formatted, plain
from epoch_cli.convert.formats import LEFT_OUT, Loss

Path = tuple[str | int, ...]


class Spot(NamedTuple):
    """Where in the document made of it a component will be.

    Attributes:
        path: of the node.
        in_list: whether it is there once for each entry of a list.
        around: the ids of the components that are around it.
    """

    path: Path = ("root",)
    in_list: bool = False
    around: tuple[str, ...] = ()

    def child(self, index: int) -> Spot:
        """The place of a child."""
        return self._replace(path=(*self.path, "children", index))

    def template(self) -> Spot:
        """The place of what is there for each entry."""
        return self._replace(path=(*self.path, "itemTemplate"), in_list=True)


class Part:
    """One component.

    Attributes:
        id: its own.
        kind: the name of its component.
        spot: where it will be.
        losses: where losses are noted.
    """

    def __init__(self, component: Mapping[str, Any], spot: Spot, line: int, losses: list[Loss], table: Table) -> None:
        self.id, self.kind = str(component["id"]), str(component["component"])
        self.spot, self.losses, self.table = spot, losses, table
        self._component, self._line = component, line
        self._taken = {"id", "component", "accessibility"}

    def look(self, name: str) -> Any:
        """The value of a property; None for none."""
        return self._component.get(name)

    def take(self, name: str) -> Any:
        """The same, and it counts as read."""
        self._taken.add(name)
        return self._component.get(name)

    def take_words(self, name: str) -> str | None:
        """A dynamic string as ours."""
        return self.words(self.take(name))

    def words(self, value: Any) -> str | None:
        """A dynamic string as ours; None for nothing, and for what is none."""
        if value is None:
            return None
        if isinstance(value, str):
            return self._told(plain(value))
        if isinstance(value, (int, float)):
            return str(value).lower() if isinstance(value, bool) else str(value)
        if isinstance(value, dict) and isinstance(value.get("call"), str):
            return self._called(value)
        return self.binding(value)

    def binding(self, value: Any) -> str | None:
        """A path as a binding; None for anything else."""
        path = value.get("path") if isinstance(value, dict) else None
        found = binding_of(path, in_list=self.spot.in_list)
        if found is None:
            self.lose("a value that is no text" if path is None else f"the path {str(path)[:40]}")
        return found

    def accessibility(self) -> tuple[str | None, str | None]:
        """Its accessible name and description."""
        said = self.look("accessibility")
        said = said if isinstance(said, dict) else {}
        return self.words(said.get("label")), self.words(said.get("description"))

    def said(self, row: Row) -> dict[str, Any]:
        """What its properties mean by a row of the table."""
        self._taken.update(row.has)
        wanted = dict(row.when)
        defaults = self.table.defaults.get(self.kind, {})
        for meaning, saying in row.says.items():
            value = self.take(saying.property)
            if value is None:
                if saying.absent:
                    wanted[meaning] = saying.absent
                continue
            ours = next((word for word, theirs in saying.words.items() if theirs == value), None)
            if ours is not None and defaults.get(saying.property) != value:
                wanted[meaning] = ours
            elif ours is None:
                near = saying.back.get(value) if isinstance(value, str) else None
                self.lose(f"the {saying.property} {str(value)[:40]}", f"read as {near}" if near else LEFT_OUT)
                wanted |= {meaning: near} if near else {}
        return wanted

    def lose(self, what: str, done: str = LEFT_OUT) -> None:
        """Note what is not read."""
        self.losses.append(Loss(self.spot.path, what, done, self._line))

    def close(self) -> None:
        """Note every property that nobody took, but for what says what would be so without it."""
        defaults = self.table.defaults.get(self.kind, {})
        for name, value in self._component.items():
            if name not in self._taken and value is not None and defaults.get(name) != value:
                self.lose(f"the property {name[:40]}")

    def _called(self, call: Mapping[str, Any]) -> str | None:
        args = call.get("args")
        value = args.get("value") if isinstance(args, dict) else None
        if call["call"] == FORMAT and isinstance(value, str):
            return self._told(formatted(value, in_list=self.spot.in_list))
        bound = isinstance(value, dict) and "path" in value
        self.lose(f"the function {call['call'][:40]}", "its value is shown as it is" if bound else LEFT_OUT)
        return self.binding(value) if bound else value if isinstance(value, str) else None

    def _told(self, told: Told) -> str:
        for what, done in told.lost:
            self.lose(what, done)
        return told.text


def address_of(action: Any) -> Any:
    """The address that an action leads to, a dynamic string; None for one that does something else."""
    if not isinstance(action, dict):
        return None
    event, call = action.get("event"), action.get("functionCall")
    if isinstance(event, dict) and event.get("name") == "open" and isinstance(event.get("context"), dict):
        return event["context"].get("url") if set(event["context"]) == {"url"} else None
    if isinstance(call, dict) and call.get("call") == "openUrl" and isinstance(call.get("args"), dict):
        return call["args"].get("url")
    return None


def checks_of(checks: Any) -> dict[str, dict[str, Any]]:
    """The checks of a control that are calls, by the function."""
    found: dict[str, dict[str, Any]] = {}
    for check in checks if isinstance(checks, list) else ():
        condition = check.get("condition") if isinstance(check, dict) else None
        if isinstance(condition, dict) and isinstance(condition.get("call"), str):
            found.setdefault(condition["call"], check)
    return found


def spaced(name: Any) -> str:
    """A name in camel case as words; nothing for what is none."""
    plain = name if isinstance(name, str) else ""
    words = "".join(f" {sign.lower()}" if sign.isupper() else sign for sign in plain).replace("_", " ")
    return " ".join(words.split())[:64]
