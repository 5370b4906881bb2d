"""The number that an expression without variables means, such as ``2*pi``: a hint where a decimal is wanted."""

from __future__ import annotations

from typing import NoReturn

from actcli.errors import UsageError
from actcli.formula.parse import parse
from actcli.numbers.formatting import format_float
from actcli.numbers.grammar import number_hint


def decimal_hint(word: str) -> str:
    """Return a hint for a word that is not a number: its decimal if it is an expression, or what number_hint knows."""
    if hint := number_hint(word):
        return hint
    try:
        formula = parse(word.strip(), lambda _name: False)
    except UsageError:
        return ""
    if formula.names:
        return ""
    # NumPy is imported for an expression only.
    import numpy as np

    from actcli.formula.arrays import Arrays

    with np.errstate(all="ignore"):
        try:
            value = float(formula.evaluate(Arrays(_no_calls), {}))
        except np.exceptions.AxisError:  # the mean of a number
            return ""
    return f"write {format_float(value)}" if np.isfinite(value) else ""


def _no_calls(name: str) -> NoReturn:  # pragma: no cover  # the parser has refused them
    raise AssertionError(name)
