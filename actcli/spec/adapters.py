"""Adapters that call user functions with NumPy arrays, torch tensors, jax arrays, or one number at a time."""

from __future__ import annotations

import math
import sys
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from actcli.analysis.finite_difference import derivative
from actcli.errors import ActcliError
from actcli.evaluation.evaluate import is_real
from actcli.numbers.formatting import format_float
from actcli.user_code import user_errors

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from actcli.numbers.array import Array
    from actcli.numbers.number_format import NumberFormat


Arrays = Literal["numpy", "torch", "jax", "numbers"]
#: Points of the trial call; far enough apart that an effect of neighbours shows.
TRIED = np.array([-1.5, -0.5, 0.5, 1.5])
#: The shape of a single number.
_ONE = np.zeros(())
#: NumPy's types by the name of ours; narrower ones compute in float32.
_NUMPY = {"float64": np.float64, "float32": np.float32, "float16": np.float16}
#: Formats in which libraries compute.
_COMPUTED = frozenset({"float64", "float32", "float16", "bfloat16"})
#: Parts of the errors that functions of single numbers raise for arrays.
_NO_ARRAYS = ("truth value of an array", "only length-1", "only 0-dimensional", "must be real number")


@dataclass(frozen=True)
class Adapter:
    """A callable of one argument, and the way to call it.

    Attributes
    ----------
    label
        The SPEC, for messages.
    call
        The callable, parameters filled in.
    arrays
        What it is called with.
    dtype
        The name of the number type in which it computes.
    """

    label: str
    call: Callable[[Any], Any]
    arrays: Arrays
    dtype: str = "float64"

    def value(self, x: Array) -> Array:
        """Return the results for float64 x of shape (n,), as float64."""
        match self.arrays:
            case "numpy":
                return self._guarded(x.astype(_NUMPY.get(self.dtype, np.float32)), x)
            case "torch":  # pragma: no cover  # tested where torch is installed
                import torch

                # Tensors have no negative strides, as a reversed array has.
                with torch.no_grad():
                    return self._guarded(torch.tensor(np.ascontiguousarray(x), dtype=getattr(torch, self.dtype)), x)
            case "jax":  # pragma: no cover  # tested where jax is installed
                import jax

                with _wide_jax():
                    return self._guarded(jax.numpy.asarray(x, dtype=self.dtype), x)
            case "numbers":  # pragma: no branch  # the last there is
                return self._one_by_one(x)

    def autodiff_slope(self, x: Array) -> Array | None:
        """Return the derivative by the library's own differentiation; None where it has none."""
        match self.arrays:
            case "torch":  # pragma: no cover  # tested where torch is installed
                import torch

                with user_errors(self.label), torch.enable_grad():
                    given = torch.tensor(np.ascontiguousarray(x), dtype=getattr(torch, self.dtype), requires_grad=True)
                    result = self.call(given)
                    if not getattr(result, "requires_grad", False):
                        return None
                    (slope,) = torch.autograd.grad(result, given, torch.ones_like(result))
                return _as_float64(slope, x, self.label)
            case "jax":  # pragma: no cover  # tested where jax is installed
                import jax

                with user_errors(self.label), _wide_jax():
                    # Reverse mode works with custom rules for either direction.
                    result, back = jax.vjp(self.call, jax.numpy.asarray(x, dtype=self.dtype))
                    (slope,) = back(jax.numpy.ones_like(result))
                return _as_float64(slope, x, self.label)
        return None

    def differentiates(self) -> bool:
        """Tell whether the library differentiates the callable."""
        try:
            return self.autodiff_slope(TRIED) is not None
        except ActcliError:  # pragma: no cover  # raised by torch and jax only
            return False

    def difference(self, x: Array) -> Array:
        """Return the derivative by differences of values in float64."""
        wide = Adapter(self.label, self.call, self.arrays)
        return derivative(lambda points: wide.value(points.ravel()).reshape(points.shape), x)

    def _guarded(self, given: Any, x: Array) -> Array:
        with user_errors(self.label):
            result = self.call(given)
            return _as_float64(result, x, self.label)

    def _one_by_one(self, x: Array) -> Array:
        at = math.nan
        results = np.empty(x.shape)
        with user_errors(lambda: f"{self.label} at x = {format_float(at)}"), _wide_jax():
            for i, at in enumerate(x.tolist()):
                result = self.call(at)
                results[i] = result if type(result) is float else _as_float64(result, _ONE, self.label)
        return results


