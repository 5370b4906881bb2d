"""The parameters that a library takes: each value with which its function is of use, ours must take too."""

from __future__ import annotations

import ast
from math import inf
from typing import TYPE_CHECKING

import numpy as np

from actcli.catalog.record import Elementwise
from conformance_calls import CALLS, NARROWER
from conformance_claims import Claim
from conformance_entry import VECTORS, used

if TYPE_CHECKING:
    from collections.abc import Iterator

    from actcli.numbers.array import Array
    from conformance_entry import Entry

#: Values of a parameter, and where the function is looked at.
PROBES = (-inf, -1e30, -2.0, -1.0, -0.5, 0.0, 1e-30, 0.5, 2.0, 1e30, inf)
POINTS = np.array([-3, -1, -0.25, 0, 0.25, 1, 3])


def domains(entry: Entry) -> Iterator[Claim]:
    """Yield for each parameter that a library takes whether we take the values with which it is of use there."""
    record = entry.record
    taken = used(ast.parse(CALLS.get(entry.key, {}).get(record.name, "")))
    for parameter in record.params:
        if parameter.name in taken and (record.name, parameter.name) not in NARROWER:
            narrower = [value for value in PROBES if value not in parameter.domain]
            refused = [f"{value:g}" for value in narrower if _is_of_use(entry, parameter.name, value)]
            found = f"{', '.join(refused)} refused" if refused else ""
            yield Claim(record.name, f"{parameter.name} is as wide as there", found)


def _is_of_use(entry: Entry, parameter: str, value: float) -> bool:
    """Tell whether a library takes a value and gives finite numbers that are neither all the same nor x itself."""
    x: Array = POINTS if isinstance(entry.record, Elementwise) else VECTORS
    try:
        y = entry.library.run(entry.with_parameters({parameter: value}), x, entry.number_type)
    except Exception:  # noqa: BLE001  # libraries raise anything where they refuse a value
        return False
    return bool(np.isfinite(y).all() and np.ptp(y) > 0 and not np.array_equal(y, x))
