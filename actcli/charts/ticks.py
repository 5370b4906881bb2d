"""Ticks: round numbers on an axis with their labels, for any range of doubles and for powers of ten."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal

from actcli.charts.numerals import exact, minus, power_of_ten

_STEPS = (1, 2, 5, 10)
#: Powers of ten of the largest label that are written out: 0.0001 to 99999.
_PLAIN = range(-4, 5)
#: A step this many powers of ten below the labels is shown relative to an offset.
_FINE = 5
#: Steps of powers of ten on a logarithmic axis.
_POWERS = (1, 2, 3, 5, 10, 20, 30, 50, 100, 200, 300, 500)
#: Powers of ten that a logarithmic axis writes out.
_PLAIN_POWERS = range(-3, 4)


@dataclass(frozen=True)
class Ticks:
    """The ticks of an axis.

    Attributes
    ----------
    values
        Where they are.
    texts
        Their labels. A label times the scale of the note plus its offset is the tick's value, exactly.
    note
        An addition to the axis label: `` (×10⁶)``, `` + 1000000``, or nothing.
    full
        Labels that need no note.
    """

    values: tuple[float, ...]
    texts: tuple[str, ...]
    note: str
    full: tuple[str, ...]


def ticks(low: float, high: float, most: int) -> Ticks:
    """Return at most about ``most`` ticks at multiples of 1, 2 or 5 times a power of ten, but at least two.

    Parameters
    ----------
    low, high
        The range, finite and ascending.
    most
        How many there is room for, at least 2.
    """
    numbers, step = _round_numbers(Decimal(low), Decimal(high), most)
    values = [float(number) for number in numbers]
    if any(abs(Decimal(value) - number) * 8 > step for value, number in zip(values, numbers, strict=True)):
        values = [low, high]  # so few doubles lie between them that no round number is one of them
        numbers = [Decimal(repr(value)) for value in values]
        step = numbers[1] - numbers[0]
    texts, note = _labels(numbers, step)
    full = texts if not note else tuple(exact(number, _PLAIN) for number in numbers)
    return Ticks(tuple(values), texts, note, full)


def whole(marks: Ticks) -> Ticks:
    """Return the ticks at whole numbers."""
    pairs = [(v, t) for v, t in zip(marks.values, marks.texts, strict=True) if v.is_integer()]
    return Ticks(tuple(v for v, _ in pairs), tuple(t for _, t in pairs), marks.note, tuple(t for _, t in pairs))


def _round_numbers(low: Decimal, high: Decimal, most: int) -> tuple[list[Decimal], Decimal]:
    """Return the multiples of a round step within a range, and the step."""
    rough = (high - low) / most
    power = Decimal(1).scaleb(rough.adjusted())
    step = next(power * m for m in _STEPS if power * m >= rough)
    first, last = int(low // step), int(high // step)
    numbers = [i * step for i in range(first - 1, last + 2) if low <= i * step <= high]
    return (numbers, step) if len(numbers) >= 2 else _round_numbers(low, high, most + 1)  # one number tells no scale


def _labels(numbers: list[Decimal], step: Decimal) -> tuple[tuple[str, ...], str]:
    """Return the labels of numbers, and the note that they need."""
    size = max(abs(number) for number in numbers).adjusted()
    if size - step.adjusted() >= _FINE:
        offset = numbers[0]
        texts, scale = _labels([number - offset for number in numbers], step)
        return tuple("+" + text for text in texts), f"{scale} {'−' if offset < 0 else '+'} {exact(abs(offset))}"
    plain = size in _PLAIN and step.adjusted() >= -6
    shown = numbers if plain else [number.scaleb(-size) for number in numbers]
    texts = tuple(minus(f"{number.normalize():f}") if number else "0" for number in shown)
    return texts, "" if plain else f" (×{power_of_ten(size)})"


def log_ticks(low: float, high: float, most: int) -> Ticks:
    """Return the ticks of a logarithmic axis; their values are decimal exponents, their labels the numbers themselves.

    Parameters
    ----------
    low, high
        The exponents of ten at the ends, finite and ascending.
    most
        How many powers of ten there is room for, at least 2.
    """
    step = next(s for s in _POWERS if (high - low) / s <= most)
    powers = range(-(-math.ceil(low) // step) * step, math.floor(high) + 1, step)  # low / step may underflow
    pairs = [(1, power) for power in powers]
    if (high - low) * 3 <= most:
        between = ((m, power) for power in range(math.floor(low), math.floor(high) + 1) for m in (1, 2, 5))
        pairs = [(m, power) for m, power in between if low <= power + math.log10(m) <= high]
    numbers = [Decimal(m).scaleb(power) for m, power in pairs]
    if all(power in _PLAIN_POWERS for _, power in pairs):
        texts = [f"{number:f}" for number in numbers]
    else:
        texts = ["1" if number == 1 else f"{'' if m == 1 else f'{m}×'}{power_of_ten(p)}"
                 for number, (m, p) in zip(numbers, pairs, strict=True)]  # fmt: skip
    return Ticks(tuple(p + math.log10(m) for m, p in pairs), tuple(texts), "", tuple(texts))
