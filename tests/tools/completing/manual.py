"""The manual page: the pages that --help shows, the functions of the registry, and what belongs to no command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer  # noqa: TID251  # reason: the app is what is walked

from actcli import __version__
from actcli.catalog.record import FAMILIES
from actcli.cli.app import make_app
from actcli.cli.help_page import Page, page
from completing import program

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ENVIRONMENT = {
    "NO_COLOR": "Turns colours off; --color overrides it.",
    "FORCE_COLOR": "Colours help, cards and plots even outside a terminal; numbers stay plain there.",
    "TERM": "The value dumb turns colours off.",
    "COLUMNS, LINES": "Override the size of the terminal.",
    "ACTCLI_NUM_THREADS, OMP_NUM_THREADS": "How many threads or processes compute; default: as many as cores.",
    "ACTCLI_NO_PLUGINS": "Leaves out the functions of plug-ins.",
    "ACTCLI_TRACEBACK": "Shows the traceback of an internal error.",
}
STATUS = {
    "0": "Success; also if the reader of a pipe has closed it.",
    "1": "Bad data, an input or output error, a failure in your own function, or a check of compare exceeded.",
    "2": "Usage error: the command line cannot be understood.",
    "130": "Interrupted.",
}
_ESCAPES = {"\\": r"\e", "-": r"\-", "'": r"\(aq", '"': r"\(dq", "^": r"\(ha", "~": r"\(ti", "`": r"\(ga"}


def pages() -> list[Page]:
    """Return the pages that --help shows, first that of the program."""
    group: Any = typer.main.get_command(make_app())
    root = typer.Context(group, info_name="actcli", help_option_names=["-h", "--help"])
    commands = group.commands.items()
    return [
        page(group, root),
        *(page(command, typer.Context(command, parent=root, info_name=name)) for name, command in commands),
    ]


def manual() -> str:
    """Return the manual page, for ``man -l``."""
    whole, *commands = pages()
    lines = [
        r".\" Made from the program by `python tests/tools/completions.py`.",
        f'.TH ACTCLI 1 "" "actcli {__version__}" "User Commands"',
        *_section("NAME", [rf"actcli \- {_text(whole.summary[:1].lower() + whole.summary[1:].rstrip('.'))}"]),
        *_section("SYNOPSIS", _synopsis(commands)),
        *_section("DESCRIPTION", [line for paragraph in whole.paragraphs for line in (".PP", _text(paragraph))]),
        *_section("EXAMPLES", _example(whole.examples)),
        *_section("COMMANDS", (line for each in commands for line in _command(each))),
        *_section("FUNCTIONS", _functions()),
        *_section("ENVIRONMENT", _terms(ENVIRONMENT.items())),
        *_section("EXIT STATUS", _terms(STATUS.items())),
    ]
    return "\n".join(lines) + "\n"


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    yield f".SH {title}"
    yield from lines


def _synopsis(pages: Iterable[Page]) -> Iterator[str]:
    for i, each in enumerate(pages):
        if i:
            yield ".br"
        yield _usage(each)


def _usage(each: Page) -> str:
    program_name, command, *operands = each.usage.split(" ", 2)
    return rf"\fB{program_name} {command}\fR {_text(' '.join(operands))}"


def _command(each: Page) -> Iterator[str]:
    yield f".SS {each.usage.split()[1]}"
    yield _usage(each)
    for paragraph in (each.summary, *each.paragraphs):
        yield from (".PP", _text(paragraph))
    yield from _example(each.examples)
    for group in each.groups:
        if group.title != "Options":
            yield from (".PP", rf"\fI{_text(group.title)}\fR")
            yield from _terms(group.rows)


def _example(commands: Iterable[str]) -> Iterator[str]:
    yield from (".PP", ".RS 4", ".nf", *map(_text, commands), ".fi", ".RE")


def _terms(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    for term, about in rows:
        yield from (".TP", rf"\fB{_text(term.strip())}\fR", _text(about))


def _functions() -> Iterator[str]:
    family = ""
    for function in program.functions():
        if function.family != family:
            family = function.family
            yield from (".PP", rf"\fI{_text(FAMILIES[family])}\fR")
        names = ", ".join((function.name, *function.aliases))
        parameters = ", ".join(f"{name}: {about}" for name, about in function.parameters.items())
        yield from _terms([(names, f"{function.summary}{'; ' if parameters else ''}{parameters}.")])


def _text(words: str) -> str:
    """Return text with what roff would read as its own escaped."""
    escaped = "".join(_ESCAPES.get(c, c) for c in words)
    return rf"\&{escaped}" if escaped.startswith(".") else escaped
