"""Random numbers that depend only on a seed and their purpose."""

from __future__ import annotations

import numpy as np


def generator(seed: int, purpose: str) -> np.random.Generator:
    """Return the generator for a purpose: the same numbers whatever else is drawn, and in whatever order."""
    return np.random.default_rng([seed, *purpose.encode()])
