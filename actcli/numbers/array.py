"""The array type that every kernel takes and returns, and runs in arrays of truths."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    #: A float64 array of any shape.
    Array = NDArray[np.float64]
else:
    Array = np.ndarray  # numpy.typing would take 0.5 ms of every start


def runs(holds: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Return the stretches in which something holds: the index of the first element, and that after the last."""
    edges = np.flatnonzero(np.diff(holds, prepend=False, append=False)).tolist()
    return list(zip(edges[::2], edges[1::2], strict=True))
