"""The script for PowerShell, 5 or later: the commands as a table of data, and a block that reads the line."""

from __future__ import annotations

from collections.abc import Iterator

from epoch_cli.cli.completions.tree import Argument, Command, Option
from epoch_cli.cli.completions.values import Values, Word


def powershell_script(root: Command) -> str:
    """The completions of all commands, as a script to be dot-sourced from a profile."""
    commands = "\n".join(line for command in root.walk() for line in _command(command))
    values = "\n".join(line for each in root.all_values() for line in _values(each))
    return _FRAME.replace("@COMMANDS@", commands).replace("@VALUES@", values)


def _command(command: Command) -> Iterator[str]:
    yield f"        {_quoted(command.path)} = @{{"
    yield "            Commands = [ordered]@{"
    yield from (f"                {_quoted(each.name)} = {_quoted(each.help)}" for each in command.commands)
    yield "            }"
    yield "            Options = @("
    yield from (f"                {_option(each)}" for each in command.options)
    yield "            )"
    yield f"            Arguments = @({', '.join(map(_argument, command.arguments))})"
    yield "        }"


def _option(option: Option) -> str:
    names = ", ".join(map(_quoted, option.spellings))
    takes = "" if option.values is None else option.values.name
    again = "$true" if option.again else "$false"
    return f"@{{ Names = @({names}); Takes = {_quoted(takes)}; Again = {again}; Help = {_quoted(option.help)} }}"


def _argument(argument: Argument) -> str:
    return _quoted(f"{argument.values.name}{'+' if argument.many else ''}")


def _values(values: Values) -> Iterator[str]:
    yield f"        {_quoted(values.name)} = @{{"
    yield f"            Live = {_quoted(values.live)}; Paths = {_quoted(values.paths)}; Listed = ${values.listed}"
    yield "            Words = [ordered]@{"
    yield from (f"                {_word(word)}" for word in values.words)
    yield "            }"
    yield "        }"


def _word(word: Word) -> str:
    return f"{_quoted(word.text)} = {_quoted(word.meaning)}"


def _quoted(text: str) -> str:
    """A text in which PowerShell replaces nothing; it takes typographic quotes for quotes, too."""
    return "'" + "".join(letter * 2 if letter in "'‘’‚‛" else letter for letter in text) + "'"


_FRAME = r"""# Completions of epoch for PowerShell; made from its commands. `epoch completions` says where they go.

Register-ArgumentCompleter -Native -CommandName @('epoch', 'epoch.exe') -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    # by command: its commands, its options, what its arguments take
    $commands = @{
@COMMANDS@
    }
    $values = @{
@VALUES@
    }

    # the words before the one that is typed, as values and not as they are quoted
    $words = @(
        foreach ($element in $commandAst.CommandElements) {
            $end = $element.Extent.EndOffset
            if ($end -lt $cursorPosition -or ($wordToComplete -eq '' -and $end -le $cursorPosition)) {
                if ($element -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $element.Value }
                else { $element.Extent.Text }
            }
        }
    )

    $path = ''
    $taken = ''
    $over = $false
    $place = 0
    $given = @()
    for ($i = 1; $i -lt $words.Count; $i++) {
        $word = $words[$i]
        $command = $commands[$path]
        $taken = ''
        if (-not $over -and $word -eq '--') { $over = $true }
        elseif (-not $over -and $word -match '^-.') {
            $name = ($word -split '=', 2)[0]
            $option = $command.Options | Where-Object { $_.Names -ccontains $name } | Select-Object -First 1
            if ($option) {
                if (-not $option.Again) { $given += $option.Names }
                if ($option.Takes -and $word -notmatch '=') {
                    $taken = $option.Takes
                    $i++
                    if ($i -lt $words.Count) { $taken = '' }
                }
            }
        }
        elseif ($command.Commands.Count) {
            $path = "$path $word".Trim()
            if (-not $commands.ContainsKey($path)) { return }
        }
        else { $place++ }
    }
    $command = $commands[$path]

    $before = ''
    $typed = $wordToComplete -replace '^[''"]', ''
    $offers = [ordered]@{}
    if (-not $taken -and -not $over -and $typed -match '^(--[^=]+)=(.*)$') {
        $before = "$($Matches[1])="
        $typed = $Matches[2]
        $option = $command.Options | Where-Object { $_.Names -ccontains $before.TrimEnd('=') } | Select-Object -First 1
        if (-not $option -or -not $option.Takes) { return }
        $taken = $option.Takes
    }
    elseif (-not $taken -and -not $over -and $typed -like '-*') {
        foreach ($option in $command.Options) {
            foreach ($name in $option.Names) {
                if ($given -cnotcontains $name) { $offers[$name] = $option.Help }
            }
        }
    }
    elseif (-not $taken -and $command.Commands.Count) { $offers = $command.Commands }
    elseif (-not $taken -and $command.Arguments.Count) {
        $taken = $command.Arguments[[Math]::Min($place, $command.Arguments.Count - 1)]
        if ($place -ge $command.Arguments.Count -and $taken -notlike '*+') { return }
        $taken = $taken.TrimEnd('+')
    }

    $paths = ''
    if ($taken) {
        $wanted = $values[$taken]
        $paths = $wanted.Paths
        if ($wanted.Listed -and $typed.Contains(',')) {
            $comma = $typed.LastIndexOf(',') + 1
            $before += $typed.Substring(0, $comma)
            $typed = $typed.Substring($comma)
        }
        foreach ($word in $wanted.Words.Keys) { $offers[$word] = $wanted.Words[$word] }
        if ($wanted.Live) {
            # what only this machine knows; epoch says nothing that could mean something to a shell
            $rest = @($words | Select-Object -Skip 1)
            foreach ($line in @(& $words[0] completions values $wanted.Live '' @rest 2> $null)) {
                $word, $said = $line -split "`t", 2
                $offers[$word] = $said
            }
        }
    }
    foreach ($word in $offers.Keys) {
        if ($word.StartsWith($typed, [StringComparison]::Ordinal)) {
            $said = if ($offers[$word]) { $offers[$word] } else { $word }
            $written = "$before$word"
            if ($written -match '^@') { $written = "'$written'" }
            [System.Management.Automation.CompletionResult]::new($written, $word, 'ParameterValue', $said)
        }
    }
    if ($paths) {
        foreach ($found in [System.Management.Automation.CompletionCompleters]::CompleteFilename($typed)) {
            if ($paths -eq 'files' -or $found.ResultType -eq 'ProviderContainer') {
                $written = "$before$($found.CompletionText)"
                [System.Management.Automation.CompletionResult]::new(
                    $written, $found.ListItemText, $found.ResultType, $found.ToolTip)
            }
        }
    }
}
"""
