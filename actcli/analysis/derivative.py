"""The derivative of a function as a function of its own: ``relu'``, ``tanh''``."""

from __future__ import annotations

import math

from actcli.analysis import finite_difference, inferred_traits
from actcli.catalog.traits import Traits
from actcli.catalog.user_activation import UserActivation
from actcli.errors import UsageError
from actcli.evaluation.bound import BoundActivation
from actcli.numbers.array import Array


def derivative_of(function: BoundActivation, order: int) -> BoundActivation:
    """Return a derivative of an elementwise function.

    Raises
    ------
    UsageError
        If the function takes a vector, or the order is higher than can be computed.
    """
    if function.is_vector:
        raise UsageError(f"{function.name} takes a vector; its Jacobian is printed by actcli grad")
    function.check_order(order)
    name = function.name + "'" * order
    text = function.derivative

    def search(derivative: BoundActivation) -> Traits:
        return inferred_traits.traits(derivative.compute, derivative.slope, exact=function.has_formula)

    def value(x: Array) -> Array:
        return function.slope(x, order=order)

    def slope(x: Array) -> Array:
        # A formula has derivatives of any order; other functions have the first only.
        return function.slope(x, order=order + 1) if function.has_formula else finite_difference.derivative(value, x)

    smooth = function.activation.tier != "user" and function.declared.smoothness == math.inf

    bound = BoundActivation(
        UserActivation(
            name=name,
            family="user",
            tier="user",
            summary=f"derivative of {function.name}"
            if order == 1
            else f"derivative of order {order} of {function.name}",
            formula=text if order == 1 and text else name,
            f=value,
            grad=slope,
            # A smooth record has derivatives without kinks, so that a plot needs no search.
            traits=lambda **_: Traits() if smooth else search(bound),
            search=search if smooth else None,
            exact=function.has_formula,
        ),
        base=function,
        order=order,
    )
    return bound
