"""The functions of the registry by kind, for tests that hold for each of them."""

from __future__ import annotations

import pytest

from actcli.catalog.record import Activation, Elementwise, Vector
from actcli.spec import registry

RECORDS = list(registry.records().values())
ELEMENTWISE = [record for record in RECORDS if isinstance(record, Elementwise)]
VECTORS = [record for record in RECORDS if isinstance(record, Vector)]


def usual(record: Activation) -> float:
    """Return the share of points that a function is tried at in every run: a quarter where all comes from its formula.

    The evaluation of formulas is one piece of code, which every function without kernels tests. ``-m dense`` takes
    them all.
    """
    if not isinstance(record, Elementwise):
        return 1.0
    kernels = (record.f, record.grad, *(param.derivative for param in record.params))
    return 1.0 if any(kernels) else 0.25


each_record = pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.name)
each_elementwise = pytest.mark.parametrize("record", ELEMENTWISE, ids=lambda record: record.name)
