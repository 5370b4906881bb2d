"""The arguments, options and help of ``help``."""

from typing import Annotated

from typer import Argument

from actcli.cli.request import Request


class HelpRequest(Request, kw_only=True):
    """Show the help of actcli or of a command.

    For example:

      actcli help
      actcli help eval
    """

    command: Annotated[str | None, Argument(metavar="[COMMAND]", help="The command.", show_default=False)] = None
