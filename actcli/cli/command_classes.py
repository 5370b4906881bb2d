"""The classes of commands: negative numbers are operands, other words with a leading minus options, help is ours."""

from __future__ import annotations

import math
from typing import Any

from typer.core import TyperCommand, TyperGroup

from actcli.errors import UsageError
from actcli.io import output

#: Options of which several values are meant where they are given twice, with a hint. Of others the last one counts, so
#: that an alias can be overridden.
_ONCE = dict.fromkeys(("column", "family", "input", "library", "output"), "") | {
    "at": "points are joined by commas: --at 1,2,3",
    "labels": "names are joined by commas: --labels A,B",
}


class Helpful:
    """A Typer command with help pages of its own."""

    def get_help(self, ctx: Any) -> str:
        """Return the help as text."""
        from actcli.cli import help_page

        return help_page.shown(self, ctx)

    def get_help_option(self, ctx: Any) -> Any:
        """Return the option for help. Help is written like results, since Typer hides failures to write it."""
        option = super().get_help_option(ctx)  # type: ignore[misc]  # reason: a command of Typer has it
        option.callback = _show
        return option


def _show(ctx: Any, _param: Any, value: bool) -> None:  # noqa: FBT001  # the form of a callback
    if value:
        output.say(f"{ctx.get_help()}\n")
        ctx.exit()


class Commands(Helpful, TyperGroup):
    """The group of all commands."""


class Command(Helpful, TyperCommand):
    """A command that takes ``-5``, ``-.5``, ``-1e-3``, ``-inf`` and ``-nan`` as operands without ``--``."""

    def make_parser(self, ctx: Any) -> Any:
        """Return a parser that treats negative numbers as operands."""
        from actcli.numbers.grammar import looks_like_number

        parser = super().make_parser(ctx)
        process = parser._process_opts  # noqa: SLF001  # Typer has no other hook for it
        short = {option for param in self.params for option in param.opts if len(option) == 2}

        def operand_or_option(arg: str, state: Any) -> None:
            if looks_like_number(arg):
                state.largs.append(arg)
            elif arg[:2] not in short and _looks_like_formula(arg):
                raise UsageError(
                    f"a formula that begins with - looks like an option: {arg}", f"write -- before it, or '0{arg}'"
                )
            else:
                process(arg, state)

        read = parser.parse_args

        def with_numbers(args: list[str]) -> Any:
            options, words, given = read(args)
            for at, param in enumerate(given):
                if param in given[:at] and param.name in _ONCE:
                    raise UsageError(f"{param.opts[0]} is given twice", _ONCE[str(param.name)])
                text = options.get(str(param.name))
                if isinstance(text, str) and param.type.name.startswith(("int", "float")):
                    _check_number(param, text, ctx)
            return options, words, given

        parser._process_opts = operand_or_option  # type: ignore[method-assign]  # noqa: SLF001  # the same hook
        parser.parse_args = with_numbers  # type: ignore[method-assign]  # the same
        return parser


def _looks_like_formula(word: str) -> bool:
    """Tell whether a word with a leading minus is meant as a formula: ``-x``, ``-2*x``."""
    return word[1:2] == "x" or (word[1:2] != "-" and any(c in word[2:] for c in "x()*/+"))


def _check_number(param: Any, text: str, ctx: Any) -> None:
    """Refuse numbers that Python accepts and the grammar does not, such as ``1_000``; options can't be nan."""
    from actcli.numbers.grammar import parse_number, quote

    value = parse_number(text)
    if value is None or math.isnan(value):
        from actcli.cli import usage_errors

        message, hint = usage_errors.refused(param, quote(text))
        raise UsageError(message, hint or f"see {ctx.command_path} --help")
