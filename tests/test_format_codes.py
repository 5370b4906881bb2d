"""Codes, values and spacings of number formats, judged by ml_dtypes, NumPy and the definitions."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import ml_dtypes
import numpy as np
import pytest

from actcli.choices import Rounding
from actcli.errors import UsageError
from actcli.numbers.encodings import read_encodings
from actcli.numbers.format_table import INTEGERS
from actcli.numbers.formats import number_format
from oracle.number_formats import (
    HARD,
    INTEGER_NAMES,
    every_float,
    every_format,
    foreign,
    foreign_values,
    judge,
    magnitudes,
    narrow_float,
    native_type,
    random_doubles,
    same,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from actcli.numbers.float_format import FloatFormat
    from oracle.number_formats import Floats


@every_float
def test_the_row_states_the_limits_of_the_type(form: FloatFormat) -> None:
    if form.name == "tf32":
        assert (form.max, form.least, form.bits) == (2.0**127 * (2 - 2.0**-10), 2.0**-136, 32)
        return
    limits = ml_dtypes.finfo(foreign(form.name))  # type: ignore[no-untyped-call]  # reason: ml_dtypes' stub
    assert form.bits == limits.bits
    assert (form.mantissa_bits, form.row.exponent_bits) == (limits.nmant, limits.nexp)
    assert (form.max, form.smallest_normal) == (float(limits.max), float(limits.smallest_normal))
    assert form.least == float(limits.smallest_subnormal)
    with np.errstate(invalid="ignore"):
        values = np.array([math.inf, math.nan]).astype(foreign(form.name)).astype(np.float64)
    assert form.has_infinities == math.isinf(values[0])
    assert form.has_nan == math.isnan(values[1])


@narrow_float
def test_every_code_decodes_to_the_value_and_back(form: FloatFormat) -> None:
    codes, wanted = form.codes(), foreign_values(form)
    values = form.decode(codes)
    assert same(values, wanted)
    numbers = ~np.isnan(wanted)
    assert form.encode(values).dtype == codes.dtype
    assert np.array_equal(form.encode(values)[numbers], codes[numbers])
    if form.has_nan:
        quiet = form.encode(np.array([math.nan, -math.nan]))
        assert quiet[0] == quiet[1]
        assert math.isnan(wanted[quiet[0]])
        with np.errstate(invalid="ignore"):
            assert quiet[0] == np.array(math.nan).astype(foreign(form.name)).view(codes.dtype)


@native_type
def test_native_encodings_are_those_of_numpy(name: str) -> None:
    form, native = number_format(name), np.dtype(name)
    with np.errstate(over="ignore", under="ignore"):
        values = np.concatenate([random_doubles(200_000, 1), HARD[:-1]]).astype(native)
    codes = values.view(f"u{native.itemsize}")
    assert np.array_equal(form.encode(values.astype(np.float64)), codes)
    assert same(form.decode(codes), values.astype(np.float64))


def test_tf32_is_a_float32_without_its_low_bits() -> None:
    tf32, float32 = number_format("tf32"), number_format("float32")
    x = np.concatenate([random_doubles(100_000, 8), np.random.default_rng(9).normal(0, 9, 100_000), HARD])
    codes = tf32.encode(x)
    assert codes.dtype == np.uint32
    assert not (codes & 0x1FFF).any()
    assert same(float32.decode(codes), tf32.round(x))
    assert same(tf32.decode(codes | np.uint32(0x1FFF))[:-2], tf32.round(x)[:-2])
    # Rounding by the integer of the code: half a step and the parity of what stays are added, the rest cut off.
    with np.errstate(over="ignore", under="ignore"):
        singles = x[np.isfinite(x)].astype(np.float32).view(np.uint32).astype(np.uint64)
    wanted = ((singles + 0xFFF + (singles >> 13 & 1)) >> 13 << 13).astype(np.uint32)
    assert same(tf32.round(float32.decode(singles)), float32.decode(wanted))


@pytest.mark.parametrize("name", INTEGER_NAMES)
def test_integer_codes_are_in_twos_complement(name: str) -> None:
    form = number_format(name)
    codes = form.codes() if form.bits <= 16 else np.array([0, 1, 2**31 - 1, 2**31, 2**32 - 1], dtype=np.uint32)
    values = form.decode(codes)
    exact = list(map(form.exact_value or Fraction, values.tolist()))
    assert values.tolist() == [float(value) for value in exact]
    assert np.array_equal(form.encode(values), codes)
    for mode in Rounding:
        assert same(form.round(values, mode), values)
        assert [form.round_exact(Fraction(value), mode) for value in exact[:99]] == values[:99].tolist()
    if form.bits <= 16:
        wanted = judge(form).values
        assert sorted(exact) == wanted
        assert form.every().tolist() == [float(value) for value in wanted]
    kind = name.partition(":")[0]
    if kind in {row.name for row in INTEGERS}:
        zero = form.encode(np.zeros(1)).view(kind)[0]
        assert np.array_equal(codes.view(kind).astype(int) - int(zero), [int(v / form.scale) for v in exact])  # type: ignore[attr-defined]  # an IntegerFormat has a scale


@narrow_float
def test_every_finite_value_in_numeric_order(form: FloatFormat) -> None:
    values, positive = form.every(), magnitudes(form)
    negative = -positive[::-1] if form.has_negative_zero else -positive[:0:-1]
    wanted = np.concatenate([negative, positive]) if form.row.signed else positive
    assert same(values, wanted)
    assert same(form.every(-1, 1), values[np.abs(values) <= 1])
    assert form.every(1, -1).size == 0


@pytest.mark.parametrize("name", ["float32", "float64", "tf32", "q7.24"])
def test_every_value_of_a_wide_format_is_refused(name: str) -> None:
    for enumerate_all in (number_format(name).every, number_format(name).codes):
        with pytest.raises(UsageError, match=f"{name} has too many values") as caught:
            enumerate_all()
        assert caught.value.hint == "take a type of 16 bits or fewer, such as float16, bfloat16 or float8_e5m2"


@narrow_float
def test_ulp_is_the_distance_to_the_next_value(form: FloatFormat) -> None:
    values = magnitudes(form)
    gaps = np.diff(values)
    last = gaps[-1] if form.mantissa_bits else 2 * gaps[-1]
    assert np.array_equal(form.ulp(values), np.append(gaps, last))
    assert np.array_equal(form.ulp(-values), form.ulp(values))
    assert form.ulp(np.array(1e300)) == form.ulp(np.array(form.max))


@every_format
def test_ulp_of_what_is_not_finite_is_nan(name: str) -> None:
    form = number_format(name)
    assert np.isnan(form.ulp(np.array([math.nan, math.inf, -math.inf]))).all()
    assert form.ulp(np.array(0.0)) == form.least


@pytest.mark.parametrize("name", ["float64", "float32"])
def test_ulp_of_native_types_is_the_spacing_of_numpy(name: str) -> None:
    with np.errstate(over="ignore", under="ignore"):
        values = np.abs(np.append(random_doubles(100_000, 5), HARD[:7])).astype(name)
    values = values[np.isfinite(values)]
    assert np.array_equal(number_format(name).ulp(values.astype(np.float64)), np.spacing(values).astype(np.float64))


@every_format
def test_steps_count_the_values_between(name: str) -> None:
    form = number_format(name)
    if form.bits <= 16:
        values = np.unique(form.every())  # -0 and 0 are one
        places = np.arange(values.size)
        assert np.array_equal(form.steps(values, values[::-1].copy()), np.abs(places - places[::-1]))
        assert np.array_equal(form.steps(values[1:], values[:-1]), np.ones(values.size - 1))
    else:
        values = form.round(np.random.default_rng(31).uniform(0, 1, 1000))
        assert np.array_equal(form.steps(values, values + form.ulp(values)), np.ones(1000))
    assert math.isnan(form.steps(np.array(math.nan), np.array(form.max)))


def test_steps_across_zero_and_to_infinity() -> None:
    for name, width in (("float64", 64), ("float32", 32), ("float16", 16)):
        form = number_format(name)
        assert form.steps(np.array(-0.0), np.array(0.0)) == 0
        assert form.steps(np.array(-form.least), np.array(form.least)) == 2
        assert form.steps(np.array(form.max), np.array(math.inf)) == 1
        infinity = int(form.encode(np.array(math.inf)))
        assert form.steps(np.array(-math.inf), np.array(math.inf)) == float(2 * infinity) < 2**width


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("float64", ["0x3ff0000000000000", "0x8000000000000000", "0x7ff8000000000000", "0xfff0000000000000"]),
        ("float32", ["0x3f800000", "0x80000000", "0x7fc00000", "0xff800000"]),
        ("tf32", ["0x3f800000", "0x80000000", "0x7fc00000", "0xff800000"]),
        ("float16", ["0x3c00", "0x8000", "0x7e00", "0xfc00"]),
        ("bfloat16", ["0x3f80", "0x8000", "0x7fc0", "0xff80"]),
        ("float8_e4m3fn", ["0x38", "0x80", "0x7f", "0x7f"]),
        ("float8_e4m3fnuz", ["0x40", "0x00", "0x80", "0x80"]),
        ("float8_e5m2", ["0x3c", "0x80", "0x7e", "0xfc"]),
        ("float8_e8m0fnu", ["0x7f", "0xff", "0xff", "0xff"]),
        ("float6_e2m3fn", ["0x08", "0x20", "0x00", "0x3f"]),
        ("float4_e2m1fn", ["0x2", "0x8", "0x0", "0xf"]),
        ("int8:scale=1/64,zero_point=-1", ["0x3f", "0xff", "0xff", "0x80"]),
        ("int16:scale=1", ["0x0001", "0x0000", "0x0000", "0x8000"]),
        ("q3.12", ["0x1000", "0x0000", "0x0000", "0x8000"]),
        ("q1.3", ["0x08", "0x00", "0x00", "0x10"]),
    ],
)
def test_hexadecimal_has_a_fixed_width(name: str, wanted: list[str]) -> None:
    x = np.array([[1.0, -0.0], [math.copysign(math.nan, -1), -math.inf]])
    form = number_format(name)
    assert form.hex_strings(x) == wanted
    assert form.hex_strings(x[:0]) == []
    values = read_encodings(",".join(wanted).encode(), form)
    assert values is not None
    assert same(values, form.round(x).ravel())


@every_format
def test_any_shape_and_stride_is_kept(name: str) -> None:
    form = number_format(name)
    flat = np.append(np.random.default_rng(7).normal(0, 10, 19), math.nan)
    grid = np.repeat(flat, 2).reshape(4, 10)[:, ::2]
    operations: list[Callable[[Floats], NDArray[Any]]] = [
        form.round,
        form.ulp,
        form.encode,
        lambda x: form.decode(form.encode(x)),
        lambda x: form.undecided(x, np.full(x.shape, 0.01)),
        lambda x: form.steps(x, x),
    ]
    for operation in operations:
        given, wanted = grid.copy(), operation(flat).astype(np.float64)
        assert same(operation(grid).astype(np.float64), wanted.reshape(4, 5))
        assert same(grid, given)
        assert same(operation(np.array(flat[3])).astype(np.float64), wanted[3])
        assert operation(flat[:0]).shape == (0,)


@every_format
def test_the_native_dtype_holds_every_value(name: str) -> None:
    form = number_format(name)
    values = form.every() if form.bits <= 16 else form.round(np.random.default_rng(8).normal(0, 1, 1000))
    assert same(values.astype(form.dtype).astype(np.float64), values)


def test_native_dtypes() -> None:
    wanted = {"float64": "float64", "float32": "float32", "tf32": "float32", "float16": "float16"}
    wanted |= {"bfloat16": "float32", "float8_e4m3fn": "float16", "float8_e8m0fnu": "float32", "q0.7": "float16"}
    wanted |= {"q3.12": "float32", "q7.24": "float64", "int8:scale=1/3": "float64"}
    assert {name: number_format(name).dtype.name for name in wanted} == wanted
