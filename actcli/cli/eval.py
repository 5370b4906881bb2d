"""The arguments, options and help of ``eval``."""

from typing import Annotated

from typer import Argument, Option

from actcli.choices import ColorMode, InvalidPolicy, Rounding
from actcli.cli.options import (
    DIGITS,
    EXACT,
    FLOAT64,
    INPUT,
    NO_WORDS,
    NUM,
    NUMBERS,
    POINTS,
    ROUNDING,
    SATURATE,
    TO,
    At,
    Codes,
    Color,
    Dtype,
    Every,
    Format,
    NoHeader,
    Output,
    Spec,
    Timeout,
)
from actcli.cli.request import Fact, Needs, Request


class PointsRequest(Request, kw_only=True):
    """Arguments and options shared by the commands that compute a quantity at points."""

    spec: Spec
    points: Annotated[
        list[str],
        Argument(
            metavar="[START STOP | X | -]",
            help="A range, one point, or - for standard input. Default: piped input, else -5 5.",
            show_default=False,
        ),
    ] = NO_WORDS
    at: At = None
    num: Annotated[int | None, NUM, Needs(Fact.RANGE)] = None
    step: Annotated[
        str | None,
        Option("--step", metavar="S", help="Distance between points, instead of --num.", rich_help_panel=POINTS),
        Needs(Fact.RANGE),
    ] = None
    every: Every = False
    codes: Codes = False
    input: Annotated[str | None, INPUT] = None
    column: Annotated[
        str | None,
        Option(
            "--column",
            metavar="NAME|N",
            help="Read a column of a table, by name or by number from 1. The output is the table with one more column.",
            rich_help_panel=POINTS,
        ),
        Needs(Fact.READ),
    ] = None
    rows: Annotated[
        bool,
        Option("--rows", help="Take each line (.npy: the last axis) as a separate vector.", rich_help_panel=POINTS),
        Needs(Fact.READ),
        Needs(Fact.VECTOR),
    ] = False
    invalid: Annotated[
        InvalidPolicy,
        Option("--invalid", metavar="ACTION", help="How to handle input that is not a number.", rich_help_panel=POINTS),
        Needs(Fact.READ),
    ] = InvalidPolicy.abort
    format: Format = None
    output: Output = None
    color: Color = ColorMode.auto
    no_header: NoHeader = False
    digits: Annotated[int | None, DIGITS, Needs(Fact.DECIMALS)] = None
    dtype: Dtype = FLOAT64
    exact: Annotated[bool, EXACT] = False
    to: Annotated[str | None, TO] = None
    rounding: Annotated[Rounding | None, ROUNDING, Needs(Fact.ROUNDED)] = None
    saturate: Annotated[bool, SATURATE] = False
    bits: Annotated[
        bool,
        Option(
            "--bits",
            help="Print x and results as hexadecimal encodings of their types; points may be encodings, 0x3f80.",
            rich_help_panel=NUMBERS,
        ),
    ] = False


class EvalRequest(PointsRequest, kw_only=True):
    """Values of a function.

    Points given as arguments make a table. Numbers on standard input are answered line by line.

    For example:

      actcli eval relu -5 5
      actcli eval leaky_relu:0.2 -1 1 --step 0.5
      actcli eval 'x*sigmoid(1.702*x)' --at -2,0,2
      seq -5 5 | actcli eval softmax
      actcli eval gelu --every --dtype float16 --bits -t csv
    """

    timeout: Timeout = None
