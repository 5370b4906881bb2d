"""What more than one command refuses, in one wording."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from actcli.catalog.user_activation import UserActivation
from actcli.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from actcli.evaluation.bound import BoundActivation


def timeout(seconds: float | None, functions: Iterable[BoundActivation]) -> None:
    """Refuse ``--timeout`` where no function is a program."""
    if seconds is None:
        return
    from actcli.spec.program import Program  # noqa: PLC0415  # few commands have one

    if not any(isinstance(function, Program) for function in functions):
        raise UsageError("--timeout is for programs", "cmd:PROGRAM is one")


def is_opaque(function: BoundActivation) -> bool:
    """Tell whether values are all that is known of a function: it is a program, or was measured."""
    record = function.activation
    return isinstance(record, UserActivation) and record.values_only


def no_measured(function: BoundActivation) -> None:
    """Refuse measured values where a function is to be computed anywhere."""
    from actcli.spec.measured import Measured  # noqa: PLC0415  # the same

    if isinstance(function, Measured):
        raise UsageError(
            f"{function.name} is a file of measured values, which can't be computed elsewhere",
            f"hold it against a function: actcli compare gelu {function.name} --diff",
        )


def definitions(option: str, functions: Iterable[BoundActivation]) -> None:
    """Refuse programs and measured values with an option that needs what defines a function, not only values."""
    for function in functions:
        if is_opaque(function):
            raise UsageError(
                f"{option} needs a function with a definition; {function.name} is {function.activation.summary}"
            )


def two_outputs(out: str | None, output: str | None) -> None:
    """Refuse OUT among the words together with ``--output``."""
    if out is not None and output is not None:
        raise UsageError(f"one output file, not two: {out}, {output}")


def without_figure(option: str) -> NoReturn:
    """Refuse an option of figures where none is written."""
    raise UsageError(f"{option} is for figures, and none was named", "name one: out.svg")
