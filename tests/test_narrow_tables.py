"""Every code of every type of 8 bits or fewer, in every rounding mode, against decoders that are not the tool's."""

from __future__ import annotations

import itertools
from functools import cache

import pytest

from actcli.choices import Rounding
from actcli.cli.boundary import run
from actcli.numbers.formats import FLOAT_FORMATS
from oracle.tables import Type, expected

FUNCTIONS = (
    "relu", "relu6", "leaky_relu", "elu", "selu", "gelu", "gelu_tanh", "silu", "mish", "sigmoid", "tanh", "softplus",
    "softsign", "hard_sigmoid", "hard_swish", "hard_tanh", "exponential", "squareplus", "x/(1+abs(x)/3)", "0.3*x*x-x/7",
)  # fmt: skip
FLOATS = [form.name for form in FLOAT_FORMATS.values() if form.bits <= 8]
INTEGERS = [
    "int8:scale=1/16", "int8:scale=1/3,zero_point=5", "uint8:scale=0.05,zero_point=100",
    "int8:scale=1/256,zero_point=-128", "q3.4", "uq0.8", "q1.2",
]  # fmt: skip
#: Each type of points with the types of results that are of use with it.
PAIRS = [
    *((name, name) for name in [*FLOATS, *INTEGERS]),
    ("int8:scale=1/3,zero_point=5", "int8:scale=2/3,zero_point=-9"),
    ("int8:scale=1/16", "int8:scale=1/256,zero_point=-128"),
    ("q3.4", "uq0.8"),
    ("float8_e5m2", "float8_e4m3fn"),
    ("float8_e4m3fn", "float8_e8m0fnu"),
]


@cache
def type_of(name: str) -> Type:
    return Type(name)


def differences(
    capfd: pytest.CaptureFixture[str], spec: str, names: tuple[str, str], mode: Rounding, *, saturate: bool
) -> list[str]:
    """Return the codes whose result is another than the decoders say."""
    points, results = names
    words = ["eval", spec, "--codes", "--dtype", points, "--to", results, "--rounding", mode, "-t", "hex"]
    assert run([*words, *["--saturate"] * saturate]) == 0
    got = [int(word, 16) for word in capfd.readouterr().out.split()]
    wanted = expected(spec, type_of(points), type_of(results), mode, saturate=saturate or saturates(results))
    return [
        f"{spec} at code {code:#04x} of {points}: {y:#04x}, not {sorted(codes)} of {results}, {mode}"
        for code, (y, codes) in enumerate(zip(got, wanted, strict=True))
        if y not in codes
    ]


def saturates(name: str) -> bool:
    return name not in FLOAT_FORMATS or FLOAT_FORMATS[name].always_saturates


@pytest.mark.exhaustive
@pytest.mark.parametrize("names", PAIRS, ids=" to ".join)
@pytest.mark.parametrize("spec", FUNCTIONS)
def test_every_code(spec: str, names: tuple[str, str], capfd: pytest.CaptureFixture[str]) -> None:
    found = [
        each
        for mode, saturate in itertools.product(Rounding, (False, True))
        for each in differences(capfd, spec, names, mode, saturate=saturate)
    ]
    assert found == []


SAMPLE = [(FUNCTIONS[i * 7 % 20], PAIRS[i], [*Rounding][i % 5]) for i in range(len(PAIRS))]


@pytest.mark.parametrize(("spec", "names", "mode"), SAMPLE)
def test_a_sample_of_the_tables(
    spec: str, names: tuple[str, str], mode: Rounding, capfd: pytest.CaptureFixture[str]
) -> None:
    assert differences(capfd, spec, names, mode, saturate=mode == Rounding.even) == []


def test_a_table_that_is_computed_at_the_nearest_doubles_is_caught(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    names = ("int8:scale=1/3,zero_point=5", "int8:scale=2/3,zero_point=-9")
    assert differences(capfd, "relu", names, Rounding.even, saturate=False) == []
    monkeypatch.setattr("actcli.numbers.integer_format.IntegerFormat.exact_value", None)
    assert differences(capfd, "relu", names, Rounding.even, saturate=False) != []
