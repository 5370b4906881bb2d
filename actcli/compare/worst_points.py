"""The points where a function is farthest from a reference."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, NamedTuple

import numpy as np

from actcli.compare.section import number, text
from actcli.numbers.formatting import format_float

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from actcli.compare.pointwise_errors import Errors

#: Elements of a vector that a record shows.
LONGEST = 64


class WorstRow(NamedTuple):
    """One record per point, up to N for each function except the first: those with a mismatched nan or infinity, then
    those with the largest difference in ulp; equal ones in ascending order of x.
    """  # noqa: D205  # the first sentence takes two lines

    function: Annotated[str, text("the canonical SPEC, with a prime under `--grad`")]
    x: Annotated[float, number("x", "the point; of a vector the element that belongs to the result")]
    x_code: Annotated[str, text("its encoding in `--dtype`")]
    value: Annotated[float, number("f", "what the function gives")]
    value_code: Annotated[str, text("its encoding in the type of results")]
    reference: Annotated[float, number("f", "what the reference gives, rounded to its type")]
    reference_code: Annotated[str, text("its encoding")]
    ulp: Annotated[float | None, number("ulp", "the difference; null where a nan or infinity is on one side only")]
    steps: Annotated[float | None, number("count", "values of that type between the two; null where `ulp` is")]
    vector: Annotated[
        str | None,
        text("the vector that the result belongs to, its elements separated by blanks; only for functions of vectors, "
             "and of up to 64 elements").rare(),
    ] = None  # fmt: skip


class Worst:
    """The worst points of a function's errors, which come block by block."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._found: list[tuple[tuple[float, float], WorstRow]] = []

    def add(self, errors: Errors) -> None:
        """Take the errors at more points."""
        # Sorting all points would take longer than comparing them.
        size = errors.ranked
        count = min(self._most, int(np.count_nonzero(size)))
        if not count:
            return
        least = np.partition(size, -count)[-count]
        candidates = np.flatnonzero(size >= least)
        indices = candidates[np.lexsort([errors.x[candidates], -size[candidates]])][:count]
        if len(self._found) == self._most:
            indices = indices[size[indices] >= -self._found[-1][0][0]]
        keys = zip((-size[indices]).tolist(), errors.x[indices].tolist(), strict=True)
        self._found += zip(keys, _rows(errors, indices), strict=True)
        self._found = sorted(self._found, key=lambda pair: pair[0])[: self._most]

    @property
    def rows(self) -> list[WorstRow]:
        """The records of the worst points that differ."""
        return [row for _, row in self._found]


def _rows(errors: Errors, indices: NDArray[np.intp]) -> Iterator[WorstRow]:
    encode = errors.number_format.hex_strings
    encode_x = (errors.points_format or errors.number_format).hex_strings
    points, results, wanted = (values[indices] for values in (errors.x, errors.got, errors.wanted))
    differs = errors.mismatched[indices].tolist()
    for i, index in enumerate(indices.tolist()):
        vector = errors.vector(index)
        yield WorstRow(
            errors.name,
            x=float(points[i]),
            x_code=encode_x(points[i : i + 1])[0],
            value=float(results[i]),
            value_code=encode(results[i : i + 1])[0],
            reference=float(wanted[i]),
            reference_code=encode(wanted[i : i + 1])[0],
            ulp=None if differs[i] else float(errors.ulps[index]),
            steps=None if differs[i] else float(errors.steps[index]),
            vector=None if vector is None or vector.size > LONGEST else " ".join(map(format_float, vector.tolist())),
        )
