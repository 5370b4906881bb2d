"""The work of ``grad``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actcli.cli import eval_run, validation
from actcli.errors import UsageError
from actcli.evaluation import compute

if TYPE_CHECKING:
    from actcli.cli.grad import GradRequest
    from actcli.evaluation.bound import BoundActivation


def run(request: GradRequest) -> None:
    """Compute a derivative at the requested points, and write it."""

    def derivative(function: BoundActivation) -> compute.Series:
        validation.definitions("grad", [function])
        if request.wrt is not None and request.order > 1:
            raise UsageError("--order is for derivatives with respect to x, not with --wrt")
        return compute.derivative(function, request.wrt, request.order)

    eval_run.answer(request, derivative)
