"""The one place where FLINT is imported: exact numbers and balls, or an error that says how to get them."""

from __future__ import annotations

from actcli.errors import ActcliError
from actcli.termination import held

try:
    with held():
        from flint import arb, arb_series, ctx, fmpq, fmpq_series
except ImportError:
    raise ActcliError("exact evaluation needs python-flint", "pip install python-flint") from None

__all__ = ["arb", "arb_series", "ctx", "fmpq", "fmpq_series"]
