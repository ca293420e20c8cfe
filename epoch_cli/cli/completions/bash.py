"""The script for bash: 3.2, which macOS has, or later; with the package bash-completion or without.

Nothing of a user's machine is ever expanded by the shell: words are compared and copied, and `compgen -W`, which runs
what stands in `$(…)`, is not used. Bash cuts a line at `=` and `:`, too, so words are put together again from the line,
and what it takes for done is cut off from what is offered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from epoch_cli.cli.completions.tree import Command, Option
from epoch_cli.cli.completions.values import NOTHING, Values


def bash_script(root: Command) -> str:
    """The completions of all commands, as a script to be sourced."""
    return _FRAME.replace("@COMMANDS@", _block(_commands(root))).replace("@VALUES@", _block(_values(root)))


def _block(lines: Iterable[str]) -> str:
    return "\n".join(f"        {line}" for line in lines)


def _commands(root: Command) -> Iterator[str]:
    """A branch for each command, which tells its own commands, options and arguments."""
    for command in root.walk():
        yield f"{_quoted(command.path)})"
        for name, words in (
            ("commands", [each.name for each in command.commands]),
            ("options", ["|".join(option.spellings) for option in command.options]),
            ("again", [name for option in command.options if option.again for name in option.names]),
            ("arguments", [f"{each.values.name}{'+' if each.many else ''}" for each in command.arguments]),
        ):
            if words:
                yield f"    {name}={_quoted(' '.join(words))}"
        yield from _taken(command.options)
        yield "    ;;"


def _taken(options: Sequence[Option]) -> Iterator[str]:
    """What each option takes, as `--preset=presets`."""
    pairs = [f"{name}={option.values.name}" for option in options if option.values for name in option.names]
    if pairs:
        yield f"    takes={_quoted(' '.join(pairs))}"


def _values(root: Command) -> Iterator[str]:
    for values in root.all_values():
        yield f"{values.name})"
        yield from (f"    {line}" for line in _offers(values))
        yield "    ;;"


def _offers(values: Values) -> Iterator[str]:
    if values == NOTHING:
        yield ":"
    if values.listed:
        yield "__epoch_list"
    if values.words:
        yield f"__epoch_offer {' '.join(_quoted(word.text) for word in values.words)}"
    if values.live:
        yield f"__epoch_live {values.live}"
    if values.paths:
        yield f"__epoch_{values.paths}"


def _quoted(text: str) -> str:
    """A text as one word of the shell."""
    return text if text and not set(text) - _PLAIN else "'" + text.replace("'", "'\\''") + "'"


_PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._/+-=:")

_FRAME = r"""# Completions of epoch for bash; made from its commands. `epoch completions` says where they go.
# shellcheck shell=bash

# what a command has: its commands, options, which of them can be given again, what they and its arguments take
__epoch_command() {
    commands='' options='' again='' takes='' arguments=''
    case $1 in
@COMMANDS@
        *) return 1 ;;
    esac
}

__epoch_values() {
    case $1 in
@VALUES@
    esac
}

