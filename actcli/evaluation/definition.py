"""A function as its formula with the meanings of its names and calls, ready for exact evaluation."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from actcli.catalog.record import Elementwise
from actcli.errors import UsageError
from actcli.formula import parse
from actcli.formula.balls import exact_part
from actcli.formula.branches import Branches
from actcli.formula.compile import compiled
from actcli.formula.flint import arb, fmpq
from actcli.formula.rationals import Singular, Undecided, constant, rational
from actcli.formula.series import PowerSeries

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from fractions import Fraction

    from actcli.catalog.traits import Kink
    from actcli.evaluation.function import Function, Lookup
    from actcli.formula.compile import Closure
    from actcli.formula.system import System


#: How closely the slope of one side must match the declared one to be it.
_SAME_SLOPE = 1e-9


@dataclass(frozen=True, eq=False)
class Definition:
    """A formula with the values of its parameters.

    Attributes
    ----------
    name
        The canonical SPEC, for messages.
    formula
        The formula.
    parameters
        Their values: doubles or fractions, both exact.
    kinks
        Where the first derivative is declared: wherever it breaks and is finite; None of a user's function, which
        declares nothing.
    lookup
        The functions that calls mean.
    activation
        The name by which a number system may know the function itself; empty where parameters are not the default.
    """

    name: str
    formula: parse.Formula
    parameters: Mapping[str, float | Fraction]
    kinks: Mapping[float, Kink] | None
    lookup: Lookup
    activation: str

    def closure(self, system: System, variables: Sequence[str]) -> Closure:
        """Return the formula as a function of the values of its variables, at the precision of the moment."""
        constants = {
            name: system.constant(constant(value)) for name, value in self.parameters.items() if name not in variables
        }
        return compiled(self.formula, system, variables, constants, lambda text: self.called(text, system))

    def called(self, text: str, system: System) -> Callable[[Any], Any]:
        """Return the function that a call in the formula means."""
        return define(self.lookup(text)).unary(system)

    def unary(self, system: System) -> Callable[[Any], Any]:
        """Return a function of one number or series; first derivatives at kinks are the declared ones."""
        if self.activation in system.activations:
            return system.activations[self.activation]
        if self.kinks is not None and isinstance(system, Branches) and system.order == 1 and not system.side:
            return self._with_declared_slopes(system, self.kinks)
        run = self.closure(system, ("x",))
        return lambda u: run((u,))

    def _with_declared_slopes(self, system: Branches, declared: Mapping[float, Kink]) -> Callable[[Any], Any]:
        kinks = [(rational(at), kink) for at, kink in declared.items()]
        # Branches that meet elsewhere have one slope: softshrink with lambd = 0 is x, 0 included.
        run = self.closure(system.to_the_right(), ("x",))

        def apply(u: Any) -> Any:
            at = system.head(u)
            if type(at) is arb:
                at = exact_part(at)
            met = None
            if type(at) is fmpq and not system.is_number(u):
                met = next((kink for where, kink in kinks if at == where), None)
            if met is None:
                return run((u,))
            value = self.closure(system.numbers, ("x",))((at,))
            slope = system.constant(self._declared_slope(met))
            return system.line(value, system.multiply(slope, system.coefficient(u, 1)))

        return apply

    def _declared_slope(self, kink: Kink) -> Any:
        """Return the slope at a kink: that of the side whose slope is declared, else the double that is declared."""
        for side, slope in ((-1, kink.left), (1, kink.right)):
            if slope == kink.subgradient:
                series = PowerSeries(1, side)
                try:
                    at = series.variable(rational(kink.at))
                    exact = series.derivative(self.closure(series, ("x",))((at,)))
                except (Singular, Undecided):
                    continue
                if math.isclose(to_double(exact), slope, rel_tol=_SAME_SLOPE):
                    return exact
        return constant(float(kink.subgradient))


def to_double(value: fmpq | arb) -> float:
    """Return a double close to a number."""
    return float(arb(value))


def define(function: Function) -> Definition:
    """Return the definition of a function, from its record.

    Raises
    ------
    UsageError
        If no formula defines it.
    """
    record = function.activation
    if record.display_only:
        raise UsageError(f"{function.name} cannot be computed exactly: no formula defines it")
    formula = parse.parse(record.formula, lambda _: True)
    declared = record.tier != "user"
    kinks = function.declared.kinks if declared and isinstance(record, Elementwise) else ()
    default = all(value == record.defaults[name] for name, value in function.values.items())
    return Definition(
        name=function.name,
        formula=formula,
        parameters=function.values,
        kinks={float(kink.at): kink for kink in kinks if math.isfinite(kink.subgradient)} if declared else None,
        lookup=function.lookup,
        activation=record.name if default and declared else "",
    )
