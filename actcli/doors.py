"""Functions that a user brings: a formula on the command line."""

from __future__ import annotations

import re

import numpy as np

from actcli import registry
from actcli.activation import UNKNOWN, Array, Elementwise
from actcli.bound import Bound
from actcli.dual import Arrays, Dual, Duals
from actcli.errors import UsageError
from actcli.formula import parse

_NAMES_X = re.compile(r"\bx\b")


def is_formula(text: str) -> bool:
    """Tell whether a word is meant as a formula: it contains the name x."""
    return bool(_NAMES_X.search(text))


def formula(text: str) -> Bound:
    """Return the function that a formula in x defines, with exact derivatives.

    Parameters
    ----------
    text
        An expression such as ``x*sigmoid(1.702*x)``; see :mod:`actcli.formula`.

    Raises
    ------
    UsageError
        If it is none, or has other names than x.
    """
    parsed = parse(text, _is_elementwise)
    others = sorted(parsed.names - {"x"})
    if others:
        raise UsageError(f"a formula is in x, got {', '.join(others)}", "write numbers in place of other names")
    arrays, duals = Arrays(_called), Duals(_called)

    def value(x: Array) -> Array:
        with np.errstate(all="ignore"):
            return np.broadcast_to(parsed.evaluate(arrays, {"x": x}), x.shape)

    def slope(x: Array) -> Array:
        with np.errstate(all="ignore"):
            result = parsed.evaluate(duals, {"x": Dual(x, np.ones_like(x))})
            return np.broadcast_to(np.where(np.isnan(result.value), np.nan, result.slope), x.shape)

    record = Elementwise(
        name="".join(text.split()),
        family="user",
        tier="user",
        summary="a formula",
        formula=text,
        f=value,
        grad=slope,
        traits=lambda: UNKNOWN,
    )
    return Bound(record)


def _is_elementwise(name: str) -> bool:
    return isinstance(registry.find(name), Elementwise)


def _called(name: str) -> Bound:
    record = registry.find(name)
    if record is None:
        raise AssertionError(name)
    return Bound(record, record.defaults)
