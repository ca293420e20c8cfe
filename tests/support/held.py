"""Runs that are held, and what is wished for while they wait."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from support import scripted
from support.recovered import assert_sound
from support.scripted import ScriptedProvider, add, container, of, text_node

from epoch_cli.catalog import Catalog
from epoch_cli.engine import Control
from epoch_cli.errors import ProviderError
from epoch_cli.events import (
    Event,
    RunEnded,
    StageEntered,
)

Wish = Callable[[Control], Any]

PAGE = add("/root", container(text_node("one")))
BAD = ProviderError("no such model", remedy="name another", kind="not_found")


def child(text: str) -> dict[str, Any]:
    return add("/root/children/-", text_node(text))


def texts(event: Any) -> list[str]:
    return [node.get("text", "") for node in event.document.get("root", {}).get("children", [])]


def refine(prompt: str) -> Wish:
    return lambda control: control.refine(prompt)


def another(provider: Any) -> Wish:
    return lambda control: control.another(provider)


def is_waiting(event: Event) -> bool:
    return isinstance(event, StageEntered) and event.stage == "waiting"


def stages(events: Sequence[Event]) -> list[str]:
    return [event.stage for event in of(StageEntered, events)]


def held(provider: Any, punk: Catalog, *wishes: Wish, control: Control | None = None, **how: Any) -> list[Event]:
    """A run that is held, and one wish each time that it waits; after the last it is released."""
    control = control or Control()
    control.hold()
    left = list(wishes)
    watch = how.pop("watch", lambda event: None)

    def wishing(event: Event) -> None:
        watch(event)
        if is_waiting(event):
            (left.pop(0) if left else Control.release)(control)

    events = scripted.run(provider, punk, control=control, watch=wishing, **{"granularity": "patch", **how})
    assert left == []
    assert len(of(RunEnded, events)) == 1
    assert [event.at for event in events] == sorted(event.at for event in events)
    assert_sound(events, punk, each=False)
    return events


def named(name: str, *scripts: Any) -> ScriptedProvider:
    provider = ScriptedProvider(*scripts)
    provider.name, provider.title = name, f"{name} model"
    return provider
