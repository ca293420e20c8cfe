"""Documents, pointers, patches and their weight: pure data, no I/O and no design system."""

from typing import TYPE_CHECKING

from epoch_cli.lazy import lazy_names

if TYPE_CHECKING:
    from epoch_cli.document.metrics import Metrics
    from epoch_cli.document.node import Document, Node, finished
    from epoch_cli.document.patch import Applied, Patch, apply_patch, clone, equal
    from epoch_cli.document.pointer import format_pointer, parse_pointer, resolve

__all__ = [
    "Applied",
    "Document",
    "Metrics",
    "Node",
    "Patch",
    "apply_patch",
    "clone",
    "equal",
    "finished",
    "format_pointer",
    "parse_pointer",
    "resolve",
]

__getattr__ = lazy_names(
    __name__,
    {
        "epoch_cli.document.metrics": ("Metrics",),
        "epoch_cli.document.node": ("Document", "Node", "finished"),
        "epoch_cli.document.patch": ("Applied", "Patch", "apply_patch", "clone", "equal"),
        "epoch_cli.document.pointer": ("format_pointer", "parse_pointer", "resolve"),
    },
)
