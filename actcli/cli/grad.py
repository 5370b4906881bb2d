"""The arguments, options and help of ``grad``."""

from typing import Annotated

from typer import Option

from actcli.cli.eval import PointsRequest


class GradRequest(PointsRequest):
    """Derivative of a function; the Jacobian of a function of a vector.

    For example:

      actcli grad relu -5 5
      actcli grad prelu --wrt alpha --at -2,3
      echo 1 2 3 | actcli grad softmax
    """

    wrt: Annotated[
        str | None,
        Option(
            "--wrt", metavar="PARAM", help="With respect to this parameter instead of x.", rich_help_panel="Derivative"
        ),
    ] = None
