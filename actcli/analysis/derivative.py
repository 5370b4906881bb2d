"""The derivative of a function as a function of its own: ``relu'``, ``tanh''``."""

from __future__ import annotations

import math

from actcli.analysis import inferred_traits
from actcli.catalog.traits import Traits
from actcli.catalog.user_activation import UserActivation
from actcli.errors import UsageError
from actcli.evaluation.bound import BoundActivation


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
            f=lambda x: function.slope(x, order=order),
            grad=lambda x: function.slope(x, order=order + 1),
            # A smooth record has derivatives without kinks, so that a plot needs no search.
            traits=lambda **_: Traits() if smooth else search(bound),
            search=search if smooth else None,
            exact=True,
        ),
        base=function,
        order=order,
    )
    return bound
