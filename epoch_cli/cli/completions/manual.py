"""The manual page, `man epoch`: every command with its options, in the roff that groff and mandoc both read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from epoch_cli import __version__
from epoch_cli.cli.commands.registry import MEANINGS
from epoch_cli.cli.completions.tree import Argument, Command, Option
from epoch_cli.config.settings import VARIABLES

_EXAMPLES = "Examples:"
_OTHER_VARIABLES: Mapping[str, str] = {
    "ANTHROPIC_API_KEY, OPENAI_API_KEY, …": "Keys of providers: epoch providers says which, and which were found.",
    "VISUAL, EDITOR": "What prompts and the configuration are written with.",
    "PAGER": "What epoch help goes through at a terminal.",
    "NO_COLOR": "No colours, anywhere.",
    "HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY": "How providers are reached.",
    "SSL_CERT_FILE, SSL_CERT_DIR": "Certificates that are trusted instead of the usual ones.",
    "XDG_CONFIG_HOME, XDG_DATA_HOME, XDG_CACHE_HOME": "Where the files below are.",
    "EPOCH_TRACEBACK": "Any value: a bug is told with its traceback.",
}
_FILES: Mapping[str, str] = {
    "epoch.toml, or [tool.epoch] in pyproject.toml": "The configuration of a project, in the nearest folder above.",
    "~/.config/epoch/config.toml": "Your own.",
    "~/.config/epoch/keys.json": "Keys of providers that epoch keys set has kept.",
    "~/.local/share/epoch/sessions/": "A file for each run.",
    "~/.cache/epoch/": "Answers and checked files; epoch cache clear removes them.",
}
"""Where they are on Linux; `epoch doctor` says where they are here."""


def manual_page(root: Command) -> str:
    """The page, for section 1."""
    return "\n".join(_lines(root)) + "\n"


def _lines(root: Command) -> Iterator[str]:
    yield '.\\" Made from the commands: `epoch completions` is made of the same.'
    yield f'.TH EPOCH 1 "" "epoch {__version__}" "User Commands"'
    text, examples = _parted(root.text)
    name = text.partition(",")[0]
    yield from (".SH NAME", f"epoch \\- {_roff(name[:1].lower() + name[1:])}")
    yield from (".SH SYNOPSIS", ".B epoch", ".RI [ OPTION \\&.\\|.\\|.]", ".I COMMAND", ".RI [ ARGUMENT \\&.\\|.\\|.]")
    yield ".SH DESCRIPTION"
    yield from _paragraphs(text)
    yield from (".PP", "Each command prints its help with", ".BR \\-\\-help ;", ".B epoch help")
    yield "lists what else there is to read."
    yield from _terms((_spelled(each), each.help) for each in root.options)
    yield ".SH COMMANDS"
    for command in root.walk():
        if command.path and not command.commands:
            yield from _command(command)
    yield ".SH EXIT STATUS"
    yield from _terms((f"{code:d}", meaning) for code, meaning in MEANINGS.items())
    yield ".SH ENVIRONMENT"
    own = {name: f"As the key {key} of the configuration, before which it comes." for name, key in VARIABLES.items()}
    yield from _terms({**own, **_OTHER_VARIABLES}.items())
    yield ".SH FILES"
    yield from _terms(_FILES.items())
    if examples:
        yield ".SH EXAMPLES"
        yield from _verbatim(examples)
    yield ".SH SEE ALSO"
    yield from (".BR epoch\\ help ,", ".BR jq (1)")


def _command(command: Command) -> Iterator[str]:
    words = [f"epoch {command.path}", "[OPTION...]" if command.options else "", *map(_written, command.arguments)]
    yield f'.SS "{_roff(" ".join(filter(None, words)))}"'
    text, examples = _parted(command.text)
    yield from _paragraphs(text)
    arguments = ((each.metavar, each.help) for each in command.arguments if each.help)
    options = ((_spelled(each), each.help) for each in command.options if "--help" not in each.names)
    yield from _terms([*arguments, *options])
    if examples:
        yield ".PP"
        yield "Examples:"
        yield from _verbatim(examples)


def _written(argument: Argument) -> str:
    text = f"{argument.metavar}{'...' if argument.many else ''}"
    return text if argument.required else f"[{text}]"


def _spelled(option: Option) -> str:
    """All spellings of an option, short ones first, and what its value is called."""
    names = ", ".join((*option.names[1:], option.names[0], *option.opposite))
    return f"{names} {option.metavar}".strip()


def _parted(text: str) -> tuple[str, list[str]]:
    """A help text without its examples, and those."""
    before, found, after = text.partition(f"\b\n{_EXAMPLES}\n")
    return (before.strip(), [line.strip() for line in after.splitlines() if line.strip()]) if found else (text, [])


def _paragraphs(text: str) -> Iterator[str]:
    """Paragraphs, each filled but for those that begin with `\\b`, which stay as they are."""
    for place, paragraph in enumerate(re.split(r"\n\s*\n", text.replace("\f", "").strip())):
        lines = paragraph.splitlines()
        if place:
            yield ".PP"
        if lines[0].strip() == "\b":
            yield from _verbatim(lines[1:])
        else:
            yield from (_roff(line.strip()) for line in lines)


def _verbatim(lines: Iterable[str]) -> Iterator[str]:
    yield from (".nf", ".RS 4", *map(_roff, lines), ".RE", ".fi")


def _terms(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    for term, text in pairs:
        yield from (".TP", f".B {_roff(term)}", _roff(text) or "\\&")


def _roff(text: str) -> str:
    """A text as roff: nothing in it is a request or an escape, and a hyphen is one that can be copied."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-").replace('"', "\\(dq").replace("'", "\\(aq")
    escaped = escaped.replace("`", "\\(ga").replace("~", "\\(ti").replace("^", "\\(ha")
    escaped = "".join(letter if letter.isascii() else f"\\[u{ord(letter):04X}]" for letter in escaped)
    return f"\\&{escaped}" if escaped.startswith(".") else escaped
