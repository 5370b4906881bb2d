"""A formula as a function: of x, of the halves a and b of a vector (gated), or of a whole vector."""

from __future__ import annotations

import ast
import re
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from actcli.analysis import vector_traits
from actcli.catalog.gating import gated
from actcli.catalog.record import FINITE, REALS, Param, Vector
from actcli.catalog.user_activation import UserActivation
from actcli.errors import UsageError
from actcli.evaluation import derived_rows, formula_calls, parameters
from actcli.evaluation.bound import BoundActivation
from actcli.formula.parse import Formula, parse, reduces
from actcli.spec import registry

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from actcli.catalog.record import Activation
    from actcli.catalog.traits import Traits


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
    fields = _fields(expression, parsed.names - inputs)
    given = words if colon else None
    if "x" not in inputs:
        return _gated(fields, given, reduces=_reduces(parsed))
    if _reduces(parsed):
        return _of_vector(fields, given)
    return _elementwise(fields, given)


def _fields(expression: str, names: frozenset[str]) -> dict[str, Any]:
    """Return the fields that the records of all kinds share; --train treats the parameters as learnable."""
    order = sorted(names, key=lambda name: len(re.split(rf"\b{name}\b", expression, maxsplit=1)[0]))
    params = tuple(Param(name, np.nan, FINITE, "a parameter of the formula", learned=True) for name in order)
    return {
        "name": "".join(expression.split()),
        "family": "user",
        "tier": "user",
        "summary": "a formula",
        "formula": expression,
        "params": params,
    }


def _bound(record: Activation, words: str | None) -> BoundActivation:
    """Read the values of the parameters."""
    values = parameters.read(record, words)
    missing = [name for name, value in values.items() if np.isnan(value)]
    if missing:
        example = ",".join(f"{param.name}=1" for param in record.params if not param.choices)
        text = record.formula
        verb = "has" if len(missing) == 1 else "have"
        raise UsageError(f"{text}: {', '.join(missing)} {verb} no value", f"write '{text}:{example}'")
    return BoundActivation(record, values, _called)


def _unknown(**_: float) -> Traits:
    raise AssertionError


def _elementwise(fields: Mapping[str, Any], words: str | None) -> BoundActivation:
    plain = _bound(UserActivation(**fields, display_only=False, exact=True, traits=_unknown), words)

    def traits(**_: float) -> Traits:
        from actcli.analysis import inferred_traits

        return inferred_traits.traits(plain.compute, plain.slope, exact=True)

    return plain.with_record(plain.elementwise._replace(traits=traits))


def _of_vector(fields: Mapping[str, Any], words: str | None) -> BoundActivation:
    plain = _bound(Vector(**fields, range=REALS), words)
    found = vector_traits.found(lambda x: derived_rows.naive(plain, x))
    return plain.with_record(plain.vector._replace(**found))


def _gated(fields: Mapping[str, Any], words: str | None, *, reduces: bool) -> BoundActivation:
    if reduces:
        raise UsageError("a gated formula has no sum, mean, max or min of one argument")
    record = gated(**fields, range=REALS)
    if len(record.defaults) < len(record.params):
        raise UsageError("gate names the half that is activated: call a parameter of the formula something else")
    return _bound(record, words)


def _reduces(parsed: Formula) -> bool:
    """Tell whether a formula takes a whole vector.

    Raises
    ------
    UsageError
        If the argument of a reduction has no element: ``sum(1)``, ``sum(sum(x))``.
    """
    found = list(filter(reduces, ast.walk(parsed.tree)))
    for call in found:
        if not {"x", "a", "b"}.intersection(_elements(call.args[0])):
            text = ast.unparse(call)
            raise UsageError(f"{text} is taken over the elements of a vector, and has no x of its own")
    return bool(found)


def _elements(node: ast.AST) -> Iterator[str]:
    """Yield the names in an expression that differ from element to element: those outside of reductions."""
    if isinstance(node, ast.Name):
        yield node.id
    elif not reduces(node):
        for child in ast.iter_child_nodes(node):
            yield from _elements(child)


def _is_elementwise(name: str) -> bool:
    record = registry.find(name)
    if isinstance(record, Vector):
        raise UsageError(f"{name} takes a whole vector; a formula calls functions of single numbers")
    if record is not None and record.display_only:
        raise UsageError(f"{name} is defined in words; a formula calls functions that formulas define")
    return record is not None


@cache
def _called(call: str) -> BoundActivation:
    """Return the function of the registry that a call means."""
    return BoundActivation(*formula_calls.called(call, registry.find))
