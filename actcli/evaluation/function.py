"""The interface of functions to evaluation: record, parameters, and the resolver of calls in the formula."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from actcli.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from fractions import Fraction

    from actcli.catalog.gating import Halves
    from actcli.catalog.record import Activation, Elementwise, Kernel, Vector
    from actcli.catalog.traits import Traits
    from actcli.formula.bounds import StableForm
    from actcli.formula.parse import Formula
    from actcli.numbers.array import Array

    #: Returns the function that a call in a formula means: ``silu``, ``elu:0.5``.
    Lookup = Callable[[str], "Function"]


#: The largest number of entries of a Jacobian.
MAX_JACOBIAN = 10**7


class Kernels(Frozen):
    """The kernels of an elementwise function: its values, its derivative, and its derivatives by parameters."""

    f: Kernel
    grad: Kernel
    by: Mapping[str, Kernel]


class PairKernels(Frozen):
    """A gated function of a and b, and its partial derivatives."""

    f: Kernel
    grad_a: Kernel
    grad_b: Kernel


class Function(Protocol):
    """A function with its parameters; :class:`actcli.evaluation.bound.BoundActivation` is one."""

    @property
    def activation(self) -> Activation:
        """Its record."""

    @property
    def values(self) -> Mapping[str, float | Fraction]:
        """The values of its parameters."""

    @property
    def name(self) -> str:
        """Its canonical SPEC."""

    @property
    def base(self) -> Function | None:
        """The function whose derivative it is, if it is one."""

    @property
    def order(self) -> int:
        """Which derivative of its base it is."""

    @property
    def ulps(self) -> float:
        """The error that results which its formula gives may have."""

    @property
    def is_vector(self) -> bool:
        """Whether it takes a whole vector."""

    @property
    def provable(self) -> bool:
        """Whether it can be computed exactly."""

    @property
    def has_formula(self) -> bool:
        """Whether a formula defines it."""

    @property
    def elementwise(self) -> Elementwise:
        """Its record, if it is elementwise."""

    @property
    def vector(self) -> Vector:
        """Its record, if it takes a vector."""

    @property
    def pairs(self) -> PairKernels:
        """The kernels of a gated function."""

    def halves(self, n: int) -> Halves:
        """Return where a gated function has its halves in a vector of n values."""

    @property
    def arguments(self) -> tuple[float, ...]:
        """The values of its parameters in the order in which kernels take them."""

    @property
    def declared(self) -> Traits:
        """The traits that its record declares, kinks at least."""

    @property
    def lookup(self) -> Lookup:
        """The resolver of the calls in its formula."""

    @property
    def definition(self) -> Formula:
        """Its formula, parsed."""

    @property
    def stable(self) -> StableForm | None:
        """Its formula in the stable form that is evaluated; None if no formula defines it."""

    @property
    def stable_slope(self) -> StableForm | None:
        """Its derivative in a stable form; None where it is not known in symbols, or no kinks are declared."""

    @property
    def kinks(self) -> tuple[float, ...]:
        """Where its slope jumps."""

    def with_record(self, record: Activation) -> Function:
        """Return a function with the same parameters and another record."""

    def compute(self, x: Array) -> Array:
        """Return its values for float64 x."""

    def slope(self, x: Array, wrt: str | None = None, order: int = 1) -> Array:
        """Return its derivative for float64 x."""

    def check_order(self, order: int) -> None:
        """Refuse derivatives of orders that it lacks."""

    def check_length(self, n: int) -> None:
        """Refuse a vector of an unsuitable length."""

    def output_length(self, n: int) -> int:
        """Return the number of results for a vector of length n."""
