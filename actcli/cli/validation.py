"""What more than one command refuses, in one wording."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from actcli.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from actcli.evaluation.bound import BoundActivation


def vectors(option: str, functions: Iterable[BoundActivation]) -> None:
    """Refuse functions of vectors with an option that is for functions of single numbers."""
    for function in functions:
        if function.is_vector:
            raise UsageError(f"{option} is for functions of single numbers; {function.name} takes a vector")


def two_outputs(out: str | None, output: str | None) -> None:
    """Refuse OUT among the words together with ``--output``."""
    if out is not None and output is not None:
        raise UsageError(f"one output file, not two: {out}, {output}")


def without_figure(option: str) -> NoReturn:
    """Refuse an option of figures where none is written."""
    raise UsageError(f"{option} is for figures, and none was named", "name one: out.svg")
