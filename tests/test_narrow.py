"""The number types: every value and every midpoint of the narrow ones, judged by ml_dtypes and by fractions."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import ml_dtypes
import numpy as np
import pytest

from actcli.errors import UsageError
from actcli.numbers.narrow import NUMBER_TYPES, NumberType, dtype_named

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

NARROW = [number_type for number_type in NUMBER_TYPES.values() if number_type.bits <= 16]
FLOAT32 = NUMBER_TYPES["float32"]
HARD = np.array([0.0, -0.0, 5e-324, -5e-324, 1e-310, 1.0, -1.0, 1.7976931348623157e308, math.inf, -math.inf, math.nan])

every_type = pytest.mark.parametrize("number_type", NUMBER_TYPES.values(), ids=lambda number_type: number_type.name)
narrow_type = pytest.mark.parametrize("number_type", NARROW, ids=lambda number_type: number_type.name)
native_type = pytest.mark.parametrize("name", ["float64", "float32", "float16"])


def foreign(name: str) -> np.dtype[Any]:
    """Return the type as NumPy or ml_dtypes knows it."""
    dtype: np.dtype[Any] = np.dtype(getattr(np, name, None) or getattr(ml_dtypes, name))
    return dtype


def encodings(number_type: NumberType) -> NDArray[np.unsignedinteger[Any]]:
    return np.arange(1 << number_type.bits, dtype=f"u{number_type.bits // 8}")


def foreign_values(number_type: NumberType) -> Floats:
    """Return the value of every encoding, as ml_dtypes or NumPy decode it."""
    with np.errstate(invalid="ignore"):  # signalling nans among the encodings
        return encodings(number_type).view(foreign(number_type.name)).astype(np.float64)


def magnitudes(number_type: NumberType) -> Floats:
    """Return the finite values from 0 up, indexed by encoding."""
    values = foreign_values(number_type)[: 1 << (number_type.bits - 1)]
    return values[np.isfinite(values)]


def differences(got: Floats, wanted: Floats) -> int:
    """Count the places that differ; nan equals nan, -0 differs from 0."""
    equal = (got == wanted) & (np.signbit(got) == np.signbit(wanted)) | np.isnan(got) & np.isnan(wanted)
    return int(np.count_nonzero(~equal))


def same(got: Floats, wanted: Floats) -> bool:
    return differences(got, wanted) == 0


def random_doubles(count: int, seed: int) -> Floats:
    """Finite doubles of every magnitude."""
    doubles = np.random.default_rng(seed).integers(-(2**63), 2**63, count).view(np.float64)
    return doubles[np.isfinite(doubles)]


@every_type
def test_the_record_states_the_limits_of_the_type(number_type: NumberType) -> None:
    limits = ml_dtypes.finfo(foreign(number_type.name))  # type: ignore[no-untyped-call]  # reason: ml_dtypes' stub
    assert number_type.bits == limits.bits
    assert number_type.mantissa_bits == limits.nmant
    assert number_type.max == float(limits.max)
    assert number_type.smallest_normal == float(limits.smallest_normal)
    assert math.frexp(number_type.max)[1] - 1 == number_type.max_exponent
    with np.errstate(invalid="ignore"):
        infinity = np.array(math.inf).astype(foreign(number_type.name)).astype(np.float64)
    assert number_type.infinite == math.isinf(infinity)


@narrow_type
def test_every_encoding_decodes_to_the_value_and_back(number_type: NumberType) -> None:
    codes, wanted = encodings(number_type), foreign_values(number_type)
    values = number_type.decode(codes)
    assert same(values, wanted)
    numbers = ~np.isnan(wanted)
    assert number_type.encode(values).dtype == codes.dtype
    assert np.array_equal(number_type.encode(values)[numbers], codes[numbers])
    quiet = number_type.encode(np.array([math.nan, -math.nan]))
    assert quiet[0] == quiet[1] == number_type.encode(values)[~numbers].max()
    assert math.isnan(wanted[quiet[0]])


@native_type
def test_native_encodings_are_those_of_numpy(name: str) -> None:
    number_type, native = NUMBER_TYPES[name], np.dtype(name)
    with np.errstate(over="ignore", under="ignore"):
        values = np.concatenate([random_doubles(200_000, 1), HARD[:-1]]).astype(native)
    codes = values.view(f"u{native.itemsize}")
    assert np.array_equal(number_type.encode(values.astype(np.float64)), codes)
    assert same(number_type.decode(codes), values.astype(np.float64))


def wrongly_rounded(number_type: NumberType, rounding: Callable[[Floats], Floats]) -> int:
    """Count wrong results of `rounding` at every midpoint between neighbours, one double beside it, and at the values.

    The neighbour of the largest value is the one the type would have if its exponents went on: it stands for overflow.
    """
    values = magnitudes(number_type)
    after = np.append(values[1:], 2 * values[-1] - values[-2])
    results = np.append(values, math.inf if number_type.infinite else math.nan)
    codes = np.arange(values.size)
    middle = (values + after) / 2
    wrong = 0
    for points, wanted in (
        (values, results[codes]),
        (np.nextafter(middle, 0), results[codes]),
        (middle, results[codes + codes % 2]),
        (np.nextafter(middle, math.inf), results[codes + 1]),
    ):
        wrong += differences(rounding(points), wanted) + differences(rounding(-points), -wanted)
    return wrong


@narrow_type
def test_rounding_is_to_nearest_even_at_every_midpoint_and_beside_it(number_type: NumberType) -> None:
    assert wrongly_rounded(number_type, number_type.round) == 0


def test_the_midpoints_catch_a_rounding_through_float32() -> None:
    bfloat16 = NUMBER_TYPES["bfloat16"]

    def through_float32(x: Floats) -> Floats:
        with np.errstate(over="ignore"):
            return bfloat16.round(x.astype(np.float32).astype(np.float64))

    assert wrongly_rounded(bfloat16, through_float32) > 30_000


@native_type
def test_rounding_agrees_with_ieee_conversion(name: str) -> None:
    x = np.concatenate([random_doubles(300_000, 2), np.random.default_rng(3).normal(0, 1e4, 300_000), HARD])
    with np.errstate(over="ignore", under="ignore"):
        wanted = x.astype(name).astype(np.float64)
    assert same(NUMBER_TYPES[name].round(x), wanted)


def test_rounding_to_float32_at_midpoints_and_beside_them() -> None:
    codes = np.random.default_rng(4).integers(0, 0x7F7F_FFFF, 300_000).astype(np.uint32)
    codes[:40] = [*range(20), *range(0x7F_FFF0, 0x80_0004)]
    low, high = (code.view(np.float32).astype(np.float64) for code in (codes, codes + np.uint32(1)))
    middle = (low + high) / 2
    assert same(FLOAT32.round(np.nextafter(middle, 0)), low)
    assert same(FLOAT32.round(middle), np.where(codes % 2 == 0, low, high))
    assert same(FLOAT32.round(np.nextafter(middle, math.inf)), high)


@pytest.mark.parametrize(
    ("name", "x", "wanted"),
    [
        ("bfloat16", 1 + 2**-8 + 2**-30, 1 + 2**-7),
        ("float16", 1 + 2**-11 + 2**-40, 1 + 2**-10),
        ("float8_e4m3fn", 1 + 2**-4 + 2**-50, 1 + 2**-3),
        ("float8_e5m2", 2**-17 + 2**-60, 2**-16),
        ("float16", 65519.99999999999, 65504.0),
        ("float16", 65520.0, math.inf),
        ("float8_e5m2", -61440.0, -math.inf),
        ("float8_e4m3fn", 464.0, 448.0),
        ("float8_e4m3fn", 464.00000000000006, math.nan),
        ("float8_e4m3fn", -math.inf, math.nan),
        ("float32", -1e-46, -0.0),
    ],
)
def test_one_rounding(name: str, x: float, wanted: float) -> None:
    assert same(NUMBER_TYPES[name].round(np.array(x)), np.array(wanted))


@narrow_type
def test_far_beyond_the_type(number_type: NumberType) -> None:
    beyond = math.inf if number_type.infinite else math.nan
    zeros = [0.0, -0.0, 0.0, -0.0, 0.0]
    assert same(number_type.round(HARD), np.array([*zeros, 1, -1, beyond, beyond, -beyond, math.nan]))


@narrow_type
def test_every_finite_value_in_numeric_order(number_type: NumberType) -> None:
    values, positive = number_type.every(), magnitudes(number_type)
    assert same(values, np.concatenate([-positive[::-1], positive]))
    assert same(number_type.every(-1, 1), values[np.abs(values) <= 1])
    assert same(number_type.every(0, 0), np.array([-0.0, 0.0]))
    assert number_type.every(1, -1).size == 0


@pytest.mark.parametrize("name", ["float32", "float64"])
def test_every_value_of_a_wide_type_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match=f"{name} has too many values") as caught:
        NUMBER_TYPES[name].every()
    assert caught.value.hint == "take one of float16, bfloat16, float8_e4m3fn, float8_e5m2"


@narrow_type
def test_ulp_is_the_distance_to_the_next_value(number_type: NumberType) -> None:
    values = magnitudes(number_type)
    gaps = np.diff(values)
    assert np.array_equal(number_type.ulp(values), np.append(gaps, gaps[-1]))
    assert np.array_equal(number_type.ulp(-values), number_type.ulp(values))


@every_type
def test_ulp_of_what_is_not_finite_is_nan(number_type: NumberType) -> None:
    assert np.isnan(number_type.ulp(np.array([math.nan, math.inf, -math.inf]))).all()


@pytest.mark.parametrize("name", ["float64", "float32"])
def test_ulp_of_native_types_is_the_spacing_of_numpy(name: str) -> None:
    with np.errstate(over="ignore", under="ignore"):
        values = np.abs(np.append(random_doubles(100_000, 5), HARD[:7])).astype(name)
    values = values[np.isfinite(values)]
    assert np.array_equal(NUMBER_TYPES[name].ulp(values.astype(np.float64)), np.spacing(values).astype(np.float64))


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("float64", ["0x3ff0000000000000", "0x8000000000000000", "0x7ff8000000000000", "0xfff0000000000000"]),
        ("float32", ["0x3f800000", "0x80000000", "0x7fc00000", "0xff800000"]),
        ("float16", ["0x3c00", "0x8000", "0x7e00", "0xfc00"]),
        ("bfloat16", ["0x3f80", "0x8000", "0x7fc0", "0xff80"]),
        ("float8_e4m3fn", ["0x38", "0x80", "0x7f", "0x7f"]),
        ("float8_e5m2", ["0x3c", "0x80", "0x7e", "0xfc"]),
    ],
)
def test_hexadecimal_has_a_fixed_width(name: str, wanted: list[str]) -> None:
    x = np.array([[1.0, -0.0], [math.copysign(math.nan, -1), -math.inf]])
    assert NUMBER_TYPES[name].hex_strings(x) == wanted
    assert NUMBER_TYPES[name].hex_strings(x[:0]) == []


def shortest(value: Fraction, low: Fraction, high: Fraction, *, ends_read_back: bool) -> Fraction:
    """Return the decimal of fewest digits between `low` and `high`; the closest to `value`, then the even one."""
    decade = math.floor(math.log10(value))
    for length in itertools.count(1):
        step = Fraction(10) ** (decade + 1 - length)
        below = value // step * step
        found = [
            decimal
            for decimal in (below, below + step)
            if low < decimal < high or (ends_read_back and decimal in (low, high))
        ]
        if found:
            return min(found, key=lambda decimal: (abs(decimal - value), decimal / step % 2))
    raise AssertionError


def exact_shortest(
    codes: list[int], values: list[float], before: list[float], after: list[float]
) -> Iterator[Fraction]:
    """Shortest decimals of `values` between the exact midpoints to their neighbours; even encodings own both ends."""
    for code, value, lower, upper in zip(codes, values, before, after, strict=True):
        exact = Fraction(value)
        low, high = (exact + Fraction(lower)) / 2, (exact + Fraction(upper)) / 2
        yield shortest(exact, low, high, ends_read_back=code % 2 == 0)


@narrow_type
def test_the_decimal_of_every_value_is_the_shortest_that_reads_back(number_type: NumberType) -> None:
    values = magnitudes(number_type)
    after = np.append(values[2:], 2 * values[-1] - values[-2])
    codes = list(range(1, values.size))
    wanted = exact_shortest(codes, values[1:].tolist(), values[:-1].tolist(), after.tolist())
    decimals = number_type.decimals(values[1:])
    for value, decimal, exact in zip(values[1:].tolist(), decimals.tolist(), wanted, strict=True):
        assert Fraction(repr(decimal)) == exact, f"{value!r} is printed {decimal!r}, shortest is {float(exact)!r}"
    assert same(number_type.round(decimals), values[1:])
    assert same(number_type.decimals(-values), -np.append(0.0, decimals))


def test_decimals_of_float32_are_the_shortest_that_read_back() -> None:
    codes = np.random.default_rng(6).integers(1, 0x7F7F_FFFF, 12_000).astype(np.uint32)
    powers_of_two = np.arange(1, 0xFF, dtype=np.uint32) << np.uint32(23)
    # The last two: a text whose float64 lies on a midpoint although the text does not, and the largest value but one.
    codes = np.concatenate([codes, powers_of_two, np.arange(1, 20, dtype=np.uint32), [0x15AE_43FD, 0x7F7F_FFFE]])
    codes = codes.astype(np.uint32)
    before, values, after = (
        (codes + np.uint32(step)).view(np.float32).astype(np.float64) for step in (2**32 - 1, 0, 1)
    )
    decimals = FLOAT32.decimals(values)
    wanted = exact_shortest(codes.tolist(), values.tolist(), before.tolist(), after.tolist())
    for value, decimal, exact in zip(values.tolist(), decimals.tolist(), wanted, strict=True):
        assert Fraction(repr(decimal)) == exact, f"{value!r} is printed {decimal!r}, shortest is {float(exact)!r}"
    assert same(FLOAT32.decimals(-values), -decimals)


@pytest.mark.parametrize(
    ("name", "x", "wanted"),
    [
        ("float16", 0.0999755859375, "0.1"),
        ("float16", 65504.0, "65500.0"),
        ("float16", 2.0**-24, "6e-08"),
        ("bfloat16", 3.140625, "3.14"),
        ("float8_e4m3fn", 448.0, "450.0"),
        ("float8_e5m2", 32.0, "30.0"),
        ("float32", 0.10000000149011612, "0.1"),
        ("float64", 0.1, "0.1"),
    ],
)
def test_decimals_by_example(name: str, x: float, wanted: str) -> None:
    assert repr(float(NUMBER_TYPES[name].decimals(np.array(x)))) == wanted


@every_type
def test_decimals_of_what_has_no_digits(number_type: NumberType) -> None:
    x = np.array([math.nan, math.inf, -math.inf, 0.0, -0.0])
    wanted = x if number_type.infinite else np.array([math.nan, math.nan, math.nan, 0.0, -0.0])
    assert same(number_type.decimals(x), wanted)


@every_type
def test_any_shape_and_stride_is_kept(number_type: NumberType) -> None:
    flat = np.append(np.random.default_rng(7).normal(0, 10, 19), math.nan)
    grid = np.repeat(flat, 2).reshape(4, 10)[:, ::2]
    encode: list[Callable[[Floats], NDArray[Any]]] = [number_type.encode, lambda x: number_type.decode(encode[0](x))]
    for operation in (number_type.round, number_type.ulp, number_type.decimals, *encode):
        wanted = operation(flat).astype(np.float64)
        assert same(operation(grid).astype(np.float64), wanted.reshape(4, 5))
        assert same(operation(np.array(flat[3])).astype(np.float64), wanted[3])
        assert operation(flat[:0]).shape == (0,)


@narrow_type
def test_the_native_dtype_holds_every_value(number_type: NumberType) -> None:
    values = number_type.every()
    assert same(values.astype(number_type.dtype).astype(np.float64), values)


def test_native_dtypes() -> None:
    names = [number_type.dtype.name for number_type in NUMBER_TYPES.values()]
    assert names == ["float64", "float32", "float16", "float32", "float16", "float16"]


def test_lookup_by_name() -> None:
    assert [dtype_named(name).name for name in NUMBER_TYPES] == list(NUMBER_TYPES)
    with pytest.raises(UsageError, match="unknown number type 'half'") as caught:
        dtype_named("half")
    assert caught.value.hint == "take one of float64, float32, float16, bfloat16, float8_e4m3fn, float8_e5m2"
