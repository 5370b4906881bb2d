"""The arguments, options and help of ``compare``."""

from typing import Annotated, Any

from typer import Argument, Option

from actcli.choices import ColorMode, Rounding, Task
from actcli.cli.figure_options import Dpi, Size, ThemeOption, Transparent
from actcli.cli.options import (
    DIFFERENCES,
    DIGITS,
    DTYPE,
    EXACT,
    FIGURE,
    FLOAT64,
    INPUT,
    NO_WORDS,
    NUM,
    OUTPUT,
    ROUNDING,
    SATURATE,
    SECTIONS,
    SELECTION,
    STUDIES,
    TO,
    At,
    Codes,
    Color,
    Every,
    Format,
    Output,
    Timeout,
)
from actcli.cli.request import Fact, Needs, Request

OF_TRAIN = Needs(Fact.TRAIN)


def _study(name: str, metavar: str, about: str, least: int, most: int | None = None) -> Any:
    return Option(name, metavar=metavar, help=about, rich_help_panel=STUDIES, min=least, max=most)


class CompareRequest(Request, kw_only=True):
    """Functions side by side: traits, then values.

    For example:

      actcli compare sigmoid tanh
      actcli compare elu:alpha=0.5 elu:alpha=2 -3 3 --values
      actcli compare relu gelu silu --traits --cost
      actcli compare silu 'x*sigmoid(x)' -5 5 --diff --max-ulp 4
      actcli compare gelu gelu_tanh --diff errors.svg --dtype bfloat16
      actcli compare --family gelu --sort max_slope
      actcli compare sigmoid relu leaky_relu --depth 20
      actcli compare relu prelu --train spirals --epochs 20 --seeds 1
    """

    words: Annotated[
        list[str],
        Argument(
            metavar="SPEC... [START STOP | -] [OUT.svg|.png|.pdf|.html]",
            help="Functions; a range, or - for points on standard input; a figure of --diff, --depth or --train.",
            show_default=False,
        ),
    ] = NO_WORDS
    all: Annotated[
        bool,
        Option(
            "--all",
            help="All functions instead of SPECs; only elementwise ones for sections other than --traits.",
            rich_help_panel=SELECTION,
        ),
    ] = False
    family: Annotated[
        str | None,
        Option(
            "--family", metavar="FAMILY", help="The functions of a family instead of SPECs.", rich_help_panel=SELECTION
        ),
    ] = None
    sort: Annotated[
        str | None,
        Option(
            "--sort",
            metavar="FIELD",
            help="Sort --traits or --depth by a field of their JSON, such as mean; -mean: largest first.",
            rich_help_panel=SELECTION,
        ),
        Needs(Fact.TRAITS, Fact.DEPTH),
        Needs(Fact.TABLE),
    ] = None
    traits: Annotated[
        bool,
        Option("--traits", help="Range, mean, smoothness, slopes, saturation, dead regions.", rich_help_panel=SECTIONS),
    ] = False
    values: Annotated[bool, Option("--values", help="x and one column per function.", rich_help_panel=SECTIONS)] = False
    cost: Annotated[
        bool,
        Option(
            "--cost",
            help="Also measure the time: per element with --traits, in seconds with --train.",
            rich_help_panel=SECTIONS,
        ),
        Needs(Fact.TRAITS, Fact.TRAIN),
        Needs(Fact.TABLE),
    ] = False
    diff: Annotated[
        bool,
        Option(
            "--diff",
            help="How far each function is from the first, in units of the last digit of --dtype (ulp).",
            rich_help_panel=SECTIONS,
        ),
    ] = False
    max_ulp: Annotated[
        float | None,
        Option(
            "--max-ulp",
            metavar="K",
            min=0,
            help="Fail if --diff finds more than K ulp (0.5: correctly rounded), or a mismatched nan or inf.",
            rich_help_panel=DIFFERENCES,
        ),
    ] = None
    atol: Annotated[
        float | None,
        Option(
            "--atol",
            metavar="A",
            min=0,
            help="Fail if --diff finds more than A plus --rtol times the reference, like numpy.allclose.",
            rich_help_panel=DIFFERENCES,
        ),
    ] = None
    rtol: Annotated[
        float | None,
        Option("--rtol", metavar="R", min=0, help="The relative part of that check.", rich_help_panel=DIFFERENCES),
    ] = None
    worst: Annotated[
        int | None,
        Option(
            "--worst",
            metavar="N",
            min=1,
            max=10**6,
            help="The N points where the difference is largest, with encodings.",
            rich_help_panel=DIFFERENCES,
        ),
    ] = None
    above: Annotated[
        float | None,
        Option(
            "--above",
            metavar="K",
            min=0,
            help="The stretches of x where the difference exceeds K ulp.",
            rich_help_panel=DIFFERENCES,
        ),
    ] = None
    ftz: Annotated[
        bool,
        Option("--ftz", help="Subnormal points and results count as zeros in --diff.", rich_help_panel=DIFFERENCES),
        Needs(Fact.DIFF),
    ] = False
    grad: Annotated[
        bool,
        Option("--grad", help="Compare derivatives, in --values and --diff.", rich_help_panel=SECTIONS),
        Needs(Fact.VALUES, Fact.DIFF),
    ] = False
    exact: Annotated[bool, EXACT, Needs(Fact.VALUES)] = False
    depth: Annotated[
        int | None,
        Option(
            "--depth",
            metavar="N",
            min=1,
            max=200,
            help="Signal and gradient after N layers: vanishing, kept or growing.",
            rich_help_panel=SECTIONS,
        ),
    ] = None
    train: Annotated[
        Task | None,
        Option(
            "--train",
            metavar="TASK",
            help="Train a network with each function on a toy problem.",
            rich_help_panel=SECTIONS,
        ),
    ] = None
    gain: Annotated[
        str | None,
        Option(
            "--gain",
            metavar="G",
            help="Standard deviation of the weights of --depth times √width. Default: keeps the size of the signal.",
            rich_help_panel=STUDIES,
        ),
        Needs(Fact.DEPTH),
    ] = None
    layers: Annotated[int | None, _study("--layers", "N", "Hidden layers of --train. Default: 6.", 1, 50), OF_TRAIN] = (
        None
    )
    width: Annotated[
        int | None, _study("--width", "N", "Units of a layer of --train. Default: 32.", 1, 1024), OF_TRAIN
    ] = None
    epochs: Annotated[
        int | None, _study("--epochs", "N", "Passes of --train over the examples. Default: 100.", 1, 10_000), OF_TRAIN
    ] = None
    seeds: Annotated[int | None, _study("--seeds", "N", "Repetitions of --train. Default: 5.", 1, 100), OF_TRAIN] = None
    seed: Annotated[
        int | None,
        _study("--seed", "K", "First seed of the random numbers. Default: 0.", 0),
        Needs(Fact.DEPTH, Fact.TRAIN),
    ] = None
    at: Annotated[At, Needs(Fact.VALUES, Fact.DIFF)] = None
    num: Annotated[int | None, NUM, Needs(Fact.VALUES), Needs(Fact.RANGE)] = None
    every: Annotated[Every, Needs(Fact.VALUES, Fact.DIFF)] = False
    codes: Annotated[Codes, Needs(Fact.VALUES, Fact.DIFF)] = False
    input: Annotated[str | None, INPUT, Needs(Fact.VALUES, Fact.DIFF)] = None
    format: Format = None
    output: Output = None
    title: Annotated[
        str | None,
        Option("--title", metavar="TEXT", help="Heading of the figure.", rich_help_panel=FIGURE),
        Needs(Fact.FIGURE),
    ] = None
    theme: ThemeOption = None
    size: Size = None
    dpi: Dpi = None
    transparent: Transparent = False
    color: Color = ColorMode.auto
    no_header: Annotated[
        bool, Option("--no-header", help="Omit the header line.", rich_help_panel=OUTPUT), Needs(Fact.TABLE)
    ] = False
    digits: Annotated[int | None, DIGITS, Needs(Fact.DECIMALS)] = None
    dtype: Annotated[str, DTYPE, Needs(Fact.VALUES, Fact.DIFF)] = FLOAT64
    to: Annotated[str | None, TO, Needs(Fact.VALUES, Fact.DIFF)] = None
    rounding: Annotated[Rounding | None, ROUNDING, Needs(Fact.VALUES, Fact.DIFF), Needs(Fact.ROUNDED)] = None
    saturate: Annotated[bool, SATURATE, Needs(Fact.VALUES, Fact.DIFF)] = False
    timeout: Timeout = None
