"""Results in narrow types are the correctly rounded exact results, without exception."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pytest

from actcli.choices import Rounding
from actcli.cli.boundary import run
from actcli.evaluation import compute
from actcli.evaluation.bound import BoundActivation
from actcli.evaluation.correct_rounding import rounded
from actcli.numbers.float_format import FloatFormat
from actcli.numbers.formats import FLOAT64, FLOAT_FORMATS, number_format
from actcli.numbers.target import Target
from actcli.spec.resolve import resolve
from records import each_elementwise

if TYPE_CHECKING:
    from collections.abc import Callable

    from actcli.catalog.record import Elementwise
    from actcli.evaluation.compute import Series
    from actcli.numbers.array import Array

#: Every format of 16 bits or fewer, and integers.
NARROW = [form.name for form in FLOAT_FORMATS.values() if form.bits <= 16] + ["int8:scale=1/16", "uint8:scale=1/255"]
TYPES = ("bfloat16", "float16", "float8_e4m3fn", "int8:scale=1/16")


def quantities(record: Elementwise) -> list[Series]:
    function = BoundActivation(record, record.defaults)
    return [compute.value(function), compute.derivative(function)]


def misrounded(series: Series, x: Array, target: Target) -> list[str]:
    """Return the points whose result is not the rounding of the exact one, the sign of zero included."""
    got, wanted = rounded(series, x, target), series.exactly().values(x, target)
    same = ((got == wanted) & (np.signbit(got) == np.signbit(wanted))) | (np.isnan(got) & np.isnan(wanted))
    return [
        f"{series.name}({at}) = {y}, exactly {w}" for at, y, w in zip(x[~same], got[~same], wanted[~same], strict=True)
    ]


@pytest.mark.parametrize("name", TYPES)
@pytest.mark.parametrize("spec", ["gelu", "hard_sigmoid", "mish", "x*exp(-x*x)", "elu:alpha=1/3", "tanh'"])
def test_a_sample_of_every_value_is_correctly_rounded(spec: str, name: str) -> None:
    form = number_format(name)
    x = form.every()
    x = x[:: max(x.size // 600, 1)]
    for series in (compute.value(resolve(spec)), compute.derivative(resolve(spec))):
        for rounding in (None, Rounding.down, Rounding.away):
            assert misrounded(series, x, Target(form, rounding)) == []


@pytest.mark.parametrize("spec", ["softmax", "log_softmax", "sparsemax", "swiglu", "glu"])
@pytest.mark.parametrize("order", [0, 1])
def test_functions_of_vectors_are_correctly_rounded(spec: str, order: int) -> None:
    form = number_format("bfloat16")
    x = form.round(np.random.default_rng(3).normal(size=(20, 6)) * 4)
    function = resolve(spec)
    series = compute.derivative(function) if order else compute.value(function)
    got, wanted = rounded(series, x, Target(form)), series.exactly().values(x, Target(form))
    np.testing.assert_array_equal(got, wanted)


#: Rational functions, as the formula and as Python computes them in fractions.
RATIONAL: dict[str, Callable[[Fraction], Fraction]] = {
    "relu": lambda x: max(x, Fraction(0)),
    "leaky_relu:1/4": lambda x: x if x > 0 else x / 4,
    "x*x": lambda x: x * x,
    "sqrt(x*x)/2+(x*x)**0.5": lambda x: abs(x) * 3 / 2,
    "hard_sigmoid": lambda x: min(max((x + 3) / 6, Fraction(0)), Fraction(1)),
}


@pytest.mark.parametrize("mode", Rounding)
@pytest.mark.parametrize("spec", RATIONAL)
@pytest.mark.parametrize(
    ("points", "results"),
    [
        ("int8:scale=1/3", "int8:scale=2/3"),
        ("uint8:scale=0.1,zero_point=7", "int8:scale=0.05"),
        ("int8:scale=1/7", "q3.4"),
    ],
)
def test_ties_are_met_where_the_scale_is_no_double(points: str, results: str, spec: str, mode: Rounding) -> None:
    """1/3 and 0.1 are not doubles; half of all codes of relu are ties from scale 1/3 to scale 2/3."""
    form, target = number_format(points), Target(number_format(results), mode)
    x = form.decode(form.codes())
    (_, got) = compute.apply([compute.value(resolve(spec))], x, form, target)
    exact = [(int(code) - _zero(points)) * _scale(points) for code in form.codes().view(points.partition(":")[0])]
    assert got.tolist() == [target.number_format.round_exact(RATIONAL[spec](each), mode) for each in exact]


def _scale(name: str) -> Fraction:
    return Fraction(re.findall("scale=([^,]+)", name)[0])


def _zero(name: str) -> int:
    return int((re.findall("zero_point=(.+)", name) or ["0"])[0])


@pytest.mark.parametrize(("spec", "order"), [("softmax", 0), ("softmax", 1), ("sparsemax", 0), ("glu", 0), ("glu", 1)])
def test_functions_of_vectors_take_exact_points(spec: str, order: int) -> None:
    """Their results differ from those at the nearest doubles, but hardly."""
    form, target = number_format("int8:scale=1/3"), Target(FLOAT64, Rounding.up)
    function = resolve(spec)
    exactly = (compute.derivative(function) if order else compute.value(function)).exactly
    x = form.round(np.random.default_rng(1).normal(size=(50, 4)))
    exact, doubles = (exactly(value).values(x, target) for value in (form.exact_value, None))
    np.testing.assert_allclose(exact, doubles, rtol=1e-14, atol=1e-15)
    assert (exact != doubles).any()


def test_proven_doubles_take_exact_points(capfd: pytest.CaptureFixture[str]) -> None:
    words = ["eval", "0.7*x-0.07", "0.1", "--dtype", "int8:scale=0.1", "--to", "float64", "-t", "plain"]
    assert [run([*words, *more]) for more in ([], ["--exact"])] == [0, 0]
    sloppy, exact = map(float, capfd.readouterr().out.split())
    assert sloppy != 0 == exact


def test_a_boundary_that_is_not_looked_at_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The exact result at 1 lies above a tie of float16, the nearest double on it."""
    series = compute.value(resolve("1.00048828125*x*(1+2**-60)"))
    target = Target(number_format("float16"))
    x = np.array([1.0])
    assert rounded(series, x, target) == 1.0009765625
    monkeypatch.setattr(FloatFormat, "undecided", lambda _self, y, *_args, **_options: np.zeros(y.shape, dtype=bool))
    assert rounded(series, x, target) == 1.0


