"""The first files of a design system: `presets/starting/`, filled in with what it builds on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from string import Template
from typing import Any

from epoch_cli.catalog.load import preset_data
from epoch_cli.catalog.writing import preset_text
from epoch_cli.config.paths import presets_dir


def starting_files(name: str, extends: str, parent: str, folder: str) -> dict[str, str]:
    """The texts of `catalog.toml` and `tokens.toml`.

    Args:
        name: of the design system.
        extends: what it builds on, as its file names it.
        parent: the same, as it is found from where we are.
        folder: where the files will be, as commands name it.

    Raises:
        CatalogError: what it builds on cannot be found or read.
    """
    base = preset_data(parent)
    names = list(base.get("components", {}))
    plain = [each for each in names if each.isidentifier()]  # others would have to be quoted
    # what has no components, such as `base`, needs some, or nothing could be made with it
    texts = ("catalog.txt", "tokens.txt") if names else ("whole.txt", "whole-tokens.txt")
    values = {
        "name": name,
        "extends": "".join(map(_in_string, extends)),
        "folder": folder,
        "component": next(iter(plain), "Name"),
        "some": ", ".join(f'"{each}"' for each in plain[-2:]),
        "groups": "\n".join(_commented(base.get("tokens", {}))),
    }
    return {
        file: Template((presets_dir() / "starting" / text).read_text("utf-8")).substitute(values)
        for file, text in zip(("catalog.toml", "tokens.toml"), texts, strict=True)
    }


def _commented(groups: Mapping[str, Any]) -> Iterator[str]:
    """The tokens of each group, as comments."""
    for name, group in groups.items():
        if group.get("description"):
            # of somebody else's file: what would end the comment would be read as a part of this one
            yield f"\n# {' '.join(''.join(map(_in_comment, group['description'])).split())}"
        text = preset_text({name: {"tokens": group.get("tokens", {})}})
        yield from (f"# {line}" for line in text.splitlines() if line)


def _in_string(char: str) -> str:
    """A character as it stands in a string of TOML."""
    if char in '"\\':
        return f"\\{char}"
    return char if char.isprintable() else f"\\U{ord(char):08X}"


def _in_comment(char: str) -> str:
    return char if char.isprintable() else " "
