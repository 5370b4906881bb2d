"""Parameters that are exact fractions: how they are read, compared and computed with."""

from __future__ import annotations

import copy
import pickle
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import actcli
from actcli.catalog.record import Elementwise, ExactFloat
from actcli.errors import UsageError
from actcli.evaluation.bound import BoundActivation
from actcli.numbers.exact_float import parse_fraction
from actcli.spec import registry
from oracle import points
from oracle.verdict import Case, judge
from records import ELEMENTWISE

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULTS = {
    ("hard_sigmoid", "slope"): Fraction(1, 6),
    ("rrelu", "lower"): Fraction(1, 8),
    ("rrelu", "upper"): Fraction(1, 3),
    ("scaled_tanh", "beta"): Fraction(2, 3),
}


@pytest.mark.parametrize(("name", "parameter"), DEFAULTS)
def test_defaults_that_are_fractions_at_their_source_are_exact(name: str, parameter: str) -> None:
    assert Fraction(actcli.get(name).values[parameter]) == DEFAULTS[name, parameter]


def test_a_name_leaves_out_what_equals_the_exact_default_only() -> None:
    assert actcli.get("hard_sigmoid:slope=1/6,offset=1/2").name == "hard_sigmoid"
    assert actcli.get("hard_sigmoid:slope=2/12").name == "hard_sigmoid"
    rounded = f"hard_sigmoid:slope={1 / 6!r}"
    assert actcli.get(rounded).name == rounded
    assert actcli.get("scaled_tanh:alpha=30,beta=0.1/3").name == "scaled_tanh:alpha=30,beta=1/30"
    assert actcli.get("scaled_tanh:alpha=30,beta=1/30").name == "scaled_tanh:alpha=30,beta=1/30"
    assert actcli.get("leaky_relu:1/4").name == "leaky_relu:negative_slope=0.25"


def test_fractions_are_read_in_every_kind_of_spec(tmp_path: object) -> None:
    (file := tmp_path / "mine.py").write_text("def f(x, a=1.0):\n    return a * x\n")  # type: ignore[operator]  # a path
    for spec in ("elu:1/3", "elu(x, 1/3)", "elu(x, alpha=1/3)", "elu(x, -1/-3)", f"{file}:f:a=1/3", f"{file}:f:1/3"):
        wanted = 1 / 3 if ".py" in spec else np.expm1(-1.0) / 3
        assert float(actcli.get(spec)(-1.0)) == pytest.approx(-wanted if ".py" in spec else wanted, rel=1e-15)


@pytest.mark.parametrize(
    "word", ["1/0", "0/0", "1/", "/3", "1/3/4", "1 / 3", "inf/3", "1/nan", "1e300/1e-300", "1_0/3"]
)
def test_what_is_no_fraction_of_two_numbers_is_refused(word: str) -> None:
    with pytest.raises(UsageError, match="is not a number"):
        actcli.get(f"elu:alpha={word}")


@pytest.mark.parametrize("word", ["1e999999999/3", "3/1e999999999", "1" * 10**5 + "/3", "1e-300/1e300"])
def test_fractions_beyond_the_doubles_are_refused_at_once(word: str) -> None:
    assert parse_fraction(word) is None


@given(st.fractions(-1000, 1000, max_denominator=10**6))
def test_a_fraction_is_its_nearest_double_and_itself(exact: Fraction) -> None:
    value = parse_fraction(f"{exact.numerator}/{exact.denominator}")
    assert value is not None
    assert Fraction(value) == exact
    assert float(value) == exact.numerator / exact.denominator
    assert (value == float(value)) == (Fraction(float(value)) == exact)
    assert parse_fraction(f"{value}") == (value if isinstance(value, ExactFloat) else None)


def test_an_exact_float_keeps_its_number_and_its_text() -> None:
    sixth = ExactFloat("1/6")
    for same in (pickle.loads(pickle.dumps(sixth)), copy.deepcopy(sixth), ExactFloat("2/12")):  # noqa: S301  # made here
        assert same == sixth
        assert hash(same) == hash(sixth) == hash(Fraction(1, 6))
    assert sixth != 1 / 6
    assert (str(sixth), repr(sixth), f"{sixth:.3f}") == ("1/6", "ExactFloat('1/6')", "0.167")
    assert (np.ones(2) * sixth).dtype == np.float64
    assert Fraction(ExactFloat("1.0507009873554804934193349852946")) == Fraction("1.0507009873554804934193349852946")


THIRDS = [ExactFloat(text) for text in ("1/3", "7/3", "13/7", "-2/7", "10/3", "-11/3")]
#: Their kinks lie at a parameter; the double nearest to it takes its place.
AT_KINKS = {"binary_step", "relu_general", "srelu", "hard_tanh"}


def at_fractions(record: Elementwise) -> Mapping[str, float]:
    return next(points._admitted(record, THIRDS, []))


@pytest.mark.parametrize("record", [r for r in ELEMENTWISE if r.params], ids=lambda record: record.name)
def test_functions_are_right_at_exact_fractions(record: Elementwise) -> None:
    values = at_fractions(record)
    assert not any(isinstance(kink.at, ExactFloat) for kink in BoundActivation(record, values).declared.kinks)
    if record.name not in AT_KINKS:
        assert [failure for report in judge(record, values) for failure in report.failures] == []


def test_hard_sigmoid_keeps_its_digits_next_to_its_root() -> None:
    x = np.concatenate([-3 + np.arange(1, 200) * 2.0**-51, -3 + 2.0 ** -np.arange(1.0, 51), np.linspace(-2.9, 3, 99)])
    for at, got in zip(x.tolist(), actcli.get("hard_sigmoid")(x).tolist(), strict=True):
        wanted = min((Fraction(at) + 3) / 6, Fraction(1))
        assert abs(Fraction(got) - wanted) <= 2 * Fraction(float(np.spacing(float(wanted))))


def test_the_judge_takes_the_exact_fraction_for_the_truth() -> None:
    record = registry.find("hard_sigmoid")
    assert isinstance(record, Elementwise)
    x = float(np.nextafter(-3, 0))
    exact, rounded = (Case(record, {**record.defaults, "slope": slope}) for slope in (ExactFloat("1/6"), 1 / 6))
    assert exact.exactly().values(np.array([x])).item() == (x + 3) / 6
    assert rounded.exactly().values(np.array([x])).item() == pytest.approx(1.5 * (x + 3) / 6, rel=0.1)
