"""From an entry to the object that it names; whatever this raises is the extension's failure."""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import Any

from epoch_cli.extensions.entries import Entry

OBJECT = "extension"
"""What the object in a project's file is called."""


def load_object(entry: Entry) -> Any:
    """The object of an extension: of an installed module, or of a module made of the bytes that were trusted."""
    if entry.source is not None:
        return getattr(_module_of(entry), OBJECT)
    module, _, path = entry.target.partition(":")
    found: Any = import_module(module)
    for name in filter(None, path.split(".")):
        found = getattr(found, name)
    return found


def _module_of(entry: Entry) -> ModuleType:
    """A module by itself. No file is read and no `.pyc` written; relative imports have nothing to start from."""
    assert entry.source is not None  # noqa: S101  so says who calls
    module = ModuleType(f"_epoch_project_{entry.kind}_{entry.name.replace('-', '_')}")
    module.__file__ = entry.target
    module.__package__ = ""
    code = compile(entry.source, entry.target, "exec", dont_inherit=True)
    sys.modules[module.__name__] = module  # dataclasses look for their module there
    try:
        exec(code, module.__dict__)  # noqa: S102  this is what was trusted
    except BaseException:
        del sys.modules[module.__name__]
        raise
    return module


def all_of(found: Any, shape: type) -> list[Any]:
    """An object, or several in a list or tuple, held to the shape that its kind has.

    Raises:
        TypeError: it is something else.
    """
    several = list(found) if isinstance(found, (list, tuple)) else [found]
    for each in several:
        if not isinstance(each, shape):
            raise TypeError(f"expected {shape.__name__}, got {type(each).__name__}")
    if not several:
        raise TypeError(f"expected {shape.__name__}, got nothing")
    return several
