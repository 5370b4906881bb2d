"""Rounding to number formats, at every boundary and beside it, judged by ml_dtypes and fractions."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actcli.choices import Rounding
from actcli.numbers.float_format import FloatFormat
from actcli.numbers.format_table import FLOATS, FloatRow, Specials
from actcli.numbers.formats import FLOAT_FORMATS, number_format
from oracle.number_formats import (
    HARD,
    JUDGED,
    JUDGES,
    NARROW,
    boundaries,
    every_format,
    every_mode,
    foreign,
    magnitudes,
    native_type,
    random_doubles,
    same,
)

if TYPE_CHECKING:
    from actcli.numbers.number_format import NumberFormat


@every_mode
@pytest.mark.parametrize("form", JUDGED, ids=lambda form: form.name)
def test_rounding_at_every_boundary_and_beside_it(form: NumberFormat, mode: Rounding) -> None:
    judged = JUDGES[form.name]
    points = boundaries(judged, 100)
    for saturate in (False, True) if not form.always_saturates else (True,):
        wanted = np.array([judged.round(x, mode, saturate=saturate) for x in points])
        exact = np.array([form.round_exact(Fraction(x), mode, saturate=saturate) for x in points])
        assert same(exact, wanted)
        # Doubles: at the places themselves, and their neighbours.
        doubles = np.array([float(x) for x in points[1::3]])
        doubles = np.concatenate([doubles, np.nextafter(doubles, -math.inf), np.nextafter(doubles, math.inf)])
        stand = {float(value): value for value in judged.values}  # the double stands for the value of a scale of 1/3
        fractions = [stand.get(x, Fraction(x)) for x in doubles.tolist()]
        expected = np.array([judged.round(x, mode, saturate=saturate) for x in fractions])
        zero = doubles == 0
        got = form.round(doubles, mode, saturate=saturate)
        assert same(got[~zero], expected[~zero])


@settings(max_examples=300)
@given(
    st.sampled_from(JUDGED),
    st.sampled_from(Rounding),
    st.booleans(),
    st.floats(allow_nan=False, allow_infinity=False) | st.floats(-20, 20) | st.floats(-1e-3, 1e-3),
)
def test_rounding_of_any_double(form: NumberFormat, mode: Rounding, saturate: bool, x: float) -> None:  # noqa: FBT001 - drawn
    judged = JUDGES[form.name]
    stand = {float(value): value for value in judged.values}
    wanted = judged.round(stand.get(x, Fraction(x)), mode, saturate=saturate or form.always_saturates)
    if x == 0:
        wanted = math.copysign(wanted, x) if judged.zeros[0].hex() == "-0x0.0p+0" else 0.0
    assert same(form.round(np.array(x), mode, saturate=saturate), np.array(wanted))
    if x != 0 and x not in stand:
        assert same(np.array(form.round_exact(Fraction(x), mode, saturate=saturate)), np.array(wanted))


@every_mode
@pytest.mark.parametrize("name", ["tf32", "float32", "float64", "q7.24", "uq0.32"])
def test_vectors_and_fractions_round_alike_in_wide_formats(name: str, mode: Rounding) -> None:
    form = number_format(name)
    x = np.concatenate([random_doubles(2000, 11), np.random.default_rng(12).normal(0, 60, 2000), [1e-310, 5e-324]])
    middle = form.round(x) + form.ulp(form.round(x)) / 2
    x = np.concatenate([x, middle[np.isfinite(middle)]])
    wanted = np.array([form.round_exact(Fraction(value), mode) for value in x.tolist()])
    assert same(form.round(x, mode), wanted)


@native_type
def test_rounding_agrees_with_ieee_conversion(name: str) -> None:
    x = np.concatenate([random_doubles(300_000, 2), np.random.default_rng(3).normal(0, 1e4, 300_000), HARD])
    with np.errstate(over="ignore", under="ignore"):
        wanted = x.astype(name).astype(np.float64)
    assert same(number_format(name).round(x), wanted)


@pytest.mark.parametrize("form", [form for form in NARROW if form.name != "float16"], ids=lambda form: form.name)
def test_rounding_of_float32_agrees_with_ml_dtypes(form: FloatFormat) -> None:
    codes = np.concatenate([np.arange(0, 2**32, 4099), np.arange(0, 2**32, 2**16), np.arange(2**15, 2**32, 2**16)])
    singles = codes.astype(np.uint32).view(np.float32)
    middle = (magnitudes(form)[1:] + magnitudes(form)[:-1]) / 2
    singles = np.concatenate([singles, middle.astype(np.float32), -middle.astype(np.float32)])
    with np.errstate(all="ignore"):
        wanted = singles.astype(foreign(form.name)).astype(np.float64)
        x = singles.astype(np.float64)
    if (
        form.name == "float8_e8m0fnu"
    ):  # subnormals of float32 just above its smallest value are a power of two off there
        off = (x > 2.0**-127) & (x < 1.5 * 2.0**-127)
        assert same(form.round(x[off]), np.full(x[off].shape, 2.0**-127))
        x, wanted = x[~off], wanted[~off]
    given_nan = np.isnan(x)
    # Nan gives -0 in ml_dtypes where there is none.
    assert same(form.round(x)[~given_nan], wanted[~given_nan])
    assert same(form.round(x)[given_nan], np.abs(wanted[given_nan]))


def test_the_boundaries_catch_a_rounding_through_float32() -> None:
    bfloat16 = number_format("bfloat16")
    values = magnitudes(FLOAT_FORMATS["bfloat16"])
    beside = np.nextafter((values[1:] + values[:-1]) / 2, math.inf)
    with np.errstate(over="ignore", under="ignore"):
        through = bfloat16.round(beside.astype(np.float32).astype(np.float64))
    assert np.count_nonzero(through != bfloat16.round(beside)) > 10_000


def test_rounding_to_float32_at_midpoints_and_beside_them() -> None:
    codes = np.random.default_rng(4).integers(0, 0x7F7F_FFFF, 300_000).astype(np.uint32)
    codes[:40] = [*range(20), *range(0x7F_FFF0, 0x80_0004)]
    low, high = (code.view(np.float32).astype(np.float64) for code in (codes, codes + np.uint32(1)))
    middle = (low + high) / 2
    float32 = number_format("float32")
    assert same(float32.round(np.nextafter(middle, 0)), low)
    assert same(float32.round(middle), np.where(codes % 2 == 0, low, high))
    assert same(float32.round(middle, Rounding.away), high)
    assert same(float32.round(middle, Rounding.zero), low)
    assert same(float32.round(-middle, Rounding.up), -low)
    assert same(float32.round(-middle, Rounding.down), -high)
    assert same(float32.round(np.nextafter(middle, math.inf)), high)


@pytest.mark.parametrize(
    ("name", "mode", "saturate", "x", "wanted"),
    [
        ("bf16", "even", False, 1 + 2**-8 + 2**-30, 1 + 2**-7),
        ("float16", "even", False, 1 + 2**-11 + 2**-40, 1 + 2**-10),
        ("float16", "even", False, 65519.99999999999, 65504.0),
        ("float16", "even", False, 65520.0, math.inf),
        ("float16", "even", True, 65520.0, 65504.0),
        ("float16", "even", True, -math.inf, -65504.0),
        ("float16", "zero", False, 1e300, 65504.0),
        ("float16", "zero", False, math.inf, math.inf),
        ("float16", "down", False, 65505.0, 65504.0),
        ("float16", "down", False, -65505.0, -math.inf),
        ("float16", "up", False, 65504.00000000001, math.inf),
        ("float16", "up", False, -1e300, -65504.0),
        ("float16", "up", False, -1e-300, -0.0),
        ("float16", "up", False, 1e-300, 2.0**-24),
        ("float8_e5m2", "even", False, -61440.0, -math.inf),
        ("float8_e4m3fn", "even", False, 464.0, 448.0),
        ("float8_e4m3fn", "away", False, 464.0, math.nan),
        ("float8_e4m3fn", "even", False, 464.00000000000006, math.nan),
        ("float8_e4m3fn", "even", True, 464.00000000000006, 448.0),
        ("float8_e4m3fn", "even", False, -math.inf, math.nan),
        ("float8_e4m3fn", "zero", False, 1e9, 448.0),
        ("float8_e4m3fn", "zero", False, math.inf, math.nan),
        ("float8_e4m3fn", "even", True, math.inf, 448.0),
        ("float8_e4m3fnuz", "even", False, 248.0, math.nan),
        ("float8_e4m3fnuz", "even", False, -1e-9, 0.0),
        ("float8_e4m3fnuz", "even", False, -0.0, 0.0),
        ("float32", "even", False, -1e-46, -0.0),
        ("float64", "even", True, math.inf, 1.7976931348623157e308),
        ("float4_e2m1fn", "even", False, math.inf, 6.0),
        ("float4_e2m1fn", "even", False, math.nan, 0.0),
        ("float4_e2m1fn", "even", False, -0.1, -0.0),
        ("e8m0", "even", False, 1.5, 2.0),
        ("e8m0", "even", False, 3.0, 4.0),
        ("e8m0", "even", False, 2.9999999999999996, 2.0),
        ("e8m0", "away", False, 6.0, 8.0),
        ("e8m0", "even", False, 5e-324, 2.0**-127),
        ("e8m0", "up", False, 5e-324, 2.0**-127),
        ("e8m0", "down", False, 5e-324, math.nan),
        ("e8m0", "zero", False, 1.999, 1.0),
        ("e8m0", "even", False, 0.0, math.nan),
        ("e8m0", "even", True, -1.0, math.nan),
        ("e8m0", "even", False, 2.0**127 * 1.5, math.nan),
        ("e8m0", "even", True, math.inf, 2.0**127),
        ("e8m0", "even", False, 2.0**127 * 1.4999999, 2.0**127),
        ("int8:scale=1/2", None, False, 0.25, 0.5),
        ("int8:scale=1/2", None, False, -0.75, -1.0),
        ("int8:scale=1/2", "even", False, 0.25, 0.0),
        ("int8:scale=1/2", None, False, math.nan, 0.0),
        ("int8:scale=1/2,zero_point=9", None, False, -math.inf, -68.5),
        ("uint8:scale=0.1", None, False, -3.0, 0.0),
        ("uint8:scale=0.1", "down", False, 0.3, 0.3),  # the double lies below 3/10
        ("uint8:scale=0.1", "up", False, 0.7, 0.7),
        ("q3.12", None, False, 8.0, 8 - 2.0**-12),
        ("q3.12", None, False, -0.0, 0.0),
    ],
)
def test_rounding_by_example(name: str, mode: str | None, saturate: bool, x: float, wanted: float) -> None:  # noqa: FBT001 - drawn
    direction = None if mode is None else Rounding(mode)
    form = number_format(name)
    assert same(form.round(np.array(x), direction, saturate=saturate), np.array(wanted))
    if math.isfinite(x) and x != 0 and name != "uint8:scale=0.1":
        got = form.round_exact(Fraction(x), direction, saturate=saturate)
        assert same(np.array(got), np.array(wanted))


@every_format
def test_what_is_no_number_and_what_is_far_beyond(name: str) -> None:
    form = number_format(name)
    row = next((row for row in FLOATS if row.name == name), None)
    nan, inf, zero = math.nan, math.inf, -0.0
    if row is None or row.specials is Specials.finite:
        nan = 0.0
        inf = math.nan
    elif row.specials is not Specials.ieee:
        inf = math.nan
    if row is None or row.specials is Specials.fnuz:
        zero = 0.0
    got = form.round(np.array([math.nan, math.inf, -math.inf, 0.0, -0.0]))
    ends = [form.max, form.min] if form.always_saturates else [inf, -inf]
    zeros = [0.0, zero] if row is None or row.has_zero else [math.nan] * 2
    assert same(got, np.array([nan, *ends, *zeros]))
    saturated = form.round(np.array([math.inf, -math.inf, math.nan]), saturate=True)
    assert same(saturated, np.array([form.max, form.min if row is None or row.signed else math.nan, nan]))


@settings(max_examples=60)
@given(
    st.integers(1, 5), st.integers(1, 5), st.integers(0, 20), st.sampled_from(Specials), st.booleans(), st.booleans()
)
def test_any_row_makes_a_format(  # noqa: PLR0913, PLR0917  # hypothesis passes each as an argument
    exponent_bits: int,
    mantissa_bits: int,
    bias: int,
    specials: Specials,
    signed: bool,  # noqa: FBT001  # the same
    padded: bool,  # noqa: FBT001  # the same
) -> None:
    if specials is Specials.fnuz:
        signed = True  # its nan is the code of -0
    if specials is Specials.ieee:
        exponent_bits += 1  # the largest exponent is taken
    padding = 2 if padded else 0
    bits = signed + exponent_bits + mantissa_bits + padding
    form = FloatFormat(FloatRow("dummy", bits, mantissa_bits, bias, specials, (), "", signed=signed, padding=padding))
    codes = np.arange(1 << (bits - padding), dtype=form.code_dtype) << form.code_dtype.type(padding)
    values = form.decode(codes)
    numbers = ~np.isnan(values)
    assert np.array_equal(form.encode(values)[numbers], codes[numbers])
    finite = np.unique(values[np.isfinite(values)])
    assert (finite[0], finite[-1]) == (form.min if signed else 0, form.max)
    for mode in Rounding:
        assert same(form.round(values, mode), values)
        middle = (finite[1:] + finite[:-1]) / 2
        down, up = form.round(middle, Rounding.down), form.round(middle, Rounding.up)
        assert np.array_equal(down, finite[:-1])
        assert np.array_equal(up, finite[1:])
        exact = [form.round_exact(Fraction(x), mode) for x in middle.tolist()]
        assert same(form.round(middle, mode), np.array(exact))
