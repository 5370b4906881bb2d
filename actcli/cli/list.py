"""The arguments, options and help of ``list``."""

from typing import Annotated

from typer import Option

from actcli.choices import ColorMode, ListFormat
from actcli.cli.options import OUTPUT, SELECTION, Color, NoHeader, Output
from actcli.cli.request import Request


class ListRequest(Request, kw_only=True):
    """All functions, by family.

    For example:

      actcli list
      actcli list --family gelu
      actcli list --library pytorch
      actcli list --search "tanh keras" -t json
    """

    family: Annotated[
        str | None,
        Option("--family", metavar="FAMILY", help="Only this family, such as gelu.", rich_help_panel=SELECTION),
    ] = None
    search: Annotated[
        str | None,
        Option(
            "--search",
            metavar="WORDS",
            help="Only functions with all these words in name, description, papers or libraries.",
            rich_help_panel=SELECTION,
        ),
    ] = None
    library: Annotated[
        str | None,
        Option("--library", metavar="LIBRARY", help="Only functions that this library has.", rich_help_panel=SELECTION),
    ] = None
    format: Annotated[ListFormat | None, Option("--format", "-t", help="Output format.", rich_help_panel=OUTPUT)] = None
    output: Output = None
    color: Color = ColorMode.auto
    no_header: NoHeader = False
