"""One target under the fuzzer, in a process of its own, which libFuzzer ends.

    python -m tests.fuzz.one NAME FOLDER… -FLAG=VALUE…

Only the functions of the target's modules are instrumented: what they call costs no more than ever.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from types import FunctionType, ModuleType
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # `support` and `unit`, as the tests import them

import atheris

from .targets import find_target


def modules_of(names: tuple[str, ...]) -> Iterator[ModuleType]:
    """The modules of these names, and those inside the packages among them."""
    for name in names:
        module = import_module(name)
        yield module
        for found in walk_packages(getattr(module, "__path__", ()), f"{name}."):
            yield import_module(found.name)


def functions_of(module: ModuleType) -> Iterator[FunctionType]:
    """The functions and methods that a module defines."""
    for value in vars(module).values():
        if inspect.isclass(value) and value.__module__ == module.__name__:
            for member in vars(value).values():
                yield from _inside(member, module)
        else:
            yield from _inside(value, module)


def _inside(value: Any, module: ModuleType) -> Iterator[FunctionType]:
    """The function in a method, a property or a cached function, if it is the module's own."""
    for inner in (
        value,
        getattr(value, "__wrapped__", None),
        getattr(value, "__func__", None),
        getattr(value, "fget", None),
    ):
        if isinstance(inner, FunctionType) and inner.__module__ == module.__name__:
            yield inner


def instrument(names: tuple[str, ...]) -> int:
    """Have the fuzzer see the branches of these modules; gives how many functions that are."""
    seen: set[int] = set()
    for module in modules_of(names):
        for function in functions_of(module):
            if id(function) not in seen:
                seen.add(id(function))
                atheris.instrument_func(function)
    return len(seen)


def main(arguments: list[str]) -> None:
    """Fuzz until libFuzzer ends the process."""
    target = find_target(arguments[0])
    check: Callable[[bytes], None] = target.check
    atheris.enabled_hooks.add("str")
    print(f"{instrument(target.MODULES)} functions", file=sys.stderr)
    atheris.Setup([arguments[0], *arguments[1:]], check)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1:])
