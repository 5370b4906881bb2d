"""The words that are completed, as plain data: the commands of the app and the functions of the registry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import typer  # noqa: TID251  # reason: the app is what is walked

from actcli.catalog.record import FAMILIES, LIBRARIES
from actcli.cli.app import make_app
from actcli.cli.commands import COMMANDS
from actcli.functions import built_in
from actcli.numbers.format_table import NAMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

#: What an option takes, by its metavar, where it is no choice of words; other metavars have nothing to complete.
FILE, PARAMETER, FAMILY, LIBRARY, TYPE = "FILE", "PARAM", "FAMILY", "LIBRARY", "TYPE"
#: What an operand takes that is one of the commands.
COMMAND = "[COMMAND]"


@dataclass(frozen=True)
class Option:
    """An option: its spellings, what it takes (``words`` to choose from, or a metavar), and its help."""

    spellings: tuple[str, ...]
    words: tuple[str, ...]
    metavar: str
    help: str


@dataclass(frozen=True)
class Command:
    """A command; ``operands`` is the metavar of its operands, ``words`` what they are chosen from, if anything."""

    name: str
    summary: str
    options: tuple[Option, ...]
    operands: tuple[str, ...]
    words: tuple[str, ...]

    @property
    def long_options(self) -> list[str]:
        """Its options as they are offered: short ones are typed faster than chosen."""
        return long_ones(self.options)

    @property
    def takes_functions(self) -> str:
        """``""``, ``"one"`` or ``"many"``."""
        if "SPEC" not in "".join(self.operands):
            return ""
        return "many" if "..." in "".join(self.operands) else "one"

    @property
    def takes_figure(self) -> bool:
        """Whether a figure to write may stand among the operands."""
        return "OUT." in "".join(self.operands)


@dataclass(frozen=True)
class Function:
    """A function of the registry, its aliases, and its parameters with what they do."""

    name: str
    family: str
    aliases: tuple[str, ...]
    summary: str
    parameters: Mapping[str, str]


def functions() -> Sequence[Function]:
    """Return the built-in functions, in the order of families."""
    return [
        Function(
            record.name,
            record.family,
            tuple(record.aliases),
            record.summary,
            {p.name: p.summary for p in record.params},
        )
        for record in sorted(built_in(), key=lambda record: list(FAMILIES).index(record.family))
    ]


def commands() -> Sequence[Command]:
    """Return the commands, in the order of the app."""
    group: Any = typer.main.get_command(make_app())
    return [_command(group.commands[name], name) for name in group.commands]


def main_options() -> tuple[Option, ...]:
    """Return the options that stand before a command."""
    return tuple(_options(typer.main.get_command(make_app()), "actcli"))


def long_ones(options: Iterable[Option]) -> list[str]:
    """Return the long spellings of options."""
    return [spelling for option in options for spelling in option.spellings if spelling.startswith("--")]


def _command(command: Any, name: str) -> Command:  # noqa: ANN401  # the classes are private to Typer
    operands = [p for p in command.params if p.param_type_name == "argument"]
    summary = command.help.partition("\n")[0]
    words = [word for operand in operands for word in getattr(operand.type, "choices", ())]
    words += [word for operand in operands if operand.metavar == COMMAND for word in COMMANDS]
    return Command(
        name, summary, tuple(_options(command, name)), tuple(p.metavar or p.name for p in operands), tuple(words)
    )


def _options(command: Any, name: str) -> Iterator[Option]:  # noqa: ANN401  # the same
    context = typer.Context(command, info_name=name, help_option_names=["-h", "--help"])
    for param in command.get_params(context):
        if param.param_type_name != "option":
            continue
        words = tuple(getattr(param.type, "choices", ()))
        metavar = "" if param.is_flag else param.metavar or ("" if words else "N")
        if metavar == FAMILY:
            words = families()
        elif metavar == LIBRARY:
            words = tuple(key for key in LIBRARIES if key != "other")
        elif metavar == TYPE:
            words = NAMES
        # Short ones first: Typer has those of help in any order.
        spellings = sorted((*param.opts, *param.secondary_opts), key=lambda spelling: spelling.startswith("--"))
        yield Option(tuple(spellings), words, metavar, param.help or "")


def families() -> tuple[str, ...]:
    """Return the families that have functions."""
    used = {record.family for record in built_in()}
    return tuple(family for family in FAMILIES if family in used)
