"""Where functions are compared: at the points that were given, or a fixed set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actcli.compare import diff_points
from actcli.compare.errors_by_block import Points, in_blocks
from actcli.errors import UsageError
from actcli.evaluation import points
from actcli.numbers.formatting import format_float
from actcli.spec.measured import Measured

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from actcli.evaluation.bound import BoundActivation
    from actcli.numbers.array import Array
    from actcli.numbers.number_format import NumberFormat
    from actcli.spec.stored_rows import Rows


def of_numbers(
    functions: Sequence[BoundActivation], number_format: NumberFormat, given: Rows | None, ends: Sequence[str]
) -> Points:
    """Return the points of elementwise functions.

    Parameters
    ----------
    functions
        The functions that are compared; their kinks are among the points.
    number_format
        The type of the points.
    given
        The points given one by one, in one column; None if there are none.
    ends
        START and STOP as they were typed, or nothing.
    """
    if given is not None:
        return Points(lambda: (block[:, 0] for block in given.blocks()), given.size, "on the given points")
    kinks = kinks_of(functions)
    if ends:
        start, stop = map(points.number, ends)
        x = diff_points.between(start, stop, kinks, number_format)
        return in_blocks(x, f"from {format_float(start)} to {format_float(stop)}")
    return in_blocks(diff_points.default(kinks, number_format), "over all magnitudes and both sides of every kink")


def kinks_of(functions: Iterable[BoundActivation]) -> list[float]:
    """Return the kinks of elementwise functions; of derivatives those of the functions themselves."""
    return [kink.at for function in functions for kink in (function.base or function).declared.kinks]


def of_vectors(reference: BoundActivation, x: Array | None, number_format: NumberFormat) -> Points:
    """Return the vectors at which functions of a vector are compared: those given along the last axis, or a fixed set.

    All of them make one block.
    """
    if x is not None:
        rows, where = x.reshape(-1, x.shape[-1] if x.ndim else 1), "of the given vectors"
    elif reference.vector.gate is not None:
        rows = diff_points.pairs(number_format)
        where = f"in {diff_points.PAIRS}"
    else:
        rows = diff_points.vectors(reference.multiple, number_format)
        where = f"in {len(rows)} {diff_points.VECTORS}"
    return Points(lambda: [rows], rows.size, where)


def require_vectors(functions: Sequence[BoundActivation]) -> None:
    """Refuse functions of single numbers beside those of a vector; measured values may be results of any function."""
    for function in functions:
        if not (function.is_vector or isinstance(function, Measured)):
            other = next(each for each in functions if each.is_vector)
            raise UsageError(f"{function.name} is a function of single numbers, {other.name} of a vector")