@each_elementwise
def test_every_value_of_eight_bits_is_correctly_rounded(record: Elementwise) -> None:
    form = number_format("float8_e4m3fn")
    assert [wrong for series in quantities(record) for wrong in misrounded(series, form.every(), Target(form))] == []


@each_elementwise
def test_float32_is_correctly_rounded(record: Elementwise) -> None:
    """At random encodings, of usual size, and next to 0 and the kinks."""
    random = np.random.default_rng(len(record.name))
    encodings = random.integers(0, 0x7F800000, 150, dtype=np.uint32)  # finite and positive
    near = [*BoundActivation(record, record.defaults).kinks, 0.0]
    beside = [np.float32(at) + np.arange(-3, 4) * np.spacing(np.float32(at)) for at in near]
    usual = random.normal(0, 4, 150).astype(np.float32)
    x = np.concatenate([encodings.view(np.float32), -encodings.view(np.float32), usual, *beside]).astype(np.float64)
    form = number_format("float32")
    assert [wrong for series in quantities(record) for wrong in misrounded(series, x, Target(form))] == []


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", NARROW)
@each_elementwise
def test_every_value_is_correctly_rounded(record: Elementwise, name: str) -> None:
    form = number_format(name)
    x = np.concatenate([form.every(), [np.inf, -np.inf, np.nan]])
    assert [wrong for series in quantities(record) for wrong in misrounded(series, x, Target(form))] == []


NEGATIVE_TAILS = (
    "gelu", "gelu_tanh", "quick_gelu", "silu", "swish", "mish", "telu", "serf", "logish", "smish", "elish",
)  # fmt: skip
FLAT_TAILS = ("relu", "hard_swish", "hard_elish", "smelu")
#: Formats that have a -0 and whose nan is no number.
SIGNED = ("float64", "float32", "float16", "bfloat16", "float8_e4m3fn", "float8_e5m2")


@pytest.mark.parametrize("type_name", SIGNED)
@pytest.mark.parametrize("name", [*NEGATIVE_TAILS, *FLAT_TAILS])
def test_what_is_too_small_is_a_zero_of_its_sign(name: str, type_name: str) -> None:
    """Where float64 itself loses it, too, and at the limit; a flat piece is +0."""
    form, function = number_format(type_name), resolve(name)
    x = form.round(np.array([-np.inf, -1e5, -1000, -400, -100, -60]))
    x = x[~np.isnan(x)]
    for y in (form.round(function.compute(x)), form.round(function.slope(x))):
        assert (np.signbit(y) == (name in NEGATIVE_TAILS)).all()
