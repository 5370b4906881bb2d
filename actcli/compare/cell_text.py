"""Values as short cells of tables: ``-`` for absent values, inequalities for intervals, ∞ for infinities."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from actcli.catalog.record import Interval
from actcli.numbers.formatting import format_brief, format_float, format_percent

if TYPE_CHECKING:
    from collections.abc import Sequence

#: The least width of a column of function names.
NARROWEST = 8


def brief(value: float | None, digits: int) -> str:
    """Return a number in few characters."""
    return "-" if value is None or math.isnan(value) else format_brief(value, digits)


def share(value: float | None, digits: int) -> str:
    """Return a share in percent."""
    return "-" if value is None or math.isnan(value) else format_percent(value, digits)


def number(value: float | None, digits: int) -> str:
    """Return a number in the usual format, rounded."""
    return "-" if value is None else format_float(value, digits)


def with_spread(mean: str, deviation: str) -> str:
    """Return a mean with its standard deviation, if there is one."""
    return mean if deviation == "-" else f"{mean} ± {deviation}"


def extended(value: float, digits: int | None = None) -> str:
    """Return a number or an infinity: ``-∞``."""
    return format_float(value, digits).replace("inf", "∞")


def intervals(pieces: Sequence[Interval], digits: int | None = None) -> str:
    """Return pieces of the real line: ``[0, ∞)``, ``{-1, 1}``."""
    if not pieces:
        return "-"
    texts = []
    for piece in pieces:
        low, high = extended(piece.low, digits), extended(piece.high, digits)
        texts.append(low if piece.low == piece.high else f"{piece.ends[0]}{low}, {high}{piece.ends[1]}")
    return f"{{{', '.join(texts)}}}" if all(p.low == p.high for p in pieces) else " ∪ ".join(texts)


def where(pieces: Sequence[Interval], digits: int) -> str:
    """Return where something holds: ``x<0``, ``|x|>1``, ``0<x<6``."""
    if not pieces:
        return "-"
    if len(pieces) == 2 and pieces[0] == Interval(-math.inf, -pieces[1].low, pieces[0].ends) and pieces[1].low:
        return f"|x|>{format_float(pieces[1].low, digits)}"
    return " ".join(inequality(piece, digits) for piece in pieces)


def inequality(piece: Interval, digits: int) -> str:
    """Return an interval of x as an inequality."""
    low, high = format_float(piece.low, digits), format_float(piece.high, digits)
    if math.isinf(piece.low):
        return "all x" if math.isinf(piece.high) else f"x<{high}"
    if math.isinf(piece.high):
        return f"x>{low}"
    return f"|x|<{high}" if piece.low == -piece.high else f"{low}<x<{high}"


def outside(below: float | None, above: float | None, digits: int) -> str:
    """Return where x lies below one number or above another: ``|x|>3``, ``x<-2 x>4``."""
    if below is not None and below == above:
        return "all x"
    if below is not None and above is not None and below == -above:
        return f"|x|>{format_float(above, digits)}"
    parts = [f"x{sign}{format_float(at, digits)}" for sign, at in (("<", below), (">", above)) if at is not None]
    return " ".join(parts) or "-"
