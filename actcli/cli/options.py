"""Options that several commands share, each defined once."""

from typing import Annotated

from typer import Argument, Option

from actcli.choices import ColorMode, OutputFormat
from actcli.cli.request import Fact, Needs

NO_WORDS: list[str] = []
#: Headings of help.
POINTS, OUTPUT, NUMBERS, SELECTION = "Points", "Output", "Numbers", "Selection"
SECTIONS, DIFFERENCES, STUDIES, FIGURE = "Sections", "Differences", "Depth and training", "Figures"

Spec = Annotated[
    str,
    Argument(
        metavar="SPEC",
        help="A function: relu, elu:alpha=0.5, leaky_relu:0.2, a formula, mine.py:name or module:name.",
        show_default=False,
    ),
]
Format = Annotated[OutputFormat | None, Option("--format", "-t", help="Output format.", rich_help_panel=OUTPUT)]
Output = Annotated[
    str | None,
    Option(
        "--output",
        "-o",
        metavar="FILE",
        help="Write to a file. The suffix picks the format; .txt or none is a table.",
        rich_help_panel=OUTPUT,
    ),
]
Color = Annotated[
    ColorMode,
    Option(
        "--color",
        metavar="WHEN",
        is_eager=True,
        help="When to use colour. Numbers in a pipe or a file are never coloured.",
        rich_help_panel=OUTPUT,
    ),
]
NoHeader = Annotated[bool, Option("--no-header", help="Omit the header line.", rich_help_panel=OUTPUT)]
NUM = Option(
    "--num",
    "-n",
    metavar="N",
    help="Number of points from START to STOP, both included. Default: 11.",
    rich_help_panel=POINTS,
)
At = Annotated[str | None, Option("--at", metavar="X1,X2,...", help="These points.", rich_help_panel=POINTS)]
Every = Annotated[
    bool,
    Option(
        "--every",
        help="All finite values of --dtype (16 bits or fewer), optionally within START STOP.",
        rich_help_panel=POINTS,
    ),
]
Codes = Annotated[
    bool,
    Option(
        "--codes",
        help="The values of all codes of --dtype (16 bits or fewer) from 0 up, infinities and nan included.",
        rich_help_panel=POINTS,
    ),
]
INPUT = Option("--input", metavar="FILE", help="Read the points from a file: text or .npy.", rich_help_panel=POINTS)
DIGITS = Option(
    "--digits",
    metavar="1..17",
    min=1,
    max=17,
    help="Significant digits. Default: 6 on a terminal, else enough to read back the same number.",
    rich_help_panel=NUMBERS,
)
#: The type of points and results by default.
FLOAT64 = "float64"
TYPE = "TYPE"
DTYPE = Option(
    "--dtype",
    metavar=TYPE,
    help="Round points and results to this type, such as bfloat16, e5m2, int8:scale=1/128, q3.12. Default: float64.",
    rich_help_panel=NUMBERS,
)
Dtype = Annotated[str, DTYPE]
TO = Option("--to", metavar=TYPE, help="Round results to this type instead.", rich_help_panel=NUMBERS)
ROUNDING = Option(
    "--rounding",
    metavar="HOW",
    help="Direction in which results are rounded. Default: even; away for integers and fixed point.",
    rich_help_panel=NUMBERS,
)
SATURATE = Option("--saturate", help="Overflow gives the largest finite value.", rich_help_panel=NUMBERS)
Timeout = Annotated[
    float | None,
    Option(
        "--timeout",
        metavar="SECONDS",
        min=0,
        help="How long to wait for an answer of a cmd: program. Default: 60.",
        rich_help_panel="Programs",
    ),
    Needs(Fact.PROGRAM),
]
EXACT = Option(
    "--exact",
    help="Compute in exact arithmetic: every result is proven to be correctly rounded.",
    rich_help_panel=NUMBERS,
)
