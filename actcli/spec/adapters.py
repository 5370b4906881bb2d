"""Adapters that call user functions with NumPy arrays, torch tensors, jax arrays, or one number at a time."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from actcli.analysis.finite_difference import derivative
from actcli.errors import ActcliError
from actcli.evaluation.evaluate import is_real
from actcli.numbers.formatting import format_float
from actcli.spec.user_code import user_errors

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager

    from actcli.numbers.array import Array
    from actcli.numbers.number_format import NumberFormat


Arrays = Literal["numpy", "torch", "jax", "numbers"]
#: The shape of a single number.
_ONE = np.zeros(())
#: NumPy's types by the name of ours; narrower ones compute in float32.
_NUMPY = {"float64": np.float64, "float32": np.float32, "float16": np.float16}
#: Formats in which libraries compute.
_COMPUTED = frozenset({"float64", "float32", "float16", "bfloat16"})


@dataclass(frozen=True)
class Adapter:
    """A callable of one argument, or of two for a gated function, and the way to call it.

    Attributes
    ----------
    label
        The SPEC, for messages.
    call
        The callable, parameters filled in.
    arrays
        The arguments of the call.
    dtype
        The name of the number type in which it computes.
    resizes
        Whether it returns vectors of another length than it is given.
    """

    label: str
    call: Callable[..., Any]
    arrays: Arrays
    dtype: str = "float64"
    resizes: bool = False

    def value(self, *x: Array) -> Array:
        """Return the results for float64 arguments of shape (n,), as float64."""
        match self.arrays:
            case "numpy":
                return self._guarded([each.astype(_NUMPY.get(self.dtype, np.float32)) for each in x], x[0])
            case "torch":  # pragma: no cover  # tested where torch is installed
                import torch

                with torch.no_grad():
                    return self._guarded([self._tensor(each) for each in x], x[0])
            case "jax":  # pragma: no cover  # tested where jax is installed
                import jax

                with _wide_jax():
                    return self._guarded([jax.numpy.asarray(each, dtype=self.dtype) for each in x], x[0])
            case "numbers":  # pragma: no branch  # the last there is
                return self._one_by_one(*x)

    def slope(self, *x: Array, by: int = 0) -> Array:
        """Return the derivative by an argument: the library's own where it has one, else by differences."""
        own = self._autodiff_slope(*x, by=by)
        return self._difference(*x, by=by) if own is None else own

    def jacobian(self, x: Array) -> Array:
        """Return the Jacobian (m, n) at a vector (n,): the library's own where it has one, else by differences."""
        match self.arrays if self.differentiates(x) else "numpy":
            case "torch":  # pragma: no cover  # tested where torch is installed
                import torch

                with user_errors(self.label), torch.enable_grad():
                    found = torch.autograd.functional.jacobian(self.call, self._tensor(x))
            case "jax":  # pragma: no cover  # tested where jax is installed
                import jax

                with user_errors(self.label), _wide_jax():
                    found = jax.jacrev(self.call)(jax.numpy.asarray(x, dtype=self.dtype))
            case _:
                return np.stack([self._difference_by_element(x, j) for j in range(x.size)], axis=-1)
        return _as_float64(found, self.label)  # pragma: no cover  # the libraries'

    def stacked(self, results: Sequence[Array]) -> Array:
        """Return the results for several vectors as one array.

        Raises
        ------
        ActcliError
            If there are more for one than for another.
        """
        sizes = sorted({len(result) for result in results})
        if len(sizes) > 1:
            raise ActcliError(f"{self.label} returned {sizes[0]} values for one vector and {sizes[-1]} for another")
        return np.array(results)

    def differentiates(self, *tried: Array) -> bool:
        """Tell whether the library differentiates the callable."""
        try:
            return self._autodiff_slope(*tried) is not None
        except ActcliError:  # pragma: no cover  # raised by torch and jax only
            return False

    def depends_on_neighbours(self, *tried: Array) -> bool:
        """Tell whether a result depends on the other elements of a vector.

        Raises
        ------
        ActcliError
            If two calls with the same points give different results.
        """
        if self.arrays == "numbers" or self.resizes:
            return self.resizes
        together, again = self.value(*tried), self.value(*tried)
        # Sums in threads may differ in their last digits.
        if not np.allclose(together, again, rtol=1e-5, atol=1e-8, equal_nan=True):
            raise ActcliError(f"{self.label} is random: two calls with the same values give different results")
        alone = [self.value(*(each[i : i + 1] for each in tried))[0] for i in range(together.size)]
        return not np.allclose(np.array(alone), together, rtol=0.05, atol=1e-3, equal_nan=True)

    def _autodiff_slope(self, *x: Array, by: int = 0) -> Array | None:
        match self.arrays:
            case "torch":  # pragma: no cover  # tested where torch is installed
                import torch

                with user_errors(self.label), torch.enable_grad():
                    given = [self._tensor(each).requires_grad_(i == by) for i, each in enumerate(x)]
                    result = self.call(*given)
                    if not getattr(result, "requires_grad", False):
                        return None
                    (slope,) = torch.autograd.grad(result, given[by], torch.ones_like(result))
                return _shaped(_as_float64(slope, self.label), x[by], self.label)
            case "jax":  # pragma: no cover  # tested where jax is installed
                import jax

                with user_errors(self.label), _wide_jax():
                    # Reverse mode works with custom rules for either direction.
                    result, back = jax.vjp(self.call, *(jax.numpy.asarray(each, dtype=self.dtype) for each in x))
                    slope = back(jax.numpy.ones_like(result))[by]
                return _shaped(_as_float64(slope, self.label), x[by], self.label)
        return None

    def _difference(self, *x: Array, by: int) -> Array:
        def moved(points: Array) -> Array:
            given = [np.broadcast_to(each, points.shape).ravel() for each in x]
            given[by] = points.ravel()
            return self._wide.value(*given).reshape(points.shape)

        return derivative(moved, x[by])

    def _difference_by_element(self, x: Array, j: int) -> Array:
        """Return a column of the Jacobian."""

        def moved(rows: Array) -> Array:
            here = np.arange(x.size) == j
            return self.stacked([self._wide.value(np.where(here, row[0], x)) for row in rows])

        return derivative(moved, np.full(self.value(x).shape, x[j]))

    @property
    def _wide(self) -> Adapter:
        return replace(self, dtype="float64")

    def _tensor(self, x: Array) -> Any:  # pragma: no cover  # tested where torch is installed
        import torch

        # Tensors have no negative strides, as a reversed array has.
        return torch.tensor(np.ascontiguousarray(x), dtype=getattr(torch, self.dtype))

    def _guarded(self, given: list[Any], x: Array) -> Array:
        with user_errors(self.label):
            result = _as_float64(self.call(*given), self.label)
            if not self.resizes:
                return _shaped(result, x, self.label)
            if result.ndim != 1 or result.size == 0 < x.size:
                raise ShapeError(f"{self.label} returned an array of shape {result.shape} for one of shape {x.shape}")
            return result

    def _one_by_one(self, *x: Array) -> Array:
        at: tuple[float, ...] = ()
        results = np.empty(x[0].shape)
        with user_errors(lambda: f"{self.label} at {_named(at)}"), _wide_jax():
            for i, at in enumerate(zip(*(each.tolist() for each in x), strict=True)):
                result = self.call(*at)
                results[i] = (
                    result if type(result) is float else _shaped(_as_float64(result, self.label), _ONE, self.label)
                )
        return results


