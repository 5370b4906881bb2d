"""A function with its parameters: what a SPEC names and what the library hands out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from actcli.catalog.record import Activation, Elementwise, Traits, Vector
from actcli.errors import ActcliError, UsageError
from actcli.evaluation import evaluate, parameters
from actcli.numbers.array import Array
from actcli.numbers.formatting import format_float

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import ArrayLike, NDArray

    from actcli.catalog.record import Interval

#: Blocks of float64 x to their results, in the same order.
Stream = Callable[[Iterable[Array]], Iterator[Array]]
#: The largest number of entries of a Jacobian.
MAX_JACOBIAN = 10**7


@dataclass(frozen=True, repr=False)
class BoundActivation:
    """An activation function bound to parameter values.

    Calling it takes anything array-like of real numbers and returns an array of the same shape and floating dtype;
    integers give float64. Functions of vectors work along ``axis``, and a single number is a vector of one.

    Attributes
    ----------
    activation
        The record of the function.
    values
        A value for every parameter, by name.

    Examples
    --------
    >>> import actcli
    >>> elu = actcli.get("elu:alpha=0.5")
    >>> float(elu(-1e9)), float(elu.grad(2.0))
    (-0.5, 1.0)
    """

    activation: Activation
    values: Mapping[str, float] = field(default_factory=dict, hash=False)  # mappings have no hash

    def __post_init__(self) -> None:
        object.__setattr__(self, "values", MappingProxyType({**self.values}))

    def __repr__(self) -> str:
        return f"actcli.get({self.name!r})"

    @cached_property
    def name(self) -> str:
        """The canonical SPEC: the name, and the parameters that differ from their defaults."""
        defaults = self.activation.defaults
        given = [f"{key}={format_float(value)}" for key, value in self.values.items() if value != defaults[key]]
        return self.activation.name + (":" + ",".join(given) if given else "")

    @property
    def formula(self) -> str:
        """The definition, in x and the parameters."""
        return self.activation.formula

    @property
    def is_vector(self) -> bool:
        """Whether it takes a whole vector rather than one number."""
        return isinstance(self.activation, Vector)

    @property
    def elementwise(self) -> Elementwise:
        """The record, where the function is elementwise."""
        if not isinstance(self.activation, Elementwise):
            raise UsageError(f"{self.name} is a function of a whole vector")
        return self.activation

    @property
    def vector(self) -> Vector:
        """The record, where the function takes a vector."""
        if not isinstance(self.activation, Vector):
            raise UsageError(f"{self.name} is a function of single numbers")
        return self.activation

    @cached_property
    def traits(self) -> Traits:
        """The traits with these parameters (elementwise functions)."""
        return self.elementwise.traits(**self.values)

    @property
    def range(self) -> tuple[Interval, ...]:
        """The values it takes, as intervals."""
        return self.vector.range if self.is_vector else self.traits.range

    @property
    def stream(self) -> Stream | None:
        """How it answers many blocks at once; None where it answers one after the other."""
        return None

    def __call__(self, x: ArrayLike, axis: int = -1) -> NDArray[Any]:
        """Return the values of the function.

        Parameters
        ----------
        x
            Real numbers, any shape.
        axis
            The axis along which a function of vectors works.

        Raises
        ------
        TypeError
            If x holds no real numbers.
        ActcliError
            If the length along the axis does not suit the function.
        """
        x64, dtype = evaluate.as_float64(x)
        if isinstance(self.activation, Vector):
            rows = np.moveaxis(np.atleast_1d(x64), axis, -1)
            y = np.moveaxis(self.compute(rows), -1, axis)
            return evaluate.to_dtype(y.reshape(()) if x64.ndim == 0 and y.size == 1 else y, dtype)
        return evaluate.to_dtype(self.compute(x64), dtype)

    def grad(self, x: ArrayLike, wrt: str | None = None, axis: int = -1) -> NDArray[Any]:
        """Return the derivative with respect to x or a parameter; the Jacobian for a function of vectors.

        Parameters
        ----------
        x
            Real numbers, any shape.
        wrt
            The name of a parameter; None for x.
        axis
            The axis along which a function of vectors works. It is moved to the end: the result has shape
            (..., m, n), d output / d input.

        Raises
        ------
        UsageError
            If there is no such parameter, or no derivative with respect to it.
        """
        x64, dtype = evaluate.as_float64(x)
        if isinstance(self.activation, Vector):
            x64 = np.moveaxis(np.atleast_1d(x64), axis, -1)
        return evaluate.to_dtype(self.slope(x64, wrt), dtype)

    def compute(self, x: Array) -> Array:
        """Return the values for float64 x; vectors along the last axis."""
        if isinstance(self.activation, Vector):
            self.check_length(x.shape[-1])
            return evaluate.whole(self.activation.f, x, self.arguments)
        return evaluate.elementwise(self.elementwise.f, x, self.arguments)

    def slope(self, x: Array, wrt: str | None = None) -> Array:
        """Return the derivative, or the Jacobian, for float64 x."""
        if isinstance(self.activation, Vector) and wrt is None:
            n = x.shape[-1]
            self.check_length(n)
            entries = max(x.size, n) * self.output_length(n)  # no vectors at all make an array too
            if entries > MAX_JACOBIAN:
                raise ActcliError(
                    f"the Jacobian of {self.name} has {entries} entries; at most {MAX_JACOBIAN} are computed"
                )
            return evaluate.whole(self.activation.jacobian, x, self.arguments)
        kernel = self.elementwise.grad if wrt is None else parameters.derivative(self.activation, wrt)[1]
        return evaluate.elementwise(kernel, x, self.arguments)

    @property
    def arguments(self) -> tuple[float, ...]:
        """The parameter values in the order in which kernels take them."""
        return tuple(self.values[p.name] for p in self.activation.params)

    @property
    def multiple(self) -> int:
        """The length of a vector must be a multiple of this."""
        return self.activation.multiple(**self.values) if isinstance(self.activation, Vector) else 1

    def output_length(self, n: int) -> int:
        """Return the number of results for a vector of length n."""
        return self.activation.length(n, **self.values) if isinstance(self.activation, Vector) else n

    def check_length(self, n: int) -> None:
        """Refuse a vector that the function can't split."""
        k = self.multiple
        if n == 0 or n % k:
            wants = {1: "at least one value", 2: "an even number of values"}.get(k, f"a multiple of {k} values")
            raise ActcliError(f"{self.activation.name} needs {wants}, got {n}")
