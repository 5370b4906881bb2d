"""The errors of one function as a figure shows them: every point, or the largest error in each narrow column."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from actcli.compare.pointwise_errors import Errors
    from actcli.numbers.array import Array

#: Points up to which every one is shown.
EVERY = 5_000
#: More points are gathered in columns: this many per power of two, on either side of 0.
_BITS = 6
_DROPPED = 52 - _BITS


class Envelope:
    """The points that a figure shows: those with the largest error of each column. The errors come block by block.

    Attributes
    ----------
    is_whole
        Whether it has every point.
    """

    def __init__(self) -> None:
        self.is_whole = True
        self._x, self._size = np.empty(0), np.empty(0)

    def add(self, errors: Errors) -> None:
        """Take the errors at more points; those at nan have no place and are left out."""
        placed = ~np.isnan(errors.x)
        x = np.concatenate([self._x, errors.x[placed]])
        size = np.concatenate([self._size, errors.ranked[placed]])
        if x.size > EVERY:
            self.is_whole = False
        if not self.is_whole:
            kept = largest(x.view(np.int64) >> _DROPPED, size)
            x, size = x[kept], size[kept]
        self._x, self._size = x, size

    @property
    def points(self) -> tuple[Array, Array]:
        """The points in ascending order, and the errors there in ulp: infinite for a mismatched nan or infinity."""
        order = np.argsort(self._x, kind="stable")
        return self._x[order], self._size[order]


def largest(column: NDArray[np.int64], size: Array) -> NDArray[np.intp]:
    """Return the index of the largest size of each column, in the order of the columns."""
    order = np.lexsort([size, column])
    return order[np.flatnonzero(np.diff(column[order], append=np.iinfo(np.int64).max))]
