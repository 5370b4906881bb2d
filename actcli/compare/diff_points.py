"""The points at which implementations are compared: all magnitudes, both sides of kinks, special values."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from actcli.analysis.search import GOLDEN, scattered
from actcli.numbers.format_table import ENUMERABLE_BITS
from actcli.numbers.formats import FLOAT64

if TYPE_CHECKING:
    from collections.abc import Iterable

    from actcli.numbers.array import Array
    from actcli.numbers.number_format import NumberFormat

#: Points per power of two, from the least subnormal to the largest number, on both sides.
PER_BINADE = 4
#: Evenly spread points between these ends: the main range of most functions, and that of exponentials.
SPREADS = ((50.0, 10_000), (800.0, 8_000))
#: Points of a given range.
IN_RANGE = 20_000
#: Doubles on each side of a kink, and distances from it.
STEPS = 8
NEAR = np.concatenate([10.0 ** -np.arange(1, 16), 3 * 10.0 ** -np.arange(1, 16)])


def default(places: Iterable[float], form: NumberFormat = FLOAT64) -> Array:
    """Return the default points of a comparison, ascending, without doubles, -0 before 0, nan last.

    Parameters
    ----------
    places
        Kinks of the functions.
    form
        The format in which points are to be representable. Of a format of 16 bits or fewer every value is taken.
    """
    special = np.array([sign * v for v in (0.0, form.least, form.max, math.inf) for sign in (-1, 1)])
    if form.bits <= ENUMERABLE_BITS:
        return _ordered(np.concatenate([form.every(), special]), form)
    exponents = np.repeat(np.arange(-1074, 1024), PER_BINADE)
    magnitudes = np.ldexp(1 + np.arange(exponents.size) * GOLDEN % 1.0, exponents)
    parts = [special, magnitudes, -magnitudes, *(scattered(-end, end, count) for end, count in SPREADS)]
    return _ordered(np.concatenate([*parts, *map(around, {*places, 0.0})]), form)


def between(start: float, stop: float, places: Iterable[float], form: NumberFormat = FLOAT64) -> Array:
    """Return the default points of a range, and many more that are spread over it; both ends included."""
    low, high = sorted((start, stop))
    x = default(places, form)
    dense = _ordered(np.concatenate([x, scattered(low, high, IN_RANGE), [low, high]]), form)
    return dense[(dense >= low) & (dense <= high)]


#: The points of pairs and of vectors in words.
PAIRS = "pairs (a, b), a over all magnitudes, b too or from -4 to 4"
VECTORS = "vectors, spread over scales from 2^-12 to 2^12, all equal, and with one large element"
#: The most pairs.
_PAIRS = 20_000
#: Scales of vectors, and how many there are of each.
_SCALES, _OF_SCALE = range(-12, 13), 8


def pairs(form: NumberFormat) -> Array:
    """Return the pairs at which gated functions are compared, shape (n, 2)."""
    a = default([], form)
    a = a[:: -(-a.size // _PAIRS)]
    b = scattered(-4.0, 4.0, a.size)
    b[::8] = a[np.arange(0, a.size, 8) * 7919 % a.size]
    return form.round(np.column_stack([a, b]))


def vectors(multiple: int, form: NumberFormat) -> Array:
    """Return the vectors at which functions of a vector are compared, shape (n, k) with k a multiple of a number."""
    k = multiple * -(-16 // multiple)
    scales = np.ldexp(1.0, np.repeat(np.array(_SCALES), _OF_SCALE))
    found = [scattered(-1.0, 1.0, scales.size * k).reshape(-1, k) * scales[:, None]]
    for level in (0.0, 1.0, -1.0, 1e4):
        equal = np.full((1, k), level)
        one_larger = equal.copy()
        one_larger[0, k // 2] += 30.0
        found += [equal, one_larger]
    return form.round(np.concatenate(found))


def around(place: float) -> Array:
    """Return a place, the doubles next to it on both sides, and points at small distances."""
    parts = [np.array([place])]
    for side in (-1.0, 1.0):
        neighbours = [place]
        for _ in range(STEPS):
            neighbours.append(float(np.nextafter(neighbours[-1], side * math.inf)))
        parts += [np.array(neighbours), place + side * NEAR * max(abs(place), 1.0)]
    return np.concatenate(parts)


def _ordered(x: Array, form: NumberFormat) -> Array:
    x = form.round(x)
    x = x[~np.isnan(x)]
    _, first = np.unique(x.view(np.uint64), return_index=True)
    x = x[first]
    x = x[np.lexsort([~np.signbit(x), x])]
    return np.append(x, math.nan) if form.has_nan else x
