"""The arguments, options and help of ``plot``."""

from typing import Annotated

from typer import Argument, Option

from actcli.choices import ColorMode, FigureFormat, Rounding
from actcli.cli.figure_options import Dpi, Size, ThemeOption, Transparent
from actcli.cli.options import DTYPE, EXACT, FIGURE, FLOAT64, NO_WORDS, ROUNDING, SATURATE, TO, Color, Timeout
from actcli.cli.request import Fact, Needs, Request

WHAT, TEXTS, TERMINAL = "What to draw", "Texts", "Terminal"


class PlotRequest(Request, kw_only=True):
    """Plots of functions, as an SVG, PNG or PDF figure, as a page with sliders, or in the terminal.

    For example:

      actcli plot gelu
      actcli plot relu gelu silu -3 3 out.svg
      actcli plot elu:alpha=0.5 elu:alpha=1 elu:alpha=2 out.pdf --theme print
      actcli plot --diff gelu gelu_tanh out.png
      actcli plot --diff --ulp gelu gelu_tanh --dtype bfloat16
      actcli plot tanh -3 3 --dtype q1.3
      actcli plot swish page.html
      actcli plot --all gallery.svg
    """

    words: Annotated[
        list[str],
        Argument(
            metavar="SPEC... [START STOP | -] [OUT.svg|.png|.pdf|.html]",
            help="Functions; a range, or - for points on standard input; a figure. Without a figure, the terminal.",
            show_default=False,
        ),
    ] = NO_WORDS
    all: Annotated[bool, Option("--all", help="A gallery of all functions.", rich_help_panel=WHAT)] = False
    family: Annotated[
        str | None, Option("--family", metavar="FAMILY", help="A gallery of one family.", rich_help_panel=WHAT)
    ] = None
    diff: Annotated[
        bool,
        Option("--diff", help="Draw differences from the first function.", rich_help_panel=WHAT),
        Needs(Fact.SPECS),
    ] = False
    ulp: Annotated[
        bool,
        Option("--ulp", help="With --diff: errors in units of the last digit of --dtype.", rich_help_panel=WHAT),
        Needs(Fact.DIFF),
    ] = False
    grad: Annotated[
        bool | None,
        Option(
            "--grad/--no-grad", help="Derivatives too; the default for one function.", show_default=False,
            rich_help_panel=WHAT,
        ),
    ] = None  # fmt: skip
    order: Annotated[
        int,
        Option(
            "--order",
            metavar="N",
            min=1,
            max=8,
            help="Derivatives of order N instead of the first.",
            show_default=False,
            rich_help_panel=WHAT,
        ),
        Needs(Fact.ELEMENTWISE),
    ] = 1
    exact: Annotated[bool, EXACT, Needs(Fact.SPECS)] = False
    dtype: Annotated[str, DTYPE, Needs(Fact.ELEMENTWISE, Fact.ULP)] = FLOAT64
    to: Annotated[str | None, TO, Needs(Fact.ELEMENTWISE, Fact.ULP)] = None
    rounding: Annotated[Rounding | None, ROUNDING, Needs(Fact.ROUNDED)] = None
    saturate: Annotated[bool, SATURATE, Needs(Fact.ELEMENTWISE, Fact.ULP)] = False
    num: Annotated[
        int | None,
        Option("--num", "-n", metavar="N", help="Mark N points of the range on the curves.", rich_help_panel=WHAT),
        Needs(Fact.SPECS),
        Needs(Fact.RANGE),
        Needs(Fact.FIGURE, Fact.VECTOR),
        Needs(Fact.CURVES),
    ] = None
    ylim: Annotated[
        str | None,
        Option("--ylim", metavar="LOW,HIGH", help="Limits of the y axis.", rich_help_panel=WHAT),
        Needs(Fact.CURVES),
    ] = None
    title: Annotated[
        str | None,
        Option("--title", metavar="TEXT", help="The heading. $ and \\ are printed as they are.", rich_help_panel=TEXTS),
    ] = None
    xlabel: Annotated[
        str | None,
        Option("--xlabel", metavar="TEXT", help="Label of the x axis.", rich_help_panel=TEXTS),
        Needs(Fact.SPECS),
    ] = None
    ylabel: Annotated[
        str | None,
        Option("--ylabel", metavar="TEXT", help="Label of the y axis.", rich_help_panel=TEXTS),
        Needs(Fact.SPECS),
    ] = None
    labels: Annotated[
        str | None,
        Option(
            "--labels", metavar="A,B,...", help="Names of several functions, in their order.", rich_help_panel=TEXTS
        ),
        Needs(Fact.SPECS),
    ] = None
    no_formula: Annotated[
        bool,
        Option("--no-formula", help="Leave out the definition.", rich_help_panel=FIGURE),
        Needs(Fact.SPECS),
        Needs(Fact.CURVES),
        Needs(Fact.FIGURE),
    ] = False
    output: Annotated[
        str | None,
        Option("--output", "-o", metavar="FILE", help="The figure; - is standard output.", rich_help_panel=FIGURE),
    ] = None
    format: Annotated[
        FigureFormat | None,
        Option("--format", "-t", help="Format of the figure, if its suffix does not tell.", rich_help_panel=FIGURE),
    ] = None
    theme: ThemeOption = None
    size: Size = None
    dpi: Dpi = None
    transparent: Transparent = False
    width: Annotated[
        int | None,
        Option("--width", metavar="COLUMNS", min=20, max=1000, help="Width in columns.", rich_help_panel=TERMINAL),
        Needs(Fact.TERMINAL),
    ] = None
    height: Annotated[
        int | None,
        Option("--height", metavar="LINES", min=6, max=1000, help="Height in lines.", rich_help_panel=TERMINAL),
        Needs(Fact.TERMINAL),
    ] = None
    ascii: Annotated[
        bool, Option("--ascii", help="Use only ASCII characters.", rich_help_panel=TERMINAL), Needs(Fact.TERMINAL)
    ] = False
    color: Color = ColorMode.auto
    timeout: Timeout = None
