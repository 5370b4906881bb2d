"""Number formats: every code and every boundary, judged by ml_dtypes, NumPy and fractions."""

from __future__ import annotations

import bisect
import itertools
import math
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

import ml_dtypes
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actcli.errors import UsageError
from actcli.numbers.format_table import FLOATS, INTEGERS, Rounding, Specials
from actcli.numbers.formats import FLOAT_FORMATS, number_format

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from actcli.numbers.float_format import FloatFormat
    from actcli.numbers.number_format import NumberFormat

    Floats = NDArray[np.float64]

NARROW = [form for form in FLOAT_FORMATS.values() if form.bits <= 16]
TINY = [form for form in NARROW if form.bits <= 8]
#: float32, whose codes tf32 shares, and float64 are known to NumPy; every other float to ml_dtypes.
TWO_ZEROS = [form for form in NARROW if form.has_negative_zero]
INTEGER_NAMES = [
    "int8:scale=1/256,zero_point=-128",
    "int8:scale=1/3,zero_point=5",
    "uint8:scale=0.1,zero_point=255",
    "uint8:scale=1/255",
    "int8:scale=3",
    "int16:scale=1/32768",
    "int16:scale=0.0007,zero_point=-3",
    "uint16:scale=1/65535,zero_point=40000",
    "q3.12",
    "q0.7",
    "uq0.8",
    "uq4.0",
    "q2.3",
    "q7.24",
    "uq0.32",
]
HARD = np.array([0.0, -0.0, 5e-324, -5e-324, 1e-310, 1.0, -1.0, 1.7976931348623157e308, math.inf, -math.inf, math.nan])

every_float = pytest.mark.parametrize("form", FLOAT_FORMATS.values(), ids=lambda form: form.name)
narrow_float = pytest.mark.parametrize("form", NARROW, ids=lambda form: form.name)
every_format = pytest.mark.parametrize("name", [*FLOAT_FORMATS, *INTEGER_NAMES])
native_type = pytest.mark.parametrize("name", ["float64", "float32", "float16"])
every_mode = pytest.mark.parametrize("mode", Rounding)


def foreign(name: str) -> np.dtype[Any]:
    """Return the type as NumPy or ml_dtypes knows it."""
    dtype: np.dtype[Any] = np.dtype(getattr(np, name, None) or getattr(ml_dtypes, name))
    return dtype


def foreign_values(form: FloatFormat) -> Floats:
    """Return the value of every code, as ml_dtypes or NumPy decode it."""
    with np.errstate(invalid="ignore"):  # signalling nans among the codes
        return form.codes().view(foreign(form.name)).astype(np.float64)


def magnitudes(form: FloatFormat) -> Floats:
    """Return the finite values from 0 or the smallest up, indexed by code."""
    values = foreign_values(form)[: 1 << form.row.magnitude_bits]
    return values[np.isfinite(values)]


def same(got: Floats, wanted: Floats) -> bool:
    """Tell whether arrays agree; nan equals nan, -0 differs from 0."""
    equal = (got == wanted) & (np.signbit(got) == np.signbit(wanted)) | np.isnan(got) & np.isnan(wanted)
    return bool(np.all(equal))


def random_doubles(count: int, seed: int) -> Floats:
    """Finite doubles of every magnitude."""
    doubles = np.random.default_rng(seed).integers(-(2**63), 2**63, count).view(np.float64)
    return doubles[np.isfinite(doubles)]


class Judge(NamedTuple):
    """A format as the list of its finite values: rounding by looking for the neighbours, in fractions.

    Attributes
    ----------
    values
        Distinct, ascending.
    even
        Whether a value wins ties to even.
    above, below
        What lies beyond the ends: half-way there overflow begins.
    over, under, nan
        What overflow and nan give.
    zeros
        What numbers below and above 0 that round to 0 give.
    """

    values: list[Fraction]
    even: list[bool]
    above: Fraction
    below: Fraction
    over: float
    under: float
    nan: float
    zeros: tuple[float, float]

    def round(self, x: Fraction, mode: Rounding, *, saturate: bool) -> float:
        limits = (self.values[0], self.values[-1]) if saturate else (self.below, self.above)
        if saturate:
            x = min(max(x, limits[0]), limits[1])
        after = bisect.bisect_right(self.values, x)
        known = [(self.values[i], self.even[i]) for i in (after - 1, after) if 0 <= i < len(self.values)]
        # Beyond both ends the list goes on with one value, of the parity that the last has not.
        if after == len(self.values):
            known.append((self.above, not self.even[-1]))
        if after == 0:
            known.insert(0, (self.below, not self.even[0]))
        (low, low_is_even), (high, _) = known
        nearer = x - low - (high - x)
        hit = x == low > self.below
        chosen = {
            Rounding.down: low,
            Rounding.up: low if hit else high,
            Rounding.zero: low if x >= 0 or hit else high,
            Rounding.even: high if nearer > 0 or (nearer == 0 and not low_is_even) else low,
            Rounding.away: high if nearer > 0 or (nearer == 0 and x >= 0) else low,
        }[mode]
        if chosen == self.above or (x > self.above and chosen == high):
            return self.over
        if chosen == self.below or (x < self.below and chosen == low):
            return self.under
        return self.zeros[x >= 0] if chosen == 0 else float(chosen)


