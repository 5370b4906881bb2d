"""The Typer app: which commands there are. Each is a request and a function in the module of its name."""

from __future__ import annotations

from typing import Annotated

import typer

from actcli import __version__
from actcli.cli.compare_options import CompareRequest
from actcli.cli.help import Commands
from actcli.cli.options import CompletionRequest, EvalRequest, GradRequest, ListRequest, ShowRequest, takes
from actcli.cli.parser import Command
from actcli.cli.plot_options import PlotRequest
from actcli.io import output

NUMBERS, PICTURES, REFERENCE = "Numbers", "Pictures", "Reference"

app = typer.Typer(
    name="actcli",
    add_completion=False,
    cls=Commands,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def version(*, show: bool) -> None:
    """Print the version and stop."""
    if show:
        output.say(f"actcli {__version__}\n")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def root(
    ctx: typer.Context,
    *,
    _version: Annotated[
        bool,
        typer.Option(
            "--version", "-V", callback=lambda value: version(show=value), is_eager=True, help="Show the version."
        ),
    ] = False,
) -> None:
    """Activation functions of neural networks: values, derivatives, plots and comparisons.

    A SPEC is a function: a name, with parameters if wanted (relu, elu:alpha=0.5, srelu:t_left=-2,a_left=0.1, and
    leaky_relu:0.2 where there is only one); a formula in x ('x*sigmoid(1.702*x)'); or your own Python function
    (mine.py:name, package.module:name). Capitals, - and _ in names do not matter.

    Points are a range, START STOP; one number; --at X1,X2,...; or numbers on standard input, which are answered
    line by line. Negative numbers are written as they are.

    actcli COMMAND --help shows the options of a command, with examples.

    For example:

      actcli eval relu -5 5
      seq -5 5 | actcli eval gelu
      actcli grad elu:alpha=0.5 --at -2,0,2
      actcli plot relu gelu silu out.svg
      actcli compare sigmoid tanh
    """
    if ctx.invoked_subcommand is None:
        output.say(f"{ctx.get_help()}\n")


@app.command("eval", cls=Command, rich_help_panel=NUMBERS)
@takes(EvalRequest)
def evaluate(request: EvalRequest) -> None:
    """Values of a function.

    Points given as words make a table; numbers on standard input are answered line by line.

    For example:

      actcli eval relu -5 5
      actcli eval leaky_relu:0.2 -1 1 --step 0.5
      actcli eval 'x*sigmoid(1.702*x)' --at -2,0,2
      seq -5 5 | actcli eval softmax
      actcli eval gelu --every --dtype float16 --bits -t csv
    """
    from actcli.cli.eval import answer  # noqa: PLC0415  # the same
    from actcli.evaluation import compute  # noqa: PLC0415  # --help and --version do without NumPy

    answer(request, compute.value)


@app.command("grad", cls=Command, rich_help_panel=NUMBERS)
@takes(GradRequest)
def gradient(request: GradRequest) -> None:
    """Derivative of a function; the Jacobian where it takes a vector.

    For example:

      actcli grad relu -5 5
      actcli grad prelu --wrt alpha --at -2,3
      echo 1 2 3 | actcli grad softmax
    """
    from actcli.cli.eval import answer  # noqa: PLC0415  # the same
    from actcli.evaluation import compute  # noqa: PLC0415  # the same

    answer(request, lambda function: compute.derivative(function, request.wrt))


@app.command("plot", cls=Command, rich_help_panel=PICTURES)
@takes(PlotRequest)
def plot(request: PlotRequest) -> None:
    """Pictures of functions: SVG, PNG or PDF, or a plot in the terminal.

    For example:

      actcli plot gelu
      actcli plot relu gelu silu -3 3 out.svg
      actcli plot elu:alpha=0.5 elu:alpha=1 elu:alpha=2 out.pdf --theme print
      actcli plot --diff gelu gelu_tanh out.png
      actcli plot --all gallery.svg
    """
    from actcli.cli.plot import plot  # noqa: PLC0415  # --help and --version do without NumPy

    plot(request)


@app.command("compare", cls=Command, rich_help_panel=NUMBERS)
@takes(CompareRequest)
def compare(request: CompareRequest) -> None:
    """Functions side by side: traits, then values.

    For example:

      actcli compare sigmoid tanh
      actcli compare elu:alpha=0.5 elu:alpha=2 -3 3 --values
      actcli compare relu gelu silu --traits --cost
      actcli compare silu 'x*sigmoid(x)' -5 5 --diff --max-ulp 4
      actcli compare sigmoid relu leaky_relu --depth 20
      actcli compare relu prelu --train spirals --epochs 20 --seeds 1
    """
    from actcli.cli.compare import compare  # noqa: PLC0415  # --help and --version do without NumPy

    compare(request)


@app.command("list", cls=Command, rich_help_panel=REFERENCE)
@takes(ListRequest)
def list_functions(request: ListRequest) -> None:
    """The functions that there are, by family.

    For example:

      actcli list
      actcli list --family gelu
      actcli list --search "tanh keras" -t json
    """
    from actcli.cli import list_show  # noqa: PLC0415  # --help and --version do without NumPy

    list_show.list_functions(request)


@app.command("show", cls=Command, rich_help_panel=REFERENCE)
@takes(ShowRequest)
def show(request: ShowRequest) -> None:
    """One function: formula, parameters, range, kinks, papers, its name in each library, and a sketch.

    For example:

      actcli show gelu
      actcli show elu:alpha=0.5 -t json
    """
    from actcli.cli import list_show  # noqa: PLC0415  # the same

    list_show.show(request)


@app.command("completion", cls=Command, rich_help_panel=REFERENCE)
@takes(CompletionRequest)
def completion(request: CompletionRequest) -> None:
    """The completion script of a shell, to be read at its start.

    For example:

      source <(actcli completion bash)
      source <(actcli completion zsh)
      actcli completion fish | source
    """
    from actcli.cli.completion import script  # noqa: PLC0415  # no other command needs it

    output.say(script(request.shell.value))
