"""A formula as a function: of x, of the halves a and b of a vector (gated), or of a whole vector."""

from __future__ import annotations

import ast
import re
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from actcli.analysis import vector_traits
from actcli.catalog.gating import gated
from actcli.catalog.record import FINITE, REALS, Gate, Param, Vector
from actcli.catalog.user_activation import UserActivation
from actcli.errors import UsageError
from actcli.evaluation import bound, derived, derived_rows, parameters
from actcli.evaluation.bound import BoundActivation
from actcli.formula.arrays import REDUCTIONS
from actcli.formula.parse import Formula, parse
from actcli.spec import registry

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from actcli.catalog.traits import Traits
    from actcli.numbers.array import Array


class _Parts(NamedTuple):
    """A record in the making: the fields that all kinds share, and the values of the parameters."""

    fields: dict[str, Any]
    values: Mapping[str, float]


def formula(text: str) -> BoundActivation:
    """Return the function that a formula defines.

    Parameters
    ----------
    text
        ``x*sigmoid(1.702*x)``, or with parameters ``a*tanh(b*x):a=2,b=0.5``. Without x but with both a and b it is
        gated: ``silu(a)*b``. With sum, mean, max or min of one argument it is a function of a vector:
        ``exp(x)/sum(exp(x))``.

    Raises
    ------
    UsageError
        If it is not valid, or a parameter has no value.
    """
    expression, colon, words = text.partition(":")
    expression = expression.strip()
    parsed = parse(expression, _is_elementwise)
    for call in parsed.calls:
        _called(call)
    inputs = {"x"} if "x" in parsed.names else {"a", "b"}
    parts = _parts(expression, parsed.names - inputs, words if colon else None)
    if _reduces(parsed):
        if "x" not in inputs:
            raise UsageError("a gated formula has no sum, mean, max or min of one argument")
        return _of_vector(parts)
    return _elementwise(parts) if "x" in inputs else _gated(parts)


def _parts(expression: str, names: frozenset[str], words: str | None) -> _Parts:
    """Read the values of the parameters, which --train treats as learnable."""
    order = sorted(names, key=lambda name: len(re.split(rf"\b{name}\b", expression, maxsplit=1)[0]))
    params = tuple(Param(name, np.nan, FINITE, None, "a parameter of the formula", learned=True) for name in order)
    fields: dict[str, Any] = {
        "name": "".join(expression.split()),
        "family": "user",
        "tier": "user",
        "summary": "a formula",
        "formula": expression,
        "params": params,
    }
    values = parameters.read(UserActivation(**fields, traits=_unknown), words)
    missing = [name for name in order if np.isnan(values[name])]
    if missing:
        example = ",".join(f"{name}=1" for name in order)
        raise UsageError(f"{expression}: {', '.join(missing)} has no value", f"write '{expression}:{example}'")
    return _Parts(fields, values)


def _unknown(**_: float) -> Traits:
    raise AssertionError


def _elementwise(parts: _Parts) -> BoundActivation:
    def traits(**_: float) -> Traits:
        from actcli.analysis import inferred_traits

        return inferred_traits.traits(bound_to(_unknown).compute, bound_to(_unknown).slope, exact=True)

    def bound_to(of: Callable[..., Traits]) -> BoundActivation:
        record = UserActivation(**parts.fields, display_only=False, exact=True, traits=of)
        return BoundActivation(record, parts.values, _called)

    return bound_to(traits)


def _gated(parts: _Parts) -> BoundActivation:
    def record(kernel: Callable[[Mapping[str, Array], str | None], Array]) -> Vector:
        kernels = (lambda a, b, *_, by=by: kernel({"a": a, "b": b}, by) for by in (None, "a", "b"))
        return gated(Gate(*kernels), **parts.fields, range=REALS)

    plain = BoundActivation(record(lambda inputs, by: derived.naive(plain, inputs, by)), parts.values, _called)
    return BoundActivation(record(lambda inputs, by: derived.compute(plain, inputs, by)), parts.values, _called)


def _of_vector(parts: _Parts) -> BoundActivation:
    def record(kernel: Callable[..., Array], **found: Any) -> Vector:  # fields, which it checks
        return Vector(
            **parts.fields,
            f=lambda x, *_: kernel(x),
            jacobian=lambda x, *_: kernel(x, jacobian=True),
            **found,
        )

    def plain_kernel(x: Array, *, jacobian: bool = False) -> Array:
        return derived_rows.naive(plain, x, jacobian=jacobian)

    def kernel(x: Array, *, jacobian: bool = False) -> Array:
        return derived_rows.compute(plain, x, jacobian=jacobian)

    plain = BoundActivation(record(plain_kernel, range=REALS), parts.values, _called)
    return BoundActivation(record(kernel, **vector_traits.found(plain_kernel)), parts.values, _called)


def _reduces(parsed: Formula) -> bool:
    """Tell whether a formula takes a whole vector."""
    calls = [node for node in ast.walk(parsed.tree) if isinstance(node, ast.Call)]
    return any(isinstance(c.func, ast.Name) and c.func.id in REDUCTIONS and len(c.args) == 1 for c in calls)


def _is_elementwise(name: str) -> bool:
    if isinstance(registry.find(name), Vector):
        raise UsageError(f"{name} takes a whole vector; a formula calls functions of single numbers")
    return registry.find(name) is not None


@cache
def _called(call: str) -> BoundActivation:
    """Return the function of the registry that a call means."""
    return bound.called(call, registry.find)
