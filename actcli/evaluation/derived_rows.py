"""Functions of a vector computed from a formula alone: values and Jacobians with a running error bound.

Rows whose error may exceed 8 ulp are computed again in exact arithmetic.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from actcli.evaluation.derived import form_of
from actcli.formula.arrays import Arrays
from actcli.formula.bounded_slopes import ZERO, BoundedDual, BoundedDuals
from actcli.formula.bounds import Bounded, Bounds, exact
from actcli.formula.propagation import UNDERFLOW, unit

if TYPE_CHECKING:
    from actcli.evaluation.function import Function
    from actcli.formula.parse import Formula
    from actcli.numbers.array import Array


def compute(function: Function, x: Array, *, jacobian: bool = False) -> Array:
    """Return the values (..., n), or the Jacobian (..., n, n), of a function of vectors along the last axis."""
    with np.errstate(all="ignore"):
        result = _bounded(function, x, jacobian=jacobian)
        y = np.array(result.value)
        inner = tuple(range(x.ndim - 1, y.ndim))
        finite = np.isfinite(x).all(axis=-1)
        sure = (result.error <= function.ulps * (unit(y) + UNDERFLOW)) & np.isfinite(y)
        sure &= (y != 0) | (result.error == 0)  # a zero that is too small a number has a sign
        unsure = finite & ~sure.all(axis=inner)
        if unsure.any():
            from actcli.evaluation.vector_quantity import VectorQuantity

            quantity = VectorQuantity(plain(function), jacobian=jacobian)
            y[unsure] = quantity.values(x[unsure], undecided="nan")
        if not finite.all():
            y[~finite] = naive(function, x[~finite], jacobian=jacobian)
        return y


def plain(function: Function) -> Function:
    """Return a function with kernels that evaluate its formula as written, for rough values."""

    def kernel(x: Array, *_: float, jacobian: bool = False) -> Array:
        return naive(function, x, jacobian=jacobian)

    return function.with_record(function.vector._replace(f=kernel, jacobian=partial(kernel, jacobian=True)))


def naive(function: Function, x: Array, *, jacobian: bool = False) -> Array:
    """Return the formula as written, evaluated in plain float64 arithmetic; a nan makes its whole vector nan."""
    with np.errstate(all="ignore"):
        if jacobian:
            y = np.array(_jacobian(function, function.definition, x).value)
        else:
            known = {key: np.asarray(float(value)) for key, value in function.values.items()}
            system = Arrays(lambda text: function.lookup(text).compute)
            y = np.array(np.broadcast_to(function.definition.evaluate(system, {**known, "x": x}), x.shape))
        y[np.isnan(x).any(axis=-1)] = np.nan
        return y


def _bounded(function: Function, x: Array, *, jacobian: bool) -> Bounded:
    form = form_of(function)
    if jacobian:
        return _jacobian(function, form.formula, x)
    result = form.formula.evaluate(Bounds(function.lookup), {**form.values, "x": exact(x)})
    return Bounded(np.broadcast_to(result.value, x.shape), np.broadcast_to(result.error, x.shape))


def _jacobian(function: Function, formula: Formula, x: Array) -> Bounded:
    """Differentiate by all elements at once: the values are columns (..., n, 1), the slopes matrices (..., n, n)."""
    env = {key: BoundedDual(value, ZERO) for key, value in form_of(function).values.items()}
    variable = BoundedDual(exact(x[..., None]), exact(np.eye(x.shape[-1])))
    slope = formula.evaluate(BoundedDuals(Bounds(function.lookup, axis=-2)), {**env, "x": variable}).slope
    shape = (*x.shape, x.shape[-1])
    return Bounded(np.broadcast_to(slope.value, shape), np.broadcast_to(slope.error, shape))
