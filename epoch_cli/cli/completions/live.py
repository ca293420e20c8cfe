"""What only this machine knows, for a shell that waits for it: `epoch completions values KIND [PREFIX [WORD]...]`.

A shell asks while somebody types, so this imports next to nothing of Epoch, and of Python only what a kind needs: paths
are strings here, and no pattern is compiled. What cannot be read has no values; nothing is said.

Session files are written by whoever sent them, and a prompt may hold anything. A value is given only if it is made of
characters that mean nothing to any shell; what is said of it is one line of printable characters.
"""

# with pathlib the start takes half as long again; paths are strings here
# ruff: noqa: PTH100, PTH109, PTH110, PTH111, PTH112, PTH113, PTH117, PTH118, PTH120, PTH123, PTH208

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # importing typing for it would cost as much as all that is imported below
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import Any

    Offer = tuple[str, str]
    """A value, and what is said of it."""

MOST = 100
"""So many sessions are offered, the newest: whoever looks for an older one types more of its id."""
LONGEST = 72
"""So many characters are said of a value."""


_PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:/@+-=")
_OF_AN_ID = _PLAIN.difference(".:/@+=")
_UNSEEN = frozenset("\u115f\u1160\u3164\uffa0")
"""What Python takes for printable, and nobody sees; `document/invisible.py` has them all, but as an expression."""
_LINE = 1 << 16
"""The first line of a session is read so far; with a document that the run began with, it may be longer."""


def write_values(arguments: Sequence[str]) -> None:
    """Write the values of a kind to stdout, a line each: the value, a tab, and what is said of it.

    Args:
        arguments: the kind, what the value begins with, and the words of the command line before it.
    """
    kind, prefix, *words = (*arguments, "", "")[: max(2, len(arguments))]
    lines = "".join(f"{value}\t{said}\n" for value, said in values(kind, prefix, words))
    try:
        os.write(1, lines.encode())
    except OSError:  # the shell does not wait any longer
        return


def values(kind: str, prefix: str = "", words: Sequence[str] = ()) -> list[Offer]:
    """The values of a kind; arguments as of `write_values`. None, where there is no such kind or something is wrong."""
    read = _KINDS.get(kind)
    if read is None:
        return []
    found: dict[str, str] = {}
    try:
        for value, said in read(prefix, words):
            if value.startswith(prefix) and value not in found and _is_plain(value):
                found[value] = _seen(said)
    except Exception:  # noqa: BLE001  in the middle of a line that is typed there is no place for an error
        return list(found.items())
    return list(found.items())


def _is_plain(value: str) -> bool:
    return 0 < len(value) <= 200 and value[0] not in "-=" and _PLAIN.issuperset(value)


