"""The derivative that a card prints is the derivative of the formula that it prints."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

import numpy as np
import pytest

from actcli.evaluation.bound import BoundActivation
from actcli.formula.arrays import Arrays
from actcli.formula.parse import parse
from oracle import balls
from oracle.points import parameter_sets
from oracle.verdict import Case
from records import ELEMENTWISE, VECTORS, each_elementwise

if TYPE_CHECKING:
    from actcli.catalog.record import Activation, Elementwise, Vector

GATED = [record for record in VECTORS if record.gate]
POINTS = (-37.5, -8.3, -2.9, -1.7, -1.1, -0.6, -0.3, -0.01, 1e-9, 0.2, 0.45, 0.9, 1.3, 2.2, 3.7, 6.5, 41.0)


@each_elementwise
def test_the_derivative_that_is_printed_is_that_of_the_formula(record: Elementwise) -> None:
    text = BoundActivation(record, record.defaults).derivative
    assert text
    for values in parameter_sets(record):
        case = Case(record, values)
        at = np.array([x for x in POINTS if x in case.declared.domain and x not in case.kinks])
        printed = Case(record._replace(name="printed", formula=text), values)
        got, wanted = (
            [math.nan if y is None else float(balls.ball(y)) for y in balls.numbers_at(quantity, at, 256)]
            for quantity in (printed.exactly(), case.exactly(1))
        )
        assert got == pytest.approx(wanted, rel=1e-14, abs=1e-25), values


@pytest.mark.parametrize("record", GATED, ids=lambda record: record.name)
def test_the_partial_derivatives_that_are_printed_are_those_that_are_computed(record: Vector) -> None:
    function = BoundActivation(record, record.defaults)
    texts = re.fullmatch("dy/da = (.+), dy/db = (.+)", function.derivative)
    assert texts
    a, b = (each.ravel() for each in np.meshgrid(POINTS, POINTS))
    known = {"a": a, "b": b} | {name: np.float64(value) for name, value in function.values.items()}
    for text, computed in zip(texts.groups(), (function.pairs.grad_a, function.pairs.grad_b), strict=True):
        printed = parse(text, lambda _: True).evaluate(Arrays(lambda call: function.lookup(call).compute), known)
        np.testing.assert_allclose(np.broadcast_to(printed, a.shape), computed(a, b), rtol=1e-12, atol=1e-13)


@pytest.mark.parametrize("record", [r for r in (*ELEMENTWISE, *GATED) if r.derivative], ids=lambda record: record.name)
def test_no_record_states_the_derivative_that_is_derived(record: Activation) -> None:
    plain = BoundActivation(record._replace(derivative=""), record.defaults)
    assert re.sub(r"\s", "", plain.derivative) != re.sub(r"\s", "", record.derivative)


@pytest.mark.parametrize("record", VECTORS, ids=lambda record: record.name)
def test_vectors_print_their_jacobian_too(record: Vector) -> None:
    assert BoundActivation(record, record.defaults).derivative
