"""Propagation of errors through the functions of the formula language, with one bound per function.

Each takes the argument, a bound of its error, and the computed value, and returns a bound of the result's error: what
the argument's error makes of it, through the steepest slope within that error, and what NumPy or a kernel of
:mod:`actcli.special` may add. An error too large for the estimate gives inf.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from actcli.numbers.array import Array

#: The spacing of doubles at 1, and the least subnormal.
SPACING = 2.0**-52
UNDERFLOW = 5e-324

#: NumPy's tests hold its functions to one double from the nearest one, tanh to two.
NUMPY_ULPS = 1.5
#: Kernels of :mod:`actcli.special` that the judge holds to this; 4 for the others.
SPECIAL_ULPS = 2.5
KERNEL_ULPS = 4.0

_EXPONENT = np.int64(0x7FF0000000000000)


def unit(value: Array, ulps: float | Array = 1.0) -> Array:
    """Return a multiple of the spacing of doubles at values: 0 at subnormal ones, inf where they are not finite."""
    bits = np.asarray(value).view(np.int64) & _EXPONENT
    power: Array = bits.view(np.float64)
    return power * (SPACING * ulps)


def is_zero(error: Array) -> bool:
    """Tell whether an error is the single one of exact numbers."""
    return error.ndim == 0 and not error


def guarded(error: Array, known: NDArray[np.bool_]) -> Array:
    """Return an error where its estimate holds, inf elsewhere."""
    return error if known.all() else np.where(known, error, np.inf)


def certain(error: Array, outside: NDArray[np.bool_]) -> Array:
    """Return an error; 0 where the argument lies outside the domain for certain, so that nan is the result."""
    return np.where(outside, 0.0, error) if outside.any() else error


def _own(y: Array, ulps: float = NUMPY_ULPS) -> Array:
    """Return the error of a function's own rounding; inf where it overflows."""
    return unit(y, ulps) + ulps * UNDERFLOW


def _absolute(y: Array, moved: Array, ulps: float = NUMPY_ULPS) -> Array:
    return moved + _own(y, ulps)


def _relative(y: Array, t: Array, ulps: float = NUMPY_ULPS) -> Array:
    """Return the error of a function that moves by a factor of exp(t) at most, for a small t."""
    return guarded(_absolute(y, np.abs(y) * (t * (1 + t)), ulps), t < 1)


def saturated(error: Array, limit: NDArray[np.bool_], bound: float) -> Array:
    """Return an error, which is bounded where the argument is far out and the function has all but its limit."""
    return np.where(limit, bound, error) if limit.any() else error


#: exp of it is below half the least subnormal, and 1 - tanh, 1 - sigmoid and erfc of the others below 2**-54.
_EXP_GONE, _TANH_FULL, _SIGMOID_FULL, _ERF_FULL, _ERFC_GONE = -746.0, 19.0, 38.0, 6.0, 28.0
_NORMAL_FULL, _NORMAL_GONE = 8.5, 39.0


def _exp(x: Array, e: Array, y: Array) -> Array:
    return saturated(_relative(y, e), x + e < _EXP_GONE, UNDERFLOW)


def _expm1(_x: Array, e: Array, y: Array) -> Array:
    return guarded(_absolute(y, (y + 1 + 2 * SPACING) * (e * (1 + e))), e < 1)


def _hyperbolic(_x: Array, e: Array, y: Array) -> Array:
    return guarded(_absolute(y, (np.abs(y) + 1) * (e * (1 + e))), e < 1)


def _logarithm(room: Array, e: Array, y: Array) -> Array:
    """Return the error of log at an argument that is at least ``room``; a negative argument gives nan for certain."""
    return certain(guarded(e / room + np.where(np.isfinite(y), _own(y), 0.0), room > 0), room + 2 * e < 0)


def _log(x: Array, e: Array, y: Array) -> Array:
    return _logarithm(x - e, e, y)


def _log1p(x: Array, e: Array, y: Array) -> Array:
    return _logarithm(1 + (x - e) - SPACING, e, y)


def _sqrt(x: Array, e: Array, y: Array) -> Array:
    # sqrt(x) - sqrt(x - e) = e/(y + sqrt(x - e)), and sqrt(x - e) is at least y*(1 - e/x).
    moved = np.where((x > 0) & (e > 0), e / (y * (2 - np.minimum(e / x, 1.0))), 0.0)
    return certain(guarded(moved + np.where(np.isfinite(y), _own(y, 0.5), 0.0), (x > e) | (e == 0)), x + e < 0)


def _wave(_x: Array, e: Array, y: Array) -> Array:
    return _absolute(y, np.minimum(e, 2.0))


def _tan(_x: Array, e: Array, y: Array) -> Array:
    return guarded(_absolute(y, 1.1 * e * (1 + y * y)), e * (1 + np.abs(y)) < 0.01)


def _atan(x: Array, e: Array, y: Array) -> Array:
    return _absolute(y, e / (1 + np.square(np.maximum(np.abs(x) - e, 0.0))))


def _asinh(x: Array, e: Array, y: Array) -> Array:
    return _absolute(y, e / np.sqrt(1 + np.square(np.maximum(np.abs(x) - e, 0.0))))


