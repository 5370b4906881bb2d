"""What ``plot`` is asked."""

from typing import Annotated

from typer import Argument, Option

from actcli.choices import ColorMode, FigureFormat, Theme
from actcli.cli.options import NO_WORDS, Color, Request, Timeout

WHAT, FIGURE, TERMINAL = "What to draw", "Figures", "Terminal"


class PlotRequest(Request):
    """What ``plot`` is asked."""

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
    title: Annotated[str | None, Option("--title", metavar="TEXT", help="The heading.", rich_help_panel=WHAT)] = None
    output: Annotated[
        str | None,
        Option("--output", "-o", metavar="FILE", help="The figure; - is standard output.", rich_help_panel=FIGURE),
    ] = None
    format: Annotated[
        FigureFormat | None,
        Option("--format", "-t", help="Its format, where the suffix does not say.", rich_help_panel=FIGURE),
    ] = None
    theme: Annotated[
        Theme | None, Option("--theme", help="Its colours. Light unless asked.", rich_help_panel=FIGURE)
    ] = None
    size: Annotated[
        str | None, Option("--size", metavar="WxH", help="Its size in inches, such as 6.4x5.", rich_help_panel=FIGURE)
    ] = None
    dpi: Annotated[
        int | None,
        Option(
            "--dpi",
            min=20,
            max=1200,
            metavar="DOTS",
            help="Dots per inch of a PNG. 200 unless asked.",
            rich_help_panel=FIGURE,
        ),
    ] = None
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
