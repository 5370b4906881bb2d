"""The arguments, options and help of ``grad``."""

from typing import Annotated

from typer import Option

from actcli.cli.eval import PointsRequest
from actcli.cli.request import Fact, Needs


class GradRequest(PointsRequest, kw_only=True):
    """Derivative of a function; the Jacobian of a function of a vector.

    For example:

      actcli grad relu -5 5
      actcli grad prelu --wrt alpha --at -2,3
      actcli grad tanh -2 2 --order 2
      echo 1 2 3 | actcli grad softmax
    """

    order: Annotated[
        int,
        Option(
            "--order",
            metavar="N",
            min=1,
            max=8,
            help="Order of the derivative with respect to x. Default: 1.",
            show_default=False,
            rich_help_panel="Derivative",
        ),
        Needs(Fact.ELEMENTWISE),
    ] = 1
    wrt: Annotated[
        str | None,
        Option(
            "--wrt", metavar="PARAM", help="With respect to this parameter instead of x.", rich_help_panel="Derivative"
        ),
    ] = None
