"""The script for zsh: a function for each command, which leaves the reading of the line to `_arguments`."""

from __future__ import annotations

from collections.abc import Iterator

from epoch_cli.cli.completions.tree import Argument, Command, Option
from epoch_cli.cli.completions.values import NOTHING, Values, Word


def zsh_script(root: Command) -> str:
    """The completions of all commands, as the function `_epoch` of a file that `compinit` finds."""
    functions = "\n".join(line for command in root.walk() for line in _function(command))
    values = "\n".join(line for each in root.all_values() if each != NOTHING for line in _values(each))
    return _FRAME.replace("@FUNCTIONS@", functions).replace("@VALUES@", values)


def _function(command: Command) -> Iterator[str]:
    yield f"_epoch{_suffix(command.path)}() {{"
    if not command.path:  # below, a command is the first word
        yield '  local -a __epoch_words=("${(@)words}")'
        yield "  local __epoch_at=$CURRENT"
    options = [spec for option in command.options for spec in _specs(option)]
    if command.commands:
        yield "  local curcontext=$curcontext state line"
        yield "  local -a found=("
        yield from (f"    {_described(Word(each.name, each.help))}" for each in command.commands)
        yield "  )"
        yield "  _arguments -C -S : \\"
        yield from (f"    {spec} \\" for spec in options)
        yield "    ': :->command' '*:: :->rest' && return"
        yield "  case $state in"
        yield "    command) _describe -V -t commands 'command' found ;;"
        yield f"    rest) __epoch_sub _epoch{_suffix(command.path)} ${{words[1]}} ;;"
        yield "  esac"
    else:
        arguments = [_argument(each) for each in command.arguments]
        yield "  _arguments -s -S : \\"
        yield from (f"    {spec} \\" for spec in [*options, *arguments][:-1])
        yield f"    {[*options, *arguments][-1]}"
    yield "}\n"


def _suffix(path: str) -> str:
    return "".join(f"_{word.replace('-', '_')}" for word in path.split())


def _specs(option: Option) -> Iterator[str]:
    """The option as `_arguments` wants it: a word for each of its names, which exclude each other."""
    others = "" if option.again or len(option.spellings) == 1 else f"({' '.join(option.spellings)})"
    again = "*" if option.again else ""
    for name in option.spellings:
        long = name.startswith("--")
        taken = ("=" if long else "+") if option.values is not None else ""
        value = f":{_message(option.metavar)}:{_action(option.values)}" if option.values is not None else ""
        yield _quoted(f"{others}{again}{name}{taken}[{_bracketed(option.help)}]{value}")


def _argument(argument: Argument) -> str:
    begin = "*:" if argument.many else ":" if argument.required else "::"
    # a message beside options that could stand there keeps zsh from inserting the only one
    action = f"__epoch_text {argument.metavar}" if argument.values == NOTHING else _action(argument.values)
    return _quoted(f"{begin}{_message(argument.metavar)}:{action}")


def _action(values: Values) -> str:
    return " " if values == NOTHING else f"__epoch_of_{values.name.replace('-', '_')}"


def _values(values: Values) -> Iterator[str]:
    """The function that offers what one place takes."""
    yield f"__epoch_of_{values.name.replace('-', '_')}() {{"
    yield "  local ret=1"
    if values.listed:
        yield "  compset -P '*,'"
    if values.words:
        yield f"  __epoch_offer {values.name} \\"
        described = [_described(word) for word in values.words]
        yield from (f"    {each} \\" for each in described[:-1])
        yield f"    {described[-1]} && ret=0"
    if values.live:
        yield f"  __epoch_live {values.live} && ret=0"
    if values.paths:
        yield f"  _files{' -/' if values.paths == 'folders' else ''} && ret=0"
    yield "  return ret"
    yield "}\n"


def _described(word: Word) -> str:
    """A word with what it means, as `_describe` wants it."""
    text = word.text.replace("\\", "\\\\").replace(":", "\\:")
    return _quoted(f"{text}:{word.meaning}" if word.meaning else text)


def _message(text: str) -> str:
    return text.replace("\\", "\\\\").replace(":", "\\:")


def _bracketed(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("]", "\\]").replace("[", "\\[")
    return escaped.replace(":", "\\:")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


_FRAME = r"""#compdef epoch
# Completions of epoch for zsh; made from its commands. `epoch completions` says where they go.

@FUNCTIONS@
# the function of the command $2 in the group whose function is $1
__epoch_sub() {
  local name=$1_${2//-/_}
  (( $+functions[$name] )) || return 1
  curcontext="${curcontext%:*}-$2:"
  $name
}

# offer words, each with what it means; one that ends with = or : is not over
__epoch_offer() {
  local name=$1 ret=1
  shift
  local each text
  local -a over begun
  for each in "$@"; do
    text=${each//\\:/=}
    [[ ${text%%:*} == *= ]] && begun+=("$each") || over+=("$each")
  done
  (( $#over )) && _describe -V -t $name ${name//-/ } over && ret=0
  (( $#begun )) && _describe -V -t $name ${name//-/ } begun -S '' && ret=0
  return ret
}

# say what is wanted, where it is nothing that could be offered
__epoch_text() {
  [[ $PREFIX == -* ]] || _message $argv[-1]
}

# offer what only this machine knows; epoch says nothing that could mean something to a shell
__epoch_live() {
  [[ $PREFIX == -* ]] && return 1
  local epoch=${__epoch_words[1]/#\~\//$HOME/} line
  local -a found
  whence -p -- $epoch > /dev/null || epoch=epoch
  local -a before=("${(@)__epoch_words[2,__epoch_at-1]}")
  for line in ${(f)"$("$epoch" completions values $1 "${(Q)PREFIX}" "${before[@]}" 2> /dev/null < /dev/null)"}; do
    found+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
  done
  (( $#found )) || return 1
  __epoch_offer $1 "${found[@]}"
}

@VALUES@
if [[ $funcstack[1] == _epoch ]]; then
  _epoch "$@"
else
  compdef _epoch epoch
fi
"""