def judge(form: NumberFormat) -> Judge:
    """Make a judge from what ml_dtypes or the definition of integer formats says."""
    row = next((row for row in FLOATS if row.name == form.name), None)
    if row is None:
        return integer_judge(form.name)
    positive = magnitudes(FLOAT_FORMATS[row.name]).tolist()
    even = [code % 2 == 0 for code in range(len(positive))]
    values, gap = [Fraction(value) for value in positive], Fraction(positive[-1]) - Fraction(positive[-2])
    over = math.inf if row.specials is Specials.ieee else math.nan
    values = [-value for value in values[:0:-1]] + values
    minus = 0.0 if row.specials is Specials.fnuz else -0.0
    nan = 0.0 if row.specials is Specials.finite else math.nan
    return Judge(values, even[:0:-1] + even, values[-1] + gap, values[0] - gap, over, -over, nan, (minus, 0.0))


def integer_judge(name: str) -> Judge:
    """Make a judge of an integer or fixed-point format by its definition."""
    kind, _, words = name.partition(":")
    if words:
        given = dict(word.split("=") for word in words.split(","))
        scale, zero = Fraction(given["scale"]), int(given.get("zero_point", "0"))
        info = np.iinfo(kind)
        codes = range(info.min - zero, info.max - zero + 1)
    else:
        whole, fraction = map(int, kind.strip("uq").split("."))
        scale, top = Fraction(1, 2**fraction), 2 ** (whole + fraction)
        codes = range(0 if kind.startswith("u") else -top, top)
    values = [code * scale for code in codes]
    even = [code % 2 == 0 for code in codes]
    return Judge(values, even, values[-1] + scale, values[0] - scale, math.nan, math.nan, 0.0, (0.0, 0.0))


JUDGED = [form for form in NARROW if form.row.has_zero] + [
    form for form in map(number_format, INTEGER_NAMES) if form.bits <= 16
]
JUDGES = {form.name: judge(form) for form in JUDGED}


def boundaries(judged: Judge, count: int) -> list[Fraction]:
    """Return values, midpoints between them and what lies just beside both, near 0, near the ends and in between."""
    line = [judged.below, *judged.values, judged.above]
    middle = [(low + high) / 2 for low, high in itertools.pairwise(line)]
    places = sorted([*line, *middle])
    half = places.index(Fraction(0))
    step = max(1, len(places) // count)
    chosen = {*places[::step], *places[:9], *places[-9:], *places[max(half - 9, 0) : half + 9]}
    tiny = Fraction(1, 2**300)
    return [place + shift for place in chosen for shift in (-tiny, 0, tiny)]


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


@every_mode
@pytest.mark.parametrize("form", JUDGED, ids=lambda form: form.name)
def test_rounding_at_every_boundary_and_beside_it(form: NumberFormat, mode: Rounding) -> None:
    judged = JUDGES[form.name]
    points = boundaries(judged, 100)
    for saturate in (False, True) if not form.always_saturates else (True,):
        wanted = np.array([judged.round(x, mode, saturate=saturate) for x in points])
        exact = np.array([form.round_exact(x.as_integer_ratio(), mode, saturate=saturate) for x in points])
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


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(JUDGED),
    st.sampled_from(Rounding),
    st.booleans(),
    st.floats(allow_nan=False, allow_infinity=False) | st.floats(-20, 20) | st.floats(-1e-3, 1e-3),
)
def test_rounding_of_any_double(form: NumberFormat, mode: Rounding, saturate: bool, x: float) -> None:  # noqa: FBT001
    judged = JUDGES[form.name]
    stand = {float(value): value for value in judged.values}
    wanted = judged.round(stand.get(x, Fraction(x)), mode, saturate=saturate or form.always_saturates)
    if x == 0:
        wanted = math.copysign(wanted, x) if judged.zeros[0].hex() == "-0x0.0p+0" else 0.0
    assert same(form.round(np.array(x), mode, saturate=saturate), np.array(wanted))
    if x != 0 and x not in stand:
        assert same(np.array(form.round_exact(x.as_integer_ratio(), mode, saturate=saturate)), np.array(wanted))


