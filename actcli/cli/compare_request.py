"""What ``compare`` is asked."""

from dataclasses import dataclass, field
from typing import Annotated

from typer import Argument, Option

from actcli.cli.options import Color, ColorWhen, Digits, Dtype, Format, NoHeader, Num, Output, TypeName

SECTIONS = "Sections"


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class CompareRequest:
    """What ``compare`` is asked."""

    words: Annotated[
        list[str],
        Argument(
            metavar="SPEC... [START STOP | -]",
            help="Functions, and a range or - for points on standard input.",
            show_default=False,
        ),
    ] = field(default_factory=list)
    traits: Annotated[
        bool,
        Option("--traits", help="Range, mean, smoothness, slopes, saturation, dead regions.", rich_help_panel=SECTIONS),
    ] = False
    values: Annotated[bool, Option("--values", help="x and one column per function.", rich_help_panel=SECTIONS)] = False
    cost: Annotated[
        bool, Option("--cost", help="Adds the cost per element to the traits, measured now.", rich_help_panel=SECTIONS)
    ] = False
    diff: Annotated[
        bool,
        Option("--diff", help="Differences from the first function, in --dtype's ulps.", rich_help_panel=SECTIONS),
    ] = False
    max_ulp: Annotated[
        float | None,
        Option(
            "--max-ulp",
            metavar="K",
            min=0,
            help="Fail if --diff finds more than K ulp, or a mismatched nan or inf.",
            rich_help_panel=SECTIONS,
        ),
    ] = None
    grad: Annotated[
        bool, Option("--grad", help="Derivatives instead of values, in --values and --diff.", rich_help_panel=SECTIONS)
    ] = False
    num: Num = None
    format: Format = None
    output: Output = None
    color: Color = ColorWhen.auto
    no_header: NoHeader = False
    digits: Digits = None
    dtype: Dtype = TypeName.float64
