"""Gated functions as functions of a vector, one half of which gates the other.

Their formulas are in ``a`` and ``b``. The parameter ``gate`` says which elements these are: the half that
is activated comes first or second, or consists of the elements 0, 2, 4, ... of interleaved halves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from actcli.catalog.record import Choice, Domain, Gate, Param, Vector
from actcli.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    Number = float | Fraction

    from actcli.numbers.array import Array

FIRST, SECOND, INTERLEAVED = GATES = (Choice("first", 0), Choice("second", 1), Choice("interleaved", 2))
_NAME = "gate"
_DOMAIN = Domain("first, second or interleaved", 0, 2, integer=True)


def gated(gate: Gate | None = None, default: Choice = FIRST, family: str = "gated", **record: Any) -> Vector:  # noqa: ANN401  # the fields of a record, which checks them
    """Make the record of a gated function.

    Parameters
    ----------
    gate
        The kernels of its halves; None computes it from the formula.
    default
        The half that is activated: by default the first, which makes it ``a``. Where it is the second, it is ``b``.
    family, record
        The fields of a Vector.
    """
    params = (*record.pop("params", ()), Param(_NAME, default, _DOMAIN, "the half that is activated", choices=GATES))
    return Vector(
        family=family,
        gate=gate or Gate(),
        params=params,
        multiple=lambda **_: 2,
        length=lambda n, **_: n // 2,
        **record,
    )


class Halves(Frozen):
    """The places of ``a`` and ``b`` in a vector."""

    a: slice
    b: slice

    def split(self, x: Array) -> tuple[Array, Array]:
        """Return a and b of vectors along the last axis."""
        return x[..., self.a], x[..., self.b]

    def jacobian(self, by_a: Array, by_b: Array) -> Array:
        """Return the Jacobian (..., m, 2m) that two partial derivatives (..., m) make."""
        m = by_a.shape[-1]
        index, inputs = np.arange(m), np.arange(2 * m)
        out = np.zeros((*by_a.shape, 2 * m))
        out[..., index, inputs[self.a]] = by_a
        out[..., index, inputs[self.b]] = by_b
        return out


def halves(record: Vector, values: Mapping[str, float | Fraction], n: int) -> Halves:
    """Return where a gated function has its halves in a vector of n values."""
    m = n // 2
    first, second = slice(0, m), slice(m, n)
    order = int(values[_NAME])
    activated, other = ((first, second), (second, first), (slice(0, n, 2), slice(1, n, 2)))[order]
    return Halves(other, activated) if record.defaults[_NAME] == SECOND else Halves(activated, other)


def arguments(values: Mapping[str, Number]) -> tuple[Number, ...]:
    """Return the values of the parameters that the kernels of a gate take."""
    return tuple(value for name, value in values.items() if name != _NAME)
