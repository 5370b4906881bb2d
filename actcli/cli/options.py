"""What commands are asked: one frozen request per command, whose names are its arguments and options.

Annotations are evaluated here and not kept as text: every start would have to compile them again for Typer.
"""

import inspect
from collections.abc import Callable
from typing import Annotated, Any, TypeVar, dataclass_transform, get_type_hints

from typer import Argument, Option

from actcli.choices import ColorMode, InvalidPolicy, OutputFormat, Shell, TypeName


@dataclass_transform(kw_only_default=True, frozen_default=True)
class Request:
    """What a command is asked: each annotated name is an argument or an option of it.

    To type checkers it is a frozen dataclass; making real ones would take 4 ms of every start.
    """

    def __init__(self, **words: Any) -> None:  # noqa: ANN401  # the names below are typed
        vars(self).update(words)


R = TypeVar("R", bound=Request)


def takes(request: type[R]) -> Callable[[Callable[[R], None]], Callable[..., None]]:
    """Make a command of a function that takes a request: the request's names become the command's parameters."""
    parameters = [
        inspect.Parameter(
            name,
            inspect.Parameter.KEYWORD_ONLY,
            default=getattr(request, name, inspect.Parameter.empty),
            annotation=annotation,
        )
        for name, annotation in get_type_hints(request, include_extras=True).items()
    ]

    def decorate(function: Callable[[R], None]) -> Callable[..., None]:
        def command(**words: Any) -> None:  # noqa: ANN401  # the request's names are typed
            function(request(**words))

        command.__doc__ = function.__doc__
        command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]  # read by Typer
        return command

    return decorate


NO_WORDS: list[str] = []
POINTS, OUTPUT, NUMBERS, SELECTION, PROGRAMS = "Points", "Output", "Numbers", "Selection", "Programs"

Spec = Annotated[
    str,
    Argument(
        metavar="SPEC",
        help="A function: relu, elu:alpha=0.5, leaky_relu:0.2, a formula in x, mine.py:name or module:name.",
        show_default=False,
    ),
]
Format = Annotated[OutputFormat | None, Option("--format", "-t", help="Output format.", rich_help_panel=OUTPUT)]
Output = Annotated[
    str | None,
    Option(
        "--output", "-o", metavar="FILE", help="Write to a file; its suffix picks the format.", rich_help_panel=OUTPUT
    ),
]
Color = Annotated[
    ColorMode,
    Option(
        "--color",
        metavar="WHEN",
        is_eager=True,
        help="When to colour. Numbers in a pipe or a file never are.",
        rich_help_panel=OUTPUT,
    ),
]
NoHeader = Annotated[bool, Option("--no-header", help="Leave out the header line.", rich_help_panel=OUTPUT)]
Num = Annotated[
    int | None,
    Option(
        "--num",
        "-n",
        metavar="N",
        help="Points in the range, both ends included; 11 unless asked.",
        rich_help_panel=POINTS,
    ),
]
Digits = Annotated[
    int | None,
    Option(
        "--digits",
        metavar="1..17",
        min=1,
        max=17,
        help="Significant digits; all that are needed unless asked, 6 on a terminal.",
        rich_help_panel=NUMBERS,
    ),
]
Dtype = Annotated[
    TypeName, Option("--dtype", metavar="TYPE", help="Round input and result to this type.", rich_help_panel=NUMBERS)
]
Timeout = Annotated[
    float | None,
    Option(
        "--timeout",
        metavar="SECONDS",
        min=0,
        help="How long a cmd: program may give no answer; default: 60.",
        rich_help_panel=PROGRAMS,
    ),
]


class EvalRequest(Request):
    """What ``eval`` is asked."""

    spec: Spec
    points: Annotated[
        list[str],
        Argument(
            metavar="[START STOP | X | -]",
            help="A range, one point, or - for standard input; without points, what is piped in, or -5 5.",
            show_default=False,
        ),
    ] = NO_WORDS
    at: Annotated[str | None, Option("--at", metavar="X1,X2,...", help="These points.", rich_help_panel=POINTS)] = None
    num: Num = None
    step: Annotated[
        str | None,
        Option("--step", metavar="S", help="Distance between points, instead of --num.", rich_help_panel=POINTS),
    ] = None
    every: Annotated[
        bool,
        Option(
            "--every",
            help="Every finite value of the --dtype, which has 16 bits or fewer; START STOP limits them.",
            rich_help_panel=POINTS,
        ),
    ] = False
    input: Annotated[
        str | None,
        Option("--input", metavar="FILE", help="Read the points from a file: text or .npy.", rich_help_panel=POINTS),
    ] = None
    column: Annotated[
        str | None,
        Option(
            "--column",
            metavar="NAME|N",
            help="Read a column of a table, by name or by number from 1; the table comes out with one more.",
            rich_help_panel=POINTS,
        ),
    ] = None
    rows: Annotated[
        bool,
        Option("--rows", help="Each line (.npy: the last axis) is a vector of its own.", rich_help_panel=POINTS),
    ] = False
    invalid: Annotated[
        InvalidPolicy,
        Option(
            "--invalid", metavar="ACTION", help="What to do about a word that is no number.", rich_help_panel=POINTS
        ),
    ] = InvalidPolicy.abort
    format: Format = None
    output: Output = None
    color: Color = ColorMode.auto
    no_header: NoHeader = False
    digits: Digits = None
    dtype: Dtype = TypeName.float64
    bits: Annotated[
        bool,
        Option("--bits", help="Print x and results as hexadecimal encodings of the --dtype.", rich_help_panel=NUMBERS),
    ] = False
    timeout: Timeout = None


class GradRequest(EvalRequest):
    """What ``grad`` is asked."""

    wrt: Annotated[
        str | None,
        Option(
            "--wrt", metavar="PARAM", help="With respect to this parameter instead of x.", rich_help_panel="Derivative"
        ),
    ] = None


class ListRequest(Request):
    """What ``list`` is asked."""

    family: Annotated[
        str | None,
        Option("--family", metavar="FAMILY", help="One family only, such as gelu.", rich_help_panel=SELECTION),
    ] = None
    search: Annotated[
        str | None,
        Option(
            "--search",
            metavar="WORDS",
            help="Only those with these words in name, description or papers.",
            rich_help_panel=SELECTION,
        ),
    ] = None
    format: Format = None
    output: Output = None
    color: Color = ColorMode.auto
    no_header: NoHeader = False


class ShowRequest(Request):
    """What ``show`` is asked."""

    spec: Spec
    format: Format = None
    output: Output = None
    color: Color = ColorMode.auto


class CompletionRequest(Request):
    """What ``completion`` is asked."""

    shell: Annotated[Shell, Argument(help="The shell.", show_default=False)]
