"""The arguments, options and help of ``show``."""

from typing import Annotated

from typer import Option

from actcli.choices import CardFormat, ColorMode
from actcli.cli.options import OUTPUT, Color, Output, Spec
from actcli.cli.request import Request


class ShowRequest(Request, kw_only=True):
    """One function: formula, parameters, range, kinks, papers, its name in each library, and a sketch.

    For example:

      actcli show gelu
      actcli show elu:alpha=0.5 -t json
      actcli show gelu -o gelu.tex
    """

    spec: Spec
    format: Annotated[
        CardFormat | None,
        Option("--format", "-t", help="Output format (latex: equations for a paper).", rich_help_panel=OUTPUT),
    ] = None
    output: Output = None
    color: Color = ColorMode.auto