def _seen(text: str) -> str:
    """A text as one line in which everything is seen and nothing is a command to a terminal."""
    clean = "".join(letter if letter.isprintable() and letter not in _UNSEEN else " " for letter in text[: 8 * LONGEST])
    line = " ".join(clean.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


# ---------------------------------------------------------------- sessions


def _sessions(prefix: str, _: Sequence[str]) -> Iterator[Offer]:
    """Ids, the newest first, with what was asked for."""
    import json

    folder = os.path.join(_user_folder("data"), "sessions")
    with os.scandir(folder) as files:
        names = [file.name for file in files if file.name.startswith(prefix) and file.name.endswith(".jsonl")]
    ids = (name.removesuffix(".jsonl") for name in sorted(names, key=_newest_first, reverse=True))
    plain = [name for name in ids if 0 < len(name) <= 80 and name[0].isalnum() and _OF_AN_ID.issuperset(name)]
    for name in plain[:MOST]:
        path = os.path.join(folder, f"{name}.jsonl")
        if not os.path.isfile(path):  # a pipe would hold us up
            continue
        with open(path, "rb") as file:
            line = file.readline(_LINE)
        try:
            row = json.loads(line)
            yield name, row.get("prompt") or row.get("title") or ""
        except (ValueError, AttributeError):
            yield name, ""


def _newest_first(name: str) -> tuple[bool, str]:
    """Ids begin with their time; any other name is older than all of them."""
    return name[:8].isdigit() and name[8:9] == "-", name


# ---------------------------------------------------------------- design systems


def _presets(_: str, __: Sequence[str]) -> Iterator[Offer]:
    folder = _presets_folder()
    for name in sorted(os.listdir(folder)):
        if name != "base" and os.path.isfile(os.path.join(folder, name, "catalog.toml")):
            yield name, ""
    yield _config().get("preset", ""), "of the configuration"


def _templates(_: str, words: Sequence[str]) -> Iterator[Offer]:
    for name, path in _template_files(words).items():
        yield name, str(_toml(path).get("description", ""))


def _parameters(_: str, words: Sequence[str]) -> Iterator[Offer]:
    """The parameters of the template that the command line names."""
    named = _option(words, "--template", "-t") or next((word for word in words[2:] if not word.startswith("-")), "")
    path = _template_files(words).get(named)
    if path is not None:
        for name, row in _toml(path).get("parameters", {}).items():
            yield f"{name}=", str(row.get("description", ""))


def _template_files(words: Sequence[str]) -> dict[str, str]:
    """The files of the templates by their names, as `catalog.templates` finds them."""
    from epoch_cli.config.paths import DEFAULT_PRESET

    found: dict[str, str] = {}
    for folder in reversed(_folders(_option(words, "--preset", "") or _config().get("preset") or DEFAULT_PRESET)):
        templates = os.path.join(folder, "templates")
        if os.path.isdir(templates):
            names = (name for name in os.listdir(templates) if name.endswith(".toml"))
            found.update((name.removesuffix(".toml"), os.path.join(templates, name)) for name in names)
    return dict(sorted(found.items()))


def _folders(preset: str) -> list[str]:
    """The folder of a design system, and those of what it builds on."""
    folders: list[str] = []
    here = os.getcwd()
    while preset and len(folders) < 9:  # circles are for others to complain about
        path = os.path.join(here, os.path.expanduser(preset))
        built_in = os.path.join(_presets_folder(), preset)
        folder = built_in if os.path.isfile(os.path.join(built_in, "catalog.toml")) else path
        file = os.path.join(folder, "catalog.toml") if os.path.isdir(folder) else folder
        here = os.path.dirname(file)
        folders.append(here)
        preset = str(_toml(file).get("preset", {}).get("extends", ""))
    return folders


def _presets_folder() -> str:
    """As `config.paths.presets_dir`."""
    package = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    installed = os.path.join(package, "presets")
    return installed if os.path.isdir(installed) else os.path.join(os.path.dirname(package), "presets")


# ---------------------------------------------------------------- providers


def _providers(_: str, __: Sequence[str]) -> Iterator[Offer]:
    for name, row in _tables("providers", {}).items():
        yield name, str(row.get("title", ""))


def _models(_: str, words: Sequence[str]) -> Iterator[Offer]:
    """Short names and ids, of the provider that the command line names; what does not answer any more is left out."""
    wanted = _option(words, "--provider", "-p")
    rows = [row for row in _tables("models", []) if wanted in {"", row.get("provider")} and not _is_gone(row)]
    for row in rows:
        for name in row.get("names", ()):
            yield name, f"{row.get('provider')}: {row.get('id')}"
    for row in rows:
        yield str(row.get("id", "")), str(row.get("provider", ""))


def _is_gone(row: Mapping[str, Any]) -> bool:
    from datetime import datetime

    retires = row.get("retires")
    return bool(row.get("gone") or (retires and str(retires) <= datetime.now().astimezone().date().isoformat()))


def _tables(name: str, empty: Any) -> Any:
    """What ships with Epoch, and the user's own; a row of the user's comes instead of one of the same name."""
    built_in, own = _toml(os.path.join(_presets_folder(), "providers.toml")), _toml(_user_file())
    first, second = built_in.get(name, empty), own.get(name, empty)
    return {**first, **second} if isinstance(empty, dict) else [*second, *first]


# ---------------------------------------------------------------- files


def _option(words: Sequence[str], long: str, short: str) -> str:
    """The value of an option on the command line, which shells give as it is typed; empty where it is not there."""
    found = ""
    for at, word in enumerate(words):
        if word in {long, short} and word and at + 1 < len(words):
            found = words[at + 1]
        elif word.startswith(f"{long}="):
            found = word.partition("=")[2]
    return found.strip("'\"").replace("\\ ", " ")


def _config() -> Mapping[str, Any]:
    """The configuration that applies here: the environment over the project's file over the user's."""
    merged = {**_toml(_user_file()), **_project()}
    if preset := os.environ.get("EPOCH_PRESET"):
        merged["preset"] = preset
    return merged


def _project() -> Mapping[str, Any]:
    """The tables of the nearest `epoch.toml` or `[tool.epoch]`, as `config.settings` finds it; paths as absolute."""
    folder = os.getcwd()
    while True:
        own, shared = os.path.join(folder, "epoch.toml"), os.path.join(folder, "pyproject.toml")
        table = _toml(own) if os.path.isfile(own) else _toml(shared).get("tool", {}).get("epoch")
        if table is not None:
            beside = os.path.join(folder, str(table.get("preset", "")))
            return {**table, "preset": beside} if "preset" in table and os.path.exists(beside) else table
        above = os.path.dirname(folder)
        if above == folder or os.path.exists(os.path.join(folder, ".git")):
            return {}
        folder = above


def _user_file() -> str:
    return os.path.join(_user_folder("config"), "config.toml")


def _toml(path: str) -> dict[str, Any]:
    """The tables of a file; none where it is not there or is no TOML."""
    if not os.path.isfile(path):  # a pipe would hold us up
        return {}
    import tomllib

    try:
        with open(path, "rb") as file:
            return tomllib.loads(file.read(1 << 22).decode())
    except (OSError, ValueError):
        return {}


def _user_folder(kind: str) -> str:
    """The user's folder of Epoch's `data` or `config`, as platformdirs has it, whose import takes longer than we do."""
    variable, usual = {"data": ("XDG_DATA_HOME", "~/.local/share"), "config": ("XDG_CONFIG_HOME", "~/.config")}[kind]
    given = os.environ.get(variable, "")
    if sys.platform.startswith("linux") and (not given or os.path.isabs(given)):
        return os.path.join(given or os.path.expanduser(usual), "epoch")
    import platformdirs

    find: Callable[..., str] = platformdirs.user_data_dir if kind == "data" else platformdirs.user_config_dir
    return find("epoch", appauthor=False)


_KINDS: Mapping[str, Callable[[str, Sequence[str]], Iterable[Offer]]] = {
    "sessions": _sessions,
    "presets": _presets,
    "templates": _templates,
    "parameters": _parameters,
    "providers": _providers,
    "models": _models,
}
