"""A function with its parameters, as a SPEC names it and the library returns it."""

from __future__ import annotations

from functools import cache, cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from actcli.catalog import gating
from actcli.catalog.record import Activation, Elementwise, Traits, Vector
from actcli.errors import ActcliError, UsageError
from actcli.evaluation import evaluate, formula_calls, kernels, parameters, threads, vector_calls
from actcli.evaluation.array_calls import ArrayCalls
from actcli.evaluation.function import MAX_JACOBIAN, Kernels, PairKernels
from actcli.frozen import NOTHING, Value
from actcli.numbers.array import Array
from actcli.numbers.formatting import format_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from actcli.catalog.record import Interval, Kernel
    from actcli.formula.bounds import StableForm
    from actcli.formula.parse import Formula
    from actcli.numbers.number_format import ExactValue

    #: Blocks of float64 x to their results, in the same order.
    Stream = Callable[[Iterable[Array]], Iterator[Array]]

#: The highest derivative.
MAX_ORDER = 8


class BoundActivation(Value, ArrayCalls):
    """An activation function bound to parameter values.

    Calling it takes anything array-like of real numbers and returns an array of the same shape and floating dtype;
    integers give float64. Functions of vectors work along ``axis``, and a single number is a vector of one.

    Attributes
    ----------
    activation
        The record of the function.
    values
        A value for every parameter, by name; those that are left out have their defaults.
    find
        Returns the function that a call in the formula means; None for the built-in functions.
    base, order
        The function whose derivative this is, and the order; None and 0 for any other.
    ulps
        The error that results which the formula gives may have, in ulp, times 1 + the condition number. Where it may be
        larger, they are computed exactly. The judge holds those of records to 4.

    Examples
    --------
    >>> import actcli
    >>> elu = actcli.get("elu:alpha=0.5")
    >>> float(elu(-1e9)), float(elu.grad(2.0))
    (-0.5, 1.0)
    """

    activation: Activation
    values: Mapping[str, float] = NOTHING
    find: Callable[[str], BoundActivation] | None = None
    base: BoundActivation | None = None
    order: int = 0
    ulps: float = 8.0
    #: Whether values are all that is known: those of a program, or measured ones.
    values_only = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "values", MappingProxyType({**self.activation.defaults, **self.values}))

    def _values(self) -> tuple[object, ...]:
        return self.activation, *self.values.items()

    def __repr__(self) -> str:
        return f"actcli.get({self.name!r})"

    @cached_property
    def name(self) -> str:
        """The canonical SPEC: the name, and the parameters that differ from their defaults."""
        defaults = self.activation.defaults
        given = {key: value for key, value in self.values.items() if value != defaults[key]}
        return self.activation.name + (":" + format_settings(given) if given else "")

    @property
    def formula(self) -> str:
        """The definition, in x and the parameters."""
        return self.activation.formula

    @property
    def latex(self) -> str:
        r"""The definition in LaTeX, for any display of mathematics: ``f(x) = \max(x, 0)``."""
        from actcli.evaluation import notation

        return notation.definition(self)

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

    def with_record(self, record: Activation) -> BoundActivation:
        """Return a function with the same parameters and another record."""
        return self._replace(activation=record)

    @property
    def has_formula(self) -> bool:
        """Whether a formula defines it, so that it can be computed exactly."""
        return not self.activation.display_only

    @property
    def provable(self) -> bool:
        """Whether exact results are known: a formula or exact kernels define it, or its antiderivative."""
        if self.base is not None:
            return self.base.provable
        return self.has_formula or (isinstance(self.activation, Vector) and self.activation.exact is not None)

    def check_order(self, order: int) -> None:
        """Refuse orders of derivatives that can't be computed."""
        if not 1 <= order <= MAX_ORDER:
            raise UsageError(f"derivatives of order 1 to {MAX_ORDER} are computed, not {order}")
        if order > 1 and not self.has_formula:
            raise UsageError(f"{self.name} has a first derivative only: no formula gives the others")

    @property
    def lookup(self) -> Callable[[str], BoundActivation]:
        """The resolver of the calls in its formula."""
        return self.find or built_in

    @property
    def definition(self) -> Formula:
        """The formula, parsed."""
        return _parsed(self.activation.formula)

    @cached_property
    def stable(self) -> StableForm | None:
        """The formula in the stable form that is evaluated; None if no formula defines it."""
        return self._stable_form(self.activation.formula, getattr(self.activation, "stable", ""))

    @cached_property
    def derivative(self) -> str:
        """The derivative in x, in x and the parameters; empty where it is not known in symbols."""
        if self.activation.derivative:
            return self.activation.derivative
        from actcli.evaluation import notation

        return notation.slope(self)

    @cached_property
    def stable_slope(self) -> StableForm | None:
        """The derivative in a stable form; None where it is not known in symbols, or no kinks are declared."""
        if self.activation.tier == "user" or not self.derivative:
            return None
        return self._stable_form(self.derivative)

    def _stable_form(self, text: str, stable: str = "") -> StableForm | None:
        from actcli.formula.bounds import StableForm, number
        from actcli.formula.stable import stable_text

        if not self.has_formula:
            return None
        form = _parsed(stable or stable_text(_parsed(text)))
        return StableForm(form, {key: number(value) for key, value in self.values.items()})

    @cached_property
    def kernels(self) -> Kernels:
        """The kernels of an elementwise function, those that its formula gives included."""
        return kernels.completed(self)

    @cached_property
    def pairs(self) -> PairKernels:
        """The kernels of a gated function, with its parameters, those that its formula gives included."""
        return vector_calls.pairs(self)

    def halves(self, n: int) -> gating.Halves:
        """Return where a gated function has its halves in a vector of n values."""
        return gating.halves(self.vector, self.values, n)

    @cached_property
    def kinks(self) -> tuple[float, ...]:
        """Where its slope jumps."""
        return tuple(float(kink.at) for kink in self.declared.kinks)

    @cached_property
    def declared(self) -> Traits:
        """The traits that the record declares: kinks at least (elementwise functions)."""
        return self.elementwise.traits(**self.values)

    @cached_property
    def traits(self) -> Traits:
        """The traits with these parameters, those that take a search included (elementwise functions)."""
        search = self.elementwise.search
        return self.declared if search is None or self.declared.range else search(self)

    @property
    def range(self) -> tuple[Interval, ...]:
        """The values it takes, as intervals."""
        return self.vector.range if self.is_vector else self.traits.range

    @property
    def stream(self) -> Stream | None:
        """A function that answers many blocks at once; None if blocks are answered one by one."""
        return None

    def compute(self, x: Array) -> Array:
        """Return the values for float64 x; vectors along the last axis."""
        if isinstance(self.activation, Vector):
            self.check_length(x.shape[-1])
            return vector_calls.values(self, x)
        return self._applied(self.kernels.f, x)

    def slope(self, x: Array, wrt: str | None = None, order: int = 1) -> Array:
        """Return the derivative of an order, or the Jacobian, for float64 x."""
        if isinstance(self.activation, Vector) and wrt is None:
            n = x.shape[-1]
            self.check_length(n)
            entries = max(x.size, n) * self.output_length(n)  # no vectors at all make an array too
            if entries > MAX_JACOBIAN:
                size = f"the Jacobian of {self.name} has {entries} entries"
                raise ActcliError(f"{size}; at most {MAX_JACOBIAN} are computed")
            return vector_calls.jacobians(self, x)
        if order > 1:
            from actcli.evaluation.exactly import exactly

            return exactly(self, order).values(x, undecided="nan")
        name = None if wrt is None else self.parameter(wrt)
        kernel = self.kernels.grad if name is None else self.kernels.by[name]
        return self._applied(kernel, x)

    def _applied(self, kernel: Kernel, x: Array) -> Array:
        ours = self.activation.tier != "user" or self.has_formula  # a user's code may not be safe in threads
        several = ours and x.size > evaluate.BLOCK
        return evaluate.elementwise(kernel, x, self.arguments, threads.available() if several else 1)

    @property
    def sampled(self) -> BoundActivation:
        """The function to take many samples of, faster: what its formula gives is right to seven digits."""
        return self._replace(ulps=2.0**29)

    def proven(self, exact_value: ExactValue | None = None) -> BoundActivation:
        """Return the function with kernels whose every result is correctly rounded.

        Parameters
        ----------
        exact_value
            Gives the exact number that a point represents in its number format; None where that is the double itself.

        Raises
        ------
        UsageError
            If no formula defines it.
        """
        from actcli.evaluation.exactly import proven

        return self.with_record(proven(self, exact_value))

    def parameter(self, name: str) -> str:
        """Return the parameter that a name means, with respect to which the function can be differentiated.

        Raises
        ------
        UsageError
            If the parameter does not exist or has no derivative, like parameters of functions of vectors.
        """
        param = parameters.find(self.activation, name)
        if self.is_vector or param.name not in self.kernels.by:
            raise UsageError(f"{self.name} has no derivative with respect to {param.name}")
        return param.name

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
        """Refuse a vector whose length the function can't take."""
        k = self.multiple
        if n == 0 or n % k:
            wants = {1: "at least one value", 2: "an even number of values"}.get(k, f"a multiple of {k} values")
            raise ActcliError(f"{self.activation.name} needs {wants}, got {n}")


@cache
def _parsed(text: str) -> Formula:
    from actcli.formula.parse import parse

    return parse(text, lambda _name: True)


@cache
def built_in(call: str) -> BoundActivation:
    """Return the built-in function that a call in a formula means: ``silu``, ``elu:0.5``."""
    from actcli.functions import find

    return BoundActivation(*formula_calls.called(call, find))
