"""Random numbers that depend on a seed and on what they are for, and on nothing else."""

from __future__ import annotations

import numpy as np


def generator(seed: int, purpose: str) -> np.random.Generator:
    """Return the generator for a purpose: the same numbers whatever else is drawn, and in whatever order."""
    return np.random.default_rng([seed, *purpose.encode()])
