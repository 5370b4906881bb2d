"""Which errors leave a rounded result open, and numbers known by an enclosure."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from actcli.choices import Rounding
from actcli.numbers.formats import number_format
from oracle.number_formats import every_format, every_mode, random_doubles

if TYPE_CHECKING:
    from actcli.numbers.number_format import NumberFormat


@every_format
@every_mode
def test_undecided_is_where_neighbours_of_a_number_round_otherwise(name: str, mode: Rounding) -> None:
    form = number_format(name)
    rng = np.random.default_rng(21)
    x = form.round(np.concatenate([rng.normal(0, 3, 50), random_doubles(50, 22)]))
    x = x[np.isfinite(x)]
    x = np.append(x, form.max)
    with np.errstate(over="ignore"):
        places = np.concatenate([x, x + form.ulp(x) / 2, [0, -0.0]])
    places = places[np.abs(places) < 1e308]
    places = np.concatenate([places, np.nextafter(places, math.inf), rng.normal(0, 3, 100)])
    for relative in (0.0, 1e-16, 1e-3):
        bound = np.abs(places) * relative
        for saturate in (False, True):
            got = form.undecided(places, bound, mode, saturate=saturate)
            wanted = [
                form.round_enclosure(Fraction(y) - Fraction(b), Fraction(y) + Fraction(b), mode, saturate=saturate)
                is None
                for y, b in zip(places.tolist(), bound.tolist(), strict=True)
            ]
            assert not (np.array(wanted) & ~got).any()
            if relative == 0:
                assert not got.any()
            if form.bits <= 32:
                wider = form.undecided(places, bound + 3 * np.spacing(np.abs(places)), mode, saturate=saturate)
                assert not (got & ~wider).any()
                # Away from boundaries it is decided: only few of the random numbers are near any.
                assert got[-100:].mean() < 0.5 or relative == 1e-3 or form.max < 2


@every_mode
def test_undecided_by_example(mode: Rounding) -> None:
    float16, e4m3fn, e8m0 = (number_format(name) for name in ("float16", "e4m3fn", "e8m0"))

    def decided(form: NumberFormat, y: float, bound: float, *, saturate: bool = False) -> bool:
        return not form.undecided(np.array(y), np.array(bound), mode, saturate=saturate)

    nearest = mode in {Rounding.even, Rounding.away}
    assert decided(float16, 1.0, 0.0)
    assert decided(float16, 1.0, 1e-20) == nearest
    assert not decided(float16, 1 + 2.0**-11, 1e-20) or not nearest
    assert decided(float16, 1e6, 1e3)  # beyond the threshold of overflow
    assert decided(float16, 65504.0 + 20, 1.0) or nearest
    assert decided(float16, 65519.0, 2.0) == (not nearest)
    assert decided(float16, 65519.0, 2.0, saturate=True)
    assert not decided(float16, 0.0, 1e-300)  # the sign of zero
    assert decided(float16, 1e-20, 1e-21)
    assert decided(float16, math.nan, math.nan)
    assert decided(float16, math.inf, 0.0)
    assert not decided(float16, math.inf, math.inf)
    assert not decided(float16, 1.0, math.nan)
    float64 = number_format("float64")
    assert decided(float64, 1.0, 2.0**-55) == nearest
    assert not decided(float64, 1.0, 2.0**-54)  # half a step below a power of two, a quarter above
    assert decided(float64, 1.5, 2.0**-54) == nearest
    assert not decided(e4m3fn, 0.0, math.inf)  # both ends are nan, what lies between is not
    assert decided(e4m3fn, 1e9, 1.0)
    assert decided(e8m0, -5.0, 4.0)
    assert not decided(e8m0, 0.0, 2.0**130)


@every_mode
def test_an_enclosure_is_rounded_where_both_ends_agree(mode: Rounding) -> None:
    form = number_format("e4m3fn")
    third, huge, tiny = Fraction(1, 3), Fraction(2**900), Fraction(1, 2**9000)
    assert form.round_enclosure(third, third, mode) == form.round_exact(third, mode)
    assert form.round_enclosure(-huge, huge, mode) is None
    assert form.round_enclosure(-tiny, tiny, mode) is None
    wide = form.round_enclosure(huge, 2 * huge, mode)
    assert wide is not None
    assert math.isnan(wide) == (mode not in {Rounding.zero, Rounding.down})
    assert form.round_enclosure(Fraction(10**400), Fraction(10**401), mode, saturate=True) == 448.0
    underflow = form.round_enclosure(-2 * tiny, -tiny, mode)
    assert underflow == (0.0 if mode is not Rounding.down else -(2.0**-9))
    assert math.copysign(1, underflow) == -1
