"""The array type that every kernel takes and returns."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

#: A float64 array of any shape.
Array = NDArray[np.float64]