def _named(at: tuple[float, ...]) -> str:
    names = ("x",) if len(at) == 1 else ("a", "b")
    return ", ".join(f"{name} = {format_float(value)}" for name, value in zip(names, at, strict=True))


def _wide_jax() -> AbstractContextManager[Any]:
    """Enable float64 in jax, if it is loaded; the default is float32."""
    jax = sys.modules.get("jax")
    return jax.enable_x64(True) if jax is not None else nullcontext()  # noqa: FBT003  # jax has no name for it


class ShapeError(ActcliError):
    """A callable returned an array of another shape than it was given."""


def _as_float64(result: Any, label: str) -> Array:
    if hasattr(result, "detach"):  # pragma: no cover  # tested where torch is installed
        result = result.detach().cpu()
        result = result.numpy() if result.is_complex() else result.double().numpy()
    array = np.asarray(result)
    if not is_real(array.dtype):
        what = f"values of type {array.dtype}" if array.dtype != object else f"a {type(result).__name__}"
        raise ActcliError(f"{label} returned {'None' if result is None else what}, not real numbers")
    return array.astype(np.float64)


def _shaped(result: Array, x: Array, label: str) -> Array:
    """Return a result in the shape of x; a single number is a constant."""
    if result.shape not in {(), x.shape}:
        raise ShapeError(f"{label} returned an array of shape {result.shape} for one of shape {x.shape}")
    return np.broadcast_to(result, x.shape)


def computed_in(number_format: NumberFormat) -> str:
    """Return the type in which a callable computes: a wider one for formats in which libraries only store."""
    if number_format.name in _COMPUTED:
        return number_format.name
    return "float64" if number_format.dtype.name == "float64" else "float32"
