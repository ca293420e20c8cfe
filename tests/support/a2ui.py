"""A2UI as its makers describe it, and the least that a client does with its messages; nothing of ours is in it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from support.npm import MODULES

PACKAGE = "@a2ui/web_core"
BASE = "https://a2ui.org/specification/{version}/"


@cache
def _schemas(version: str) -> tuple[dict[str, Any], Any]:
    folder = MODULES / PACKAGE / "src" / version / "schemas"
    homes = {name: folder / name for name in ("server_to_client.json", "common_types.json")}
    homes["catalog.json"] = folder / "catalogs/basic/catalog.json"
    files = {name: json.loads(home.read_text("utf-8")) for name, home in homes.items()}
    base = BASE.format(version=version)
    named = [(base + name, Resource.from_contents(schema)) for name, schema in files.items()]
    own = [(schema["$id"], Resource.from_contents(schema)) for schema in files.values()]
    return files, Registry().with_resources([*named, *own])


@cache
def _validator(version: str, ref: str) -> Any:
    _, registry = _schemas(version)
    return Draft202012Validator({"$ref": BASE.format(version=version) + ref}, registry=registry)


def faults(text: str, version: str = "v0_9") -> list[str]:
    """What is wrong with the messages of a text, by the schemas of a version.

    Components are held to the schema of their own name one by one: the message's own asks all of them, which says
    less about a fault and takes ten times as long.
    """
    found = []
    names = set(_schemas(version)[0]["catalog.json"]["components"])
    for message in messages(text):
        for component in message.get("updateComponents", {}).get("components", ()):
            if component.get("component") not in names:
                found.append(f"{component.get('id')}: {component.get('component')}")
                continue
            found += [f"{component['id']}: {each}" for each in _component_faults(_nameless(component), version)]
        bare = json.loads(json.dumps(message))
        if "updateComponents" in bare:
            bare["updateComponents"]["components"] = [{"id": "root", "component": "Divider"}]
        found += _message_faults(json.dumps(bare), version)
    return found


def _nameless(component: dict[str, Any]) -> str:
    """A component with the same id as all others: what is said twice is held to the schema once."""
    return json.dumps({**component, "id": "any"})


@cache
def _component_faults(text: str, version: str) -> list[str]:
    component = json.loads(text)
    judge = _validator(version, f"catalog.json#/components/{component['component']}")
    return [error.message[:300] for error in judge.iter_errors(component)]


@cache
def _message_faults(text: str, version: str) -> list[str]:
    return [error.message[:300] for error in _validator(version, "server_to_client.json").iter_errors(json.loads(text))]


def whole_faults(text: str, version: str = "v0_9") -> list[str]:
    """The same by the schema of messages alone."""
    judge = _validator(version, "server_to_client.json")
    return [error.message[:300] for message in messages(text) for error in judge.iter_errors(message)]


def messages(text: str) -> list[dict[str, Any]]:
    """The messages of JSON lines."""
    return [json.loads(line) for line in text.splitlines()]


class Client:
    """A surface as a client has it: components by id, each replaced by what is sent later, and the data model."""

    def __init__(self, text: str = "") -> None:
        self.components: dict[str, dict[str, Any]] = {}
        self.data: dict[str, Any] = {}
        self.created = 0
        self.take(text)

    def take(self, text: str) -> None:
        """Apply messages."""
        for message in messages(text):
            self.created += "createSurface" in message
            for component in message.get("updateComponents", {}).get("components", ()):
                self.components[component["id"]] = component
            if "updateDataModel" in message:
                self._set(message["updateDataModel"])

    def seen(self) -> Any:
        """What is shown: the tree below the root, ids replaced by what they stand for."""
        return self._tree(self.components["root"])

    def named(self) -> Iterator[str]:
        """The ids of what is shown."""
        waiting = ["root"]
        while waiting:
            name = waiting.pop()
            yield name
            waiting += _references(self.components[name])

    def _tree(self, component: dict[str, Any]) -> Any:
        return {name: self._value(name, value) for name, value in component.items() if name != "id"}

    def _value(self, name: str, value: Any) -> Any:
        if name in {"child", "trigger", "content", "componentId"}:
            return self._tree(self.components[value])
        if name == "children" and isinstance(value, list):
            return [self._tree(self.components[each]) for each in value]
        if isinstance(value, dict):
            path = value.get("path")
            if isinstance(path, str) and path.lstrip("/").startswith("unnamed/"):
                return {"unnamed": self.data.get(path)}  # such a path has the id of its component in it
            return {key: self._value(key, each) for key, each in value.items()}
        if isinstance(value, list):
            return [self._value("", each) for each in value]
        return value

    def _set(self, body: dict[str, Any]) -> None:
        # whole paths are enough: what we write never lies inside of something else that we write
        if "value" in body:
            self.data[body["path"]] = body["value"]
        else:
            del self.data[body["path"]]


def _references(component: dict[str, Any]) -> Iterable[str]:
    for name, value in component.items():
        if name in {"child", "trigger", "content"}:
            yield value
        elif name == "children":
            yield from value if isinstance(value, list) else [value["componentId"]]
        elif name == "tabs":
            yield from (each["child"] for each in value)
