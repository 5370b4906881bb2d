"""What more than one command refuses, in one wording."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from actcli.errors import UsageError
from actcli.spec.user_activation import UserActivation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from actcli.evaluation.bound import BoundActivation


def timeout(seconds: float | None, functions: Iterable[BoundActivation]) -> None:
    """Refuse ``--timeout`` where no function is a program."""
    if seconds is not None and all(function.stream is None for function in functions):
        raise UsageError("--timeout is for programs", "cmd:PROGRAM is one")


def is_opaque(function: BoundActivation) -> bool:
    """Tell whether values are all that is known of a function: it is a program, or was measured."""
    record = function.activation
    return isinstance(record, UserActivation) and record.values_only


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
