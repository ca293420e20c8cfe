"""The table of keys as Textual takes it."""

from __future__ import annotations

from textual.binding import Binding, BindingType

from epoch_cli.tui.keys import KEYS, Key, Where, keys_of


def bindings_of(*where: Where) -> list[BindingType]:
    """The bindings of some places, for the `BINDINGS` of a screen, a widget or the app."""
    return [_binding(key) for key in keys_of(*where)]


def bindings_named(*ids: str) -> list[BindingType]:
    """Some bindings by their ids, for a widget that does only a part of what its place can do."""
    return [_binding(key) for key in KEYS if key.id in ids]


def key_display(binding: Binding) -> str:
    """What a key is called whose sign, as Textual has it, not every font has; empty for all others."""
    return binding.key if binding.key in {"enter", "backspace"} else ""


def _binding(key: Key) -> Binding:
    return Binding(
        key.keys,
        key.action,
        key.description,
        show=key.shown,
        tooltip=key.tooltip,
        id=key.id,
        priority=key.first,
    )
