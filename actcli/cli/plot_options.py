"""Options of ``plot``."""

from typing import Annotated

from typer import Argument, Option

from actcli.choices import ColorMode, FigureFormat
from actcli.cli.figure_options import FIGURE, Dpi, Size, ThemeOption, Transparent
from actcli.cli.options import NO_WORDS, Color, Request, Timeout

WHAT, TEXTS, TERMINAL = "What to draw", "Texts", "Terminal"


class PlotRequest(Request):
    """Options of ``plot``."""

    words: Annotated[
        list[str],
        Argument(
            metavar="SPEC... [START STOP | -] [OUT.svg|.png|.pdf]",
            help="Functions, a range or - for points on standard input, and a figure; without one, the terminal.",
            show_default=False,
        ),
    ] = NO_WORDS
    all: Annotated[bool, Option("--all", help="A gallery of every function.", rich_help_panel=WHAT)] = False
    family: Annotated[
        str | None, Option("--family", metavar="FAMILY", help="A gallery of one family.", rich_help_panel=WHAT)
    ] = None
    diff: Annotated[
        bool, Option("--diff", help="Differences from the first function instead.", rich_help_panel=WHAT)
    ] = False
    grad: Annotated[
        bool | None,
        Option(
            "--grad/--no-grad", help="Derivatives too; the default for one function.", show_default=False,
            rich_help_panel=WHAT,
        ),
    ] = None  # fmt: skip
    num: Annotated[
        int | None,
        Option("--num", "-n", metavar="N", help="Mark N points of the range on the curves.", rich_help_panel=WHAT),
    ] = None
    ylim: Annotated[
        str | None, Option("--ylim", metavar="LOW,HIGH", help="Limits of the y axis.", rich_help_panel=WHAT)
    ] = None
    title: Annotated[
        str | None,
        Option(
            "--title", metavar="TEXT", help="The heading, as typed: $ and \\ stay what they are.", rich_help_panel=TEXTS
        ),
    ] = None
    xlabel: Annotated[
        str | None, Option("--xlabel", metavar="TEXT", help="Label of the x axis.", rich_help_panel=TEXTS)
    ] = None
    ylabel: Annotated[
        str | None, Option("--ylabel", metavar="TEXT", help="Label of the y axis.", rich_help_panel=TEXTS)
    ] = None
    labels: Annotated[
        str | None,
        Option(
            "--labels", metavar="A,B,...", help="Names of several functions, in their order.", rich_help_panel=TEXTS
        ),
    ] = None
    no_formula: Annotated[bool, Option("--no-formula", help="Leave out the definition.", rich_help_panel=FIGURE)] = (
        False
    )
    output: Annotated[
        str | None,
        Option("--output", "-o", metavar="FILE", help="The figure; - is standard output.", rich_help_panel=FIGURE),
    ] = None
    format: Annotated[
        FigureFormat | None,
        Option("--format", "-t", help="Its format, where the suffix does not say.", rich_help_panel=FIGURE),
    ] = None
    theme: ThemeOption = None
    size: Size = None
    dpi: Dpi = None
    transparent: Transparent = False
    width: Annotated[
        int | None,
        Option("--width", metavar="COLUMNS", min=20, max=1000, help="Width in columns.", rich_help_panel=TERMINAL),
    ] = None
    height: Annotated[
        int | None,
        Option("--height", metavar="LINES", min=6, max=1000, help="Height in lines.", rich_help_panel=TERMINAL),
    ] = None
    ascii: Annotated[bool, Option("--ascii", help="Plain characters only.", rich_help_panel=TERMINAL)] = False
    color: Color = ColorMode.auto
    timeout: Timeout = None
