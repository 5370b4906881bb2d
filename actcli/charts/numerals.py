"""Numbers as charts show them: real minus signs, and powers of ten instead of many zeros."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

#: The minus sign and the ten digits of an exponent.
RAISED = "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"
_TO_RAISED = str.maketrans("-0123456789", RAISED)
#: Powers of ten of the first digit that are written out: of exact numbers, and of rounded ones.
_PLAIN, _PLAIN_ROUNDED = range(-5, 12), range(-5, 6)


def minus(text: str) -> str:
    """Return a text with real minus signs."""
    return text.replace("-", "−")


def power_of_ten(exponent: int) -> str:
    """Return a power of ten: ``10⁶``."""
    return f"10{str(exponent).translate(_TO_RAISED)}"


def exact(number: Decimal, plain: range = _PLAIN) -> str:
    """Return a number with all its digits: ``−0.5``, ``1.50769292×10¹²``, ``10⁻⁷``.

    Parameters
    ----------
    number
        What to write, finite.
    plain
        The powers of ten of the first digit at which no power of ten is written.
    """
    if not number:
        return "0"
    number, power = number.normalize(), number.adjusted()
    if power in plain:
        return minus(f"{number:f}")
    digits = minus(f"{number.scaleb(-power):f}")
    return {"1": "", "−1": "−"}.get(digits, f"{digits}×") + power_of_ten(power)


def rounded(value: float, digits: int = 4) -> str:
    """Return a number to some significant digits."""
    if not math.isfinite(value):
        return minus(str(value))
    return exact(Decimal(f"{value:.{digits - 1}e}"), _PLAIN_ROUNDED)


def rounded_alike(values: Sequence[float], digits: int = 3) -> list[str]:
    """Return numbers to the same place, so that the largest has at least some significant digits."""
    largest = Decimal(max((abs(value) for value in values if math.isfinite(value)), default=0.0))
    size = largest.adjusted() if largest else 0
    if size not in _PLAIN_ROUNDED:
        return [rounded(value, digits) for value in values]
    place = Decimal(1).scaleb(min(size - digits + 1, 0))
    return [exact(Decimal(v).quantize(place)) if math.isfinite(v) else minus(str(v)) for v in values]
