"""The exact values of a reference in float64, as sums of two doubles, which resolve errors below one ulp."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from actcli.evaluation.compute import Series
    from actcli.numbers.array import Array

#: Points up to which the reference is exact: it takes up to 0.1 ms for each.
MOST = 10**5


def exact_sums(reference: Series, x: Array) -> tuple[Array, Array] | None:
    """Return the exact values of a function or its derivative, as doubles and what they lack.

    Parameters
    ----------
    reference
        Values or first derivatives of an elementwise function.
    x
        Points, shape (n,).

    Returns
    -------
    tuple or None
        Two arrays of shape (n,), the second 0 where there is no finite value; None where no formula defines the
        quantity, or there are too many points.
    """
    function = reference.function
    orders = {0: function.compute, 1: function.slope}
    order = next((order for order, compute in orders.items() if reference.compute == compute), None)
    if order is None or not function.has_formula or x.size > MOST:
        return None
    from actcli.evaluation.quantity import Quantity

    values = reference.compute(x)
    errors = np.zeros_like(x)
    finite = np.isfinite(x)
    with np.errstate(all="ignore"):
        errors[finite] = Quantity(function, order).ulp_errors(x[finite], values[finite])
        errors[~np.isfinite(errors)] = 0
        # The unit is that of the exact value, which may lie in the next binade.
        near = values - errors * np.spacing(np.abs(values))
        units = np.where(errors == 0, 0.0, np.spacing(np.abs(near)))
        rounded = np.where(errors == 0, values, values - errors * units)
        rest = np.where(errors == 0, 0.0, (values - rounded) - errors * units)
    return rounded, rest
