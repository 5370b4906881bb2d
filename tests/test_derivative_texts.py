"""The derivative that a card prints is the derivative of the formula that it prints."""

from __future__ import annotations

import math

import pytest

from actcli.catalog.record import Elementwise
from actcli.spec import registry
from oracle.points import parameter_sets
from oracle.truth import Truth, exact, precision, quantity

RECORDS = [record for record in registry.records().values() if isinstance(record, Elementwise)]
POINTS = (-37.5, -8.3, -2.9, -1.7, -1.1, -0.6, -0.3, -0.01, 1e-9, 0.2, 0.45, 0.9, 1.3, 2.2, 3.7, 6.5, 41.0)


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.name)
def test_the_derivative_that_is_printed_is_that_of_the_formula(record: Elementwise) -> None:
    assert record.derivative
    names = ("x", *(p.name for p in record.params))
    printed = quantity(record.derivative, names)
    truth = Truth(quantity(record.formula, names), 0)
    for values in parameter_sets(record):
        traits = record.traits(**values)
        kinks = {kink.at for kink in traits.kinks}
        arguments = [values[p.name] for p in record.params]
        for x in POINTS:
            if x in kinks or x not in traits.domain or not all(map(math.isfinite, arguments)):
                continue
            wanted = float(truth((x, *arguments)))
            with precision(2000):
                got = printed(exact((x, *arguments)))
            # Differences at the end of a parabola see a little of its neighbour.
            assert float(got) == pytest.approx(wanted, rel=1e-14, abs=1e-25), (values, x)


def test_vectors_print_their_jacobian_too() -> None:
    assert [name for name, record in registry.records().items() if not record.derivative] == []
