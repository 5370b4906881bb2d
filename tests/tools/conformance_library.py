"""A library that can be run: how it is given numbers, asked for slopes, and called."""

from __future__ import annotations

import warnings
from importlib import metadata
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import TypeAlias

    from actcli.numbers.array import Array

    #: A function of the library's arrays.
    Call: TypeAlias = Callable[[Any], Any]


class Library(NamedTuple):
    """A library that is installed.

    Attributes
    ----------
    package
        The distribution, for its version.
    names
        What the names of records and calls mean.
    tensor
        Makes the library's array of float64 numbers and the name of a type.
    array
        Makes a NumPy array of the library's, of any type.
    slope
        Differentiates a function of one array, elementwise; None where the library can't.
    types
        The number types in which it computes.
    """

    package: str
    names: Mapping[str, Any]
    tensor: Callable[[Array, str], Any]
    array: Callable[[Any], Any] = np.asarray
    slope: Callable[[Call, Any], Any] | None = None
    types: tuple[str, ...] = ("float64", "float32", "bfloat16", "float16")

    @property
    def version(self) -> str:
        return metadata.version(self.package).partition("+")[0]

    def run(self, call: Call, x: Array, number_type: str, *, slope: bool = False) -> Array:
        """Return a function's values, or its slopes, at float64 points."""
        given = self.tensor(x, number_type)
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            found = self.slope(call, given) if slope and self.slope else call(given)
            return np.array(self.array(found), dtype=np.float64)
