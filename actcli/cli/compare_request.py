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
            help="Functions, and a range or - for standard input.",
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
    grad: Annotated[bool, Option("--grad", help="Derivatives instead of values.", rich_help_panel=SECTIONS)] = False
    num: Num = None
    format: Format = None
    output: Output = None
    color: Color = ColorWhen.auto
    no_header: NoHeader = False
    digits: Digits = None
    dtype: Dtype = TypeName.float64
