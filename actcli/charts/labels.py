"""The text of a chart: its title, its parameters and its typeset definition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actcli.catalog.record import Vector
from actcli.charts.numerals import minus
from actcli.formula import symbols, typeset
from actcli.formula.parse import parse
from actcli.numbers.formatting import format_float
from actcli.spec import registry

if TYPE_CHECKING:
    from actcli.catalog.record import Activation
    from actcli.evaluation.bound import BoundActivation

#: Longer numbers are rounded to six digits.
_LONG = 8


def number(value: float) -> str:
    """Return a parameter's value as a label shows it."""
    exact = format_float(value)
    return exact if len(exact) <= _LONG else f"{value:.6g}"


def setting(key: str, value: float) -> str:
    """Return a parameter with its value: ``α = 0.5``."""
    return minus(f"{symbols.parameter(key)} = {number(value)}")


def subtitle(function: BoundActivation, varied: tuple[str, ...] = ()) -> str:
    """Return the parameters of a function, except those that vary."""
    return ",  ".join(setting(key, value) for key, value in function.values.items() if key not in varied)


def definition(record: Activation) -> typeset.Typeset | None:
    """Return the typeset definition of a record; None where it is outside the formula language."""
    if record.display_only:
        return None
    parsed = parse(record.formula, lambda name: registry.find(name) is not None)
    return typeset.definition(parsed, vector=isinstance(record, Vector) and "x" in parsed.names)
