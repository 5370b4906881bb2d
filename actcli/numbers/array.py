"""The array type that every kernel takes and returns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    #: A float64 array of any shape.
    Array = NDArray[np.float64]
else:
    Array = np.ndarray  # numpy.typing would take 0.5 ms of every start
