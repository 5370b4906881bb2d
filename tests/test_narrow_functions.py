"""Every value of every narrow type through every function; ``pytest -m exhaustive -s`` names the ties."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np
import pytest

from actcli.catalog.record import Elementwise
from actcli.evaluation.bound import BoundActivation
from actcli.numbers.formats import FLOAT_FORMATS
from actcli.spec import registry
from oracle.narrow import Quantity, float32_points, wrong

if TYPE_CHECKING:
    from actcli.numbers.float_format import FloatFormat

# Powers of two are left out: a float64 result that underflows to 0 is nan there, the exact one the smallest power.
NARROW = [form for form in FLOAT_FORMATS.values() if form.bits <= 16 and form.row.has_zero]
RECORDS = [record for record in registry.records().values() if isinstance(record, Elementwise)]
every_function = pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.name)


@pytest.mark.exhaustive
@every_function
@pytest.mark.parametrize("number_format", NARROW, ids=lambda number_format: number_format.name)
def test_every_value_is_the_rounding_of_the_exact_one(record: Elementwise, number_format: FloatFormat) -> None:
    x = np.concatenate([number_format.every(), [np.inf, -np.inf, np.nan]])
    for wrt in (None, 0):
        failures, excused = wrong(Quantity(record, wrt), number_format, x)
        for tie in excused:
            print("at a tie:", tie)
        assert not failures, "\n".join([f"{len(failures)} wrong", *map(str, failures[:10])])


@every_function
def test_float32_is_the_rounding_of_the_exact_value(record: Elementwise) -> None:
    for wrt in (None, 0):
        failures, _ = wrong(Quantity(record, wrt), FLOAT_FORMATS["float32"], float32_points(record, 2000))
        assert not failures, "\n".join(map(str, failures[:10]))


@every_function
@pytest.mark.parametrize("name", ["float8_e4m3fn", "float8_e5m2"])
def test_eight_bits(record: Elementwise, name: str) -> None:
    for wrt in (None, 0):
        failures, _ = wrong(Quantity(record, wrt), FLOAT_FORMATS[name], FLOAT_FORMATS[name].every())
        assert not failures, "\n".join(map(str, failures[:10]))


NEGATIVE_TAILS = (
    "gelu",
    "gelu_tanh",
    "quick_gelu",
    "silu",
    "swish",
    "mish",
    "telu",
    "serf",
    "logish",
    "smish",
    "elish",
)
#: Formats that have a -0 and whose nan is no number.
SIGNED = [FLOAT_FORMATS[name] for name in ("float64", "float32", "float16", "bfloat16", "float8_e4m3fn", "float8_e5m2")]
FLAT_TAILS = ("relu", "hard_swish", "hard_elish", "smelu")


@pytest.mark.parametrize("number_format", SIGNED, ids=lambda number_format: number_format.name)
@pytest.mark.parametrize("name", [*NEGATIVE_TAILS, *FLAT_TAILS])
def test_what_is_too_small_is_a_zero_of_its_sign(name: str, number_format: FloatFormat) -> None:
    """Where float64 itself loses it, too, and at the limit; a flat piece is +0."""
    record = registry.records()[name]
    function = BoundActivation(record, record.defaults)
    x = number_format.round(np.array([-np.inf, -1e5, -1000, -400, -100, -60]))
    x = x[~np.isnan(x)]
    for y in (number_format.round(function.compute(x)), number_format.round(function.slope(x))):
        assert (np.signbit(y) == (name in NEGATIVE_TAILS)).all()


def test_a_function_that_computes_in_float32_is_caught() -> None:
    record = registry.records()["silu"]
    assert isinstance(record, Elementwise)
    f = BoundActivation(record, record.defaults).kernels.f
    sloppy = dataclasses.replace(record, f=lambda x: f(x).astype(np.float32).astype(np.float64) * (1 + 2.0**-22))
    assert wrong(Quantity(sloppy, None), FLOAT_FORMATS["float32"], float32_points(record, 100))[0]
