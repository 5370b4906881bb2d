"""Dual numbers: the derivatives of formulas agree with those of the registry, and ties take the smaller slope."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from actcli.catalog.record import Elementwise
from actcli.evaluation.bound import BoundActivation
from actcli.formula.arrays import UNARY, Arrays, Dual, Duals
from actcli.formula.parse import parse
from actcli.spec import registry

if TYPE_CHECKING:
    from actcli.numbers.array import Array


RECORDS = [record for record in registry.records().values() if isinstance(record, Elementwise)]
X = np.concatenate([np.linspace(-6, 6, 241) + 0.0123, np.array([-0.3, 0.7])])


def called(name: str) -> BoundActivation:
    record = registry.find(name)
    assert record is not None
    return BoundActivation(record, record.defaults)


def evaluated(text: str, **values: Array) -> tuple[Array, Dual]:
    """Return the values of a formula, and its dual numbers with respect to x."""
    parsed = parse(text, lambda name: registry.find(name) is not None)
    duals = {key: Dual(v, np.ones_like(v) if key == "x" else np.zeros_like(v)) for key, v in values.items()}
    with np.errstate(all="ignore"):
        return parsed.evaluate(Arrays(called), values), parsed.evaluate(Duals(called), duals)


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.name)
def test_the_slope_of_every_definition_is_the_declared_one(record: Elementwise) -> None:
    parameters = {key: np.asarray(value) for key, value in record.defaults.items()}
    values, dual = evaluated(record.formula, x=X, **parameters)
    function = BoundActivation(record, record.defaults)
    np.testing.assert_allclose(np.broadcast_to(dual.value, X.shape), function.compute(X), rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(np.broadcast_to(dual.slope, X.shape), function.slope(X), rtol=1e-7, atol=1e-10)
    np.testing.assert_array_equal(values, dual.value)


@pytest.mark.parametrize("name", UNARY)
def test_each_function_has_the_slope_of_its_differences(name: str) -> None:
    x = np.linspace(0.1, 2, 41)
    f, slope = UNARY[name]
    h = 1e-5
    np.testing.assert_allclose(slope(x, f(x)), (f(x + h) - f(x - h)) / (2 * h), rtol=1e-7, atol=1e-9)


@pytest.mark.parametrize(
    ("text", "x", "slope"),
    [
        ("max(2*x, 3*x)", 0, 2),
        ("min(2*x, 3*x)", 0, 2),
        ("max(-2*x, 3*x)", 0, -2),
        ("where(x < 0, 5*x, -x)", 0, -1),
        ("where(x <= 0, 5*x, -x)", 0, -1),
        ("where(0 < x < 1, x, 7*x)", 1, 1),
        ("where(x == 1, x, 7*x)", 1, 1),
        ("max(min(x, 6), 0)", 6, 0),
        ("abs(x - 1)", 1, 0),
    ],
)
def test_at_ties_the_smaller_slope_is_taken(text: str, x: float, slope: float) -> None:
    assert evaluated(text, x=np.array([x], dtype=np.float64))[1].slope.tolist() == [slope]


def test_a_branch_that_is_not_taken_does_no_harm_even_beside_a_tie() -> None:
    _, dual = evaluated("where(x > 0, log(x), -x)", x=np.array([-1.0, 0.0, 2.0]))
    assert dual.value.tolist() == [1.0, -0.0, math.log(2)]
    assert dual.slope.tolist() == [-1.0, -1.0, 0.5]


@pytest.mark.parametrize("text", ["max(x, 1)", "min(x, 1)", "max(1, x)", "min(1, x)", "abs(x)", "x**2"])
def test_nan_is_passed_on(text: str) -> None:
    values, dual = evaluated(text, x=np.array([math.nan]))
    assert np.isnan(values).all()
    assert np.isnan(dual.value).all()


numbers = st.floats(-3, 3).filter(lambda v: abs(v) > 0.01)


@given(numbers, numbers, numbers)
def test_the_rules_of_differentiation_hold(x: float, a: float, b: float) -> None:
    """The slope of a random rational function, against the quotient rule written out."""
    _, dual = evaluated("(a*x*x + b)/(x*x + 1)", x=np.array([x]), a=np.array([a]), b=np.array([b]))
    wanted = (2 * a * x * (x * x + 1) - (a * x * x + b) * 2 * x) / (x * x + 1) ** 2
    assert dual.slope[0] == pytest.approx(wanted, rel=1e-9, abs=1e-12)


@given(st.floats(0.1, 3), st.floats(-3, 3))
def test_powers_differentiate_for_base_and_exponent(x: float, a: float) -> None:
    assert evaluated("x**a", x=np.array([x]), a=np.array([a]))[1].slope[0] == pytest.approx(a * x ** (a - 1), rel=1e-9)
    assert evaluated("a**x", x=np.array([a]), a=np.array([x]))[1].slope[0] == pytest.approx(
        math.log(x) * x**a, rel=1e-9, abs=1e-12
    )
