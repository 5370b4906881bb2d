"""The Typer app: its commands and its own help."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from actcli import __version__
from actcli.cli.command_classes import Command, Commands
from actcli.cli.commands import COMMANDS, request_of, work_of
from actcli.cli.request import as_function
from actcli.io import output

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def make_app(commands: Iterable[str] = COMMANDS) -> typer.Typer:
    """Return the app with some of the commands; only their modules are imported."""
    app = typer.Typer(
        name="actcli",
        add_completion=False,
        cls=Commands,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback(invoke_without_command=True)(root)
    for name in commands:
        command = as_function(request_of(name), partial(work_of, name))
        app.command(name, cls=Command, rich_help_panel=COMMANDS[name])(command)
    return app


def run(words: Sequence[str]) -> Any:
    """Run a command line and return its status; the errors of Typer are not caught."""
    # The other commands would take 3 ms to make.
    if words[:1] in (["--version"], ["-V"]):
        commands: Iterable[str] = ()
    else:
        commands = words[:1] if words and words[0] in COMMANDS else COMMANDS
    return typer.main.get_command(make_app(commands)).main(list(words), prog_name="actcli", standalone_mode=False)


def version(*, show: bool) -> None:
    """Print the version and stop."""
    if show:
        output.say(f"actcli {__version__}\n")
        raise typer.Exit


def root(
    ctx: typer.Context,
    *,
    _version: Annotated[
        bool,
        typer.Option(
            "--version", "-V", callback=lambda value: version(show=value), is_eager=True, help="Show the version."
        ),
    ] = False,
) -> None:
    """Activation functions of neural networks: values, derivatives, plots and comparisons.

    A SPEC is a function: a name, with parameters after a colon (relu, elu:alpha=0.5, srelu:t_left=-2,a_left=0.1, or
    leaky_relu:0.2, which has only one); a formula ('x*sigmoid(1.702*x)', 'a*tanh(b*x):a=2,b=0.5'); your own Python
    function (mine.py:name, package.module:name); a program (cmd:./PROGRAM); or measured values (@FILE). A prime after
    it means its derivative: "gelu'". Case, - and _ in names do not matter.

    Points are a range, START STOP; one number; --at X1,X2,...; or numbers on standard input, which are answered
    line by line. Negative numbers need no quoting and no --.

    actcli help COMMAND shows the options of a command, with examples.

    For example:

      actcli eval relu -5 5
      seq -5 5 | actcli eval gelu
      actcli grad elu:alpha=0.5 --at -2,0,2
      actcli plot relu gelu silu out.svg
      actcli compare sigmoid tanh
    """
    if ctx.invoked_subcommand is None:
        output.say(f"{ctx.get_help()}\n")
