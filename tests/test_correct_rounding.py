"""Results in narrow types are the correctly rounded exact results, without exception."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from actcli.catalog.record import Elementwise
from actcli.choices import Rounding
from actcli.evaluation import compute
from actcli.evaluation.bound import BoundActivation
from actcli.evaluation.correct_rounding import rounded
from actcli.numbers.float_format import FloatFormat
from actcli.numbers.formats import number_format
from actcli.numbers.target import Target
from actcli.spec import registry
from actcli.spec.resolve import resolve

if TYPE_CHECKING:
    from actcli.evaluation.compute import Series
    from actcli.numbers.array import Array

ELEMENTWISE = [record for record in registry.records().values() if isinstance(record, Elementwise)]
TYPES = ("bfloat16", "float16", "float8_e4m3fn", "int8:scale=1/16")


def misrounded(series: Series, x: Array, target: Target) -> list[str]:
    """Return the points whose result is not the rounding of the exact one, the sign of zero included."""
    got, wanted = rounded(series, x, target), series.exactly.values(x, target)
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
    got, wanted = rounded(series, x, Target(form)), series.exactly.values(x, Target(form))
    np.testing.assert_array_equal(got, wanted)


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
