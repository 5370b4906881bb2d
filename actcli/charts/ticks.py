"""Ticks: round numbers on an axis, as text, for any finite range."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from actcli.charts.numerals import minus, power_of_ten

_STEPS = (1, 2, 5, 10)
#: Powers of ten of the largest label that are written out: 0.0001 to 99999.
_PLAIN = range(-4, 5)
#: A step this many powers of ten below the labels is shown relative to a base.
_FINE = 5


@dataclass(frozen=True)
class Ticks:
    """Where the ticks are, what they say, and what is to be added to the axis label: `` (×10⁶)``, `` − 1000000``."""

    values: tuple[float, ...]
    texts: tuple[str, ...]
    note: str = ""


def ticks(low: float, high: float, most: int) -> Ticks:
    """Return at most about ``most`` ticks at multiples of 1, 2 or 5 times a power of ten, but two wherever there are.

    Parameters
    ----------
    low, high
        The range, finite and ascending.
    most
        How many there is room for, at least 2.
    """
    a, b = Decimal(low), Decimal(high)
    rough = (b - a) / most
    power = Decimal(1).scaleb(rough.adjusted())
    step = next(power * m for m in _STEPS if power * m >= rough)
    first, last = -(-a // step) if a > 0 else a // step, b // step
    numbers = [i * step for i in range(int(first) - 1, int(last) + 2) if a <= i * step <= b]
    if len(numbers) < 2:  # one number tells no scale
        return ticks(low, high, most + 1)
    return _labelled(numbers, step)


def _labelled(numbers: list[Decimal], step: Decimal) -> Ticks:
    values = tuple(float(v) for v in numbers)
    size = max(abs(v) for v in numbers).adjusted() if any(numbers) else step.adjusted()
    if size - step.adjusted() >= _FINE:
        base = numbers[0]
        text = f"{base.normalize():f}" if abs(size) < 12 else f"{base:.6e}"
        inner = _labelled([v - base for v in numbers], step)
        return Ticks(values, tuple("+" + t for t in inner.texts), f"{inner.note} + {minus(text)}")
    if size in _PLAIN and step.adjusted() >= -6:
        return Ticks(values, tuple(minus(f"{v.normalize():f}") if v else "0" for v in numbers))
    scaled = [v.scaleb(-size) for v in numbers]
    texts = tuple(minus(f"{v.normalize():f}") if v else "0" for v in scaled)
    return Ticks(values, texts, f" (×{power_of_ten(size)})")
