"""A formula in x as a function, with exact derivatives."""

from __future__ import annotations

import ast
from functools import cache

import numpy as np

from actcli.catalog.record import Traits, Vector
from actcli.errors import UsageError
from actcli.evaluation import parameters
from actcli.evaluation.bound import BoundActivation
from actcli.formula.arrays import Arrays, Dual, Duals
from actcli.formula.parse import Formula, parse
from actcli.numbers.array import Array
from actcli.spec import registry
from actcli.spec.user_activation import UserActivation


def formula(text: str) -> BoundActivation:
    """Return the function that a formula in x defines.

    NaN gives NaN, whatever the formula says.

    Parameters
    ----------
    text
        An expression such as ``x*sigmoid(1.702*x)``; see :mod:`actcli.formula.parse`.

    Raises
    ------
    UsageError
        If it is none, has other names than x, or reduces a vector.
    """
    parsed = parse(text, _is_elementwise)
    _check(parsed)
    for call in parsed.calls:
        _called(call)
    arrays, duals = Arrays(_called), Duals(_called)

    def value(x: Array) -> Array:
        with np.errstate(all="ignore"):
            return np.where(np.isnan(x), np.nan, parsed.evaluate(arrays, {"x": x}))

    def slope(x: Array) -> Array:
        with np.errstate(all="ignore"):
            result = parsed.evaluate(duals, {"x": Dual(x, np.ones_like(x))})
        return np.where(np.isnan(x) | np.isnan(result.value), np.nan, result.slope)

    def traits() -> Traits:
        from actcli.analysis import inferred_traits  # noqa: PLC0415  # wanted by few commands

        return inferred_traits.traits(value, slope, exact=True)

    return BoundActivation(
        UserActivation(
            name="".join(text.split()),
            family="user",
            tier="user",
            summary="a formula",
            formula=text.strip(),
            f=value,
            grad=slope,
            traits=traits,
            display_only=False,
            exact=True,
        )
    )


def _check(parsed: Formula) -> None:
    """Refuse what the language has for functions of the registry only."""
    others = sorted(parsed.names - {"x"})
    if others:
        raise UsageError(f"a formula is in x, got {', '.join(others)}", "write numbers in place of other names")
    for node in ast.walk(parsed.tree):
        match node:
            case ast.Call(func=ast.Name(id="sum" | "max" as name), args=[_]):
                raise UsageError(f"{name} of one argument takes a whole vector; a formula is of a single number x")


def _is_elementwise(name: str) -> bool:
    if isinstance(registry.find(name), Vector):
        raise UsageError(f"{name} takes a whole vector; a formula is of a single number x")
    return registry.find(name) is not None


@cache
def _called(text: str) -> BoundActivation:
    """Return the function that a call in a formula means; parameters may stand unnamed, in their order."""
    name, colon, words = text.partition(":")
    record = registry.find(name)
    if record is None:
        raise AssertionError(name)
    if not colon:
        return BoundActivation(record, record.defaults)
    given = words.split(",")
    if len(given) > len(record.params):
        known = f"{len(record.params) or 'no'} parameter{'s' * (len(record.params) != 1)}"
        raise UsageError(f"{name} has {known}, got {len(given)}")
    named = [w if "=" in w else f"{p.name}={w}" for w, p in zip(given, record.params, strict=False)]
    return BoundActivation(record, parameters.read(record, ",".join(named)))