def _wide_jax() -> AbstractContextManager[Any]:
    """Enable float64 in jax, if it is loaded; the default is float32."""
    jax = sys.modules.get("jax")
    return jax.enable_x64(True) if jax is not None else nullcontext()  # noqa: FBT003  # jax has no name for it


def _as_float64(result: Any, x: Array, label: str) -> Array:
    """Return a result as float64 with the shape of x; a single number is a constant."""
    if hasattr(result, "detach"):  # pragma: no cover  # tested where torch is installed
        result = result.detach().cpu()
        result = result.numpy() if result.is_complex() else result.double().numpy()
    array = np.asarray(result)
    if not is_real(array.dtype):
        what = f"values of type {array.dtype}" if array.dtype != object else f"a {type(result).__name__}"
        raise ActcliError(f"{label} returned {'None' if result is None else what}, not real numbers")
    if array.shape not in {(), x.shape}:
        raise ActcliError(f"{label} returned an array of shape {array.shape} for one of shape {x.shape}")
    return np.broadcast_to(array.astype(np.float64), x.shape)


def adapter(label: str, call: Callable[[Any], Any], likely: Arrays, dtype: str) -> Adapter:
    """Find out how to call a callable, by trying.

    Parameters
    ----------
    label
        The SPEC, for messages.
    call
        The callable, parameters filled in.
    likely
        What it seems to take.
    dtype
        The name of the number type.

    Raises
    ------
    ActcliError
        If nothing works, with the message of the likeliest try; or if a result depends on other elements.
    """
    loaded: list[Arrays] = [name for name in ("torch", "jax") if name in sys.modules]
    failures: list[ActcliError] = []
    for arrays in dict.fromkeys([likely, "numpy", *loaded]):
        tried = Adapter(label, call, arrays, dtype)
        try:
            together = tried.value(TRIED)
        except ActcliError as failure:
            failures.append(failure)
            continue
        if arrays == "numpy" and _returns_jax(label, call):  # pragma: no cover  # tested where jax is installed
            return Adapter(label, call, "jax", dtype)
        _check_elementwise(tried, together)
        return tried
    one_by_one = Adapter(label, call, "numbers", dtype)
    for x in TRIED:
        try:
            one_by_one.value(x[None])
        except ActcliError as failure:
            failures.append(failure)
        else:
            return one_by_one
    # A scalar function's complaint about arrays is not the user's error: report the one of the last trial.
    raise failures[-1 if any(words in failures[0].message for words in _NO_ARRAYS) else 0]


def _returns_jax(label: str, call: Callable[[Any], Any]) -> bool:
    """Tell whether a function that takes NumPy arrays returns jax's."""
    if "jax" not in sys.modules:
        return False
    with user_errors(label):  # pragma: no cover  # tested where jax is installed
        return type(call(TRIED)).__module__.partition(".")[0] in {"jax", "jaxlib"}


def _check_elementwise(tried: Adapter, together: Array) -> None:
    alone = np.array([tried.value(x[None])[0] for x in TRIED])
    if not np.allclose(alone, together, rtol=0.05, atol=1e-3, equal_nan=True):
        raise ActcliError(
            f"{tried.label} is not elementwise: its result changes with the neighbouring inputs, or is random"
        )


def computed_in(number_format: NumberFormat) -> str:
    """Return the type in which a callable computes: a wider one for formats in which libraries only store."""
    if number_format.name in _COMPUTED:
        return number_format.name
    return "float64" if number_format.dtype.name == "float64" else "float32"
