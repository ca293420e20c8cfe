"""The script for fish: a `complete` for each option and argument, on condition that its command is on the line."""

from __future__ import annotations

from collections.abc import Iterator

from epoch_cli.cli.completions.tree import Command, Option
from epoch_cli.cli.completions.values import NOTHING, Values, Word


def fish_script(root: Command) -> str:
    """The completions of all commands, as a file that fish reads when it first completes `epoch`."""
    return (
        _FRAME.replace("@GROUPS@", " ".join(f"'{each.path}'" for each in root.walk() if each.commands))
        .replace("@TAKING@", "\n".join(_taking(root)))
        .replace("@VALUES@", "\n".join(line for each in root.all_values() for line in _values(each)))
        .replace("@COMPLETIONS@", "\n".join(line for each in root.walk() for line in _completions(each)))
    )


def _taking(root: Command) -> Iterator[str]:
    """A case for each command: its options behind which a value stands."""
    for command in root.walk():
        names = [name for option in command.options if option.values is not None for name in option.names]
        if names:
            yield f"        case {_quoted(command.path)}"
            yield f"            printf '%s\\n' {' '.join(names)}"


def _values(values: Values) -> Iterator[str]:
    if values == NOTHING or not (values.words or values.live or values.paths == "folders"):
        return  # files are what fish offers by itself
    yield f"        case {values.name}"
    listed = "__epoch_listed " if values.listed else ""
    if values.words:
        pairs = " ".join(_pair(word) for word in values.words)
        yield (
            f"            {listed}printf '%s\\n' {pairs}"
            if not listed
            else f"            printf '%s\\n' {pairs} | __epoch_listed"
        )
    if values.live:
        yield f"            __epoch_live {values.live}{' | __epoch_listed' if listed else ''}"
    if values.paths == "folders":
        yield "            __fish_complete_directories (__epoch_typed) ''"


def _pair(word: Word) -> str:
    """A word, a tab and what it means."""
    return _quoted(word.text) + (f"\\t{_quoted(word.meaning)}" if word.meaning else "")


def _completions(command: Command) -> Iterator[str]:
    begin = f"complete -c epoch -n {_quoted(f'__epoch_at {_quoted(command.path)}')}"
    for each in command.commands:
        yield f"{begin} -f -a {each.name} -d {_quoted(each.help)}"
    for option in command.options:
        yield f"{begin}{_option(option)} -d {_quoted(option.help)}"
        for opposite in option.opposite:
            yield f"{begin} -l {opposite.removeprefix('--')} -d {_quoted(option.help)}"
    for place, argument in enumerate(command.arguments):
        last = "" if argument.many else f" {place}"
        condition = _quoted(f"__epoch_at {_quoted(command.path)} {place}{last}")
        yield f"complete -c epoch -n {condition}{_offered(argument.values)}"


def _option(option: Option) -> str:
    names = "".join(f" -l {name[2:]}" if name.startswith("--") else f" -s {name[1:]}" for name in option.names)
    return names if option.values is None else f"{names} -r{_offered(option.values)}"


def _offered(values: Values) -> str:
    files = " -F" if values.paths == "files" else " -f"
    if not (values.words or values.live or values.paths == "folders"):
        return files
    return f"{files} -k -a '(__epoch_values {values.name})'"


def _quoted(text: str) -> str:
    """A text as one word of fish, for whom a backslash means something between quotes."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


_FRAME = r"""# Completions of epoch for fish; made from its commands. `epoch completions` says where they go.

# the options of a command behind which a value stands
function __epoch_taking -a command
    switch $command
@TAKING@
    end
end

# read the words before the cursor: of which command they are, and how many arguments it has so far
function __epoch_read
    set -g __epoch_command ''
    set -g __epoch_count 0
    set -l taking (__epoch_taking '')
    set -l value 0
    set -l over 0
    for word in $argv[2..-1]
        if test $value = 1
            set value 0
            continue
        end
        if test $over = 0
            if test "$word" = --
                set over 1
                continue
            end
            if string match -qr -- '^-.' $word
                contains -- $word $taking; and set value 1
                continue
            end
        end
        if contains -- "$__epoch_command" @GROUPS@
            set __epoch_command (string trim -- "$__epoch_command $word")
            set taking (__epoch_taking $__epoch_command)
        else
            set __epoch_count (math $__epoch_count + 1)
        end
    end
end

# whether the line is at this command, with so many arguments before the cursor: from $argv[2] to $argv[3]
function __epoch_at
    set -l words (commandline -opc)
    if test "$words" != "$__epoch_words"
        set -g __epoch_words $words
        __epoch_read $words
    end
    test "$__epoch_command" = "$argv[1]"; or return 1
    set -q argv[2]; and test $__epoch_count -lt $argv[2]; and return 1
    set -q argv[3]; and test $__epoch_count -gt $argv[3]; and return 1
    return 0
end

# what is typed of a value, without the option before it
function __epoch_typed
    string replace -r -- '^--[^=]*=' '' (commandline -ct)
end

# several values between commas: those before the last stay
function __epoch_listed
    set -l before (string match -r -- '^.*,' (__epoch_typed))
    while read -l line
        printf '%s%s\n' "$before" $line
    end
end

# what only this machine knows; epoch says nothing that could mean something to a shell
function __epoch_live -a kind
    set -l words (commandline -opc)
    set -l epoch (string replace -r -- '^~/' "$HOME/" $words[1])
    command -q -- $epoch; or set epoch epoch
    command -q -- $epoch; or return
    command $epoch completions values $kind '' $words[2..-1] 2>/dev/null </dev/null
end

function __epoch_values -a name
    switch $name
@VALUES@
    end
end

complete -c epoch -f
@COMPLETIONS@
"""