def _acosh(x: Array, e: Array, y: Array) -> Array:
    room = np.maximum(x - e - 1, 0.0)
    moved = np.where(e > 0, e / np.sqrt(room), 0.0)
    return certain(moved + np.where(np.isfinite(y), _own(y), 0.0), x + e < 1)


def _atanh(x: Array, e: Array, y: Array) -> Array:
    room = 1 - np.abs(x) - e
    moved = guarded(np.where(e > 0, e / room, 0.0), (room > 0) | (e == 0))
    return certain(moved + np.where(np.isfinite(y), _own(y), 0.0), np.abs(x) - e > 1)


def _tanh(x: Array, e: Array, y: Array) -> Array:
    error = _absolute(y, e * (np.abs(1 - y * y) + 2 * SPACING + 2 * e), SPECIAL_ULPS)
    return saturated(error, np.abs(x) - e > _TANH_FULL, SPACING)


def _sigmoid(x: Array, e: Array, y: Array) -> Array:
    error = _relative(y, e * (1 - y + SPACING + e), SPECIAL_ULPS)
    return saturated(saturated(error, x - e > _SIGMOID_FULL, SPACING), x + e < _EXP_GONE, UNDERFLOW)


def _softplus(x: Array, e: Array, y: Array) -> Array:
    error = _absolute(y, e * np.minimum(1.0, y * (1 + 2 * np.minimum(e, 1.0))), SPECIAL_ULPS)
    return saturated(error, x + e < _EXP_GONE, UNDERFLOW)


def _erf(x: Array, e: Array, y: Array) -> Array:
    error = _absolute(y, 1.13 * np.minimum(e, 2.0), SPECIAL_ULPS)
    return saturated(error, np.abs(x) - e > _ERF_FULL, SPACING)


def _erfc(x: Array, e: Array, y: Array) -> Array:
    error = _relative(y, e * (2 * np.maximum(x, 0.0) + 2), KERNEL_ULPS)
    return saturated(saturated(error, x - e > _ERFC_GONE, UNDERFLOW), x + e < -_ERF_FULL, 2 * SPACING)


def _normal_cdf(x: Array, e: Array, y: Array) -> Array:
    # phi(x)/Phi(x) < |x| + 1 on the left; on the right the same of 1 - Phi.
    t = e * (np.abs(x) + 1)
    error = guarded(_absolute(y, np.minimum(y, 1 - y + SPACING) * (t * (1 + t)), SPECIAL_ULPS), t < 1)
    return saturated(saturated(error, x - e > _NORMAL_FULL, SPACING), x + e < -_NORMAL_GONE, UNDERFLOW)


def _normal_pdf(x: Array, e: Array, y: Array) -> Array:
    return saturated(_relative(y, e * (np.abs(x) + e), SPECIAL_ULPS), np.abs(x) - e > _NORMAL_GONE, UNDERFLOW)


def _sech(x: Array, e: Array, y: Array) -> Array:
    return saturated(_relative(y, e, KERNEL_ULPS), np.abs(x) - e > 1 - _EXP_GONE, UNDERFLOW)


def _abs(_x: Array, e: Array, _y: Array) -> Array:
    return e


def _sign(x: Array, e: Array, _y: Array) -> Array:
    return np.where((np.abs(x) <= e) & (e > 0), np.inf, 0.0)


#: The functions that are defined everywhere: the error of their own rounding, in ulp.
ROUNDING: Mapping[str, float] = {
    **dict.fromkeys(("exp", "expm1", "sin", "cos", "sinh", "cosh", "atan", "asinh"), NUMPY_ULPS),
    **dict.fromkeys(("tanh", "sigmoid", "softplus", "erf", "Phi", "normal_pdf"), SPECIAL_ULPS),
    **dict.fromkeys(("erfc", "sech"), KERNEL_ULPS),
}

#: Function -> how an error passes through it.
ERRORS: Mapping[str, Callable[[Array, Array, Array], Array]] = {
    "exp": _exp,
    "expm1": _expm1,
    "log": _log,
    "log1p": _log1p,
    "sqrt": _sqrt,
    "sin": _wave,
    "cos": _wave,
    "tan": _tan,
    "sinh": _hyperbolic,  # cosh x < |sinh x| + 1
    "cosh": _hyperbolic,  # |sinh x| < cosh x
    "sech": _sech,
    "atan": _atan,
    "asinh": _asinh,
    "acosh": _acosh,
    "atanh": _atanh,
    "erf": _erf,
    "erfc": _erfc,
    "Phi": _normal_cdf,
    "normal_pdf": _normal_pdf,
    "abs": _abs,
    "sign": _sign,
    "tanh": _tanh,
    "sigmoid": _sigmoid,
    "softplus": _softplus,
}


def passed_on(name: str, x: Array, e: Array, y: Array) -> Array:
    """Return a bound of a function's error, of a value y at an argument x that is off by e at most."""
    if is_zero(e) and name in ROUNDING:
        return _own(y, ROUNDING[name])
    return ERRORS[name](x, e, y)
