"""Results in narrow types are the correctly rounded exact results, without exception."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pytest

from actcli.catalog.record import Elementwise
from actcli.choices import Rounding
from actcli.cli.boundary import run
from actcli.evaluation import compute
from actcli.evaluation.bound import BoundActivation
from actcli.evaluation.correct_rounding import rounded
from actcli.numbers.float_format import FloatFormat
from actcli.numbers.formats import FLOAT64, number_format
from actcli.numbers.target import Target
from actcli.spec import registry
from actcli.spec.resolve import resolve

if TYPE_CHECKING:
    from collections.abc import Callable

    from actcli.evaluation.compute import Series
    from actcli.numbers.array import Array

ELEMENTWISE = [record for record in registry.records().values() if isinstance(record, Elementwise)]
TYPES = ("bfloat16", "float16", "float8_e4m3fn", "int8:scale=1/16")


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


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", ["bfloat16", "float16"])
@pytest.mark.parametrize("record", ELEMENTWISE, ids=lambda record: record.name)
def test_every_value_is_correctly_rounded(record: Elementwise, name: str) -> None:
    form = number_format(name)
    function = BoundActivation(record, record.defaults)
    for series in (compute.value(function), compute.derivative(function)):
        assert misrounded(series, form.every(), Target(form)) == []
