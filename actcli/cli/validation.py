"""Checks that several commands share, each with one error message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actcli.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from actcli.evaluation.bound import BoundActivation
    from actcli.numbers.style import Style


def is_program(function: BoundActivation) -> bool:
    """Tell whether a function is computed by a program."""
    if not function.values_only:
        return False
    from actcli.spec.program import Program

    return isinstance(function, Program)


def no_measured(function: BoundActivation) -> None:
    """Refuse measured values where a function is to be computed anywhere."""
    if function.values_only and not is_program(function):
        raise UsageError(
            f"{function.name} is a file of measured values, which can't be computed elsewhere",
            f"hold it against a function: actcli compare gelu {function.name} --diff",
        )


def definitions(option: str, functions: Iterable[BoundActivation]) -> None:
    """Refuse programs and measured values with an option that needs a function's definition."""
    for function in functions:
        if function.values_only:
            raise UsageError(
                f"{option} needs a function with a definition; {function.name} is {function.activation.summary}"
            )


def proven(functions: Sequence[BoundActivation], style: Style) -> Sequence[BoundActivation]:
    """Return functions whose float64 results are correctly rounded; those in other types are anyway.

    Raises
    ------
    UsageError
        If no formula defines one of them.
    """
    exact_value = None if style.number_format is None else style.number_format.exact_value
    exact = [function.proven(exact_value) for function in functions]
    return functions if style.is_narrow else exact


def one_source(given: Mapping[str, bool], hint: str = "") -> list[str]:
    """Return the option or word that gives the points, if any.

    Raises
    ------
    UsageError
        If several were; ``--every`` may go with START STOP.
    """
    sources = [way for way, is_taken in given.items() if is_taken]
    if len(sources) > 1 and {*sources} != {"--every", "START STOP"}:
        raise UsageError(f"give points in one way only: {' or '.join(sources)}", hint)
    return sources


def chooser(*, all_: bool, family: str | None, words: Sequence[str]) -> str:
    """Return which of ``--all`` and ``--family`` chooses the functions; refuse SPECs beside it."""
    flag = "--all" if all_ else "--family"
    if all_ and family is not None:
        raise UsageError("choose one of --all and --family")
    if words:
        raise UsageError(f"{flag} chooses the functions, leave out {' '.join(words)}")
    return flag


def two_outputs(out: str | None, output: str | None) -> None:
    """Refuse OUT among the operands together with ``--output``."""
    if out is not None and output is not None:
        raise UsageError(f"one output file, not two: {out}, {output}")
