"""The completion script of each shell: what the shell needs of the program, put into a template beside this file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from completing import program

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

HERE = Path(__file__).parent


def bash() -> str:
    """Return the script for bash."""
    commands, functions = program.commands(), program.functions()
    mains = " ".join(program.long_ones(program.main_options()))
    names = " ".join(command.name for command in commands)
    return _filled(
        "actcli.bash",
        commands=names,
        functions=_wrapped(function.name for function in functions),
        aliases=_wrapped(alias for function in functions for alias in function.aliases),
        values=_cases(
            (f"'{command.name} {spelling}'", _taken(option))
            for command in commands
            for option in command.options
            for spelling in option.spellings
            if _takes(option)
        ),
        options=_cases([("''", mains), *((command.name, " ".join(command.long_options)) for command in commands)]),
        operands=_cases((command.name, _operands(command)) for command in commands if _operands(command)),
        parameters=_cases(
            (spelling, " ".join(function.parameters))
            for function in functions
            for spelling in (function.name, *function.aliases)
            if function.parameters
        ),
    )


def zsh() -> str:
    """Return the script for zsh."""
    commands, functions = program.commands(), program.functions()
    return _filled(
        "_actcli",
        functions=_lines(4, (_quoted(f"{function.name}:{function.summary}") for function in functions)),
        aliases=_wrapped(alias for function in functions for alias in function.aliases),
        parameters=_cases(
            (
                (spelling, " ".join(_quoted(f"{name}:{about}") for name, about in function.parameters.items()))
                for function in functions
                for spelling in (function.name, *function.aliases)
                if function.parameters
            ),
            "({patterns}) reply=({result}) ;;",
        ),
        commands=_lines(4, (_quoted(f"{command.name}:{command.summary}") for command in commands)),
        arguments=_lines(
            8,
            (
                f"({command.name})\n            _arguments -S \\\n"
                + _lines(16, [*map(_zsh_option, command.options), *_zsh_operands(command)], " \\")
                + "\n            ;;"
                for command in commands
            ),
        ),
        main=_lines(8, (f"{_zsh_option(option)} \\" for option in program.main_options())),
    )


def _zsh_option(option: program.Option) -> str:
    suffixes = ("+", "=") if _takes(option) else ("", "")
    spellings = [spelling + suffixes[spelling.startswith("--")] for spelling in option.spellings]
    about = _quoted(f"[{_escaped(option.help, '[]:')}]{_zsh_action(option)}")
    if len(spellings) == 1:
        return spellings[0] + about
    return f"'({' '.join(option.spellings)})'{{{','.join(spellings)}}}{about}"


def _zsh_action(option: program.Option) -> str:
    if not _takes(option):
        return ""
    what = _escaped(option.metavar or option.spellings[0].lstrip("-"), ":")
    if option.words:
        return f":{what}:({' '.join(option.words)})"
    actions = {program.FILE: "_files", program.PARAMETER: "_actcli_parameter_names"}
    return f":{what}:{actions.get(option.metavar, ' ')}"


def _zsh_operands(command: program.Command) -> list[str]:
    match _operands(command):
        case "SPECS-OUT":
            return ["'*:function or figure:_actcli_operand_or_figure'"]
        case "SPECS":
            return ["'*:function:_actcli_operand'"]
        case "SPEC":
            return ["'1:function:_actcli_operand'", *(["'*:number:()'"] if len(command.operands) > 1 else [])]
        case words:
            return [f"'1:{command.operands[0]}:({words})'"] if words else []


def fish() -> str:
    """Return the script for fish."""
    commands, functions = program.commands(), program.functions()
    return _filled(
        "actcli.fish",
        functions=_lines(8, (f"{function.name} {_quoted(function.summary)}" for function in functions), " \\"),
        aliases=_lines(8, (_wrapped((a for f in functions for a in f.aliases), 100).splitlines()), " \\"),
        parameters=_cases(
            (
                (spelling, " ".join(f"{name} {_quoted(about)}" for name, about in function.parameters.items()))
                for function in functions
                for spelling in (function.name, *function.aliases)
                if function.parameters
            ),
            "case {patterns}\n            printf '%s\\t%s\\n' {result}",
            " ",
        ),
        figures=" ".join(command.name for command in commands if command.takes_figure),
        values="        case "
        + " ".join(
            f"'{command.name} {spelling}'"
            for command in commands
            for option in command.options
            for spelling in option.spellings
            if _takes(option)
        ),
        completions=_lines(0, _fish_completions(commands)),
    )


def _fish_completions(commands: Iterable[program.Command]) -> Iterator[str]:
    yield from (f"complete -c actcli -n __actcli_no_command {_fish_option(o)}" for o in program.main_options())
    for command in commands:
        yield f"complete -c actcli -n __actcli_no_command -a {command.name} -d {_quoted(command.summary)}"
    for command in commands:
        first, here = f"__actcli_is_first {command.name}", f"__actcli_is {command.name}"
        where = here if command.takes_functions == "many" else first
        if command.takes_functions:
            python = f"{where}; and string match -qr '^[^:]*[/.][^:]*$' -- (commandline -ct)"
            yield f"complete -c actcli -n {_quoted(where)} -a '(__actcli_specs)'"
            yield f"complete -c actcli -n {_quoted(python)} -F"
        if command.takes_figure:
            figure = f"{where}; and string match -qr '^[^:]+$' -- (commandline -ct)"
            yield f"complete -c actcli -n {_quoted(figure)} -F"
        if command.words:
            yield f"complete -c actcli -n {_quoted(where)} -a '{' '.join(command.words)}'"
        for option in command.options:
            yield f"complete -c actcli -n {_quoted(here)} {_fish_option(option)}"


def _fish_option(option: program.Option) -> str:
    kinds = {True: "-l", False: "-s"}
    spellings = [f"{kinds[s.startswith('--')]} {s.lstrip('-')}" for s in option.spellings]
    values = {program.FILE: ["-r -F"], program.PARAMETER: ["-x -a '(__actcli_parameter_names)'"]}
    free = ["-x"] if _takes(option) else []
    taken = [f"-x -a '{' '.join(option.words)}'"] if option.words else values.get(option.metavar, free)
    return " ".join([*spellings, *taken, "-d", _quoted(option.help)])


def powershell() -> str:
    """Return the script for PowerShell."""
    commands, functions = program.commands(), program.functions()
    return _filled(
        "actcli.ps1",
        commands=_hash((command.name, command.summary) for command in commands),
        values=_hash(
            (f"{command.name} {spelling}", _taken(option))
            for command in commands
            for option in command.options
            for spelling in option.spellings
            if _takes(option)
        ),
        options=_hash(
            [("", " ".join(program.long_ones(program.main_options())))]
            + [(command.name, " ".join(command.long_options)) for command in commands]
        ),
        operands=_hash((command.name, _operands(command).removesuffix("-OUT")) for command in commands),
        functions=_hash((function.name, function.summary) for function in functions),
        aliases=_hash((alias, function.name) for function in functions for alias in function.aliases),
        parameters=_hash((function.name, " ".join(function.parameters)) for function in functions),
    )


def _hash(entries: Iterable[tuple[str, str]]) -> str:
    """Return the entries of a PowerShell hash table."""
    doubled = ((key, value.replace("'", "''")) for key, value in entries)
    return _lines(8, (f"'{key}' = '{value}'" for key, value in doubled))


def _takes(option: program.Option) -> bool:
    return bool(option.words or option.metavar)


def _taken(option: program.Option) -> str:
    if option.words:
        return " ".join(option.words)
    return option.metavar if option.metavar in {program.FILE, program.PARAMETER} else ""


def _operands(command: program.Command) -> str:
    if command.takes_functions == "many":
        return "SPECS-OUT" if command.takes_figure else "SPECS"
    return "SPEC" if command.takes_functions else " ".join(command.words)


def _cases(
    entries: Iterable[tuple[str, str]], form: str = "{patterns}) reply='{result}' ;;", between: str = " | "
) -> str:
    """Return the cases of a shell's ``case``, those with the same result together."""
    patterns: dict[str, list[str]] = {}
    for pattern, result in entries:
        patterns.setdefault(result, []).append(pattern)
    return _lines(8, (form.format(patterns=between.join(p), result=r) for r, p in patterns.items()))


def _lines(indent: int, lines: Iterable[str], end: str = "") -> str:
    """Return indented lines; all but the last with an end."""
    return f"{end}\n".join(" " * indent + line for line in lines)


def _quoted(text: str) -> str:
    """Return a word in single quotes, as zsh and fish read them."""
    return "'" + text.replace("'", "'\\''") + "'"


def _escaped(text: str, characters: str) -> str:
    return "".join("\\" + c if c in characters else c for c in text)


def _wrapped(words: Iterable[str], width: int = 116) -> str:
    """Return words in lines."""
    lines = [""]
    for word in words:
        if len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] += f" {word}" if lines[-1] else word
    return "\n".join(lines)


def _filled(template: str, **parts: str) -> str:
    text = (HERE / template).read_text()
    for name, part in parts.items():
        text = text.replace(f"@{name}@", part)
    return text
