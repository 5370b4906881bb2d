"""What ``compare`` is asked."""

from typing import Annotated, Any

from typer import Argument, Option

from actcli.choices import ColorMode, Task, TypeName
from actcli.cli.figure_options import FIGURE, Dpi, Size, ThemeOption, Transparent
from actcli.cli.options import NO_WORDS, Color, Digits, Dtype, Format, NoHeader, Num, Output, Request, Timeout

SECTIONS, STUDIES = "Sections", "Depth and training"


def _study(name: str, metavar: str, about: str, least: int, most: int | None = None) -> Any:  # noqa: ANN401  # Option is untyped
    return Option(name, metavar=metavar, help=about, rich_help_panel=STUDIES, min=least, max=most)


class CompareRequest(Request):
    """What ``compare`` is asked."""

    words: Annotated[
        list[str],
        Argument(
            metavar="SPEC... [START STOP | -] [OUT.svg|.png|.pdf]",
            help="Functions; a range or - for points on standard input; a figure of --depth or --train.",
            show_default=False,
        ),
    ] = NO_WORDS
    traits: Annotated[
        bool,
        Option("--traits", help="Range, mean, smoothness, slopes, saturation, dead regions.", rich_help_panel=SECTIONS),
    ] = False
    values: Annotated[bool, Option("--values", help="x and one column per function.", rich_help_panel=SECTIONS)] = False
    cost: Annotated[
        bool,
        Option(
            "--cost",
            help="Adds what it costs, measured now: time per element to the traits, seconds to --train.",
            rich_help_panel=SECTIONS,
        ),
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
            help="What networks learn with each function, on a toy problem.",
            rich_help_panel=SECTIONS,
        ),
    ] = None
    gain: Annotated[
        str | None,
        Option(
            "--gain",
            metavar="G",
            help="Of --depth: std of the weights times √width. Keeps the size of the signal unless asked.",
            rich_help_panel=STUDIES,
        ),
    ] = None
    layers: Annotated[int | None, _study("--layers", "N", "Of --train: hidden layers. 6 unless asked.", 1, 50)] = None
    width: Annotated[int | None, _study("--width", "N", "Of --train: units of a layer. 32 unless asked.", 1, 1024)] = (
        None
    )
    epochs: Annotated[
        int | None,
        _study("--epochs", "N", "Of --train: passes over the examples. 100 unless asked.", 1, 10_000),
    ] = None
    seeds: Annotated[int | None, _study("--seeds", "N", "Of --train: repetitions. 5 unless asked.", 1, 100)] = None
    seed: Annotated[int | None, _study("--seed", "K", "The first seed of the random numbers. 0 unless asked.", 0)] = (
        None
    )
    num: Num = None
    format: Format = None
    output: Output = None
    title: Annotated[
        str | None, Option("--title", metavar="TEXT", help="Heading of the figure.", rich_help_panel=FIGURE)
    ] = None
    theme: ThemeOption = None
    size: Size = None
    dpi: Dpi = None
    transparent: Transparent = False
    color: Color = ColorMode.auto
    no_header: NoHeader = False
    digits: Digits = None
    dtype: Dtype = TypeName.float64
    timeout: Timeout = None
