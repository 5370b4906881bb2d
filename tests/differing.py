"""Short ways to the errors of a function, for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actcli.catalog.user_activation import undefined
from actcli.compare.errors_by_block import errors_by_block, in_blocks
from actcli.compare.judged import judge
from actcli.compare.value_diff import Summary
from actcli.evaluation.bound import BoundActivation
from actcli.evaluation.compute import value
from actcli.numbers.formats import FLOAT64

if TYPE_CHECKING:
    from collections.abc import Callable

    from actcli.compare.judged import Judged
    from actcli.compare.pointwise_errors import Errors
    from actcli.compare.value_diff import DiffRow
    from actcli.evaluation.compute import Series
    from actcli.numbers.array import Array
    from actcli.numbers.number_format import NumberFormat


def errors_between(
    reference: Series, series: Series, x: Array, number_format: NumberFormat = FLOAT64, *, flush: bool = False
) -> Errors:
    """Return the errors of one function at points that make one block."""
    (found,) = errors_by_block(reference, [series], in_blocks(x), number_format, flush=flush)
    return found[0]


def opaque(name: str, compute: Callable[[Array], Array]) -> Series:
    """Return a function of which values are all that is known."""
    return value(BoundActivation(undefined(name, "for a test")._replace(f=compute)))


def judged(reference: Series, series: Series, x: Array, number_format: NumberFormat = FLOAT64) -> Judged:
    """Return the summary of the errors of one function, as sections take it."""
    return judge(reference, [series], in_blocks(x, "of a test"), number_format, options={})[0]


def summary(errors: Errors) -> DiffRow:
    """Return the summary of errors."""
    found = Summary(errors.name)
    found.add(errors)
    return found.row