# the words up to the cursor, as they were typed: bash cuts them at = and :, too
__epoch_words() {
    local line=${COMP_LINE:0:COMP_POINT} part i last=-1
    words=()
    for ((i = 0; i <= COMP_CWORD; i++)); do
        part=${COMP_WORDS[i]}
        if ((i == 0)) || [[ $line == [[:space:]]* || $line != "$part"* ]]; then
            line=${line#"${line%%[![:space:]]*}"}
            ((last += 1))
            words[last]=''
        fi
        ((i == COMP_CWORD)) && part=$line
        words[last]+=$part
        line=${line#"$part"}
    done
}

# offer those words that begin as what is typed does
__epoch_offer() {
    local word
    for word in "$@"; do
        [[ $word == "$typed"* ]] && COMPREPLY+=("$before$word")
    done
}

# offer what only this machine knows; epoch says nothing that could mean something to a shell
__epoch_live() {
    local word said epoch=${words[0]/#\~\//"$HOME"/}
    type -P -- "$epoch" > /dev/null || epoch=epoch
    while IFS=$'\t' read -r word said; do
        [[ -n $word ]] && __epoch_offer "$word"
    done <<< "$("$epoch" completions values "$1" "$typed" "${words[@]:1:${#words[@]}-2}" 2> /dev/null < /dev/null)"
    __epoch_order
}

__epoch_order() {
    compopt -o nosort 2> /dev/null
}

# several values between commas: only the last is looked at
__epoch_list() {
    [[ $typed == *,* ]] || return
    before+=${typed%,*},
    typed=${typed##*,}
}

# readline completes files and folders itself, with all their quotes and spaces, when there is nothing else
__epoch_files() {
    local path
    compopt -o default 2> /dev/null
    if ((${#COMPREPLY[@]})) && [[ $typed != *[\'\"\\]* ]]; then
        compopt -o filenames 2> /dev/null
        while IFS= read -r path; do
            [[ -n $path ]] && COMPREPLY+=("$before$path")
        done <<< "$(compgen -f -- "$typed")"
    fi
}

__epoch_folders() {
    compopt -o filenames -o plusdirs 2> /dev/null
}

# what the option $1 takes; nothing for a flag
__epoch_taken() {
    local pair
    for pair in $takes; do
        [[ ${pair%%=*} == "$1" ]] && { taken=${pair#*=}; return; }
    done
    return 1
}

# what stands before the cursor: the command, what was given to it, and what is wanted here
__epoch_read() {
    local i word
    for ((i = 1; i < ${#words[@]} - 1; i++)); do
        word=${words[i]}
        if [[ -z $over && $word == -- ]]; then
            over=1
        elif [[ -z $over && $word == -?* ]]; then
            given+="${word%%=*} "
            if [[ $word != *=* ]] && __epoch_taken "$word"; then
                ((i += 1))
                ((i == ${#words[@]} - 1)) && wanted=$taken
            fi
        elif [[ -n $commands ]]; then
            path=${path:+$path }$word
            __epoch_command "$path" || return 1
        else
            ((place += 1))
        fi
    done
    return 0
}

__epoch_argument() {
    local each left=$place
    for each in $arguments; do
        if ((left == 0)) || [[ $each == *+ ]]; then
            __epoch_values "${each%+}"
            return
        fi
        ((left -= 1))
    done
}

# those options that were not given yet, in no spelling, or can be given again
__epoch_options() {
    local all option
    for all in $options; do
        for option in ${all//|/ }; do
            [[ $given == *" $option "* && " $again " != *" $option "* ]] && continue 2
        done
        # shellcheck disable=SC2086
        __epoch_offer ${all//|/ }
    done
}

_epoch() {
    local IFS=$' \t\n'
    local commands options again takes arguments
    local words path='' given=' ' over='' wanted='' taken='' place=0 before='' typed
    local cut i
    COMPREPLY=()
    compopt +o default 2> /dev/null
    __epoch_words
    typed=${words[${#words[@]}-1]}
    cut=${typed%"$2"}
    cut=${cut//[\'\"]/}
    typed=${typed#[\'\"]}
    __epoch_command ''
    __epoch_read || return
    if [[ -n $wanted ]]; then
        __epoch_values "$wanted"
    elif [[ -z $over && $typed == --*=* ]]; then
        before=${typed%%=*}=
        typed=${typed#*=}
        typed=${typed#[\'\"]}
        __epoch_taken "${before%=}" && __epoch_values "$taken"
    elif [[ -z $over && $typed == -* ]]; then
        __epoch_options
    elif [[ -n $commands ]]; then
        # shellcheck disable=SC2086
        __epoch_offer $commands
        __epoch_order
    else
        __epoch_argument
    fi
    for ((i = 0; i < ${#COMPREPLY[@]}; i++)); do
        case ${COMPREPLY[i]} in *[=:]) compopt -o nospace 2> /dev/null ;; esac
        COMPREPLY[i]=${COMPREPLY[i]#"$cut"}
    done
}

complete -o default -F _epoch epoch
"""
