"""The stretches of x in which a function is far from a reference."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, NamedTuple

import numpy as np

from actcli.compare.section import number, text
from actcli.numbers.array import Array, runs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from actcli.compare.pointwise_errors import Errors


class AboveRow(NamedTuple):
    """One record per stretch of neighbouring points, in ascending order of x, for each function except the first."""

    function: Annotated[str, text("the canonical SPEC, with a prime under `--grad`")]
    start: Annotated[float, number("x", "the first point of the stretch")]
    stop: Annotated[float, number("x", "its last point")]
    points: Annotated[int, number("count", "how many points it has")]
    max_ulp: Annotated[float, number("ulp", "the largest difference in it; null for a mismatched nan or infinity")]
    max_ulp_at: Annotated[float, number("x", "where")]


class Stretches:
    """Neighbouring points with errors above a limit; the errors come block by block, in any order of x.

    All points are kept, since neighbours may come last.
    """

    def __init__(self, name: str, limit: float) -> None:
        self._name = name
        self._limit = limit
        self._x: list[Array] = []
        self._sizes: list[Array] = []

    def add(self, errors: Errors) -> None:
        """Take the errors at more points."""
        self._x.append(errors.x)
        self._sizes.append(errors.ranked)

    @property
    def rows(self) -> Iterator[AboveRow]:
        """The records of neighbouring points whose difference exceeds the limit."""
        x, sizes = (np.concatenate([np.empty(0), *parts]) for parts in (self._x, self._sizes))
        order = np.argsort(x, kind="stable")
        x, sizes = x[order], sizes[order]
        for start, stop in runs(sizes > self._limit):
            top = start + int(sizes[start:stop].argmax())
            yield AboveRow(
                self._name, float(x[start]), float(x[stop - 1]), stop - start, float(sizes[top]), float(x[top])
            )
