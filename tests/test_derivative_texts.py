"""The derivative that a card prints is the derivative of the formula that it prints."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import numpy as np
import pytest

from actcli.catalog.record import Elementwise, Vector
from actcli.evaluation.bound import BoundActivation
from actcli.spec import registry
from oracle import balls
from oracle.points import parameter_sets
from oracle.verdict import Case

RECORDS = [record for record in registry.records().values() if isinstance(record, Elementwise)]
POINTS = (-37.5, -8.3, -2.9, -1.7, -1.1, -0.6, -0.3, -0.01, 1e-9, 0.2, 0.45, 0.9, 1.3, 2.2, 3.7, 6.5, 41.0)


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.name)
def test_the_derivative_that_is_printed_is_that_of_the_formula(record: Elementwise) -> None:
    text = BoundActivation(record, record.defaults).derivative
    assert text
    for values in parameter_sets(record):
        case = Case(record, values)
        at = np.array([x for x in POINTS if x in case.traits.domain and x not in case.kinks])
        printed = Case(replace(record, name="printed", formula=text), values)
        got, wanted = (
            [math.nan if y is None else float(balls.ball(y)) for y in balls.numbers_at(quantity, at, 256)]
            for quantity in (printed.exactly(), case.exactly(1))
        )
        assert got == pytest.approx(wanted, rel=1e-14, abs=1e-25), values


@pytest.mark.parametrize("record", [r for r in RECORDS if r.derivative], ids=lambda record: record.name)
def test_no_record_states_the_derivative_that_is_derived(record: Elementwise) -> None:
    plain = BoundActivation(replace(record, derivative=""), record.defaults)
    assert re.sub(r"\s", "", plain.derivative) != re.sub(r"\s", "", record.derivative)


def test_vectors_print_their_jacobian_too() -> None:
    vectors = [record for record in registry.records().values() if isinstance(record, Vector)]
    assert [record.name for record in vectors if not record.derivative] == []
