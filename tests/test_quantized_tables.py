"""int8 tables of 256 entries beside TFLite's rule, which fills them in float32; ``pytest -s`` lists where they differ.

The rule is that of ``LUTPopulate`` in tensorflow/lite/kernels/internal/common.h.
"""

from __future__ import annotations

import io
import math
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pytest

from actcli.cli.boundary import run
from actcli.spec.resolve import resolve

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Singles = NDArray[np.float32]


class Quantized(NamedTuple):
    """An int8 type: its scale as it is typed, and its zero point."""

    scale: str
    zero_point: int

    @property
    def name(self) -> str:
        return f"int8:scale={self.scale},zero_point={self.zero_point}"

    @property
    def single(self) -> np.float32:
        """The scale as TFLite stores it."""
        return np.float32(Fraction(self.scale))


def _erf(x: Singles) -> Singles:
    return np.array([math.erf(each) for each in x.tolist()], dtype=np.float32)


ONE, HALF, ROOT = np.float32(1), np.float32(0.5), np.float32(math.sqrt(0.5))
#: TFLite's kernels, in float32.
FUNCTIONS: dict[str, Callable[[Singles], Singles]] = {
    "sigmoid": lambda x: ONE / (ONE + np.exp(-x)),
    "tanh": np.tanh,
    "elu": lambda x: np.where(x < 0, np.expm1(x), x),
    "gelu": lambda x: HALF * x * (ONE + _erf(x * ROOT)),
}
#: Scales and zero points of the input, and those of the output; None where TFLite prescribes it.
INPUTS = (
    Quantized("1/16", 0),
    Quantized("0.05", 3),
    Quantized("1/3", -7),
    Quantized("0.0235", -128),
    Quantized("2/255", 0),
    Quantized("0.1", 127),
    Quantized("1/32", -1),
    Quantized("0.007", 40),
    Quantized("1/7", 0),
    Quantized("0.0627", -20),
)
OUTPUTS = {"sigmoid": Quantized("1/256", -128), "tanh": Quantized("1/128", 0)}
FREE = ("1/20", "0.0313", "0.07", "1/100", "0.00784", "1/3", "1/64", "0.0073", "1/6", "0.05")


#: Results as near to a tie as this, in units of what one rounding of float32 changes, may go either way in float32.
NEAR = 8
#: Codes where float32 decides otherwise on every machine: in it gelu(x) is x, and 1.25 * q a tie; it is a little less.
LISTED = {("gelu", 0): range(86, 128, 4)}


def tflite(spec: str, points: Quantized, results: Quantized) -> NDArray[np.int64]:
    """Return the table by TFLite's rule, in the order of the codes read as signed."""
    q = np.arange(-128, 128)
    x = (points.single * (q - points.zero_point).astype(np.float32)).astype(np.float32)
    scaled = FUNCTIONS[spec](x) * (ONE / results.single)
    away = np.trunc(scaled + np.copysign(np.nextafter(HALF, np.float32(0)), scaled)).astype(np.int64)
    clipped: NDArray[np.int64] = np.clip(away + results.zero_point, -128, 127)
    return clipped


def from_tie(spec: str, points: Quantized, results: Quantized) -> NDArray[np.float64]:
    """Return how far results are from a tie, in units of what float32 may be off."""
    x = (np.arange(-128.0, 128.0) - points.zero_point) * float(Fraction(points.scale))
    function = resolve(spec)
    y = function.compute(x) / float(Fraction(results.scale))
    moved = np.abs(x * function.slope(x)) / float(Fraction(results.scale))
    return np.abs(np.abs(y - np.trunc(y)) - 0.5) / (2.0**-24 * (np.abs(y) + moved) + 1e-30)


@pytest.mark.parametrize("index", range(10))
@pytest.mark.parametrize("spec", FUNCTIONS)
def test_a_table_has_the_codes_of_tflite(spec: str, index: int, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    points = INPUTS[index]
    results = OUTPUTS.get(spec, Quantized(FREE[index], index * 10 - 50))
    words = ["eval", spec, "--codes", "--dtype", points.name, "--to", results.name, "--bits", "-t", "npy"]
    assert run(words) == 0
    by_code = np.load(io.BytesIO(capfdbinary.readouterr().out)).view(np.int8).astype(np.int64)
    got, wanted = np.roll(by_code, 128), tflite(spec, points, results)
    differ = np.flatnonzero(got != wanted)
    distance = from_tie(spec, points, results)[differ]
    for place, far in zip(differ.tolist(), distance.tolist(), strict=True):
        print(f"{spec} of {points.name} at {place - 128}: {got[place]}, TFLite {wanted[place]}, {far:.1g} from a tie")
    assert (np.abs(got - wanted) <= 1).all()
    assert (distance < NEAR).all()
    assert {*LISTED.get((spec, index), ())} <= {*(differ - 128).tolist()}
