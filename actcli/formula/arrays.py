"""Float64 arrays: the number system in which formulas are evaluated as written, as float64 arithmetic has it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from actcli import special

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from actcli.numbers.array import Array

CONSTANTS = {"pi": math.pi, "e": math.e, "inf": math.inf}

_SQRT2 = special.constant("1.4142135623730950488016887242097")


def _erfc(x: Array) -> Array:
    return 2.0 * special.normal_cdf(*special.two_prod(np.clip(-x, -40, 40), _SQRT2))


def _sech(x: Array) -> Array:
    decay: Array = np.exp(-np.abs(x))
    return 2 * decay / (1 + decay * decay)


#: The functions of one number that the language has, and those that stable forms and derivatives add.
UNARY: Mapping[str, Callable[[Array], Array]] = {
    "exp": np.exp,
    "expm1": np.expm1,
    "log": np.log,
    "log1p": np.log1p,
    "sqrt": np.sqrt,
    "sin": np.sin,
    "cos": np.cos,
    "tan": np.tan,
    "sinh": np.sinh,
    "cosh": np.cosh,
    "sech": _sech,
    "atan": np.arctan,
    "asinh": np.arcsinh,
    "acosh": np.arccosh,
    "atanh": np.arctanh,
    "erf": special.erf,
    "erfc": _erfc,
    "Phi": special.normal_cdf,
    "normal_pdf": special.normal_pdf,
    "abs": np.abs,
    "sign": np.sign,
    "tanh": np.tanh,
    "sigmoid": special.sigmoid,
    "softplus": special.softplus,
}

#: Functions of one argument that reduce a whole vector to a number.
REDUCTIONS: Mapping[str, Callable[..., Any]] = {"sum": np.sum, "mean": np.mean, "max": np.max, "min": np.min}


@dataclass(frozen=True)
class Arrays:
    """The number system of float64 arrays.

    Attributes
    ----------
    function
        Looks up the activation functions that the formula calls, as functions of arrays.
    """

    function: Callable[[str], Callable[[Array], Array]]

    def number(self, text: str) -> Array:
        """Return a literal or a constant."""
        return np.asarray(CONSTANTS[text] if text in CONSTANTS else float(text))

    def call(self, name: str, args: list[Any]) -> Array:
        """Apply a function."""
        return np.asarray(self._called(name, args))

    def _called(self, name: str, args: list[Any]) -> Any:
        match name, args:
            case "where", [condition, yes, no]:
                return np.where(condition, yes, no)
            case "min", [a, b]:
                return np.minimum(a, b)
            case "max", [a, b]:
                return np.maximum(a, b)
            case "clip", [x, low, high]:
                return np.minimum(np.maximum(x, low), high)
            case _, [x] if name in REDUCTIONS:
                return REDUCTIONS[name](x, axis=-1, keepdims=True)
            case _, [x]:
                return UNARY[name](x) if name in UNARY else self.function(name)(np.asarray(x))
        raise AssertionError(name)