@every_mode
@pytest.mark.parametrize("name", ["tf32", "float32", "float64", "q7.24", "uq0.32"])
def test_vectors_and_fractions_round_alike_in_wide_formats(name: str, mode: Rounding) -> None:
    form = number_format(name)
    x = np.concatenate([random_doubles(2000, 11), np.random.default_rng(12).normal(0, 60, 2000), [1e-310, 5e-324]])
    middle = form.round(x) + form.ulp(form.round(x)) / 2
    x = np.concatenate([x, middle[np.isfinite(middle)]])
    wanted = np.array([form.round_exact(value.as_integer_ratio(), mode) for value in x.tolist()])
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
def test_rounding_by_example(name: str, mode: str | None, saturate: bool, x: float, wanted: float) -> None:  # noqa: FBT001
    direction = None if mode is None else Rounding(mode)
    form = number_format(name)
    assert same(form.round(np.array(x), direction, saturate=saturate), np.array(wanted))
    if math.isfinite(x) and x != 0 and name != "uint8:scale=0.1":
        got = form.round_exact(x.as_integer_ratio(), direction, saturate=saturate)
        assert same(np.array(got), np.array(wanted))


@pytest.mark.parametrize("name", INTEGER_NAMES)
def test_integer_codes_are_in_twos_complement(name: str) -> None:
    form = number_format(name)
    codes = form.codes() if form.bits <= 16 else np.array([0, 1, 2**31 - 1, 2**31, 2**32 - 1], dtype=np.uint32)
    values = form.decode(codes)
    exact = form.exact_values(codes)  # type: ignore[attr-defined]  # reason: integer formats have it
    assert values.tolist() == [float(value) for value in exact]
    assert np.array_equal(form.encode(values), codes)
    for mode in Rounding:
        assert same(form.round(values, mode), values)
        assert [form.round_exact(value.as_integer_ratio(), mode) for value in exact[:99]] == values[:99].tolist()
    if form.bits <= 16:
        wanted = judge(form).values
        assert sorted(exact) == wanted
        assert form.every().tolist() == [float(value) for value in wanted]
    kind = name.partition(":")[0]
    if kind in {row.name for row in INTEGERS}:
        zero = form.encode(np.zeros(1)).view(kind)[0]
        assert np.array_equal(codes.view(kind).astype(int) - int(zero), [int(v / form.scale) for v in exact])  # type: ignore[attr-defined]


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
                form.round_enclosure(
                    (Fraction(y) - Fraction(b)).as_integer_ratio(),
                    (Fraction(y) + Fraction(b)).as_integer_ratio(),
                    mode,
                    saturate=saturate,
                )
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
    assert not decided(e4m3fn, 0.0, math.inf)  # both ends are nan, what lies between is not
    assert decided(e4m3fn, 1e9, 1.0)
    assert decided(e8m0, -5.0, 4.0)
    assert not decided(e8m0, 0.0, 2.0**130)


@every_mode
def test_an_enclosure_is_rounded_where_both_ends_agree(mode: Rounding) -> None:
    form = number_format("e4m3fn")
    assert form.round_enclosure((1, 3), (1, 3), mode) == form.round_exact((1, 3), mode)
    assert form.round_enclosure((-(2**900), 1), (2**900, 1), mode) is None
    assert form.round_enclosure((-1, 2**9000), (1, 2**9000), mode) is None
    wide = form.round_enclosure((2**900, 1), (2**901, 1), mode)
    assert wide is not None
    assert math.isnan(wide) == (mode not in {Rounding.zero, Rounding.down})
    assert form.round_enclosure((10**400, 1), (10**401, 1), mode, saturate=True) == 448.0
    gelu = form.round_enclosure((-2, 2**9000), (-1, 2**9000), mode)
    assert gelu == (0.0 if mode is not Rounding.down else -(2.0**-9))
    assert math.copysign(1, gelu) == -1


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
    values = [form.read_code(word) for word in wanted]
    assert same(np.array(values), form.round(x).ravel())


@pytest.mark.parametrize("word", ["0x100", "x38", "38", "0x", "-0x38", "0x3g", "0x3_8", "0x 38", ""])
def test_words_that_are_no_codes(word: str) -> None:
    assert number_format("e5m2").read_code(word) is None


def test_codes_are_read_in_either_case_and_any_width() -> None:
    assert number_format("bf16").read_code("0X3F80") == 1
    assert number_format("float32").read_code("0x3f800000") == 1
    assert number_format("e5m2").read_code("0x03c") == 1


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
